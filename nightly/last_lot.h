#ifndef KR_NIGHTLY_LAST_LOT_H
#define KR_NIGHTLY_LAST_LOT_H

#include "instances/messages.h"
#include "nightly/ledger.h"

/**
 * The highest number that a lot of each shipment ever had, for those who number new lots without a ledger: a file
 * `shipment_id,last_lot` of the shipments that have had lots.
 */
#define KR_LAST_LOT_FILE "last_lot.csv"

/** Asks the ledger. @param out receives [shipments], 0 for those without; to be freed whatever the status
 * @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_last_lots_find(int32_t **out, kr_ledger *ledger, const kr_corridor *c, kr_error *err);

/** Asks the ledger, and writes the file, whole or not at all. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_last_lots_write(kr_ledger *ledger, const kr_corridor *c, const char *path, kr_error *err);

/**
 * @param out    receives [shipments], 0 for those without; to be freed whatever the status
 * @param sha256 receives that of the file; "" when there is none
 * @return KR_ERR_INPUT, KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_last_lots_read(int32_t **out, char sha256[65], const char *folder, const kr_corridor *c,
                            kr_messages *messages, kr_error *err);

#endif
