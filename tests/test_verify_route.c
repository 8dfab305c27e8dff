#include <criterion/criterion.h>
#include <math.h>

#include "tests/broken_plan.h"

/* Each test breaks one leg of the plan in build_plan.h, without looking at what the plan claims. */

TestSuite(verify_route, .init = set_up, .fini = tear_down);

static const built_transfer crane = {.node = "B", .from_mode = "rail", .to_mode = "sea"};
static const built_transfer ashore = {.node = "C", .from_mode = "sea", .to_mode = "road"};
static const built_transfer load = {.node = "A", .to_mode = "rail"};
static const built_transfer unload = {.node = "D", .from_mode = "road"};

Test(verify_route, finds_nothing_in_a_correct_plan) {
  CLEAN();
  /* by hand in build_plan.h */
  cr_assert_eq(p.v.objective, 219600);
  cr_assert_eq(p.v.transit_tonne_h, 57600);
  cr_assert_eq(p.v.served_kg, 1200000);
  cr_assert_eq(p.v.unserved_kg, 300000);
  cr_assert(p.v.bound < 0 && isinf(p.v.bound));
}

Test(verify_route, finds_a_departure_before_the_freight_is_ready) {
  move_leg(&p, S1_AD, 0, 30); /* ready at 05:00, so from boundary 1 = 06:00 on */
  TOLD_ONLY("shipment S1 lot 2 leg 1: departs at 2025-01-01T00:00Z, before the freight is there at 2025-01-01T06:00Z");
}

Test(verify_route, finds_a_departure_before_the_leg_before_has_arrived) {
  move_leg(&p, S1_UNLOAD, 30, 36);
  TOLD_ONLY("shipment S1 lot 2 leg 2: departs at 2025-01-02T06:00Z, before the freight is there at 2025-01-02T12:00Z");
}

Test(verify_route, allows_waiting_between_legs) {
  move_leg(&p, S1_UNLOAD, 84, 90);
  CLEAN();
}

Test(verify_route, finds_an_arrival_before_the_departure) {
  move_leg(&p, RAIL_C, 54, 48);
  TOLD("shipment S1 lot 1 leg 5: arrives before it departs");
}

Test(verify_route, finds_times_off_the_grid_of_steps) {
  move_leg(&p, S1_AD, 7, 37);
  move_leg(&p, S1_UNLOAD, 42, 48);
  TOLD_ONLY("shipment S1 lot 2 leg 1: is not on a step boundary (steps of 6 h)");
}

Test(verify_route, finds_a_link_that_takes_too_long) {
  move_leg(&p, S2_AD, 0, 36); /* 30 h = 5 steps = 1800 minutes */
  move_leg(&p, S2_UNLOAD, 36, 42);
  TOLD_ONLY("shipment S2 lot 1 leg 1: takes 2160 minutes; it must take 1800");
}

Test(verify_route, finds_a_link_that_is_too_quick) {
  move_leg(&p, RAIL_AB, 12, 18); /* 9 h round up to 2 steps */
  TOLD_ONLY("shipment S1 lot 1 leg 2: takes 360 minutes; it must take 720");
}

Test(verify_route, asks_one_step_of_a_link_of_no_hours) {
  p.c->links[2].transit_uh = 0; /* CD */
  CLEAN();
  move_leg(&p, RAIL_CD, 54, 54);
  TOLD_ONLY("shipment S1 lot 1 leg 6: takes 0 minutes; it must take 360");
}

Test(verify_route, rounds_a_millionth_of_an_hour_up_to_a_step) {
  p.c->links[2].transit_uh = 6 * KR_MICRO;
  CLEAN();
  p.c->links[2].transit_uh++;
  TOLD_ONLY("shipment S1 lot 1 leg 6: takes 360 minutes; it must take 720");
}

Test(verify_route, takes_the_running_time_of_the_day_of_departure) {
  build_running_time(p.c, "AD", (built_days){.from_day = 1, .to_day = 1}, 12);
  CLEAN(); /* both lots leave on day 0 */
  move_leg(&p, S1_AD, 24, 54);
  move_leg(&p, S1_UNLOAD, 54, 60);
  TOLD_ONLY("shipment S1 lot 2 leg 1: takes 1800 minutes; it must take 720");
  move_leg(&p, S1_AD, 24, 36);
  CLEAN();
}

Test(verify_route, takes_the_running_time_of_the_nearest_plan) {
  p.o.plan = build_plan(p.c, "flood", NULL);
  build_running_time(p.c, "AD", (built_days){0}, 12);
  build_running_time(p.c, "AD", (built_days){.plan = "flood", .from_day = -5, .to_day = 0}, 30);
  CLEAN(); /* flood says 30 h on day 0; the base would say 12 */
  p.o.plan = KR_PLAN_BASE;
  TOLD("shipment S2 lot 1 leg 1: takes 1800 minutes; it must take 720");
}

Test(verify_route, finds_a_transfer_that_takes_no_time_though_it_must) {
  move_leg(&p, RAIL_CRANE, 24, 24);
  TOLD_ONLY("shipment S1 lot 1 leg 3: takes 0 minutes; it must take 360");
}

Test(verify_route, finds_an_arrival_after_the_horizon) {
  move_leg(&p, S1_AD, 66, 96); /* N = 16 is hour 96 */
  move_leg(&p, S1_UNLOAD, 96, 102);
  TOLD_ONLY("shipment S1 lot 2 leg 2: arrives after the end of the horizon");
}

Test(verify_route, finds_a_departure_at_the_end_of_the_horizon) {
  move_leg(&p, S1_AD, 96, 126);
  move_leg(&p, S1_UNLOAD, 126, 132);
  TOLD("shipment S1 lot 2 leg 1: departs at the end of the horizon");
}

Test(verify_route, finds_a_one_way_link_taken_against_its_direction) {
  p.a.legs[RAIL_AB].backward = true;
  TOLD("shipment S1 lot 1 leg 2: link AB does not go in that direction");
}

Test(verify_route, allows_a_two_way_link_backward) {
  int32_t s = build_shipment(p.c, (built_shipment){.id = "S3", .from = "C", .to = "B", .cargo = "coal", .tonnes = 50});
  kr_leg leg = leg_back(p.c, "BC", 0, 24);
  build_lot(&p.a, (kr_lot){.shipment = s, .number = 1, .quantity_kg = 50000, .n_legs = 1}, &leg);
  CLEAN();
  p.a.legs[p.a.n_legs - 1].backward = false;
  TOLD("shipment S3 lot 1 leg 1: link BC begins at B but the freight is at C");
}

Test(verify_route, finds_a_jump_between_places) {
  kr_leg legs[] = {leg_transfer(p.c, load, 6, 12), leg_link(p.c, "AB", 12, 24), leg_link(p.c, "CD", 24, 30),
                   leg_transfer(p.c, unload, 30, 36)};
  replace_legs(&p, S1_RAIL, legs, 4);
  TOLD("shipment S1 lot 1 leg 3: link CD begins at C but the freight is at B");
}

Test(verify_route, finds_a_change_of_mode_without_a_transfer) {
  kr_leg legs[] = {leg_transfer(p.c, load, 6, 12),    leg_link(p.c, "AB", 12, 24), leg_link(p.c, "BC", 24, 48),
                   leg_transfer(p.c, ashore, 48, 48), leg_link(p.c, "CD", 48, 54), leg_transfer(p.c, unload, 54, 60)};
  replace_legs(&p, S1_RAIL, legs, 6);
  TOLD_ONLY("shipment S1 lot 1 leg 3: link BC is sea but the freight is on rail; a transfer is missing");
}

Test(verify_route, finds_a_transfer_from_a_mode_that_it_is_not_on) {
  kr_leg legs[] = {leg_link(p.c, "AD", 6, 36), leg_link(p.c, "CD", 36, 42), leg_transfer(p.c, ashore, 42, 42),
                   leg_link(p.c, "CD", 42, 48), leg_transfer(p.c, unload, 48, 54)};
  legs[1].backward = true; /* D to C by road */
  replace_legs(&p, S1_ROAD, legs, 5);
  TOLD_ONLY("shipment S1 lot 2 leg 3: transfer from sea but the freight is on road");
}

Test(verify_route, finds_a_transfer_at_another_place) {
  kr_leg legs[] = {leg_transfer(p.c, load, 6, 12), leg_transfer(p.c, crane, 12, 18),
                   leg_link(p.c, "BC", 18, 42),    leg_transfer(p.c, ashore, 42, 42),
                   leg_link(p.c, "CD", 42, 48),    leg_transfer(p.c, unload, 48, 54)};
  replace_legs(&p, S1_RAIL, legs, 6);
  TOLD_ONLY("shipment S1 lot 1 leg 2: transfer at B but the freight is at A");
}

Test(verify_route, finds_a_missing_loading_leg) {
  kr_leg legs[6];
  for (int i = 0; i < 6; i++) legs[i] = p.a.legs[i + 1];
  replace_legs(&p, S1_RAIL, legs, 6);
  TOLD_ONLY("shipment S1 lot 1 leg 1: sets off by rail at A without the loading leg that transfer.csv asks for");
}

Test(verify_route, finds_a_missing_loading_leg_before_a_transfer) {
  build_transfer(p.c, (built_transfer){"A", NULL, "road", 0, NULL});
  kr_leg at_once = leg_transfer(p.c, (built_transfer){.node = "A", .from_mode = "road", .to_mode = "rail"}, 6, 6);
  p.a.legs[RAIL_LOAD] = at_once;
  TOLD("shipment S1 lot 1 leg 1: sets off by road at A without the loading leg that transfer.csv asks for");
}

Test(verify_route, allows_a_start_by_transfer_from_a_mode_whose_links_are_there) {
  p.a.legs[RAIL_LOAD] = leg_transfer(p.c, (built_transfer){.node = "A", .from_mode = "road", .to_mode = "rail"}, 6, 6);
  CLEAN();
}

Test(verify_route, finds_a_start_by_a_mode_that_no_link_has_there) {
  p.a.legs[RAIL_LOAD] = leg_transfer(p.c, (built_transfer){.node = "A", .from_mode = "air", .to_mode = "rail"}, 6, 6);
  TOLD_ONLY("shipment S1 lot 1 leg 1: starts by air, which no link has at A");
}

Test(verify_route, finds_loading_in_the_middle) {
  kr_leg legs[8] = {p.a.legs[0], leg_transfer(p.c, load, 12, 18)};
  for (int i = 2; i < 8; i++) legs[i] = p.a.legs[i - 1];
  for (int i = 2; i < 8; i++) legs[i].depart_min += 360, legs[i].arrive_min += 360;
  replace_legs(&p, S1_RAIL, legs, 8);
  p.c->capacities[1].per_day *= 2; /* the yard has room for both */
  TOLD_ONLY("shipment S1 lot 1 leg 2: loading in the middle of a route");
}

Test(verify_route, finds_unloading_in_the_middle) {
  kr_leg legs[] = {leg_link(p.c, "AD", 6, 36), leg_transfer(p.c, unload, 36, 42), leg_transfer(p.c, unload, 42, 48)};
  replace_legs(&p, S1_ROAD, legs, 3);
  TOLD("shipment S1 lot 2 leg 2: unloading in the middle of a route");
}

Test(verify_route, finds_a_missing_unloading_leg) {
  kr_leg leg = leg_link(p.c, "AD", 6, 36);
  replace_legs(&p, S1_ROAD, &leg, 1);
  TOLD_ONLY("shipment S1 lot 2: ends by road at D without the unloading leg that transfer.csv asks for");
}

Test(verify_route, finds_a_route_that_ends_elsewhere) {
  replace_legs(&p, S1_RAIL, p.a.legs, 2);
  TOLD_ONLY("shipment S1 lot 1: ends at B but must go to D");
}

Test(verify_route, finds_a_resource_that_the_cargo_cannot_use) {
  p.a.legs[S1_AD] = leg_link(p.c, "AX", 6, 36);
  TOLD_ONLY("shipment S1 lot 2 leg 1: cargo coal cannot use resource pipe");
}

Test(verify_route, finds_legs_without_times) {
  p.a.legs[S1_AD].depart_min = KR_NO_TIME;
  TOLD("shipment S1 lot 2 leg 1: has no time; a plan with dates needs both");
}

Test(verify_route, survives_times_in_another_century) {
  p.a.legs[S1_AD].depart_min = INT32_MIN + 1;
  p.a.legs[S1_AD].arrive_min = INT32_MAX;
  TOLD("shipment S1 lot 2 leg 1: departs at another century, before the freight is there");
}
