/* Preloaded: the program wakes up in the locale of its environment, as a library does in somebody else's program. */
#include <locale.h>
#include <stdlib.h>

__attribute__((constructor)) static void take_locale(void) {
  if (!setlocale(LC_ALL, "")) abort(); /* a locale that is not there proves nothing */
}
