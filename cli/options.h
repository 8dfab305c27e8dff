#ifndef KR_CLI_OPTIONS_H
#define KR_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/calendar.h"
#include "graph/result.h"

/* Values of options. Never strtod: what is read must not depend on the locale, and inf or 0x1p3 are no numbers here. */

#define KR_MOST_THREADS 1024
#define KR_LIST_ITEM 256

/** A decimal, an exponent allowed, > 0. */
bool kr_take_positive(const char *text, double *out);

/** A whole number from 1 to `most` (1e9 at most). */
bool kr_take_count(const char *text, int32_t most, int32_t *out);

/** What --fairness takes. @return KR_EXIT_OK, or the usage error, said. */
int kr_take_fairness(const char *command, const char *name, kr_fair_kind *out);

/** A date, or `today` (UTC). */
bool kr_take_night(const char *text, kr_date *out);

/** Items of a list like "a,b,c", at least 1. */
size_t kr_list_length(const char *text);

/** Copies the item that begins at `at`, cut off at KR_LIST_ITEM - 1 bytes. @return the next one; NULL: there was none
 */
const char *kr_list_next(const char *at, char item[KR_LIST_ITEM]);

#endif
