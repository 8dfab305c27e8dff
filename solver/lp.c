#include "solver/lp.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/ascent.h"
#include "solver/clock.h"

#define MASTER_SHARE 0.1  /* of the gap left: how well the master is solved */
#define REDUCED_COST 1e-9 /* relative: a route must be cheaper by this to enter */
#define TIGHTEST_MASTER 1e-13
#define FIRST_MASTER_GAP 1e-2
#define GLPK_SHIPMENTS 8000
#define ASCENT_PASSES 40
#define WARM_GAP 1e-3 /* how far tolls of an earlier solve are taken to be */
#define HINT_GAP 0.02 /* how far the ascent may have stayed from the optimum */

double kr_relative_gap(double objective, double bound) {
  if (!isfinite(objective)) return INFINITY;
  double gap = (objective - bound) / fmax(1.0, fabs(objective));
  return gap <= 0 ? 0.0 : gap;
}

static kr_status allocate(kr_lp *lp, const double *open_t) {
  const kr_corridor *c = lp->line->corridor;
  size_t n = (size_t)kr_n_shipments(c);
  lp->n_rows = kr_n_resources(c) * lp->line->n_days;
  lp->open_t = kr_zeros(n, sizeof *lp->open_t);
  lp->unserved_cost = kr_zeros(n, sizeof *lp->unserved_cost);
  lp->ideal_cost = kr_zeros(n, sizeof *lp->ideal_cost);
  lp->ideal_h = kr_zeros(n, sizeof *lp->ideal_h);
  lp->cost = kr_zeros(n, sizeof *lp->cost);
  lp->capacity = kr_zeros((size_t)lp->n_rows, sizeof *lp->capacity);
  lp->toll = kr_zeros((size_t)lp->n_rows, sizeof *lp->toll);
  if (!lp->open_t || !lp->unserved_cost || !lp->ideal_cost || !lp->ideal_h || !lp->cost || !lp->capacity || !lp->toll)
    return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s) {
    lp->open_t[s] = open_t[s];
    lp->unserved_cost[s] = kr_decimal_value(c->shipments[s].weight) * lp->line->unserved_h;
  }
  for (int32_t r = 0; r < lp->n_rows; ++r) lp->capacity[r] = kr_decimal_value(lp->line->timetable->capacity[r]);
  return KR_OK;
}

/**
 * GLPK's basis has a row per shipment, the interior point's equations only one per scarce resource-day: measured, GLPK
 * wins in the dated view up to some thousand shipments, the interior point everywhere else.
 */
static kr_master_kind choose_master(const kr_lp *lp) {
  if (lp->settings->master != KR_MASTER_AUTO) return lp->settings->master;
  bool small = !lp->line->is_static && kr_n_shipments(lp->line->corridor) <= GLPK_SHIPMENTS;
  return small ? KR_MASTER_GLPK : KR_MASTER_INTERIOR;
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
  if (status == KR_OK) status = kr_columns_create(&lp->pool, line, err);
  if (status == KR_OK) status = kr_pricing_create(&lp->pricing, line, lp->open_t, settings->threads, err);
  if (status == KR_OK) {
    kr_master_problem problem = {.pool = lp->pool,
                                 .demand_t = lp->open_t,
                                 .unserved_cost = lp->unserved_cost,
                                 .capacity = lp->capacity,
                                 .n_shipments = kr_n_shipments(line->corridor),
                                 .n_rows = lp->n_rows,
                                 .stop = settings->stop};
    status = kr_master_create(&lp->master, choose_master(lp), &problem, err);
  }
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
  free(lp->open_t);
  free(lp->unserved_cost);
  free(lp->capacity);
  free(lp->ideal_cost);
  free(lp->ideal_h);
  free(lp->cost);
  free(lp->toll);
  free(lp->flow);
  free(lp);
}

/** One pass under `toll`; keeps the tolls if their bound is the best. */
static kr_status price(kr_lp *lp, const double *toll, const double *limit, int64_t *n_added, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_pass pass = {.price = toll, .limit = limit, .cost = lp->cost};
  kr_status status = kr_pricing_run(lp->pricing, lp->pool, &pass, err);
  if (status != KR_OK) return status;
  *n_added = pass.n_added;
  lp->n_rounds++;
  double bound = kr_pricing_bound(lp->pricing, &pass, lp->capacity);
  if (bound > lp->bound) {
    lp->bound = bound;
    if (toll) memcpy(lp->toll, toll, (size_t)lp->n_rows * sizeof *toll);
  }
  lp->wall_pricing_s += kr_clock_wall() - wall;
  lp->cpu_pricing_s += kr_clock_cpu() - cpu;
  return KR_OK;
}

/** Hours from ready to arrival of a route that costs this much per tonne and no tolls. */
static double hours_of_cost(const kr_timeline *line, const kr_shipment *s, double cost) {
  double hours = cost / kr_decimal_value(s->weight);
  if (line->is_static || !isfinite(cost)) return hours;
  double in_time_h = (double)(kr_due_step(line->corridor, s) - kr_ready_step(line->corridor, s)) * line->step_h;
  if (hours > in_time_h) hours = (hours + line->late_factor * in_time_h) / (1.0 + line->late_factor);
  return line->step_h * round(hours / line->step_h);
}

/** An empty network gives the first bound, and what every shipment is measured against. */
static kr_status price_empty(kr_lp *lp, const double *limit, kr_error *err) {
  const kr_corridor *c = lp->line->corridor;
  int64_t n_added;
  kr_status status = price(lp, NULL, limit, &n_added, err);
  if (status != KR_OK) return status;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    lp->ideal_cost[s] = lp->cost[s];
    lp->ideal_h[s] = hours_of_cost(lp->line, &c->shipments[s], lp->cost[s]);
  }
  return KR_OK;
}

/** Begins from an earlier solve: its routes as columns, its tolls as the first to price. */
static kr_status begin_warm(kr_lp *lp, kr_error *err) {
  const kr_warm *warm = lp->settings->warm;
  double *toll = kr_zeros((size_t)lp->n_rows, sizeof *toll);
  if (!toll) return kr_fail_memory(err);
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (lp->capacity[r] > 0 && warm->toll[r] > 0 && isfinite(warm->toll[r])) toll[r] = warm->toll[r];
  int64_t n_added;
  kr_status status = kr_warm_columns(lp->pool, warm->routes, &n_added, err);
  if (status == KR_OK) status = price(lp, toll, lp->unserved_cost, &n_added, err);
  if (status == KR_OK) kr_master_hint(lp->master, toll, WARM_GAP);
  free(toll);
  return status;
}

typedef struct stopper {
  const kr_lp *lp;
  double deadline_s;
} stopper;

static bool must_stop(const kr_lp *lp, double deadline_s) {
  return (lp->settings->stop && *lp->settings->stop) || kr_clock_wall() >= deadline_s;
}

static bool must_stop_now(void *context) {
  const stopper *s = context;
  return must_stop(s->lp, s->deadline_s);
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
  kr_master_hint(lp->master, lp->toll, HINT_GAP);
  lp->wall_pricing_s += kr_clock_wall() - wall;
  lp->cpu_pricing_s += kr_clock_cpu() - cpu;
  return status;
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
static kr_status settle(kr_lp *lp, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_status status = kr_master_settle(lp->master, err);
  lp->wall_master_s += kr_clock_wall() - wall;
  lp->cpu_master_s += kr_clock_cpu() - cpu;
  return status == KR_OK ? keep_flow(lp, err) : status;
}

static void report(const kr_lp *lp, double began) {
  if (!lp->settings->progress) return;
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
    limit[s] = value[s] - REDUCED_COST * fmax(1.0, fabs(value[s]));
}

static kr_status generate(kr_lp *lp, double gap, double deadline_s, double *limit, kr_error *err) {
  double began = kr_clock_wall(), master_gap = FIRST_MASTER_GAP;
  kr_status status = KR_OK;
  if (lp->n_rounds == 0) {
    bool is_warm = lp->settings->warm != NULL;
    for (int32_t i = 0; i < kr_n_shipments(lp->line->corridor); ++i) limit[i] = -INFINITY;
    KR_TRY(price_empty(lp, is_warm ? limit : lp->unserved_cost, err));
    if (is_warm) {
      KR_TRY(begin_warm(lp, err));
    } else if (lp->line->is_static) {
      KR_TRY(ascend(lp, deadline_s, err));
    }
  }
  for (;;) {
    KR_TRY(solve_master(lp, master_gap, deadline_s, err));
    kr_master_point point = kr_master_last(lp->master);
    set_limits(lp, point.value, limit);
    int64_t n_added;
    KR_TRY(price(lp, point.toll, limit, &n_added, err));
    report(lp, began);
    double left = kr_relative_gap(lp->objective, lp->bound);
    if (left <= gap) break;
    if (must_stop(lp, deadline_s)) {
      lp->is_stopped = true;
      break;
    }
    if (n_added == 0 && master_gap <= TIGHTEST_MASTER) break;
    double next = MASTER_SHARE * left;
    master_gap = n_added == 0 ? fmin(next, 0.01 * master_gap) : fmin(master_gap, next);
    if (master_gap < TIGHTEST_MASTER) master_gap = TIGHTEST_MASTER;
  }
  if (!lp->is_stopped) KR_TRY(settle(lp, err));
done:
  if (status == KR_ERR_LIMIT) {
    lp->is_stopped = true;
    status = KR_OK;
  }
  return status;
}

kr_status kr_lp_solve(kr_lp *lp, double gap, double deadline_s, kr_error *err) {
  double *limit = kr_zeros((size_t)kr_n_shipments(lp->line->corridor), sizeof *limit);
  if (!limit) return kr_fail_memory(err);
  kr_status status = generate(lp, gap, deadline_s, limit, err);
  free(limit);
  return status;
}
