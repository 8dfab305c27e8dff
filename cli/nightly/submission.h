#ifndef KR_NIGHTLY_SUBMISSION_H
#define KR_NIGHTLY_SUBMISSION_H

#include "cli/nightly/limits.h"
#include "cli/nightly/receipt.h"
#include "instances/freight.h"

/** What a submission asks for. */
typedef enum kr_submission_kind {
  KR_SUBMISSION_FREIGHT, /**< a shipment.csv: a part of the joint night */
  KR_SUBMISSION_WHAT_IF  /**< a whole instance: solved apart, for its forwarder alone */
} kr_submission_kind;

/** "freight", "what-if". */
const char *kr_submission_kind_name(kr_submission_kind kind);

/** A submission as it lies in the spool. Start from a zeroed struct. */
typedef struct kr_submission {
  char receipt[KR_RECEIPT_ROOM], forwarder[KR_NAME_ROOM];
  kr_submission_kind kind;
  char sha256[65]; /**< of shipment.csv; of a what-if, of the lines `hash  name` of its files; "" = not read whole */
  kr_corridor *freight; /**< freight: what kr_freight_read gives, ids the forwarder's own; what-if: NULL */
} kr_submission;

/**
 * Reads and checks a submission's folder. Whether it is freight is told by config.csv not being there.
 * @param out      receives kind and hash also on KR_ERR_INPUT; receipt and forwarder are the caller's to fill before
 * @param corridor places and cargo are held against it; NULL = their form only
 * @return KR_ERR_INPUT: refused, the reasons are in `messages` or, when there is none, in `err`; KR_ERR_IO,
 * KR_ERR_MEMORY
 */
kr_status kr_submission_read(kr_submission *out, const char *folder, const kr_limits *limits,
                             const kr_corridor *corridor, kr_messages *messages, kr_error *err);
void kr_submission_clear(kr_submission *s);

#endif
