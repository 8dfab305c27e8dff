#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solver/pricing.h"
#include "tests/failing_alloc.h"
#include "tests/random_corridor.h"

/** 40 shipments of two cargoes to two places, due or not: several groups, more than one batch. */
static kr_corridor *many(void) {
  kr_corridor *c = build_corridor(6, 12);
  build_resource(c, "GATE", "t");
  build_capacity(c, "GATE", (built_days){0}, 7);
  build_link(c, (built_link){"AB", "A", "B", "rail", 12, "GATE", false});
  build_link(c, (built_link){"BC", "B", "C", "rail", 20, NULL, false});
  for (int i = 0; i < 40; ++i) {
    char id[16];
    snprintf(id, sizeof id, "S%d", i);
    build_shipment(c, (built_shipment){.id = id,
                                       .from = i % 3 ? "A" : "B",
                                       .to = i % 3 == 2 ? "B" : "C",
                                       .cargo = i % 2 ? "x" : "y",
                                       .tonnes = 1 + i,
                                       .ready_h = 5 * (i % 7),
                                       .due_h = i % 5 ? 12 * (i % 5) : 0,
                                       .weight = 1 + i % 2});
  }
  return c;
}

typedef struct outcome {
  double cost[40], bound;
  int64_t added;
  size_t columns, moves;
  uint64_t fingerprint;
} outcome;

static outcome priced(const kr_corridor *c, int32_t threads) {
  outcome out = {.fingerprint = 1469598103934665603u};
  kr_timetable *t = NULL;
  kr_network *net = NULL;
  kr_timeline *line = NULL;
  kr_columns *pool = NULL;
  kr_pricing *pricing = NULL;
  double open_t[40], limit[40], capacity[6], price[6] = {30, 1, 0, 0, 2, 0};
  for (int i = 0; i < 40; ++i) {
    open_t[i] = i == 11 ? 0 : 1 + i;
    limit[i] = 1e9;
  }
  for (int d = 0; d < 6; ++d) capacity[d] = 7;
  cr_assert_eq(kr_timetable_create(&t, c, 0, KR_VIEW_DATED, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&net, c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&line, c, t, net, NULL), KR_OK);
  cr_assert_eq(kr_columns_create(&pool, line, NULL), KR_OK);
  cr_assert_eq(kr_pricing_create(&pricing, line, open_t, threads, NULL), KR_OK);
  kr_pass pass = {.price = price, .limit = limit, .cost = out.cost};
  cr_assert_eq(kr_pricing_run(pricing, pool, &pass, NULL), KR_OK);
  out.added = pass.n_added;
  out.bound = kr_pricing_bound(pricing, &pass, capacity);
  out.columns = pool->n_columns;
  out.moves = pool->n_moves;
  for (size_t i = 0; i < pool->n_moves; ++i)
    out.fingerprint = (out.fingerprint ^ (uint64_t)(pool->moves[i].arc * 1000 + pool->moves[i].tau)) * 1099511628211u;
  cr_assert_eq(kr_pricing_run(pricing, pool, &pass, NULL), KR_OK);
  cr_expect_eq(pass.n_added, 0, "the same tolls bring the same routes, which the pool has");
  kr_pricing_free(pricing);
  kr_columns_free(pool);
  kr_timeline_free(line);
  kr_network_free(net);
  kr_timetable_free(t);
  return out;
}

Test(pricing, gives_the_same_answer_for_any_number_of_threads) {
  kr_corridor *c = many();
  outcome one = priced(c, 1), two = priced(c, 2), four = priced(c, 4);
  for (int i = 0; i < 40; ++i) {
    cr_expect(one.cost[i] == two.cost[i] && two.cost[i] == four.cost[i]);
  }
  cr_expect_eq(one.fingerprint, two.fingerprint);
  cr_expect_eq(one.fingerprint, four.fingerprint);
  cr_expect(one.bound == four.bound);
  kr_corridor_free(c);
}

Test(pricing, leaves_out_what_is_not_to_be_planned_and_adds_one_route_each) {
  kr_corridor *c = many();
  outcome out = priced(c, 2);
  cr_expect_eq(out.cost[11], INFINITY);
  cr_expect_eq(out.added, 39);
  cr_expect_eq(out.columns, 39);
  kr_corridor_free(c);
}

Test(pricing, prices_one_shipment_as_by_hand) {
  /* S2: A to B, ready 10 h = step 1, weight 1, due 24 h = step 2. Leaving at step 1 costs 12 h and day 0's toll of 30;
     waiting to step 2 (day 1) arrives at step 3: 24 h, 12 h late and a toll of 1: 37 against 42. */
  kr_corridor *c = many();
  outcome out = priced(c, 1);
  cr_expect_float_eq(out.cost[2], 37, 1e-12);
  kr_corridor_free(c);
}

/** Pricing of a random corridor, kept through many passes, beside a search that knows nothing of groups. */
typedef struct rig {
  kr_corridor *c;
  kr_timetable *timetable;
  kr_network *net;
  kr_timeline *line;
  kr_tolls *tolls;
  kr_search *search;
  kr_columns *pool;
  kr_pricing *pricing;
  double *open_t, *limit, *cost, *price;
  int32_t *route;
  luck l;
} rig;

static void furnish(rig *r, kr_view view, int32_t threads) {
  cr_assert_eq(kr_timetable_create(&r->timetable, r->c, KR_PLAN_BASE, view, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&r->net, r->c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&r->line, r->c, r->timetable, r->net, NULL), KR_OK);
  cr_assert_eq(kr_tolls_create(&r->tolls, r->line, NULL), KR_OK);
  cr_assert_eq(kr_search_create(&r->search, r->line, NULL), KR_OK);
  cr_assert_eq(kr_columns_create(&r->pool, r->line, NULL), KR_OK);
  size_t n = (size_t)kr_n_shipments(r->c);
  r->open_t = calloc(n, sizeof *r->open_t);
  r->limit = calloc(n, sizeof *r->limit);
  r->cost = calloc(n, sizeof *r->cost);
  r->route = calloc(n, sizeof *r->route);
  r->price = calloc((size_t)kr_n_resources(r->c) * (size_t)r->line->n_days, sizeof *r->price);
  cr_assert(r->open_t && r->limit && r->cost && r->route && r->price);
  for (size_t s = 0; s < n; ++s) {
    r->open_t[s] = 1;
    r->limit[s] = 1e9;
  }
  cr_assert_eq(kr_pricing_create(&r->pricing, r->line, r->open_t, threads, NULL), KR_OK);
}

static rig set_up(uint64_t seed, kr_view view, random_size size, int32_t threads) {
  rig r = {.l = luck_of(seed)};
  r.c = random_corridor(&r.l, size);
  furnish(&r, view, threads);
  return r;
}

static void tear_down(rig *r) {
  kr_pricing_free(r->pricing);
  kr_columns_free(r->pool);
  kr_search_free(r->search);
  kr_tolls_free(r->tolls);
  kr_timeline_free(r->line);
  kr_network_free(r->net);
  kr_timetable_free(r->timetable);
  kr_corridor_free(r->c);
  free(r->open_t);
  free(r->limit);
  free(r->cost);
  free(r->route);
  free(r->price);
}

static kr_pass pass_of(rig *r) {
  random_prices(&r->l, r->price, kr_n_resources(r->c) * r->line->n_days, 1 + draw(&r->l, 8));
  return (kr_pass){.price = r->price, .limit = r->limit, .cost = r->cost, .route = r->route};
}

/** The least cost of one shipment, by a search for it alone. */
static double cost_alone(rig *r, int32_t s) {
  const kr_shipment *sh = &r->c->shipments[s];
  bool dated = !r->line->is_static;
  int64_t ready = dated ? kr_ready_step(r->c, sh) : 0, due = kr_due_step(r->c, sh);
  if (ready > r->line->n_steps) return INFINITY;
  kr_goal goal = {r->net->door[sh->destination], kr_decimal_value(sh->weight),
                  due == KR_NO_DUE ? (double)INFINITY : (double)due};
  kr_tolls_set(r->tolls, r->line, sh->cargo, r->price);
  kr_search_run(r->search, &r->tolls->of_ware[sh->cargo], &goal, 1, (int32_t)ready);
  return kr_search_cost(r->search, 0, r->net->yard[sh->origin], (int32_t)ready);
}

static double cost_of_column(const rig *r, int32_t j) {
  const kr_column *col = &r->pool->columns[j];
  double cost = col->cost;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = r->pool->uses[col->first_use + (size_t)k];
    cost += use.per_t * r->price[use.row];
  }
  return cost;
}

/** Costs against the search for one; a route of just that cost for every shipment that has one. */
static int compare(rig *r) {
  int n_late = 0;
  for (int32_t s = 0; s < kr_n_shipments(r->c); ++s) {
    double expected = cost_alone(r, s);
    cr_assert(r->cost[s] == expected, "shipment %d: %g, not %g", s, r->cost[s], expected);
    cr_assert_eq(r->route[s] == KR_NONE, expected == INFINITY);
    if (r->route[s] == KR_NONE) continue;
    cr_assert_eq(r->pool->columns[r->route[s]].shipment, s);
    cr_assert_float_eq(cost_of_column(r, r->route[s]), expected, 1e-9);
    n_late += r->pool->columns[r->route[s]].arrival > kr_due_step(r->c, &r->c->shipments[s]);
  }
  return n_late;
}

static const random_size dated_size = {8, 20, 60, 8, 8, 4, 6}, static_size = {12, 40, 60, 12, 12, 3, 6};

Test(pricing, dated_costs_are_those_of_each_shipment_alone_whoever_else_is_late) {
  /* Prices are multiples of a quarter: sums are exact in any order. */
  int n_late = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    rig r = set_up(seed, KR_VIEW_DATED, dated_size, 1 + (int32_t)(seed % 3));
    for (int i = 0; i < 5; ++i) {
      kr_pass pass = pass_of(&r);
      cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
      n_late += compare(&r);
    }
    tear_down(&r);
  }
  cr_expect_gt(n_late, 500, "only %d late routes: this tests nothing", n_late);
}

Test(pricing, static_costs_are_those_of_each_shipment_alone_after_any_change_of_tolls) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    rig r = set_up(seed, KR_VIEW_STATIC, static_size, 1 + (int32_t)(seed % 3));
    for (int i = 0; i < 12; ++i) {
      kr_pass pass = pass_of(&r);
      cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
      compare(&r);
    }
    tear_down(&r);
  }
}

Test(pricing, trees_from_few_yards_price_as_the_search_from_many_doors) {
  /* Two origins for eleven destinations: trees grow from the yards. */
  random_size fan = static_size;
  fan.origins = 2;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    rig r = set_up(seed, KR_VIEW_STATIC, fan, 2);
    for (int i = 0; i < 12; ++i) {
      kr_pass pass = pass_of(&r);
      cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
      compare(&r);
    }
    tear_down(&r);
  }
}

/** Two pricings of one instance, through the same passes: the pools must be the same, column by column. */
static void compare_threads(kr_view view, random_size size) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    rig one = set_up(seed, view, size, 1), three = set_up(seed, view, size, 3);
    for (int i = 0; i < 8; ++i) {
      kr_pass a = pass_of(&one), b = pass_of(&three);
      cr_assert_eq(kr_pricing_run(one.pricing, one.pool, &a, NULL), KR_OK);
      cr_assert_eq(kr_pricing_run(three.pricing, three.pool, &b, NULL), KR_OK);
      cr_assert_eq(a.n_added, b.n_added);
    }
    cr_assert_eq(one.pool->n_moves, three.pool->n_moves);
    cr_assert_arr_eq(one.pool->moves, three.pool->moves, one.pool->n_moves * sizeof(kr_move));
    cr_assert_arr_eq(one.route, three.route, (size_t)size.shipments * sizeof *one.route);
    tear_down(&one);
    tear_down(&three);
  }
}

Test(pricing, dated_pools_are_the_same_for_any_number_of_threads) { compare_threads(KR_VIEW_DATED, dated_size); }

Test(pricing, static_pools_are_the_same_for_any_number_of_threads) { compare_threads(KR_VIEW_STATIC, static_size); }

Test(pricing, of_routes_that_cost_the_same_takes_the_one_in_time) {
  /* Due after 2 days. SLOW leaves on day 0 and takes 72 h; FAST leaves on day 1 at a toll of 24 (later: 90), takes 24 h
     and comes after 48 h. Without the deadline both cost 72, and a route is traced by leaving early; with it SLOW
     costs 96. */
  rig r = {.c = build_corridor(6, 24)};
  build_resource(r.c, "GATE", "t");
  build_capacity(r.c, "GATE", (built_days){.from_day = 1, .to_day = 5}, 9);
  build_link(r.c, (built_link){"SLOW", "A", "B", "rail", 72, NULL, true});
  build_link(r.c, (built_link){"FAST", "A", "B", "road", 24, "GATE", true});
  build_shipment(r.c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1, .due_h = 48});
  furnish(&r, KR_VIEW_DATED, 1);
  r.price[1] = 24;
  for (int d = 2; d < 6; ++d) r.price[d] = 90;
  kr_pass pass = {.price = r.price, .limit = r.limit, .cost = r.cost, .route = r.route};
  cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
  cr_expect_eq(r.cost[0], 72);
  cr_assert_neq(r.route[0], KR_NONE);
  cr_expect_eq(r.pool->columns[r.route[0]].arrival, 2);
  cr_expect_eq(r.pool->columns[r.route[0]].cost, 48);
  tear_down(&r);
}

Test(pricing, finds_a_route_anew_that_the_pool_has_had_for_long) {
  /* The gate's toll goes 0, 50, 0: GATE (24 h), ROUND (48 h), and GATE again, which is column 0. */
  rig r = {.c = build_corridor(6, 24)};
  build_resource(r.c, "GATE", "t");
  build_capacity(r.c, "GATE", (built_days){0}, 9);
  build_link(r.c, (built_link){"GATE", "A", "B", "rail", 24, "GATE", true});
  build_link(r.c, (built_link){"ROUND", "A", "B", "rail", 48, NULL, true});
  build_shipment(r.c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "x", .tonnes = 1});
  for (int view = KR_VIEW_DATED; view <= KR_VIEW_STATIC; ++view) {
    furnish(&r, (kr_view)view, 1);
    const double toll[] = {0, 50, 0, 50}, cost[] = {24, 48, 24, 48};
    for (int i = 0; i < 4; ++i) {
      for (int d = 0; d < r.line->n_days; ++d) r.price[d] = toll[i];
      kr_pass pass = {.price = r.price, .limit = r.limit, .cost = r.cost, .route = r.route};
      cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
      cr_expect_eq(r.cost[0], cost[i]);
      cr_expect_eq(r.route[0], i % 2);
      cr_expect_eq(pass.n_added, i < 2);
    }
    kr_corridor *c = r.c;
    r.c = NULL;
    tear_down(&r);
    r = (rig){.c = c};
  }
  kr_corridor_free(r.c);
}

/** Lets the n-th allocation of a pass fail, then prices again. @return whether one failed */
static bool price_starved(rig *r, long n) {
  kr_pass pass = pass_of(r);
  failing_alloc_arm(n);
  kr_status status = kr_pricing_run(r->pricing, r->pool, &pass, NULL);
  bool refused = failing_alloc_disarm();
  cr_assert_eq(status, refused ? KR_ERR_MEMORY : KR_OK);
  cr_assert_eq(kr_pricing_run(r->pricing, r->pool, &pass, NULL), KR_OK);
  compare(r);
  return refused;
}

Test(pricing, survives_the_failure_of_any_allocation_and_prices_rightly_after_it) {
  for (int view = KR_VIEW_DATED; view <= KR_VIEW_STATIC; ++view) {
    bool refused = true;
    for (long n = 1; refused; ++n) {
      rig r = set_up(7, (kr_view)view, static_size, 1);
      refused = price_starved(&r, n);
      price_starved(&r, n);
      tear_down(&r);
    }
    rig r = set_up(7, (kr_view)view, static_size, 1);
    refused = true;
    for (long n = 1; refused; ++n) {
      kr_pricing *pricing = NULL;
      failing_alloc_arm(n);
      kr_status status = kr_pricing_create(&pricing, r.line, r.open_t, 2, NULL);
      refused = failing_alloc_disarm();
      cr_assert_eq(status, refused ? KR_ERR_MEMORY : KR_OK);
      cr_assert_eq(pricing == NULL, refused);
      kr_pricing_free(pricing);
    }
    tear_down(&r);
  }
}

Test(pricing, another_pool_gets_its_routes_too) {
  for (int view = KR_VIEW_DATED; view <= KR_VIEW_STATIC; ++view) {
    rig r = set_up(9, (kr_view)view, static_size, 1);
    kr_pass pass = pass_of(&r);
    cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
    int64_t n = pass.n_added;
    cr_assert_gt(n, 0);
    kr_columns *first = r.pool;
    cr_assert_eq(kr_columns_create(&r.pool, r.line, NULL), KR_OK);
    cr_assert_eq(kr_pricing_run(r.pricing, r.pool, &pass, NULL), KR_OK);
    cr_expect_eq(pass.n_added, n);
    compare(&r);
    kr_columns_free(first);
    tear_down(&r);
  }
}
