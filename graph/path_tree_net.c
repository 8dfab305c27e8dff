#include <stdlib.h>

#include "graph/memory.h"
#include "graph/path_tree.h"

/** Yards and doors are no vertices; all other platforms are, in their order. */
static void number_vertices(kr_path_tree_net *t, const kr_network *net) {
  for (int32_t p = 0; p < t->n_platforms; ++p) t->vertex[p] = 0;
  for (int32_t a = 0; a < net->n_arcs; ++a) {
    if (net->arcs[a].kind == KR_ARC_LOAD) t->vertex[net->arcs[a].tail] = KR_NONE;
    if (net->arcs[a].kind == KR_ARC_UNLOAD) t->vertex[net->arcs[a].head] = KR_NONE;
  }
  for (int32_t p = 0; p < t->n_platforms; ++p)
    if (t->vertex[p] != KR_NONE) t->vertex[p] = t->n_vertices++;
}

/** The ends of an open arc as a tree sees them, and the part of the arrays where it belongs. */
typedef struct seen_arc {
  int32_t near, far, part;
} seen_arc;

static seen_arc see(const kr_path_tree_net *t, const kr_arc *arc) {
  bool to_door = t->way == KR_PATH_TREE_TO_DOOR;
  int32_t far = to_door ? arc->head : arc->tail, near = to_door ? arc->tail : arc->head;
  if (t->vertex[far] == KR_NONE) return (seen_arc){t->vertex[near], t->n_vertices, t->n_vertices + far};
  if (t->vertex[near] == KR_NONE) return (seen_arc){KR_NONE, t->vertex[far], t->n_vertices + t->n_platforms + near};
  return (seen_arc){t->vertex[near], t->vertex[far], t->vertex[far]};
}

/** Counting sort by part; within a part the arcs keep their order. */
static void place_arcs(kr_path_tree_net *t, const kr_timeline *line, const kr_lane_tolls *lane) {
  const kr_network *net = line->network;
  int32_t n_parts = t->n_vertices + 2 * t->n_platforms;
  for (int32_t i = 0; i < lane->n_arcs; ++i) t->first[see(t, &net->arcs[lane->arc[i]]).part + 2]++;
  for (int32_t k = 0; k < n_parts; ++k) t->first[k + 2] += t->first[k + 1];
  for (int32_t i = 0; i < lane->n_arcs; ++i) {
    seen_arc seen = see(t, &net->arcs[lane->arc[i]]);
    int32_t at = t->first[seen.part + 1]++;
    t->near[at] = seen.near;
    t->far[at] = seen.far;
    t->arc[at] = lane->arc[i];
    t->slot[at] = i;
    t->hours[at] = line->hours[lane->arc[i]];
  }
}

kr_status kr_path_tree_net_create(kr_path_tree_net **out, const kr_timeline *line, const kr_lane_tolls *lane,
                                  kr_path_tree_way way, kr_error *err) {
  kr_path_tree_net *t = kr_zeros(1, sizeof *t);
  if (!t) return kr_fail_memory(err);
  size_t n_platforms = (size_t)line->network->n_platforms, n_arcs = (size_t)lane->n_arcs;
  *t = (kr_path_tree_net){.way = way, .n_platforms = (int32_t)n_platforms, .n_arcs = (int32_t)n_arcs};
  t->vertex = kr_zeros(n_platforms, sizeof *t->vertex);
  t->first = kr_zeros(3 * n_platforms + 2, sizeof *t->first);
  t->near = kr_zeros(n_arcs, sizeof *t->near);
  t->far = kr_zeros(n_arcs, sizeof *t->far);
  t->arc = kr_zeros(n_arcs, sizeof *t->arc);
  t->slot = kr_zeros(n_arcs, sizeof *t->slot);
  t->hours = kr_zeros(n_arcs, sizeof *t->hours);
  if (!t->vertex || !t->first || !t->near || !t->far || !t->arc || !t->slot || !t->hours) {
    kr_path_tree_net_free(t);
    return kr_fail_memory(err);
  }
  number_vertices(t, line->network);
  place_arcs(t, line, lane);
  *out = t;
  return KR_OK;
}

void kr_path_tree_net_free(kr_path_tree_net *net) {
  if (!net) return;
  free(net->vertex);
  free(net->first);
  free(net->near);
  free(net->far);
  free(net->arc);
  free(net->slot);
  free(net->hours);
  free(net);
}

void kr_path_tree_net_price(const kr_path_tree_net *net, const kr_lane_tolls *lane, double weight, double *cost) {
  for (int32_t i = 0; i < net->n_arcs; ++i) cost[i] = weight * net->hours[i] + lane->toll[net->slot[i]];
}
