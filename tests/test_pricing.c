#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solver/pricing.h"
#include "tests/build_corridor.h"

/** 40 shipments of two cargoes to two places, due or not: several groups, more than one batch. */
static kr_corridor *many(void) {
  kr_corridor *c = build_corridor(6, 12);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 7);
  build_link(c, (built_link){"AB", "A", "B", "rail", 12, "GATE", false});
  build_link(c, (built_link){"BC", "B", "C", "rail", 20, NULL, false});
  for (int i = 0; i < 40; ++i) {
    char id[16];
    snprintf(id, sizeof id, "S%d", i);
    build_shipment(c, (built_shipment){.id = id,
                                       .from = i % 3 ? "A" : "B",
                                       .to = i % 3 == 2 ? "B" : "C",
                                       .cargo = i % 2 ? "x" : "y",
                                       .tonnes = 1 + i,
                                       .ready_h = 5 * (i % 7),
                                       .due_h = i % 5 ? 12 * (i % 5) : 0,
                                       .weight = 1 + i % 2});
  }
  return c;
}

typedef struct outcome {
  double cost[40], bound;
  int64_t added;
  size_t columns, moves;
  uint64_t fingerprint;
} outcome;

static outcome priced(const kr_corridor *c, int32_t threads) {
  outcome out = {.fingerprint = 1469598103934665603u};
  kr_timetable *t = NULL;
  kr_network *net = NULL;
  kr_timeline *line = NULL;
  kr_columns *pool = NULL;
  kr_pricing *pricing = NULL;
  double open_t[40], limit[40], capacity[6], price[6] = {30, 1, 0, 0, 2, 0};
  for (int i = 0; i < 40; ++i) {
    open_t[i] = i == 11 ? 0 : 1 + i;
    limit[i] = 1e9;
  }
  for (int d = 0; d < 6; ++d) capacity[d] = 7;
  cr_assert_eq(kr_timetable_create(&t, c, 0, KR_VIEW_DATED, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&net, c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&line, c, t, net, NULL), KR_OK);
  cr_assert_eq(kr_columns_create(&pool, line, NULL), KR_OK);
  cr_assert_eq(kr_pricing_create(&pricing, line, open_t, threads, NULL), KR_OK);
  kr_pass pass = {.price = price, .limit = limit, .cost = out.cost};
  cr_assert_eq(kr_pricing_run(pricing, pool, &pass, NULL), KR_OK);
  out.added = pass.n_added;
  out.bound = kr_pricing_bound(pricing, &pass, capacity);
  out.columns = pool->n_columns;
  out.moves = pool->n_moves;
  for (size_t i = 0; i < pool->n_moves; ++i)
    out.fingerprint = (out.fingerprint ^ (uint64_t)(pool->moves[i].arc * 1000 + pool->moves[i].tau)) * 1099511628211u;
  cr_assert_eq(kr_pricing_run(pricing, pool, &pass, NULL), KR_OK);
  cr_expect_eq(pass.n_added, 0, "the same tolls bring the same routes, which the pool has");
  kr_pricing_free(pricing);
  kr_columns_free(pool);
  kr_timeline_free(line);
  kr_network_free(net);
  kr_timetable_free(t);
  return out;
}

Test(pricing, gives_the_same_answer_for_any_number_of_threads) {
  kr_corridor *c = many();
  outcome one = priced(c, 1), two = priced(c, 2), four = priced(c, 4);
  for (int i = 0; i < 40; ++i) {
    cr_expect(one.cost[i] == two.cost[i] && two.cost[i] == four.cost[i]);
  }
  cr_expect_eq(one.fingerprint, two.fingerprint);
  cr_expect_eq(one.fingerprint, four.fingerprint);
  cr_expect(one.bound == four.bound);
  kr_corridor_free(c);
}

Test(pricing, leaves_out_what_is_not_to_be_planned_and_adds_one_route_each) {
  kr_corridor *c = many();
  outcome out = priced(c, 2);
  cr_expect_eq(out.cost[11], INFINITY);
  cr_expect_eq(out.added, 39);
  cr_expect_eq(out.columns, 39);
  kr_corridor_free(c);
}

Test(pricing, prices_one_shipment_as_by_hand) {
  /* S2: A to B, ready 10 h = step 1, weight 1, due 24 h = step 2. Leaving at step 1 costs 12 h and day 0's toll of 30;
     waiting to step 2 (day 1) arrives at step 3: 24 h, 12 h late and a toll of 1: 37 against 42. */
  kr_corridor *c = many();
  outcome out = priced(c, 1);
  cr_expect_float_eq(out.cost[2], 37, 1e-12);
  kr_corridor_free(c);
}
