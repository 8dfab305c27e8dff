#include <stdio.h>
#include <string.h>

#include "cli/nightly/ledger_internal.h"

static const char *const job_names[] = {
    [KR_JOB_UNKNOWN] = "unknown", [KR_JOB_RECEIVED] = "received",  [KR_JOB_REJECTED] = "rejected",
    [KR_JOB_QUEUED] = "queued",   [KR_JOB_RUNNING] = "running",    [KR_JOB_DONE] = "done",
    [KR_JOB_FAILED] = "failed",   [KR_JOB_CANCELLED] = "cancelled"};

const char *kr_job_name(kr_job job) { return job_names[job]; }

kr_status kr_ledger_job(kr_ledger *l, const char *receipt, kr_job *job, kr_error *err) {
  bool has_row;
  kr_query *q = kr_sql_ask(l->sql, "SELECT state FROM submission WHERE receipt = ?1");
  kr_put_text(q, 1, receipt);
  kr_status status = kr_query_next(q, &has_row, err);
  *job = KR_JOB_UNKNOWN;
  if (status != KR_OK || !has_row) return status;
  for (int i = KR_JOB_REJECTED; i <= KR_JOB_CANCELLED; i++)
    if (strcmp(job_names[i], kr_get_text(q, 0)) == 0) *job = (kr_job)i;
  return kr_query_next(q, &has_row, err);
}

/** @param night NULL: none claimed it */
static kr_status add_submission(kr_ledger *l, const kr_submission *s, kr_job state, const kr_date *night,
                                const char *reason, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql, "INSERT INTO submission VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  kr_put_text(q, 1, s->receipt);
  kr_put_text(q, 2, s->forwarder);
  kr_put_text(q, 3, kr_submission_kind_name(s->kind));
  kr_put_text(q, 4, s->sha256);
  kr_put_text(q, 5, kr_job_name(state));
  if (night) kr_put_whole(q, 6, *night);
  kr_put_text(q, 7, reason);
  return kr_query_run(q, NULL, err);
}

static kr_status add_shipment(kr_ledger *l, const kr_submission *s, int32_t i, kr_error *err) {
  const kr_corridor *c = s->freight;
  const kr_shipment *shipment = &c->shipments[i];
  const char *own = kr_ids_text(c->shipment_ids, i);
  char name[KR_NAME_ROOM];
  kr_joint_name(name, s->forwarder, own);
  kr_query *q = kr_sql_ask(l->sql,
                           "INSERT INTO shipment (name, forwarder, own_id, receipt, origin, destination, cargo,"
                           " quantity_kg, ready_min, due_min, weight_u, splittable)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
  kr_put_text(q, 1, name);
  kr_put_text(q, 2, s->forwarder);
  kr_put_text(q, 3, own);
  kr_put_text(q, 4, s->receipt);
  kr_put_text(q, 5, kr_ids_text(c->node_ids, shipment->origin));
  kr_put_text(q, 6, kr_ids_text(c->node_ids, shipment->destination));
  kr_put_text(q, 7, kr_ids_text(c->cargo_ids, shipment->cargo));
  kr_put_whole(q, 8, shipment->quantity_kg);
  kr_put_whole(q, 9, shipment->ready_min);
  if (shipment->due_min != KR_NO_DUE) kr_put_whole(q, 10, shipment->due_min);
  kr_put_whole(q, 11, shipment->weight);
  kr_put_whole(q, 12, shipment->splittable);
  return kr_query_run(q, NULL, err);
}

kr_status kr_ledger_find_double(kr_ledger *l, const kr_submission *s, char reason[KR_DOUBLE_ROOM], kr_error *err) {
  kr_status status = KR_OK;
  reason[0] = '\0';
  for (int32_t i = 0; i < kr_n_shipments(s->freight) && status == KR_OK && !reason[0]; i++) {
    bool has_row;
    const char *own = kr_ids_text(s->freight->shipment_ids, i);
    kr_query *q = kr_sql_ask(l->sql, "SELECT receipt FROM shipment WHERE forwarder = ?1 AND own_id = ?2");
    kr_put_text(q, 1, s->forwarder);
    kr_put_text(q, 2, own);
    status = kr_query_next(q, &has_row, err);
    if (status == KR_OK && has_row)
      snprintf(reason, KR_DOUBLE_ROOM, "shipment_id \"%s\": handed in before with receipt %s; give it another id", own,
               kr_get_text(q, 0));
  }
  return status;
}

kr_status kr_ledger_accept(kr_ledger *l, const kr_submission *s, kr_date night, kr_error *err) {
  bool own;
  kr_job job;
  char reason[KR_DOUBLE_ROOM] = "";
  kr_status status = kr_ledger_enter(l, &own, err);
  if (status != KR_OK) return status;
  KR_TRY(kr_ledger_job(l, s->receipt, &job, err));
  if (job != KR_JOB_UNKNOWN) goto done;
  if (s->freight) KR_TRY(kr_ledger_find_double(l, s, reason, err));
  KR_TRY(add_submission(l, s, reason[0] ? KR_JOB_REJECTED : KR_JOB_QUEUED, &night, reason, err));
  for (int32_t i = 0; s->freight && !reason[0] && i < kr_n_shipments(s->freight); i++)
    KR_TRY(add_shipment(l, s, i, err));
done:
  return kr_ledger_leave(l, own, status, err);
}

kr_status kr_ledger_reject(kr_ledger *l, const kr_submission *s, kr_date night, const char *reason, kr_error *err) {
  bool own;
  kr_job job;
  kr_status status = kr_ledger_enter(l, &own, err);
  if (status != KR_OK) return status;
  KR_TRY(kr_ledger_job(l, s->receipt, &job, err));
  if (job == KR_JOB_UNKNOWN) status = add_submission(l, s, KR_JOB_REJECTED, &night, reason, err);
done:
  return kr_ledger_leave(l, own, status, err);
}

static kr_status step(kr_ledger *l, const char *receipt, kr_job to, const char *reason, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql, "UPDATE submission SET state = ?2, reason = ?3 WHERE receipt = ?1 AND state <> ?2");
  kr_put_text(q, 1, receipt);
  kr_put_text(q, 2, kr_job_name(to));
  kr_put_text(q, 3, reason);
  return kr_query_run(q, NULL, err);
}

kr_status kr_ledger_job_step(kr_ledger *l, const char *receipt, kr_job to, const char *reason, kr_error *err) {
  return step(l, receipt, to, reason, err);
}

kr_status kr_ledger_each_what_if(kr_ledger *l, kr_date night, kr_receipt_visit visit, void *context, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql,
                           "SELECT receipt FROM submission WHERE kind = 'what-if' AND state IN ('queued', 'running')"
                           " AND night <= ?1 ORDER BY receipt");
  kr_put_whole(q, 1, night);
  return kr_visit_receipts(q, visit, context, err);
}

/** How much of a job's freight waits, and whether a night is at work. */
static kr_status ask_what_waits(kr_ledger *l, const char *receipt, int64_t *kg, bool *is_night, kr_error *err) {
  bool has_row;
  kr_query *q = kr_sql_ask(l->sql,
                           "SELECT (SELECT coalesce(sum(waiting_kg), 0) FROM shipment_now WHERE receipt = ?1),"
                           " EXISTS (SELECT 1 FROM night WHERE state = 'running')");
  kr_put_text(q, 1, receipt);
  kr_status status = kr_query_next(q, &has_row, err);
  if (status != KR_OK) return status;
  *kg = kr_get_whole(q, 0);
  *is_night = kr_get_whole(q, 1) != 0;
  return kr_query_next(q, &has_row, err);
}

static kr_status refuse(const char *receipt, const char *text, kr_error *err) {
  return kr_fail(err, KR_ERR_INPUT, "%s: %s", receipt, text);
}

/** Whether a known submission may be cancelled now. */
static kr_status check_cancel(kr_ledger *l, const char *receipt, kr_job job, kr_error *err) {
  int64_t kg;
  bool is_night;
  kr_status status = ask_what_waits(l, receipt, &kg, &is_night, err);
  if (status != KR_OK || job == KR_JOB_QUEUED) return status;
  if (job == KR_JOB_RUNNING) return refuse(receipt, "a night is at work on it; cancel what waits afterwards", err);
  if (job != KR_JOB_DONE) return kr_fail(err, KR_ERR_INPUT, "%s: is %s already", receipt, kr_job_name(job));
  if (kg == 0) return refuse(receipt, "nothing of it waits; what is promised stays", err);
  return is_night ? refuse(receipt, "a night is at work on what waits; cancel it afterwards", err) : KR_OK;
}

static kr_status close_waiting(kr_ledger *l, const char *receipt, kr_error *err) {
  kr_query *q = kr_sql_ask(l->sql,
                           "UPDATE shipment SET closed = 'cancelled' WHERE name IN"
                           " (SELECT name FROM shipment_now WHERE receipt = ?1 AND waiting_kg > 0)");
  kr_put_text(q, 1, receipt);
  return kr_query_run(q, NULL, err);
}

kr_status kr_ledger_cancel(kr_ledger *l, const kr_submission *s, kr_error *err) {
  bool own;
  kr_job job;
  kr_status status = kr_ledger_enter(l, &own, err);
  if (status != KR_OK) return status;
  KR_TRY(kr_ledger_job(l, s->receipt, &job, err));
  if (job == KR_JOB_UNKNOWN) {
    status = add_submission(l, s, KR_JOB_CANCELLED, NULL, "", err);
    goto done;
  }
  KR_TRY(check_cancel(l, s->receipt, job, err));
  KR_TRY(step(l, s->receipt, KR_JOB_CANCELLED, "", err));
  KR_TRY(close_waiting(l, s->receipt, err));
done:
  return kr_ledger_leave(l, own, status, err);
}
