#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "graph/search.h"
#include "tests/random_corridor.h"

/** A random dated network with tolls, and the values of one goal worked out state by state. */
typedef struct reference {
  kr_corridor *c;
  kr_timetable *timetable;
  kr_network *net;
  kr_timeline *line;
  kr_tolls *tolls;
  kr_search *search, *bare;
  kr_sweep_plan *plan;
  kr_route route;
  double *value; /* [τ * platforms + p] */
  luck l;
} reference;

static reference set_up(uint64_t seed) {
  reference r = {.l = luck_of(seed)};
  r.c = random_corridor(&r.l, (random_size){7, 16, 12, 7, 7, 4, 6});
  cr_assert_eq(kr_timetable_create(&r.timetable, r.c, KR_PLAN_BASE, KR_VIEW_DATED, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&r.net, r.c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&r.line, r.c, r.timetable, r.net, NULL), KR_OK);
  cr_assert_eq(kr_tolls_create(&r.tolls, r.line, NULL), KR_OK);
  cr_assert_eq(kr_search_create(&r.search, r.line, NULL), KR_OK);
  cr_assert_eq(kr_search_create_bare(&r.bare, r.line, NULL), KR_OK);
  cr_assert_eq(kr_sweep_plan_create(&r.plan, r.line, r.tolls->of_ware[0].n_arcs, NULL), KR_OK);
  r.value = calloc((size_t)(r.line->n_steps + 1) * (size_t)r.net->n_platforms, sizeof *r.value);
  size_t n_rows = (size_t)kr_n_resources(r.c) * (size_t)r.line->n_days;
  double *price = calloc(n_rows, sizeof *price);
  cr_assert(r.value && price);
  random_prices(&r.l, price, (int32_t)n_rows, 3);
  kr_tolls_set(r.tolls, r.line, 0, price);
  kr_sweep_plan_set(r.plan, r.line, &r.tolls->of_ware[0]);
  free(price);
  return r;
}

static void tear_down(reference *r) {
  kr_sweep_plan_free(r->plan);
  kr_search_free(r->search);
  kr_search_free(r->bare);
  kr_tolls_free(r->tolls);
  kr_timeline_free(r->line);
  kr_network_free(r->net);
  kr_timetable_free(r->timetable);
  kr_corridor_free(r->c);
  free(r->route.moves);
  free(r->value);
}

static double *at(const reference *r, int32_t tau, int32_t p) { return &r->value[tau * r->net->n_platforms + p]; }

static double delivery(const reference *r, const kr_goal *goal, int32_t tau) {
  double late = tau > goal->due_step ? tau - goal->due_step : 0.0;
  return goal->weight * r->line->step_h * (tau + r->line->late_factor * late);
}

/** One arc at one boundary; @return whether its tail got cheaper. */
static bool relax(const reference *r, int32_t i, int32_t tau, int32_t last_step) {
  const kr_lane_tolls *lane = &r->tolls->of_ware[0];
  int64_t k = (int64_t)kr_bucket(r->line, tau) * lane->n_arcs + i;
  int32_t arrival = tau + lane->steps[k];
  if (arrival > last_step) return false;
  double via = *at(r, arrival, lane->head[i]) + lane->toll[k];
  if (!(via < *at(r, tau, lane->tail[i]))) return false;
  *at(r, tau, lane->tail[i]) = via;
  return true;
}

/** By the definition: deliver, wait or move on; all arcs again and again until nothing gets cheaper. */
static void work_out(const reference *r, const kr_goal *goal, int32_t from_step, int32_t last_step) {
  for (int32_t tau = last_step; tau >= 0; --tau) {
    for (int32_t p = 0; p < r->net->n_platforms; ++p) *at(r, tau, p) = tau < last_step ? *at(r, tau + 1, p) : INFINITY;
    *at(r, tau, goal->door) = tau >= from_step ? delivery(r, goal, tau) : INFINITY;
    bool better = true;
    while (better) {
      better = false;
      for (int32_t i = 0; i < r->tolls->of_ware[0].n_arcs; ++i) better = relax(r, i, tau, last_step) || better;
    }
  }
}

static kr_goal random_goal(reference *r) {
  const kr_shipment *s = &r->c->shipments[draw(&r->l, kr_n_shipments(r->c))];
  double due = draw(&r->l, 2) ? (double)draw(&r->l, r->line->n_steps) : (double)INFINITY;
  return (kr_goal){r->net->door[s->destination], 1 + draw(&r->l, 2), due};
}

static double tolls_on(const reference *r) {
  const kr_lane_tolls *lane = &r->tolls->of_ware[0];
  double sum = 0;
  for (size_t i = 0; i < r->route.n_moves; ++i) {
    kr_move m = r->route.moves[i];
    sum += lane->toll[(int64_t)kr_bucket(r->line, m.tau) * lane->n_arcs + lane->slot[m.arc]];
  }
  return sum;
}

/** Every yard and boundary of one lane. Costs are multiples of a quarter, so all sums are exact. */
static void compare_lane(reference *r, const kr_search *search, const kr_goal *goal, int32_t lane, kr_sweep window) {
  work_out(r, goal, 0, window.last_step);
  for (int32_t k = 0; k < window.n_yards; ++k)
    for (int32_t tau = window.first_step; tau <= window.last_step; ++tau) {
      double expected = *at(r, tau, window.yards[k]) - goal->weight * r->line->step_h * tau;
      double cost = kr_search_cost(search, lane, window.yards[k], tau);
      cr_assert(cost == expected, "yard %d at %d: %g, not %g", window.yards[k], tau, cost, expected);
      if (cost == INFINITY) continue;
      cr_assert_eq(kr_search_trace(search, lane, window.yards[k], tau, &r->route), KR_OK);
      cr_assert(r->route.arrival <= window.last_step);
      double began = goal->weight * r->line->step_h * tau;
      cr_assert(tolls_on(r) + delivery(r, goal, r->route.arrival) - began == cost);
    }
}

static int32_t list_yards(const reference *r, int32_t *yards) {
  int32_t n = 0;
  for (int32_t node = 0; node < kr_n_nodes(r->c); ++node)
    if (r->net->yard[node] != KR_NONE) yards[n++] = r->net->yard[node];
  return n;
}

Test(sweep, values_are_what_waiting_moving_and_delivering_cost_state_by_state) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    reference r = set_up(seed);
    kr_goal goals[KR_LANES];
    int32_t yards[16], n_goals = 1 + draw(&r.l, KR_LANES);
    for (int32_t g = 0; g < n_goals; ++g) goals[g] = random_goal(&r);
    kr_sweep all = {.last_step = r.line->n_steps, .yards = yards, .n_yards = list_yards(&r, yards)};
    kr_search_run(r.search, &r.tolls->of_ware[0], goals, n_goals, 0);
    for (int32_t g = 0; g < n_goals; ++g) compare_lane(&r, r.search, &goals[g], g, all);
    tear_down(&r);
  }
}

Test(sweep, a_window_leaves_out_what_arrives_later_and_yards_that_nobody_asks_about) {
  for (uint64_t seed = 101; seed <= 160; ++seed) {
    reference r = set_up(seed);
    kr_goal goals[KR_LANES];
    int32_t yards[16], n_goals = 1 + draw(&r.l, KR_LANES), first = draw(&r.l, r.line->n_steps);
    for (int32_t g = 0; g < n_goals; ++g) goals[g] = random_goal(&r);
    kr_sweep sweep = {.plan = r.plan,
                      .tolls = &r.tolls->of_ware[0],
                      .goals = goals,
                      .n_goals = n_goals,
                      .first_step = first,
                      .last_step = first + draw(&r.l, r.line->n_steps - first + 1),
                      .yards = yards,
                      .n_yards = list_yards(&r, yards),
                      .detail = draw(&r.l, 2) ? KR_SWEEP_ARRIVALS : KR_SWEEP_VALUES};
    if (sweep.n_yards > 2) sweep.n_yards -= 2;
    kr_search_sweep(r.bare, &sweep);
    for (int32_t g = 0; g < n_goals; ++g) compare_lane(&r, r.bare, &goals[g], g, sweep);
    tear_down(&r);
  }
}

Test(sweep, says_when_a_route_of_that_cost_arrives) {
  /* If it says a, then routes that arrive at a or later, and those at a or earlier, both reach the least cost. */
  for (uint64_t seed = 201; seed <= 260; ++seed) {
    reference r = set_up(seed);
    kr_goal goal = random_goal(&r);
    int32_t yards[16];
    kr_sweep sweep = {.plan = r.plan,
                      .tolls = &r.tolls->of_ware[0],
                      .goals = &goal,
                      .n_goals = 1,
                      .last_step = r.line->n_steps,
                      .yards = yards,
                      .n_yards = list_yards(&r, yards),
                      .detail = KR_SWEEP_ARRIVALS};
    kr_search_sweep(r.bare, &sweep);
    for (int32_t k = 0; k < sweep.n_yards; ++k) {
      double cost = kr_search_cost(r.bare, 0, yards[k], 0);
      if (cost == INFINITY) continue;
      int32_t arrival = kr_search_arrival(r.bare, 0, yards[k], 0);
      work_out(&r, &goal, arrival, r.line->n_steps);
      cr_assert(*at(&r, 0, yards[k]) == cost, "yard %d, arrival %d", yards[k], arrival);
      work_out(&r, &goal, 0, arrival);
      cr_assert(*at(&r, 0, yards[k]) == cost, "yard %d, arrival %d", yards[k], arrival);
    }
    tear_down(&r);
  }
}

Test(sweep, a_search_follows_tolls_that_change_on_some_days_and_cargoes_that_take_turns) {
  for (uint64_t seed = 301; seed <= 330; ++seed) {
    reference r = set_up(seed);
    int32_t yards[16], n_rows = kr_n_resources(r.c) * r.line->n_days;
    kr_sweep all = {.last_step = r.line->n_steps, .yards = yards, .n_yards = list_yards(&r, yards)};
    double *price = calloc((size_t)n_rows, sizeof *price);
    cr_assert(price);
    for (int i = 0; i < 8; ++i) {
      kr_goal goal = random_goal(&r);
      if (i % 3) price[draw(&r.l, n_rows)] = 0.25 * draw(&r.l, 100);
      kr_tolls_set(r.tolls, r.line, 0, price);
      if (i % 4 == 3) kr_search_run(r.search, &r.tolls->of_ware[1], &goal, 1, 0);
      kr_search_run(r.search, &r.tolls->of_ware[0], &goal, 1, 0);
      compare_lane(&r, r.search, &goal, 0, all);
    }
    free(price);
    tear_down(&r);
  }
}
