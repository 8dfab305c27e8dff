#include "cli/nightly/claim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REASON_ROOM 8192

/** A claim at work. */
typedef struct claim {
  kr_spool *spool;
  kr_ledger *ledger;
  kr_date night;
  const kr_corridor *corridor;
  kr_claimed *out;
  kr_error *err;
} claim;

/** All that is wrong with a submission, a line each, as far as there is room. */
static void gather(kr_messages *messages, const kr_error *err, char reason[REASON_ROOM]) {
  size_t used = 0;
  reason[0] = '\0';
  if (kr_messages_errors(messages) == 0) snprintf(reason, REASON_ROOM, "%s", err->text);
  if (kr_messages_errors(messages) == 0) return;
  for (size_t i = 0; i < kr_messages_kept(messages); i++) {
    const char *text = kr_messages_text(messages, i);
    if (used + strlen(text) + 2 > REASON_ROOM) return;
    used += (size_t)snprintf(reason + used, REASON_ROOM - used, "%s%s", used ? "\n" : "", text);
  }
}

static void identify(kr_submission *s, const char *receipt) {
  snprintf(s->receipt, sizeof s->receipt, "%s", receipt);
  kr_receipt_forwarder(receipt, s->forwarder);
}

static kr_status enter(claim *k, kr_submission *s, kr_messages *messages, const char *folder) {
  char reason[REASON_ROOM];
  kr_error fault = {0};
  kr_status status = kr_submission_read(s, folder, kr_spool_limits(k->spool), k->corridor, messages, &fault);
  if (status == KR_ERR_INPUT) {
    gather(messages, &fault, reason);
    k->out->rejected++;
    return kr_ledger_reject(k->ledger, s, k->night, reason, k->err);
  }
  if (status != KR_OK) {
    if (k->err) *k->err = fault;
    return status;
  }
  status = kr_ledger_accept(k->ledger, s, k->night, k->err);
  kr_job job = KR_JOB_UNKNOWN;
  if (status == KR_OK) status = kr_ledger_job(k->ledger, s->receipt, &job, k->err);
  *(job == KR_JOB_REJECTED ? &k->out->rejected : &k->out->accepted) += 1;
  return status;
}

/** Brings one claimed submission into the ledger, unless it is there. */
static kr_status enter_receipt(claim *k, const char *receipt) {
  kr_job job;
  kr_submission s = {0};
  kr_messages *messages = NULL;
  char *folder = NULL;
  kr_status status;
  KR_TRY(kr_ledger_job(k->ledger, receipt, &job, k->err));
  if (job != KR_JOB_UNKNOWN) goto done;
  identify(&s, receipt);
  folder = kr_spool_path(k->spool, KR_SPOOL_CUR, receipt);
  status = folder ? kr_messages_create(&messages) : KR_ERR_MEMORY;
  if (status == KR_OK)
    status = enter(k, &s, messages, folder);
  else
    kr_fail_memory(k->err);
done:
  kr_submission_clear(&s);
  kr_messages_free(messages);
  free(folder);
  return status;
}

/** Most receipts are those of earlier nights, more of them each night. */
static kr_status is_new(void *context, const char *receipt, bool *is_wanted, kr_error *err) {
  const claim *k = context;
  kr_job job = KR_JOB_UNKNOWN;
  kr_status status = kr_ledger_job(k->ledger, receipt, &job, err);
  *is_wanted = job == KR_JOB_UNKNOWN;
  return status;
}

kr_status kr_claim(kr_spool *spool, kr_ledger *ledger, kr_date night, const kr_corridor *corridor, kr_claimed *out,
                   kr_error *err) {
  claim k = {spool, ledger, night, corridor, out, err};
  kr_receipts receipts = {0};
  kr_night_state state;
  *out = (kr_claimed){0, 0};
  kr_status status = kr_ledger_night(ledger, night, &state, err);
  if (status != KR_OK || state > KR_NIGHT_PLANNED) return status;
  if (state == KR_NIGHT_NONE) return kr_fail(err, KR_ERR_RANGE, "the night is not planned");
  KR_TRY(kr_spool_claim_all(spool, err));
  KR_TRY(kr_spool_list_tested(spool, KR_SPOOL_CUR, is_new, &k, &receipts, err));
  KR_TRY(kr_ledger_begin(ledger, err));
  for (size_t i = 0; i < receipts.n; i++) KR_TRY(enter_receipt(&k, receipts.text[i]));
  KR_TRY(kr_ledger_commit(ledger, err));
done:
  kr_ledger_rollback(ledger);
  kr_receipts_clear(&receipts);
  return status;
}

kr_status kr_standing(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_job *job, kr_error *err) {
  kr_status status = KR_OK;
  char quoted[KR_QUOTE_ROOM];
  /* The ledger last: what leaves the spool's new/ meanwhile is in cur/, and stays there. */
  bool is_in_spool;
  *job = KR_JOB_UNKNOWN;
  status = kr_spool_has(spool, KR_SPOOL_NEW, receipt, &is_in_spool, err);
  if (status == KR_OK && !is_in_spool) status = kr_spool_has(spool, KR_SPOOL_CUR, receipt, &is_in_spool, err);
  if (status != KR_OK) return status;
  if (ledger) status = kr_ledger_job(ledger, receipt, job, err);
  if (status != KR_OK || *job != KR_JOB_UNKNOWN) return status;
  if (is_in_spool) *job = KR_JOB_RECEIVED;
  if (is_in_spool) return KR_OK;
  return kr_fail(err, KR_ERR_INPUT, "no submission has the receipt %s", kr_quote(receipt, strlen(receipt), quoted));
}

/** What it was, for the record: its kind and hash, whatever is wrong with it. */
static kr_status look(kr_spool *spool, kr_submission *s, kr_error *err) {
  kr_messages *messages = NULL;
  char *folder = kr_spool_path(spool, KR_SPOOL_CUR, s->receipt);
  kr_status status = folder ? kr_messages_create(&messages) : KR_ERR_MEMORY;
  if (status == KR_OK)
    status = kr_submission_read(s, folder, kr_spool_limits(spool), NULL, messages, err);
  else
    kr_fail_memory(err);
  kr_messages_free(messages);
  free(folder);
  return status == KR_ERR_INPUT ? KR_OK : status;
}

kr_status kr_cancel(kr_spool *spool, kr_ledger *ledger, const char *receipt, kr_error *err) {
  kr_submission s = {0};
  kr_job job;
  bool won;
  kr_status status;
  KR_TRY(kr_standing(spool, ledger, receipt, &job, err));
  identify(&s, receipt);
  KR_TRY(kr_spool_claim(spool, receipt, &won, err));
  if (job == KR_JOB_RECEIVED) KR_TRY(look(spool, &s, err));
  status = kr_ledger_cancel(ledger, &s, err);
done:
  kr_submission_clear(&s);
  return status;
}
