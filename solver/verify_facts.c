#include "solver/verify_facts.h"

#include <stdlib.h>

#include "graph/memory.h"

static int by_key(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t place_key(const kr_corridor *c, int32_t node, int32_t mode) {
  return (int64_t)node * kr_n_modes(c) + mode;
}

static kr_status list_places(kr_facts *f, kr_error *err) {
  const kr_corridor *c = f->c;
  size_t n = 0, room = 2 * ((size_t)kr_n_links(c) + (size_t)c->n_transfers);
  f->places = kr_zeros(room, sizeof *f->places);
  if (!f->places) return kr_fail_memory(err);
  for (int32_t i = 0; i < kr_n_links(c); i++) {
    f->places[n++] = place_key(c, c->links[i].from_node, c->links[i].mode);
    f->places[n++] = place_key(c, c->links[i].to_node, c->links[i].mode);
  }
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *x = &c->transfers[i];
    if (x->from_mode != KR_NONE) f->places[n++] = place_key(c, x->node, x->from_mode);
    if (x->to_mode != KR_NONE) f->places[n++] = place_key(c, x->node, x->to_mode);
  }
  qsort(f->places, n, sizeof *f->places, by_key);
  for (size_t i = 0; i < n; i++) {
    if (i == 0 || f->places[i] != f->places[i - 1]) f->places[f->n_places++] = f->places[i];
  }
  return KR_OK;
}

static kr_status describe_places(kr_facts *f, kr_error *err) {
  const kr_corridor *c = f->c;
  size_t n = (size_t)f->n_places;
  f->load_row = kr_zeros(n, sizeof *f->load_row);
  f->unload_row = kr_zeros(n, sizeof *f->unload_row);
  f->has_link = kr_zeros(n, sizeof *f->has_link);
  if (!f->load_row || !f->unload_row || !f->has_link) return kr_fail_memory(err);
  for (size_t i = 0; i < n; i++) f->load_row[i] = f->unload_row[i] = KR_NONE;
  for (int32_t i = 0; i < kr_n_links(c); i++) {
    f->has_link[kr_facts_place(f, c->links[i].from_node, c->links[i].mode)] = true;
    f->has_link[kr_facts_place(f, c->links[i].to_node, c->links[i].mode)] = true;
  }
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *x = &c->transfers[i];
    if (x->from_mode == KR_NONE && x->to_mode != KR_NONE) f->load_row[kr_facts_place(f, x->node, x->to_mode)] = i;
    if (x->to_mode == KR_NONE && x->from_mode != KR_NONE) f->unload_row[kr_facts_place(f, x->node, x->from_mode)] = i;
  }
  return KR_OK;
}

kr_status kr_facts_create(kr_facts **out, const kr_corridor *c, const kr_verify_options *o, kr_error *err) {
  if (o->plan < 0 || o->plan >= kr_n_plans(c)) return kr_fail(err, KR_ERR_RANGE, "there is no plan number %d", o->plan);
  kr_facts *f = kr_zeros(1, sizeof *f);
  if (!f) return kr_fail_memory(err);
  f->c = c;
  f->is_static = o->is_static;
  f->n_buckets = o->is_static ? 1 : c->days;
  f->n_steps = c->days * (24 / c->step_hours);
  f->step_min = c->step_hours * INT64_C(60);
  kr_status status;
  KR_TRY(kr_facts_lay_days(f, o->plan, err));
  KR_TRY(list_places(f, err));
  KR_TRY(describe_places(f, err));
  *out = f;
  f = NULL;
done:
  kr_facts_free(f);
  return status;
}

void kr_facts_free(kr_facts *f) {
  if (!f) return;
  free(f->capacity);
  free(f->transit_uh);
  free(f->places);
  free(f->load_row);
  free(f->unload_row);
  free(f->has_link);
  free(f);
}

bool kr_facts_concerns(const kr_facts *f, int32_t resource, int32_t forwarder) {
  int32_t first_quota = kr_n_resources(f->c) - f->c->n_quotas;
  return resource < first_quota || f->c->quotas[resource - first_quota].forwarder == forwarder;
}

int32_t kr_facts_first_place(const kr_facts *f, int32_t node) {
  int64_t key = (int64_t)node * kr_n_modes(f->c);
  int32_t low = 0, high = f->n_places;
  while (low < high) {
    int32_t middle = low + (high - low) / 2;
    if (f->places[middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

int32_t kr_facts_place(const kr_facts *f, int32_t node, int32_t mode) {
  int64_t key = place_key(f->c, node, mode);
  for (int32_t i = kr_facts_first_place(f, node); i < f->n_places && f->places[i] <= key; i++) {
    if (f->places[i] == key) return i;
  }
  return -1;
}

bool kr_facts_may_start(const kr_facts *f, int32_t place) {
  return f->has_link[place] || f->load_row[place] != KR_NONE;
}

int32_t kr_facts_bucket(const kr_facts *f, int64_t begin_min) {
  if (f->is_static) return 0;
  int64_t end_min = f->n_steps * f->step_min;
  if (begin_min < 0 || begin_min > end_min) return -1;
  return begin_min == end_min ? f->c->days - 1 : (int32_t)(begin_min / KR_MINUTES_PER_DAY);
}

int64_t kr_facts_steps(const kr_facts *f, kr_micro hours_uh) {
  int64_t step_uh = f->c->step_hours * KR_MICRO;
  return hours_uh / step_uh + (hours_uh % step_uh != 0);
}

int64_t kr_facts_ready(const kr_facts *f, const kr_shipment *s) {
  if (s->ready_min <= 0) return 0;
  return s->ready_min / f->step_min + (s->ready_min % f->step_min != 0);
}

int64_t kr_facts_due(const kr_facts *f, const kr_shipment *s) {
  if (s->due_min == KR_NO_DUE) return KR_NO_DUE;
  return s->due_min / f->step_min - (s->due_min % f->step_min < 0);
}
