#include <criterion/criterion.h>

#include "tests/broken_plan.h"

/* Lots of the plan in build_plan.h were promised before. */

static void promise(int lot) {
  kr_lot l = p.a.lots[lot];
  build_lot(&p.c->commitments, l, p.a.legs + l.first_leg);
}

TestSuite(verify_commitment, .init = set_up, .fini = tear_down);

Test(verify_commitment, finds_nothing_where_promises_are_kept) {
  promise(S1_RAIL);
  promise(S2_ROAD);
  CLEAN();
  cr_assert_eq(p.v.objective, 219600);
}

Test(verify_commitment, does_not_ask_for_the_same_number) {
  promise(S1_ROAD);
  p.a.lots[S1_ROAD].number = 9;
  CLEAN();
}

Test(verify_commitment, finds_a_promise_dropped) {
  promise(S2_ROAD);
  p.a.n_lots = 2;
  TOLD_ONLY("shipment S2 lot 1: committed, but the plan has no lot with just these legs, times and 500000 kg");
}

Test(verify_commitment, finds_a_promise_at_another_time) {
  promise(S1_ROAD);
  move_leg(&p, S1_UNLOAD, 42, 48);
  TOLD_ONLY("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

Test(verify_commitment, finds_a_promise_by_another_way) {
  p.c->resources[5].unit = p.c->resources[4].unit; /* the pipe takes coal */
  promise(S1_ROAD);
  p.a.legs[S1_AD] = leg_link(p.c, "AX", 6, 36);
  TOLD_ONLY("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

Test(verify_commitment, finds_a_promise_in_the_other_direction) {
  promise(S1_ROAD);
  p.c->commitments.legs[0].backward = true;
  TOLD_ONLY("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

Test(verify_commitment, finds_a_promise_of_another_quantity) {
  promise(S1_ROAD);
  p.a.lots[S1_ROAD].quantity_kg++;
  TOLD_ONLY("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

Test(verify_commitment, does_not_keep_two_promises_with_one_lot) {
  promise(S1_ROAD);
  promise(S1_ROAD);
  TOLD_ONLY("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

/* S1 came ready two days before the start and left by AD twelve hours before it: hours -12 to 18, unloaded at 24. */
static void leave_before_the_start(void) {
  p.c->shipments[0].ready_min = -2 * KR_MINUTES_PER_DAY;
  move_leg(&p, S1_AD, -12, 18);
  move_leg(&p, S1_UNLOAD, 18, 24);
  move_leg(&p, RAIL_LOAD, 6, 12);
}

Test(verify_commitment, uses_no_capacity_before_the_horizon) {
  leave_before_the_start();
  promise(S1_ROAD);
  p.c->capacities[4].per_day = build_micro(25); /* the lorries that S2 needs on day 0 and no more */
  CLEAN();
  /* r = 0 now: 2 (600 (66 + 6) + 100 * 24 + 300 * 192) + 500 * 36 */
  cr_assert_eq(p.v.objective, 224400);
}

Test(verify_commitment, does_not_let_others_leave_before_the_horizon) {
  leave_before_the_start();
  TOLD_ONLY("shipment S1 lot 2 leg 1: departs at 2024-12-31T12:00Z, before the freight is there at 2025-01-01T00:00Z");
}

Test(verify_commitment, keeps_capacity_within_the_horizon) {
  promise(S1_ROAD);
  p.c->capacities[4].per_day = build_micro(29.9);
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 30 units but there are 29.9");
}

Test(verify_commitment, holds_promises_to_no_new_running_times) {
  promise(S1_ROAD);
  promise(S2_ROAD);
  build_running_time(p.c, "AD", (built_days){0}, 60);
  CLEAN();
}

Test(verify_commitment, holds_promises_to_no_grid_and_no_end) {
  move_leg(&p, S1_AD, 70.5, 100.5);
  move_leg(&p, S1_UNLOAD, 100.5, 106.5);
  promise(S1_ROAD);
  CLEAN();
  /* arrives at 106.5: H = 106.5 - 6, L = 106.5 - 60; before it was H = 36, L = 0 */
  cr_assert_eq(p.v.objective, 219600 + 2 * 100 * (100.5 + 46.5 - 36));
}

Test(verify_commitment, still_asks_promises_for_a_route) {
  p.a.legs[RAIL_AB].backward = true;
  promise(S1_RAIL);
  judge_plan(&p);
  cr_assert(is_told(&p, "shipment S1 lot 1 leg 2: link AB does not go in that direction"));
}

Test(verify_commitment, still_asks_promises_to_wait_until_the_freight_is_ready) {
  move_leg(&p, S1_AD, 4, 34); /* ready at 05:00 */
  promise(S1_ROAD);
  TOLD_ONLY("shipment S1 lot 2 leg 1: departs at 2025-01-01T04:00Z, before the freight is there at 2025-01-01T05:00Z");
}

Test(verify_commitment, does_not_compare_times_in_static_plans) {
  leave_before_the_start();
  promise(S1_ROAD);
  make_static(&p);
  p.c->capacities[4].per_day = build_micro(6.25); /* four days make 25: the lorries of S2 alone */
  CLEAN();
}

Test(verify_commitment, lets_an_unsplittable_shipment_be_as_promised_and_no_more) {
  p.o.is_integer = true;
  p.a.lots[S2_ROAD].quantity_kg = 300000;
  promise(S2_ROAD);
  CLEAN();
  build_lot(&p.a, (kr_lot){.shipment = 1, .number = 2, .quantity_kg = 200000, .n_legs = 2}, &p.a.legs[S1_AD]);
  TOLD_ONLY("shipment S2: may not be split, but goes on beside its commitments");
}

Test(verify_commitment, refuses_promises_that_point_outside) {
  promise(S1_ROAD);
  p.c->commitments.legs[0].what = 99;
  kr_error err = {0};
  cr_assert_eq(kr_verify(&p.v, p.c, &p.o, &p.a, NULL, &err), KR_ERR_RANGE);
  cr_assert_str_eq(err.text, "commitment 1 points outside the corridor");
}

/*
 * At prices of 0 the bound is what everything would cost alone: S1 600 t promised by rail, 2 · 600 · 66 = 79,200, and
 * 400 t by AD, 2 · 400 · 36; S2 500 · 36. A price of 10 a lorry on day 0 adds 0.5 a tonne on 900 t less 40 · 10.
 */
Test(verify_commitment, keeps_promises_out_of_the_bound) {
  double price[24] = {0};
  p.claims = (kr_verify_claims){.objective = 219600, .bound = 126000, .gap = 93600.0 / 219600.0, .shadow_price = price};
  promise(S1_RAIL);
  judge_claims(&p);
  cr_assert_eq(p.v.n_violations, 0, "%s", p.v.violations[0]);
  cr_assert_eq(p.v.bound, 126000);
  price[4 * 4] = 10;
  judge_claims(&p);
  cr_assert_float_eq(p.v.bound, 126000 + 450 - 400, 1e-9);
  /* 100 t promised by lorry take 5 lorries off the 40, and 2 · 100 · 36 of toll-free cost: 0.5 · 800 - 10 · 35 */
  promise(S1_ROAD);
  judge_claims(&p);
  cr_assert_float_eq(p.v.bound, 126000 + 400 - 350, 1e-9);
}
