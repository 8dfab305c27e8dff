#include "cli/explain.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define ROOM 1e-9 /* relative: as much room as is needed */

bool kr_explained_stays(const kr_explained *x) {
  return x->own.served_kg < x->corridor->shipments[x->shipment].quantity_kg;
}

bool kr_explained_is_late(const kr_explained *x) { return kr_relief_is_late(&x->own); }

/* ---- what is left ---- */

static kr_status spread_room(kr_explained *x, const kr_room *room) {
  int32_t n = kr_n_base_rows(room->line);
  x->full = kr_zeros((size_t)n, sizeof *x->full);
  if (!x->full) return KR_ERR_MEMORY;
  for (int32_t row = 0; row < n; ++row) x->full[row] = kr_room_is_full(room, row, x->shipment);
  kr_room_for(room, x->corridor->shipments[x->shipment].cargo, x->left);
  return KR_OK;
}

static kr_status find_room(kr_explained *x, const kr_timeline *line, kr_error *err) {
  size_t n = (size_t)kr_n_base_rows(line);
  kr_room room = {0};
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(x->corridor), sizeof *tally);
  double *left = kr_zeros(n, sizeof *left);
  x->left = kr_zeros(n, sizeof *x->left);
  kr_status status = tally && left && x->left ? KR_OK : KR_ERR_MEMORY;
  if (status == KR_OK) {
    kr_tally_sum(x->corridor, x->timetable, x->allocation, tally, left);
    for (size_t row = 0; row < n; ++row) left[row] = fmax(0, kr_decimal_value(x->timetable->capacity[row]) - left[row]);
    x->own = tally[x->shipment];
    status = kr_room_init(&room, line, x->is_integer, left, x->allocation);
  }
  if (status == KR_OK) status = spread_room(x, &room);
  kr_room_clear(&room);
  free(left);
  free(tally);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

/* ---- obstacles ---- */

static bool uses(const kr_explained *x, const kr_lot *lot, int32_t resource, int32_t day) {
  if (!kr_counts_on(x->corridor, kr_rank_of(x->corridor, lot->shipment), resource)) return false;
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

static void consider(kr_explained *x, kr_use use) {
  const kr_shipment *s = &x->corridor->shipments[x->shipment];
  double capacity = kr_decimal_value(x->timetable->capacity[use.row]);
  double need = (double)s->quantity_kg * 1e-3 * use.per_t, left = x->left[use.row];
  if (!(capacity > 0) || left >= need * (1 - ROOM)) return;
  kr_obstacle *o = &x->obstacles[x->n_obstacles++];
  *o = (kr_obstacle){.item = {use.row / x->timetable->n_days, use.row % x->timetable->n_days, need},
                     .free_units = fmax(0, left),
                     .capacity = capacity,
                     .theta = INFINITY};
  find_holders(x, o);
}

static kr_status keep_best(kr_explained *x, const kr_columns *pool, const kr_column *col) {
  x->best = kr_zeros((size_t)col->n_moves, sizeof *x->best);
  x->obstacles = kr_zeros((size_t)col->n_uses, sizeof *x->obstacles);
  if (!x->best || !x->obstacles) return KR_ERR_MEMORY;
  x->n_best = kr_column_legs(pool, col, x->best);
  for (int32_t k = 0; k < col->n_uses; ++k) consider(x, pool->uses[col->first_use + (size_t)k]);
  return KR_OK;
}

static kr_status find_best(kr_explained *x, const kr_timeline *line, kr_error *err) {
  int32_t s = x->shipment, j;
  kr_seeker seeker;
  kr_columns *pool = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_seeker_init(&seeker, line, err));
  KR_TRY(kr_columns_create(&pool, line, err));
  kr_tolls_set(seeker.tolls, line, kr_ware_of(x->corridor, s), NULL);
  if (kr_seek(&seeker, s) == INFINITY) goto done;
  KR_TRY(kr_seek_add(&seeker, s, pool, &j));
  if (keep_best(x, pool, &pool->columns[j]) != KR_OK) status = kr_fail_memory(err);
done:
  kr_columns_free(pool);
  kr_seeker_clear(&seeker);
  return status;
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
  KR_TRY(find_room(x, line, err));
  KR_TRY(find_best(x, line, err));
done:
  kr_timeline_free(line);
  kr_network_free(network);
  return status;
}

/** Each obstacle alone; all of them together only where no single one does. */
static kr_status relieve_capacity(kr_explained *x, const kr_relief_case *q, kr_error *err) {
  kr_status status = KR_OK;
  bool one_does = false;
  kr_relief_item *all = kr_zeros((size_t)x->n_obstacles, sizeof *all);
  if (!all) return kr_fail_memory(err);
  for (int32_t i = 0; i < x->n_obstacles; ++i) {
    all[i] = x->obstacles[i].item;
    KR_TRY(kr_relief_capacity(q, &all[i], 1, &x->obstacles[i].theta, err));
    one_does = one_does || x->obstacles[i].theta < INFINITY;
  }
  if (!one_does && x->n_obstacles > 1) KR_TRY(kr_relief_capacity(q, all, x->n_obstacles, &x->theta, err));
done:
  free(all);
  return status;
}

kr_status kr_explain_relief(kr_explained *x, const kr_settings *settings, kr_error *err) {
  kr_relief_case q = {x->corridor, settings, x->shipment, kr_explained_is_late(x)};
  kr_status status = KR_OK;
  x->theta = INFINITY;
  KR_TRY(kr_relief_is_needless(&q, &x->is_needless, err));
  if (x->is_needless) return KR_OK;
  KR_TRY(relieve_capacity(x, &q, err));
  if (!x->timetable->is_static) KR_TRY(kr_relief_ready(&q, &x->ready_days, err));
done:
  return status;
}

void kr_explain_clear(kr_explained *x) {
  free(x->best);
  free(x->obstacles);
  free(x->left);
  free(x->full);
}
