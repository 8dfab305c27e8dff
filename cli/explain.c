#include "cli/explain.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define ROOM 1e-9 /* relative: as much room as is needed */

static kr_status find_best(kr_explained *x, const kr_timeline *line, kr_error *err) {
  int32_t s = x->shipment, cargo = x->corridor->shipments[s].cargo, j;
  kr_seeker seeker;
  kr_columns *pool = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_seeker_init(&seeker, line, err));
  KR_TRY(kr_columns_create(&pool, line, err));
  kr_tolls_set(seeker.tolls, line, cargo, NULL);
  if (kr_seek(&seeker, s) == INFINITY) goto done;
  KR_TRY(kr_seek_add(&seeker, s, pool, &j));
  x->best = kr_zeros((size_t)pool->columns[j].n_moves, sizeof *x->best);
  if (!x->best) KR_TRY(kr_fail_memory(err));
  x->n_best = kr_column_legs(pool, &pool->columns[j], x->best);
done:
  kr_columns_free(pool);
  kr_seeker_clear(&seeker);
  return status;
}

static bool is_known(const kr_explained *x, int32_t resource, int32_t day) {
  for (int32_t i = 0; i < x->n_obstacles; ++i)
    if (x->obstacles[i].item.resource == resource && x->obstacles[i].item.day == day) return true;
  return false;
}

static bool uses(const kr_explained *x, const kr_lot *lot, int32_t resource, int32_t day) {
  for (int32_t k = 0; k < lot->n_legs; ++k) {
    const kr_leg *leg = &x->allocation->legs[lot->first_leg + (size_t)k];
    if (kr_day_of(x->corridor, x->timetable, leg->depart_min) != day) continue;
    kr_span span = kr_leg_resources(x->corridor, leg);
    for (int32_t i = 0; i < span.count; ++i)
      if (x->corridor->resource_lists[span.first + i] == resource) return true;
  }
  return false;
}

static void add_holder(kr_obstacle *o, kr_holder next) {
  o->n_holders++;
  for (int i = 0; i < KR_HOLDERS; ++i) {
    if (next.kg <= o->holders[i].kg) continue;
    kr_holder last = o->holders[i];
    o->holders[i] = next;
    next = last;
  }
}

/** Lots of a shipment stand together. */
static void find_holders(const kr_explained *x, kr_obstacle *o) {
  const kr_allocation *a = x->allocation;
  for (size_t i = 0, next; i < a->n_lots; i = next) {
    kr_holder h = {a->lots[i].shipment, 0};
    for (next = i; next < a->n_lots && a->lots[next].shipment == h.shipment; ++next)
      if (uses(x, &a->lots[next], o->item.resource, o->item.day)) h.kg += a->lots[next].quantity_kg;
    if (h.kg > 0 && h.shipment != x->shipment) add_holder(o, h);
  }
}

static void consider(kr_explained *x, int32_t resource, int32_t day) {
  const kr_shipment *s = &x->corridor->shipments[x->shipment];
  kr_micro carries = kr_t_per_unit(x->corridor, s->cargo, resource);
  int64_t at = (int64_t)resource * x->timetable->n_days + day;
  double capacity = kr_decimal_value(x->timetable->capacity[at]), left = capacity - x->used[at];
  double need = (double)s->quantity_kg * 1e-3 / kr_decimal_value(carries);
  if (!(capacity > 0) || left >= need * (1 - ROOM) || is_known(x, resource, day)) return;
  kr_obstacle *o = &x->obstacles[x->n_obstacles++];
  *o = (kr_obstacle){
      .item = {resource, day, need}, .free_units = fmax(0, left), .capacity = capacity, .theta = INFINITY};
  find_holders(x, o);
}

static kr_status find_obstacles(kr_explained *x) {
  size_t most = 0;
  for (int32_t k = 0; k < x->n_best; ++k) most += (size_t)kr_leg_resources(x->corridor, &x->best[k]).count;
  x->obstacles = kr_zeros(most, sizeof *x->obstacles);
  if (!x->obstacles) return KR_ERR_MEMORY;
  for (int32_t k = 0; k < x->n_best; ++k) {
    kr_span span = kr_leg_resources(x->corridor, &x->best[k]);
    int32_t day = kr_day_of(x->corridor, x->timetable, x->best[k].depart_min);
    for (int32_t i = 0; i < span.count && day >= 0; ++i) consider(x, x->corridor->resource_lists[span.first + i], day);
  }
  return KR_OK;
}

static kr_status is_reachable(kr_explained *x, const kr_timeline *line, kr_error *err) {
  bool *all = kr_zeros((size_t)kr_n_shipments(x->corridor), sizeof *all);
  if (!all) return kr_fail_memory(err);
  kr_status status = kr_reach_mark(line, all, err);
  x->reachable = all[x->shipment];
  free(all);
  return status;
}

kr_status kr_explain_way(kr_explained *x, kr_error *err) {
  kr_network *network = NULL;
  kr_timeline *line = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_network_create(&network, x->corridor, err));
  KR_TRY(kr_timeline_create(&line, x->corridor, x->timetable, network, err));
  KR_TRY(is_reachable(x, line, err));
  KR_TRY(find_best(x, line, err));
  if (find_obstacles(x) != KR_OK) status = kr_fail_memory(err);
done:
  kr_timeline_free(line);
  kr_network_free(network);
  return status;
}

kr_status kr_explain_relief(kr_explained *x, const kr_settings *settings, bool in_time, kr_error *err) {
  kr_relief_case q = {x->corridor, settings, x->shipment, in_time};
  kr_status status = KR_OK;
  bool one_does = false;
  x->theta = INFINITY;
  kr_relief_item *all = kr_zeros((size_t)x->n_obstacles, sizeof *all);
  if (!all) return kr_fail_memory(err);
  for (int32_t i = 0; i < x->n_obstacles; ++i) {
    all[i] = x->obstacles[i].item;
    KR_TRY(kr_relief_capacity(&q, &all[i], 1, &x->obstacles[i].theta, err));
    one_does = one_does || x->obstacles[i].theta < INFINITY;
  }
  if (!one_does && x->n_obstacles > 1) KR_TRY(kr_relief_capacity(&q, all, x->n_obstacles, &x->theta, err));
  KR_TRY(kr_relief_ready(&q, &x->ready_days, err));
done:
  free(all);
  return status;
}

void kr_explain_clear(kr_explained *x) {
  free(x->best);
  free(x->obstacles);
}
