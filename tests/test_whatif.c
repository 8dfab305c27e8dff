#include <criterion/criterion.h>

#include "graph/totals.h"
#include "solver/bottleneck.h"
#include "tests/build_corridor.h"

/* One link of 6 h with a gate of 10 t a day, 4 days, steps of 6 h. 10 t for S and 20 t for T, ready at once: 10 t go on
 * each of the first three days and arrive after 6, 30 and 54 h: 10 * (6 + 30 + 54) = 900. */
static kr_corridor *c;
static kr_settings settings;
static kr_solution *base;

static kr_solution *solved(const kr_corridor *corridor) {
  kr_solution *s = NULL;
  kr_error err = {0};
  cr_assert_eq(kr_solve(&s, corridor, &settings, &err), KR_OK, "%s", err.text);
  return s;
}

static void make(void) {
  c = build_corridor(4, 6);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 10);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = 10, .weight = 2});
  build_shipment(c, (built_shipment){.id = "T", .from = "A", .to = "B", .cargo = "ore", .tonnes = 20, .due_h = 40});
  settings = kr_settings_default();
  settings.gap = 1e-9;
  base = solved(c);
}

static void drop(void) {
  kr_solution_free(base);
  kr_corridor_free(c);
}

TestSuite(whatif, .init = make, .fini = drop);

/* S first, for its weight: 2 * 10 * 6; then T: 10 * 30, and 10 * 54 with 14 h behind the boundary of its due (36 h):
 * lateness 18 h. */
#define COST (120. + 300 + 10 * (54 + 18))

Test(whatif, totals_by_group) {
  const int32_t group[] = {KR_NONE, 0};
  kr_totals all, t;
  cr_assert_eq(kr_totals_sum(c, base->timetable, &base->result, NULL, 1, &all), KR_OK);
  cr_assert_eq(kr_totals_sum(c, base->timetable, &base->result, group, 1, &t), KR_OK);
  cr_expect_float_eq(all.weighted_t_h, COST, 1e-6);
  cr_expect_float_eq(all.weighted_t_h, base->result.objective, 1e-6);
  cr_expect_float_eq(t.hours_t_h, 300 + 540, 1e-6);
  cr_expect_float_eq(t.late_t_h, 180, 1e-6);
  cr_expect_float_eq(t.p90_h, 54, 1e-9, "nine tenths of 20 t: 18 t, of which 10 took 30 h");
  cr_expect_float_eq(all.p90_h, 54, 1e-9, "27 t of 30");
  cr_expect(t.n_shipments == 1 && t.n_served == 1 && t.n_late == 1 && all.n_shipments == 2);
}

static double objectives[3];

static void keep(void *context, int32_t i, const kr_corridor *corridor, const kr_solution *solution) {
  cr_expect_eq(i, *(int *)context);
  cr_expect_neq(corridor, c);
  ++*(int *)context;
  objectives[i] = solution->result.objective;
}

Test(whatif, changes_are_solved_from_the_base_and_taken_in_order) {
  const kr_change changes[] = {
      {0, 0, 3, KR_MICRO, 10 * KR_MICRO}, /* 20 t a day: S and 10 t of T at once, the rest after 30 h */
      {0, 0, 0, 0, 0},                    /* nothing on the first day: all a day later */
      {0, 3, 3, 0, 0},                    /* nothing on the last day, which nobody uses */
  };
  kr_whatif_base from = {c, &settings, base};
  kr_error err = {0};
  for (int32_t threads = 1; threads <= 2; ++threads) {
    int n = 0;
    cr_assert_eq(kr_whatifs_run(&from, changes, 3, threads, keep, &n, &err), KR_OK, "%s", err.text);
    cr_expect_eq(n, 3);
    cr_expect_float_eq(objectives[0], 120 + 60 + 300, 1e-6);
    cr_expect_float_eq(objectives[1], 2 * 300 + 10 * (54 + 18) + 10 * (78 + 42), 1e-6);
    cr_expect_float_eq(objectives[2], COST, 1e-6);
  }
}

Test(whatif, a_bottleneck_says_what_it_saves_and_how_far) {
  kr_whatif_base from = {c, &settings, base};
  kr_bottleneck list[2];
  kr_error err = {0};
  int32_t n;
  cr_assert_eq(kr_bottlenecks_find(&from, 2, 1, list, &n, &err), KR_OK, "%s", err.text);
  cr_assert_eq(n, 1);
  /* A tonne more a day brings a tonne of T forward from day 1 (24 h) and two from day 2 (2 * (24 + 18)): 108 a unit, as
     long as the third day still has some: up to 5 t a day. */
  cr_expect_eq(list[0].step, 1);
  cr_expect_float_eq(list[0].saved, 108, 1e-4, "%g", list[0].saved);
  cr_expect_float_eq(list[0].price, 108, 1e-4, "%g", list[0].price);
  cr_expect_float_eq(list[0].holds_up_to, 4, 1e-9, "%g", list[0].holds_up_to);
  cr_expect_float_eq(list[0].saved_there, 432, 1e-3);
}

Test(whatif, a_signal_ends_it) {
  const kr_change change = {0, 0, 3, KR_MICRO / 2, 0};
  volatile sig_atomic_t stop = 1;
  settings.stop = &stop;
  kr_whatif_base from = {c, &settings, base};
  kr_error err = {0};
  int n = 0;
  cr_expect_eq(kr_whatifs_run(&from, &change, 1, 1, keep, &n, &err), KR_ERR_LIMIT);
  cr_expect_eq(n, 0);
  settings.stop = NULL;
}
