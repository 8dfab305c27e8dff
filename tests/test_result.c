#include "graph/result.h"

#include <criterion/criterion.h>

#include "tests/build_corridor.h"

static kr_corridor *c;
static kr_timetable *t;
static kr_allocation a;
static kr_tally tally[3];
static double used[16];

/* Ten days in steps of 12 h. A -L-> B (24 h, 3 usd and 2 kg a tonne), then a transfer of 6 h at B, then C by sea. */
static void make(void) {
  c = build_corridor(10, 12);
  build_resource(c, "track", "train");
  build_carries(c, "box", "train", 1000);
  build_capacity(c, "track", (built_days){NULL, 0, 0, NULL}, 2);
  build_link(c, (built_link){"L", "A", "B", "rail", 24, "track", false});
  build_link(c, (built_link){"M", "B", "C", "sea", 30, NULL, true});
  build_transfer(c, (built_transfer){"B", "rail", "sea", 6, NULL});
  c->links[0].cost_usd_per_t = 3;
  c->links[0].co2_kg_per_t = 2;
  build_shipment(c, (built_shipment){"S1", "A", "B", "box", 500, 5, 48, 2, false});
  build_shipment(c, (built_shipment){"S2", "A", "C", "box", 10, 0, 0, 0, false});
  build_shipment(c, (built_shipment){"S3", "A", "C", "box", 4, 0, 0, 0, false});
}

static void drop(void) {
  kr_timetable_free(t);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

TestSuite(result, .init = make, .fini = drop);

static void add(int32_t shipment, int32_t number, int64_t kg, int32_t depart_min, int32_t arrive_min) {
  kr_leg leg = {.kind = KR_LEG_LINK, .what = 0, .depart_min = depart_min, .arrive_min = arrive_min};
  cr_assert_eq(kr_allocation_add(&a, shipment, number, kg, &leg, 1), KR_OK);
}

Test(result, adds_up_lots_per_shipment_and_day) {
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_DATED, NULL), KR_OK);
  add(0, 1, 300000, 720, 2160);  /* day 0, arrives at 36 h */
  add(0, 2, 100000, 2160, 3600); /* day 1, arrives at 60 h, 12 h behind due */
  kr_tally_sum(c, t, &a, tally, used);
  /* ready at 5 h: the first boundary is 12 h. H: 24 h and 48 h. */
  cr_expect_eq(tally[0].served_kg, 400000);
  cr_expect_float_eq(tally[0].hours_kg_h, 300000. * 24 + 100000. * 48, 1e-6);
  cr_expect_float_eq(tally[0].late_kg_h, 100000. * 12, 1e-6);
  cr_expect_eq(tally[0].late_kg, 100000, "of the lot that is late, not of its shipment");
  cr_expect_float_eq(tally[0].cost_usd, 400 * 3, 1e-9);
  cr_expect_float_eq(tally[0].co2_kg, 400 * 2, 1e-9);
  cr_expect_eq(tally[0].first_arrival_min, 2160);
  cr_expect_eq(tally[0].last_arrival_min, 3600);
  cr_expect_float_eq(used[0], 0.3, 1e-12);
  cr_expect_float_eq(used[1], 0.1, 1e-12);
  cr_expect_eq(used[2], 0);
  cr_expect_eq(tally[1].served_kg, 0);
  cr_expect_eq(tally[1].first_arrival_min, KR_NO_TIME);
  /* S1: 2 * (300 * 24 + 100 * 48 + 1 * 100 * 12 + 100 t left * 480 h); S2 and S3: 14 t * 480 h */
  cr_expect_float_eq(kr_tally_objective(c, tally), 2 * (7200 + 4800 + 1200 + 48000) + 14 * 480, 1e-6);
}

Test(result, takes_hours_as_given_in_the_static_view) {
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_STATIC, NULL), KR_OK);
  kr_leg legs[] = {{.kind = KR_LEG_LINK, .what = 0, .depart_min = KR_NO_TIME, .arrive_min = KR_NO_TIME},
                   {.kind = KR_LEG_TRANSFER, .what = 0, .depart_min = KR_NO_TIME, .arrive_min = KR_NO_TIME},
                   {.kind = KR_LEG_LINK, .what = 1, .depart_min = KR_NO_TIME, .arrive_min = KR_NO_TIME}};
  cr_assert_eq(kr_allocation_add(&a, 1, 1, 10000, legs, 3), KR_OK);
  kr_tally_sum(c, t, &a, tally, used);
  cr_expect_float_eq(tally[1].hours_kg_h, 10000. * (24 + 6 + 30), 1e-6);
  cr_expect_eq(tally[1].late_kg_h, 0);
  cr_expect_eq(tally[1].first_arrival_min, KR_NO_TIME);
  cr_expect_float_eq(used[0], 0.01, 1e-12);
}
