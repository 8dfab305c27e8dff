#include "tests/bare_master.h"
#include "tests/failing_alloc.h"

static const bare_shape small = {12, 8, 5, 3}, large = {150, 40, 12, 5};

static void two_routes(bare *b) {
  b->demand[0] = 10;
  b->unserved[0] = 100;
  b->capacity[0] = 6;
  kr_use use = {0, 1};
  bare_add(b, 0, 4, &use, 1);
  bare_add(b, 0, 9, NULL, 0);
}

Test(master_key, splits_a_shipment_where_its_cheap_route_is_full) {
  bare b = bare_make(1, 1);
  two_routes(&b);
  bare_master m = bare_start(&b, kr_master_key_create);
  cr_assert_eq(bare_solve(m), KR_OK);
  kr_master_point pt = bare_last(m);
  cr_expect_float_eq(pt.objective, 60, 1e-12); /* 6 * 4 + 4 * 9 */
  cr_expect_float_eq(pt.toll[0], 5, 1e-12);
  cr_expect_float_eq(pt.value[0], 9, 1e-12);
  cr_expect_eq(pt.n_tight, 1);
  bare_end(m);
  bare_free(&b);
}

Test(master_key, a_row_that_nothing_can_overload_needs_no_pivot) {
  bare b = bare_make(1, 1);
  two_routes(&b);
  b.capacity[0] = 10;
  bare_master m = bare_start(&b, kr_master_key_create);
  cr_assert_eq(bare_solve(m), KR_OK);
  cr_expect_float_eq(bare_last(m).objective, 40, 1e-12);
  cr_expect_eq(bare_last(m).n_tight, 0);
  cr_expect_eq(bare_last(m).n_iterations, 0);
  bare_end(m);
  bare_free(&b);
}

/** Rows that could not be overloaded before are watched as soon as capacity falls or freight grows. */
Test(master_key, a_row_that_a_change_can_overload_is_not_overlooked) {
  bare b = bare_make(1, 1);
  two_routes(&b);
  b.capacity[0] = 10;
  bare_master m = bare_start(&b, kr_master_key_create);
  cr_assert_eq(bare_solve(m), KR_OK);
  b.capacity[0] = 7;
  cr_assert_eq(bare_solve(m), KR_OK);
  cr_expect_float_eq(bare_last(m).objective, 7 * 4 + 3 * 9, 1e-12);
  cr_expect_eq(bare_last(m).n_iterations, 1);
  bare_end(m);
  b.capacity[0] = 10;
  m = bare_start(&b, kr_master_key_create);
  cr_assert_eq(bare_solve(m), KR_OK);
  b.demand[0] = 12;
  cr_assert_eq(bare_solve(m), KR_OK);
  cr_expect_float_eq(bare_last(m).objective, 10 * 4 + 2 * 9, 1e-12);
  bare_end(m);
  bare_free(&b);
}

Test(master_key, starts_from_flows_that_it_is_given) {
  bare b = bare_make(1, 1);
  two_routes(&b);
  bare_master m = bare_start(&b, kr_master_key_create);
  cr_assert_eq(kr_master_key_start(m.self, (double[]){6, 4}, NULL), KR_OK);
  int64_t events = bare_last(m).n_iterations;
  cr_assert_eq(bare_solve(m), KR_OK);
  cr_expect_float_eq(bare_last(m).objective, 60, 1e-12);
  cr_expect_eq(bare_last(m).n_iterations, events, "an optimal flow leads to the optimal basis");
  bare_end(m);
  bare_free(&b);
}

Test(master_key, stops_at_a_signal_and_says_so) {
  bare b = bare_make(1, 1);
  two_routes(&b);
  volatile sig_atomic_t stop = 1;
  kr_master_problem problem = {&b.pool, b.demand, b.unserved, b.capacity, 1, 1, &stop};
  bare_master m;
  kr_error err;
  cr_assert_eq(kr_master_key_create(&m.self, &m.way, &problem, NULL), KR_OK);
  cr_expect_eq(m.way->solve(m.self, 1e-9, INFINITY, &err), KR_ERR_LIMIT);
  cr_expect_not_null(strstr(err.text, "key-route master"));
  stop = 0;
  cr_expect_eq(m.way->solve(m.self, 1e-9, 0.0, NULL), KR_ERR_LIMIT);
  cr_expect_eq(bare_solve(m), KR_OK);
  bare_end(m);
  bare_free(&b);
}

Test(master_key, refuses_costs_and_uses_that_are_no_numbers) {
  for (int what = 0; what < 2; ++what) {
    bare b = bare_make(1, 1);
    two_routes(&b);
    kr_use use = {0, what ? NAN : 1};
    bare_add(&b, 0, what ? 1 : INFINITY, &use, 1);
    bare_master m = bare_start(&b, kr_master_key_create);
    cr_expect_eq(bare_solve(m), KR_ERR_RANGE);
    bare_end(m);
    bare_free(&b);
  }
}

static kr_status starved_run(const bare *b) {
  kr_master_problem problem = {&b->pool, b->demand, b->unserved, b->capacity, b->n_shipments, b->n_rows, NULL};
  bare_master m = {NULL, NULL};
  kr_status status = kr_master_key_create(&m.self, &m.way, &problem, NULL);
  if (status != KR_OK) return status;
  m.way->hint(m.self, b->capacity, 1.0);
  status = bare_solve(m);
  if (status == KR_OK) status = kr_master_key_start(m.self, bare_last(m).flow, NULL);
  if (status == KR_OK) status = bare_solve(m);
  bare_end(m);
  return status;
}

Test(master_key, every_allocation_that_fails_is_reported_and_nothing_leaks) {
  bare b = bare_random(4, &small);
  for (long n = 1;; ++n) {
    failing_alloc_arm(n);
    kr_status status = starved_run(&b);
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, KR_OK);
      cr_expect_gt(n, 50);
      break;
    }
    cr_expect_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
  }
  bare_free(&b);
}

/* ---- against GLPK, through sequences of changes, each solved from the last basis ---- */

static void change(bare *b, const bare_shape *shape, uint64_t *at) {
  double factor = bare_next(at) % 2 ? 0.9 : 1.1;
  int32_t r = (int32_t)(bare_next(at) % (uint64_t)b->n_rows), s = (int32_t)(bare_next(at) % (uint64_t)b->n_shipments);
  switch (bare_next(at) % 4) {
    case 0: b->capacity[r] *= factor; break;
    case 1: b->demand[s] *= factor; break;
    case 2: bare_random_route(b, s, shape, bare_next(at) % 2, at); break;
    default:
      b->capacity[r] *= bare_next(at) % 2 ? 0.3 : 3;
      b->demand[s] = bare_next(at) % 8 ? b->demand[s] * 2 : 0;
      for (int k = 0; k < 5; ++k) bare_random_route(b, (s + k) % b->n_shipments, shape, bare_next(at) % 2, at);
  }
}

static void agree_now(const bare *b, bare_master key, uint64_t seed, int turn) {
  unsigned long long name = seed;
  bare_master glpk = bare_start(b, kr_master_glpk_create);
  cr_assert_eq(bare_solve(glpk), KR_OK);
  cr_assert_eq(bare_solve(key), KR_OK, "seed %llu turn %d", name, turn);
  bare_judge(b, key, 1e-9, 1e-11, seed);
  double reference = bare_last(glpk).objective, found = bare_last(key).objective;
  cr_expect_float_eq(found, reference, 1e-9 * fmax(1, fabs(reference)), "seed %llu turn %d: %.12g, not %.12g", name,
                     turn, found, reference);
  bare_end(glpk);
}

/** @return pivots of the first solve */
static int64_t agree(uint64_t seed, const bare_shape *shape, int turns) {
  bare b = bare_random(seed, shape);
  bare_master key = bare_start(&b, kr_master_key_create);
  uint64_t at = seed;
  agree_now(&b, key, seed, 0);
  int64_t pivots = bare_last(key).n_iterations;
  for (int turn = 1; turn < turns; ++turn) {
    change(&b, shape, &at);
    agree_now(&b, key, seed, turn);
  }
  bare_end(key);
  bare_free(&b);
  return pivots;
}

Test(master_key, agrees_with_glpk_on_random_masters_and_after_changes) {
  for (uint64_t seed = 1; seed <= 3000; ++seed) agree(seed, &small, 6);
}

static int by_size(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

Test(master_key, agrees_with_glpk_on_larger_masters_and_none_of_them_stalls) {
  int64_t pivots[150];
  for (uint64_t seed = 0; seed < 150; ++seed) pivots[seed] = agree(seed + 1, &large, 6);
  qsort(pivots, 150, sizeof *pivots, by_size);
  cr_expect_gt(pivots[75], 10);
  cr_expect_leq(pivots[149], 100 * pivots[75]);
}
