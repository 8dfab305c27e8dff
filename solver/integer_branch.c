#include "solver/integer_branch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_node.h"

#define WORTH 1e-9
#define ROOT_ROUNDS 20 /* of cuts */
#define ROUNDS 2

/** A node that is still to be solved; its branches are its own and those of its forebears. */
typedef struct node {
  kr_branch branch;
  int32_t parent, depth;
  double bound; /* its parent's */
} node;

typedef struct tree {
  kr_integer *p;
  kr_node_lp lp;
  node *nodes;
  size_t n_nodes, node_room;
  int32_t *open; /* heap: the least bound first, among equals the deepest, the newest */
  size_t n_open, open_room;
  kr_branch *path;
  size_t path_room;
} tree;

static bool comes_first(const tree *t, int32_t x, int32_t y) {
  const node *a = &t->nodes[x], *b = &t->nodes[y];
  if (a->bound != b->bound) return a->bound < b->bound;
  return a->depth != b->depth ? a->depth > b->depth : x > y;
}

static void swap(int32_t *a, int32_t *b) {
  int32_t c = *a;
  *a = *b;
  *b = c;
}

static kr_status push(tree *t, node new_node) {
  if (!kr_grow(&t->nodes, &t->node_room, t->n_nodes + 1, sizeof *t->nodes)) return KR_ERR_MEMORY;
  if (!kr_grow(&t->open, &t->open_room, t->n_open + 1, sizeof *t->open)) return KR_ERR_MEMORY;
  t->nodes[t->n_nodes] = new_node;
  size_t at = t->n_open++;
  t->open[at] = (int32_t)t->n_nodes++;
  for (; at > 0 && comes_first(t, t->open[at], t->open[(at - 1) / 2]); at = (at - 1) / 2)
    swap(&t->open[at], &t->open[(at - 1) / 2]);
  return KR_OK;
}

static int32_t pop(tree *t) {
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
static int32_t collect(tree *t, int32_t at) {
  int32_t n = 0;
  for (; at >= 0; at = t->nodes[at].parent) {
    if (t->nodes[at].branch.kind == KR_BRANCH_NONE) continue;
    if (!kr_grow(&t->path, &t->path_room, (size_t)n + 1, sizeof *t->path)) return -1;
    t->path[n++] = t->nodes[at].branch;
  }
  return n;
}

static double cutoff(const kr_integer *p) { return p->best_objective - WORTH * fmax(1, fabs(p->best_objective)); }

/** The node's point is a plan: it becomes the best one if it is better. */
static kr_status take_plan(tree *t) {
  kr_integer *p = t->p;
  if (!(t->lp.objective < cutoff(p))) return KR_OK;
  if (!kr_grow(&p->best_flow, &p->best_room, t->lp.n_flow + 1, sizeof *p->best_flow)) return KR_ERR_MEMORY;
  memcpy(p->best_flow, t->lp.flow, t->lp.n_flow * sizeof *p->best_flow);
  p->n_best = t->lp.n_flow;
  return kr_integer_note_best(p, t->lp.objective);
}

/** Solves the node, and again with the cuts that its point breaks. */
static kr_status solve_with_cuts(tree *t, int32_t n_branches, int rounds, kr_error *err) {
  for (int round = 0;; ++round) {
    kr_status status = kr_node_solve(&t->lp, t->path, n_branches, cutoff(t->p), err);
    if (status != KR_OK || t->lp.bound >= cutoff(t->p) || round == rounds) return status;
    int32_t n_added;
    if (kr_node_cut(&t->lp, &n_added) != KR_OK) return kr_fail_memory(err);
    if (n_added == 0) return KR_OK;
  }
}

static kr_status visit(tree *t, int32_t at, kr_error *err) {
  int32_t n = collect(t, at);
  if (n < 0) return kr_fail_memory(err);
  kr_status status = solve_with_cuts(t, n, t->nodes[at].depth == 0 ? ROOT_ROUNDS : ROUNDS, err);
  if (status != KR_OK || t->lp.bound >= cutoff(t->p)) return status;
  kr_branch branches[2];
  kr_node_split(&t->lp, branches);
  if (branches[0].kind == KR_BRANCH_NONE) return take_plan(t) == KR_OK ? KR_OK : kr_fail_memory(err);
  double bound = fmax(t->lp.bound, t->nodes[at].bound);
  for (int i = 0; i < 2 && status == KR_OK; ++i)
    status = push(t, (node){branches[i], at, t->nodes[at].depth + 1, bound});
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

/** The bound of all: that of the best node still open, or the plan's where none is. */
static void raise_bound(tree *t) {
  double bound = cutoff(t->p); /* nodes were pruned there */
  if (t->n_open > 0) bound = fmin(bound, t->nodes[t->open[0]].bound);
  if (bound > t->p->bound) t->p->bound = bound;
}

static kr_status explore(tree *t, double gap, int64_t most_nodes, kr_error *err) {
  kr_status status = push(t, (node){{KR_BRANCH_NONE, 0, 0, 0, 0}, -1, 0, t->p->bound});
  for (int64_t n = 0; status == KR_OK && t->n_open > 0 && n < most_nodes; ++n) {
    int32_t at = pop(t);
    status = visit(t, at, err);
    if (status == KR_ERR_LIMIT) break;
    t->p->n_nodes++;
    if (status == KR_OK) raise_bound(t);
    if (kr_relative_gap(t->p->best_objective, t->p->bound) <= gap) break;
    if (kr_lp_must_stop(t->p->lp, t->p->deadline_s)) status = KR_ERR_LIMIT;
  }
  t->p->is_closed = status == KR_OK && t->n_open == 0;
  return status;
}

kr_status kr_integer_branch(kr_integer *p, double gap, int64_t most_nodes, kr_error *err) {
  tree t = {.p = p};
  kr_status status = kr_node_init(&t.lp, p, err);
  if (status == KR_OK) status = explore(&t, gap, most_nodes, err);
  if (status == KR_ERR_LIMIT) {
    p->is_stopped = true;
    status = KR_OK;
  }
  kr_node_clear(&t.lp);
  free(t.nodes);
  free(t.open);
  free(t.path);
  return status;
}
