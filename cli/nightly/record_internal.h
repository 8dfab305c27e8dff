#ifndef KR_NIGHTLY_RECORD_INTERNAL_H
#define KR_NIGHTLY_RECORD_INTERNAL_H

#include "cli/nightly/ledger_internal.h"

/** One outcome of a night on its way into the ledger. */
typedef struct kr_record {
  kr_ledger *l;
  const kr_night_outcome *o;
  int64_t start_min; /**< the corridor's first midnight, since 1970 */
  int64_t n_kept;    /**< promised lots that are there, unchanged */
  kr_error *err;
} kr_record;

static inline const char *kr_record_name(const kr_record *r, int32_t shipment) {
  return kr_ids_text(r->o->corridor->shipment_ids, shipment);
}

/** KR_ERR_VERIFY about a lot. */
kr_status kr_record_broken(const kr_record *r, const char *shipment, int32_t number, const char *text);

/** Runs a SELECT of one number, to its end. */
kr_status kr_query_count(kr_query *q, int64_t *n, kr_error *err);

/** Adds a new lot: its legs, and what they use. */
kr_status kr_record_promise(const kr_record *r, const kr_lot *lot);

/** Holds a lot that was promised before to its promise, and counts it. @param found false: it is new */
kr_status kr_record_keep(kr_record *r, const kr_lot *lot, bool *found);

#endif
