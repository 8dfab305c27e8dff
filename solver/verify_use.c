#include <stdio.h>

#include "graph/memory.h"
#include "solver/verify_judge.h"

/* Published plans may exceed a capacity by this much of itself. */
static const long double over_capacity = 1e-9L;

/* Kilograms of freight times this are grams; t_per_unit is millionths of a tonne, which are grams too. */
#define GRAMS_PER_KG 1000

__extension__ typedef unsigned __int128 wide_count;

kr_loads *kr_loads_create(const kr_facts *f) {
  size_t cells = (size_t)kr_n_resources(f->c) * (size_t)f->n_buckets * (size_t)kr_n_cargo(f->c);
  return kr_zeros(cells, sizeof(kr_loads));
}

static const kr_loads *cell(const kr_loads *loads, const kr_facts *f, int32_t resource, int32_t bucket) {
  return loads + ((int64_t)resource * f->n_buckets + bucket) * kr_n_cargo(f->c);
}

/* -1 where the leg uses no capacity of this horizon. In a static plan only commitments bring times with them. */
static int32_t bucket_of_leg(const kr_facts *f, const kr_leg *leg) {
  if (!f->is_static) return kr_facts_bucket(f, leg->depart_min);
  if (leg->depart_min == KR_NO_TIME) return 0;
  return leg->depart_min < 0 || leg->depart_min > f->n_steps * f->step_min ? -1 : 0;
}

bool kr_loads_add(kr_loads *loads, const kr_facts *f, const kr_lot *lot, const kr_leg *legs) {
  const kr_corridor *c = f->c;
  int32_t cargo = c->shipments[lot->shipment].cargo;
  bool counted = true;
  for (int32_t i = 0; i < lot->n_legs && lot->quantity_kg > 0; i++) {
    int32_t bucket = bucket_of_leg(f, &legs[i]);
    if (bucket < 0) continue;
    kr_span span =
        legs[i].kind == KR_LEG_LINK ? c->links[legs[i].what].resources : c->transfers[legs[i].what].resources;
    for (int32_t k = 0; k < span.count; k++) {
      int32_t r = c->resource_lists[span.first + k];
      if (!kr_facts_concerns(f, r, c->shipments[lot->shipment].forwarder)) continue;
      int64_t at = (int64_t)r * f->n_buckets + bucket;
      if (!kr_count_kg(&loads[at * kr_n_cargo(c) + cargo], lot->quantity_kg)) counted = false;
    }
  }
  return counted;
}

long double kr_loads_units(const kr_loads *loads, const kr_facts *f, int32_t resource, int32_t bucket) {
  const kr_loads *kg = cell(loads, f, resource, bucket);
  long double units = 0;
  for (int32_t k = 0; k < kr_n_cargo(f->c); k++) {
    kr_micro per_unit = kr_t_per_unit(f->c, k, resource);
    if (kg[k] > 0 && per_unit > 0) units += (long double)kg[k] * GRAMS_PER_KG / (long double)per_unit;
  }
  return units;
}

static wide_count whole_units(const kr_loads *kg, const kr_facts *f, int32_t resource) {
  wide_count units = 0;
  for (int32_t k = 0; k < kr_n_cargo(f->c); k++) {
    kr_micro per_unit = kr_t_per_unit(f->c, k, resource);
    if (kg[k] <= 0 || per_unit <= 0) continue;
    units += ((wide_count)kg[k] * GRAMS_PER_KG + (wide_count)per_unit - 1) / (wide_count)per_unit;
  }
  return units;
}

void kr_facts_day_text(const kr_facts *f, int32_t bucket, char out[KR_DAY_ROOM]) {
  if (f->is_static) {
    snprintf(out, KR_DAY_ROOM, "in all");
  } else {
    char date[11];
    kr_date_write(f->c->start + bucket, date);
    snprintf(out, KR_DAY_ROOM, "on %s", date);
  }
}

static void judge_cell(kr_judge *j, int32_t r, int32_t b) {
  kr_micro capacity = j->f->capacity[(int64_t)r * j->f->n_buckets + b];
  long double units = kr_loads_units(j->loads, j->f, r, b), limit = (long double)capacity / KR_MICRO;
  const char *id = kr_ids_text(j->c->resource_ids, r);
  char day[KR_DAY_ROOM];
  if (units > limit * (1 + over_capacity)) {
    kr_facts_day_text(j->f, b, day);
    kr_judge_complain(j, kr_spot_resource(j, r, b), "resource %s %s: the plan uses %.10Lg units but there are %.10Lg",
                      id, day, units, limit);
  }
  if (!j->o->is_integer || !j->c->resources[r].whole_units) return;
  wide_count whole = whole_units(cell(j->loads, j->f, r, b), j->f, r);
  if (whole > (wide_count)(capacity / KR_MICRO)) {
    kr_facts_day_text(j->f, b, day);
    kr_judge_complain(j, kr_spot_resource(j, r, b),
                      "resource %s %s: the plan needs %.10Lg whole units but there are %lld", id, day,
                      (long double)whole, (long long)(capacity / KR_MICRO));
  }
}

void kr_judge_capacities(kr_judge *j) {
  for (int32_t r = 0; r < kr_n_resources(j->c); r++) {
    for (int32_t b = 0; b < j->f->n_buckets; b++) judge_cell(j, r, b);
  }
}
