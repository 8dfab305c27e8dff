#include "solver/arc_commodities.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

static int compare_keys(const kr_arc_member *x, const kr_arc_member *y) {
  if (x->ware != y->ware) return x->ware < y->ware ? -1 : 1;
  if (x->goal != y->goal) return x->goal < y->goal ? -1 : 1;
  if (x->due_step < y->due_step) return -1;
  if (x->due_step > y->due_step) return 1;
  if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
  if (x->alone != y->alone) return x->alone < y->alone ? -1 : 1;
  return 0;
}

static int compare_members(const void *a, const void *b) {
  const kr_arc_member *x = a, *y = b;
  int keys = compare_keys(x, y);
  if (keys != 0) return keys;
  if (x->platform != y->platform) return x->platform < y->platform ? -1 : 1;
  if (x->ready != y->ready) return x->ready < y->ready ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

static double due_of(const kr_timeline *line, const kr_shipment *s) {
  int64_t due = kr_due_step(line->corridor, s);
  return line->is_static || line->late_factor <= 0 || due >= line->n_steps ? INFINITY : (double)due;
}

static void fill_members(kr_arc_commodities *k, const kr_timeline *line, bool is_integer) {
  const kr_corridor *c = line->corridor;
  const kr_network *net = line->network;
  for (int32_t s = 0; s < k->n_shipments; ++s) {
    const kr_shipment *sh = &c->shipments[s];
    int64_t ready = line->is_static ? 0 : kr_ready_step(c, sh);
    int32_t yard = net->yard[sh->origin], door = net->door[sh->destination];
    k->members[s] = (kr_arc_member){.ware = kr_ware_of(c, s),
                                    .goal = k->by_origin ? yard : door,
                                    .due_step = due_of(line, sh),
                                    .weight = sh->weight,
                                    .platform = k->by_origin ? door : yard,
                                    .ready = ready > line->n_steps ? KR_NONE : (int32_t)ready,
                                    .shipment = s,
                                    .alone = is_integer && !sh->splittable ? s + 1 : 0};
  }
}

/** @return how many there are */
static int32_t sort_out(kr_arc_commodities *k, const kr_timeline *line, bool by_origin, bool is_integer) {
  k->n = 0;
  k->by_origin = by_origin;
  fill_members(k, line, is_integer);
  if (k->n_shipments > 1) qsort(k->members, (size_t)k->n_shipments, sizeof *k->members, compare_members);
  for (int32_t i = 0; i < k->n_shipments; ++i)
    if (i == 0 || compare_keys(&k->members[i - 1], &k->members[i]) != 0) k->first[k->n++] = i;
  k->first[k->n] = k->n_shipments;
  return k->n;
}

kr_status kr_arc_commodities_form(kr_arc_commodities *k, const kr_timeline *line, bool is_integer) {
  *k = (kr_arc_commodities){.n_shipments = kr_n_shipments(line->corridor)};
  k->members = kr_zeros((size_t)k->n_shipments, sizeof *k->members);
  k->first = kr_zeros((size_t)k->n_shipments + 1, sizeof *k->first);
  if (!k->members || !k->first) return KR_ERR_MEMORY;
  int32_t by_destination = sort_out(k, line, false, is_integer);
  if (line->is_static && sort_out(k, line, true, is_integer) >= by_destination) sort_out(k, line, false, is_integer);
  return KR_OK;
}

void kr_arc_commodities_clear(kr_arc_commodities *k) {
  free(k->members);
  free(k->first);
  *k = (kr_arc_commodities){0};
}

int32_t kr_arc_source_end(const kr_arc_member *members, int32_t i, int32_t end) {
  int32_t j = i + 1;
  while (j < end && members[j].platform == members[i].platform && members[j].ready == members[i].ready) j++;
  return j;
}
