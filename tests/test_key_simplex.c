#include "tests/failing_alloc.h"
#include "tests/tiny_key.h"

/* ---- one step along an edge: what blocks it ---- */

/**
 * Block 0, 10 t: home 0, route 2 (cost 4, row 0), route 3 (cost 9, no row), route 4 (cost 3, 2 of row 0).
 * Block 1, 3 t: home 1, route 5 (cost 1, row 0), route 6 (cost 2, no row). Row 0: 6.
 */
static void two_blocks(tiny *t) {
  tiny_make(t, 2, (double[]){10, 3}, 1, (double[]){6});
  tiny_add(t, 0, 4, (double[]){1});
  tiny_add(t, 0, 9, (double[]){0});
  tiny_add(t, 0, 3, (double[]){2});
  tiny_add(t, 1, 1, (double[]){1});
  tiny_add(t, 1, 2, (double[]){0});
}

/** A basis with its exact flows and tolls. */
static kr_key *start_at(const tiny *t, const kr_key_start *start) {
  kr_key *s = tiny_create(t);
  cr_assert_eq(kr_key_start_basis(s, start), KR_OK);
  kr_key_find_flows(s);
  kr_key_find_tolls(s);
  return s;
}

static const int64_t homes[16] = {KR_KEY_NO_COLUMN, KR_KEY_NO_COLUMN};

/** Everything unserved. */
static kr_key *start_home(const tiny *t) { return start_at(t, &(kr_key_start){.key = homes}); }

/** Keys as given, one basic column with row 0. */
static kr_key *start_tight(const tiny *t, const int64_t *key, int64_t basic) {
  return start_at(t, &(kr_key_start){key, &basic, (int32_t[]){0}, 1, 1});
}

/** Steps from the vertex towards `enter` and checks what blocks, where and when. */
static void expect_blocker(kr_key *s, int64_t enter, int kind, int32_t at, double step) {
  kr_key_find_edge(s, enter);
  kr_key_blocker b = kr_key_find_blocker(s, enter, 1.0);
  cr_expect_eq((int)b.kind, kind, "kind %d", (int)b.kind);
  cr_expect_eq(b.at, at, "at %d", b.at);
  cr_expect_float_eq(b.step, step, 1e-12, "step %g", b.step);
  double cost = enter >= 0 ? kr_key_reduced(s, enter) : s->toll[~enter];
  kr_key_walk(s, enter, b.step);
  cr_assert_eq(kr_key_exchange(s, enter, &b, cost), KR_OK);
  kr_key_clear_edge(s);
  tiny_check_inverse(&s->basis, 1e-14);
}

/** Flows kept on the way must be those of the basis, and tolls too. */
static void expect_exact(kr_key *s) {
  double x[64], toll[16];
  memcpy(x, s->x, (size_t)s->lp->n_columns * sizeof *x);
  memcpy(toll, s->toll, (size_t)s->lp->n_rows * sizeof *toll);
  kr_key_find_flows(s);
  kr_key_find_tolls(s);
  for (int64_t p = 0; p < s->lp->n_columns; ++p) cr_expect_float_eq(s->x[p], x[p], 1e-12, "flow %d", (int)p);
  for (int32_t r = 0; r < s->lp->n_rows; ++r) cr_expect_float_eq(s->toll[r], toll[r], 1e-12, "toll %d", r);
}

Test(key_simplex, a_slack_that_blocks_makes_its_row_tight) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_home(&t);
  expect_blocker(s, 2, KR_KEY_SLACK, 0, 6);
  cr_expect_eq(s->basis.n, 1);
  cr_expect_float_eq(s->x[0], 4, 1e-12);
  cr_expect_float_eq(s->toll[0], 96, 1e-12); /* 100 - 4: what a tonne more of the row saves */
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, a_key_that_blocks_is_replaced_by_the_route_that_enters) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_home(&t);
  expect_blocker(s, 3, KR_KEY_ITS_KEY, 0, 10);
  cr_expect_eq(s->basis.key[0], 3);
  cr_expect_eq(s->basis.n, 0);
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, a_key_that_blocks_is_swapped_with_a_basic_route_of_its_block) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_tight(&t, homes, 2); /* 6 t on route 2, 4 t at home */
  expect_blocker(s, 3, KR_KEY_ITS_KEY, 0, 4);
  cr_expect_eq(s->basis.key[0], 2);
  cr_expect_eq(s->basis.column_at[0], 3);
  cr_expect_float_eq(s->toll[0], 5, 1e-12); /* 9 - 4 */
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, a_basic_route_that_blocks_leaves_its_place) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_tight(&t, homes, 2);
  expect_blocker(s, 4, KR_KEY_BASIC, 0, 3); /* 2 t of route 2 make room for 1 t of route 4 */
  cr_expect_eq(s->basis.column_at[0], 4);
  cr_expect_eq(s->basis.where[2], KR_KEY_OUT);
  cr_expect_float_eq(s->x[0], 7, 1e-12);
  cr_expect_float_eq(s->toll[0], 48.5, 1e-12); /* (100 - 3) / 2 */
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, the_key_of_another_block_blocks) {
  tiny t;
  two_blocks(&t);
  t.demand[0] = 5; /* route 5 takes 3 of the row, route 2 the other 3: 2 t stay home … */
  kr_key *s = start_tight(&t, (int64_t[]){KR_KEY_NO_COLUMN, 5}, 2);
  expect_blocker(s, 6, KR_KEY_ITS_KEY, 0, 2); /* … until 2 t of route 5 go over to route 6 */
  cr_expect_eq(s->basis.key[0], 2);
  cr_expect_eq(s->basis.key[1], 5);
  cr_expect_eq(s->basis.column_at[0], 6);
  cr_expect_float_eq(s->toll[0], 1, 1e-12); /* 2 - 1 */
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, a_slack_whose_toll_is_negative_enters_and_its_row_is_tight_no_more) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_tight(&t, (int64_t[]){4, KR_KEY_NO_COLUMN}, 2);
  /* 2 (10 - x) + x = 6: 14 t on route 2, which only a toll of (4 - 3) / (2 - 1) = 1 bears; give it room instead */
  kr_key_free(s);
  t.capacity[0] = 16; /* x = 4: 6 t on route 4, 4 t on route 2 */
  s = start_tight(&t, (int64_t[]){4, KR_KEY_NO_COLUMN}, 2);
  cr_expect_float_eq(s->x[2], 4, 1e-12);
  cr_expect_float_eq(s->toll[0], 1, 1e-12);
  t.cost[2] = 2; /* now the toll is (2 - 3) / (2 - 1): the row would rather be free, on route 2 alone */
  kr_key_find_tolls(s);
  cr_expect_float_eq(s->toll[0], -1, 1e-12);
  expect_blocker(s, ~INT64_C(0), KR_KEY_ITS_KEY, 0, 6); /* route 4 empties: 6 t of it free 6 of the row */
  cr_expect_eq(s->basis.n, 0);
  cr_expect_eq(s->basis.key[0], 2);
  cr_expect_float_eq(s->slack[0], 6, 1e-12);
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, another_slack_blocks_a_slack_that_enters) {
  tiny t;
  tiny_make(&t, 1, (double[]){10}, 2, (double[]){6, 5});
  tiny_add(&t, 0, 4, (double[]){1, 0});
  tiny_add(&t, 0, 3, (double[]){0, 1}); /* key: 4 t, 1 below what row 1 holds */
  kr_key *s = start_tight(&t, (int64_t[]){2}, 1);
  cr_expect_float_eq(s->toll[0], -1, 1e-12);
  expect_blocker(s, ~INT64_C(0), KR_KEY_SLACK, 1, 1);
  cr_expect_eq(s->basis.n, 1);
  cr_expect_eq(s->basis.line_of[0], KR_KEY_OUT);
  cr_expect_eq(s->basis.line_of[1], 0);
  cr_expect_float_eq(s->toll[1], 1, 1e-12);
  expect_exact(s);
  kr_key_free(s);
}

Test(key_simplex, goes_from_there_to_the_optimum) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_home(&t);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  /* a tonne of the row saves 9 - 4 = 5 on route 2, (9 - 3) / 2 = 3 on route 4, 2 - 1 on route 5 */
  cr_expect_float_eq(tiny_cost(&t, s), 6 * 4 + 4 * 9 + 3 * 2, 1e-12);
  cr_expect_float_eq(kr_key_last(s).toll[0], 5, 1e-12);
  cr_expect_float_eq(kr_key_value_of(s, 0), 9, 1e-12);
  cr_expect_float_eq(kr_key_value_of(s, 1), 2, 1e-12);
  kr_key_free(s);
}

/* ---- the dual phase: after a change ---- */

/** Solves again, by dual pivots alone. */
static void expect_mended(const tiny *t, kr_key *s, double cost, int64_t n_dual) {
  kr_key_stats before = kr_key_count(s);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(t, s), cost, 1e-9, "%.12g", tiny_cost(t, s));
  cr_expect_eq(kr_key_count(s).n_dual - before.n_dual, n_dual);
  cr_expect_eq(kr_key_count(s).n_primal, before.n_primal);
  tiny_check_inverse(&s->basis, 1e-14);
}

static kr_key *solve_from_home(const tiny *t) {
  kr_key *s = start_home(t);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  return s;
}

Test(key_simplex, a_slack_below_0_is_mended) {
  tiny t;
  two_blocks(&t);
  t.capacity[0] = 20; /* all on routes 4 (3 t a tonne: 2 of the row) and 5 … */
  t.demand[0] = 6;
  kr_key *s = solve_from_home(&t);
  cr_expect_float_eq(tiny_cost(&t, s), 6 * 3 + 3, 1e-12);
  t.capacity[0] =
      13; /* … which is 15 of the row; 2 t of block 0 change to route 2 at 1 more, or of block 1 to route 6 */
  expect_mended(&t, s, 6 * 3 + 3 + 2, 1);
  kr_key_free(s);
}

Test(key_simplex, a_basic_flow_below_0_is_mended) {
  tiny t;
  two_blocks(&t);
  t.cost[6] = 50; /* block 1 wants the row dearly: route 5 is its key, route 2 takes what is left */
  kr_key *s = solve_from_home(&t);
  cr_expect_float_eq(tiny_cost(&t, s), 3 * 1 + 3 * 4 + 7 * 9, 1e-12);
  t.capacity[0] = 2; /* route 2: -1; block 1 has to send a tonne by route 6 */
  expect_mended(&t, s, 2 * 1 + 50 + 10 * 9, 1);
  kr_key_free(s);
}

Test(key_simplex, a_key_flow_below_0_is_mended_and_the_row_is_tight_no_more) {
  tiny t;
  two_blocks(&t);
  kr_key *s = solve_from_home(&t);
  t.capacity[0] = 14; /* route 2 has room for all 10 t and more; then 1 t of route 4 saves 1, as does 1 t of route 5 */
  kr_key_stats before = kr_key_count(s);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_gt(kr_key_count(s).n_dual, before.n_dual);
  cr_expect_float_eq(tiny_cost(&t, s), 40 + 6 - 4, 1e-12);
  kr_key_free(s);
}

Test(key_simplex, a_change_of_demand_is_mended) {
  tiny t;
  two_blocks(&t);
  t.cost[4] = 3.5;
  kr_key *s = solve_from_home(&t);
  t.demand[0] = 5; /* route 3: 4 - 5 = -1 t; all on route 2, 1 of the row is left for route 5 */
  expect_mended(&t, s, 5 * 4 + 1 + 2 * 2, 1);
  t.demand[0] = 0;
  expect_mended(&t, s, 3, 1); /* the row is not tight any more */
  cr_expect_eq(kr_key_last(s).basis.n_tight, 0);
  kr_key_free(s);
}

Test(key_simplex, new_columns_and_lower_capacity_at_once_are_mended_by_lifting_costs) {
  tiny t;
  two_blocks(&t);
  t.cost[6] = 50;
  kr_key *s = solve_from_home(&t);
  t.capacity[0] = 2;
  tiny_add(&t, 1, 7, (double[]){0}); /* reduced cost 7 - 6 = 1 in the old tolls */
  tiny_add(&t, 0, 1, (double[]){0}); /* reduced cost 1 - 9 < 0 */
  cr_assert_eq(kr_key_follow(s), KR_OK);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 10 * 1 + 2 * 1 + 7, 1e-9);
  kr_key_free(s);
}

/* ---- hard cases ---- */

/**
 * Beale's example, which cycles under Dantzig's rule: min -3/4 a + 150 b - 1/50 c + 6 d, a/4 - 60 b - c/25 + 9 d <= 0,
 * a/2 - 90 b - c/50 + 3 d <= 0, c <= 1; optimum -1/20 at a = 1/25, c = 1. Here relative to a key route that fills both
 * rows with 100 of each a tonne, at 10 a tonne.
 */
Test(key_simplex, ends_where_the_plain_rule_cycles) {
  tiny t;
  tiny_make(&t, 1, (double[]){10}, 3, (double[]){1000, 1000, 1});
  t.cost[0] = 1e4; /* no tonne is left unserved to make room */
  int64_t key = tiny_add(&t, 0, 10, (double[]){100, 100, 0});
  tiny_add(&t, 0, 10 - 0.75, (double[]){100.25, 100.5, 0});
  tiny_add(&t, 0, 10 + 150, (double[]){40, 10, 0});
  tiny_add(&t, 0, 10 - 0.02, (double[]){99.96, 99.98, 1});
  tiny_add(&t, 0, 10 + 6, (double[]){109, 103, 0});
  kr_key *s = start_at(&t, &(kr_key_start){.key = &key});
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 100 - 0.05, 1e-9);
  cr_expect_leq(kr_key_count(s).n_primal, 20);
  kr_key_free(s);
}

/** 12 blocks, one tonne each, 11 equal routes, rows of 1 t: an assignment, every vertex of it degenerate. */
Test(key_simplex, ends_on_an_assignment_where_all_vertices_are_degenerate) {
  tiny t;
  double ones[16];
  for (int i = 0; i < 16; ++i) ones[i] = 1;
  tiny_make(&t, 6, ones, 6, ones);
  for (int32_t b = 0; b < 6; ++b)
    for (int32_t r = 0; r < 6; ++r) {
      double use[6] = {0};
      use[r] = 1;
      tiny_add(&t, b, 1 + (b + 2 * r) % 3, use);
    }
  kr_key *s = start_home(&t);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 6, 1e-9); /* for each block there is a row at cost 1: b + 2 r = 0 mod 3 */
  kr_key_free(s);
}

/** Rows of 1e-3 and 1e6 units, shipments of 1e-3 and 1e6 t, per tonne 1e-3 and 1e3 units. */
Test(key_simplex, holds_rows_and_blocks_of_very_different_sizes) {
  tiny t;
  tiny_make(&t, 2, (double[]){1e6, 1e-3}, 2, (double[]){1e-3, 1e6});
  tiny_add(&t, 0, 1, (double[]){1e-3, 0}); /* 1 t fills row 0 */
  tiny_add(&t, 0, 2, (double[]){0, 1e3});  /* 1000 t fill row 1 */
  tiny_add(&t, 1, 1, (double[]){1, 1e3});  /* all of it fills row 0 */
  tiny_add(&t, 1, 80, (double[]){0, 0});
  kr_key *s = start_home(&t);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  /* row 0 carries 1 t of block 0 (saves 99) rather than 1e-3 t of block 1 (saves 0.079); row 1 saves 98 on 1000 t */
  cr_expect_float_eq(tiny_cost(&t, s), 1 * 1 + 1000 * 2 + (1e6 - 1001) * 100 + 0.08, 1e-3);
  cr_expect_float_eq(kr_key_last(s).toll[0], 99e3, 1e-6);
  kr_key_free(s);
}

Test(key_simplex, a_closed_row_carries_nothing) {
  tiny t;
  two_blocks(&t);
  t.capacity[0] = 0;
  kr_key *s = start_home(&t);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 90 + 6, 1e-12);
  kr_key_free(s);
}

/* ---- starts ---- */

Test(key_simplex, a_cold_start_takes_the_cheapest_route_that_has_room) {
  tiny t;
  two_blocks(&t);
  kr_key *s = tiny_create(&t);
  cr_assert_eq(kr_key_start_cold(s, NULL), KR_OK);
  cr_expect_eq(s->basis.key[0], 3); /* 10 t do not fit on the row */
  cr_expect_eq(s->basis.key[1], 5);
  cr_assert_eq(kr_key_start_cold(s, (double[]){5}), KR_OK);
  cr_expect_eq(s->basis.key[1], 6); /* 1 + 5 > 2 */
  kr_key_free(s);
}

Test(key_simplex, a_flow_is_pushed_to_a_vertex_that_costs_no_more) {
  tiny t;
  two_blocks(&t);
  kr_key *s = tiny_create(&t);
  double flow[] = {2, 0, 1, 5.5, 1.5, 1, 2}, before = 200 + 4 + 49.5 + 4.5 + 1 + 4, after = 0;
  cr_assert_eq(kr_key_start_flow(s, flow, 1e-9, &tiny_no_limit), KR_OK);
  int positive = 0;
  for (int p = 0; p < 7; ++p) {
    after += t.cost[p] * s->x[p];
    positive += s->x[p] > 1e-9;
    cr_expect_neq(s->basis.where[p], KR_KEY_SUPERBASIC);
  }
  cr_expect_leq(after, before);
  cr_expect_leq(positive, 3);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 6 * 4 + 4 * 9 + 3 * 2, 1e-12);
  kr_key_free(s);
}

Test(key_simplex, a_flow_beyond_capacity_is_mended) {
  tiny t;
  two_blocks(&t);
  kr_key *s = tiny_create(&t);
  double flow[] = {0, 0, 10, 0, 0, 3, 0}; /* 13 on a row of 6 */
  cr_assert_eq(kr_key_start_flow(s, flow, 1e-9, &tiny_no_limit), KR_OK);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 6 * 4 + 4 * 9 + 3 * 2, 1e-12);
  kr_key_free(s);
}

Test(key_simplex, a_basis_told_again_needs_no_pivot) {
  tiny t;
  two_blocks(&t);
  kr_key *s = solve_from_home(&t), *again = tiny_create(&t);
  kr_key_point pt = kr_key_last(s);
  cr_assert_eq(kr_key_start_basis(again, &pt.basis), KR_OK);
  cr_assert_eq(kr_key_solve(again, &tiny_no_limit), KR_OK);
  cr_expect_eq(kr_key_count(again).n_primal + kr_key_count(again).n_dual, 0);
  cr_expect_float_eq(tiny_cost(&t, again), tiny_cost(&t, s), 1e-12);
  kr_key_free(s);
  kr_key_free(again);
}

Test(key_simplex, a_basis_that_does_not_fit_is_repaired) {
  tiny t;
  two_blocks(&t);
  /* a basic column twice, one that is a key, one that uses no row, and two rows too many: route 2 with row 0 remains */
  kr_key_start start = {(int64_t[]){3, KR_KEY_NO_COLUMN}, (int64_t[]){2, 2, 3, 6}, (int32_t[]){0, 0}, 4, 2};
  kr_key *s = start_at(&t, &start);
  cr_expect_eq(kr_key_last(s).basis.n_tight, 1);
  cr_expect_eq(kr_key_last(s).basis.basic[0], 2);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 6 * 4 + 4 * 9 + 3 * 2, 1e-12);
  kr_key_free(s);
}

Test(key_simplex, columns_that_come_later_are_taken_in) {
  tiny t;
  two_blocks(&t);
  kr_key *s = solve_from_home(&t);
  tiny_add(&t, 0, 5, (double[]){0}); /* the row now saves 1 a tonne, on route 2 and on route 5 alike */
  cr_assert_eq(kr_key_follow(s), KR_OK);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 50 + 6 - 6, 1e-12);
  kr_key_free(s);
}

/* ---- limits ---- */

Test(key_simplex, stops_at_a_signal_or_a_deadline_and_goes_on_later) {
  tiny t;
  two_blocks(&t);
  kr_key *s = start_home(&t);
  volatile sig_atomic_t stop = 1;
  cr_expect_eq(kr_key_solve(s, &(kr_interior_limit){INFINITY, &stop}), KR_ERR_LIMIT);
  cr_expect_eq(kr_key_solve(s, &(kr_interior_limit){0, NULL}), KR_ERR_LIMIT);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  t.capacity[0] = 5; /* a change that the dual phase would mend: stopped there too */
  cr_expect_eq(kr_key_solve(s, &(kr_interior_limit){INFINITY, &stop}), KR_ERR_LIMIT);
  cr_assert_eq(kr_key_solve(s, &tiny_no_limit), KR_OK);
  cr_expect_float_eq(tiny_cost(&t, s), 5 * 4 + 5 * 9 + 3 * 2, 1e-12);
  kr_key_free(s);
}

static kr_status starved_run(const tiny *t, kr_key **s) {
  double flow[] = {2, 0, 1, 5.5, 1.5, 1, 2};
  kr_status status = kr_key_create(s, &t->lp);
  if (status == KR_OK) status = kr_key_start_cold(*s, NULL);
  if (status == KR_OK) status = kr_key_solve(*s, &tiny_no_limit);
  if (status == KR_OK) status = kr_key_start_flow(*s, flow, 1e-9, &tiny_no_limit);
  if (status == KR_OK) status = kr_key_solve(*s, &tiny_no_limit);
  if (status == KR_OK) status = kr_key_renew(*s);
  return status;
}

Test(key_simplex, every_allocation_that_fails_is_reported_and_nothing_leaks) {
  tiny t;
  two_blocks(&t);
  for (long n = 1;; ++n) {
    kr_key *s = NULL;
    failing_alloc_arm(n);
    kr_status status = starved_run(&t, &s);
    bool starved = failing_alloc_disarm();
    kr_key_free(s);
    if (!starved) {
      cr_expect_eq(status, KR_OK);
      cr_expect_gt(n, 40);
      break;
    }
    cr_expect_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
  }
}
