#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "graph/reach.h"
#include "solver/binding.h"
#include "solver/seek.h"
#include "solver/solve_internal.h"

static uint8_t reason_of(const kr_solve_work *s, int32_t i, const kr_tally *tally, bool reachable) {
  const kr_lp *lp = s->lp;
  if (tally->served_kg == s->c->shipments[i].quantity_kg) {
    if (tally->late_kg_h <= 0) return KR_REASON_NONE;
    int64_t due = kr_due_step(s->c, &s->c->shipments[i]), ready = kr_ready_step(s->c, &s->c->shipments[i]);
    double in_time_h = (double)(due - ready) * s->ground.line->step_h;
    return lp->ideal_h[i] > in_time_h ? KR_REASON_LATE_ANYWAY : KR_REASON_LATE_QUEUE;
  }
  if (!reachable) return KR_REASON_NO_ROUTE;
  if (lp->ideal_cost[i] == INFINITY) return KR_REASON_HORIZON;
  if (lp->ideal_cost[i] >= kr_decimal_value(s->c->shipments[i].weight) * s->ground.line->unserved_h)
    return KR_REASON_NOT_WORTH;
  return s->out->is_stopped ? KR_REASON_STOPPED : KR_REASON_CAPACITY;
}

/** Who is said to have no way that pays, but has one without the quotas. */
static kr_status blame_quotas(kr_solve_work *s, kr_error *err) {
  kr_result *r = &s->out->result;
  kr_seeker seeker;
  kr_status status = kr_seeker_init(&seeker, s->ground.line, err);
  for (int32_t i = 0; i < kr_n_shipments(s->c) && status == KR_OK; ++i) {
    bool has_none = r->reason[i] == KR_REASON_HORIZON || r->reason[i] == KR_REASON_NOT_WORTH;
    if (!has_none || kr_rank_of(s->c, i) == 0) continue;
    double staying = kr_decimal_value(s->c->shipments[i].weight) * s->ground.line->unserved_h;
    if (kr_seek_without_quotas(&seeker, i) < staying) r->reason[i] = KR_REASON_QUOTA;
  }
  kr_seeker_clear(&seeker);
  return status;
}

static kr_status find_bindings(kr_solve_work *s, const kr_tally *tally, kr_error *err) {
  kr_room room = {0};
  kr_result *r = &s->out->result;
  kr_binding_case q = {s->ground.line, &room, r, tally, s->lp->toll, s->settings->threads};
  if (kr_room_init(&room, s->ground.line, s->settings->integer, s->ground.promised.room, &r->allocation) != KR_OK)
    return kr_fail_memory(err);
  kr_status status = kr_bindings_find(&q, err);
  kr_room_clear(&room);
  return status;
}

/** Sums of each shipment's lots, and with them objective and reasons. @param reachable [shipments] by any route */
static void judge_shipments(kr_solve_work *s, const bool *reachable, kr_tally *tally) {
  kr_result *r = &s->out->result;
  kr_tally_sum(s->c, s->out->timetable, &r->allocation, tally, NULL);
  r->objective = kr_tally_objective(s->c, tally);
  for (int32_t i = 0; i < kr_n_shipments(s->c); ++i) {
    r->ideal_h[i] = s->lp->ideal_h[i];
    r->reason[i] = reason_of(s, i, &tally[i], reachable[i]);
  }
}

kr_status kr_solve_reason(kr_solve_work *s, kr_error *err) {
  kr_result *r = &s->out->result;
  size_t n = (size_t)kr_n_shipments(s->c);
  kr_status status = KR_OK;
  r->reason = kr_zeros(n, sizeof *r->reason);
  r->ideal_h = kr_zeros(n, sizeof *r->ideal_h);
  bool *reachable = kr_zeros(n, sizeof *reachable);
  kr_tally *tally = kr_zeros(n, sizeof *tally);
  if (!r->reason || !r->ideal_h || !reachable || !tally) status = kr_fail_memory(err);
  if (status == KR_OK) status = kr_reach_mark(s->ground.line, reachable, err);
  if (status == KR_OK) judge_shipments(s, reachable, tally);
  if (status == KR_OK && s->c->n_quotas > 0) status = blame_quotas(s, err);
  if (status == KR_OK) status = find_bindings(s, tally, err);
  free(reachable);
  free(tally);
  return status;
}
