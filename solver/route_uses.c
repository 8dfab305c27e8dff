#include "solver/route_uses.h"

double kr_arrival_cost(const kr_timeline *line, const kr_shipment *s, int32_t arrival) {
  int64_t due = kr_due_step(line->corridor, s);
  double steps = (double)(arrival - kr_ready_step(line->corridor, s));
  double late = arrival > due ? (double)(arrival - due) : 0.0;
  return kr_decimal_value(s->weight) * line->step_h * (steps + line->late_factor * late);
}

double kr_route_cost(const kr_timeline *line, const kr_shipment *s, const kr_move *moves, size_t n, int32_t arrival) {
  if (!line->is_static) return kr_arrival_cost(line, s, arrival);
  double hours = 0;
  for (size_t i = 0; i < n; ++i) hours += line->hours[moves[i].arc];
  return kr_decimal_value(s->weight) * hours;
}

/** Adds `per_t` to the use of `row`, which the route may have already. */
static void add_use(kr_use *uses, int32_t *n, int32_t row, double per_t) {
  for (int32_t i = 0; i < *n; ++i) {
    if (uses[i].row != row) continue;
    uses[i].per_t += per_t;
    return;
  }
  uses[(*n)++] = (kr_use){row, per_t};
}

size_t kr_route_most_uses(const kr_timeline *line, const kr_move *moves, size_t n) {
  size_t most = 0;
  for (size_t i = 0; i < n; ++i) most += (size_t)line->network->arcs[moves[i].arc].resources.count;
  return line->by_cargo ? 3 * most : most;
}

/** A quota without a row on a day is none: the LP need not carry it. */
static bool is_limited(const kr_timeline *line, int32_t resource, int32_t row) {
  return resource < kr_first_quota(line->corridor) || line->timetable->capacity[row] < KR_NO_LIMIT;
}

int32_t kr_route_uses(const kr_timeline *line, int32_t s, const kr_move *moves, size_t n, kr_use *uses) {
  const kr_corridor *c = line->corridor;
  int32_t n_uses = 0, cargo = c->shipments[s].cargo, rank = kr_rank_of(c, s);
  for (size_t i = 0; i < n; ++i) {
    const kr_arc *arc = &line->network->arcs[moves[i].arc];
    for (int32_t k = 0; k < arc->resources.count; ++k) {
      int32_t r = c->resource_lists[arc->resources.first + k];
      int32_t row = r * line->n_days + kr_bucket(line, moves[i].tau);
      if (!kr_counts_on(c, rank, r) || !is_limited(line, r, row)) continue;
      double per_t = 1.0 / kr_decimal_value(kr_t_per_unit(c, cargo, r));
      add_use(uses, &n_uses, row, per_t);
      if (line->by_cargo && c->resources[r].whole_units) add_use(uses, &n_uses, kr_cargo_row(line, row, cargo), per_t);
      int32_t shared = kr_shared_row(line, row, cargo);
      if (shared != KR_NONE) add_use(uses, &n_uses, shared, per_t);
    }
  }
  return n_uses;
}
