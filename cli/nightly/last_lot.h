#ifndef KR_NIGHTLY_LAST_LOT_H
#define KR_NIGHTLY_LAST_LOT_H

#include "cli/nightly/ledger.h"
#include "instances/messages.h"

/**
 * What those must know of earlier lots who number new ones without a ledger: a file `shipment_id,last_lot,closed` of
 * the shipments that have had lots.
 */
#define KR_LAST_LOT_FILE "last_lot.csv"

/** Start from a zeroed struct; to be cleared whatever the status. */
typedef struct kr_last_lots {
  int32_t *number; /**< [shipments] the highest that a lot ever had, 0 without any */
  bool *is_closed; /**< [shipments] cancelled or rejected: nothing new is promised */
} kr_last_lots;
void kr_last_lots_clear(kr_last_lots *l);

/** Asks the ledger. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_last_lots_find(kr_last_lots *out, kr_ledger *ledger, const kr_corridor *c, kr_error *err);

/** Asks the ledger, and writes the file, whole or not at all. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_last_lots_write(kr_ledger *ledger, const kr_corridor *c, const char *path, kr_error *err);

/**
 * @param sha256 receives that of the file; "" when there is none
 * @return KR_ERR_INPUT, KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_last_lots_read(kr_last_lots *out, char sha256[65], const char *folder, const kr_corridor *c,
                            kr_messages *messages, kr_error *err);

#endif
