#ifndef KR_INSTANCES_PLAIN_LOCALE_H
#define KR_INSTANCES_PLAIN_LOCALE_H

#include <locale.h>

/**
 * Gives the calling thread the C locale until it is given back, so that numbers are written with a decimal point in
 * whatever locale the program around us lives; other threads keep theirs. Every door of the program and of the library
 * does so first. @return what the thread had, for kr_plain_locale_give_back
 */
locale_t kr_plain_locale_take(void);

/** Gives the thread back what it had. */
void kr_plain_locale_give_back(locale_t had);

#endif
