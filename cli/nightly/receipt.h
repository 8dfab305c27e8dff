#ifndef KR_NIGHTLY_RECEIPT_H
#define KR_NIGHTLY_RECEIPT_H

#include <stdbool.h>

#include "graph/status.h"

/**
 * Names of the night. A receipt is `NUMBER@FORWARDER`: the number is the moment of submission (so receipts sort by
 * it), the process and a random word, or what the submitter chose. In the joint night a shipment is called
 * `FORWARDER:ID`; no forwarder's id holds a colon, so two forwarders' shipments never share a name.
 */
#define KR_NAME_ROOM 65     /**< an id and a NUL */
#define KR_RECEIPT_ROOM 130 /**< a receipt and a NUL */

#define KR_FORWARDER_BYTES_MAX 32 /**< so that half of a joint name is left for the shipment's own id */

/** Whether an id can be a forwarder's: a short one without a colon that does not begin with a point (it names a
 * folder).
 */
kr_status kr_forwarder_check(const char *forwarder, kr_error *err);

/**
 * A new receipt. @param number what stands before the @ (an id without @, not beginning with a point); NULL = chosen
 * here, unique. @return KR_ERR_INPUT with what is wrong with forwarder or number
 */
kr_status kr_receipt_make(char out[KR_RECEIPT_ROOM], const char *number, const char *forwarder, kr_error *err);

/** The forwarder of a receipt; false when the text has not the form of one (it may then name any path). */
bool kr_receipt_forwarder(const char *receipt, char forwarder[KR_NAME_ROOM]);

/** `FORWARDER:ID`; the two are at most 63 bytes together, which the reading of submissions sees to. */
void kr_joint_name(char out[KR_NAME_ROOM], const char *forwarder, const char *id);

#endif
