#include <stdlib.h>

#include "cli/nightly/night_internal.h"
#include "graph/memory.h"
#include "graph/reach.h"
#include "instances/write_reason.h"

/** A timetable on which every resource is open, whatever its day. */
static kr_status open_all(kr_timetable **out, const kr_corridor *c, int32_t plan, kr_error *err) {
  kr_status status = kr_timetable_create(out, c, plan, KR_VIEW_DATED, err);
  for (int64_t i = 0; status == KR_OK && i < (int64_t)kr_n_resources(c) * (*out)->n_days; i++)
    (*out)->capacity[i] = KR_MICRO;
  return status;
}

kr_status kr_night_find_hopeless(const kr_corridor *c, int32_t plan, bool *never, kr_error *err) {
  kr_timetable *t = NULL;
  kr_network *network = NULL;
  kr_timeline *line = NULL;
  kr_status status;
  KR_TRY(open_all(&t, c, plan, err));
  KR_TRY(kr_network_create(&network, c, err));
  KR_TRY(kr_timeline_create(&line, c, t, network, err));
  KR_TRY(kr_reach_mark(line, never, err));
  for (int32_t s = 0; s < kr_n_shipments(c); s++) never[s] = !never[s];
done:
  kr_timeline_free(line);
  kr_network_free(network);
  kr_timetable_free(t);
  return status;
}

/** Texts and flags of an outcome, by shipment. */
typedef struct verdict {
  const char **reasons;
  char **moved; /* … of shipments with promises that were moved; NULL */
  kr_lot_key *withdrawn;
  bool *rejected;
  int64_t *open_kg; /* waited when the night began */
} verdict;

static void clear_verdict(verdict *v, const kr_night *n) {
  for (int32_t s = 0; v->moved && s < kr_n_shipments(n->corridor); s++) free(v->moved[s]);
  free(v->moved);
  free(v->withdrawn);
  free(v->reasons);
  free(v->rejected);
  free(v->open_kg);
}

static kr_status make_verdict(verdict *v, const kr_night *night, kr_error *err) {
  const kr_corridor *c = night->corridor;
  size_t n = (size_t)kr_n_shipments(c);
  v->moved = kr_zeros(n, sizeof *v->moved);
  v->withdrawn = kr_zeros(night->moved.n, sizeof *v->withdrawn);
  v->reasons = kr_zeros(n, sizeof *v->reasons);
  v->rejected = kr_zeros(n, sizeof *v->rejected);
  v->open_kg = kr_zeros(n, sizeof *v->open_kg);
  if (!v->reasons || !v->moved || !v->withdrawn || !v->rejected || !v->open_kg) return kr_fail_memory(err);
  for (size_t i = 0; i < n; i++) v->open_kg[i] = c->shipments[i].quantity_kg;
  for (size_t i = 0; i < c->commitments.n_lots; i++)
    v->open_kg[c->commitments.lots[i].shipment] -= c->commitments.lots[i].quantity_kg;
  return KR_OK;
}

/** A reason for what waited; of what only moves there is nothing to say. What no network could serve is rejected. */
static void fill_verdict(verdict *v, const kr_night *n) {
  const kr_corridor *c = n->corridor;
  for (int32_t s = 0; s < kr_n_shipments(c); s++) {
    const char *reason = n->claims.shipments[s].reason;
    v->reasons[s] = v->open_kg[s] > 0 && reason ? reason : "";
    v->rejected[s] = v->rejected[s] && v->open_kg[s] > 0 && kr_reason_kind(reason) == KR_REASON_NO_ROUTE;
  }
}

/** Lots that were moved are withdrawn; their shipments are told so. */
static kr_status fill_moved(verdict *v, const kr_night *n, kr_error *err) {
  for (size_t i = 0; i < n->moved.n; i++) {
    const kr_moved_lot *lot = &n->moved.lots[i];
    v->withdrawn[i] = (kr_lot_key){kr_ids_text(n->corridor->shipment_ids, lot->shipment), lot->number};
    if (v->moved[lot->shipment]) continue;
    v->moved[lot->shipment] = kr_night_moved_reason(n, lot->shipment, v->reasons[lot->shipment]);
    if (!v->moved[lot->shipment]) return kr_fail_memory(err);
    v->reasons[lot->shipment] = v->moved[lot->shipment];
  }
  return KR_OK;
}

kr_status kr_night_decide(kr_night *n, kr_error *err) {
  char sha256[65];
  verdict v = {0};
  kr_status status;
  kr_inputs_hash(&n->inputs, sha256);
  KR_TRY(make_verdict(&v, n, err));
  KR_TRY(kr_night_find_hopeless(n->corridor, n->claims.plan, v.rejected, err));
  fill_verdict(&v, n);
  KR_TRY(fill_moved(&v, n, err));
  kr_night_outcome outcome = {.date = n->date,
                              .corridor = n->corridor,
                              .timetable = n->timetable,
                              .lots = &n->lots,
                              .withdrawn = v.withdrawn,
                              .n_withdrawn = n->moved.n,
                              .reasons = v.reasons,
                              .rejected = v.rejected,
                              .instance_sha256 = sha256,
                              .status = n->claims.is_optimal ? "optimal" : "feasible",
                              .objective = n->claims.objective,
                              .bound = n->claims.bound};
  status = kr_ledger_night_record(n->ledger, &outcome, err);
done:
  clear_verdict(&v, n);
  return status;
}
