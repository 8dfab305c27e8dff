#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "solver/solve.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"

static kr_solution *solved(const kr_corridor *c, kr_settings settings) {
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "%s", err.text);
  return s;
}

static void expect_binding(const kr_solution *s, int32_t shipment, int32_t resource, int32_t from_day, int32_t to_day) {
  const kr_result *r = &s->result;
  cr_assert_eq(r->first_binding[shipment] + 1, r->first_binding[shipment + 1], "shipment %d", (int)shipment);
  kr_binding b = r->bindings[r->first_binding[shipment]];
  cr_expect(b.resource == resource && b.from_day == from_day && b.to_day == to_day, "resource %d, days %d to %d",
            (int)b.resource, (int)b.from_day, (int)b.to_day);
}

Test(solve, a_queue_at_a_gate_leaves_day_by_day) {
  /* 5 t arrive at 6 h, 5 t at 30 h, 2 t at 54 h: 30 + 150 + 108 = 288. A further train today takes 2.5 t: the last
     2 t would go a day earlier, and so on: its price today is 2.5 * 48 = 120, tomorrow 60, the day after 0. */
  kr_corridor *c = build_gate_queue();
  for (int kind = 0; kind < 2; ++kind) {
    kr_settings settings = kr_settings_default();
    settings.master = kind ? KR_MASTER_INTERIOR : KR_MASTER_GLPK;
    kr_solution *s = solved(c, settings);
    cr_expect_float_eq(s->result.objective, 288, 1e-9);
    cr_expect_float_eq(s->result.bound, 288, 288e-6);
    cr_expect(s->result.is_optimal);
    cr_expect_not(s->is_stopped);
    cr_expect_float_eq(s->result.shadow_price[0], 120, 1e-2);
    cr_expect_float_eq(s->result.shadow_price[1], 60, 1e-2);
    cr_expect_float_eq(s->result.shadow_price[2], 0, 1e-2);
    cr_assert_eq(s->result.allocation.n_lots, 3);
    int64_t kg[] = {5000, 5000, 2000};
    for (int i = 0; i < 3; ++i) {
      cr_expect_eq(s->result.allocation.lots[i].quantity_kg, kg[i]);
      cr_expect_eq(s->result.allocation.legs[i].depart_min, i * 1440);
    }
    cr_expect_eq(s->result.reason[0], KR_REASON_NONE);
    kr_solution_free(s);
  }
  kr_corridor_free(c);
}

Test(solve, commitments_keep_their_place_and_the_rest_goes_around_them) {
  /* 5 t are promised on day 1; so 5 t go today and the last 2 t on day 2: 30 + 150 + 108 = 288 all the same */
  kr_corridor *c = build_gate_queue();
  kr_leg leg = leg_link(c, "AB", 24, 30);
  cr_assert_eq(kr_allocation_add(&c->commitments, 0, 1, 5000, &leg, 1), KR_OK);
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_float_eq(s->result.objective, 288, 1e-9);
  cr_expect(s->result.is_optimal);
  cr_assert_eq(s->result.allocation.n_lots, 3);
  cr_expect_eq(s->result.allocation.lots[0].quantity_kg, 5000);
  cr_expect_eq(s->result.allocation.legs[0].depart_min, 1440, "the promised lot comes first and is as it was");
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, freight_stays_when_the_way_costs_as_much_as_staying_and_says_why) {
  kr_corridor *c = build_gate_queue();
  c->unserved_uh = 54 * KR_MICRO; /* arriving at 54 h is no better than staying */
  build_shipment(c, (built_shipment){.id = "LATE", .from = "A", .to = "B", .cargo = "ore", .tonnes = 1, .ready_h = 92});
  build_shipment(c, (built_shipment){.id = "LOST", .from = "B", .to = "A", .cargo = "ore", .tonnes = 1});
  build_shipment(c,
                 (built_shipment){.id = "FULL", .from = "A", .to = "B", .cargo = "ore", .tonnes = 1, .weight = 0.25});
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_float_eq(s->result.objective, 30 + 150 + 2 * 54 + 54 + 54 + 0.25 * 54, 1e-9);
  cr_expect_eq(s->result.reason[1], KR_REASON_HORIZON);
  cr_expect_eq(s->result.reason[2], KR_REASON_NO_ROUTE);
  cr_expect_eq(s->result.reason[3], KR_REASON_CAPACITY);
  expect_binding(s, 3, 0, 0, 1); /* from day 2 on it does not pay */
  cr_expect_eq(s->result.first_binding[3], s->result.first_binding[1], "S may still have something, the others not");
  kr_solution_free(s);
  kr_corridor_free(c);
}

/** One train of 2.5 t on the only day; ore has 1 t of it, and coal is there too. */
static kr_corridor *one_train(void) {
  kr_corridor *c = build_corridor(1, 6);
  build_carries(c, "ore", "train", 2.5);
  build_carries(c, "coal", "train", 2.5);
  int32_t gate = build_resource(c, "GATE", "train");
  c->resources[gate].whole_units = true;
  build_capacity(c, "GATE", (built_days){0}, 1);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "ORE", .from = "A", .to = "B", .cargo = "ore", .tonnes = 1, .weight = 9});
  build_shipment(c, (built_shipment){.id = "COAL", .from = "A", .to = "B", .cargo = "coal", .tonnes = 1});
  return c;
}

Test(solve, a_train_of_another_cargo_has_no_room) {
  kr_corridor *c = one_train();
  kr_settings settings = kr_settings_default();
  settings.integer = true;
  settings.iteration_limit = 10;
  kr_solution *s = solved(c, settings);
  cr_expect_eq(s->result.reason[1], KR_REASON_CAPACITY);
  expect_binding(s, 1, 0, 0, 0);
  kr_solution_free(s);
  settings.integer = false; /* which the LP does not mind */
  s = solved(c, settings);
  cr_expect_eq(s->result.reason[1], KR_REASON_NONE);
  cr_expect_eq(s->result.first_binding[2], 0);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, without_time_a_binding_has_no_days) {
  kr_corridor *c = build_gate_queue();
  c->shipments[0].quantity_kg = 21000; /* 20 t pass in four days */
  kr_settings settings = kr_settings_default();
  settings.view = KR_VIEW_STATIC;
  kr_solution *s = solved(c, settings);
  cr_expect_eq(s->result.reason[0], KR_REASON_CAPACITY);
  expect_binding(s, 0, 0, 0, 0);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, tells_lateness_of_the_queue_from_lateness_of_the_route) {
  kr_corridor *c = build_gate_queue();
  c->shipments[0].due_min = 6 * 60; /* in time only for the first 5 t */
  build_shipment(c, (built_shipment){.id = "ANYWAY",
                                     .from = "A",
                                     .to = "B",
                                     .cargo = "ore",
                                     .tonnes = 0.001,
                                     .ready_h = 1,
                                     .due_h = 6,
                                     .weight = 1000});
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_eq(s->result.reason[0], KR_REASON_LATE_QUEUE);
  cr_expect_eq(s->result.reason[1], KR_REASON_LATE_ANYWAY);
  expect_binding(s, 0, 0, 0, 1);
  cr_expect_eq(s->result.first_binding[1], s->result.first_binding[2], "ANYWAY went as fast as it could");
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, static_solves_add_the_days_capacities_up) {
  kr_corridor *c = build_gate_queue();
  kr_settings settings = kr_settings_default();
  settings.view = KR_VIEW_STATIC;
  kr_solution *s = solved(c, settings); /* 4 days * 5 t hold all 12 t: 12 * 6 */
  cr_expect_float_eq(s->result.objective, 72, 1e-9);
  cr_expect_eq(s->result.allocation.n_lots, 1);
  cr_expect_eq(s->result.allocation.legs[0].depart_min, KR_NO_TIME);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, kilograms_never_exceed_a_capacity_that_is_no_whole_number_of_them) {
  /* a third of a 1 t unit a day: 333.333… kg; whole kilograms fit 333 */
  kr_corridor *c = build_corridor(2, 24);
  build_carries(c, "x", "box", 1);
  build_resource(c, "GATE", "box");
  build_capacity(c, "GATE", (built_days){0}, 0.333333);
  build_link(c, (built_link){"AB", "A", "B", "road", 24, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  kr_solution *s = solved(c, kr_settings_default());
  cr_assert_eq(s->result.allocation.n_lots, 2);
  cr_expect_eq(s->result.allocation.lots[0].quantity_kg, 333);
  cr_expect_eq(s->result.allocation.lots[1].quantity_kg, 333);
  cr_expect_geq(s->result.objective, s->result.bound);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, stopped_before_it_began_it_still_has_a_plan_within_capacity) {
  kr_corridor *c = build_gate_queue();
  volatile sig_atomic_t stop = 1;
  kr_settings settings = kr_settings_default();
  settings.stop = &stop;
  settings.master = KR_MASTER_INTERIOR;
  kr_solution *s = solved(c, settings);
  cr_expect(s->is_stopped);
  cr_expect_float_eq(s->result.objective, 288, 1e-9, "first come, first served is best here");
  cr_expect_leq(s->result.bound, 288);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, an_instance_without_shipments_costs_nothing) {
  kr_corridor *c = build_corridor(2, 24);
  build_link(c, (built_link){"AB", "A", "B", "road", 24, NULL, true});
  kr_solution *s = solved(c, kr_settings_default());
  cr_expect_eq(s->result.objective, 0);
  cr_expect(s->result.is_optimal);
  kr_solution_free(s);
  kr_corridor_free(c);
}

Test(solve, refuses_a_plan_that_is_not_there) {
  kr_corridor *c = build_gate_queue();
  kr_settings settings = kr_settings_default();
  settings.plan = 7;
  kr_solution *s = NULL;
  kr_error err;
  cr_expect_eq(kr_solve(&s, c, &settings, &err), KR_ERR_RANGE);
  cr_expect_null(s);
  kr_corridor_free(c);
}

Test(solve, every_allocation_that_fails_is_reported_and_nothing_leaks) {
  kr_corridor *c = build_gate_queue();
  kr_settings settings = kr_settings_default();
  settings.master = KR_MASTER_INTERIOR; /* GLPK's own allocations are not ours to starve */
  settings.threads = 1;
  for (long n = 1;; ++n) {
    kr_solution *s = NULL;
    failing_alloc_arm(n);
    kr_status status = kr_solve(&s, c, &settings, NULL);
    bool starved = failing_alloc_disarm();
    if (!starved) {
      cr_expect_eq(status, KR_OK);
      cr_expect_gt(n, 40, "there must have been something to starve");
      kr_solution_free(s);
      break;
    }
    cr_expect_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
    cr_expect_null(s);
  }
  kr_corridor_free(c);
}

/** Where to stay is free the objective is 0, and what rounding adds to the bound is nothing of it. */
Test(solve, a_bound_above_the_objective_by_rounding_becomes_that_and_no_other) {
  kr_result r = {.objective = 0};
  kr_result_prove(&r, 4e-11, 1e-6);
  cr_expect(r.bound == 0 && r.gap == 0 && r.is_optimal);
  kr_result_prove(&r, 1e-7, 1e-6);
  cr_expect_eq(r.bound, 1e-7, "no rounding: the judge is to see it");
  cr_expect_eq(kr_lp_bound_beside(0, 1e-7), -1e-7, "as far below as it was above");
  cr_expect_eq(kr_lp_bound_beside(0, 1e-5), 1e-5, "no rounding: the judge is to see it");
}
