#include "tests/tiny_brute.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/arcflow_arcs.h"

enum { MOST_WAYS = 600, MOST_USES = 24, MOST_STEPS = 200000, MOST_SHIPMENTS = 8 };
#define MOST_TRIALS 400000

/* A path as far as it matters: what it costs a tonne, and which (resource, bucket) it uses, ascending, with repeats. */
typedef struct way {
  double hours;
  int n;
  int32_t use[MOST_USES];
} way;

typedef struct search {
  const kr_corridor *c;
  const kr_timetable *t;
  way *ways[MOST_SHIPMENTS];
  int n_ways[MOST_SHIPMENTS];
  int64_t *kg; /* [(resource, bucket) * cargoes + cargo] taken so far */
  double best;
  long trials;
} search;

/* ---- the ways of one shipment ---- */

typedef struct walk {
  const kr_flow_arcs *a;
  bool *is_on; /* [vertices] of the path */
  way now;
  search *s;
  int32_t shipment;
  long steps;
  bool is_too_much;
} walk;

static int by_number(const void *a, const void *b) {
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

/* Keeps a way unless one with the same uses costs no more. */
static void keep(walk *w) {
  way found = w->now;
  qsort(found.use, (size_t)found.n, sizeof *found.use, by_number);
  way *ways = w->s->ways[w->shipment];
  int *n = &w->s->n_ways[w->shipment];
  for (int i = 0; i < *n; i++) {
    bool same = ways[i].n == found.n && memcmp(ways[i].use, found.use, (size_t)found.n * sizeof *found.use) == 0;
    if (same && found.hours < ways[i].hours) ways[i].hours = found.hours;
    if (same) return;
  }
  if (*n == MOST_WAYS) w->is_too_much = true;
  if (*n < MOST_WAYS) ways[(*n)++] = found;
}

static bool step(walk *w, const kr_flow_arc *arc) {
  if (w->now.n + arc->resources.count > MOST_USES || ++w->steps > MOST_STEPS) w->is_too_much = true;
  if (w->is_too_much || w->is_on[arc->head]) return false;
  for (int32_t i = 0; i < arc->resources.count; i++)
    w->now.use[w->now.n++] = w->s->c->resource_lists[arc->resources.first + i] * w->s->t->n_days + arc->day;
  w->now.hours += arc->hours;
  return true;
}

static void walk_on(walk *w, int32_t vertex) {
  if (vertex == KR_FLOW_SINK) {
    keep(w);
    return;
  }
  w->is_on[vertex] = true;
  for (size_t i = 0; i < w->a->n; i++) {
    way before = w->now;
    if (w->a->arcs[i].tail == vertex && step(w, &w->a->arcs[i])) walk_on(w, w->a->arcs[i].head);
    w->now = before;
  }
  w->is_on[vertex] = false;
}

static bool list_ways(search *s, int32_t shipment) {
  kr_flow_arcs arcs = {0};
  if (kr_flow_arcs_build(&arcs, s->c, s->t, shipment) != KR_OK) abort();
  walk w = {.a = &arcs, .s = s, .shipment = shipment, .is_on = calloc((size_t)arcs.n_vertices, sizeof(bool))};
  s->ways[shipment] = calloc(MOST_WAYS, sizeof(way));
  if (!w.is_on || !s->ways[shipment]) abort();
  walk_on(&w, KR_FLOW_SOURCE);
  free(w.is_on);
  kr_flow_arcs_clear(&arcs);
  return !w.is_too_much;
}

/* ---- all together ---- */

/* Whether a resource on a day bears what is on it: units in fractions, whole ones by cargo where they count so. */
static bool bears(const search *s, int32_t at) {
  int32_t r = at / s->t->n_days;
  long double units = 0, whole = 0;
  for (int32_t k = 0; k < kr_n_cargo(s->c); k++) {
    int64_t kg = s->kg[at * kr_n_cargo(s->c) + k], per_unit_g = kr_t_per_unit(s->c, k, r);
    if (kg == 0) continue;
    units += (long double)kg * 1000 / (long double)per_unit_g;
    whole += (long double)((kg * 1000 + per_unit_g - 1) / per_unit_g);
  }
  kr_micro capacity = s->t->capacity[at];
  if (s->c->resources[r].whole_units) return whole <= (long double)(capacity / KR_MICRO);
  return units <= (long double)capacity / KR_MICRO * (1 + 1e-15L);
}

static bool load(search *s, const kr_shipment *q, const way *w, int64_t kg) {
  bool good = true;
  for (int i = 0; i < w->n; i++) s->kg[w->use[i] * kr_n_cargo(s->c) + q->cargo] += kg;
  for (int i = 0; i < w->n && kg > 0; i++) good = good && bears(s, w->use[i]);
  return good;
}

static void try_from(search *s, int32_t shipment, double cost) {
  if (cost >= s->best || ++s->trials > MOST_TRIALS) return;
  if (shipment == kr_n_shipments(s->c)) {
    s->best = cost;
    return;
  }
  const kr_shipment *q = &s->c->shipments[shipment];
  double weight_t = kr_decimal_value(q->weight) * (double)q->quantity_kg / 1000;
  for (int i = 0; i < s->n_ways[shipment]; i++) {
    const way *w = &s->ways[shipment][i];
    if (load(s, q, w, q->quantity_kg)) try_from(s, shipment + 1, cost + weight_t * w->hours);
    load(s, q, w, -q->quantity_kg);
  }
}

bool tiny_brute(double *optimum, const kr_corridor *c, const kr_timetable *t) {
  search s = {.c = c, .t = t, .best = INFINITY};
  bool good = kr_n_shipments(c) <= MOST_SHIPMENTS;
  for (int32_t i = 0; good && i < kr_n_shipments(c); i++) good = !c->shipments[i].splittable && list_ways(&s, i);
  s.kg = calloc((size_t)kr_n_resources(c) * (size_t)t->n_days * (size_t)kr_n_cargo(c) + 1, sizeof *s.kg);
  if (!s.kg) abort();
  if (good) try_from(&s, 0, 0);
  for (int32_t i = 0; i < MOST_SHIPMENTS; i++) free(s.ways[i]);
  free(s.kg);
  *optimum = s.best;
  return good && s.trials <= MOST_TRIALS;
}
