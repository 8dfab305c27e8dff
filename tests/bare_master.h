#ifndef KR_TESTS_BARE_MASTER_H
#define KR_TESTS_BARE_MASTER_H

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "solver/master_internal.h"

/* The masters see nothing but a pool, so the pools here are made of bare columns: no network behind them. */
typedef struct bare {
  kr_columns pool;
  double *demand, *unserved, *capacity;
  int32_t n_shipments, n_rows;
} bare;

#define BARE_ROWS 40
#define BARE_COLUMNS 4000

static inline uint64_t bare_next(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *seed >> 33;
}

static inline double bare_between(uint64_t *seed, double low, double high) {
  return low + (high - low) * (double)(bare_next(seed) % 1000000) / 1e6;
}

static inline void bare_add(bare *b, int32_t s, double cost, const kr_use *uses, int32_t n) {
  kr_columns *p = &b->pool;
  p->columns[p->n_columns] =
      (kr_column){.shipment = s, .n_uses = n, .previous = p->newest[s], .first_use = p->n_uses, .cost = cost};
  for (int32_t i = 0; i < n; ++i) p->uses[p->n_uses++] = uses[i];
  p->n_entries = p->n_uses;
  p->newest[s] = (int32_t)p->n_columns++;
}

static inline bare bare_make(int32_t n_shipments, int32_t n_rows) {
  bare b = {.n_shipments = n_shipments, .n_rows = n_rows};
  b.pool.columns = calloc(BARE_COLUMNS, sizeof *b.pool.columns);
  b.pool.uses = calloc((size_t)BARE_COLUMNS * BARE_ROWS, sizeof *b.pool.uses);
  b.pool.newest = malloc((size_t)n_shipments * sizeof *b.pool.newest);
  for (int32_t s = 0; s < n_shipments; ++s) b.pool.newest[s] = KR_NONE;
  b.demand = calloc((size_t)n_shipments, sizeof *b.demand);
  b.unserved = calloc((size_t)n_shipments, sizeof *b.unserved);
  b.capacity = calloc((size_t)n_rows, sizeof *b.capacity);
  return b;
}

static inline void bare_free(bare *b) {
  free(b->pool.columns);
  free(b->pool.uses);
  free(b->pool.newest);
  free(b->demand);
  free(b->unserved);
  free(b->capacity);
}

/** One way of solving it. */
typedef struct bare_master {
  void *self;
  const kr_master_way *way;
} bare_master;

typedef kr_status (*bare_create)(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err);

static inline bare_master bare_start(const bare *b, bare_create create) {
  kr_master_problem problem = {.pool = &b->pool,
                               .demand_t = b->demand,
                               .unserved_cost = b->unserved,
                               .capacity = b->capacity,
                               .n_shipments = b->n_shipments,
                               .n_rows = b->n_rows};
  bare_master m = {NULL, NULL};
  cr_assert_eq(create(&m.self, &m.way, &problem, NULL), KR_OK);
  return m;
}

static inline kr_status bare_solve(bare_master m) { return m.way->solve(m.self, 1e-12, INFINITY, NULL); }
static inline kr_master_point bare_last(bare_master m) { return m.way->last(m.self); }
static inline void bare_end(bare_master m) { m.way->free(m.self); }

/** How a random master is made. */
typedef struct bare_shape {
  int32_t most_shipments, most_rows, most_routes;
  int use_every; /**< a route uses one row in so many */
} bare_shape;

static inline void bare_random_route(bare *b, int32_t s, const bare_shape *shape, bool degenerate, uint64_t *at) {
  kr_use uses[BARE_ROWS];
  int32_t n = 0;
  for (int32_t r = 0; r < b->n_rows; ++r)
    if (bare_next(at) % (uint64_t)shape->use_every == 0)
      uses[n++] = (kr_use){r, degenerate ? 1.0 : bare_between(at, 0.0003, 1)};
  bare_add(b, s, degenerate ? (double)(bare_next(at) % 5) : bare_between(at, 0, 2000), uses, n);
}

/** Degenerate ones (equal costs, round numbers) and badly scaled ones (by 1e6 and more) among them. */
static inline bare bare_random(uint64_t seed, const bare_shape *shape) {
  uint64_t at = seed * 7919 + 13;
  int32_t n = 1 + (int32_t)(bare_next(&at) % (uint64_t)shape->most_shipments);
  int32_t rows = 1 + (int32_t)(bare_next(&at) % (uint64_t)shape->most_rows);
  bool degenerate = bare_next(&at) % 2, wild = bare_next(&at) % 4 == 0;
  bare b = bare_make(n, rows);
  double crowd = fmax(1.0, (double)n / (2.0 * shape->use_every));
  for (int32_t r = 0; r < rows; ++r)
    b.capacity[r] = degenerate
                        ? ceil(crowd * (1.0 + (double)(bare_next(&at) % 4)))
                        : crowd * bare_between(&at, 0.5, 20) * (wild ? pow(10, (double)(bare_next(&at) % 7) - 3) : 1);
  for (int32_t s = 0; s < n; ++s) {
    b.demand[s] = degenerate ? 2 : bare_between(&at, 0.001, wild ? 1e5 : 20);
    b.unserved[s] = degenerate ? 20 : bare_between(&at, 10, 3000);
    for (int32_t k = (int32_t)(bare_next(&at) % (uint64_t)(shape->most_routes + 1)); k > 0; --k)
      bare_random_route(&b, s, shape, degenerate, &at);
  }
  return b;
}

typedef struct bare_sums {
  double *used, *sum, *least; /**< by row, by shipment, by shipment: least cost with tolls */
  double cost, bound;
  double all_unserved; /**< what carrying nothing costs: its rounding is in every sum */
} bare_sums;

static inline void bare_add_up(const bare *b, const kr_master_point *pt, bare_sums *t) {
  for (int32_t s = 0; s < b->n_shipments; ++s) t->least[s] = b->unserved[s];
  for (size_t j = 0; j < b->pool.n_columns; ++j) {
    const kr_column *col = &b->pool.columns[j];
    double tolled = col->cost;
    t->sum[col->shipment] += pt->flow[j];
    t->cost += pt->flow[j] * col->cost;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = b->pool.uses[col->first_use + (size_t)k];
      t->used[use.row] += use.per_t * pt->flow[j];
      tolled += use.per_t * pt->toll[use.row];
    }
    t->least[col->shipment] = fmin(t->least[col->shipment], tolled);
  }
  for (int32_t s = 0; s < b->n_shipments; ++s) {
    t->cost += (b->demand[s] - t->sum[s]) * b->unserved[s];
    t->bound += b->demand[s] * t->least[s];
    t->all_unserved += b->demand[s] * b->unserved[s];
  }
  for (int32_t r = 0; r < b->n_rows; ++r) t->bound -= pt->toll[r] * b->capacity[r];
}

/** The point must be feasible to `feasible`, and its tolls must prove its objective to `gap`, both relative. */
static inline void bare_judge(const bare *b, bare_master m, double feasible, double gap, uint64_t seed) {
  kr_master_point pt = bare_last(m);
  unsigned long long name = seed;
  bare_sums t = {.used = calloc((size_t)b->n_rows, sizeof(double)),
                 .sum = calloc((size_t)b->n_shipments, sizeof(double)),
                 .least = calloc((size_t)b->n_shipments, sizeof(double))};
  bare_add_up(b, &pt, &t);
  double scale = fmax(fmax(1, fabs(t.cost)), 1e-4 * t.all_unserved);
  for (size_t j = 0; j < b->pool.n_columns; ++j) cr_expect_geq(pt.flow[j], 0);
  for (int32_t s = 0; s < b->n_shipments; ++s)
    cr_expect_leq(t.sum[s], b->demand[s] * (1 + 1e-9), "seed %llu shipment %d", name, s);
  for (int32_t r = 0; r < b->n_rows; ++r) {
    cr_expect_geq(pt.toll[r], 0);
    cr_expect_leq(t.used[r], b->capacity[r] * (1 + feasible), "seed %llu row %d: %.17g > %.17g", name, r, t.used[r],
                  b->capacity[r]);
  }
  cr_expect_float_eq(pt.objective, t.cost, 1e-9 * scale, "seed %llu: %.17g told, %.17g", name, pt.objective, t.cost);
  cr_expect_leq(t.cost - t.bound, gap * scale, "seed %llu: gap %g", name, (t.cost - t.bound) / scale);
  free(t.used);
  free(t.sum);
  free(t.least);
}

#endif
