#include "graph/decimal.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/** How many bytes separate thousands here: a space, an apostrophe, an underscore, or a no-break space in UTF-8. */
static size_t thousands_mark(const char *text, size_t n) {
  if (n >= 1 && (*text == ' ' || *text == '\'' || *text == '_')) return 1;
  if (n >= 2 && memcmp(text, "\xc2\xa0", 2) == 0) return 2;
  if (n >= 3 && (memcmp(text, "\xe2\x80\xaf", 3) == 0 || memcmp(text, "\xe2\x80\x89", 3) == 0)) return 3;
  return 0;
}

/** Digits in groups of three behind a mark: "1 000", "12'345'678". */
static bool has_groups(const char *text, size_t n) {
  size_t i = 0;
  while (i < n && is_digit(text[i])) i++;
  size_t mark = i > 0 ? thousands_mark(text + i, n - i) : 0;
  return mark > 0 && i + mark < n && is_digit(text[i + mark]);
}

static bool is_exponent(const char *text, size_t n) {
  size_t i = 0;
  while (i < n && (is_digit(text[i]) || text[i] == '.')) i++;
  if (i == 0 || i == n || (text[i] != 'e' && text[i] != 'E')) return false;
  i++;
  if (i < n && (text[i] == '+' || text[i] == '-')) i++;
  return i < n && is_digit(text[i]);
}

/** Names what is wrong with a text that is no plain number; the sign is already off. */
static kr_decimal_fault name_fault(const char *text, size_t n) {
  size_t commas = 0, points = 0, letters = 0;
  for (size_t i = 0; i < n; i++) {
    commas += text[i] == ',';
    points += text[i] == '.';
    letters += (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z') || (text[i] & 0x80);
  }
  if (is_exponent(text, n)) return KR_DECIMAL_EXPONENT;
  if (has_groups(text, n)) return KR_DECIMAL_THOUSANDS;
  if (letters) return KR_DECIMAL_WORD;
  if (commas == 1 && points == 0) return n > 1 ? KR_DECIMAL_COMMA : KR_DECIMAL_FORM;
  if (commas > 0 && points <= 1) return KR_DECIMAL_THOUSANDS;
  return KR_DECIMAL_FORM;
}

/** value * 10 + digit, or false beyond KR_DECIMAL_MAX. */
static bool push_digit(int64_t *value, char c) {
  if (*value > (KR_DECIMAL_MAX - 9) / 10) return false;
  *value = *value * 10 + (c - '0');
  return true;
}

/** Digits from `*i` on, scaled by `scale` places; false when the value is too large. */
static bool read_whole(const char *text, size_t n, size_t *i, int64_t *value) {
  for (; *i < n && is_digit(text[*i]); ++*i)
    if (!push_digit(value, text[*i])) return false;
  return *value <= KR_DECIMAL_MAX / KR_MICRO;
}

static bool has_shape(const char *text, size_t n) {
  size_t whole = 0, behind = 0, i = 0;
  while (i < n && is_digit(text[i])) i++, whole++;
  if (i < n && text[i] == '.') {
    i++;
    while (i < n && is_digit(text[i])) i++, behind++;
    if (behind == 0) return false;
  }
  return whole > 0 && i == n;
}

kr_decimal_fault kr_decimal_read(const char *text, size_t n, int max_decimals, kr_micro *out) {
  if (n == 0) return KR_DECIMAL_EMPTY;
  bool negative = text[0] == '-';
  size_t i = negative ? 1 : 0;
  if (!has_shape(text + i, n - i)) return name_fault(text + i, n - i);
  int64_t value = 0;
  if (!read_whole(text, n, &i, &value)) return KR_DECIMAL_LARGE;
  value *= KR_MICRO;
  if (i < n) {
    i++;
    if (n - i > (size_t)max_decimals) return KR_DECIMAL_DIGITS;
    for (int64_t unit = KR_MICRO / 10; i < n; i++, unit /= 10) value += (text[i] - '0') * unit;
    if (value > KR_DECIMAL_MAX) return KR_DECIMAL_LARGE;
  }
  *out = negative ? -value : value;
  return KR_DECIMAL_FINE;
}

/** Digits of an unsigned number without leading zeros, at least `least` of them. @return how many */
static size_t put_digits(uint64_t value, size_t least, char *out) {
  char reversed[24];
  size_t n = 0;
  while (value > 0 || n < least) {
    reversed[n++] = (char)('0' + value % 10);
    value /= 10;
  }
  for (size_t i = 0; i < n; i++) out[i] = reversed[n - 1 - i];
  return n;
}

size_t kr_decimal_write(kr_micro value, char out[KR_DECIMAL_ROOM]) {
  uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  size_t n = 0;
  if (value < 0) out[n++] = '-';
  n += put_digits(size / (uint64_t)KR_MICRO, 1, out + n);
  if (size % (uint64_t)KR_MICRO != 0) {
    out[n++] = '.';
    n += put_digits(size % (uint64_t)KR_MICRO, 6, out + n);
    while (out[n - 1] == '0') n--;
  }
  out[n] = '\0';
  return n;
}

/** A positive double as `n` significant digits, value = 0.d1d2…dn * 10^point. */
typedef struct digits {
  char d[20];
  int n, point;
} digits;

/** The digits of the shortest of 15, 16, 17 places that reads back; a locale's point is skipped, not written. */
static digits shortest(double value) {
  char text[48];
  for (int places = 15; places <= 17; places++) {
    snprintf(text, sizeof text, "%.*e", places - 1, value);
    if (strtod(text, NULL) == value) break;
  }
  digits g = {.n = 0};
  const char *c = text;
  for (; *c && *c != 'e'; c++)
    if (is_digit(*c)) g.d[g.n++] = *c;
  g.point = *c ? (int)strtol(c + 1, NULL, 10) + 1 : 1;
  while (g.n > 1 && g.d[g.n - 1] == '0') g.n--;
  return g;
}

static size_t put_plain(const digits *g, char *out) {
  size_t n = 0;
  if (g->point <= 0) {
    out[n++] = '0';
    out[n++] = '.';
    for (int i = g->point; i < 0; i++) out[n++] = '0';
  }
  for (int i = 0; i < g->n || i < g->point; i++) {
    if (i == g->point && i > 0) out[n++] = '.';
    out[n++] = i < g->n ? g->d[i] : '0';
  }
  return n;
}

static size_t put_exponent(const digits *g, char *out) {
  size_t n = 0;
  for (int i = 0; i < g->n; i++) {
    if (i == 1) out[n++] = '.';
    out[n++] = g->d[i];
  }
  int exponent = g->point - 1;
  out[n++] = 'e';
  out[n++] = exponent < 0 ? '-' : '+';
  return n + put_digits((uint64_t)abs(exponent), 2, out + n);
}

size_t kr_number_write(double value, char out[KR_DECIMAL_ROOM]) {
  size_t n = 0;
  if (value == 0 || !isfinite(value)) {
    out[n++] = '0';
  } else {
    digits g = shortest(fabs(value));
    if (value < 0) out[n++] = '-';
    n += g.point > -6 && g.point <= 20 ? put_plain(&g, out + n) : put_exponent(&g, out + n);
  }
  out[n] = '\0';
  return n;
}
