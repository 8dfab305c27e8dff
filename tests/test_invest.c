#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/instance.h"
#include "solver/invest.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"
#include "tests/tiny_instance.h"

/* 4 days, steps of 6 h. AB takes 12 h and has a gate of 10 t a day; OVER takes 6 h, its door is closed. 30 t from the
 * first midnight: 10 t on each of three days arrive after 12, 36, 60 h: 1,080 t·h. Upgrades:
 *
 *   FAST   2  AB in 6 h
 *   MORE   5  the gate takes 20 t a day; not with MOST
 *   MOST   8  the gate takes 30 t a day
 *   DOOR   4  the door takes 10 t a day; only with FAST
 *
 * Alone: FAST 10 * (6 + 30 + 54) = 900, MORE 20 * 12 + 10 * 36 = 600, MOST 30 * 12 = 360. FAST and DOOR: 20 * 6 + 10 *
 * 30 = 420, so have FAST and MORE, dearer; FAST and MOST 30 * 6 = 180, so have FAST, MORE and DOOR, dearer. */
static kr_corridor *c;
static kr_settings settings;
static kr_invest *invest;
static kr_best *bests;
static size_t n_bests;

enum { FAST, MORE, MOST, DOOR };

static void add_upgrade(const char *id, double cost, kr_set needs, kr_set forbids) {
  int32_t i;
  size_t room = (size_t)kr_n_upgrades(c);
  cr_assert_eq(kr_ids_add(c->upgrade_ids, id, strlen(id), &i), KR_OK);
  cr_assert(kr_grow(&c->upgrades, &room, (size_t)i + 1, sizeof *c->upgrades));
  c->upgrades[i] = (kr_upgrade){id, build_micro(cost), kr_ids_find(c->plan_ids, id, strlen(id)), needs, forbids};
}

static void make(void) {
  c = build_corridor(4, 6);
  build_resource(c, "GATE", "t");
  build_resource(c, "DOOR", "t");
  build_capacity(c, "GATE", (built_days){0}, 10);
  build_capacity(c, "DOOR", (built_days){0}, 0);
  build_link(c, (built_link){"AB", "A", "B", "rail", 12, "GATE", true});
  build_link(c, (built_link){"OVER", "A", "B", "rail", 6, "DOOR", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = 30});
  const char *const plans[] = {"FAST", "MORE", "MOST", "DOOR"};
  for (int i = 0; i < 4; ++i) build_plan(c, plans[i], NULL);
  build_running_time(c, "AB", (built_days){.plan = "FAST"}, 6);
  build_capacity(c, "GATE", (built_days){.plan = "MORE"}, 20);
  build_capacity(c, "GATE", (built_days){.plan = "MOST"}, 30);
  build_capacity(c, "DOOR", (built_days){.plan = "DOOR"}, 10);
  add_upgrade("FAST", 2, 0, 0);
  add_upgrade("MORE", 5, 0, kr_set_of(MOST));
  add_upgrade("MOST", 8, 0, 0);
  add_upgrade("DOOR", 4, kr_set_of(FAST), 0);
  settings = kr_settings_default();
}

static void drop_answer(void) {
  kr_invest_free(invest);
  free(bests);
  invest = NULL;
  bests = NULL;
  n_bests = 0;
}

static void drop(void) {
  drop_answer();
  kr_corridor_free(c);
}

TestSuite(invest, .init = make, .fini = drop);

static kr_status find_frontier(double low, double high, int32_t threads, kr_error *err) {
  kr_status status = kr_invest_create(&invest, c, &settings, build_micro(high), threads, err);
  if (status == KR_OK) status = kr_invest_frontier(invest, build_micro(low), build_micro(high), &bests, &n_bests, err);
  return status;
}

typedef struct expected {
  double cost, objective;
  kr_set set;
} expected;

static void expect_frontier(const expected *list, size_t n, double low, double high) {
  kr_error err = {0};
  for (int32_t threads = 1; threads <= 2; ++threads) {
    cr_assert_eq(find_frontier(low, high, threads, &err), KR_OK, "%s", err.text);
    cr_assert_eq(n_bests, n, "%zu", n_bests);
    for (size_t i = 0; i < n; ++i) {
      const kr_best *b = &bests[n - 1 - i];
      cr_expect_eq(b->trial.cost, build_micro(list[i].cost), "%zu", i);
      cr_expect_float_eq(b->trial.objective, list[i].objective, 1e-6, "%zu: %g", i, b->trial.objective);
      cr_expect_eq(b->trial.set, list[i].set, "%zu", i);
      cr_expect(b->is_proven && b->gap <= settings.gap && b->bound <= b->trial.objective);
    }
    drop_answer();
  }
}

static const expected dated[] = {{0, 1080, 0},        {2, 900, 1 << FAST},
                                 {5, 600, 1 << MORE}, {6, 420, 1 << FAST | 1 << DOOR},
                                 {8, 360, 1 << MOST}, {10, 180, 1 << FAST | 1 << MOST}};

Test(invest, the_frontier_is_that_of_the_table_above) { expect_frontier(dated, 6, 0, 19); }

Test(invest, part_of_it) {
  expect_frontier(&dated[2], 3, 5, 9);
  expect_frontier(&dated[4], 1, 9, 9);
  expect_frontier(&dated[0], 1, 1, 1);
}

/** 40 t fit into four days at once: only the running time counts. */
Test(invest, without_time) {
  settings.view = KR_VIEW_STATIC;
  const expected list[] = {{0, 360, 0}, {2, 180, 1 << FAST}};
  expect_frontier(list, 2, 0, 19);
}

/** 10 t are promised the gate of the first day: it is full, and FAST does not quicken them. */
Test(invest, what_is_promised_stays) {
  const kr_leg leg = leg_link(c, "AB", 0, 12);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 10000, .n_legs = 1}, &leg);
  const expected list[] = {{0, 1080, 0},        {2, 960, 1 << FAST},
                           {5, 600, 1 << MORE}, {6, 480, 1 << FAST | 1 << DOOR},
                           {8, 360, 1 << MOST}, {10, 240, 1 << FAST | 1 << MOST}};
  expect_frontier(list, 6, 0, 19);
}

Test(invest, each_alone_and_the_runner_up) {
  kr_error err = {0};
  cr_assert_eq(find_frontier(9, 9, 1, &err), KR_OK, "%s", err.text);
  const kr_upgrades *u = kr_invest_upgrades(invest);
  const double alone[] = {900, 600, 360, 420};
  for (int i = 0; i < 4; ++i)
    cr_expect_float_eq(kr_invest_trial(invest, u->needs[i])->objective, alone[i], 1e-6, "%d", i);
  cr_expect_eq(u->needs[DOOR], 1 << DOOR | 1 << FAST);
  cr_expect_eq(u->bars[MOST], 1 << MORE, "both ways");
  cr_expect_eq(u->swift, 1 << FAST);
  const kr_trial *second = kr_invest_runner_up(invest, &bests[0]);
  cr_assert_not_null(second);
  cr_expect_eq(second->set, 1 << DOOR | 1 << FAST);
  cr_expect_gt(kr_invest_worked(invest).n_solves, 0);
}

Test(invest, over_another_plan_upgrades_of_the_base_add_and_strangers_are_refused) {
  build_plan(c, "wide", NULL);
  build_capacity(c, "GATE", (built_days){.plan = "wide"}, 15);
  settings.plan = kr_ids_find(c->plan_ids, "wide", 4);
  kr_error err = {0};
  cr_assert_eq(find_frontier(5, 5, 1, &err), KR_OK, "%s", err.text);
  cr_expect_float_eq(bests[0].trial.objective, 25 * 12 + 5 * 36, 1e-6, "15 and 10 t a day");
  drop_answer();
  c->plans[c->upgrades[FAST].plan].base = c->upgrades[MORE].plan;
  cr_expect_eq(find_frontier(5, 5, 1, &err), KR_ERR_INPUT);
}

Test(invest, a_signal_ends_it) {
  volatile sig_atomic_t stop = 1;
  kr_error err = {0};
  settings.stop = &stop;
  cr_expect_eq(find_frontier(0, 19, 1, &err), KR_ERR_LIMIT);
  stop = 0;
  cr_assert_eq(kr_invest_create(&invest, c, &settings, build_micro(19), 1, &err), KR_OK);
  stop = 1;
  kr_best best;
  cr_assert_eq(kr_invest_choose(invest, build_micro(10), &best, &err), KR_OK);
  cr_expect(kr_invest_worked(invest).is_stopped && !best.is_proven);
  cr_expect_leq(best.bound, 180 + 1e-6, "%g", best.bound);
  cr_expect_float_eq(best.trial.objective, 360, 1e-6, "MOST was tried alone");
  cr_assert_eq(kr_invest_frontier(invest, 0, build_micro(10), &bests, &n_bests, &err), KR_OK);
  cr_expect_eq(n_bests, 1u, "one even then, and no more");
}

Test(invest, allocations_that_fail_are_reported_and_nothing_leaks) {
  kr_error err = {0};
  settings.master = KR_MASTER_INTERIOR; /* GLPK's own allocations are not ours to starve */
  for (long n = 1;; n += n < 400 ? 1 : 97) {
    failing_alloc_arm(n);
    kr_status status = find_frontier(0, 19, 1, &err);
    bool starved = failing_alloc_disarm();
    drop_answer();
    cr_assert_eq(status, starved ? KR_ERR_MEMORY : KR_OK, "%ld: %s", n, err.text);
    if (!starved) break;
  }
}

Test(invest_file, is_read) {
  scratch s = tiny_instance();
  kr_messages *messages = NULL;
  kr_corridor *read = NULL;
  kr_error err = {0};
  scratch_write(&s, "plan.csv", "plan_id,name\nmore,More\n");
  scratch_write(&s, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,,2\nmore,track,,,,3\n");
  scratch_write(&s, "upgrade.csv",
                "upgrade_id,name,cost_musd,plan_id,requires,conflicts\nU1,One,12.5,more,U3;U2,\nU2,Two,0,more,,\n"
                "U3,Three,1,more,,U4\nU4,Four,1,more,,\n");
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_read(&read, s.path, messages, &err), KR_OK, "%s", err.text);
  cr_assert_eq(kr_n_upgrades(read), 4);
  cr_expect_eq(read->upgrades[0].cost_musd, build_micro(12.5));
  cr_expect_eq(read->upgrades[0].needs, 6u);
  cr_expect_eq(read->upgrades[2].forbids, 8u);
  cr_expect_str_eq(read->upgrades[3].name, "Four");
  kr_corridor_free(read);
  kr_messages_free(messages);
  scratch_remove(&s);
}
