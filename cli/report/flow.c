#include "cli/report/flow.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "graph/result.h"

double kr_flow_utilisation(const kr_flow *f, int32_t resource, int32_t day) {
  size_t at = kr_flow_at(f, resource, day);
  return f->capacity[at] > 0 ? f->used[at] / f->capacity[at] : NAN;
}

int32_t kr_flow_busiest(const kr_flow *f, kr_span span, int32_t day) {
  int32_t best = KR_NONE;
  double most = -1;
  for (int32_t i = 0; i < span.count; ++i) {
    int32_t resource = f->corridor->resource_lists[span.first + i];
    double share = kr_flow_utilisation(f, resource, day);
    if (!(share > most)) continue;
    most = share;
    best = resource;
  }
  return best;
}

/** Adds to a thing's day and to its whole horizon. */
static void add(const kr_flow *f, int64_t *table, int32_t thing, int32_t day, int64_t kg) {
  table[kr_flow_at(f, thing, day)] += kg;
  table[kr_flow_at(f, thing, f->n_days)] += kg;
}

/* ---- freight that stands: +kg on the first day, -kg after the last; added up day by day at the end ---- */

/** The first day whose end is at or after a minute. */
static int64_t first_end(int64_t minute) {
  int64_t days = minute / KR_MINUTES_PER_DAY + (minute % KR_MINUTES_PER_DAY > 0);
  return days > 1 ? days - 1 : 0;
}

/** Freight that stands from `from_min` until it leaves at `to_min`. */
static void stand(const kr_flow *f, int64_t *table, int32_t node, int64_t from_min, int64_t to_min, int64_t kg) {
  int64_t first = first_end(from_min), last = to_min > KR_MINUTES_PER_DAY ? first_end(to_min) : 0;
  if (first >= last || first >= f->n_days) return;
  table[kr_flow_at(f, node, (int32_t)first)] += kg;
  if (last < f->n_days) table[kr_flow_at(f, node, (int32_t)last)] -= kg;
}

/** @return the most on any day */
static int64_t sum_days(const kr_flow *f, int64_t *table, int32_t node) {
  int64_t stands = 0, most = 0;
  for (int32_t day = 0; day < f->n_days; ++day) {
    stands += table[kr_flow_at(f, node, day)];
    table[kr_flow_at(f, node, day)] = stands;
    if (stands > most) most = stands;
  }
  return most;
}

/* ---- freight that moves ---- */

/** A lot being followed from leg to leg. */
typedef struct follower {
  kr_flow *f;
  int64_t kg;
  int32_t node, mode; /**< where it is, and the mode of its last link */
  int64_t since_min;
} follower;

static void follow_link(follower *at, const kr_leg *leg, int32_t day) {
  kr_flow *f = at->f;
  const kr_link *link = &f->corridor->links[leg->what];
  add(f, f->link_kg[leg->backward], leg->what, day, at->kg);
  add(f, f->node_kg, at->node, day, at->kg);
  if (link->mode != at->mode) add(f, f->mode_kg, link->mode, day, at->kg);
  at->mode = link->mode;
  at->node = leg->backward ? link->from_node : link->to_node;
}

static void follow_leg(follower *at, const kr_leg *leg) {
  int32_t day = kr_day_of(at->f->corridor, at->f->timetable, leg->depart_min);
  if (!at->f->timetable->is_static) stand(at->f, at->f->waiting_kg, at->node, at->since_min, leg->depart_min, at->kg);
  if (day >= 0 && leg->kind == KR_LEG_LINK) follow_link(at, leg, day);
  at->since_min = leg->arrive_min;
}

static void follow_lot(kr_flow *f, const kr_lot *lot) {
  const kr_shipment *shipment = &f->corridor->shipments[lot->shipment];
  const kr_leg *legs = f->allocation->legs + lot->first_leg;
  follower at = {f, lot->quantity_kg, shipment->origin, KR_NONE, shipment->ready_min};
  for (int32_t i = 0; i < lot->n_legs; ++i) follow_leg(&at, &legs[i]);
  int32_t day = kr_day_of(f->corridor, f->timetable, legs[lot->n_legs - 1].depart_min);
  if (day >= 0) add(f, f->node_kg, at.node, day, lot->quantity_kg);
}

static void add_stays(kr_flow *f, int32_t s, int64_t kg) {
  const kr_shipment *shipment = &f->corridor->shipments[s];
  if (f->timetable->is_static)
    f->stays_kg[kr_flow_at(f, shipment->origin, 0)] += kg;
  else
    stand(f, f->stays_kg, shipment->origin, shipment->ready_min, INT64_MAX, kg);
  f->stays_kg[kr_flow_at(f, shipment->origin, f->n_days)] += kg;
}

static void add_freight(kr_flow *f, const kr_tally *tally) {
  for (size_t i = 0; i < f->allocation->n_lots; ++i) follow_lot(f, &f->allocation->lots[i]);
  for (int32_t s = 0; s < kr_n_shipments(f->corridor); ++s)
    add_stays(f, s, f->corridor->shipments[s].quantity_kg - tally[s].served_kg);
  for (int32_t node = 0; node < kr_n_nodes(f->corridor); ++node) {
    f->waiting_kg[kr_flow_at(f, node, f->n_days)] = sum_days(f, f->waiting_kg, node);
    sum_days(f, f->stays_kg, node);
  }
}

static void add_resource(kr_flow *f, int32_t resource, const double *used, const double *price) {
  size_t all = kr_flow_at(f, resource, f->n_days);
  for (int32_t day = 0; day < f->n_days; ++day) {
    size_t from = (size_t)resource * (size_t)f->n_days + (size_t)day, to = kr_flow_at(f, resource, day);
    f->used[to] = used[from];
    f->capacity[to] = kr_decimal_value(f->timetable->capacity[from]);
    f->used[all] += f->used[to];
    f->capacity[all] += f->capacity[to];
    if (price) f->price[to] = price[from];
    f->price[all] = fmax(f->price[all], f->price[to]);
  }
}

static bool make_tables(kr_flow *f) {
  const kr_corridor *c = f->corridor;
  size_t columns = (size_t)f->n_days + 1;
  const struct {
    int64_t **table;
    int32_t n;
  } freight[] = {{&f->link_kg[0], kr_n_links(c)}, {&f->link_kg[1], kr_n_links(c)}, {&f->node_kg, kr_n_nodes(c)},
                 {&f->waiting_kg, kr_n_nodes(c)}, {&f->stays_kg, kr_n_nodes(c)},   {&f->mode_kg, kr_n_modes(c)}};
  double **units[] = {&f->used, &f->capacity, &f->price};
  bool fine = true;
  for (size_t i = 0; i < sizeof freight / sizeof *freight; ++i)
    fine &= (*freight[i].table = kr_zeros((size_t)freight[i].n * columns, sizeof(int64_t))) != NULL;
  for (size_t i = 0; i < sizeof units / sizeof *units; ++i)
    fine &= (*units[i] = kr_zeros((size_t)kr_n_resources(c) * columns, sizeof(double))) != NULL;
  return fine;
}

kr_status kr_flow_create(kr_flow **out, const kr_corridor *c, const kr_timetable *t, const kr_allocation *a,
                         const double *price, kr_error *err) {
  kr_flow *f = kr_zeros(1, sizeof *f);
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  double *used = kr_zeros((size_t)kr_n_resources(c) * (size_t)t->n_days, sizeof *used);
  kr_status status = KR_ERR_MEMORY;
  if (f) *f = (kr_flow){.corridor = c, .timetable = t, .allocation = a, .n_days = t->n_days, .has_prices = price};
  if (f && tally && used && make_tables(f)) {
    kr_tally_sum(c, t, a, tally, used);
    add_freight(f, tally);
    for (int32_t r = 0; r < kr_n_resources(c); ++r) add_resource(f, r, used, price);
    *out = f;
    f = NULL;
    status = KR_OK;
  }
  free(tally);
  free(used);
  kr_flow_free(f);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

void kr_flow_free(kr_flow *f) {
  if (!f) return;
  void *tables[] = {f->link_kg[0], f->link_kg[1], f->node_kg,  f->mode_kg, f->waiting_kg,
                    f->stays_kg,   f->used,       f->capacity, f->price};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; ++i) free(tables[i]);
  free(f);
}
