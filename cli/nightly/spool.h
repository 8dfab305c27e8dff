#ifndef KR_NIGHTLY_SPOOL_H
#define KR_NIGHTLY_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/nightly/submission.h"

/**
 * Where forwarders hand in their freight, by maildir's rules: a submission is a folder that is written in tmp/, synced,
 * and renamed to new/; the night claims it by renaming it to cur/. So it is there whole or not at all, whatever is
 * killed when, and no lock is held.
 *
 *   SPOOL/spool.csv                      limits (limits.h); may be absent
 *   SPOOL/ledger.db                      what the night knows (ledger.h)
 *   SPOOL/forwarder/F/tmp/RECEIPT/       being written
 *   SPOOL/forwarder/F/new/RECEIPT/       received; shipment.csv, or an instance's files
 *   SPOOL/forwarder/F/cur/RECEIPT/       claimed by a night (or by a cancel); stays there
 *   SPOOL/forwarder/F/out/RECEIPT/       the answer
 */
typedef struct kr_spool kr_spool;

typedef enum kr_spool_place { KR_SPOOL_TMP, KR_SPOOL_NEW, KR_SPOOL_CUR, KR_SPOOL_OUT } kr_spool_place;

/** What lies in tmp/ for longer was left by a process that was killed: the next submit removes it. */
#define KR_SPOOL_STALE_S 3600

/** Opens a spool, whose folder must exist, and reads its limits. @param messages about spool.csv
 * @return KR_ERR_INPUT for a wrong spool.csv; KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_spool_open(kr_spool **out, const char *path, kr_messages *messages, kr_error *err);
void kr_spool_close(kr_spool *s);

const kr_limits *kr_spool_limits(const kr_spool *s);
const char *kr_spool_root(const kr_spool *s);

/** What is handed in, by whom. */
typedef struct kr_drop {
  const char *forwarder;
  const char *path;            /**< a shipment.csv, or an instance's folder */
  const char *number;          /**< of the receipt, for scripted nights; NULL = chosen */
  const kr_corridor *corridor; /**< freight is held against it at once; NULL = at night only */
} kr_drop;

/**
 * Takes a submission in: copies it, checks the copy, and lets it appear in new/. Any number of processes may do so at
 * once.
 * @param receipt  written on KR_OK only, when the submission is on disk
 * @param messages what is wrong with the data
 * @return KR_ERR_INPUT: refused, nothing is left of it (reasons in messages, or, when there is none, in err);
 *         KR_ERR_IO, KR_ERR_MEMORY: likewise nothing
 */
kr_status kr_spool_submit(kr_spool *s, const kr_drop *drop, kr_messages *messages, char receipt[KR_RECEIPT_ROOM],
                          kr_error *err);

/** The path of a submission's folder, or of its answer; there may be none. To be freed; NULL when memory ends, or for a
 * text that is no receipt. */
char *kr_spool_path(const kr_spool *s, kr_spool_place place, const char *receipt);

/** Whether a submission lies there; a text that is no receipt lies nowhere. @return KR_ERR_IO: it is not known */
kr_status kr_spool_has(const kr_spool *s, kr_spool_place place, const char *receipt, bool *has, kr_error *err);

/** Renames one submission from new/ to cur/, for good. @param won false: it is not in new/ (somebody was faster) */
kr_status kr_spool_claim(kr_spool *s, const char *receipt, bool *won, kr_error *err);

/** Claims all that lies in new/; syncs once for each forwarder. @return KR_ERR_IO, KR_ERR_MEMORY: some may be claimed
 */
kr_status kr_spool_claim_all(kr_spool *s, kr_error *err);

/**
 * Takes the lock of the answers, waiting for whoever has it: a night that publishes, a cancel that writes one anew. It
 * ends with the process. @return KR_ERR_IO
 */
kr_status kr_spool_lock_answers(kr_spool *s, kr_error *err);
void kr_spool_unlock_answers(kr_spool *s);

/** Receipts, sorted. Start from a zeroed struct. */
typedef struct kr_receipts {
  char (*text)[KR_RECEIPT_ROOM];
  size_t n, room;
} kr_receipts;

/** All receipts of a place, of one forwarder or (NULL) of all, appended and sorted by text: by time of submission.
 * What is not a folder, or not named as a receipt of its forwarder, is passed over. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_spool_list(const kr_spool *s, kr_spool_place place, const char *forwarder, kr_receipts *out,
                        kr_error *err);

/** Whether a receipt is wanted. @return what ends the listing */
typedef kr_status (*kr_receipt_test)(void *context, const char *receipt, bool *is_wanted, kr_error *err);

/** Those of all forwarders that a test wants: the others take no room. @return likewise, and what the test returns */
kr_status kr_spool_list_tested(const kr_spool *s, kr_spool_place place, kr_receipt_test test, void *context,
                               kr_receipts *out, kr_error *err);
kr_status kr_receipts_add(kr_receipts *r, const char *receipt, kr_error *err); /**< at the end; KR_ERR_MEMORY */
void kr_receipts_clear(kr_receipts *r);

#endif
