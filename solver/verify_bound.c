#include "solver/verify_bound.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/outward.h"
#include "solver/verify_judge.h"
#include "solver/verify_passes.h"
#include "solver/verify_total.h"

/* A shipment's turn: passes are made cargo by cargo, holder by holder, origin by origin, then by ready or weight. */
typedef struct turn {
  int32_t cargo, holder, origin; /* holder: a forwarder with quotas, or KR_NONE */
  int64_t group;
  int32_t shipment;
} turn;

typedef struct auction {
  const kr_facts *f;
  const double *price;
  const kr_verify_floor *floors;
  double *left;     /* [resource * n_buckets + bucket] units that are not promised */
  int64_t *left_kg; /* [shipments] freight that is not promised */
  turn *turns;
  size_t n_turns;
  kr_bidder *bidders;
  kr_arcs *arcs;
  kr_sweep *sweep;
  kr_tree *tree;
  kr_bound_total total;
} auction;

static kr_status open_auction(auction *a, kr_error *err) {
  size_t shipments = (size_t)kr_n_shipments(a->f->c);
  a->left = kr_zeros((size_t)kr_n_resources(a->f->c) * (size_t)a->f->n_buckets, sizeof *a->left);
  a->left_kg = kr_zeros(shipments, sizeof *a->left_kg);
  a->turns = kr_zeros(shipments, sizeof *a->turns);
  a->bidders = kr_zeros(shipments, sizeof *a->bidders);
  return a->left && a->left_kg && a->turns && a->bidders ? KR_OK : kr_fail_memory(err);
}

static void forget_cargo(auction *a) {
  kr_sweep_free(a->sweep);
  kr_tree_free(a->tree);
  kr_arcs_free(a->arcs);
  a->sweep = NULL;
  a->tree = NULL;
  a->arcs = NULL;
}

static void close_auction(auction *a) {
  forget_cargo(a);
  free(a->left);
  free(a->left_kg);
  free(a->turns);
  free(a->bidders);
}

/* H + lambda L of a committed lot, rounded down. It is a multiple of 1 / 60,000,000: one that seems to be a multiple of
 * 1 / 1024, too, cannot lie beside it by a rounding error, and is exact. */
static double hours_down(kr_judged_hours hours) {
  long double slack_h = 16 * LDBL_EPSILON * (fabsl(hours.h) + hours.late_h + fabsl(hours.cost_h));
  bool is_exact =
      fabsl(hours.cost_h) < 1e6L && hours.late_h < 1e6L && rintl(hours.cost_h * 1024) == hours.cost_h * 1024;
  return is_exact ? (double)hours.cost_h : nextafter((double)(hours.cost_h - slack_h), -INFINITY);
}

/* What a committed lot costs whatever is planned; one delivered before the horizon brings hours. */
static void count_committed(auction *a, const kr_shipment *s, const kr_lot *lot, const kr_leg *legs) {
  double cost_h = hours_down(kr_facts_hours(a->f, lot, legs)), weight = kr_decimal_down(s->weight);
  long double kg = (long double)lot->quantity_kg * 1000;
  if (cost_h >= 0)
    kr_bound_gain(&a->total, kg, kr_product_down(weight, cost_h));
  else
    kr_bound_cost(&a->total, kg, -cost_h * weight * (1 + 8 * DBL_EPSILON));
}

/* Commitments are constants: their cost, and the freight and capacity that they take away. */
static void honour(auction *a, kr_loads *loads) {
  const kr_corridor *c = a->f->c;
  for (int32_t s = 0; s < kr_n_shipments(c); s++) a->left_kg[s] = c->shipments[s].quantity_kg;
  for (size_t i = 0; i < c->commitments.n_lots; i++) {
    const kr_lot *lot = &c->commitments.lots[i];
    const kr_leg *legs = c->commitments.legs + lot->first_leg;
    count_committed(a, &c->shipments[lot->shipment], lot, legs);
    kr_loads_add(loads, a->f, lot, legs);
    a->left_kg[lot->shipment] -= lot->quantity_kg;
  }
}

/* What is left of a capacity in millionths of a unit, rounded up. */
static long double left_of(const auction *a, const kr_loads *loads, int32_t r, int32_t b) {
  const kr_corridor *c = a->f->c;
  int64_t at = (int64_t)r * a->f->n_buckets + b;
  long double left = (long double)a->f->capacity[at];
  for (int32_t k = 0; k < kr_n_cargo(c); k++) {
    kr_micro per_unit = kr_t_per_unit(c, k, r);
    int64_t kg = loads[at * kr_n_cargo(c) + k];
    long double nano = (long double)kg * 1e9L;
    if (kg > INT64_C(18000000000)) nano *= 1 - LDBL_EPSILON; /* does not fit 64 bits */
    if (kg > 0 && per_unit > 0) left = kr_less_up(left, nano, (long double)per_unit);
  }
  return left;
}

/* What is left of each capacity, and what it would all cost. */
static void take_stock(auction *a, const kr_loads *loads) {
  for (int32_t r = 0; r < kr_n_resources(a->f->c); r++) {
    for (int32_t b = 0; b < a->f->n_buckets; b++) {
      int64_t at = (int64_t)r * a->f->n_buckets + b;
      long double left = left_of(a, loads, r, b);
      a->left[at] = left > 0 ? nextafter((double)(left / KR_MICRO), INFINITY) : 0;
      kr_bound_cost(&a->total, left, a->price[at]);
    }
  }
}

/* What floors let stay, at their prices. */
static void take_floors(auction *a) {
  for (int32_t i = 0; a->floors && i < kr_ids_count(a->f->c->forwarder_ids); i++) {
    const kr_verify_floor *floor = &a->floors[i];
    kr_bound_cost(&a->total, (long double)(floor->asked_kg - floor->floor_kg) * 1000, floor->price);
  }
}

static int by_turn(const void *p, const void *q) {
  const turn *x = p, *y = q;
  if (x->cargo != y->cargo) return x->cargo < y->cargo ? -1 : 1;
  if (x->holder != y->holder) return x->holder < y->holder ? -1 : 1;
  if (x->origin != y->origin) return x->origin < y->origin ? -1 : 1;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  return (x->shipment > y->shipment) - (x->shipment < y->shipment);
}

static int32_t holder_of(const kr_corridor *c, int32_t forwarder) {
  for (int32_t i = 0; i < c->n_quotas; i++)
    if (c->quotas[i].forwarder == forwarder) return forwarder;
  return KR_NONE;
}

static void call_turns(auction *a) {
  const kr_facts *f = a->f;
  for (int32_t i = 0; i < kr_n_shipments(f->c); i++) {
    const kr_shipment *s = &f->c->shipments[i];
    if (a->left_kg[i] <= 0) continue;
    int64_t ready = kr_facts_ready(f, s);
    if (ready > f->n_steps) ready = f->n_steps + 1;
    a->turns[a->n_turns++] =
        (turn){s->cargo, holder_of(f->c, s->forwarder), s->origin, f->is_static ? s->weight : ready, i};
  }
  qsort(a->turns, a->n_turns, sizeof *a->turns, by_turn);
}

static kr_status price_cargo(auction *a, const kr_shipment *like, kr_error *err) {
  forget_cargo(a);
  kr_status status = kr_arcs_create(&a->arcs, a->f, like, a->left, a->price, err);
  if (status != KR_OK) return status;
  return a->f->is_static ? kr_tree_create(&a->tree, a->arcs, err) : kr_sweep_create(&a->sweep, a->arcs, err);
}

static kr_bidder bidder_of(const auction *a, int32_t shipment) {
  const kr_shipment *s = &a->f->c->shipments[shipment];
  double weight = kr_decimal_down(s->weight), floor_price = a->floors ? a->floors[s->forwarder].price : 0;
  double unserved = kr_product_down(weight, kr_decimal_down(a->f->c->unserved_uh));
  return (kr_bidder){.destination = s->destination,
                     .first_place = kr_facts_first_place(a->f, s->destination),
                     .due = kr_facts_due(a->f, s),
                     .weight = weight,
                     .best = kr_sum_down(unserved, floor_price),
                     .kg = a->left_kg[shipment]};
}

/* One pass for the turns [first, end). */
static void hold_pass(auction *a, size_t first, size_t end) {
  const turn *t = &a->turns[first];
  for (size_t i = first; i < end; i++) a->bidders[i - first] = bidder_of(a, a->turns[i].shipment);
  if (a->f->is_static) {
    kr_tree_run(a->tree, t->origin, a->bidders, end - first);
  } else {
    kr_sweep_run(a->sweep, t->origin, (int32_t)t->group, a->bidders, end - first);
  }
  for (size_t i = 0; i < end - first; i++)
    kr_bound_gain(&a->total, (long double)a->bidders[i].kg * 1000, a->bidders[i].best);
}

static bool share_arcs(const turn *x, const turn *y) { return x->cargo == y->cargo && x->holder == y->holder; }

static bool share_pass(const turn *x, const turn *y) {
  return share_arcs(x, y) && x->origin == y->origin && x->group == y->group;
}

static kr_status hold_auction(auction *a, kr_error *err) {
  for (size_t first = 0, end; first < a->n_turns; first = end) {
    for (end = first + 1; end < a->n_turns && share_pass(&a->turns[first], &a->turns[end]);) end++;
    if (first == 0 || !share_arcs(&a->turns[first], &a->turns[first - 1])) {
      kr_status status = price_cargo(a, &a->f->c->shipments[a->turns[first].shipment], err);
      if (status != KR_OK) return status;
    }
    hold_pass(a, first, end);
  }
  return KR_OK;
}

kr_status kr_verify_bound(kr_proof *out, const kr_facts *f, const double *shadow_price, const kr_verify_floor *floors,
                          kr_error *err) {
  auction a = {.f = f, .price = shadow_price, .floors = floors};
  kr_loads *loads = kr_loads_create(f);
  kr_status status = loads ? KR_OK : kr_fail_memory(err);
  if (status != KR_OK) goto done;
  KR_TRY(open_auction(&a, err));
  honour(&a, loads);
  take_stock(&a, loads);
  take_floors(&a);
  call_turns(&a);
  KR_TRY(hold_auction(&a, err));
  *out = (kr_proof){kr_bound_value(&a.total), (double)(a.total.cost / KR_MICRO)};
done:
  close_auction(&a);
  free(loads);
  return status;
}
