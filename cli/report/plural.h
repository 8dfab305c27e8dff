#ifndef KR_CLI_REPORT_PLURAL_H
#define KR_CLI_REPORT_PLURAL_H

#include "cli/report/messages.h"

/**
 * Which of the forms of a word, `{0|day|days}` or `{0|день|дня|дней}` in messages.def, goes with a number as it is
 * shown. A part of one takes the form of 2. Kazakh and Chinese have one form.
 * @param shown a number as people read it, alone or within an element
 * @return 0, 1 or 2. @source Unicode CLDR, Language Plural Rules
 */
int kr_plural_form(kr_language language, const char *shown);

#endif
