#include <math.h>
#include <string.h>

#include "cli/nightly/record_internal.h"

static kr_status withdraw(kr_record *r) {
  for (size_t i = 0; i < r->o->n_withdrawn; i++) {
    const kr_lot_key *key = &r->o->withdrawn[i];
    int changed = 0;
    kr_query *q = kr_sql_ask(r->l->sql,
                             "UPDATE lot SET withdrawn = ?3 WHERE shipment = ?1 AND number = ?2 AND withdrawn IS NULL");
    kr_put_text(q, 1, key->shipment);
    kr_put_whole(q, 2, key->number);
    kr_put_whole(q, 3, r->o->date);
    kr_status status = kr_query_run(q, &changed, r->err);
    if (status == KR_OK && changed != 1)
      status = kr_record_broken(r, key->shipment, key->number, "is withdrawn, but not promised");
    if (status != KR_OK) return status;
  }
  return KR_OK;
}

static kr_status record_lots(kr_record *r) {
  kr_status status = KR_OK;
  for (size_t i = 0; i < r->o->lots->n_lots && status == KR_OK; i++) {
    const kr_lot *lot = &r->o->lots->lots[i];
    bool found;
    status = kr_record_keep(r, lot, &found);
    if (status == KR_OK && !found) status = kr_record_promise(r, lot);
  }
  return status;
}

/** Every lot that holds and is not there yet must be part of the outcome. */
static kr_status check_kept(kr_record *r) {
  int64_t n;
  kr_query *q =
      kr_sql_ask(r->l->sql, "SELECT count(*) FROM lot WHERE withdrawn IS NULL AND night <> ?1 AND arrive_min > ?2");
  kr_put_whole(q, 1, r->o->date);
  kr_put_whole(q, 2, r->start_min);
  kr_status status = kr_query_count(q, &n, r->err);
  if (status == KR_OK && n != r->n_kept)
    status = kr_fail(r->err, KR_ERR_VERIFY, "%lld promised lots are under way, the outcome has %lld of them",
                     (long long)n, (long long)r->n_kept);
  return status;
}

static kr_status close_rejected(const kr_record *r, int32_t shipment) {
  if (!r->o->rejected || !r->o->rejected[shipment]) return KR_OK;
  kr_query *q = kr_sql_ask(r->l->sql, "UPDATE shipment SET closed = 'rejected' WHERE name = ?1");
  kr_put_text(q, 1, kr_record_name(r, shipment));
  return kr_query_run(q, NULL, r->err);
}

/** What came of each shipment follows from its lots; only the reason is told. */
static kr_status decide(const kr_record *r) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_shipments(r->o->corridor) && status == KR_OK; i++) {
    status = close_rejected(r, i);
    if (status != KR_OK) return status;
    kr_query *q =
        kr_sql_ask(r->l->sql,
                   "INSERT INTO decision SELECT ?1, name, (SELECT coalesce(sum(l.quantity_kg), 0) FROM lot AS l"
                   " WHERE l.shipment = name AND l.night = ?1), waiting_kg,"
                   " CASE WHEN closed = 'rejected' THEN 'rejected' WHEN promised_kg = quantity_kg THEN 'served'"
                   " WHEN promised_kg > 0 THEN 'partial' ELSE 'waiting' END, ?3 FROM shipment_now WHERE name = ?2");
    int changed = 0;
    kr_put_whole(q, 1, r->o->date);
    kr_put_text(q, 2, kr_record_name(r, i));
    kr_put_text(q, 3, r->o->reasons[i]);
    status = kr_query_run(q, &changed, r->err);
    if (status == KR_OK && changed != 1)
      status = kr_fail(r->err, KR_ERR_RANGE, "the ledger has no shipment %s", kr_record_name(r, i));
  }
  return status;
}

/** @param is_same the night is decided, just so */
static kr_status check_night(const kr_record *r, bool *is_same) {
  bool has_row;
  kr_query *q = kr_sql_ask(r->l->sql, "SELECT state, instance_sha256, objective FROM night WHERE date = ?1");
  kr_put_whole(q, 1, r->o->date);
  kr_status status = kr_query_next(q, &has_row, r->err);
  if (status != KR_OK) return status;
  const char *state = has_row ? kr_get_text(q, 0) : "";
  bool is_decided = strcmp(state, "decided") == 0 || strcmp(state, "done") == 0;
  bool is_equal = kr_get_is_null(q, 2) ? !isfinite(r->o->objective) : !(kr_get_real(q, 2) != r->o->objective);
  *is_same = is_decided && is_equal && strcmp(kr_get_text(q, 1), r->o->instance_sha256) == 0;
  if (is_decided && !*is_same) status = kr_fail(r->err, KR_ERR_RANGE, "the night is decided already, and otherwise");
  if (!is_decided && strcmp(state, "running") != 0) status = kr_fail(r->err, KR_ERR_RANGE, "the night is not running");
  return status == KR_OK ? kr_query_next(q, &has_row, r->err) : status;
}

static kr_status mark(const kr_record *r) {
  kr_query *q = kr_sql_ask(r->l->sql,
                           "UPDATE night SET state = 'decided', instance_sha256 = ?2, status = ?3, objective = ?4,"
                           " bound = ?5 WHERE date = ?1");
  kr_put_whole(q, 1, r->o->date);
  kr_put_text(q, 2, r->o->instance_sha256);
  kr_put_text(q, 3, r->o->status);
  kr_put_real(q, 4, r->o->objective);
  kr_put_real(q, 5, r->o->bound);
  return kr_query_run(q, NULL, r->err);
}

kr_status kr_ledger_night_record(kr_ledger *l, const kr_night_outcome *o, kr_error *err) {
  kr_record r = {.l = l, .o = o, .start_min = (int64_t)o->corridor->start * KR_MINUTES_PER_DAY, .err = err};
  bool own, is_same;
  kr_status status = kr_ledger_enter(l, &own, err);
  if (status != KR_OK) return status;
  KR_TRY(check_night(&r, &is_same));
  if (is_same) goto done;
  KR_TRY(withdraw(&r));
  KR_TRY(record_lots(&r));
  KR_TRY(check_kept(&r));
  KR_TRY(decide(&r));
  KR_TRY(mark(&r));
done:
  return kr_ledger_leave(l, own, status, err);
}
