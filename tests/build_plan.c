#include "tests/build_plan.h"

#include <stdlib.h>
#include <string.h>

static const built_days every_day = {0};

static void add_resource(kr_corridor *c, const char *id, const char *unit, double per_day) {
  build_resource(c, id, unit);
  build_capacity(c, id, every_day, per_day);
}

static void add_network(kr_corridor *c) {
  build_carries(c, "coal", "train", 2000);
  build_carries(c, "coal", "lorry", 20);
  add_resource(c, "track", "train", 1);
  add_resource(c, "yard", "t", 1000);
  add_resource(c, "crane", "t", 800);
  add_resource(c, "berth", "t", 700);
  add_resource(c, "lorries", "lorry", 40);
  add_resource(c, "pipe", "barrel", 9);
  c->resources[0].whole_units = true;
  build_link(c, (built_link){"AB", "A", "B", "rail", 9, "track", true});
  build_link(c, (built_link){"BC", "B", "C", "sea", 24, "berth", false});
  build_link(c, (built_link){"CD", "C", "D", "road", 5, NULL, false});
  build_link(c, (built_link){"DE", "D", "E", "road", 5, NULL, false});
  build_link(c, (built_link){"AD", "A", "D", "road", 30, "lorries", false});
  build_link(c, (built_link){"AX", "A", "D", "road", 30, "pipe", false});
  build_transfer(c, (built_transfer){"A", NULL, "rail", 3, "yard"});
  build_transfer(c, (built_transfer){"B", "rail", "sea", 6, "crane"});
  build_transfer(c, (built_transfer){"C", "sea", "road", 0, NULL});
  build_transfer(c, (built_transfer){"D", "road", NULL, 6, NULL});
  build_transfer(c, (built_transfer){"A", "road", "rail", 0, NULL});
  build_transfer(c, (built_transfer){"A", "air", "rail", 0, NULL});
}

static void add_lots(staged_plan *p) {
  const kr_corridor *c = p->c;
  kr_leg by_rail[] = {leg_transfer(c, (built_transfer){.node = "A", .to_mode = "rail"}, 6, 12),
                      leg_link(c, "AB", 12, 24),
                      leg_transfer(c, (built_transfer){.node = "B", .from_mode = "rail", .to_mode = "sea"}, 24, 30),
                      leg_link(c, "BC", 30, 54),
                      leg_transfer(c, (built_transfer){.node = "C", .from_mode = "sea", .to_mode = "road"}, 54, 54),
                      leg_link(c, "CD", 54, 60),
                      leg_transfer(c, (built_transfer){.node = "D", .from_mode = "road"}, 60, 66)};
  built_transfer unload = {.node = "D", .from_mode = "road"};
  kr_leg first[] = {leg_link(c, "AD", 6, 36), leg_transfer(c, unload, 36, 42)};
  kr_leg second[] = {leg_link(c, "AD", 0, 30), leg_transfer(c, unload, 30, 36)};
  build_lot(&p->a, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 600000, .n_legs = 7}, by_rail);
  build_lot(&p->a, (kr_lot){.shipment = 0, .number = 2, .quantity_kg = 100000, .n_legs = 2}, first);
  build_lot(&p->a, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 500000, .n_legs = 2}, second);
}

/* track 600 / 2000 trains and yard 600 t on the first day, crane and berth 600 t on the second, 600 / 20 lorries. */
static void add_claims(staged_plan *p) {
  p->used[0 * 4 + 0] = 0.3;
  p->used[1 * 4 + 0] = 600;
  p->used[2 * 4 + 1] = 600;
  p->used[3 * 4 + 1] = 600;
  p->used[4 * 4 + 0] = 30;
  p->served_kg[0] = 700000;
  p->served_kg[1] = 500000;
  p->unserved_kg[0] = 300000;
  p->claims = (kr_verify_claims){.objective = 219600,
                                 .bound = 219000,
                                 .gap = 600.0 / 219600.0,
                                 .is_optimal = true,
                                 .served_kg = p->served_kg,
                                 .unserved_kg = p->unserved_kg,
                                 .used = p->used};
}

void stage_plan(staged_plan *p) {
  memset(p, 0, sizeof *p);
  p->c = build_corridor(4, 6);
  p->o = (kr_verify_options){.plan = KR_PLAN_BASE, .gap = 0.01};
  add_network(p->c);
  build_shipment(p->c, (built_shipment){"S1", "A", "D", "coal", 1000, 5, 60, 2, false});
  build_shipment(p->c, (built_shipment){"S2", "A", "D", "coal", 500, 0, 0, 1, true});
  add_lots(p);
  add_claims(p);
}

void clear_plan(staged_plan *p) {
  kr_corridor_free(p->c);
  kr_allocation_clear(&p->a);
}

void replace_legs(staged_plan *p, int lot, const kr_leg *legs, int32_t n) {
  kr_allocation old = p->a;
  memset(&p->a, 0, sizeof p->a);
  for (size_t i = 0; i < old.n_lots; i++) {
    kr_lot l = old.lots[i];
    if ((int)i == lot) l.n_legs = n;
    build_lot(&p->a, l, (int)i == lot ? legs : old.legs + l.first_leg);
  }
  kr_allocation_clear(&old);
}

void move_leg(staged_plan *p, int i, double depart_h, double arrive_h) {
  p->a.legs[i].depart_min = (int32_t)(depart_h * 60);
  p->a.legs[i].arrive_min = (int32_t)(arrive_h * 60);
}

void make_static(staged_plan *p) {
  p->o.is_static = true;
  for (size_t i = 0; i < p->a.n_legs; i++) p->a.legs[i].depart_min = p->a.legs[i].arrive_min = KR_NO_TIME;
}

static void judge(staged_plan *p, const kr_verify_claims *claims) {
  kr_error err = {0};
  if (kr_verify(&p->v, p->c, &p->o, &p->a, claims, &err) != KR_OK) abort();
}

void judge_plan(staged_plan *p) { judge(p, NULL); }

void judge_claims(staged_plan *p) { judge(p, &p->claims); }

bool is_told(const staged_plan *p, const char *text) {
  for (int64_t i = 0; i < p->v.n_violations && i < KR_VERDICT_TEXTS; i++) {
    if (strstr(p->v.violations[i], text)) return true;
  }
  return false;
}

bool is_told_only(const staged_plan *p, const char *text) { return p->v.n_violations == 1 && is_told(p, text); }
