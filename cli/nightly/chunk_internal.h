#ifndef KR_NIGHTLY_CHUNK_INTERNAL_H
#define KR_NIGHTLY_CHUNK_INTERNAL_H

#include "cli/nightly/chunk.h"

static inline bool kr_chunk_must_stop(const kr_chunk_orders *orders) { return orders->stop && *orders->stop; }

/** Solves NIGHT/instance into an empty folder, lots numbered as in the ledger. @param end whole or cut
 * @return as kr_chunk_run */
kr_status kr_chunk_allocate(const kr_chunk *chunk, const char *night, const char *to, const kr_chunk_orders *orders,
                            kr_chunk_end *end, kr_error *err);

/** Has a what-if solved into an empty folder, within its limits. @param reason of KR_CHUNK_FAILED
 * @return as kr_chunk_run */
kr_status kr_chunk_ask(const kr_chunk *chunk, const char *instance, const char *to, const kr_chunk_orders *orders,
                       kr_chunk_end *end, char reason[KR_CHUNK_REASON], kr_error *err);

#endif
