#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "solver/master.h"
#include "tests/build_corridor.h"

/* The masters see nothing but a pool, so the pools here are made of bare columns: no network behind them. */
typedef struct bare {
  kr_columns pool;
  double *demand, *unserved, *capacity;
  int32_t n_shipments, n_rows;
} bare;

static uint64_t next(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return *seed >> 33;
}

static double between(uint64_t *seed, double low, double high) {
  return low + (high - low) * (double)(next(seed) % 1000000) / 1e6;
}

static void add_column(bare *b, int32_t s, double cost, const kr_use *uses, int32_t n) {
  kr_columns *p = &b->pool;
  p->columns[p->n_columns] =
      (kr_column){.shipment = s, .n_uses = n, .previous = p->newest[s], .first_use = p->n_uses, .cost = cost};
  for (int32_t i = 0; i < n; ++i) p->uses[p->n_uses++] = uses[i];
  p->n_entries = p->n_uses;
  p->newest[s] = (int32_t)p->n_columns++;
}

static bare make_bare(int32_t n_shipments, int32_t n_rows) {
  bare b = {.n_shipments = n_shipments, .n_rows = n_rows};
  b.pool.columns = calloc(1000, sizeof *b.pool.columns);
  b.pool.uses = calloc(10000, sizeof *b.pool.uses);
  b.pool.newest = malloc((size_t)n_shipments * sizeof *b.pool.newest);
  for (int32_t s = 0; s < n_shipments; ++s) b.pool.newest[s] = KR_NONE;
  b.demand = calloc((size_t)n_shipments, sizeof *b.demand);
  b.unserved = calloc((size_t)n_shipments, sizeof *b.unserved);
  b.capacity = calloc((size_t)n_rows, sizeof *b.capacity);
  return b;
}

static void free_bare(bare *b) {
  free(b->pool.columns);
  free(b->pool.uses);
  free(b->pool.newest);
  free(b->demand);
  free(b->unserved);
  free(b->capacity);
}

static kr_master *start(const bare *b, kr_master_kind kind) {
  kr_master_problem problem = {.pool = &b->pool,
                               .demand_t = b->demand,
                               .unserved_cost = b->unserved,
                               .capacity = b->capacity,
                               .n_shipments = b->n_shipments,
                               .n_rows = b->n_rows};
  kr_master *m = NULL;
  cr_assert_eq(kr_master_create(&m, kind, &problem, NULL), KR_OK);
  return m;
}

/** The point must be feasible, and its tolls must prove its objective. */
static void judge_point(const bare *b, const kr_master *m, double tolerance, uint64_t seed) {
  kr_master_point pt = kr_master_last(m);
  double *used = calloc((size_t)b->n_rows, sizeof *used), *sum = calloc((size_t)b->n_shipments, sizeof *sum);
  double *least = calloc((size_t)b->n_shipments, sizeof *least), cost = 0, bound = 0;
  for (int32_t s = 0; s < b->n_shipments; ++s) least[s] = b->unserved[s];
  for (size_t j = 0; j < b->pool.n_columns; ++j) {
    const kr_column *col = &b->pool.columns[j];
    double tolled = col->cost;
    cr_expect_geq(pt.flow[j], 0);
    sum[col->shipment] += pt.flow[j];
    cost += pt.flow[j] * col->cost;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = b->pool.uses[col->first_use + (size_t)k];
      used[use.row] += use.per_t * pt.flow[j];
      tolled += use.per_t * pt.toll[use.row];
    }
    least[col->shipment] = fmin(least[col->shipment], tolled);
  }
  for (int32_t s = 0; s < b->n_shipments; ++s) {
    cr_expect_leq(sum[s], b->demand[s] * (1 + 1e-9), "seed %llu", (unsigned long long)seed);
    cost += (b->demand[s] - sum[s]) * b->unserved[s];
    bound += b->demand[s] * least[s];
  }
  for (int32_t r = 0; r < b->n_rows; ++r) {
    cr_expect_geq(pt.toll[r], 0);
    cr_expect_leq(used[r], b->capacity[r] * (1 + 1e-7), "seed %llu row %d", (unsigned long long)seed, r);
    bound -= pt.toll[r] * b->capacity[r];
  }
  double scale = fmax(1, fabs(cost));
  cr_expect_float_eq(pt.objective, cost, 1e-7 * scale, "seed %llu", (unsigned long long)seed);
  cr_expect_leq(cost - bound, tolerance * scale, "seed %llu: gap %g", (unsigned long long)seed, (cost - bound) / scale);
  free(used);
  free(sum);
  free(least);
}

static void two_routes(bare *b) {
  b->demand[0] = 10;
  b->unserved[0] = 100;
  b->capacity[0] = 6;
  kr_use use = {0, 1};
  add_column(b, 0, 4, &use, 1);
  add_column(b, 0, 9, NULL, 0);
}

static void check_two_routes(kr_master_kind kind) {
  bare b = make_bare(1, 1);
  two_routes(&b);
  kr_master *m = start(&b, kind);
  cr_assert_eq(kr_master_solve(m, 1e-12, INFINITY, NULL), KR_OK);
  kr_master_point pt = kr_master_last(m);
  cr_expect_float_eq(pt.objective, 60, 1e-8); /* 6 * 4 + 4 * 9 */
  cr_expect_float_eq(pt.toll[0], 5, 1e-6);
  cr_expect_float_eq(pt.value[0], 9, 1e-6);
  kr_master_free(m);
  free_bare(&b);
}

Test(master, glpk_splits_a_shipment_where_its_cheap_route_is_full) { check_two_routes(KR_MASTER_GLPK); }
Test(master, interior_splits_a_shipment_where_its_cheap_route_is_full) { check_two_routes(KR_MASTER_INTERIOR); }

static void check_later_columns(kr_master_kind kind) {
  bare b = make_bare(2, 1);
  two_routes(&b);
  b.demand[1] = 3;
  b.unserved[1] = 50;
  kr_master *m = start(&b, kind);
  cr_assert_eq(kr_master_solve(m, 1e-12, INFINITY, NULL), KR_OK);
  cr_expect_float_eq(kr_master_last(m).objective, 60 + 3 * 50, 1e-7);
  kr_use use = {0, 2}; /* a route for the second shipment: 2 units a tonne, saves 50 - 10 = 40 > 2 * 5 */
  add_column(&b, 1, 10, &use, 1);
  cr_assert_eq(kr_master_solve(m, 1e-12, INFINITY, NULL), KR_OK);
  cr_expect_float_eq(kr_master_last(m).objective, 3 * 10 + 10 * 9, 1e-7); /* it takes all 6 units */
  kr_use again = {0, 0.5};
  add_column(&b, 0, 5, &again, 1); /* half a unit a tonne at 5 instead of 9: saves 8 a unit, the other 20 a unit */
  cr_assert_eq(kr_master_solve(m, 1e-12, INFINITY, NULL), KR_OK);
  cr_expect_float_eq(kr_master_last(m).objective, 3 * 10 + 10 * 9, 1e-6);
  kr_master_free(m);
  free_bare(&b);
}

Test(master, glpk_takes_in_columns_that_come_later) { check_later_columns(KR_MASTER_GLPK); }
Test(master, interior_takes_in_columns_that_come_later) { check_later_columns(KR_MASTER_INTERIOR); }

Test(master, a_row_that_nothing_can_overload_never_gets_a_toll) {
  bare b = make_bare(1, 1);
  two_routes(&b);
  b.capacity[0] = 10;
  kr_master *m = start(&b, KR_MASTER_GLPK);
  cr_assert_eq(kr_master_solve(m, 1e-12, INFINITY, NULL), KR_OK);
  cr_expect_float_eq(kr_master_last(m).objective, 40, 1e-12);
  cr_expect_eq(kr_master_last(m).n_tight, 0);
  cr_expect_eq(kr_master_last(m).n_iterations, 0);
  kr_master_free(m);
  free_bare(&b);
}

Test(master, stops_at_a_signal_and_says_so) {
  bare b = make_bare(1, 1);
  two_routes(&b);
  volatile sig_atomic_t stop = 1;
  kr_master_problem problem = {.pool = &b.pool,
                               .demand_t = b.demand,
                               .unserved_cost = b.unserved,
                               .capacity = b.capacity,
                               .n_shipments = 1,
                               .n_rows = 1,
                               .stop = &stop};
  kr_master *m = NULL;
  cr_assert_eq(kr_master_create(&m, KR_MASTER_INTERIOR, &problem, NULL), KR_OK);
  cr_expect_eq(kr_master_solve(m, 1e-9, INFINITY, NULL), KR_ERR_LIMIT);
  kr_master_free(m);
  free_bare(&b);
}

/** Random masters: degenerate (equal costs, round numbers) or badly scaled ones among them. */
static bare random_bare(uint64_t seed) {
  uint64_t at = seed * 7919 + 13;
  int32_t n = 1 + (int32_t)(next(&at) % 12), rows = 1 + (int32_t)(next(&at) % 8);
  bool degenerate = next(&at) % 2, wild = next(&at) % 4 == 0;
  bare b = make_bare(n, rows);
  for (int32_t r = 0; r < rows; ++r)
    b.capacity[r] = degenerate ? 1.0 + (double)(next(&at) % 4)
                               : between(&at, 0.5, 20) * (wild ? pow(10, (double)(next(&at) % 7) - 3) : 1);
  for (int32_t s = 0; s < n; ++s) {
    b.demand[s] = degenerate ? 2 : between(&at, 0.001, wild ? 1e5 : 20);
    b.unserved[s] = degenerate ? 20 : between(&at, 10, 3000);
    for (int32_t k = (int32_t)(next(&at) % 6); k > 0; --k) {
      kr_use uses[8];
      int32_t n_uses = 0;
      for (int32_t r = 0; r < rows; ++r)
        if (next(&at) % 3 == 0) uses[n_uses++] = (kr_use){r, degenerate ? 1.0 : between(&at, 0.0003, 1)};
      add_column(&b, s, degenerate ? (double)(next(&at) % 5) : between(&at, 0, 2000), uses, n_uses);
    }
  }
  return b;
}

static void agree(uint64_t seed) {
  bare b = random_bare(seed);
  kr_master *glpk = start(&b, KR_MASTER_GLPK), *interior = start(&b, KR_MASTER_INTERIOR);
  cr_assert_eq(kr_master_solve(glpk, 1e-10, INFINITY, NULL), KR_OK, "seed %llu", (unsigned long long)seed);
  cr_assert_eq(kr_master_solve(interior, 1e-10, INFINITY, NULL), KR_OK, "seed %llu", (unsigned long long)seed);
  judge_point(&b, glpk, 1e-7, seed);
  judge_point(&b, interior, 1e-7, seed);
  kr_master_free(glpk);
  kr_master_free(interior);
  free_bare(&b);
}

Test(master, both_ways_agree_and_prove_it_on_random_masters) {
  for (uint64_t seed = 1; seed <= 2000; ++seed) agree(seed);
}
