#ifndef KR_NIGHTLY_LEDGER_INTERNAL_H
#define KR_NIGHTLY_LEDGER_INTERNAL_H

#include "cli/nightly/ledger.h"
#include "cli/nightly/sql.h"

struct kr_ledger {
  kr_sql *sql;
  bool is_open; /**< a transaction is */
};

#define KR_LEDGER_SCHEMA 1

/** schema.sql, put into the program by the build. */
extern const char kr_ledger_schema[];

/**
 * A function's own transaction, unless the caller has one open.
 * Use: KR_TRY(kr_ledger_enter(l, &own, err)); … done: return kr_ledger_leave(l, own, status, err).
 */
kr_status kr_ledger_enter(kr_ledger *l, bool *own, kr_error *err);
kr_status kr_ledger_leave(kr_ledger *l, bool own, kr_status status, kr_error *err);

/** Visits every row of a statement whose one column is a receipt. */
kr_status kr_visit_receipts(kr_query *q, kr_receipt_visit visit, void *context, kr_error *err);

/** A date or an instant of the ledger as text. @return out */
const char *kr_date_text(int64_t date, char out[11]);
const char *kr_instant_text(int64_t minutes, char out[18]);

#endif
