#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "solver/solve.h"
#include "tests/build_corridor.h"

/* Whole units and whole shipments, by hand: one link of 6 h with a gate, steps of 6 h, U = 48 h a day of the horizon.
 */

static kr_corridor *gate(double trains, bool whole) {
  kr_corridor *c = build_corridor(4, 6);
  build_carries(c, "ore", "train", 10);
  build_carries(c, "grain", "train", 20);
  int32_t r = build_resource(c, "GATE", "train");
  c->resources[r].whole_units = whole;
  build_capacity(c, "GATE", (built_days){0}, trains);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  return c;
}

static void add(kr_corridor *c, const char *id, const char *cargo, double tonnes, bool unsplittable) {
  build_shipment(c,
                 (built_shipment){
                     .id = id, .from = "A", .to = "B", .cargo = cargo, .tonnes = tonnes, .unsplittable = unsplittable});
}

static void say_nothing(void *context, const kr_progress *p) {
  (void)p;
  ++*(int *)context;
}

static kr_solution *solved(const kr_corridor *c, const volatile sig_atomic_t *stop) {
  kr_settings settings = kr_settings_default();
  settings.integer = true;
  settings.time_limit_s = 20;
  settings.stop = stop;
  static int n_told = 0;
  settings.progress = say_nothing;
  settings.progress_context = &n_told;
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "%s", err.text);
  return s;
}

static void expect_proven(const kr_corridor *c, double objective) {
  kr_solution *s = solved(c, NULL);
  cr_expect_float_eq(s->result.objective, objective, 1e-6, "%.9g, by hand %.9g", s->result.objective, objective);
  cr_expect_float_eq(s->result.bound, objective, 1e-5 * objective, "bound %.9g", s->result.bound);
  cr_expect(s->result.is_optimal);
  cr_expect_not(s->result.has_prices);
  kr_solution_free(s);
}

Test(integer, a_train_carries_one_cargo) {
  /* Half a train of ore and half a train of grain: one of them waits for the next day's train. Grain weighs twice as
     much in tonnes, so it goes first: 10 t * 6 h + 5 t * 30 h. */
  kr_corridor *c = gate(1, true);
  add(c, "ORE", "ore", 5, false);
  add(c, "GRAIN", "grain", 10, false);
  expect_proven(c, 60 + 150);
  kr_corridor_free(c);
}

Test(integer, where_units_need_not_be_whole_they_share_a_train) {
  kr_corridor *c = gate(1, false);
  add(c, "ORE", "ore", 5, false);
  add(c, "GRAIN", "grain", 10, false);
  expect_proven(c, 15 * 6);
  kr_corridor_free(c);
}

Test(integer, of_a_train_and_a_half_one_runs) {
  kr_corridor *c = gate(1.5, true);
  add(c, "ORE", "ore", 15, false);
  expect_proven(c, 10 * 6 + 5 * 30);
  kr_corridor_free(c);
}

Test(integer, whole_shipments_fill_what_they_can) {
  /* 10 t a day; 6, 5 and 4 t whole: 6 + 4 on the first day, 5 on the second. */
  kr_corridor *c = gate(1, false);
  add(c, "SIX", "ore", 6, true);
  add(c, "FIVE", "ore", 5, true);
  add(c, "FOUR", "ore", 4, true);
  expect_proven(c, 10 * 6 + 5 * 30);
  kr_corridor_free(c);
}

Test(integer, what_is_too_large_for_any_day_stays_whole) {
  kr_corridor *c = gate(1, false);
  add(c, "LARGE", "ore", 11, true);
  add(c, "SMALL", "ore", 3, true);
  expect_proven(c, 11 * 48 * 4 + 3 * 6);
  kr_corridor_free(c);
}

Test(integer, a_large_shipment_may_be_split_where_it_says_so) {
  kr_corridor *c = gate(1, true);
  add(c, "LARGE", "ore", 11, false);
  expect_proven(c, 10 * 6 + 1 * 30);
  kr_corridor_free(c);
}

Test(integer, promised_lots_hold_their_train) {
  /* 4 t of ore are promised on the first day: 6 t more of ore fit that train, grain waits for the next. */
  kr_corridor *c = gate(1, true);
  add(c, "ORE", "ore", 4, false);
  add(c, "MORE", "ore", 6, false);
  add(c, "GRAIN", "grain", 1, false);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .quantity_kg = 4000, .n_legs = 1}, &leg);
  expect_proven(c, 10 * 6 + 1 * 30);
  kr_corridor_free(c);
}

Test(integer, a_day_that_promised_lots_fill_takes_nothing_more) {
  /* The first day's train is promised in full: 10 t of the second train, 2 t of the third. */
  kr_corridor *c = gate(1, true);
  add(c, "PROMISED", "ore", 10, false);
  add(c, "MORE", "ore", 12, false);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .quantity_kg = 10000, .n_legs = 1}, &leg);
  expect_proven(c, 10 * 6 + 10 * 30 + 2 * 54);
  kr_corridor_free(c);
}

Test(integer, two_cargoes_promised_the_same_train_are_an_input_error) {
  kr_corridor *c = gate(1, true);
  add(c, "ORE", "ore", 5, false);
  add(c, "GRAIN", "grain", 5, false);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .quantity_kg = 4000, .n_legs = 1}, &leg);
  build_lot(&c->commitments, (kr_lot){.shipment = 1, .quantity_kg = 4000, .n_legs = 1}, &leg);
  kr_settings settings = kr_settings_default();
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "the LP may mix them: %s", err.text);
  kr_solution_free(s);
  s = NULL;
  settings.integer = true;
  cr_expect_eq(kr_solve(&s, c, &settings, &err), KR_ERR_INPUT);
  cr_expect_str_eq(
      err.text,
      "commitments use 2 whole units of GATE on 2025-01-01, but plan '' has 1; release some or raise the capacity");
  kr_corridor_free(c);
}

Test(integer, what_a_promise_leaves_of_a_whole_shipment_stays) {
  kr_corridor *c = gate(1, true);
  add(c, "ORE", "ore", 8, true);
  kr_leg leg = leg_link(c, "AB", 0, 6);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .quantity_kg = 3000, .n_legs = 1}, &leg);
  expect_proven(c, 3 * 6 + 5 * 48 * 4);
  kr_corridor_free(c);
}

Test(integer, stopped_at_once_it_still_has_a_plan) {
  volatile sig_atomic_t stop = 1;
  kr_corridor *c = gate(1, true);
  add(c, "ORE", "ore", 5, false);
  add(c, "GRAIN", "grain", 10, true);
  kr_solution *s = solved(c, &stop);
  cr_expect(s->is_stopped);
  cr_expect_not(s->result.is_optimal);
  cr_expect_leq(s->result.bound, 60 + 150);
  cr_expect_geq(s->result.objective, 60 + 150 - 1e-6);
  kr_solution_free(s);
  kr_corridor_free(c);
}

/** Units of a gram: 10^9 of them are freight, which is refused; as mere capacity they are as good as without end. */
Test(integer, more_freight_than_units_can_be_counted_is_refused) {
  kr_settings settings = kr_settings_default();
  settings.integer = true;
  settings.time_limit_s = 20;
  for (int is_gram = 0; is_gram < 2; is_gram++) {
    kr_corridor *c = gate(999999999999, true);
    build_carries(c, "grams", "train", is_gram ? 1e-6 : 1);
    add(c, "ORE", "grams", 1500, true);
    kr_solution *s = NULL;
    kr_error err = {0};
    cr_expect_eq(kr_solve(&s, c, &settings, &err), is_gram ? KR_ERR_INPUT : KR_OK, "%s", err.text);
    cr_expect_eq(strstr(err.text, "resource GATE: 1.5e+09 whole units") != NULL, is_gram, "%s", err.text);
    kr_solution_free(s);
    kr_corridor_free(c);
  }
}
