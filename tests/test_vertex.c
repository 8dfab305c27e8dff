#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "solver/vertex.h"

static const kr_interior_limit no_limit = {INFINITY, NULL};

/* One block of 10 t: unserved at 100, two equal routes at 4 over a row of 6, a free one at 9. Optimum 6 at 4, 4 at 9.
 */
static const int64_t first_column[] = {0, 4}, first_entry[] = {0, 0, 1, 2, 2};
static const double cost[] = {100, 4, 4, 9}, value[] = {1, 1}, demand[] = {10}, capacity[] = {6};
static const int32_t row[] = {0, 0};
static const kr_block_lp two_ways = {1, 1, first_column, cost, first_entry, row, value, demand, capacity};

Test(vertex, merges_equal_routes_into_one) {
  double flow[] = {0, 2.5, 3.5, 4}, slack[] = {0};
  cr_assert_eq(kr_vertex_reach(&two_ways, flow, slack, 1e-9, &no_limit), KR_OK);
  cr_expect_float_eq(flow[1] + flow[2], 6, 1e-12);
  cr_expect(flow[1] == 0 || flow[2] == 0);
  cr_expect_float_eq(flow[3], 4, 1e-12);
  cr_expect_float_eq(slack[0], 0, 1e-12);
}

Test(vertex, improves_a_flow_that_is_not_optimal_on_the_way) {
  /* pushed to a vertex of no greater cost: 0.3 stay unserved at first, which no vertex of lower cost does */
  double flow[] = {0.3, 2.5, 3.2, 4}, slack[] = {0.3};
  double before = 30 + 2.5 * 4 + 3.2 * 4 + 36, after = 0;
  cr_assert_eq(kr_vertex_reach(&two_ways, flow, slack, 1e-9, &no_limit), KR_OK);
  for (int p = 0; p < 4; ++p) after += cost[p] * flow[p];
  cr_expect_leq(after, before);
  cr_expect_float_eq(flow[0] + flow[1] + flow[2] + flow[3], 10, 1e-12);
}

Test(vertex, drops_dust_and_gives_it_to_the_key) {
  double flow[] = {1e-10, 6, 1e-10, 4 - 2e-10}, slack[] = {0};
  cr_assert_eq(kr_vertex_reach(&two_ways, flow, slack, 1e-9, &no_limit), KR_OK);
  cr_expect_eq(flow[0], 0);
  cr_expect_eq(flow[2], 0);
  cr_expect_float_eq(flow[1] + flow[3], 10, 1e-12);
}

/* ---- random LPs: from their interior optimum to a vertex ---- */

typedef struct game {
  kr_block_lp lp;
  int64_t first_column[41], first_entry[400];
  double cost[400], value[4000], demand[40], capacity[12];
  int32_t row[4000];
} game;

static double uniform(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(*seed >> 40) / (double)(1 << 24);
}

/** Round numbers half of the time, so that vertices are degenerate. */
static void deal(game *g, uint64_t seed) {
  int round = seed % 2 == 0;
  int64_t column = 0, entry = 0;
  int32_t rows = 1 + (int32_t)(uniform(&seed) * 11), blocks = 1 + (int32_t)(uniform(&seed) * 39);
  g->lp =
      (kr_block_lp){blocks, rows, g->first_column, g->cost, g->first_entry, g->row, g->value, g->demand, g->capacity};
  for (int32_t r = 0; r < rows; ++r) g->capacity[r] = round ? 1 + floor(uniform(&seed) * 9) : 0.5 + 20 * uniform(&seed);
  g->first_column[0] = g->first_entry[0] = 0;
  for (int32_t s = 0; s < blocks; ++s) {
    g->demand[s] = round ? 2 : 0.1 + 9 * uniform(&seed);
    g->cost[column] = 100;
    g->first_entry[++column] = entry;
    for (int k = (int)(uniform(&seed) * 8); k > 0; --k) {
      g->cost[column] = round ? floor(uniform(&seed) * 6) : 90 * uniform(&seed);
      for (int32_t r = 0; r < rows; ++r)
        if (uniform(&seed) < 0.35) {
          g->row[entry] = r;
          g->value[entry++] = round ? 1 : 0.05 + uniform(&seed);
        }
      g->first_entry[++column] = entry;
    }
    g->first_column[s + 1] = column;
  }
}

static void judge(const game *g, const double *flow, double before, uint64_t seed) {
  double used[12] = {0}, after = 0;
  int64_t positive = 0;
  for (int32_t s = 0; s < g->lp.n_blocks; ++s) {
    double sum = 0;
    for (int64_t p = g->first_column[s]; p < g->first_column[s + 1]; ++p) {
      cr_expect_geq(flow[p], 0);
      sum += flow[p];
      after += g->cost[p] * flow[p];
      positive += flow[p] > 0;
      for (int64_t e = g->first_entry[p]; e < g->first_entry[p + 1]; ++e) used[g->row[e]] += g->value[e] * flow[p];
    }
    cr_expect_float_eq(sum, g->demand[s], 1e-9, "seed %llu block %d", (unsigned long long)seed, s);
  }
  for (int32_t r = 0; r < g->lp.n_rows; ++r)
    cr_expect_leq(used[r], g->capacity[r] + 1e-7, "seed %llu row %d", (unsigned long long)seed, r);
  cr_expect_leq(after, before + 1e-6 * fmax(1, before), "seed %llu", (unsigned long long)seed);
  cr_expect_leq(positive, g->lp.n_blocks + g->lp.n_rows, "seed %llu: a vertex", (unsigned long long)seed);
}

static void play(game *g, uint64_t seed) {
  deal(g, seed);
  double flow[400], spare[400], block_value[40], slack[12], toll[12] = {0};
  kr_block_point point = {.flow = flow, .spare = spare, .value = block_value, .slack = slack, .toll = toll};
  cr_assert_eq(kr_interior_solve(&g->lp, &point, 1.0, 1e-9, &no_limit), KR_OK, "seed %llu", (unsigned long long)seed);
  double before = point.objective;
  cr_assert_eq(kr_vertex_reach(&g->lp, flow, slack, 1e-7, &no_limit), KR_OK);
  judge(g, flow, before, seed);
}

Test(vertex, is_reached_from_the_interior_of_random_problems_at_no_greater_cost) {
  static game g;
  for (uint64_t seed = 1; seed <= 3000; ++seed) play(&g, seed);
}
