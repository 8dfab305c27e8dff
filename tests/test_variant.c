#include <criterion/criterion.h>
#include <stdlib.h>

#include "graph/plan_diff.h"
#include "graph/variant.h"
#include "tests/build_corridor.h"

/* 5 days; GATE 4 a day on days 0-1, nothing on day 2, 6 a day from day 3; plan "more": 8 on day 3. */
static kr_corridor *c;
static kr_variant *v;
static kr_timetable *t;

static void make(void) {
  c = build_corridor(5, 12);
  build_resource(c, "GATE", "t");
  build_link(c, (built_link){"AB", "A", "B", "rail", 5, "GATE", true});
  build_plan(c, "more", NULL);
  build_capacity(c, "GATE", (built_days){.from_day = 0, .to_day = 1}, 4);
  build_capacity(c, "GATE", (built_days){.from_day = 3, .to_day = 4}, 6);
  build_capacity(c, "GATE", (built_days){.plan = "more", .from_day = 3, .to_day = 3}, 8);
  build_running_time(c, "AB", (built_days){.plan = "more", .from_day = 1, .to_day = 2}, 3);
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = 10.001});
  cr_assert_eq(kr_variant_create(&v, c, 1, "more", NULL), KR_OK);
  cr_assert_eq(kr_timetable_create(&t, c, 1, KR_VIEW_DATED, NULL), KR_OK);
}

static void drop(void) {
  kr_variant_free(v);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

TestSuite(variant, .init = make, .fini = drop);

static void expect_capacities(const kr_corridor *of, int32_t plan, const double *expected) {
  kr_timetable *now = NULL;
  cr_assert_eq(kr_timetable_create(&now, of, plan, KR_VIEW_DATED, NULL), KR_OK);
  for (int32_t d = 0; d < 5; ++d)
    cr_expect_eq(kr_capacity_of(now, 0, d), build_micro(expected[d]), "day %d: %lld", d,
                 (long long)kr_capacity_of(now, 0, d));
  kr_timetable_free(now);
}

Test(variant, lies_over_its_plan_and_leaves_the_original_alone) {
  kr_change change = {0, 1, 9, KR_MICRO / 2, KR_MICRO}; /* half and one more, from day 1 on */
  cr_assert_eq(kr_variant_change(v, t, &change, NULL), KR_OK);
  expect_capacities(&v->corridor, v->plan, (double[]){4, 3, 0, 5, 4});
  expect_capacities(&v->corridor, 1, (double[]){4, 4, 0, 8, 6});
  expect_capacities(c, 1, (double[]){4, 4, 0, 8, 6});
  cr_expect_eq(kr_n_plans(c), 2);
  cr_expect_str_eq(kr_ids_text(v->corridor.plan_ids, v->plan), "more'");
}

Test(variant, never_falls_below_nothing_nor_beyond_what_holds) {
  kr_change less = {0, 0, 0, KR_MICRO, -5 * KR_MICRO}, much = {0, 3, 3, KR_MICRO, INT64_C(2000000000000000000)};
  kr_error err = {0};
  cr_assert_eq(kr_variant_change(v, t, &less, NULL), KR_OK);
  cr_expect_eq(kr_variant_change(v, t, &much, &err), KR_ERR_RANGE);
  expect_capacities(&v->corridor, v->plan, (double[]){0, 4, 0, 8, 6});
}

Test(variant, runs_at_other_speeds) {
  kr_timetable *now = NULL;
  cr_assert_eq(kr_variant_run(v, 0, 2, 3, 2 * KR_MICRO, NULL), KR_OK);
  cr_assert_eq(kr_timetable_create(&now, &v->corridor, v->plan, KR_VIEW_DATED, NULL), KR_OK);
  const int hours[] = {5, 3, 2, 2, 5};
  for (int32_t d = 0; d < 5; ++d) cr_expect_eq(kr_transit_of(now, 0, d), hours[d] * KR_MICRO, "day %d", d);
  kr_timetable_free(now);
}

Test(variant, scales_freight_to_the_nearest_kilogram_and_not_below_what_is_promised) {
  kr_variant *promised = NULL;
  cr_assert_eq(kr_variant_scale(v, 1500000, NULL), KR_OK);
  cr_expect_eq(v->corridor.shipments[0].quantity_kg, 15002); /* 15,001.5 */
  cr_expect_eq(c->shipments[0].quantity_kg, 10001);
  kr_leg leg = leg_link(c, "AB", 0, 5);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .quantity_kg = 6000, .n_legs = 1}, &leg);
  cr_assert_eq(kr_variant_create(&promised, c, 0, "x", NULL), KR_OK);
  cr_assert_eq(kr_variant_scale(promised, 100000, NULL), KR_OK);
  cr_expect_eq(promised->corridor.shipments[0].quantity_kg, 6000);
  kr_variant_free(promised);
}

Test(variant, differences_are_runs_of_days) {
  kr_timetable *base = NULL;
  kr_plan_difference *d = NULL;
  size_t n = 0;
  cr_assert_eq(kr_timetable_create(&base, c, KR_PLAN_BASE, KR_VIEW_DATED, NULL), KR_OK);
  cr_assert_eq(kr_plan_diff(c, base, t, &d, &n, NULL), KR_OK);
  cr_assert_eq(n, 2);
  cr_expect(!d[0].is_running_time && d[0].from_day == 3 && d[0].to_day == 3);
  cr_expect(d[0].before == 6 * KR_MICRO && d[0].after == 8 * KR_MICRO);
  cr_expect(d[1].is_running_time && d[1].from_day == 1 && d[1].to_day == 2);
  cr_expect(d[1].before == 5 * KR_MICRO && d[1].after == 3 * KR_MICRO);
  free(d);
  kr_timetable_free(base);
}
