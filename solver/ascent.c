#include "solver/ascent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define RISE 0.5 /* η: of a row's share of a mean route, in one pass */
#define DECAY 10.0
#define MOMENTUM 0.7 /* β */
#define FASTER 1.2
#define SLOWER 0.7
#define LEAST_GAIN 0.1
#define KEPT_PASSES 20      /* whose routes go to the pool: those of the first tolls are seldom any good */
#define PATIENCE 8          /* over so many passes … */
#define LEAST_PROGRESS 1e-5 /* … the bound must rise by this, relative */

typedef struct climb {
  kr_ascent *a;
  kr_columns *draft; /* takes the routes of the other passes */
  kr_columns *pool;  /* of the pass: `draft` or the ascent's */
  int32_t n_shipments;
  double *toll, *momentum, *gain, *unit; /* [rows] */
  double *load, *carried_t;              /* [rows] of the last pass: units, and tonnes */
  double *cost, *limit;                  /* [shipments] */
  int32_t *route;
  double share; /* cost per tonne of a mean route over the rows it uses */
} climb;

static void free_climb(climb *c) {
  kr_columns_free(c->draft);
  free(c->toll);
  free(c->momentum);
  free(c->gain);
  free(c->unit);
  free(c->load);
  free(c->carried_t);
  free(c->cost);
  free(c->limit);
  free(c->route);
}

static kr_status init_climb(climb *c, kr_ascent *a, kr_error *err) {
  size_t rows = (size_t)a->n_rows, n = (size_t)kr_n_shipments(a->pool->line->corridor);
  *c = (climb){.a = a, .n_shipments = (int32_t)n};
  c->toll = kr_zeros(rows, sizeof *c->toll);
  c->momentum = kr_zeros(rows, sizeof *c->momentum);
  c->gain = kr_zeros(rows, sizeof *c->gain);
  c->unit = kr_zeros(rows, sizeof *c->unit);
  c->load = kr_zeros(rows, sizeof *c->load);
  c->carried_t = kr_zeros(rows, sizeof *c->carried_t);
  c->cost = kr_zeros(n, sizeof *c->cost);
  c->limit = kr_zeros(n, sizeof *c->limit);
  c->route = kr_zeros(n, sizeof *c->route);
  if (!c->toll || !c->momentum || !c->gain || !c->unit || !c->load || !c->carried_t || !c->cost || !c->limit ||
      !c->route)
    return kr_fail_memory(err);
  memcpy(c->toll, a->toll, rows * sizeof *c->toll);
  memcpy(c->limit, a->unserved_cost, n * sizeof *c->limit);
  for (size_t r = 0; r < rows; ++r) c->gain[r] = 1.0;
  return kr_columns_create(&c->draft, a->pool->line, err);
}

static void load_routes(climb *c) {
  const kr_columns *pool = c->pool;
  memset(c->load, 0, (size_t)c->a->n_rows * sizeof *c->load);
  memset(c->carried_t, 0, (size_t)c->a->n_rows * sizeof *c->carried_t);
  for (int32_t s = 0; s < c->n_shipments; ++s) {
    if (c->route[s] == KR_NONE) continue;
    const kr_column *col = &pool->columns[c->route[s]];
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      c->load[use.row] += use.per_t * c->a->open_t[s];
      c->carried_t[use.row] += c->a->open_t[s];
    }
  }
}

/** From the first pass: what one row's share of a route costs. */
static void measure_share(climb *c) {
  double cost = 0, rows = 0;
  for (int32_t r = 0; r < c->a->n_rows; ++r) rows += c->carried_t[r];
  for (int32_t s = 0; s < c->n_shipments; ++s)
    if (c->route[s] != KR_NONE) cost += c->a->open_t[s] * c->cost[s];
  c->share = rows > 0 ? cost / rows : 0.0;
}

static void move_toll(climb *c, int32_t r, double rise) {
  double over = fmin(1.0, c->load[r] / c->a->capacity[r] - 1.0);
  if (c->load[r] > 0) c->unit[r] = c->share * c->carried_t[r] / c->load[r];
  if (over * c->momentum[r] > 0) {
    c->gain[r] *= FASTER;
  } else {
    c->gain[r] = fmax(SLOWER * c->gain[r], LEAST_GAIN);
  }
  if (over < 0 && c->toll[r] <= 0) c->gain[r] = 1.0;
  c->momentum[r] = (1 - MOMENTUM) * over + MOMENTUM * c->momentum[r];
  c->toll[r] = fmax(0.0, c->toll[r] + rise * c->unit[r] * c->gain[r] * c->momentum[r]);
}

static void take_step(climb *c, int32_t pass) {
  double rise = RISE / (1.0 + pass / DECAY);
  for (int32_t r = 0; r < c->a->n_rows; ++r)
    if (c->a->capacity[r] > 0) move_toll(c, r, rise);
}

static void judge_pass(climb *c, double bound) {
  kr_ascent *a = c->a;
  if (bound <= a->bound) return;
  a->bound = bound;
  memcpy(a->toll, c->toll, (size_t)a->n_rows * sizeof *a->toll);
  memcpy(a->cost, c->cost, (size_t)c->n_shipments * sizeof *a->cost);
}

static kr_status make_pass(climb *c, kr_error *err) {
  kr_ascent *a = c->a;
  kr_pass pass = {.price = c->toll, .limit = c->limit, .cost = c->cost, .route = c->route};
  kr_status status = kr_pricing_run(a->pricing, c->pool, &pass, err);
  if (status != KR_OK) return status;
  judge_pass(c, kr_pricing_bound(a->pricing, &pass, a->capacity));
  load_routes(c);
  if (a->n_done == 0) measure_share(c);
  a->n_done++;
  take_step(c, a->n_done);
  return KR_OK;
}

/** Up to `n` passes whose routes go to `pool`; fewer when the bound has all but stopped rising. */
static kr_status climb_on(climb *c, kr_columns *pool, int32_t n, kr_error *err) {
  const kr_ascent *a = c->a;
  double earlier = a->bound;
  c->pool = pool;
  for (int32_t i = 1; i <= n; ++i) {
    if (a->must_stop && a->must_stop(a->context)) break;
    kr_status status = make_pass(c, err);
    if (status != KR_OK) return status;
    if (i % PATIENCE != 0) continue;
    if (a->bound - earlier <= LEAST_PROGRESS * fabs(a->bound)) break;
    earlier = a->bound;
  }
  return KR_OK;
}

kr_status kr_ascent_run(kr_ascent *a, kr_error *err) {
  climb c;
  kr_status status = init_climb(&c, a, err);
  a->n_done = 0;
  if (status == KR_OK) status = climb_on(&c, c.draft, a->n_passes - KEPT_PASSES, err);
  if (status == KR_OK) status = climb_on(&c, a->pool, KEPT_PASSES, err);
  free_climb(&c);
  return status;
}
