#include "solver/integer_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_node.h"

#define WORTH 1e-9
#define ROOT_ROUNDS 60 /* of cuts */
#define ROUNDS 3
#define LEAST_ROUNDS 4
#define SLOW 0.003 /* of what is open: a round that closes less is the last */
#define MOST_NODES 1000000

/** A node that is still to be solved; its branches are its own and those of its forebears. */
typedef struct node {
  kr_branch branch;
  int32_t parent, depth;
  double bound; /* its parent's */
} node;

struct kr_branching {
  kr_integer *p;
  kr_node_lp lp;
  node *nodes;
  size_t n_nodes, node_room;
  int32_t *open; /* heap: the least bound first, among equals the deepest, the newest */
  size_t n_open, open_room;
  kr_branch *path;
  size_t path_room;
  int32_t next; /* node to go on with, which is not in the heap; KR_NONE */
};

static bool comes_first(const kr_branching *t, int32_t x, int32_t y) {
  const node *a = &t->nodes[x], *b = &t->nodes[y];
  if (a->bound != b->bound) return a->bound < b->bound;
  return a->depth != b->depth ? a->depth > b->depth : x > y;
}

static void swap(int32_t *a, int32_t *b) {
  int32_t c = *a;
  *a = *b;
  *b = c;
}

static kr_status add_node(kr_branching *t, node new_node, int32_t *at) {
  if (!kr_grow(&t->nodes, &t->node_room, t->n_nodes + 1, sizeof *t->nodes)) return KR_ERR_MEMORY;
  *at = (int32_t)t->n_nodes++;
  t->nodes[*at] = new_node;
  return KR_OK;
}

static kr_status push(kr_branching *t, int32_t added) {
  if (!kr_grow(&t->open, &t->open_room, t->n_open + 1, sizeof *t->open)) return KR_ERR_MEMORY;
  size_t at = t->n_open++;
  t->open[at] = added;
  for (; at > 0 && comes_first(t, t->open[at], t->open[(at - 1) / 2]); at = (at - 1) / 2)
    swap(&t->open[at], &t->open[(at - 1) / 2]);
  return KR_OK;
}

static int32_t pop(kr_branching *t) {
  int32_t top = t->open[0];
  t->open[0] = t->open[--t->n_open];
  for (size_t at = 0;;) {
    size_t child = 2 * at + 1;
    if (child >= t->n_open) return top;
    if (child + 1 < t->n_open && comes_first(t, t->open[child + 1], t->open[child])) child++;
    if (!comes_first(t, t->open[child], t->open[at])) return top;
    swap(&t->open[at], &t->open[child]);
    at = child;
  }
}

/** The branches that hold at a node. @return how many, -1 without memory */
static int32_t collect(kr_branching *t, int32_t at) {
  int32_t n = 0;
  for (; at >= 0; at = t->nodes[at].parent) {
    if (t->nodes[at].branch.kind == KR_BRANCH_NONE) continue;
    if (!kr_grow(&t->path, &t->path_room, (size_t)n + 1, sizeof *t->path)) return -1;
    t->path[n++] = t->nodes[at].branch;
  }
  return n;
}

static double cutoff(const kr_integer *p) { return p->best_objective - WORTH * fmax(1, fabs(p->best_objective)); }

/** The way that carries all of a shipment in the node's point. */
static int32_t way_taken(const kr_branching *t, int32_t s) {
  const kr_integer *p = t->p;
  const kr_columns *store = p->lp->pool;
  if (!(p->open_t[s] > 0) || p->line->corridor->shipments[s].splittable) return KR_UNDECIDED;
  for (int32_t j = store->newest[s]; j != KR_NONE; j = store->columns[j].previous)
    if ((size_t)j < t->lp.n_flow && t->lp.flow[j] > 0.5 * p->open_t[s]) return j;
  return KR_REJECTED;
}

/** Ways, and units where all are taken: what the neighbours of a plan are told by. p->used is the point's. */
static void note_decisions(kr_branching *t) {
  kr_integer *p = t->p;
  for (int32_t s = 0; s < p->n_shipments; ++s) p->best.way[s] = way_taken(t, s);
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int64_t need = 0;
    for (int32_t k = 0; k < p->n_cargo; ++k) need += kr_units_needed(p->used[(int64_t)r * p->n_cargo + k]);
    bool is_full = p->is_whole[r] && need >= p->there[r];
    for (int32_t k = 0; k < p->n_cargo; ++k)
      *kr_units_at(p, &p->best, r, k) = is_full ? kr_units_needed(p->used[(int64_t)r * p->n_cargo + k]) : KR_UNDECIDED;
  }
}

/** What a shipment costs in the point as a plan: branches may have added to the price of leaving it. */
static double cost_of(const kr_branching *t, int32_t s) {
  const kr_integer *p = t->p;
  const kr_columns *store = p->lp->pool;
  double stays = p->lp->unserved_cost[s], cost = p->open_t[s] * stays;
  int32_t way = way_taken(t, s);
  if (way != KR_UNDECIDED) return way >= 0 ? p->open_t[s] * store->columns[way].cost : cost;
  for (int32_t j = store->newest[s]; j != KR_NONE; j = store->columns[j].previous)
    if ((size_t)j < t->lp.n_flow && t->lp.flow[j] > 0) cost += t->lp.flow[j] * (store->columns[j].cost - stays);
  return cost;
}

/** The node's point is a plan: it becomes the best one if it is better. */
static kr_status take_plan(kr_branching *t) {
  kr_integer *p = t->p;
  double cost = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) cost += cost_of(t, s);
  if (!(cost < cutoff(p))) return KR_OK;
  if (!kr_grow(&p->best_flow, &p->best_room, t->lp.n_flow + 1, sizeof *p->best_flow)) return KR_ERR_MEMORY;
  memcpy(p->best_flow, t->lp.flow, t->lp.n_flow * sizeof *p->best_flow);
  p->n_best = t->lp.n_flow;
  note_decisions(t);
  for (int32_t s = 0; s < p->n_shipments; ++s)
    if (p->best.way[s] >= 0) p->best_flow[p->best.way[s]] = p->open_t[s];
  return kr_integer_note_best(p, cost);
}

/** Solves the node, and again with the cuts that its point breaks, while that closes something of the gap. */
static kr_status solve_with_cuts(kr_branching *t, int32_t n_branches, int rounds, kr_error *err) {
  double before = -INFINITY;
  for (int round = 0;; ++round) {
    kr_status status = kr_node_solve(&t->lp, t->path, n_branches, cutoff(t->p), err);
    double open = cutoff(t->p) - t->lp.bound;
    if (status != KR_OK || open <= 0 || round == rounds) return status;
    if (round > LEAST_ROUNDS && t->lp.bound - before < SLOW * open) return status;
    before = t->lp.bound;
    int32_t n_added;
    if (kr_node_cut(&t->lp, &n_added) != KR_OK) return kr_fail_memory(err);
    if (n_added == 0) return KR_OK;
  }
}

/** The first branch is gone on with, the other waits. */
static kr_status branch(kr_branching *t, int32_t at, const kr_branch branches[2]) {
  double bound = fmax(t->lp.bound, t->nodes[at].bound);
  int32_t depth = t->nodes[at].depth + 1, other;
  kr_status status = add_node(t, (node){branches[1], at, depth, bound}, &other);
  if (status == KR_OK) status = push(t, other);
  return status == KR_OK ? add_node(t, (node){branches[0], at, depth, bound}, &t->next) : status;
}

static kr_status visit(kr_branching *t, int32_t at, kr_error *err) {
  int32_t n = collect(t, at);
  if (n < 0) return kr_fail_memory(err);
  kr_status status = solve_with_cuts(t, n, t->nodes[at].depth == 0 ? ROOT_ROUNDS : ROUNDS, err);
  if (status != KR_OK || t->lp.bound >= cutoff(t->p)) return status;
  kr_branch branches[2];
  kr_node_split(&t->lp, branches);
  if (branches[0].kind == KR_BRANCH_NONE) return take_plan(t) == KR_OK ? KR_OK : kr_fail_memory(err);
  return branch(t, at, branches) == KR_OK ? KR_OK : kr_fail_memory(err);
}

/** The bound of all: that of the best node still open, or the plan's where none is. */
static void raise_bound(kr_branching *t) {
  double bound = cutoff(t->p); /* nodes were pruned there */
  if (t->n_open > 0) bound = fmin(bound, t->nodes[t->open[0]].bound);
  if (t->next != KR_NONE) bound = fmin(bound, t->nodes[t->next].bound);
  if (bound > t->p->bound) t->p->bound = bound;
}

/** The node to visit: the one gone on with, unless plans prune it. */
static int32_t take_next(kr_branching *t) {
  int32_t at = t->next;
  t->next = KR_NONE;
  return at != KR_NONE && t->nodes[at].bound < cutoff(t->p) ? at : t->n_open > 0 ? pop(t) : KR_NONE;
}

static kr_status explore(kr_branching *t, double gap, int64_t most_nodes, kr_error *err) {
  kr_integer *p = t->p;
  for (int64_t n = 0; n < most_nodes && !kr_branching_is_full(t); ++n) {
    int32_t at = take_next(t);
    p->is_closed = at == KR_NONE;
    if (p->is_closed) break;
    kr_status status = visit(t, at, err);
    if (status != KR_OK) return status;
    p->n_nodes++;
    raise_bound(t);
    if (kr_relative_gap(p->best_objective, p->bound) <= gap) break;
    if (kr_lp_must_stop(p->lp, p->deadline_s)) return KR_ERR_LIMIT;
  }
  return KR_OK;
}

kr_status kr_branching_grow(kr_branching *t, double gap, int64_t most_nodes, kr_error *err) {
  kr_status status = explore(t, gap, most_nodes, err);
  if (status != KR_ERR_LIMIT) return status;
  t->p->is_stopped = true;
  return KR_OK;
}

bool kr_branching_is_full(const kr_branching *t) { return t->n_nodes >= MOST_NODES; }

kr_status kr_branching_create(kr_branching **out, kr_integer *p, kr_error *err) {
  kr_branching *t = kr_zeros(1, sizeof *t);
  if (!t) return kr_fail_memory(err);
  t->p = p;
  kr_status status = kr_node_init(&t->lp, p, err);
  if (status == KR_OK && add_node(t, (node){{KR_BRANCH_NONE, 0, 0, 0, 0}, -1, 0, p->bound}, &t->next) != KR_OK)
    status = kr_fail_memory(err);
  if (status == KR_OK) {
    *out = t;
  } else {
    kr_branching_free(t);
  }
  return status;
}

void kr_branching_free(kr_branching *t) {
  if (!t) return;
  kr_node_clear(&t->lp);
  free(t->nodes);
  free(t->open);
  free(t->path);
  free(t);
}
