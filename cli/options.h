#ifndef KR_CLI_OPTIONS_H
#define KR_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/report/messages.h"
#include "graph/calendar.h"
#include "graph/result.h"

/* Values of options. Never strtod: what is read must not depend on the locale, and inf or 0x1p3 are no numbers here. */

#define KR_MOST_THREADS 1024
#define KR_LIST_ITEM 256

/** A decimal, an exponent allowed, > 0. */
bool kr_take_positive(const char *text, double *out);

/** A whole number from 1 to `most` (1e9 at most). */
bool kr_take_count(const char *text, int32_t most, int32_t *out);

/* What options take that more than one command has. @return KR_EXIT_OK, or the usage error, said. */

/** A whole number from 1 to `most`. @param option its name, without dashes */
int kr_take_whole(const char *command, const char *option, const char *text, int32_t most, int32_t *out);
int kr_take_gap(const char *command, const char *text, double *out);
int kr_take_time_limit(const char *command, const char *text, double *out_s);
int kr_take_threads(const char *command, const char *text, int32_t *out);
int kr_take_chunk(const char *command, const char *text, int32_t *out); /**< from 0 on */
int kr_take_fairness(const char *command, const char *name, kr_fair_kind *out);
int kr_take_language(const char *command, const char *name, kr_language *out);

/** --date of a night: a date, or `today` (UTC); NULL = it was not given, which is an error too. */
int kr_take_night(const char *command, const char *text, kr_date *out);

/** Items of a list like "a,b,c", at least 1. */
size_t kr_list_length(const char *text);

/** Copies the item that begins at `at`, cut off at KR_LIST_ITEM - 1 bytes. @return the next one; NULL: there was none
 */
const char *kr_list_next(const char *at, char item[KR_LIST_ITEM]);

#endif
