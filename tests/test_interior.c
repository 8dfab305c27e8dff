#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "solver/interior.h"

static const kr_interior_limit no_limit = {.until_s = INFINITY};

Test(interior, splits_a_block_where_the_cheap_route_is_full) {
  /* 10 t; unserved at 100, a route at 4 that uses a row of capacity 6, a free one at 9.
     Optimum 6 * 4 + 4 * 9 = 60; the row's toll is 9 - 4 = 5, the block's value 9. */
  int64_t first_column[] = {0, 3}, first_entry[] = {0, 0, 1, 1};
  double cost[] = {100, 4, 9}, value[] = {1}, demand[] = {10}, capacity[] = {6};
  int32_t row[] = {0};
  kr_block_lp lp = {1, 1, first_column, cost, first_entry, row, value, demand, capacity};
  double flow[3], spare[3], block_value[1], slack[1], toll[1] = {0};
  kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
  cr_assert_eq(kr_interior_solve(&lp, &point, 1.0, 1e-12, &no_limit), KR_OK);
  cr_expect_float_eq(point.objective, 60, 1e-8);
  cr_expect_float_eq(flow[1], 6, 1e-8);
  cr_expect_float_eq(flow[2], 4, 1e-8);
  cr_expect_float_eq(toll[0], 5, 1e-6);
  cr_expect_float_eq(block_value[0], 9, 1e-6);
}

Test(interior, keeps_block_sums_and_dual_feasibility_at_every_accuracy) {
  /* two blocks share a row of 5: 4 t at 1 or 3 (unserved), 4 t at 2 or 8 */
  int64_t first_column[] = {0, 2, 4}, first_entry[] = {0, 0, 1, 1, 2};
  double cost[] = {3, 1, 8, 2}, value[] = {1, 1}, demand[] = {4, 4}, capacity[] = {5};
  int32_t row[] = {0, 0};
  kr_block_lp lp = {2, 1, first_column, cost, first_entry, row, value, demand, capacity};
  for (double gap = 1e-1; gap > 1e-12; gap *= 0.1) {
    double flow[4], spare[4], block_value[2], slack[1], toll[1] = {0};
    kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
    cr_assert_eq(kr_interior_solve(&lp, &point, 1.0, gap, &no_limit), KR_OK);
    cr_expect_float_eq(flow[0] + flow[1], 4, 1e-12);
    cr_expect_float_eq(flow[2] + flow[3], 4, 1e-12);
    for (int p = 0; p < 4; ++p) {
      double a = p % 2 ? 1 : 0;
      cr_expect_gt(spare[p], 0);
      cr_expect_float_eq(spare[p], cost[p] + a * toll[0] - block_value[p / 2], 1e-9);
    }
    /* optimum: the row goes to the second block (saves 6 a tonne) first: 4 * 2 + 1 * 1 + 3 * 3 = 18 */
    cr_expect_lt(point.objective - 18, 2 * gap * 18 + 1e-9);
  }
}

Test(interior, goes_on_from_its_point_in_fewer_steps) {
  int64_t first_column[] = {0, 2, 4}, first_entry[] = {0, 0, 1, 1, 2};
  double cost[] = {3, 1, 8, 2}, value[] = {1, 1}, demand[] = {4, 4}, capacity[] = {5};
  int32_t row[] = {0, 0};
  kr_block_lp lp = {2, 1, first_column, cost, first_entry, row, value, demand, capacity};
  double flow[4], spare[4], block_value[2], slack[1], toll[1] = {0};
  kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
  cr_assert_eq(kr_interior_solve(&lp, &point, 100, 1e-3, &no_limit), KR_OK);
  int32_t cold = point.n_steps;
  cr_assert_eq(kr_interior_resume(&lp, &point, 1e-6, &no_limit), KR_OK);
  cr_expect_lt(point.n_steps, cold);
  cr_expect_float_eq(point.objective, 18, 1e-4);
}

Test(interior, takes_in_a_new_column_and_a_new_row) {
  /* 10 t, unserved at 100, a route at 4 with room for 6. New: a route at 9 through a row of its own with room for 3.
     Optimum 6 * 4 + 3 * 9 + 1 * 100 = 151, tolls 96 and 91. */
  int64_t first_column[] = {0, 3}, first_entry[] = {0, 0, 1, 2};
  double cost[] = {100, 4, 9}, value[] = {1, 1}, demand[] = {10}, capacity[] = {6, 3};
  int32_t row[] = {0, 1};
  int64_t first_column_before[] = {0, 2};
  kr_block_lp before = {1, 1, first_column_before, cost, first_entry, row, value, demand, capacity};
  kr_block_lp lp = {1, 2, first_column, cost, first_entry, row, value, demand, capacity};
  double flow[3] = {0}, spare[3], block_value[1], slack[2] = {0}, toll[2] = {0};
  kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
  cr_assert_eq(kr_interior_solve(&before, &point, 100, 1e-4, &no_limit), KR_OK);
  cr_assert_eq(kr_interior_resume(&lp, &point, 1e-9, &no_limit), KR_OK);
  cr_expect_float_eq(point.objective, 151, 1e-6);
  cr_expect_float_eq(flow[2], 3, 1e-6);
  cr_expect_float_eq(toll[0], 96, 1e-4);
  cr_expect_float_eq(toll[1], 91, 1e-4);
}

Test(interior, stops_at_its_signal) {
  int64_t first_column[] = {0, 2}, first_entry[] = {0, 0, 1};
  double cost[] = {3, 1}, value[] = {1}, demand[] = {4}, capacity[] = {2};
  int32_t row[] = {0};
  kr_block_lp lp = {1, 1, first_column, cost, first_entry, row, value, demand, capacity};
  double flow[2], spare[2], block_value[1], slack[1], toll[1] = {0};
  kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
  volatile sig_atomic_t stop = 1;
  kr_interior_limit limit = {.until_s = INFINITY, .stop = &stop};
  cr_expect_eq(kr_interior_solve(&lp, &point, 1.0, 1e-12, &limit), KR_ERR_LIMIT);
}
