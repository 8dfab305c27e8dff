#include "solver/binding.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/pricing.h"

#define FULL 1e-6     /* relative: less than this left is full … */
#define FULL_T 1e-2   /* … and so is less than some lots' rounding to kilograms */
#define LONGER_H 1e-6 /* more than the best route's hours by this is longer */

bool kr_room_is_full(const kr_room *room, int32_t row, int32_t shipment) {
  const kr_corridor *c = room->line->corridor;
  const kr_shipment *s = &c->shipments[shipment];
  double capacity = kr_decimal_value(room->line->timetable->capacity[row]);
  double t_per_unit = kr_decimal_value(kr_t_per_unit(c, s->cargo, row / room->line->n_days));
  double left = kr_room_left(room, row, s->cargo), whole_t = (double)s->quantity_kg * 1e-3;
  if (room->is_integer && !s->splittable) return left * t_per_unit < whole_t * (1 - FULL);
  return left <= FULL * capacity || left * t_per_unit < fmin(FULL_T, whole_t);
}

/* ---- the best routes ---- */

/** Others have a place, or would have none on an empty network either. */
static bool is_held_up(const kr_binding_case *q, int32_t s) {
  switch ((kr_reason)q->result->reason[s]) {
    case KR_REASON_CAPACITY:
    case KR_REASON_STOPPED:
    case KR_REASON_LATE_QUEUE: return true;
    case KR_REASON_LATE_ANYWAY:
      return q->tally[s].hours_kg_h > (q->result->ideal_h[s] + LONGER_H) * (double)q->tally[s].served_kg;
    default: return false;
  }
}

typedef struct routes {
  double *open_t, *limit, *cost; /* [shipments] */
  int32_t *route;                /* [shipments] column; KR_NONE */
  kr_pricing *pricing;
  kr_columns *pool;
} routes;

static void clear(routes *b) {
  kr_pricing_free(b->pricing);
  kr_columns_free(b->pool);
  free(b->open_t);
  free(b->limit);
  free(b->cost);
  free(b->route);
}

static kr_status find_routes(const kr_binding_case *q, routes *b, kr_error *err) {
  int32_t n = kr_n_shipments(q->line->corridor);
  kr_status status = KR_OK;
  b->open_t = kr_zeros((size_t)n, sizeof *b->open_t);
  b->limit = kr_zeros((size_t)n, sizeof *b->limit);
  b->cost = kr_zeros((size_t)n, sizeof *b->cost);
  b->route = kr_zeros((size_t)n, sizeof *b->route);
  if (!b->open_t || !b->limit || !b->cost || !b->route) return kr_fail_memory(err);
  bool any = false;
  for (int32_t s = 0; s < n; ++s) {
    b->route[s] = KR_NONE;
    b->limit[s] = INFINITY;
    if (is_held_up(q, s)) b->open_t[s] = any = true;
  }
  if (!any) return KR_OK;
  KR_TRY(kr_columns_create(&b->pool, q->line, err));
  KR_TRY(kr_pricing_create(&b->pricing, q->line, b->open_t, q->threads, err));
  status = kr_pricing_run(b->pricing, b->pool, &(kr_pass){.limit = b->limit, .cost = b->cost, .route = b->route}, err);
done:
  return status;
}

/* ---- what has no room there ---- */

typedef struct found {
  double worth; /* toll per tonne */
  int32_t row;
} found;

static int dearest_first(const void *a, const void *b) {
  const found *x = a, *y = b;
  if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static int32_t last_day_of(const kr_binding_case *q, int32_t s) {
  const kr_timeline *line = q->line;
  int32_t arrival = q->tally[s].last_arrival_min;
  if (arrival == KR_NO_TIME || q->tally[s].served_kg < line->corridor->shipments[s].quantity_kg)
    return line->n_days - 1;
  return kr_bucket(line, arrival / (line->corridor->step_hours * 60));
}

static kr_binding bind(const kr_binding_case *q, int32_t s, int32_t row) {
  int32_t day = row % q->line->n_days, last = last_day_of(q, s);
  kr_binding b = {row / q->line->n_days, day, day};
  while (b.to_day < last && kr_room_is_full(q->room, row + b.to_day + 1 - day, s)) b.to_day++;
  return b;
}

static bool is_covered(const kr_result *r, size_t first, size_t n, const kr_binding *b) {
  for (size_t i = first; i < n; ++i)
    if (r->bindings[i].resource == b->resource && r->bindings[i].from_day <= b->from_day &&
        b->from_day <= r->bindings[i].to_day)
      return true;
  return false;
}

/** Appends what binds a shipment. @param list room for the uses of its route */
static kr_status add_bindings(const kr_binding_case *q, const kr_columns *pool, const kr_column *col, found *list,
                              size_t *n, size_t *room) {
  kr_result *r = q->result;
  size_t n_found = 0, first = *n;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = pool->uses[col->first_use + (size_t)k];
    if (use.row < kr_n_base_rows(q->line) && kr_room_is_full(q->room, use.row, col->shipment))
      list[n_found++] = (found){q->toll[use.row] * use.per_t, use.row};
  }
  if (n_found > 1) qsort(list, n_found, sizeof *list, dearest_first);
  if (!kr_grow(&r->bindings, room, *n + n_found, sizeof *r->bindings)) return KR_ERR_MEMORY;
  for (size_t i = 0; i < n_found; ++i) {
    kr_binding b = bind(q, col->shipment, list[i].row);
    if (!is_covered(r, first, *n, &b)) r->bindings[(*n)++] = b;
  }
  return KR_OK;
}

static size_t most_uses(const kr_columns *pool) {
  int32_t most = 0;
  for (size_t j = 0; pool && j < pool->n_columns; ++j)
    if (pool->columns[j].n_uses > most) most = pool->columns[j].n_uses;
  return (size_t)most;
}

kr_status kr_bindings_find(const kr_binding_case *q, kr_error *err) {
  int32_t n_shipments = kr_n_shipments(q->line->corridor);
  size_t n = 0, room = 0;
  routes b = {0};
  found *list = NULL;
  q->result->first_binding = kr_zeros((size_t)n_shipments + 1, sizeof *q->result->first_binding);
  kr_status status = q->result->first_binding ? find_routes(q, &b, err) : kr_fail_memory(err);
  if (status == KR_OK && !(list = kr_zeros(most_uses(b.pool), sizeof *list))) status = kr_fail_memory(err);
  for (int32_t s = 0; s < n_shipments && status == KR_OK; ++s) {
    if (b.route[s] != KR_NONE && add_bindings(q, b.pool, &b.pool->columns[b.route[s]], list, &n, &room) != KR_OK)
      status = kr_fail_memory(err);
    q->result->first_binding[s + 1] = n;
  }
  free(list);
  clear(&b);
  return status;
}
