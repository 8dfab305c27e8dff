#ifndef KR_NIGHTLY_CLAIM_H
#define KR_NIGHTLY_CLAIM_H

#include "cli/nightly/ledger.h"
#include "cli/nightly/spool.h"

/** What became of what was handed in. */
typedef struct kr_claimed {
  int64_t accepted, rejected;
} kr_claimed;

/**
 * Claims all that lies in new/, then brings whatever lies in cur/ and the ledger does not know into it, by receipt:
 * sound submissions as queued, others as rejected with all that is wrong with them. A claim that was killed is
 * completed by the next. A night that is running or further takes nothing more: what comes later is for the next one.
 * @param corridor places and cargo of freight are held against it
 * @param out      what this call brought into the ledger
 * @return KR_ERR_RANGE when the night is not planned; KR_ERR_IO, KR_ERR_MEMORY: the ledger is as before
 * @cost   O(bytes handed in); memory of one submission, and 130 bytes for each receipt in new/ and cur/
 */
kr_status kr_claim(kr_spool *spool, kr_ledger *ledger, kr_date night, const kr_corridor *corridor, kr_claimed *out,
                   kr_error *err);

/**
 * Cancels a submission wherever it is: in new/ it is claimed first, so that no night can.
 * @return KR_ERR_INPUT with a sentence when there is nothing to cancel; KR_ERR_IO, KR_ERR_MEMORY
 */
kr_status kr_cancel(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_error *err);

/**
 * The state of a submission, whoever knows it. @param ledger NULL = there is none yet
 * @return KR_ERR_INPUT with a sentence when nobody knows it
 */
kr_status kr_standing(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_job *job, kr_error *err);

#endif
