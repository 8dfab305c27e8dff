#include "cli/report/plural.h"

#include <string.h>

#define NONE (-1)

/** The last two digits of a whole number, and whether it is 1; NONE for any other number. */
static int last_digits(const char *shown, bool *is_one) {
  int n = 0, n_digits = 0;
  if (*shown == '<') shown = strchr(shown, '>') ? strchr(shown, '>') + 1 : "";
  for (; *shown && *shown != '<'; ++shown) {
    if (*shown == '.') return NONE;
    if (*shown < '0' || *shown > '9') continue; /* spaces between groups */
    n = (10 * n + *shown - '0') % 100;
    ++n_digits;
  }
  *is_one = n == 1 && n_digits == 1;
  return n;
}

static int russian_form(int n) {
  if (n == NONE) return 1;
  bool is_teen = n / 10 == 1;
  if (n % 10 == 1 && !is_teen) return 0;
  return n % 10 >= 2 && n % 10 <= 4 && !is_teen ? 1 : 2;
}

int kr_plural_form(kr_language language, const char *shown) {
  bool is_one = false;
  int n = last_digits(shown, &is_one);
  if (language == KR_RUSSIAN) return russian_form(n);
  return language == KR_ENGLISH && !is_one;
}
