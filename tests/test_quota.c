#include "graph/quota.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solver/fair.h"
#include "solver/verify.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"

#define NO_LIMIT_DAYS KR_OPEN_FROM, KR_OPEN_TO

static kr_quota_row row_of(int32_t forwarder, int32_t from_day, int32_t to_day, double per_day) {
  return (kr_quota_row){.forwarder = forwarder,
                        .capacity = {.from_day = from_day,
                                     .to_day = to_day,
                                     .weekdays = (uint8_t)KR_EVERY_WEEKDAY,
                                     .per_day = build_micro(per_day)}};
}

/** A gate of 10 trains of 2 t a day on a link of 6 h. BIG (0) asks 30 t; SMALL (1) 10 t at weight 3. U = 48 * days. */
static kr_corridor *gate(int32_t days) {
  kr_corridor *c = build_corridor(days, 6);
  int32_t small;
  build_carries(c, "ore", "train", 2);
  build_resource(c, "GATE", "train");
  build_capacity(c, "GATE", (built_days){0}, 10);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S1", .from = "A", .to = "B", .cargo = "ore", .tonnes = 30});
  int32_t s2 = build_shipment(
      c, (built_shipment){.id = "S2", .from = "A", .to = "B", .cargo = "ore", .tonnes = 10, .weight = 3});
  cr_assert_eq(kr_ids_add(c->forwarder_ids, "SMALL", 5, &small), KR_OK);
  c->shipments[s2].forwarder = small;
  return c;
}

static void lay(kr_corridor *c, kr_quota_row row) { cr_assert_eq(kr_quotas_lay(c, &row, 1), KR_OK); }

static kr_solution *solved(const kr_corridor *c, kr_settings settings) {
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "%s", err.text);
  return s;
}

static kr_verdict *judged(const kr_corridor *c, const kr_solution *s, bool is_integer) {
  static kr_verdict v;
  kr_verify_options o = {.is_static = s->timetable->is_static, .is_integer = is_integer, .gap = 1};
  kr_verify_claims said = {.objective = s->result.objective,
                           .bound = s->result.bound,
                           .gap = s->result.gap,
                           .shadow_price = is_integer ? NULL : s->result.shadow_price};
  cr_assert_eq(kr_verify(&v, c, &o, &s->result.allocation, &said, NULL), KR_OK);
  return &v;
}

static int64_t served_kg(const kr_solution *s, int32_t shipment) {
  int64_t kg = 0;
  for (size_t i = 0; i < s->result.allocation.n_lots; ++i)
    if (s->result.allocation.lots[i].shipment == shipment) kg += s->result.allocation.lots[i].quantity_kg;
  return kg;
}

Test(quota, holds_its_holder_and_nobody_else) {
  /* SMALL 10 * 3 * 6 = 180; of BIG 4 trains, 8 * 6 = 48, and 22 * 48 = 1,056 stay: 1,284. A train more of quota saves
     2 * (48 - 6) = 84; the gate has a train to spare. */
  for (int view = 0; view < 2; ++view) {
    kr_corridor *c = gate(1);
    lay(c, row_of(0, NO_LIMIT_DAYS, 4));
    kr_settings settings = kr_settings_default();
    settings.view = view ? KR_VIEW_STATIC : KR_VIEW_DATED;
    kr_solution *s = solved(c, settings);
    cr_expect_float_eq(s->result.objective, 1284, 1e-9);
    cr_expect(s->result.is_optimal);
    cr_expect_eq(served_kg(s, 0), 8000);
    cr_expect_eq(served_kg(s, 1), 10000);
    cr_assert_eq(kr_n_resources(c), 2);
    cr_expect_float_eq(s->result.shadow_price[0], 0, 1e-9);
    cr_expect_float_eq(s->result.shadow_price[1], 84, 1e-6);
    cr_expect_eq(s->result.reason[0], KR_REASON_CAPACITY);
    const kr_verdict *v = judged(c, s, false);
    cr_expect_eq(v->n_violations, 0, "%s", v->violations[0]);
    cr_expect_float_eq(v->bound, 1284, 1e-3);
    kr_solution_free(s);
    kr_corridor_free(c);
  }
}

Test(quota, binds_only_on_its_days) {
  /* U = 96. Day 0: BIG 2 trains; day 1, without a row: 8 trains beside SMALL's 2 (or all 5 today): SMALL's 10 t today
     at 18, 180; BIG 4 t at 6, 24; 20 t at 30, 600; 6 t stay, 576. In all 1,380. */
  kr_corridor *c = gate(2);
  lay(c, row_of(0, 0, 0, 2));
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_float_eq(s->result.objective, 1380, 1e-9);
  cr_expect_float_eq(s->result.shadow_price[3], 0, 0, "no row, no price");
  const kr_verdict *v = judged(c, s, false);
  cr_expect_eq(v->n_violations, 0, "%s", v->violations[0]);
  cr_expect_float_eq(v->bound, 1380, 1e-3);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(quota, has_no_limit_in_all_where_it_has_none_on_some_day) {
  kr_corridor *c = gate(2);
  lay(c, row_of(0, 0, 0, 2));
  kr_timetable *t = NULL;
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_STATIC, NULL), KR_OK);
  cr_expect_eq(t->capacity[0], 20 * KR_MICRO);
  cr_expect_eq(t->capacity[1], KR_NO_LIMIT);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(quota, holds_whole_shipments_and_trains) {
  /* S1 may not be split and needs 15 trains; a quota of 14.5 leaves it: 30 * 48 = 1,440, and S2's 180. With 15 it would
     need more than the gate's 10. Without a quota, and a gate of 20, it goes: 30 * 6 + 180. */
  const double quota[] = {14.5, 15}, cost[] = {1620, 360};
  for (int i = 0; i < 2; ++i) {
    kr_corridor *c = gate(1);
    c->capacities[0].per_day = build_micro(20);
    c->resources[0].whole_units = true;
    c->shipments[0].splittable = false;
    lay(c, row_of(0, NO_LIMIT_DAYS, quota[i]));
    kr_settings settings = kr_settings_default();
    settings.integer = true;
    settings.gap = 1e-9;
    settings.time_limit_s = 20;
    kr_solution *s = solved(c, settings);
    cr_expect_float_eq(s->result.objective, cost[i], 1e-9);
    cr_expect(s->result.is_optimal);
    const kr_verdict *v = judged(c, s, true);
    cr_expect_eq(v->n_violations, 0, "%s", v->violations[0]);
    kr_solution_free(s);
    kr_corridor_free(c);
  }
}

Test(quota, counts_what_was_promised_to_its_holder) {
  /* 2.5 of 4 trains are promised: 3 t more can go. 8 * 6 + 22 * 48 + 180 all the same. */
  kr_corridor *c = gate(1);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  cr_assert_eq(kr_allocation_add(&c->commitments, 0, 1, 5000, &leg, 1), KR_OK);
  lay(c, row_of(0, NO_LIMIT_DAYS, 4));
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_float_eq(s->result.objective, 1284, 1e-9);
  cr_expect_eq(served_kg(s, 0), 8000);
  const kr_verdict *v = judged(c, s, false);
  cr_expect_eq(v->n_violations, 0, "%s", v->violations[0]);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(quota, refuses_promises_beyond_it) {
  kr_corridor *c = gate(1);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  kr_solution *s = NULL;
  kr_error err = {0};
  kr_settings settings = kr_settings_default();
  cr_assert_eq(kr_allocation_add(&c->commitments, 0, 1, 8001, &leg, 1), KR_OK);
  lay(c, row_of(0, NO_LIMIT_DAYS, 4));
  cr_expect_eq(kr_solve(&s, c, &settings, &err), KR_ERR_INPUT);
  cr_expect_str_eq(
      err.text,
      "commitments use 4.0005 of quota of forwarder on GATE on 2025-01-01, but plan '' has 4; release some "
      "or raise the capacity");
  kr_corridor_free(c);
}

Test(quota, exceeded_by_a_kilogram_is_found) {
  kr_corridor *c = gate(1);
  lay(c, row_of(0, NO_LIMIT_DAYS, 4));
  kr_solution *s = solved(c, kr_settings_default());
  kr_allocation *a = &s->result.allocation;
  for (size_t i = 0; i < a->n_lots; ++i)
    if (a->lots[i].shipment == 0) {
      a->lots[i].quantity_kg++;
      break;
    }
  const kr_verdict *v = judged(c, s, false);
  cr_expect(v->n_violations >= 1);
  cr_expect_str_eq(v->violations[0],
                   "resource quota of forwarder on GATE on 2025-01-01: the plan uses 4.0005 units but there are 4");
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(quota, is_the_reason_where_it_closes_every_way) {
  kr_corridor *c = gate(1);
  lay(c, row_of(0, NO_LIMIT_DAYS, 0));
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_float_eq(s->result.objective, 180 + 30 * 48, 1e-9);
  cr_expect_eq(s->result.reason[0], KR_REASON_QUOTA);
  cr_expect_eq(s->result.reason[1], KR_REASON_NONE);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(quota, of_several_plans_and_holders_each_has_its_own) {
  /* Under plan P BIG's 4 trains hold still, as a base row; SMALL has 1 under P alone: 2 t, the other 8 at 3 * 48. */
  kr_corridor *c = gate(1);
  int32_t plan = build_plan(c, "P", NULL);
  kr_quota_row rows[] = {row_of(1, NO_LIMIT_DAYS, 1), row_of(0, NO_LIMIT_DAYS, 4)};
  rows[0].capacity.plan = plan;
  cr_assert_eq(kr_quotas_lay(c, rows, 2), KR_OK);
  cr_expect_eq(c->n_holders, 2);
  cr_expect_str_eq(kr_ids_text(c->resource_ids, 2), "quota of SMALL on GATE");
  kr_settings settings = kr_settings_default();
  kr_solution *base = solved(c, settings);
  settings.plan = plan;
  kr_solution *under = solved(c, settings);
  cr_expect_float_eq(base->result.objective, 1284, 1e-9);
  cr_expect_float_eq(under->result.objective, 1284 - 180 + 36 + 8 * 144, 1e-9);
  kr_solution_free(base);
  kr_solution_free(under);
  kr_corridor_free(c);
}

Test(quota, limits_what_fairness_can_share) {
  /* BIG can have 8 of 30 t whatever happens; SMALL has no rival then and gets all it asked. */
  kr_corridor *c = gate(1);
  lay(c, row_of(0, NO_LIMIT_DAYS, 4));
  kr_settings settings = kr_settings_default();
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve_fairly(&s, c, &settings, KR_FAIR_MAXMIN, &err), KR_OK, "%s", err.text);
  cr_expect_eq(served_kg(s, 0), 8000);
  cr_expect_eq(served_kg(s, 1), 10000);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(quota, every_allocation_that_fails_is_reported_and_nothing_leaks) {
  for (long n = 1;; ++n) {
    kr_corridor *c = gate(1);
    kr_quota_row rows[] = {row_of(0, 0, 0, 1), row_of(1, 0, 0, 2)};
    failing_alloc_arm(n);
    kr_status status = kr_quotas_lay(c, rows, 2);
    bool starved = failing_alloc_disarm();
    kr_corridor_free(c);
    if (!starved) {
      cr_assert_eq(status, KR_OK);
      break;
    }
    cr_expect_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
  }
}
