#include "graph/variant.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define MOST_CAPACITY INT64_C(1000000000000000000) /* micro units a day: what sums still hold */

static void *copy(const void *from, size_t n, size_t size) {
  void *to = kr_zeros(n, size);
  if (to && n) memcpy(to, from, n * size);
  return to;
}

static kr_status add_plan(kr_variant *v, const kr_corridor *c, int32_t plan, const char *id) {
  kr_corridor *own = &v->corridor;
  int32_t n = kr_n_plans(c), index;
  kr_status status = kr_ids_create(&own->plan_ids);
  for (int32_t i = 0; i < n && status == KR_OK; ++i) {
    const char *text = kr_ids_text(c->plan_ids, i);
    status = kr_ids_add(own->plan_ids, text, strlen(text), &index);
  }
  char name[256];
  size_t length = 0;
  for (; id[length] && length < 200; ++length) name[length] = id[length];
  while (status == KR_OK && length < 255 && kr_ids_find(own->plan_ids, name, length) >= 0) name[length++] = '\'';
  if (status == KR_OK) status = kr_ids_add(own->plan_ids, name, length, &v->plan);
  own->plans = kr_zeros((size_t)n + 1, sizeof *own->plans);
  if (status != KR_OK || !own->plans) return KR_ERR_MEMORY;
  memcpy(own->plans, c->plans, (size_t)n * sizeof *own->plans);
  own->plans[v->plan] = (kr_plan){.name = "", .base = plan};
  return KR_OK;
}

kr_status kr_variant_create(kr_variant **out, const kr_corridor *c, int32_t plan, const char *id, kr_error *err) {
  kr_variant *v = kr_zeros(1, sizeof *v);
  if (!v) return kr_fail_memory(err);
  v->corridor = *c;
  kr_corridor *own = &v->corridor;
  own->plan_ids = NULL;
  own->plans = NULL;
  own->capacities = copy(c->capacities, (size_t)c->n_capacities, sizeof *c->capacities);
  own->running_times = copy(c->running_times, (size_t)c->n_running_times, sizeof *c->running_times);
  own->shipments = copy(c->shipments, (size_t)kr_n_shipments(c), sizeof *c->shipments);
  v->capacity_room = (size_t)c->n_capacities;
  v->running_room = (size_t)c->n_running_times;
  bool have = own->capacities && own->running_times && own->shipments;
  if (!have || add_plan(v, c, plan, id) != KR_OK) {
    kr_variant_free(v);
    return kr_fail_memory(err);
  }
  *out = v;
  return KR_OK;
}

void kr_variant_free(kr_variant *v) {
  if (!v) return;
  kr_ids_free(v->corridor.plan_ids);
  free(v->corridor.plans);
  free(v->corridor.capacities);
  free(v->corridor.running_times);
  free(v->corridor.shipments);
  free(v);
}

kr_status kr_variant_capacity(kr_variant *v, int32_t resource, int32_t day, kr_micro per_day) {
  kr_corridor *own = &v->corridor;
  kr_capacity *last = own->n_capacities ? &own->capacities[own->n_capacities - 1] : NULL;
  if (last && last->plan == v->plan && last->resource == resource && last->to_day == day - 1 &&
      last->per_day == per_day) {
    last->to_day = day;
    return KR_OK;
  }
  if (!kr_grow(&own->capacities, &v->capacity_room, (size_t)own->n_capacities + 1, sizeof *own->capacities))
    return KR_ERR_MEMORY;
  own->capacities[own->n_capacities++] = (kr_capacity){v->plan, resource, day, day, (uint8_t)KR_EVERY_WEEKDAY, per_day};
  return KR_OK;
}

kr_status kr_variant_change(kr_variant *v, const kr_timetable *under, const kr_change *change, kr_error *err) {
  int32_t first = change->from_day < 0 ? 0 : change->from_day;
  int32_t last = change->to_day >= under->n_days ? under->n_days - 1 : change->to_day;
  for (int32_t d = first; d <= last; ++d) {
    kr_micro now = kr_capacity_of(under, change->resource, d);
    if (now == 0 || now == KR_NO_LIMIT) continue;
    __int128 micro = (__int128)now * change->factor / KR_MICRO + change->add;
    if (micro > MOST_CAPACITY)
      return kr_fail(err, KR_ERR_RANGE, "resource %s: the changed capacity is too large",
                     kr_ids_text(v->corridor.resource_ids, change->resource));
    if (kr_variant_capacity(v, change->resource, d, micro > 0 ? (kr_micro)micro : 0) != KR_OK)
      return kr_fail_memory(err);
  }
  return KR_OK;
}

kr_status kr_variant_run(kr_variant *v, int32_t link, int32_t from_day, int32_t to_day, kr_micro transit_uh,
                         kr_error *err) {
  kr_corridor *own = &v->corridor;
  if (!kr_grow(&own->running_times, &v->running_room, (size_t)own->n_running_times + 1, sizeof *own->running_times))
    return kr_fail_memory(err);
  own->running_times[own->n_running_times++] = (kr_running_time){v->plan, link, from_day, to_day, transit_uh};
  return KR_OK;
}

kr_status kr_variant_scale(kr_variant *v, kr_micro factor, kr_error *err) {
  kr_corridor *own = &v->corridor;
  int32_t n = kr_n_shipments(own);
  int64_t *promised = kr_zeros((size_t)n, sizeof *promised);
  if (!promised) return kr_fail_memory(err);
  for (size_t i = 0; i < own->commitments.n_lots; ++i)
    promised[own->commitments.lots[i].shipment] += own->commitments.lots[i].quantity_kg;
  for (int32_t s = 0; s < n; ++s) {
    __int128 kg = ((__int128)own->shipments[s].quantity_kg * factor + KR_MICRO / 2) / KR_MICRO;
    int64_t least = promised[s] > 1 ? promised[s] : 1, most = KR_QUANTITY_MAX_T * INT64_C(1000);
    own->shipments[s].quantity_kg = kg < least ? least : kg > most ? most : (int64_t)kg;
  }
  free(promised);
  return KR_OK;
}
