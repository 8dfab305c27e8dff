#ifndef KR_NIGHTLY_TELLER_H
#define KR_NIGHTLY_TELLER_H

#include "cli/nightly/ledger_internal.h"

/** Who listens to an answer. */
typedef struct kr_teller {
  kr_ledger *l;
  kr_line line;
  void *context;
} kr_teller;

/** One line of the answer, as printf does; at most 1 kB. */
void kr_tell(const kr_teller *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Tells a line for every row of a statement. @param n receives how many; may be NULL */
typedef void (*kr_tell_row)(const kr_teller *t, kr_query *q);
kr_status kr_tell_rows(const kr_teller *t, kr_query *q, kr_tell_row row, int64_t *n, kr_error *err);

#endif
