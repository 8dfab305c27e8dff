#ifndef KR_TESTS_RANDOM_CORRIDOR_H
#define KR_TESTS_RANDOM_CORRIDOR_H

#include <stdio.h>

#include "tests/build_corridor.h"

/** Small random corridors, the same for the same seed on any machine. */
typedef struct luck {
  uint64_t state;
} luck;

static inline luck luck_of(uint64_t seed) {
  luck l = {seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
  return l;
}

/** 0 … n - 1 */
static inline int draw(luck *l, int n) {
  l->state = l->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (int)((l->state >> 33) % (uint64_t)n);
}

/** "N7" and the like; good for the next 15 calls. */
static inline const char *label(char prefix, int i) {
  static char text[16][16];
  static int turn = 0;
  char *out = text[turn++ % 16];
  snprintf(out, sizeof text[0], "%c%d", prefix, i);
  return out;
}

typedef struct random_size {
  int nodes, links, shipments, origins, destinations, days, step_hours;
} random_size;

/** Every link and half of the transfers have a limit of their own, some closed on some weekdays. */
static inline const char *random_gate(kr_corridor *c, luck *l, int i) {
  static const char *const weekdays[] = {NULL, NULL, NULL, "135", "246", "7"};
  const char *gate = label('R', i);
  build_resource(c, gate, "t");
  build_capacity(c, gate, (built_days){.weekdays = weekdays[draw(l, 6)]}, 1 + draw(l, 50));
  return gate;
}

static inline void random_shipments(kr_corridor *c, luck *l, random_size size) {
  for (int i = 0; i < size.shipments; ++i) {
    int from = draw(l, size.origins), to = draw(l, size.destinations);
    if (from == to) to = (to + 1) % size.nodes;
    build_shipment(c, (built_shipment){.id = label('S', i),
                                       .from = label('N', from),
                                       .to = label('N', to),
                                       .cargo = i % 3 ? "x" : "y",
                                       .tonnes = 1 + draw(l, 30),
                                       .ready_h = draw(l, 20 * size.days),
                                       .due_h = draw(l, 3) ? 1 + draw(l, 24 * size.days) : 0,
                                       .weight = 1 + draw(l, 2)});
  }
}

/** Whole hours, so that many routes cost the same; transfers of no time, also in circles. */
static inline kr_corridor *random_corridor(luck *l, random_size size) {
  static const char *const modes[] = {"rail", "road", "sea"};
  kr_corridor *c = build_corridor(size.days, size.step_hours);
  int gates = 0;
  for (int i = 0; i < size.links; ++i) {
    int from = i < size.nodes ? i : draw(l, size.nodes),
        to = i < size.nodes ? (i + 1) % size.nodes : draw(l, size.nodes);
    if (to == from) to = (to + 1) % size.nodes;
    build_link(c, (built_link){label('L', i), label('N', from), label('N', to), modes[i < size.nodes ? 0 : draw(l, 3)],
                               draw(l, 3 * size.step_hours), random_gate(c, l, gates++), draw(l, 3) > 0});
  }
  for (int i = 0; i < size.nodes; ++i) {
    int from = draw(l, 3), to = (from + 1 + draw(l, 2)) % 3;
    double hours = draw(l, 2) ? 0 : draw(l, 2 * size.step_hours);
    build_transfer(c, (built_transfer){label('N', i), modes[from], modes[to], hours, NULL});
    build_transfer(c, (built_transfer){label('N', i), modes[to], modes[from], hours, random_gate(c, l, gates++)});
    if (draw(l, 3) == 0) build_transfer(c, (built_transfer){label('N', i), NULL, "rail", draw(l, 9), NULL});
    if (draw(l, 3) == 0) build_transfer(c, (built_transfer){label('N', i), "rail", NULL, draw(l, 9), NULL});
  }
  random_shipments(c, l, size);
  return c;
}

/** Prices that are often nothing and often such that routes tie: multiples of a quarter. */
static inline void random_prices(luck *l, double *price, int32_t n, int one_in) {
  for (int32_t i = 0; i < n; ++i)
    if (draw(l, one_in) == 0) price[i] = draw(l, 3) ? 0.25 * draw(l, 120) : 0;
}

#endif
