/* What no reader lets through, the judge meets all the same: it is called by programs, too. */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "instances/utf8.h"
#include "tests/build_plan.h"

static staged_plan p;
static kr_error err;

static void set_up(void) { stage_plan(&p); }
static void tear_down(void) { clear_plan(&p); }

TestSuite(verify_odd, .init = set_up, .fini = tear_down);

#define TOLD(text) \
  judge_plan(&p);  \
  cr_assert(is_told(&p, text), "%lld violations; the first: %s", (long long)p.v.n_violations, p.v.violations[0])
#define CLEAN()   \
  judge_plan(&p); \
  cr_assert_eq(p.v.n_violations, 0, "%s", p.v.violations[0])

static void promise(int lot) {
  kr_lot l = p.a.lots[lot];
  build_lot(&p.c->commitments, l, p.a.legs + l.first_leg);
}

static void is_refused(const char *text) {
  cr_expect_eq(kr_verify(&p.v, p.c, &p.o, &p.a, NULL, &err), KR_ERR_RANGE);
  cr_expect(strstr(err.text, text), "%s", err.text);
}

Test(verify_odd, plans_are_counted_from_0_to_the_last) {
  p.o.plan = -1;
  is_refused("there is no plan number -1");
  p.o.plan = kr_n_plans(p.c);
  is_refused("there is no plan number 1");
}

Test(verify_odd, a_base_that_is_no_plan_is_refused) {
  int32_t plan = build_plan(p.c, "next", NULL), base[] = {-7, 99, plan};
  p.o.plan = plan;
  for (int i = 0; i < 3; i++) {
    p.c->plans[plan].base = base[i];
    is_refused("its chain of base plans goes in a circle or leaves the file");
  }
}

Test(verify_odd, legs_of_no_kind_and_no_number_are_found) {
  const kr_leg odd[] = {{.kind = KR_LEG_LINK, .what = -1},
                        {.kind = KR_LEG_LINK, .what = 99},
                        {.kind = KR_LEG_LOAD, .what = -1},
                        {.kind = KR_LEG_TRANSFER, .what = 99},
                        {.kind = 77, .what = 0}};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    p.a.legs[S1_AD] = odd[i];
    TOLD("shipment S1 lot 2: a leg names a link or transfer row that is not there, or a row of another kind");
  }
}

Test(verify_odd, lots_that_point_outside_are_found) {
  p.a.lots[S1_ROAD].shipment = -1;
  TOLD("lot 2 of the plan: there is no shipment number -1");
  p.a.lots[S1_ROAD].shipment = 0;
  p.a.lots[S1_ROAD].first_leg = p.a.n_legs + 1;
  TOLD("shipment S1 lot 2: a leg names a link or transfer row that is not there");
}

Test(verify_odd, kilograms_beyond_counting_are_found) {
  p.a.lots[S1_ROAD].quantity_kg = p.a.lots[S2_ROAD].quantity_kg = INT64_MAX - 5;
  TOLD("shipment S2 lot 1: brings more kilograms to a resource than can be counted");
}

Test(verify_odd, more_than_a_hundred_lots_that_are_wrong_are_counted) {
  for (int i = 0; i < KR_VERDICT_TEXTS; i++)
    build_lot(&p.a, (kr_lot){.shipment = 1, .number = 2 + i, .quantity_kg = 0, .n_legs = 1}, &p.a.legs[S2_AD]);
  judge_plan(&p);
  cr_expect_gt(p.v.n_violations, KR_VERDICT_TEXTS);
  for (int i = 0; i < KR_VERDICT_TEXTS; i++) cr_expect(*p.v.violations[i]);
}

Test(verify_odd, a_long_text_ends_behind_a_whole_character) {
  for (int extra = 0; extra < 2; extra++) { /* so that the end falls on either byte of a character */
    char id[400] = "";
    for (int i = 0; i < 150; i++) strcat(id, "ж");
    if (extra) strcat(id, "x");
    build_link(p.c, (built_link){id, "C", "E", "air", 5, NULL, true});
    p.a.legs[S1_AD] = leg_link(p.c, id, 6, 36);
    judge_plan(&p);
    size_t longest = 0;
    for (int64_t i = 0; i < p.v.n_violations; i++) {
      size_t n = strlen(p.v.violations[i]);
      cr_expect_eq(kr_utf8_valid(p.v.violations[i], n), n, "%s", p.v.violations[i]);
      if (n > longest) longest = n;
    }
    cr_expect(longest >= KR_VERDICT_ROOM - 3 && longest < KR_VERDICT_ROOM, "%zu", longest);
  }
}

Test(verify_odd, a_leg_needs_both_times_or_in_a_static_plan_neither) {
  p.a.legs[S1_AD].arrive_min = KR_NO_TIME;
  TOLD("shipment S1 lot 2 leg 1: has no time; a plan with dates needs both");
  make_static(&p);
  CLEAN();
  p.a.legs[S1_AD].arrive_min = 60;
  TOLD("shipment S1 lot 2 leg 1: has a time; static plans have none");
}

Test(verify_odd, a_start_by_a_mode_that_is_nowhere_near_is_found) {
  const kr_leg by_sea[] = {leg_link(p.c, "BC", 0, 24)};
  replace_legs(&p, S2_ROAD, by_sea, 1);
  TOLD("shipment S2 lot 1 leg 1: starts by sea, which no link has at A");
  p.c->shipments[1].origin = p.c->links[3].to_node; /* E, the last place of all */
  TOLD("shipment S2 lot 1 leg 1: starts by sea, which no link has at E");
}

Test(verify_odd, a_route_that_goes_on_behind_its_unloading_is_found) {
  built_transfer unload = {.node = "D", .from_mode = "road"};
  const kr_leg on[] = {leg_link(p.c, "AD", 0, 30), leg_transfer(p.c, unload, 30, 36), leg_link(p.c, "DE", 36, 42)};
  replace_legs(&p, S2_ROAD, on, 3);
  TOLD("shipment S2 lot 1 leg 3: link DE is road but the freight is on -; a transfer is missing");
}

Test(verify_odd, a_promise_without_its_loading_leg_holds) {
  const kr_leg bare[] = {leg_link(p.c, "AB", 12, 24)};
  p.c->shipments[0].destination = p.c->links[0].to_node;
  replace_legs(&p, S1_ROAD, bare, 1);
  TOLD("shipment S1 lot 2 leg 1: sets off by rail at A without the loading leg that transfer.csv asks for");
  promise(S1_ROAD);
  judge_plan(&p);
  cr_expect(!is_told(&p, "shipment S1 lot 2 leg 1: sets off"), "%s", p.v.violations[0]);
}

Test(verify_odd, a_promise_by_a_leg_of_another_kind_is_missed) {
  promise(S1_ROAD);
  p.c->commitments.legs[1] = leg_link(p.c, "DE", 36, 42);
  TOLD("shipment S1 lot 2: committed, but the plan has no lot with just these legs, times and 100000 kg");
}

Test(verify_odd, in_a_static_plan_promises_of_other_times_use_nothing) {
  promise(S2_ROAD);
  p.c->commitments.legs[0].depart_min = 5 * 1440; /* the horizon has four days */
  make_static(&p);
  p.a.lots[S1_ROAD].quantity_kg = 3200 * 1000;
  p.c->shipments[0].quantity_kg = 10000 * 1000;
  CLEAN(); /* 3,200 t are all 160 lorries */
  p.c->commitments.legs[0].depart_min = 3 * 1440;
  TOLD("resource lorries in all: the plan uses 185 units but there are 160");
}

Test(verify_odd, a_floor_price_without_end_and_a_forwarder_without_freight) {
  int32_t idle;
  kr_verify_floor floors[2] = {{1500000, 1200000, 0, 0.8, 0}, {0, 0, 0, 1, 0}};
  cr_assert_eq(kr_ids_add(p.c->forwarder_ids, "IDLE", 4, &idle), KR_OK);
  p.claims.floors = floors;
  judge_claims(&p);
  cr_expect_eq(p.v.n_violations, 0, "%s", p.v.violations[0]);
  floors[idle].share = 0;
  judge_claims(&p);
  cr_expect(is_told_only(&p, "forwarder IDLE: its share is said to be 0.000000 but is 1.000000"));
  floors[idle].share = 1;
  floors[idle].price = INFINITY;
  judge_claims(&p);
  cr_expect(is_told_only(&p, "forwarder IDLE: floor price inf; it must be 0 or more"));
}

Test(verify_odd, a_row_of_a_resource_stands_just_where_there_is_something_to_tell) {
  double capacity[6 * 4];
  for (int i = 0; i < 24; i++) capacity[i] = (double)p.c->capacities[i / 4].per_day / KR_MICRO;
  p.claims.capacity = capacity;
  judge_claims(&p);
  cr_expect_eq(p.v.n_violations, 0, "%s", p.v.violations[0]);
  capacity[1] = NAN;
  judge_claims(&p);
  cr_expect(is_told_only(&p, "resource track on 2025-01-02: has no row, but there is capacity or use"));
  capacity[1] = 0;
  p.c->capacities[0] = p.c->capacities[1]; /* the track has none any more, and on the first day freight all the same */
  judge_claims(&p);
  cr_expect(is_told(&p, "resource track on 2025-01-02: has a row, but there is neither capacity nor use"));
}

Test(verify_odd, a_plan_that_could_be_called_optimal_must_be) {
  kr_verify_row rows[2] = {{0}};
  p.claims.rows = rows;
  p.claims.is_optimal = false;
  judge_claims(&p);
  cr_expect(is_told(&p, "called feasible with a gap of"));
  p.claims.is_unsettled = true;
  judge_claims(&p);
  cr_expect(!is_told(&p, "called feasible with a gap of"));
}

Test(verify_odd, the_kinds_of_wrong_arrivals_and_reasons_have_words) {
  kr_verify_row rows[2] = {{.is_given = true, .served = 1, .reason = KR_REASON_LATE_QUEUE},
                           {.is_given = true, .served = 2, .reason = KR_REASON_CAPACITY}};
  rows[0].first_arrival_min = KR_NO_TIME;
  rows[0].last_arrival_min = 7;
  p.claims.rows = rows;
  judge_claims(&p);
  cr_expect(is_told(&p, "shipment S1: first_arrival is not when its lots arrive (it is blank)"));
  cr_expect(is_told(&p, "shipment S1: last_arrival is not when its lots arrive (another time)"));
  cr_expect(is_told(&p, "shipment S1: its reason is one for freight that is late"));
  p.c->shipments[1].due_min = 60; /* S2 is late now */
  judge_claims(&p);
  cr_expect(is_told(&p, "shipment S2: its reason is one for freight that stays"));
  rows[1].reason = KR_REASON_NONE;
  judge_claims(&p);
  cr_expect(is_told(&p, "shipment S2: it is late, but no reason is given"));
  p.a.n_lots = 2; /* and now it stays altogether */
  judge_claims(&p);
  cr_expect(is_told(&p, "shipment S2: first_arrival is not when its lots arrive (there is none)"));
  cr_expect(is_told(&p, "shipment S2: freight stays, but no reason is given"));
  rows[1].is_reason_odd = true;
  judge_claims(&p);
  cr_expect(is_told(&p, "shipment S2: what is said as its reason is no reason"));
}
