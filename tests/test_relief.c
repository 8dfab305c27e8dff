#include <criterion/criterion.h>
#include <math.h>

#include "solver/relief.h"
#include "tests/build_corridor.h"

/* One link of 6 h behind a gate of 10 t a day, 4 days, steps of 6 h. S (10 t, weight 2) goes first; of T's 20 t, due
 * after 40 h (the boundary at 36 h), 10 t go on day 1 and arrive after 30 h, 10 t on day 2, late. U is ready on day 3:
 * 10 of its 15 t go. */
static kr_corridor *c;
static kr_settings settings;

static void make(void) {
  c = build_corridor(4, 6);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 10);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = 10, .weight = 2});
  build_shipment(c, (built_shipment){.id = "T", .from = "A", .to = "B", .cargo = "ore", .tonnes = 20, .due_h = 40});
  build_shipment(c, (built_shipment){.id = "U", .from = "A", .to = "B", .cargo = "ore", .tonnes = 15, .ready_h = 72});
  settings = kr_settings_default();
}

static void drop(void) { kr_corridor_free(c); }

TestSuite(relief, .init = make, .fini = drop);

static double least(int32_t shipment, bool in_time, int32_t day, double need) {
  kr_relief_case q = {c, &settings, shipment, in_time};
  kr_relief_item item = {0, day, need};
  double theta = -1;
  kr_error err = {0};
  cr_assert_eq(kr_relief_capacity(&q, &item, 1, &theta, &err), KR_OK, "%s", err.text);
  return theta;
}

/** The answer stands within a twentieth above the least that does. */
static void expect_least(double theta, double expected) {
  cr_expect(theta >= expected * (1 - 1e-6) && theta <= expected / 0.95, "%g, by hand %g", theta, expected);
}

Test(relief, brings_a_shipment_in_time) {
  expect_least(least(1, true, 0, 20), 0.5); /* 10 t more on day 0 */
  expect_least(least(1, true, 1, 20), 0.5); /* or on day 1 */
  cr_expect_eq(least(1, true, 2, 20), INFINITY, "day 2 is late already");
}

static bool is_needless(int32_t shipment, bool in_time) {
  kr_relief_case q = {c, &settings, shipment, in_time};
  bool served = false;
  kr_error err = {0};
  cr_assert_eq(kr_relief_is_needless(&q, &served, &err), KR_OK, "%s", err.text);
  return served;
}

Test(relief, is_needless_where_nothing_is_missing) {
  cr_expect(is_needless(0, true));
  cr_expect(is_needless(1, false), "late, but served in full");
  cr_expect_not(is_needless(1, true));
  cr_expect_not(is_needless(2, false));
}

Test(relief, serves_a_shipment_in_full) { expect_least(least(2, false, 3, 15), 1.0 / 3); /* 10 of 15 t fit on day 3 */ }

Test(relief, finds_how_much_earlier) {
  kr_relief_case q = {c, &settings, 2, false};
  int32_t days = -1;
  cr_assert_eq(kr_relief_ready(&q, &days, NULL), KR_OK);
  /* From day 2 on there are 20 t for U's 15 and what is left of T, which is late there and so dearer by the tonne. */
  cr_expect_eq(days, 1, "%d", (int)days);
  q.shipment = 1;
  cr_assert_eq(kr_relief_ready(&q, &days, NULL), KR_OK);
  cr_expect_eq(days, 0, "ready at the very start already");
}

Test(relief, rounds_units_up) {
  kr_relief_case q = {c, &settings, 0, false};
  kr_relief_item item = {0, 0, 1.0 / 3};
  cr_expect_eq(kr_relief_units(&q, &item, 1), 333334);
  settings.integer = true;
  cr_expect_eq(kr_relief_units(&q, &item, 1), 333334, "the gate is no resource of whole units");
  c->resources[0].whole_units = true;
  cr_expect_eq(kr_relief_units(&q, &item, 1), KR_MICRO);
  item.need = 7.0 / 3;
  cr_expect_eq(kr_relief_units(&q, &item, 3 / item.need), 3 * KR_MICRO, "not 4 for a rounding");
}

Test(relief, without_time_is_for_the_horizon) {
  /* 40 t pass in four days; S, which weighs more, and 30 t of T and U, alike: 5 t more are needed, of U's need 15 */
  settings.view = KR_VIEW_STATIC;
  c->shipments[2].weight = KR_MICRO / 2;
  cr_expect_not(is_needless(2, false));
  expect_least(least(2, false, 0, 15), 1.0 / 3);
}

/** The same with trains of 10 t, one a day, whole; U may not be split. */
static void run_trains(void) {
  build_carries(c, "ore", "train", 10);
  c->resources[0].unit = kr_ids_find(c->unit_ids, "train", 5);
  c->resources[0].whole_units = true;
  c->capacities[0].per_day = KR_MICRO;
  settings.integer = true;
  settings.gap = KR_INTEGER_GAP;
  settings.iteration_limit = 50;
  c->shipments[0].splittable = c->shipments[1].splittable = true;
  c->shipments[2].splittable = false;
}

Test(relief, of_whole_trains_comes_in_whole_trains) {
  /* U needs two trains on the last day and has one; half a train would not do */
  run_trains();
  cr_expect_not(is_needless(2, false));
  double theta = least(2, false, 3, 1.5);
  kr_relief_case q = {c, &settings, 2, false};
  cr_expect_eq(kr_relief_units(&q, &(kr_relief_item){0, 3, 1.5}, theta), KR_MICRO);
}
