#ifndef KR_TESTS_TINY_RECIPE_H
#define KR_TESTS_TINY_RECIPE_H

#include "tests/random_corridor.h"

/**
 * A tiny random instance as rows not yet laid out, so that the same instance can be told in other words: rows in
 * another order, things under other names, a thousand times the tonnes. What is told must not change the optimum.
 */
enum {
  TINY_NODES = 6,
  TINY_LINKS = 11,
  TINY_TRANSFERS = 14,
  TINY_SHIPMENTS = 7,
  TINY_RESOURCES = 8,
  TINY_CAPACITIES = 30,
  TINY_PLANS = 3
};

typedef struct tiny_recipe {
  int days, step_hours;
  double unserved_h, late_factor;
  int n_nodes, n_links, n_transfers, n_shipments, n_resources, n_capacities, n_running;
  bool is_integer; /* drawn for whole units and shipments that may not be split */
  struct tiny_link {
    int from, to, mode, gate[2], n_gates;
    double hours;
    bool one_way;
  } links[TINY_LINKS];
  struct tiny_transfer {
    int node, from_mode, to_mode, gate;
    double hours;
  } transfers[TINY_TRANSFERS]; /* -1 = none */
  struct tiny_resource {
    int unit;
    bool whole;
  } resources[TINY_RESOURCES];
  struct tiny_capacity {
    int plan, resource, weekdays;
    double per_day;
  } capacities[TINY_CAPACITIES];
  struct tiny_running {
    int plan, link;
    double hours;
  } running[TINY_PLANS];
  struct tiny_shipment {
    int from, to, cargo;
    double tonnes, ready_h, due_h, weight;
    bool unsplittable;
  } shipments[TINY_SHIPMENTS];
  double carries[2][2]; /* [cargo][unit 1, 2] tonnes; 0 = cannot */
} tiny_recipe;

/** How a recipe is told. */
typedef enum tiny_telling {
  TINY_AS_IS,
  TINY_PERMUTED, /* rows of every table, plans too, in another order */
  TINY_RENAMED,
  TINY_THOUSAND, /* tonnes of shipments, of units and of capacities in tonnes times 1000: optimum times 1000 */
  TINY_CUT,      /* the first shipment that may be split comes as two */
  TINY_UNUSED,   /* a link more that nobody can use, with a resource of its own */
  TINY_TELLINGS
} tiny_telling;

/** The same recipe for the same seed on any machine. */
tiny_recipe tiny_draw(uint64_t seed, bool is_integer);

/** Lays a recipe out; free with kr_corridor_free. Plans are "P1" on the base and "P2" on "P1". */
kr_corridor *tiny_build(const tiny_recipe *recipe, tiny_telling how, uint64_t seed);

#endif
