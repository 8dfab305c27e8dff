#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "solver/verify_bound.h"
#include "tests/build_corridor.h"

/*
 * The bound by forward passes against one by trying every walk, on small random corridors: every wait, link, transfer,
 * loading and unloading, one after the other. What the walks read is kept in the arrays of the test, not derived.
 */
#define DAYS 3
#define NODES 4
#define MODES 3
#define RESOURCES 5

static const char *const node_names[NODES] = {"A", "B", "C", "D"};
static const char *const mode_names[MODES] = {"rail", "road", "sea"};
static const char *const resource_names[RESOURCES] = {"r0", "r1", "r2", "r3", "r4"};

typedef enum view_of_game { GAME_DATED, GAME_STATIC } view_of_game;

typedef struct game {
  kr_corridor *c;
  bool is_static;
  int32_t steps; /* N */
  uint64_t seed;
  double capacity[RESOURCES][DAYS]; /* static: all in day 0 */
  double price[RESOURCES * DAYS];   /* [resource * buckets + bucket] */
  double hours[16][DAYS];           /* [link][day] */
  /* of the shipment being walked */
  const kr_shipment *s;
  int64_t ready, due;
  double best;
} game;

static uint32_t random_below(game *g, uint32_t n) {
  g->seed ^= g->seed << 13;
  g->seed ^= g->seed >> 7;
  g->seed ^= g->seed << 17;
  return (uint32_t)(g->seed >> 33) % n;
}

static const char *random_resources(game *g, char text[8]) {
  uint32_t first = random_below(g, RESOURCES), second = random_below(g, RESOURCES);
  uint32_t n = random_below(g, 4);
  if (n == 0) return NULL;
  snprintf(text, 8, n == 1 || first == second ? "r%u" : "r%u;r%u", first, second);
  return text;
}

static void add_resources(game *g) {
  build_carries(g->c, "coal", "train", 20);
  build_carries(g->c, "grain", "train", 15);
  build_carries(g->c, "coal", "wagon", 2.5); /* grain goes in no wagon */
  for (uint32_t r = 0; r < RESOURCES; r++) {
    build_resource(g->c, resource_names[r], r < 2 ? "t" : r < 4 ? "train" : "wagon");
    for (int32_t day = 0; day < DAYS; day++) {
      double units = random_below(g, 5) == 0 ? 0 : 1 + random_below(g, 30);
      build_capacity(g->c, resource_names[r], (built_days){.from_day = day ? day : -1, .to_day = day}, units);
      g->capacity[r][g->is_static ? 0 : day] += units;
      int32_t buckets = g->is_static ? 1 : DAYS, bucket = g->is_static ? 0 : day;
      g->price[(int32_t)r * buckets + bucket] = random_below(g, 3) == 0 ? 0 : random_below(g, 4000) / 16.0;
    }
  }
}

static void add_links(game *g) {
  uint32_t n = 5 + random_below(g, 4);
  for (uint32_t i = 0; i < n; i++) {
    char id[16], resources[8];
    snprintf(id, sizeof id, "l%u", i);
    uint32_t from = random_below(g, NODES), to = (from + 1 + random_below(g, NODES - 1)) % NODES;
    double hours = random_below(g, 30);
    build_link(g->c, (built_link){id, node_names[from], node_names[to], mode_names[random_below(g, MODES)], hours,
                                  random_resources(g, resources), random_below(g, 3) == 0});
    for (int32_t day = 0; day < DAYS; day++) g->hours[i][day] = hours;
    int32_t day = (int32_t)random_below(g, 2 * DAYS);
    if (day >= DAYS) continue;
    g->hours[i][day] = random_below(g, 30);
    build_running_time(g->c, id, (built_days){.from_day = day ? day : -1, .to_day = day}, g->hours[i][day]);
  }
}

static void add_transfers(game *g) {
  for (uint32_t node = 0; node < NODES; node++) {
    for (uint32_t from = 0; from <= MODES; from++) {
      for (uint32_t to = 0; to <= MODES; to++) {
        if (from == to || random_below(g, 3) == 0) continue;
        char resources[8];
        static const double hours[] = {0, 0, 5, 12.5, 80};
        build_transfer(g->c, (built_transfer){node_names[node], from < MODES ? mode_names[from] : NULL,
                                              to < MODES ? mode_names[to] : NULL, hours[random_below(g, 5)],
                                              random_resources(g, resources)});
      }
    }
  }
}

static void add_shipments(game *g) {
  for (uint32_t i = 0; i < 6; i++) {
    char id[16];
    snprintf(id, sizeof id, "s%u", i);
    uint32_t from = random_below(g, NODES), to = (from + 1 + random_below(g, NODES - 1)) % NODES;
    build_shipment(
        g->c, (built_shipment){id, node_names[from], node_names[to], random_below(g, 2) ? "coal" : "grain",
                               1 + random_below(g, 50), random_below(g, 40) - 10.0,
                               random_below(g, 2) ? 1.0 + random_below(g, 60) : 0, 0.25 + random_below(g, 8), false});
  }
}

static void deal(game *g, uint64_t seed, view_of_game view) {
  *g = (game){.is_static = view == GAME_STATIC, .seed = seed * 0x9E3779B97F4A7C15u + 1};
  int32_t step_hours = random_below(g, 2) ? 12 : 8;
  g->c = build_corridor(DAYS, step_hours);
  g->steps = DAYS * 24 / step_hours;
  add_resources(g);
  add_links(g);
  add_transfers(g);
  add_shipments(g);
}

static int64_t steps_of(const game *g, double hours) { return (int64_t)ceil(hours / g->c->step_hours); }

static int32_t day_of(const game *g, int64_t t) {
  if (g->is_static) return 0;
  return t == g->steps ? DAYS - 1 : (int32_t)(t * g->c->step_hours / 24);
}

/* Toll of a tonne, INFINITY where it cannot go. */
static double toll_of(const game *g, kr_span span, int64_t t) {
  int32_t day = day_of(g, t), buckets = g->is_static ? 1 : DAYS;
  double toll = 0;
  for (int32_t i = 0; i < span.count; i++) {
    int32_t r = g->c->resource_lists[span.first + i];
    double per_unit = (double)kr_t_per_unit(g->c, g->s->cargo, r) / 1e6;
    if (per_unit == 0 || g->capacity[r][day] == 0) return INFINITY;
    toll += g->price[r * buckets + day] / per_unit;
  }
  return toll;
}

/* Freight somewhere: a place, a boundary (static: hours so far), tolls paid, and the places seen before: a loop only
 * costs. */
typedef struct standing {
  int32_t node, mode;
  int64_t t;
  double hours, toll;
  uint32_t seen; /* bit node * MODES + mode */
} standing;

static const kr_transfer *row_of(const game *g, int32_t node, int32_t from, int32_t to) {
  for (int32_t i = 0; i < g->c->n_transfers; i++) {
    const kr_transfer *x = &g->c->transfers[i];
    if (x->node == node && x->from_mode == from && x->to_mode == to) return x;
  }
  return NULL;
}

/* The same freight after a transfer, loading or unloading. */
static standing after_transfer(const game *g, standing f, const kr_transfer *x) {
  double hours = (double)x->hours_uh / 1e6;
  f.toll += toll_of(g, x->resources, f.t);
  f.hours += hours;
  if (!g->is_static) f.t += steps_of(g, hours);
  f.mode = x->to_mode;
  return f;
}

static void deliver(game *g, standing f) {
  if (f.t > g->steps) return;
  double h = g->is_static ? f.hours : (double)((f.t - g->ready) * g->c->step_hours), late = 0;
  if (!g->is_static && f.t > g->due) late = (double)((f.t - g->due) * g->c->step_hours);
  double cost = f.toll + (double)g->s->weight / 1e6 * (h + late);
  if (cost < g->best) g->best = cost;
}

static void walk(game *g, standing f);

static void walk_links(game *g, standing f) {
  for (int32_t i = 0; i < kr_n_links(g->c); i++) {
    const kr_link *l = &g->c->links[i];
    if (l->mode != f.mode || (l->from_node != f.node && (l->directed || l->to_node != f.node))) continue;
    standing next = f;
    double hours = g->hours[i][day_of(g, f.t)];
    next.node = l->from_node == f.node ? l->to_node : l->from_node;
    next.toll += toll_of(g, l->resources, f.t);
    next.hours += hours;
    if (!g->is_static) next.t += hours > 0 ? steps_of(g, hours) : 1;
    if (g->is_static || f.t < g->steps) walk(g, next);
  }
}

static void walk(game *g, standing f) {
  uint32_t place = UINT32_C(1) << (f.node * MODES + f.mode);
  if (f.t > g->steps || !isfinite(f.toll) || f.seen & place) return;
  if (f.node == g->s->destination) {
    const kr_transfer *unload = row_of(g, f.node, f.mode, KR_NONE);
    deliver(g, unload ? after_transfer(g, f, unload) : f);
  }
  standing here = f;
  f.seen |= place;
  walk_links(g, f);
  for (int32_t mode = 0; mode < kr_n_modes(g->c); mode++) {
    const kr_transfer *x = row_of(g, f.node, f.mode, mode);
    if (x) walk(g, after_transfer(g, f, x));
  }
  here.t++;
  if (!g->is_static) walk(g, here);
}

static bool has_link(const game *g, int32_t node, int32_t mode) {
  for (int32_t i = 0; i < kr_n_links(g->c); i++) {
    const kr_link *l = &g->c->links[i];
    if (l->mode == mode && (l->from_node == node || l->to_node == node)) return true;
  }
  return false;
}

static double best_by_trying(game *g, const kr_shipment *s) {
  double step_min = g->c->step_hours * 60.0;
  g->s = s;
  g->ready = s->ready_min > 0 ? (int64_t)ceil((double)s->ready_min / step_min) : 0;
  g->due = s->due_min == KR_NO_DUE ? INT64_MAX : (int64_t)floor((double)s->due_min / step_min);
  g->best = (double)s->weight / 1e6 * (double)g->c->unserved_uh / 1e6;
  for (int32_t mode = 0; mode < kr_n_modes(g->c); mode++) {
    const kr_transfer *load = row_of(g, s->origin, KR_NONE, mode);
    standing f = {.node = s->origin, .mode = mode, .t = g->is_static ? 0 : g->ready};
    if (!load && has_link(g, s->origin, mode)) walk(g, f);
    for (; load && f.t <= g->steps; f.t++) {
      walk(g, after_transfer(g, f, load));
      if (g->is_static) break;
    }
  }
  return g->best;
}

static double bound_by_trying(game *g) {
  double sum = 0;
  for (int32_t i = 0; i < kr_n_shipments(g->c); i++)
    sum += (double)g->c->shipments[i].quantity_kg / 1000 * best_by_trying(g, &g->c->shipments[i]);
  int32_t buckets = g->is_static ? 1 : DAYS;
  for (int32_t r = 0; r < RESOURCES; r++) {
    for (int32_t b = 0; b < buckets; b++) sum -= g->price[r * buckets + b] * g->capacity[r][b];
  }
  return sum;
}

/* @return how far the two lie apart, relative */
static double compare(uint64_t seed, view_of_game view, int *n_served) {
  game g;
  deal(&g, seed, view);
  kr_verify_options o = {.is_static = g.is_static};
  kr_facts *f = NULL;
  kr_proof proof = {.bound = NAN};
  double tried = bound_by_trying(&g);
  cr_assert_eq(kr_facts_create(&f, g.c, &o, NULL), KR_OK);
  cr_assert_eq(kr_verify_bound(&proof, f, g.price, NULL, NULL), KR_OK);
  for (int32_t i = 0; i < kr_n_shipments(g.c); i++) {
    const kr_shipment *s = &g.c->shipments[i];
    double unserved = (double)s->weight / 1e6 * (double)g.c->unserved_uh / 1e6;
    if (best_by_trying(&g, s) < unserved) (*n_served)++;
  }
  kr_facts_free(f);
  kr_corridor_free(g.c);
  cr_assert_leq(proof.bound, tried + 1e-12 * (fabs(tried) + proof.paid), "seed %llu", (unsigned long long)seed);
  return fabs(proof.bound - tried) / fmax(1, fabs(tried));
}

static void agree(view_of_game view, uint64_t games) {
  int n_served = 0;
  for (uint64_t seed = 1; seed <= games; seed++) {
    double apart = compare(seed, view, &n_served);
    cr_assert(apart < 1e-10, "seed %llu: apart by %g", (unsigned long long)seed, apart);
  }
  cr_assert_gt(n_served, (int)games); /* of 6 shipments a game: the comparison is about routes, not about staying */
}

Test(verify_bound, agrees_with_every_walk_tried_on_dated_corridors) { agree(GAME_DATED, 150); }

Test(verify_bound, agrees_with_every_walk_tried_on_static_corridors) { agree(GAME_STATIC, 150); }
