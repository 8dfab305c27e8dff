#include "solver/ascent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define FIRST_RISE 0.05 /* of the bound: where Polyak's rule aims at first */
#define SMOOTHING 0.6   /* of the last direction that stays */
#define MORE 1.3        /* Δ after a pass that rose well … */
#define LESS 0.5        /* … and after one that did not rise */
#define WELL 0.2        /* a rise by this share of Δ is a good one */

typedef struct climb {
  kr_ascent *a;
  int32_t n_shipments;
  double *toll, *direction, *load, *cost, *limit;
  int32_t *route;
  double rise; /* Δ */
} climb;

static void free_climb(climb *c) {
  free(c->toll);
  free(c->direction);
  free(c->load);
  free(c->cost);
  free(c->limit);
  free(c->route);
}

static kr_status init_climb(climb *c, kr_ascent *a, kr_error *err) {
  size_t rows = (size_t)a->n_rows, n = (size_t)kr_n_shipments(a->pool->line->corridor);
  *c = (climb){.a = a, .n_shipments = (int32_t)n, .rise = FIRST_RISE * fmax(1.0, fabs(a->bound))};
  c->toll = kr_zeros(rows, sizeof *c->toll);
  c->direction = kr_zeros(rows, sizeof *c->direction);
  c->load = kr_zeros(rows, sizeof *c->load);
  c->cost = kr_zeros(n, sizeof *c->cost);
  c->limit = kr_zeros(n, sizeof *c->limit);
  c->route = kr_zeros(n, sizeof *c->route);
  if (!c->toll || !c->direction || !c->load || !c->cost || !c->limit || !c->route) return kr_fail_memory(err);
  memcpy(c->toll, a->toll, rows * sizeof *c->toll);
  memcpy(c->limit, a->unserved_cost, n * sizeof *c->limit);
  return KR_OK;
}

static void load_routes(climb *c) {
  const kr_columns *pool = c->a->pool;
  memset(c->load, 0, (size_t)c->a->n_rows * sizeof *c->load);
  for (int32_t s = 0; s < c->n_shipments; ++s) {
    if (c->route[s] == KR_NONE) continue;
    const kr_column *col = &pool->columns[c->route[s]];
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      c->load[use.row] += use.per_t * c->a->open_t[s];
    }
  }
}

/** Smooths the direction and takes Polyak's step; tolls that stand at 0 and would fall do not count. */
static void take_step(climb *c, double bound) {
  const kr_ascent *a = c->a;
  double norm = 0;
  for (int32_t r = 0; r < a->n_rows; ++r) {
    if (a->capacity[r] <= 0 || (c->load[r] <= 0 && c->toll[r] <= 0)) {
      c->direction[r] = 0;
      continue;
    }
    double over = c->load[r] / a->capacity[r] - 1.0;
    c->direction[r] = (1 - SMOOTHING) * over + SMOOTHING * c->direction[r];
    if (c->direction[r] < 0 && c->toll[r] <= 0) continue;
    norm += c->direction[r] * c->direction[r];
  }
  if (!(norm > 0)) return;
  double step = (a->bound + c->rise - bound) / norm;
  for (int32_t r = 0; r < a->n_rows; ++r) {
    if (c->direction[r] == 0) continue;
    double toll = c->toll[r] + step * c->direction[r] / a->capacity[r];
    c->toll[r] = toll > 0 ? toll : 0;
  }
}

static void judge_pass(climb *c, double bound) {
  kr_ascent *a = c->a;
  if (bound > a->bound + WELL * c->rise) {
    c->rise *= MORE;
  } else if (bound <= a->bound) {
    c->rise *= LESS;
  }
  if (bound <= a->bound) return;
  a->bound = bound;
  memcpy(a->toll, c->toll, (size_t)a->n_rows * sizeof *a->toll);
}

kr_status kr_ascent_run(kr_ascent *a, kr_error *err) {
  climb c;
  kr_status status = init_climb(&c, a, err);
  for (int32_t i = 0; i <= a->n_passes && status == KR_OK; ++i) {
    if (a->must_stop && a->must_stop(a->context)) break;
    kr_pass pass = {.price = c.toll, .limit = c.limit, .cost = c.cost, .route = c.route};
    status = kr_pricing_run(a->pricing, a->pool, &pass, err);
    if (status != KR_OK) break;
    double bound = kr_pricing_bound(a->pricing, &pass, a->capacity);
    if (i > 0) judge_pass(&c, bound);
    load_routes(&c);
    take_step(&c, bound);
  }
  free_climb(&c);
  return status;
}
