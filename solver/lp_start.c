#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/ascent.h"
#include "solver/clock.h"
#include "solver/lp_internal.h"

#define KEY_ROWS 200 /* up to so many tolled rows the simplex beats the interior point in the static view */
#define KEY_CLASSES 150000
#define ASCENT_PASSES 40
#define WARM_GAP 1e-3 /* how far tolls of an earlier solve are taken to be */
#define HINT_GAP 0.02 /* … and those of the ascent */

typedef struct stopper {
  const kr_lp *lp;
  double deadline_s;
} stopper;

bool kr_lp_must_stop(const kr_lp *lp, double deadline_s) {
  return (lp->settings->stop && *lp->settings->stop) || kr_clock_wall() >= deadline_s;
}

static bool must_stop_now(void *context) {
  const stopper *s = context;
  return kr_lp_must_stop(s->lp, s->deadline_s);
}

/** An empty network gives the first bound, and what every shipment is measured against. */
static kr_status price_empty(kr_lp *lp, const double *limit, kr_error *err) {
  int64_t n_added;
  bool is_split;
  kr_status status = kr_lp_price(lp, NULL, limit, &n_added, err);
  if (status != KR_OK) return status;
  kr_lp_keep_ideals(lp);
  return kr_lp_split(lp, &is_split, err);
}

/**
 * The key-route simplex costs by the pivot, the interior point by tight rows cubed and by the column: measured, the
 * simplex wins in the dated view, where few resource-days hang together, until pivots outnumber all else; in the static
 * one up to some hundred tolled rows; and from an earlier solve.
 */
static kr_master_kind choose_master(const kr_lp *lp) {
  if (lp->is_again) return KR_MASTER_KEY;
  if (lp->settings->master != KR_MASTER_AUTO) return lp->settings->master;
  int32_t n_tolled = 0;
  for (int32_t r = 0; r < lp->n_rows; ++r) n_tolled += lp->toll[r] > 0;
  bool is_large = lp->classes->n_classes > KEY_CLASSES && !lp->settings->warm;
  bool suits = lp->line->is_static ? n_tolled <= KEY_ROWS : !is_large;
  return suits ? KR_MASTER_KEY : KR_MASTER_INTERIOR;
}

/** @param toll where to start from, NULL = no idea; @param gap how far that is from the optimum */
static kr_status begin_master(kr_lp *lp, const double *toll, double gap, kr_error *err) {
  kr_master_problem problem = {.pool = lp->pool,
                               .demand_t = lp->open_t,
                               .unserved_cost = lp->unserved_cost,
                               .capacity = lp->capacity,
                               .n_shipments = kr_n_shipments(lp->line->corridor),
                               .n_rows = lp->n_rows,
                               .stop = lp->settings->stop};
  kr_status status = kr_master_create(&lp->master, choose_master(lp), &problem, err);
  if (status == KR_OK && toll) kr_master_hint(lp->master, toll, gap);
  return status;
}

kr_status kr_lp_take_key(kr_lp *lp, kr_error *err) {
  if (lp->master && kr_master_can_restart(lp->master)) return KR_OK;
  kr_master_free(lp->master);
  lp->master = NULL;
  if (!kr_grow(&lp->flow, &lp->flow_room, lp->pool->n_columns + 1, sizeof *lp->flow)) return kr_fail_memory(err);
  for (; lp->n_flow < lp->pool->n_columns; ++lp->n_flow) lp->flow[lp->n_flow] = 0;
  kr_status status = begin_master(lp, NULL, 0, err);
  return status == KR_OK ? kr_master_restart(lp->master, lp->flow, err) : status;
}

kr_status kr_lp_renew_master(kr_lp *lp, kr_error *err) {
  if (kr_master_can_restart(lp->master)) return kr_master_restart(lp->master, lp->flow, err);
  kr_master_free(lp->master);
  lp->master = NULL;
  return begin_master(lp, lp->toll, WARM_GAP, err);
}

/** Begins from an earlier solve: its routes as columns, its tolls as the first to price. */
static kr_status begin_warm(kr_lp *lp, kr_error *err) {
  const kr_warm *warm = lp->settings->warm;
  double *toll = kr_zeros((size_t)lp->n_rows, sizeof *toll);
  if (!toll) return kr_fail_memory(err);
  for (int32_t r = 0; r < kr_n_base_rows(lp->line); ++r)
    if (lp->capacity[r] > 0 && warm->toll[r] > 0 && isfinite(warm->toll[r])) toll[r] = warm->toll[r];
  int64_t n_added;
  kr_status status = kr_warm_columns(lp->pool, warm->routes, lp->classes->speaker, &n_added, err);
  if (status == KR_OK) status = kr_lp_price(lp, toll, lp->unserved_cost, &n_added, err);
  if (status == KR_OK) status = kr_lp_add_stays(lp, err);
  if (status == KR_OK) status = begin_master(lp, toll, WARM_GAP, err);
  free(toll);
  return status;
}

static kr_status ascend(kr_lp *lp, double deadline_s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  stopper until = {lp, deadline_s};
  kr_ascent ascent = {.pricing = lp->pricing,
                      .pool = lp->pool,
                      .capacity = lp->capacity,
                      .open_t = lp->open_t,
                      .unserved_cost = lp->unserved_cost,
                      .n_rows = lp->n_rows,
                      .n_passes = ASCENT_PASSES,
                      .toll = lp->toll,
                      .cost = lp->cost,
                      .bound = lp->bound,
                      .must_stop = must_stop_now,
                      .context = &until};
  kr_status status = kr_ascent_run(&ascent, err);
  lp->n_rounds += ascent.n_done;
  lp->bound = ascent.bound;
  if (status == KR_OK) status = begin_master(lp, lp->toll, HINT_GAP, err);
  lp->wall_pricing_s += kr_clock_wall() - wall;
  lp->cpu_pricing_s += kr_clock_cpu() - cpu;
  return status;
}

kr_status kr_lp_start(kr_lp *lp, double deadline_s, double *limit, kr_error *err) {
  bool is_warm = lp->settings->warm != NULL;
  for (int32_t i = 0; i < kr_n_shipments(lp->line->corridor); ++i) limit[i] = -INFINITY;
  kr_status status = price_empty(lp, is_warm ? limit : lp->unserved_cost, err);
  if (status != KR_OK) return status;
  if (is_warm) return begin_warm(lp, err);
  return lp->line->is_static ? ascend(lp, deadline_s, err) : begin_master(lp, NULL, 0, err);
}
