#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/outward.h"
#include "solver/verify_passes.h"

struct kr_tree {
  const kr_arcs *g;
  double *cost;  /* [places] tolls + weight * hours so far */
  int32_t *heap; /* [places] open places, cheapest first */
  int32_t *slot; /* [places] where a place is in the heap; -1 = not in it */
  int32_t n_open;
};

kr_status kr_tree_create(kr_tree **out, const kr_arcs *g, kr_error *err) {
  size_t places = (size_t)g->f->n_places;
  kr_tree *t = kr_zeros(1, sizeof *t);
  if (!t) return kr_fail_memory(err);
  t->g = g;
  t->cost = kr_zeros(places, sizeof *t->cost);
  t->heap = kr_zeros(places, sizeof *t->heap);
  t->slot = kr_zeros(places, sizeof *t->slot);
  if (!t->cost || !t->heap || !t->slot) {
    kr_tree_free(t);
    return kr_fail_memory(err);
  }
  *out = t;
  return KR_OK;
}

void kr_tree_free(kr_tree *t) {
  if (!t) return;
  free(t->cost);
  free(t->heap);
  free(t->slot);
  free(t);
}

static void put(kr_tree *t, int32_t slot, int32_t place) {
  t->heap[slot] = place;
  t->slot[place] = slot;
}

static void rise(kr_tree *t, int32_t slot) {
  int32_t place = t->heap[slot];
  while (slot > 0 && t->cost[place] < t->cost[t->heap[(slot - 1) / 2]]) {
    put(t, slot, t->heap[(slot - 1) / 2]);
    slot = (slot - 1) / 2;
  }
  put(t, slot, place);
}

static void sink(kr_tree *t, int32_t slot) {
  int32_t place = t->heap[slot];
  for (int32_t child; (child = 2 * slot + 1) < t->n_open; slot = child) {
    if (child + 1 < t->n_open && t->cost[t->heap[child + 1]] < t->cost[t->heap[child]]) child++;
    if (!(t->cost[t->heap[child]] < t->cost[place])) break;
    put(t, slot, t->heap[child]);
  }
  put(t, slot, place);
}

static void lower(kr_tree *t, int32_t place, double cost) {
  if (!(cost < t->cost[place])) return;
  t->cost[place] = cost;
  if (t->slot[place] < 0) put(t, t->n_open++, place);
  rise(t, t->slot[place]);
}

static int32_t take_cheapest(kr_tree *t) {
  int32_t place = t->heap[0];
  t->slot[place] = -1;
  t->n_open--;
  if (t->n_open > 0) {
    put(t, 0, t->heap[t->n_open]);
    sink(t, 0);
  }
  return place;
}

static void load(kr_tree *t, int32_t origin, double weight) {
  const kr_facts *f = t->g->f;
  for (int32_t p = 0; p < f->n_places; p++) {
    t->cost[p] = INFINITY;
    t->slot[p] = -1;
  }
  t->n_open = 0;
  int32_t end = kr_facts_first_place(f, origin + 1);
  for (int32_t p = kr_facts_first_place(f, origin); p < end; p++) {
    if (kr_facts_may_start(f, p))
      lower(t, p, kr_sum_down(t->g->load_toll[p], kr_product_down(weight, t->g->load_hours[p])));
  }
}

static void grow_tree(kr_tree *t, double weight) {
  const kr_moves *m = &t->g->later;
  while (t->n_open > 0) {
    int32_t p = take_cheapest(t);
    for (int32_t i = m->first[p]; i < m->first[p + 1]; i++)
      lower(t, m->to[i], kr_sum_down(kr_sum_down(t->cost[p], m->toll[i]), kr_product_down(weight, m->hours[i])));
  }
}

static void bid(const kr_tree *t, kr_bidder *b) {
  const kr_facts *f = t->g->f;
  int64_t last = (int64_t)(b->destination + 1) * kr_n_modes(f->c);
  for (int32_t p = b->first_place; p < f->n_places && f->places[p] < last; p++) {
    double own = kr_product_down(b->weight, t->g->unload_hours[p]);
    double cost = kr_sum_down(kr_sum_down(t->cost[p], t->g->unload_toll[p]), own);
    if (cost < b->best) b->best = cost;
  }
}

void kr_tree_run(kr_tree *t, int32_t origin, kr_bidder *bidders, size_t n) {
  if (n == 0) return;
  load(t, origin, bidders[0].weight);
  grow_tree(t, bidders[0].weight);
  for (size_t i = 0; i < n; i++) bid(t, &bidders[i]);
}
