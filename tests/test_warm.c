#include <criterion/criterion.h>
#include <math.h>

#include "graph/network.h"
#include "solver/solve.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"

static kr_solution *solved(const kr_corridor *c, const kr_warm *warm) {
  kr_solution *s = NULL;
  kr_error err = {0};
  kr_settings settings = kr_settings_default();
  settings.warm = warm;
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "%s", err.text);
  return s;
}

/** What a pool of columns is made over. */
typedef struct stage {
  kr_timetable *table;
  kr_network *net;
  kr_timeline *line;
  kr_columns *pool;
} stage;

static stage set(const kr_corridor *c, int32_t plan) {
  stage s = {0};
  cr_assert_eq(kr_timetable_create(&s.table, c, plan, KR_VIEW_DATED, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&s.net, c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&s.line, c, s.table, s.net, NULL), KR_OK);
  cr_assert_eq(kr_columns_create(&s.pool, s.line, NULL), KR_OK);
  return s;
}

static void strike(stage *s) {
  kr_columns_free(s->pool);
  kr_timeline_free(s->line);
  kr_network_free(s->net);
  kr_timetable_free(s->table);
}

static void add_lot(kr_corridor *c, kr_allocation *a, double depart_h) {
  kr_leg leg = leg_link(c, "AB", depart_h, depart_h + 6);
  cr_assert_eq(kr_allocation_add(a, 0, (int32_t)a->n_lots + 1, 5000, &leg, 1), KR_OK);
}

Test(warm, a_route_comes_back_at_the_times_it_had) {
  kr_corridor *c = build_gate_queue();
  kr_allocation lots = {0};
  add_lot(c, &lots, 30);
  stage s = set(c, KR_PLAN_BASE);
  int64_t n = 0;
  cr_assert_eq(kr_warm_columns(s.pool, &lots, NULL, &n, NULL), KR_OK);
  cr_assert_eq(n, 1);
  cr_expect_eq(s.pool->columns[0].arrival, 6, "30 h + 6 h are boundary 6");
  cr_expect_float_eq(s.pool->columns[0].cost, 36, 1e-12);
  cr_assert_eq(s.pool->columns[0].n_uses, 1);
  cr_expect_eq(s.pool->uses[0].row, 1, "the gate on the second day");
  strike(&s);
  kr_allocation_clear(&lots);
  kr_corridor_free(c);
}

Test(warm, a_route_waits_where_its_day_is_closed_now_and_takes_longer_where_the_link_does) {
  kr_corridor *c = build_gate_queue();
  int32_t plan = build_plan(c, "repair", NULL);
  build_capacity(c, "GATE", (built_days){.plan = "repair", .from_day = 1, .to_day = 1}, 0);
  build_running_time(c, "AB", (built_days){.plan = "repair"}, 18);
  kr_allocation lots = {0};
  add_lot(c, &lots, 30); /* the second day is closed: leaves at 48 h, 18 h: arrives at 66 h, boundary 11 */
  stage s = set(c, plan);
  cr_assert_eq(kr_warm_columns(s.pool, &lots, NULL, NULL, NULL), KR_OK);
  cr_assert_eq(s.pool->n_columns, 1);
  cr_expect_eq(s.pool->columns[0].arrival, 11);
  cr_expect_eq(s.pool->uses[0].row, 2);
  strike(&s);
  kr_allocation_clear(&lots);
  kr_corridor_free(c);
}

Test(warm, a_route_that_cannot_be_travelled_any_more_is_left_out) {
  kr_corridor *c = build_gate_queue();
  int32_t plan = build_plan(c, "shut", NULL);
  build_capacity(c, "GATE", (built_days){.plan = "shut"}, 0);
  build_link(c, (built_link){"XY", "X", "Y", "rail", 6, NULL, true});
  kr_allocation lots = {0};
  kr_leg elsewhere = leg_link(c, "XY", 0, 6);
  add_lot(c, &lots, 0);
  cr_assert_eq(kr_allocation_add(&lots, 0, 2, 5000, &elsewhere, 1), KR_OK);
  stage s = set(c, plan);
  cr_assert_eq(kr_warm_columns(s.pool, &lots, NULL, NULL, NULL), KR_OK);
  cr_expect_eq(s.pool->n_columns, 0);
  strike(&s);
  kr_allocation_clear(&lots);
  kr_corridor_free(c);
}

Test(warm, a_solve_from_another_plans_routes_and_prices_ends_as_a_cold_one) {
  /* 12 t at 5 t a day: 30 + 150 + 108 = 288; at 2.5 t a day 4 days hold 10 t: 2.5 (6 + 30 + 54 + 78) + 2 U(192) = 804
   */
  kr_corridor *c = build_gate_queue();
  kr_solution *before = solved(c, NULL);
  kr_warm warm = {&before->result.allocation, before->result.shadow_price};
  kr_solution *same = solved(c, &warm);
  cr_expect_float_eq(same->result.objective, 288, 1e-9);
  cr_expect(same->result.is_optimal);
  c->capacities[0].per_day = build_micro(1);
  kr_solution *halved = solved(c, &warm);
  cr_expect_float_eq(halved->result.objective, 804, 1e-9);
  cr_expect(halved->result.is_optimal);
  kr_solution_free(before);
  kr_solution_free(same);
  kr_solution_free(halved);
  kr_corridor_free(c);
}

Test(warm, prices_that_are_no_prices_are_taken_for_none) {
  kr_corridor *c = build_gate_queue();
  kr_allocation none = {0};
  double toll[] = {NAN, -1, INFINITY, 7};
  kr_warm warm = {&none, toll};
  kr_solution *s = solved(c, &warm);
  cr_expect_float_eq(s->result.objective, 288, 1e-9);
  cr_expect(s->result.is_optimal);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(warm, survives_the_failure_of_any_allocation) {
  kr_corridor *c = build_gate_queue();
  kr_allocation lots = {0};
  add_lot(c, &lots, 0);
  int n = 1;
  for (kr_status status = KR_ERR_MEMORY; status != KR_OK; ++n) {
    stage s = set(c, KR_PLAN_BASE);
    failing_alloc_arm(n);
    status = kr_warm_columns(s.pool, &lots, NULL, NULL, NULL);
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY);
    strike(&s);
  }
  cr_expect_gt(n, 4);
  kr_allocation_clear(&lots);
  kr_corridor_free(c);
}
