#include <criterion/criterion.h>
#include <math.h>

#define JUDGE judge_claims
#include "tests/broken_plan.h"

/* What the plan in build_plan.h says about itself, one claim made false at a time. */

TestSuite(verify_claims, .init = set_up, .fini = tear_down);

Test(verify_claims, finds_nothing_in_true_claims) { CLEAN(); }

Test(verify_claims, finds_a_wrong_objective) {
  p.claims.objective = 219600 * (1 + 5e-14);
  p.claims.gap = (p.claims.objective - 219000) / p.claims.objective;
  CLEAN();
  p.claims.objective = 219600 * (1 + 2e-13);
  p.claims.gap = (p.claims.objective - 219000) / p.claims.objective;
  TOLD_ONLY("objective: the plan says 219600.000");
}

Test(verify_claims, finds_claims_that_are_no_numbers) {
  p.claims.objective = p.claims.bound = p.claims.gap = NAN;
  judge_claims(&p);
  cr_assert_eq(p.v.n_violations, 4); /* each of them, and that the plan cannot be optimal then */
  cr_assert(is_told(&p, "objective: the plan says nan") || is_told(&p, "objective: the plan says -nan"));
  cr_assert(is_told(&p, "called optimal with a gap of"));
}

Test(verify_claims, finds_a_bound_above_the_objective) {
  p.claims.bound = 219600 * (1 + 5e-14);
  p.claims.gap = 0;
  CLEAN();
  p.claims.bound = 219600 * (1 + 2e-13);
  TOLD("is above the objective 219600");
}

Test(verify_claims, allows_no_bound_at_all) {
  p.claims.bound = -INFINITY;
  p.claims.gap = INFINITY;
  p.claims.is_optimal = false;
  CLEAN();
}

Test(verify_claims, finds_a_gap_that_does_not_follow) {
  p.claims.gap = 0.001;
  TOLD_ONLY("gap: the plan says 0.001 but objective and bound make 0.0027322404371");
}

Test(verify_claims, finds_an_optimal_outside_the_gap_asked_for) {
  p.o.gap = 0.0027;
  TOLD_ONLY("called optimal with a gap of 0.00273224043716, wider than the 0.0027 asked for");
  p.claims.is_optimal = false;
  CLEAN();
}

Test(verify_claims, finds_a_shipment_said_to_be_served_more) {
  p.served_kg[0]++;
  TOLD_ONLY("shipment S1: said to be served 700001 kg but its lots carry 700000");
}

Test(verify_claims, finds_a_shipment_said_to_be_left_less) {
  p.unserved_kg[0]--;
  TOLD_ONLY("shipment S1: said to leave 299999 kg but 300000 are left");
}

Test(verify_claims, finds_a_resource_said_to_be_used_otherwise) {
  p.used[4 * 4] = 30.0000005; /* half of the sixth decimal */
  CLEAN();
  p.used[4 * 4] = 30.000001;
  TOLD_ONLY("resource lorries on 2025-01-01: said to be used by 30.000001 units but the legs use 30");
}

Test(verify_claims, finds_use_said_on_a_day_without_any) {
  p.used[3 * 4 + 2] = 600;
  TOLD_ONLY("resource berth on 2025-01-03: said to be used by 600 units but the legs use 0");
}

/*
 * Without prices the bound is what everything would cost alone: S1 1,000 t from r = 1 over AD, five steps and one for
 * unloading, H = 36 at weight 2; S2 500 t, H = 36: 72,000 + 18,000 = 90,000.
 */
Test(verify_claims, proves_what_free_capacity_costs_at_prices_of_nothing) {
  double price[24] = {0};
  p.claims.shadow_price = price;
  p.claims.bound = 90000;
  p.claims.gap = 129600.0 / 219600.0;
  p.claims.is_optimal = false;
  CLEAN();
  cr_assert_eq(p.v.bound, 90000);
  p.claims.bound = 90000.2;
  p.claims.gap = 129599.8 / 219600.0;
  TOLD_ONLY("bound: the shadow prices prove only 90000, not 90000.1999");
}

/*
 * 500 a lorry on day 0 is 25 a tonne. S1 still takes it: 2 · 36 + 25 = 97 a tonne, against 2 · 54 on day 1 and by
 * rail. S2 does not: 36 + 25 = 61 a tonne, 60 on day 1, 54 by rail: at A from road to rail (no loading), AB 0–12, crane
 * to 18, BC to 42, CD to 48, unloaded at 54. Less 40 lorries of 500: 97,000 + 27,000 - 20,000 = 104,000.
 */
Test(verify_claims, proves_more_with_better_prices) {
  double price[24] = {0};
  price[4 * 4] = 500;
  p.claims.shadow_price = price;
  p.claims.bound = 104000;
  p.claims.gap = 115600.0 / 219600.0;
  p.claims.is_optimal = false;
  CLEAN();
  cr_assert_eq(p.v.bound, 104000);
}

Test(verify_claims, finds_a_price_below_nothing) {
  double price[24] = {0};
  price[4 * 4 + 3] = -1e-9;
  p.claims.shadow_price = price;
  TOLD_ONLY("resource lorries on 2025-01-04: shadow price -1e-09; it must be 0 or more");
  cr_assert(isinf(p.v.bound));
}

Test(verify_claims, finds_a_price_that_is_no_number) {
  double price[24] = {0};
  price[0] = NAN;
  price[1] = INFINITY;
  p.claims.shadow_price = price;
  judge_claims(&p);
  cr_assert_eq(p.v.n_violations, 2);
}

Test(verify_claims, finds_that_a_plan_beats_what_cannot_be_beaten) {
  double price[24] = {0}; /* free capacity proves 90,000; a lot sent before it is ready costs less */
  p.claims.shadow_price = price;
  p.a.n_lots = 0;
  p.c->unserved_uh = KR_MICRO; /* 1 h for each of 2 · 1,000 + 500 tonnes: objective and bound 2,500 */
  p.served_kg[0] = p.served_kg[1] = 0;
  p.unserved_kg[0] = 1000000;
  p.unserved_kg[1] = 500000;
  p.claims.used = NULL;
  p.claims.objective = p.claims.bound = 2500;
  p.claims.gap = 0;
  CLEAN();
  p.c->shipments[1].quantity_kg = 1500000; /* but 1,000 t more are shipped than there are, at 0 h each */
  build_lot(&p.a, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 2500000, .n_legs = 1},
            &(kr_leg){.kind = KR_LEG_LINK});
  p.a.legs[p.a.n_legs - 1].depart_min = p.a.legs[p.a.n_legs - 1].arrive_min = 0;
  TOLD("bound: the shadow prices prove 3500, above the objective 2000, which cannot be");
}

/* One forwarder asks 1,500 t and is served 1,200. */
static kr_verify_floor true_floor(void) {
  return (kr_verify_floor){.asked_kg = 1500000, .served_kg = 1200000, .floor_kg = 1200000, .share = 0.8, .price = 0};
}

Test(verify_claims, finds_floors_that_are_not_kept) {
  kr_verify_floor floor = true_floor();
  p.claims.floors = &floor;
  CLEAN();
  floor.floor_kg = 1200001;
  TOLD_ONLY("forwarder forwarder: served 1200000 kg, less than its floor of 1200001");
}

Test(verify_claims, finds_wrong_sums_of_forwarders) {
  kr_verify_floor floor = true_floor();
  p.claims.floors = &floor;
  floor.asked_kg = 1500001;
  TOLD_ONLY("forwarder forwarder: said to ask 1500001 kg but its shipments are 1500000");
  floor = true_floor();
  floor.served_kg = 1199999;
  TOLD_ONLY("forwarder forwarder: said to be served 1199999 kg but its lots carry 1200000");
  floor = true_floor();
  floor.share = 0.81;
  TOLD_ONLY("forwarder forwarder: its share is said to be 0.810000 but is 0.800000");
}

Test(verify_claims, finds_floor_prices_that_are_none) {
  kr_verify_floor floor = true_floor();
  p.claims.floors = &floor;
  floor.price = -1;
  TOLD_ONLY("forwarder forwarder: floor price -1; it must be 0 or more");
}
