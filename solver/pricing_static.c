#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"

#define TREE_BYTES_MAX ((size_t)512 << 20) /* of kept trees in all; groups beyond it grow theirs anew each time */

static kr_status plant_ware(kr_pricing *p, int32_t ware, kr_error *err) {
  if (p->nets[ware]) return KR_OK;
  const kr_lane_tolls *lane = &p->tolls->of_ware[ware];
  kr_status status = kr_path_tree_net_create(&p->nets[ware], p->line, lane, p->way, err);
  if (status != KR_OK) return status;
  p->old_toll[ware] = kr_zeros((size_t)lane->n_arcs, sizeof *p->old_toll[ware]);
  return p->old_toll[ware] ? KR_OK : kr_fail_memory(err);
}

static kr_status plant_trees(kr_pricing *p) {
  size_t bytes = 0;
  for (int32_t g = 0; g < p->n_groups; ++g) {
    const kr_path_tree_net *net = p->nets[p->groups[g].ware];
    bytes += kr_path_tree_bytes(net);
    if (bytes > TREE_BYTES_MAX) return KR_OK;
    if (kr_path_tree_create(&p->groups[g].tree, net) != KR_OK) return KR_ERR_MEMORY;
  }
  return KR_OK;
}

static kr_status equip(kr_worker *w, const kr_path_tree_net *largest, kr_error *err) {
  kr_status status = kr_path_tree_work_create(&w->tree_work, largest->n_vertices, largest->n_arcs, err);
  if (status != KR_OK) return status;
  w->cost = kr_zeros((size_t)largest->n_arcs, sizeof *w->cost);
  w->arcs = kr_zeros((size_t)largest->n_vertices + 2, sizeof *w->arcs);
  return w->cost && w->arcs && kr_path_tree_create(&w->spare, largest) == KR_OK ? KR_OK : kr_fail_memory(err);
}

kr_status kr_pricing_plant(kr_pricing *p, kr_error *err) {
  size_t n_wares = (size_t)p->tolls->n_wares;
  p->nets = kr_zeros(n_wares, sizeof *p->nets);
  p->old_toll = kr_zeros(n_wares, sizeof *p->old_toll);
  p->version = kr_zeros(n_wares, sizeof *p->version);
  if (!p->nets || !p->old_toll || !p->version) return kr_fail_memory(err);
  const kr_path_tree_net *largest = NULL;
  kr_status status = KR_OK;
  for (int32_t g = 0; g < p->n_groups && status == KR_OK; ++g) {
    int32_t ware = p->groups[g].ware;
    status = plant_ware(p, ware, err);
    if (status == KR_OK && (!largest || p->nets[ware]->n_arcs > largest->n_arcs)) largest = p->nets[ware];
  }
  if (status == KR_OK && plant_trees(p) != KR_OK) status = kr_fail_memory(err);
  for (int32_t w = 0; largest && w < p->n_workers && status == KR_OK; ++w) status = equip(&p->workers[w], largest, err);
  return status;
}

void kr_pricing_uproot(kr_pricing *p) {
  int32_t n_wares = p->tolls ? p->tolls->n_wares : 0;
  for (int32_t k = 0; k < n_wares; ++k) {
    if (p->nets) kr_path_tree_net_free(p->nets[k]);
    if (p->old_toll) free(p->old_toll[k]);
  }
  for (int32_t g = 0; p->groups && g < p->n_groups; ++g) kr_path_tree_free(&p->groups[g].tree);
  for (int32_t w = 0; p->workers && w < p->n_workers; ++w) {
    kr_path_tree_work_free(p->workers[w].tree_work);
    kr_path_tree_free(&p->workers[w].spare);
    free(p->workers[w].cost);
    free(p->workers[w].arcs);
  }
  free(p->nets);
  free(p->old_toll);
  free(p->version);
}

void kr_pricing_set_trees(kr_pricing *p, int32_t ware, const double *price) {
  if (!p->nets[ware]) return;
  kr_tolls_set(p->tolls, p->line, ware, price);
  const kr_lane_tolls *lane = &p->tolls->of_ware[ware];
  size_t bytes = (size_t)lane->n_arcs * sizeof *lane->toll;
  if (p->version[ware] > 0 && memcmp(p->old_toll[ware], lane->toll, bytes) == 0) return;
  memcpy(p->old_toll[ware], lane->toll, bytes);
  p->version[ware]++;
}

/** Arc costs are made once per ware and weight; groups are sorted by these. */
static void price_arcs(const kr_pricing *p, kr_worker *me, const kr_group *g) {
  bool same = me->pass == p->pass && me->priced->ware == g->ware && !(me->priced->weight < g->weight) &&
              !(me->priced->weight > g->weight);
  if (!same) kr_path_tree_net_price(p->nets[g->ware], &p->tolls->of_ware[g->ware], g->weight, me->cost);
  me->priced = g;
  me->pass = p->pass;
}

/** The group's tree, shortest under this pass's tolls, its values in the worker's hands. */
static kr_path_tree *shortest_tree(const kr_pricing *p, kr_worker *me, kr_group *g, const kr_path_tree_task *task) {
  kr_path_tree *tree = g->tree.next ? &g->tree : &me->spare;
  if (tree == &me->spare) kr_path_tree_clear(tree);
  if (tree == &g->tree && g->version == p->version[g->ware]) {
    kr_path_tree_recall(me->tree_work, task, tree);
  } else {
    kr_path_tree_mend(me->tree_work, task, tree);
  }
  g->version = p->version[g->ware];
  return tree;
}

static kr_status keep_route(const kr_shift *shift, int32_t s, int32_t n_arcs) {
  kr_worker *me = shift->worker;
  me->route.n_moves = 0;
  if (!kr_grow(&me->route.moves, &me->route.room, (size_t)n_arcs, sizeof *me->route.moves)) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n_arcs; ++i) me->route.moves[me->route.n_moves++] = (kr_move){me->arcs[i], 0};
  return kr_pricing_note(shift, s, 0);
}

/** A route that is still the one of the last pass need not be traced. */
static kr_status price_member(const kr_shift *shift, const kr_path_tree_task *task, const kr_path_tree *tree,
                              kr_member *m) {
  kr_worker *me = shift->worker;
  int32_t s = m->shipment, noted = m->arc;
  double cost;
  int32_t arc = kr_path_tree_leaf_arc(me->tree_work, task, m->leaf, &cost);
  shift->pass->cost[s] = cost;
  m->arc = KR_NONE;
  if (!(cost < shift->pass->limit[s])) return KR_OK;
  m->arc = arc;
  if (arc == noted && tree != &me->spare && !kr_path_tree_moved(me->tree_work, task, arc)) {
    kr_pricing_note_column(shift, s, shift->pricing->last[s]);
    return KR_OK;
  }
  return keep_route(shift, s, kr_path_tree_trace(task, tree, arc, me->arcs));
}

static kr_status price_group(const kr_shift *shift, kr_group *g) {
  kr_pricing *p = shift->pricing;
  kr_status status = KR_OK;
  price_arcs(p, shift->worker, g);
  kr_path_tree_task task = {p->nets[g->ware], shift->worker->cost, g->root};
  const kr_path_tree *tree = shortest_tree(p, shift->worker, g, &task);
  for (int32_t i = g->first; i < g->first + g->count && status == KR_OK; ++i)
    status = price_member(shift, &task, tree, &p->members[i]);
  return status;
}

kr_status kr_pricing_grow(const kr_shift *shift, const kr_batch *b) {
  kr_status status = KR_OK;
  for (int32_t g = b->first; g < b->first + b->count && status == KR_OK; ++g)
    status = price_group(shift, &shift->pricing->groups[g]);
  return status;
}
