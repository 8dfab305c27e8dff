#include "solver/lp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/lp_internal.h"

#define MASTER_SHARE 0.1  /* of the gap left: how well the master is solved */
#define REDUCED_COST 1e-9 /* relative: a route must be cheaper by this to enter */
#define TIGHTEST_MASTER 1e-13
#define FIRST_MASTER_GAP 1e-2
#define SPLIT_GAP 2e-3 /* tolls worse than this say little about who will come late */

double kr_relative_gap(double objective, double bound) {
  if (!isfinite(objective)) return INFINITY;
  double gap = (objective - bound) / fmax(1.0, fabs(objective));
  return gap <= 0 ? 0.0 : gap;
}

static kr_status allocate(kr_lp *lp, const double *open_t) {
  const kr_corridor *c = lp->line->corridor;
  size_t n = (size_t)kr_n_shipments(c);
  lp->n_rows = kr_n_rows(lp->line) + kr_lp_n_stay_rows(lp->line, lp->settings);
  lp->open_t = kr_zeros(n, sizeof *lp->open_t);
  lp->unserved_cost = kr_zeros(n, sizeof *lp->unserved_cost);
  lp->ideal_cost = kr_zeros(n, sizeof *lp->ideal_cost);
  lp->ideal_h = kr_zeros(n, sizeof *lp->ideal_h);
  lp->cost = kr_zeros(n, sizeof *lp->cost);
  lp->least = kr_zeros(n, sizeof *lp->least);
  lp->arrival = kr_zeros(n, sizeof *lp->arrival);
  lp->capacity = kr_zeros((size_t)lp->n_rows, sizeof *lp->capacity);
  lp->toll = kr_zeros((size_t)lp->n_rows, sizeof *lp->toll);
  if (!lp->open_t || !lp->unserved_cost || !lp->ideal_cost || !lp->ideal_h || !lp->cost || !lp->least || !lp->arrival ||
      !lp->capacity || !lp->toll)
    return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s) {
    lp->open_t[s] = open_t[s];
    lp->unserved_cost[s] = kr_decimal_value(c->shipments[s].weight) * lp->line->unserved_h;
    if (lp->settings->stay_fee) lp->unserved_cost[s] += lp->settings->stay_fee[c->shipments[s].forwarder];
  }
  for (int32_t r = 0; r < lp->n_rows; ++r)
    lp->capacity[r] = r < kr_n_base_rows(lp->line) ? kr_decimal_value(lp->line->timetable->capacity[r]) : KR_LP_AMPLE;
  return kr_lp_price_stays(lp);
}

static kr_merging choose_merging(const kr_settings *settings) {
  if (settings->apart || settings->integer) return KR_MERGE_NONE;
  return settings->stay || settings->stay_fee ? KR_MERGE_BY_FORWARDER : KR_MERGE_ALIKE;
}

kr_status kr_lp_create(kr_lp **out, const kr_timeline *line, const kr_settings *settings, const double *open_t,
                       kr_error *err) {
  kr_lp *lp = kr_zeros(1, sizeof *lp);
  if (!lp) return kr_fail_memory(err);
  lp->line = line;
  lp->settings = settings;
  lp->objective = INFINITY;
  lp->bound = -INFINITY;
  kr_status status = allocate(lp, open_t);
  if (status != KR_OK) kr_fail_memory(err);
  if (status == KR_OK) status = kr_classes_create(&lp->classes, line, lp->open_t, choose_merging(settings), err);
  if (status == KR_OK) status = kr_columns_create(&lp->pool, line, err);
  if (status == KR_OK) status = kr_pricing_create(&lp->pricing, line, lp->open_t, settings->threads, err);
  if (status == KR_OK) {
    *out = lp;
  } else {
    kr_lp_free(lp);
  }
  return status;
}

void kr_lp_free(kr_lp *lp) {
  if (!lp) return;
  kr_master_free(lp->master);
  kr_pricing_free(lp->pricing);
  kr_columns_free(lp->pool);
  kr_classes_free(lp->classes);
  free(lp->open_t);
  free(lp->unserved_cost);
  free(lp->stay_cost);
  free(lp->staying);
  free(lp->capacity);
  free(lp->ideal_cost);
  free(lp->ideal_h);
  free(lp->cost);
  free(lp->least);
  free(lp->arrival);
  free(lp->toll);
  free(lp->flow);
  free(lp);
}

/** Of a class whose members are due at different times, only the cost as if nothing were due bounds that of all. */
static void take_least(kr_lp *lp) {
  if (lp->line->is_static) return;
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s)
    if (lp->least[s] < lp->cost[s] && kr_classes_is_mixed(lp->classes, s)) lp->cost[s] = lp->least[s];
}

kr_status kr_lp_price(kr_lp *lp, const double *toll, const double *limit, int64_t *n_added, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_pass pass = {.price = toll, .limit = limit, .cost = lp->cost, .arrival = lp->arrival};
  if (!lp->line->is_static) pass.least = lp->least;
  kr_status status = kr_pricing_run(lp->pricing, lp->pool, &pass, err);
  if (status != KR_OK) return status;
  *n_added = pass.n_added;
  lp->n_rounds++;
  take_least(lp);
  pass.staying = kr_lp_find_staying(lp, toll);
  double bound = kr_pricing_bound(lp->pricing, &pass, lp->capacity) - kr_lp_stay_toll(lp, toll);
  if (bound > lp->bound) {
    lp->bound = bound;
    if (toll) memcpy(lp->toll, toll, (size_t)lp->n_rows * sizeof *toll);
  }
  lp->wall_pricing_s += kr_clock_wall() - wall;
  lp->cpu_pricing_s += kr_clock_cpu() - cpu;
  return KR_OK;
}

/** Keeps the master's flow as the plan so far. */
static kr_status keep_flow(kr_lp *lp, kr_error *err) {
  kr_master_point point = kr_master_last(lp->master);
  if (!kr_grow(&lp->flow, &lp->flow_room, lp->pool->n_columns + 1, sizeof *lp->flow)) return kr_fail_memory(err);
  if (point.flow != NULL) memcpy(lp->flow, point.flow, lp->n_flow * sizeof *lp->flow);
  lp->objective = point.objective;
  return KR_OK;
}

static kr_status solve_master(kr_lp *lp, double gap, double deadline_s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_status status = kr_master_solve(lp->master, gap, deadline_s - wall, err);
  lp->wall_master_s += kr_clock_wall() - wall;
  lp->cpu_master_s += kr_clock_cpu() - cpu;
  if (status != KR_OK) return status;
  lp->n_flow = lp->pool->n_columns;
  return keep_flow(lp, err);
}

/** At the end the flow goes to a vertex: few split shipments, little to lose in whole kilograms. */
static kr_status settle(kr_lp *lp, double deadline_s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_status status = kr_master_settle(lp->master, deadline_s - wall, err);
  lp->wall_master_s += kr_clock_wall() - wall;
  lp->cpu_master_s += kr_clock_cpu() - cpu;
  return status == KR_OK ? keep_flow(lp, err) : status;
}

static void report(const kr_lp *lp, double began) {
  if (!lp->settings->progress || lp->is_again) return;
  kr_progress progress = {"columns",
                          lp->n_rounds,
                          lp->objective,
                          lp->bound,
                          kr_relative_gap(lp->objective, lp->bound),
                          (int64_t)lp->pool->n_columns,
                          lp->flow ? kr_master_last(lp->master).n_tight : 0,
                          kr_clock_wall() - began};
  lp->settings->progress(lp->settings->progress_context, &progress);
}

/** What a route of each shipment must undercut to enter. */
static void set_limits(const kr_lp *lp, const double *value, double *limit) {
  for (int32_t s = 0; s < kr_n_shipments(lp->line->corridor); ++s)
    limit[s] = lp->open_t[s] > 0 ? value[s] - REDUCED_COST * fmax(1.0, fabs(value[s])) : -INFINITY;
}

/** Splitting classes changes demands, which only the key-route simplex follows; another master begins anew. */
static kr_status split(kr_lp *lp, bool is_time, bool *is_split, kr_error *err) {
  *is_split = false;
  if (!is_time) return KR_OK;
  kr_status status = kr_lp_split(lp, is_split, err);
  return status == KR_OK && *is_split ? kr_lp_renew_master(lp, err) : status;
}

/** A part of what is left, much less where no route was found. */
static double next_master_gap(double now, double left, int64_t n_added) {
  double next = MASTER_SHARE * left;
  return fmax(TIGHTEST_MASTER, n_added == 0 ? fmin(next, 0.01 * now) : fmin(now, next));
}

static kr_status generate(kr_lp *lp, double gap, double deadline_s, double *limit, kr_error *err) {
  double began = kr_clock_wall(), master_gap = FIRST_MASTER_GAP;
  kr_status status = KR_OK;
  if (!lp->master) KR_TRY(kr_lp_start(lp, deadline_s, limit, err));
  for (;;) {
    KR_TRY(solve_master(lp, master_gap, deadline_s, err));
    if (kr_lp_keeps_limits(lp)) break;
    kr_master_point point = kr_master_last(lp->master);
    set_limits(lp, point.value, limit);
    int64_t n_added;
    KR_TRY(kr_lp_price(lp, point.toll, limit, &n_added, err));
    report(lp, began);
    double left = kr_relative_gap(lp->objective, lp->bound);
    if (left <= gap) break;
    if (kr_lp_must_stop(lp, deadline_s)) {
      lp->is_stopped = true;
      break;
    }
    bool is_split;
    KR_TRY(split(lp, n_added == 0 || left <= SPLIT_GAP, &is_split, err));
    if (n_added == 0 && !is_split && master_gap <= TIGHTEST_MASTER) break;
    master_gap = next_master_gap(master_gap, left, n_added);
  }
  if (!lp->is_stopped) KR_TRY(settle(lp, deadline_s, err));
done:
  if (status == KR_ERR_LIMIT) {
    lp->is_stopped = true;
    status = KR_OK;
  }
  return status;
}

kr_status kr_lp_again(kr_lp *lp, double gap, double deadline_s, kr_error *err) {
  lp->bound = -INFINITY;
  lp->is_stopped = false;
  lp->is_again = true;
  kr_status status = kr_lp_take_key(lp, err);
  if (status == KR_ERR_LIMIT) lp->is_stopped = true;
  if (status != KR_OK) return status == KR_ERR_LIMIT ? KR_OK : status;
  return kr_lp_solve(lp, gap, deadline_s, err);
}

kr_status kr_lp_afresh(kr_lp *lp, double gap, double deadline_s, kr_error *err) {
  lp->bound = -INFINITY;
  lp->is_stopped = false;
  lp->n_flow = 0;
  kr_master_free(lp->master);
  lp->master = NULL;
  return kr_lp_solve(lp, gap, deadline_s, err);
}

kr_status kr_lp_solve(kr_lp *lp, double gap, double deadline_s, kr_error *err) {
  double *limit = kr_zeros((size_t)kr_n_shipments(lp->line->corridor), sizeof *limit);
  if (!limit) return kr_fail_memory(err);
  kr_status status = generate(lp, gap, deadline_s, limit, err);
  free(limit);
  return status;
}
