#include "solver/seek.h"

#include <math.h>
#include <stdlib.h>

kr_status kr_seeker_init(kr_seeker *seeker, const kr_timeline *line, kr_error *err) {
  *seeker = (kr_seeker){.line = line};
  kr_status status = kr_tolls_create(&seeker->tolls, line, err);
  return status == KR_OK ? kr_search_create(&seeker->search, line, err) : status;
}

void kr_seeker_clear(kr_seeker *seeker) {
  kr_tolls_free(seeker->tolls);
  kr_search_free(seeker->search);
  free(seeker->route.moves);
}

static int64_t ready_step(const kr_timeline *line, const kr_shipment *s) {
  return line->is_static ? 0 : kr_ready_step(line->corridor, s);
}

static double seek(kr_seeker *seeker, int32_t shipment, int32_t ware) {
  const kr_timeline *line = seeker->line;
  const kr_shipment *s = &line->corridor->shipments[shipment];
  int64_t ready = ready_step(line, s), due = kr_due_step(line->corridor, s);
  if (ready > line->n_steps) return INFINITY;
  kr_goal goal = {line->network->door[s->destination], kr_decimal_value(s->weight),
                  due == INT64_MAX ? INFINITY : (double)due};
  int32_t yard = line->network->yard[s->origin];
  kr_search_run_one(seeker->search, &seeker->tolls->of_ware[ware], &goal, yard, (int32_t)ready);
  return kr_search_cost(seeker->search, 0, yard, (int32_t)ready);
}

double kr_seek(kr_seeker *seeker, int32_t shipment) {
  return seek(seeker, shipment, kr_ware_of(seeker->line->corridor, shipment));
}

double kr_seek_without_quotas(kr_seeker *seeker, int32_t shipment) {
  return seek(seeker, shipment, seeker->line->corridor->shipments[shipment].cargo);
}

kr_status kr_seek_add(kr_seeker *seeker, int32_t shipment, kr_columns *pool, int32_t *column) {
  const kr_timeline *line = seeker->line;
  const kr_shipment *s = &line->corridor->shipments[shipment];
  kr_route *route = &seeker->route;
  int32_t yard = line->network->yard[s->origin];
  kr_status status = kr_search_trace(seeker->search, 0, yard, (int32_t)ready_step(line, s), route);
  if (status != KR_OK) return status;
  return kr_columns_add(pool, shipment, route->moves, route->n_moves, route->arrival, column);
}
