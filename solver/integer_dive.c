#include <math.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_internal.h"

#define DIVE_GAP 1e-5  /* of the LPs within a dive: a trial need not be exact to be compared */
#define DIVE_STEPS 400 /* beyond that many a dive is given up */
#define WORTH 1e-9     /* relative: what counts as better */

static double objective_now(const kr_integer *p) { return p->lp->objective + p->fixed_cost; }

kr_status kr_integer_note_best(kr_integer *p, double objective) {
  p->best_objective = objective;
  return p->board ? KR_OK : kr_integer_tell(p, p); /* a stream's plan is told when it is posted */
}

/** The way that an unsplittable shipment takes in the flow, which is a plan. */
static int32_t way_taken(const kr_integer *p, int32_t s) {
  const kr_columns *pool = p->lp->pool;
  if (!(p->open_t[s] > 0) || p->line->corridor->shipments[s].splittable) return KR_UNDECIDED;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous)
    if ((size_t)j < p->lp->n_flow && p->lp->flow[j] > 0.5 * p->open_t[s]) return j;
  return KR_REJECTED;
}

/** The flow and the ways of unsplittable shipments become the best plan. */
static kr_status keep_best(kr_integer *p) {
  size_t n = p->lp->pool->n_columns;
  if (!kr_grow(&p->best_flow, &p->best_room, n + 1, sizeof *p->best_flow)) return KR_ERR_MEMORY;
  for (size_t j = 0; j < n; ++j) p->best_flow[j] = j < p->lp->n_flow ? p->lp->flow[j] : 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    if (p->now.way[s] >= 0) p->best_flow[p->now.way[s]] = p->open_t[s];
    if (p->now.way[s] == KR_UNDECIDED) p->now.way[s] = way_taken(p, s);
  }
  p->n_best = n;
  kr_integer_copy(p, &p->best, &p->now);
  return kr_integer_note_best(p, objective_now(p));
}

static kr_status solve_now(kr_integer *p, kr_error *err) {
  kr_integer_apply(p);
  kr_status status = kr_lp_again(p->lp, DIVE_GAP, p->deadline_s, err);
  p->is_stopped = p->is_stopped || p->lp->is_stopped;
  return status;
}

kr_status kr_integer_dive(kr_integer *p, bool *is_plan, kr_error *err) {
  *is_plan = false;
  p->n_dives++;
  for (int step = 0; step < DIVE_STEPS; ++step) {
    kr_status status = solve_now(p, err);
    if (status != KR_OK || p->is_stopped) return status;
    if (objective_now(p) > p->best_objective - WORTH * fabs(p->best_objective)) return KR_OK;
    int32_t n;
    if (kr_integer_decide(p, &n) != KR_OK) return kr_fail_memory(err);
    if (n > 0) continue;
    *is_plan = true;
    return keep_best(p) == KR_OK ? KR_OK : kr_fail_memory(err);
  }
  return KR_OK;
}
