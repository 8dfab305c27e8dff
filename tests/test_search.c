#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "graph/reach.h"
#include "graph/search.h"
#include "tests/build_corridor.h"

/** Everything between a corridor and a priced pass, for one goal. */
typedef struct rig {
  kr_corridor *c;
  kr_timetable *timetable;
  kr_network *net;
  kr_timeline *line;
  kr_tolls *tolls;
  kr_search *search;
  kr_route route;
} rig;

static rig set_up(kr_corridor *c, kr_view view) {
  rig r = {.c = c};
  cr_assert_eq(kr_timetable_create(&r.timetable, c, KR_PLAN_BASE, view, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&r.net, c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&r.line, c, r.timetable, r.net, NULL), KR_OK);
  cr_assert_eq(kr_tolls_create(&r.tolls, r.line, NULL), KR_OK);
  cr_assert_eq(kr_search_create(&r.search, r.line, NULL), KR_OK);
  return r;
}

static void tear_down(rig *r) {
  kr_search_free(r->search);
  kr_tolls_free(r->tolls);
  kr_timeline_free(r->line);
  kr_network_free(r->net);
  kr_timetable_free(r->timetable);
  kr_corridor_free(r->c);
  free(r->route.moves);
}

/** Cheapest cost of shipment s under `price`, and its route in r->route. */
static double best(rig *r, int32_t s, const double *price) {
  const kr_shipment *sh = &r->c->shipments[s];
  int64_t due = kr_due_step(r->c, sh);
  kr_goal goal = {r->net->door[sh->destination], kr_decimal_value(sh->weight),
                  due == INT64_MAX ? INFINITY : (double)due};
  int32_t ready = r->line->is_static ? 0 : (int32_t)kr_ready_step(r->c, sh), yard = r->net->yard[sh->origin];
  kr_tolls_set(r->tolls, r->line, sh->cargo, price);
  kr_search_run(r->search, &r->tolls->of_ware[sh->cargo], &goal, 1, ready);
  double cost = kr_search_cost(r->search, 0, yard, ready);
  if (cost < INFINITY) cr_assert_eq(kr_search_trace(r->search, 0, yard, ready, &r->route), KR_OK);
  return cost;
}

static const char *leg_name(const rig *r, size_t i) {
  const kr_arc *arc = &r->net->arcs[r->route.moves[i].arc];
  return arc->kind == KR_ARC_LINK ? kr_ids_text(r->c->link_ids, arc->what) : arc->what == KR_NONE ? "free" : "row";
}

/** A port open on Thursdays only (day 1 of a horizon from a Wednesday), 6 h by rail before it and 10 h by sea after. */
static kr_corridor *port(void) {
  kr_corridor *c = build_corridor(3, 6);
  build_carries(c, "ore", "sailing", 1000);
  build_resource(c, "SAILING", "sailing");
  build_capacity(c, "SAILING", (built_days){.weekdays = "4"}, 1);
  build_link(c, (built_link){"RAIL", "MINE", "PORT", "rail", 6, NULL, true});
  build_link(c, (built_link){"SEA", "PORT", "SHORE", "sea", 10, "SAILING", true});
  build_transfer(c, (built_transfer){"PORT", "rail", "sea", 0, NULL});
  build_shipment(c, (built_shipment){.id = "S", .from = "MINE", .to = "SHORE", .cargo = "ore", .tonnes = 10});
  return c;
}

Test(search, waits_for_the_next_sailing_when_the_port_is_closed) {
  /* ready at 0; rail 0-6 h; the port opens at 24 h; 10 h at sea are 2 steps of 6: 24-36 h. Cost 36. */
  rig r = set_up(port(), KR_VIEW_DATED);
  cr_expect_float_eq(best(&r, 0, NULL), 36, 1e-12);
  cr_assert_eq(r.route.n_moves, 5);
  cr_expect_str_eq(leg_name(&r, 0), "free");
  cr_expect_str_eq(leg_name(&r, 1), "RAIL");
  cr_expect_str_eq(leg_name(&r, 2), "row");
  cr_expect_str_eq(leg_name(&r, 3), "SEA");
  cr_expect_eq(r.route.moves[1].tau, 0, "leaves as early as it can");
  cr_expect_eq(r.route.moves[3].tau, 4);
  cr_expect_eq(r.route.arrival, 6);
  tear_down(&r);
}

Test(search, pays_the_toll_per_tonne_and_counts_lateness_by_its_factor) {
  kr_corridor *c = port();
  c->late_factor = 2 * KR_MICRO;
  build_shipment(c, (built_shipment){.id = "L",
                                     .from = "MINE",
                                     .to = "SHORE",
                                     .cargo = "ore",
                                     .tonnes = 1,
                                     .ready_h = 3,
                                     .due_h = 20,
                                     .weight = 0.5});
  rig r = set_up(c, KR_VIEW_DATED);
  double price[3] = {0, 500, 0};
  /* ready step 1, due step floor(20 / 6) = 3, arrival step 6: H = 30, L = 18; 0.5 * (30 + 2 * 18) + 500 / 1000 = 33.5
   */
  cr_expect_float_eq(best(&r, 1, price), 33.5, 1e-12);
  tear_down(&r);
}

Test(search, waits_a_day_when_that_is_cheaper_than_todays_toll) {
  kr_corridor *c = build_corridor(2, 24);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 5);
  build_link(c, (built_link){"AB", "A", "B", "road", 1, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  rig r = set_up(c, KR_VIEW_DATED);
  double dear[2] = {25, 0}, cheap[2] = {23, 0};
  cr_expect_float_eq(best(&r, 0, dear), 48, 1e-12); /* waits a day: 24 + 24 */
  cr_expect_eq(r.route.moves[1].tau, 1);
  cr_expect_float_eq(best(&r, 0, cheap), 47, 1e-12); /* pays: 24 + 23 */
  cr_expect_eq(r.route.moves[1].tau, 0);
  tear_down(&r);
}

Test(search, ends_on_circles_of_transfers_that_take_no_time) {
  kr_corridor *c = build_corridor(1, 1);
  build_link(c, (built_link){"IN", "A", "X", "a", 1, NULL, true});
  build_link(c, (built_link){"OUT", "X", "B", "c", 1, NULL, true});
  build_transfer(c, (built_transfer){"X", "a", "b", 0, NULL});
  build_transfer(c, (built_transfer){"X", "b", "a", 0, NULL});
  build_transfer(c, (built_transfer){"X", "b", "c", 0, NULL});
  build_transfer(c, (built_transfer){"X", "c", "b", 0, NULL});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  rig r = set_up(c, KR_VIEW_DATED);
  cr_expect_float_eq(best(&r, 0, NULL), 2, 1e-12);
  cr_expect_eq(r.route.n_moves, 6, "free loading, IN, a-b, b-c, OUT, free unloading");
  tear_down(&r);
}

Test(search, a_mode_known_only_from_a_transfer_is_no_place_to_start) {
  kr_corridor *c = build_corridor(2, 6);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, NULL, true});
  build_transfer(c, (built_transfer){"A", NULL, "rail", 12, NULL});
  build_transfer(c, (built_transfer){"A", "ghost", "rail", 0, NULL});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  rig r = set_up(c, KR_VIEW_DATED);
  cr_expect_float_eq(best(&r, 0, NULL), 18, 1e-12, "loading takes 12 h; the ghost mode would save it");
  tear_down(&r);
}

Test(search, finds_no_route_when_the_cargo_cannot_use_the_unit) {
  kr_corridor *c = port();
  build_shipment(c, (built_shipment){.id = "G", .from = "MINE", .to = "SHORE", .cargo = "grain", .tonnes = 1});
  rig r = set_up(c, KR_VIEW_DATED);
  bool reachable[2];
  cr_expect_eq(best(&r, 1, NULL), INFINITY);
  cr_assert_eq(kr_reach_mark(r.line, reachable, NULL), KR_OK);
  cr_expect(reachable[0]);
  cr_expect_not(reachable[1]);
  tear_down(&r);
}

Test(search, arrives_at_the_last_boundary_or_not_at_all) {
  kr_corridor *c = build_corridor(1, 6);
  build_link(c, (built_link){"AB", "A", "B", "rail", 12, NULL, true});
  build_shipment(c, (built_shipment){.id = "JUST", .from = "A", .to = "B", .cargo = "x", .tonnes = 1, .ready_h = 12});
  build_shipment(c, (built_shipment){.id = "MISSED", .from = "A", .to = "B", .cargo = "x", .tonnes = 1, .ready_h = 13});
  rig r = set_up(c, KR_VIEW_DATED);
  cr_expect_float_eq(best(&r, 0, NULL), 12, 1e-12);
  cr_expect_eq(r.route.arrival, 4);
  cr_expect_eq(best(&r, 1, NULL), INFINITY);
  tear_down(&r);
}

Test(search, static_routes_cost_exact_hours_and_tolls) {
  /* 6 + 0 + 10 hours unrounded, weight 1; toll 500 a sailing of 1000 t = 0.5 */
  rig r = set_up(port(), KR_VIEW_STATIC);
  double price[1] = {500};
  cr_expect_float_eq(best(&r, 0, NULL), 16, 1e-12);
  cr_expect_float_eq(best(&r, 0, price), 16.5, 1e-12);
  cr_expect_eq(r.route.n_moves, 5);
  tear_down(&r);
}

Test(search, lanes_price_different_goals_at_once_as_if_alone) {
  kr_corridor *c = build_corridor(2, 6);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, NULL, false});
  build_link(c, (built_link){"BC", "B", "C", "rail", 13, NULL, false});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  build_shipment(c, (built_shipment){.id = "T", .from = "A", .to = "C", .cargo = "x", .tonnes = 1});
  build_shipment(c, (built_shipment){.id = "U", .from = "C", .to = "A", .cargo = "x", .tonnes = 1});
  rig r = set_up(c, KR_VIEW_DATED);
  kr_goal goals[3] = {{r.net->door[c->shipments[0].destination], 1, INFINITY},
                      {r.net->door[c->shipments[1].destination], 3, INFINITY},
                      {r.net->door[c->shipments[2].destination], 1, INFINITY}};
  kr_search_run(r.search, &r.tolls->of_ware[0], goals, 3, 0);
  int32_t a = r.net->yard[c->shipments[0].origin], at_c = r.net->yard[c->shipments[2].origin];
  cr_expect_float_eq(kr_search_cost(r.search, 0, a, 0), 6, 1e-12);
  cr_expect_float_eq(kr_search_cost(r.search, 1, a, 0), 3 * (6 + 18), 1e-12); /* 13 h are 3 steps */
  cr_expect_float_eq(kr_search_cost(r.search, 2, at_c, 1), 24, 1e-12);
  tear_down(&r);
}
