#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/broken_plan.h"

/* Lots, quantities and capacities of the plan in build_plan.h, one thing broken at a time. */

TestSuite(verify, .init = set_up, .fini = tear_down);

Test(verify, finds_two_lots_of_one_number) {
  p.a.lots[S1_ROAD].number = 1;
  TOLD_ONLY("shipment S1 lot 1: another lot has the same number");
}

Test(verify, finds_a_lot_number_below_one) {
  p.a.lots[S1_ROAD].number = 0;
  TOLD_ONLY("shipment S1 lot 0: lots are numbered from 1");
}

Test(verify, finds_a_lot_of_nothing) {
  p.a.lots[S1_ROAD].quantity_kg = 0;
  TOLD_ONLY("shipment S1 lot 2: carries 0 kg; a lot carries at least one");
}

Test(verify, finds_a_lot_of_less_than_nothing) {
  p.a.lots[S1_ROAD].quantity_kg = -5;
  TOLD_ONLY("shipment S1 lot 2: carries -5 kg; a lot carries at least one");
}

Test(verify, finds_a_shipment_that_is_not_there) {
  p.a.lots[S1_ROAD].shipment = 2;
  TOLD_ONLY("lot 2 of the plan: there is no shipment number 2");
}

Test(verify, finds_a_lot_without_legs) {
  p.a.lots[S1_ROAD].n_legs = 0;
  TOLD_ONLY("shipment S1 lot 2: has no legs");
}

Test(verify, finds_a_leg_that_names_no_link) {
  p.a.legs[S1_AD].what = kr_n_links(p.c);
  TOLD_ONLY("shipment S1 lot 2: a leg names a link or transfer row that is not there, or a row of another kind");
}

Test(verify, finds_a_transfer_row_called_an_unloading) {
  p.a.legs[S1_UNLOAD].what = 1; /* the crane */
  TOLD_ONLY("shipment S1 lot 2: a leg names a link or transfer row that is not there, or a row of another kind");
}

Test(verify, finds_a_loading_row_called_a_transfer) {
  p.a.legs[RAIL_LOAD].kind = KR_LEG_TRANSFER;
  TOLD_ONLY("shipment S1 lot 1: a leg names a link or transfer row that is not there, or a row of another kind");
}

Test(verify, finds_legs_beyond_the_end_of_the_plan) {
  p.a.lots[S2_ROAD].n_legs = 3;
  TOLD_ONLY("shipment S2 lot 1: a leg names a link or transfer row that is not there, or a row of another kind");
}

Test(verify, finds_a_shipment_that_ships_more_than_it_has) {
  p.a.lots[S2_ROAD].quantity_kg = 500001;
  TOLD_ONLY("shipment S2: ships 500001 kg but has only 500000");
}

Test(verify, finds_a_resource_used_beyond_its_capacity) {
  p.c->capacities[4].per_day = build_micro(29); /* 500 t and 100 t of 20 t each are 30 lorries */
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 30 units but there are 29");
}

Test(verify, finds_a_single_kilogram_too_much) {
  p.c->capacities[1].per_day = build_micro(600); /* the yard loads just 600 t */
  CLEAN();
  p.a.lots[S1_RAIL].quantity_kg++;
  TOLD_ONLY("resource yard on 2025-01-01: the plan uses 600.001 units but there are 600");
}

Test(verify, forgives_a_billionth_of_a_capacity_and_no_more) {
  /* 10 million lorries of 20 t are 2 * 10^11 kg: a kilogram is 5 * 10^-12 of them, 201 kg just over 10^-9. */
  p.c->capacities[4].per_day = build_micro(1e7);
  p.c->shipments[1].quantity_kg = INT64_C(300000000000);
  p.a.lots[S2_ROAD].quantity_kg = INT64_C(200000000000) - 100000 + 199;
  CLEAN();
  p.a.lots[S2_ROAD].quantity_kg += 2;
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 10000000.01 units but there are 10000000");
}

Test(verify, counts_use_on_the_day_on_which_a_leg_begins) {
  build_capacity(p.c, "crane", (built_days){.from_day = 2, .to_day = 2}, 0);
  p.c->capacities[2].from_day = 0; /* was open: the crane now works on days 0 and 1 */
  p.c->capacities[2].to_day = 1;
  CLEAN();
  p.c->capacities[2].to_day = 0;
  TOLD_ONLY("resource crane on 2025-01-02: the plan uses 600 units but there are 0");
}

Test(verify, counts_a_transfer_at_the_last_boundary_on_the_last_day) {
  build_resource(p.c, "gate", "t");
  build_capacity(p.c, "gate", (built_days){.from_day = 3, .to_day = 3}, 100);
  p.c->transfers[3].hours_uh = 0; /* unloading at D */
  p.c->transfers[3].resources = (kr_span){p.c->n_resource_lists, 1};
  build_transfer(p.c, (built_transfer){"E", "road", NULL, 0, "gate"}); /* puts the gate into the lists */
  p.a.n_lots = 2;
  replace_legs(&p, S1_RAIL, (kr_leg[]){p.a.legs[S1_AD], p.a.legs[S1_UNLOAD]}, 2);
  p.a.n_lots = 1;
  p.a.lots[0].quantity_kg = 100000;
  move_leg(&p, 0, 66, 96);
  move_leg(&p, 1, 96, 96);
  CLEAN();
  p.a.lots[0].quantity_kg = 100001;
  TOLD_ONLY("resource gate on 2025-01-04: the plan uses 100.001 units but there are 100");
}

Test(verify, takes_the_capacity_of_the_nearest_plan_that_speaks) {
  build_plan(p.c, "repair", NULL);
  p.o.plan = build_plan(p.c, "strike", "repair");
  build_capacity(p.c, "lorries", (built_days){.plan = "strike", .from_day = 1, .to_day = 9}, 0);
  build_capacity(p.c, "lorries", (built_days){.plan = "repair", .from_day = -3, .to_day = 2}, 31);
  CLEAN(); /* day 0: strike is silent, repair says 31 */
  p.c->capacities[p.c->n_capacities - 1].per_day = build_micro(7);
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 30 units but there are 7");
  p.c->capacities[p.c->n_capacities - 2].from_day = 0; /* now strike speaks, in the earlier row */
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 30 units but there are 0");
  p.o.plan = KR_PLAN_BASE;
  CLEAN();
}

Test(verify, takes_the_capacity_of_the_weekday) {
  p.c->capacities[4].weekdays = 1 << 2; /* 2025-01-01 is a Wednesday */
  CLEAN();
  p.c->capacities[4].weekdays = 0x7f & ~(1 << 2);
  TOLD_ONLY("resource lorries on 2025-01-01: the plan uses 30 units but there are 0");
}

Test(verify, finds_an_unsplittable_shipment_in_two_lots) {
  p.a.lots[S2_ROAD].quantity_kg = 200000;
  build_lot(&p.a, (kr_lot){.shipment = 1, .number = 2, .quantity_kg = 300000, .n_legs = 2}, &p.a.legs[S1_AD]);
  CLEAN(); /* the LP may split it */
  p.o.is_integer = true;
  TOLD_ONLY("shipment S2: may not be split, but goes in 2 lots");
}

Test(verify, finds_an_unsplittable_shipment_that_goes_in_part) {
  p.o.is_integer = true;
  CLEAN();
  p.a.lots[S2_ROAD].quantity_kg--;
  TOLD_ONLY("shipment S2: may not be split, but only 499999 of 500000 kg go");
}

Test(verify, finds_more_whole_units_than_there_are) {
  /* Trains carry 2,000 t of coal or 1,000 t of grain: 0.3 and 0.1 of one, but one each, of 1.9. */
  build_carries(p.c, "grain", "train", 1000);
  int32_t s =
      build_shipment(p.c, (built_shipment){.id = "S3", .from = "A", .to = "B", .cargo = "grain", .tonnes = 100});
  build_lot(&p.a, (kr_lot){.shipment = s, .number = 1, .quantity_kg = 100000, .n_legs = 2}, p.a.legs);
  p.c->capacities[0].per_day = build_micro(1.9);
  CLEAN();
  p.o.is_integer = true;
  TOLD_ONLY("resource track on 2025-01-01: the plan needs 2 whole units but there are 1");
  p.c->capacities[0].per_day = build_micro(2);
  CLEAN();
}

Test(verify, starts_another_whole_unit_for_a_single_kilogram) {
  p.o.is_integer = true;
  p.c->t_per_unit[p.c->resources[0].unit] = build_micro(600); /* the only cargo, coal, by train */
  CLEAN();
  p.a.lots[S1_RAIL].quantity_kg++;
  TOLD("resource track on 2025-01-01: the plan needs 2 whole units but there are 1");
}

Test(verify, counts_static_use_over_the_whole_period) {
  make_static(&p);
  p.c->capacities[4].per_day = build_micro(7.5); /* four days of 7.5 are the 30 lorries needed */
  CLEAN();
  p.c->capacities[4].per_day--;
  TOLD_ONLY("resource lorries in all: the plan uses 30 units but there are 29.999996");
}

Test(verify, counts_lateness_from_the_boundary_at_or_before_a_due_time_that_is_past) {
  /* due 3 h before the start is d = floor(-0.5) = -1: lot 1 arrives at a = 11, L = 72; lot 2 at a = 7, L = 48 */
  p.c->shipments[0].due_min = -180;
  CLEAN();
  cr_assert_eq(p.v.objective, 2 * (600 * (60 + 72) + 100 * (36 + 48) + 300 * 192) + 500 * 36);
}

Test(verify, adds_static_hours_as_given) {
  /* S1 2 (600 (3 + 9 + 6 + 24 + 0 + 5 + 6) + 100 (30 + 6) + 300 * 192) + S2 500 * 36 = 204,000 */
  make_static(&p);
  CLEAN();
  cr_assert_eq(p.v.objective, 204000);
  /* the first day's running time holds: 500 and 100 t take 10 h less */
  build_running_time(p.c, "AD", (built_days){.from_day = -1, .to_day = 0}, 20);
  CLEAN();
  cr_assert_eq(p.v.objective, 204000 - 2 * 100 * 10 - 500 * 10);
}

Test(verify, finds_a_time_in_a_static_plan) {
  make_static(&p);
  p.a.legs[S2_AD].depart_min = 0;
  TOLD_ONLY("shipment S2 lot 1 leg 1: has a time; static plans have none");
}

Test(verify, writes_a_hundred_texts_and_counts_the_rest) {
  p.a.lots[S1_ROAD].number = 0;
  p.a.lots[S1_ROAD].quantity_kg = 1000;
  for (int i = 0; i < 149; i++)
    build_lot(&p.a, (kr_lot){.shipment = 0, .number = -i, .quantity_kg = 1, .n_legs = 2}, &p.a.legs[S1_AD]);
  judge_plan(&p);
  cr_assert_eq(p.v.n_violations, 151); /* 150 numbers below 1, and two lots of number 0 */
  kr_error err = {0};
  cr_assert_eq(kr_verdict_status(&p.v, &err), KR_ERR_VERIFY);
  cr_assert_str_eq(err.text, "the plan breaks 151 rules; the first: shipment S1 lot -148: lots are numbered from 1");
}

Test(verify, calls_a_clean_verdict_ok) {
  CLEAN();
  cr_assert_eq(kr_verdict_status(&p.v, NULL), KR_OK);
}

static kr_status refused(kr_error *err) { return kr_verify(&p.v, p.c, &p.o, &p.a, NULL, err); }

Test(verify, refuses_a_gap_that_is_no_number) {
  kr_error err = {0};
  p.o.gap = NAN;
  cr_assert_eq(refused(&err), KR_ERR_RANGE);
  cr_assert_str_eq(err.text, "the gap asked for must be 0 or more");
}

Test(verify, refuses_a_plan_that_is_not_there) {
  kr_error err = {0};
  p.o.plan = 1;
  cr_assert_eq(refused(&err), KR_ERR_RANGE);
  cr_assert_str_eq(err.text, "there is no plan number 1");
}

Test(verify, refuses_plans_in_a_circle) {
  kr_error err = {0};
  p.o.plan = build_plan(p.c, "one", NULL);
  int32_t two = build_plan(p.c, "two", "one");
  p.c->plans[p.o.plan].base = two;
  cr_assert_eq(refused(&err), KR_ERR_RANGE);
  cr_assert_str_eq(err.text, "plan one: its chain of base plans goes in a circle or leaves the file");
}

Test(verify, refuses_static_capacities_beyond_counting) {
  kr_error err = {0};
  p.c->days = 400;
  p.c->capacities[4].per_day = KR_DECIMAL_MAX;
  p.o.is_static = true;
  cr_assert_eq(refused(&err), KR_ERR_RANGE);
  cr_assert_str_eq(err.text, "resource lorries: its daily capacities add up to more than can be counted");
}
