#include "instances/plain_locale.h"

locale_t kr_plain_locale_take(void) {
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc's own, never to be freed */
  return uselocale(plain);
}

void kr_plain_locale_give_back(locale_t had) { uselocale(had); }
