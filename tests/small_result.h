#ifndef KR_TESTS_SMALL_RESULT_H
#define KR_TESTS_SMALL_RESULT_H

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "instances/write_result.h"
#include "tests/build_corridor.h"

/**
 * A result to write and to read back. Three days in steps of 24 h from 2025-01-01; U = 144.
 *   A -- -L, rail, 24 h, both ways, 3 usd/t, track --> B -- M, sea, 24 h --> C;  loading at A 0 h;  B rail to sea 24 h.
 * The track has half a train of 30 t on each of the first two days.
 *   S1, A to B, 20 t, due at 24 h: 9 t at 0-24 h and 3.5 t at 24-48 h. 7.5 t stay.
 *   @2, A to C, 1 kg: 0-24 h, transfer 24-48 h, sea 48-72 h.       S3, B to A, 4 t, ready at 60 h: stays.
 * Objective 9 * 24 + 3.5 * 48 + 3.5 * 24 late + 7.5 * 144 + 0.001 * 72 + 4 * 144 = 2124.072.
 */
typedef struct small_result {
  kr_corridor *c;
  kr_timetable *t;
  kr_result r;
} small_result;

static inline void small_result_lots(small_result *s) {
  const built_transfer load = {"A", NULL, "rail", 0, NULL}, change = {"B", "rail", "sea", 24, NULL};
  const kr_leg first[] = {leg_transfer(s->c, load, 0, 0), leg_link(s->c, "-L", 0, 24)};
  const kr_leg second[] = {leg_transfer(s->c, load, 24, 24), leg_link(s->c, "-L", 24, 48)};
  const kr_leg third[] = {first[0], first[1], leg_transfer(s->c, change, 24, 48), leg_link(s->c, "M", 48, 72)};
  build_lot(&s->r.allocation, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 9000, .n_legs = 2}, first);
  build_lot(&s->r.allocation, (kr_lot){.shipment = 0, .number = 2, .quantity_kg = 3500, .n_legs = 2}, second);
  build_lot(&s->r.allocation, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 1, .n_legs = 4}, third);
}

static inline small_result small_result_make(void) {
  small_result s = {.c = build_corridor(3, 24)};
  build_resource(s.c, "track", "train");
  build_carries(s.c, "box", "train", 30);
  build_capacity(s.c, "track", (built_days){NULL, 0, 1, NULL}, 0.5);
  build_link(s.c, (built_link){"-L", "A", "B", "rail", 24, "track", false});
  build_link(s.c, (built_link){"M", "B", "C", "sea", 24, NULL, true});
  build_transfer(s.c, (built_transfer){"A", NULL, "rail", 0, NULL});
  build_transfer(s.c, (built_transfer){"B", "rail", "sea", 24, NULL});
  s.c->links[0].cost_usd_per_t = 3;
  build_shipment(s.c, (built_shipment){"S1", "A", "B", "box", 20, 0, 24, 1, false});
  build_shipment(s.c, (built_shipment){"@2", "A", "C", "box", 0.001, 0, 0, 1, false});
  build_shipment(s.c, (built_shipment){"S3", "B", "A", "box", 4, 60, 0, 1, false});
  if (kr_timetable_create(&s.t, s.c, KR_PLAN_BASE, KR_VIEW_DATED, NULL) != KR_OK) abort();
  small_result_lots(&s);
  s.r.shadow_price = kr_zeros(3, sizeof(double));
  s.r.reason = kr_zeros(3, 1);
  s.r.ideal_h = kr_zeros(3, sizeof(double));
  s.r.first_binding = kr_zeros(4, sizeof(size_t));
  s.r.bindings = kr_zeros(3, sizeof(kr_binding));
  if (!s.r.shadow_price || !s.r.reason || !s.r.ideal_h || !s.r.first_binding || !s.r.bindings) abort();
  s.r.bindings[0] = (kr_binding){0, 0, 1};
  for (int i = 1; i < 4; ++i) s.r.first_binding[i] = 1;
  s.r.shadow_price[0] = 1.0 / 3;
  s.r.shadow_price[1] = 1.25e-9;
  s.r.reason[0] = KR_REASON_CAPACITY;
  s.r.ideal_h[0] = 24;
  s.r.reason[2] = KR_REASON_HORIZON;
  s.r.ideal_h[2] = INFINITY;
  s.r.has_prices = s.r.is_optimal = true;
  s.r.objective = s.r.bound = 2124.072;
  return s;
}

/** How it was asked for. */
static inline kr_run_info small_result_run(void) {
  static const kr_setting gap = {.name = "gap", .kind = KR_SETTING_NUMBER, .number = 1e-6};
  return (kr_run_info){.version = "1.2.3", .settings = &gap, .n_settings = 1};
}

static inline void small_result_free(small_result *s) {
  kr_result_free(&s->r);
  kr_timetable_free(s->t);
  kr_corridor_free(s->c);
}

#endif
