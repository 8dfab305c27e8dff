#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nightly/claim.h"
#include "cli/nightly/night_answer.h"
#include "cli/nightly/spool_internal.h"

/** Whether two files have the same bytes; not when one cannot be read. */
static bool is_same(const char *a, const char *b) {
  char first[65], second[65];
  return kr_chunk_hash_file(a, first, NULL) == KR_OK && kr_chunk_hash_file(b, second, NULL) == KR_OK &&
         strcmp(first, second) == 0;
}

/** Whether what was written is what is published: every sum is in its summary. */
static kr_status compare(const kr_night *n, const char *receipt, const char *written, bool *same, kr_error *err) {
  char is[KR_NIGHT_PATH], was[KR_NIGHT_PATH];
  char *place = kr_spool_path(n->spool, KR_SPOOL_OUT, receipt);
  if (!place) return kr_fail_memory(err);
  snprintf(is, sizeof is, "%s/summary.json", written);
  snprintf(was, sizeof was, "%s/summary.json", place);
  *same = is_same(is, was);
  free(place);
  return KR_OK;
}

/** @param is_new receives whether it says other than before */
static kr_status write_anew(kr_night *n, const char *receipt, bool *is_new, kr_error *err) {
  kr_folder *folder = NULL;
  bool same = false;
  kr_status status;
  KR_TRY(kr_night_read_shares(n, err));
  KR_TRY(kr_answer_write(&folder, n, receipt, false, err));
  KR_TRY(compare(n, receipt, kr_folder_path(folder), &same, err));
  if (!same) KR_TRY(kr_folder_commit(folder, err));
  *is_new = !same;
done:
  kr_folder_abandon(folder);
  return status;
}

/** The answer of the last night that had one, from that night's own network. Nothing where there was none. */
static kr_status renew(kr_spool *spool, kr_ledger *ledger, const char *receipt, bool *is_new, kr_error *err) {
  kr_night_orders orders = {.plan = ""};
  kr_night n = {.orders = &orders, .spool = spool, .ledger = ledger, .is_private = true};
  char path[KR_NIGHT_PATH + 16];
  bool found;
  *is_new = false;
  kr_status status = kr_ledger_last_answer(ledger, receipt, &n.date, &found, err);
  if (status != KR_OK || !found) return status;
  kr_night_name_folder(&n);
  snprintf(path, sizeof path, "%s/instance", n.folder);
  status = kr_night_read(&n, path, err);
  orders.corridor = n.corridor;
  if (status == KR_OK) status = write_anew(&n, receipt, is_new, err);
  kr_night_clear(&n);
  return status;
}

static kr_status cancel(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_error *err) {
  kr_job job;
  kr_error fault = {0}, other = {0};
  bool is_new;
  kr_status status = kr_standing(spool, ledger, receipt, &job, err);
  if (status != KR_OK) return status;
  kr_status was = kr_cancel(spool, ledger, receipt, &other);
  if (was == KR_OK || job == KR_JOB_CANCELLED) status = renew(spool, ledger, receipt, &is_new, &fault);
  if (status != KR_OK)
    return kr_fail(err, status, "%s is cancelled, but its answer is as it was: %.300s", receipt, fault.text);
  if (was == KR_OK || (job == KR_JOB_CANCELLED && is_new)) return KR_OK;
  return kr_fail(err, was, "%s", other.text);
}

kr_status kr_night_cancel(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_error *err) {
  kr_status status = kr_spool_lock_answers(spool, err);
  if (status != KR_OK) return status;
  status = cancel(spool, ledger, receipt, err);
  kr_spool_unlock_answers(spool);
  return status;
}
