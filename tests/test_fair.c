#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/fair.h"
#include "solver/log_shares.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"

/** A gate of 20 t on a link of 6 h in a horizon of one day (U = 48). BIG asks 30 t; SMALL 10 t at weight 3. */
static kr_corridor *gate(void) {
  kr_corridor *c = build_corridor(1, 6);
  int32_t small;
  build_carries(c, "ore", "t", 1);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 20);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S1", .from = "A", .to = "B", .cargo = "ore", .tonnes = 30});
  int32_t s2 = build_shipment(
      c, (built_shipment){.id = "S2", .from = "A", .to = "B", .cargo = "ore", .tonnes = 10, .weight = 3});
  cr_assert_eq(kr_ids_add(c->forwarder_ids, "SMALL", 5, &small), KR_OK);
  c->shipments[s2].forwarder = small;
  return c;
}

static kr_solution *solved(const kr_corridor *c, kr_settings settings, kr_fair_kind kind) {
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve_fairly(&s, c, &settings, kind, &err), KR_OK, "%s", err.text);
  return s;
}

static int64_t served_kg(const kr_solution *s, int32_t shipment) {
  int64_t kg = 0;
  for (size_t i = 0; i < s->result.allocation.n_lots; ++i)
    if (s->result.allocation.lots[i].shipment == shipment) kg += s->result.allocation.lots[i].quantity_kg;
  return kg;
}

Test(fair, a_bottleneck_is_shared_by_what_was_asked) {
  /* Plain: the heavy 10 t first, 10 * 18 + 10 * 6 + 20 * 48 = 1,200. Fair: half of each, 15 * 6 + 5 * 18 + 15 * 48 +
     5 * 144 = 1,620. A tonne more for BIG takes one from SMALL: 144 - 18 - (48 - 6) = 84. */
  kr_corridor *c = gate();
  for (int view = 0; view < 2; ++view)
    for (int kind = KR_FAIR_PROPORTIONAL; kind <= KR_FAIR_MAXMIN; ++kind) {
      kr_settings settings = kr_settings_default();
      settings.view = view ? KR_VIEW_STATIC : KR_VIEW_DATED;
      kr_solution *s = solved(c, settings, (kr_fair_kind)kind);
      const kr_fairness *fair = s->result.fairness;
      cr_assert_not_null(fair);
      cr_expect(fair->is_settled && s->result.is_optimal);
      cr_expect_float_eq(fair->plain_objective, 1200, 1e-6);
      cr_expect_float_eq(s->result.objective, 1620, 0.5);
      cr_expect(llabs(served_kg(s, 0) - 15000) <= 2, "%lld", (long long)served_kg(s, 0));
      cr_expect(llabs(served_kg(s, 1) - 5000) <= 2, "%lld", (long long)served_kg(s, 1));
      cr_expect_eq(fair->shares[0].asked_kg, 30000);
      cr_expect_eq(fair->shares[0].plain_kg, 10000);
      cr_expect_eq(fair->shares[1].plain_kg, 10000);
      cr_expect_float_eq(fair->shares[0].price - fair->shares[1].price, 84, 1e-3);
      kr_solution_free(s);
    }
  kr_corridor_free(c);
}

Test(fair, who_cannot_travel_does_not_hold_the_others_down) {
  /* NOWHERE has no route: its share is 0, and the gate is shared by the two others as before */
  kr_corridor *c = gate();
  int32_t nowhere;
  build_link(c, (built_link){"XY", "X", "Y", "rail", 6, NULL, true});
  int32_t s3 = build_shipment(c, (built_shipment){.id = "S3", .from = "X", .to = "B", .cargo = "ore", .tonnes = 7});
  cr_assert_eq(kr_ids_add(c->forwarder_ids, "NOWHERE", 7, &nowhere), KR_OK);
  c->shipments[s3].forwarder = nowhere;
  for (int kind = KR_FAIR_PROPORTIONAL; kind <= KR_FAIR_MAXMIN; ++kind) {
    kr_solution *s = solved(c, kr_settings_default(), (kr_fair_kind)kind);
    cr_expect(llabs(served_kg(s, 0) - 15000) <= 2);
    cr_expect(llabs(served_kg(s, 1) - 5000) <= 2);
    cr_expect_eq(served_kg(s, 2), 0);
    kr_solution_free(s);
  }
  kr_corridor_free(c);
}

Test(fair, one_kilogram_beside_a_million_tonnes_is_no_obstacle) {
  /* The gate is 20 t for 1,000,000.001 t, so that of a kilogram 0.02 g go: none, and the others share as ever */
  kr_corridor *c = gate();
  int32_t tiny;
  c->shipments[0].quantity_kg = INT64_C(900000000);
  c->shipments[1].quantity_kg = INT64_C(100000000);
  int32_t s3 = build_shipment(c, (built_shipment){.id = "S3", .from = "A", .to = "B", .cargo = "ore", .tonnes = 0.001});
  cr_assert_eq(kr_ids_add(c->forwarder_ids, "TINY", 4, &tiny), KR_OK);
  c->shipments[s3].forwarder = tiny;
  for (int kind = KR_FAIR_PROPORTIONAL; kind <= KR_FAIR_MAXMIN; ++kind) {
    kr_solution *s = solved(c, kr_settings_default(), (kr_fair_kind)kind);
    cr_expect(llabs(served_kg(s, 0) - 18000) <= 2, "%lld", (long long)served_kg(s, 0));
    cr_expect(llabs(served_kg(s, 1) - 2000) <= 2, "%lld", (long long)served_kg(s, 1));
    cr_expect_eq(served_kg(s, 2), 0);
    kr_solution_free(s);
  }
  kr_corridor_free(c);
}

Test(fair, promised_freight_counts_as_served) {
  /* 6 t of SMALL are promised: it keeps them, above its half, and BIG has the other 14 t */
  kr_corridor *c = gate();
  kr_leg leg = leg_link(c, "AB", 0, 6);
  cr_assert_eq(kr_allocation_add(&c->commitments, 1, 1, 6000, &leg, 1), KR_OK);
  kr_solution *s = solved(c, kr_settings_default(), KR_FAIR_MAXMIN);
  cr_expect(llabs(served_kg(s, 0) - 14000) <= 2, "%lld", (long long)served_kg(s, 0));
  cr_expect(llabs(served_kg(s, 1) - 6000) <= 2, "%lld", (long long)served_kg(s, 1));
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(fair, none_is_the_plain_solve) {
  kr_corridor *c = gate();
  kr_solution *s = solved(c, kr_settings_default(), KR_FAIR_NONE);
  cr_expect_null(s->result.fairness);
  cr_expect_float_eq(s->result.objective, 1200, 1e-6);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(fair, stopped_before_the_shares_are_known_it_is_the_plain_plan) {
  volatile sig_atomic_t stop = 1;
  kr_corridor *c = gate();
  kr_settings settings = kr_settings_default();
  settings.stop = &stop;
  kr_solution *s = solved(c, settings, KR_FAIR_MAXMIN);
  cr_expect(s->is_stopped && !s->result.is_optimal);
  cr_assert_not_null(s->result.fairness);
  cr_expect_not(s->result.fairness->is_settled);
  cr_expect_eq(s->result.fairness->shares[0].floor_kg, 0);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(fair, every_allocation_that_fails_is_reported_and_nothing_leaks) {
  kr_corridor *c = gate();
  kr_settings settings = kr_settings_default();
  settings.threads = 1;
  settings.master = KR_MASTER_INTERIOR; /* GLPK's own allocations are not ours to starve */
  for (long n = 1;; ++n) {
    kr_solution *s = NULL;
    failing_alloc_arm(n);
    kr_status status = kr_solve_fairly(&s, c, &settings, KR_FAIR_PROPORTIONAL, NULL);
    bool starved = failing_alloc_disarm();
    if (!starved) cr_assert_eq(status, KR_OK);
    kr_solution_free(s);
    if (!starved) break;
    cr_expect_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
  }
  kr_corridor_free(c);
}

Test(log_shares, moves_to_where_gains_and_losses_balance) {
  /* max log s0 + log s1 + log s2 with s0 + s1 + s2 = 1 and 2 s0 + s1 <= 0.5: with prices p of the row and q of the sum
     1/s0 = 2p + q, 1/s1 = p + q, 1/s2 = q, so 1/s0 - 2/s1 + 1/s2 = 0 */
  double weight[] = {1, 1, 1}, row[] = {2, 1, 0}, most[] = {0.5}, s[] = {0.05, 0.05, 0.9};
  kr_log_shares problem = {3, 1, weight, row, most, s};
  cr_assert_eq(kr_log_shares_solve(&problem), KR_OK);
  cr_expect_float_eq(s[0] + s[1] + s[2], 1, 1e-12);
  cr_expect_float_eq(2 * s[0] + s[1], 0.5, 1e-12);
  cr_expect_float_eq(1 / s[0] - 2 / s[1] + 1 / s[2], 0, 1e-8);
}

Test(log_shares, stays_where_only_one_point_is_allowed) {
  double weight[] = {1, 3}, row[] = {1, 0, 0, 1}, most[] = {0.25, 0.5}, s[] = {0.25, 0.5};
  kr_log_shares problem = {2, 2, weight, row, most, s};
  cr_assert_eq(kr_log_shares_solve(&problem), KR_OK);
  cr_expect_float_eq(s[0], 0.25, 1e-12);
  cr_expect_float_eq(s[1], 0.5, 1e-12);
}

/* ---- whole shipments ---- */

static kr_corridor *lots(int32_t n, double big_t) {
  kr_corridor *c = build_corridor(1, 6);
  int32_t small;
  build_carries(c, "ore", "t", 1);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 20);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  for (int32_t i = 0; i < n; ++i) {
    char id[16];
    snprintf(id, sizeof id, "B%d", (int)i);
    build_shipment(
        c, (built_shipment){.id = id, .from = "A", .to = "B", .cargo = "ore", .tonnes = big_t, .unsplittable = true});
  }
  cr_assert_eq(kr_ids_add(c->forwarder_ids, "SMALL", 5, &small), KR_OK);
  for (int i = 0; i < 2; ++i) {
    int32_t s = build_shipment(c, (built_shipment){.id = i ? "S1" : "S0",
                                                   .from = "A",
                                                   .to = "B",
                                                   .cargo = "ore",
                                                   .tonnes = 5,
                                                   .weight = 3,
                                                   .unsplittable = true});
    c->shipments[s].forwarder = small;
  }
  return c;
}

static kr_settings whole(void) {
  kr_settings settings = kr_settings_default();
  settings.integer = true;
  settings.gap = 1e-6;
  settings.time_limit_s = 20;
  return settings;
}

Test(fair, whole_shipments_come_to_the_shares_where_they_can) {
  /* Fair, as in the LP: 15 of BIG's 30 t, 5 of SMALL's 10 t: three lots and one, 15 * 6 + 5 * 18 + 15 * 48 + 5 * 144 =
     1,620. Plain: both of SMALL's, two of BIG's, 1,200. No plan with these floors is below 1,620. */
  kr_corridor *c = lots(6, 5);
  kr_solution *s = solved(c, whole(), KR_FAIR_MAXMIN);
  const kr_fairness *fair = s->result.fairness;
  cr_assert_not_null(fair);
  cr_expect_float_eq(fair->plain_objective, 1200, 1e-6);
  cr_expect_float_eq(s->result.objective, 1620, 1e-6);
  cr_expect_float_eq(s->result.bound, 1620, 1e-2);
  cr_expect(fair->is_settled && !s->result.has_prices);
  cr_expect(llabs(fair->shares[0].floor_kg - 15000) <= 1 && llabs(fair->shares[1].floor_kg - 5000) <= 1);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(fair, floors_give_way_where_whole_shipments_miss_them) {
  /* BIG's three lots are of 10 t: of its 15 t of the LP it has 10 or 20. With 20 SMALL has nothing, 5 t short; with 10
     it is 5 t short itself, and SMALL may have both: 10 * 6 + 10 * 18 + 20 * 48 = 1,200, cheaper. */
  kr_corridor *c = lots(3, 10);
  kr_solution *s = solved(c, whole(), KR_FAIR_PROPORTIONAL);
  const kr_fairness *fair = s->result.fairness;
  cr_assert_not_null(fair);
  cr_expect_float_eq(s->result.objective, 1200, 1e-6);
  cr_expect(s->result.bound <= 1200 + 1e-6);
  cr_expect(llabs(fair->shares[0].target_kg - 15000) <= 1);
  cr_expect_eq(fair->shares[0].floor_kg, 10000);
  cr_expect(llabs(fair->shares[1].floor_kg - 5000) <= 1);
  kr_solution_free(s);
  kr_corridor_free(c);
}
