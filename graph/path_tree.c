#include "graph/path_tree.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define ARITY 4 /* of the heap: shallower than 2, and four keys share a cache line */

/** A vertex in the heap. It may be there more than once; the entry with its present value is the one that counts. */
typedef struct entry {
  double value;
  int32_t vertex, arc;
} entry;

enum { UNTOUCHED = 0, SETTLED = 1, PLACED = 2 };

struct kr_path_tree_work {
  double *value;    /* [vertices + 1] the last one is the root's side of root arcs: 0 */
  uint8_t *mark;    /* [vertices] UNTOUCHED between calls */
  int32_t *settled; /* [vertices] as they left the heap */
  int32_t *list;    /* [arcs] violated arcs, then a stack of vertices */
  entry *heap;
  int32_t n_settled, n_heap;
};

size_t kr_path_tree_bytes(const kr_path_tree_net *net) { return 2 * (size_t)net->n_vertices * sizeof(int32_t); }

kr_status kr_path_tree_create(kr_path_tree *tree, const kr_path_tree_net *net) {
  int32_t *both = kr_zeros(kr_path_tree_bytes(net), 1);
  if (!both) return KR_ERR_MEMORY;
  *tree = (kr_path_tree){0, both, both + net->n_vertices};
  return KR_OK;
}

void kr_path_tree_free(kr_path_tree *tree) {
  if (!tree) return;
  free(tree->next);
  *tree = (kr_path_tree){0};
}

void kr_path_tree_clear(kr_path_tree *tree) { tree->n_reached = 0; }

kr_status kr_path_tree_work_create(kr_path_tree_work **out, int32_t n_vertices, int32_t n_arcs, kr_error *err) {
  kr_path_tree_work *w = kr_zeros(1, sizeof *w);
  if (!w) return kr_fail_memory(err);
  size_t v = (size_t)n_vertices + 1, a = (size_t)n_arcs;
  w->value = kr_zeros(v, sizeof *w->value);
  w->mark = kr_zeros(v, sizeof *w->mark);
  w->settled = kr_zeros(v, sizeof *w->settled);
  w->list = kr_zeros(v + a, sizeof *w->list);
  /* An arc enters when the scan finds it violated and when its far end is settled: twice at most. */
  w->heap = kr_zeros(2 * a, sizeof *w->heap);
  if (!w->value || !w->mark || !w->settled || !w->list || !w->heap) {
    kr_path_tree_work_free(w);
    return kr_fail_memory(err);
  }
  *out = w;
  return KR_OK;
}

void kr_path_tree_work_free(kr_path_tree_work *work) {
  if (!work) return;
  free(work->value);
  free(work->mark);
  free(work->settled);
  free(work->list);
  free(work->heap);
  free(work);
}

static void push(kr_path_tree_work *w, entry e) {
  int32_t at = w->n_heap++;
  while (at > 0) {
    int32_t up = (at - 1) / ARITY;
    if (!(e.value < w->heap[up].value)) break;
    w->heap[at] = w->heap[up];
    at = up;
  }
  w->heap[at] = e;
}

static int32_t least_child(const entry *heap, int32_t first, int32_t n) {
  int32_t end = first + ARITY < n ? first + ARITY : n, least = first;
  for (int32_t k = first + 1; k < end; ++k)
    if (heap[k].value < heap[least].value) least = k;
  return least;
}

static entry pop(kr_path_tree_work *w) {
  entry top = w->heap[0], last = w->heap[--w->n_heap];
  int32_t at = 0;
  for (int32_t child = 1; child < w->n_heap; child = ARITY * at + 1) {
    child = least_child(w->heap, child, w->n_heap);
    if (!(w->heap[child].value < last.value)) break;
    w->heap[at] = w->heap[child];
    at = child;
  }
  w->heap[at] = last;
  return top;
}

void kr_path_tree_recall(kr_path_tree_work *work, const kr_path_tree_task *task, const kr_path_tree *tree) {
  const kr_path_tree_net *net = task->net;
  double *value = work->value;
  for (int32_t v = 0; v < net->n_vertices; ++v) value[v] = INFINITY;
  value[net->n_vertices] = 0;
  for (int32_t i = 0; i < tree->n_reached; ++i) {
    int32_t v = tree->order[i], a = tree->next[v];
    value[v] = value[net->far[a]] + task->cost[a];
  }
}

/** Lists the violated arcs of the inner network. Written without a branch, since nobody can foretell them. */
static int32_t list_violated(const kr_path_tree_work *w, const kr_path_tree_task *task) {
  const kr_path_tree_net *net = task->net;
  const double *value = w->value, *cost = task->cost;
  const int32_t *near = net->near, *far = net->far;
  int32_t n = 0, n_inner = net->first[net->n_vertices], *list = w->list;
  for (int32_t i = 0; i < n_inner; ++i) {
    list[n] = i;
    n += value[far[i]] + cost[i] < value[near[i]];
  }
  return n;
}

static void lower(kr_path_tree_work *w, const kr_path_tree_task *task, int32_t a) {
  int32_t near = task->net->near[a];
  double via = w->value[task->net->far[a]] + task->cost[a];
  if (!(via < w->value[near])) return;
  w->value[near] = via;
  push(w, (entry){via, near, a});
}

/** Looks at all arcs whose far end has just been settled; what hangs on it comes along even where nothing falls. */
static void spread(kr_path_tree_work *w, const kr_path_tree_task *task, const kr_path_tree *tree, int32_t far) {
  const kr_path_tree_net *net = task->net;
  double *value = w->value, from = value[far];
  for (int32_t a = net->first[far]; a < net->first[far + 1]; ++a) {
    int32_t near = net->near[a];
    double via = from + task->cost[a];
    if (via < value[near]) {
      value[near] = via;
    } else if (via > value[near] || tree->next[near] != a) {
      continue;
    }
    push(w, (entry){value[near], near, a});
  }
}

static void settle(kr_path_tree_work *w, const kr_path_tree_task *task, kr_path_tree *tree) {
  while (w->n_heap > 0) {
    entry top = pop(w);
    if (w->mark[top.vertex] != UNTOUCHED || top.value > w->value[top.vertex]) continue;
    w->mark[top.vertex] = SETTLED;
    w->settled[w->n_settled++] = top.vertex;
    tree->next[top.vertex] = top.arc;
    spread(w, task, tree, top.vertex);
  }
}

/** Appends a settled vertex behind what it hangs on; ties along arcs that cost nothing may settle them the wrong way */
static int32_t place(kr_path_tree_work *w, const kr_path_tree_net *net, kr_path_tree *tree, int32_t vertex, int32_t n) {
  int32_t depth = 0;
  for (int32_t v = vertex; v < net->n_vertices && w->mark[v] == SETTLED; v = net->far[tree->next[v]]) {
    w->mark[v] = PLACED;
    w->list[depth++] = v;
  }
  while (depth > 0) tree->order[n++] = w->list[--depth];
  return n;
}

static void reorder(kr_path_tree_work *w, const kr_path_tree_net *net, kr_path_tree *tree) {
  int32_t n = 0;
  for (int32_t i = 0; i < tree->n_reached; ++i) {
    int32_t v = tree->order[i];
    tree->order[n] = v;
    n += w->mark[v] == UNTOUCHED;
  }
  for (int32_t i = 0; i < w->n_settled; ++i) n = place(w, net, tree, w->settled[i], n);
  for (int32_t i = 0; i < w->n_settled; ++i) w->mark[w->settled[i]] = UNTOUCHED;
  tree->n_reached = n;
  w->n_settled = 0;
}

void kr_path_tree_mend(kr_path_tree_work *work, const kr_path_tree_task *task, kr_path_tree *tree) {
  const kr_path_tree_net *net = task->net;
  if (tree->n_reached == 0)
    for (int32_t v = 0; v < net->n_vertices; ++v) tree->next[v] = KR_NONE;
  kr_path_tree_recall(work, task, tree);
  int32_t n_violated = list_violated(work, task);
  for (int32_t i = 0; i < n_violated; ++i) lower(work, task, work->list[i]);
  const int32_t *of_root = net->first + net->n_vertices + task->root;
  for (int32_t a = of_root[0]; a < of_root[1]; ++a) lower(work, task, a);
  settle(work, task, tree);
  if (work->n_settled > 0) reorder(work, net, tree);
}

/** The leaf's arc on its cheapest route; KR_NONE without one. */
static int32_t best_leaf_arc(const kr_path_tree_work *w, const kr_path_tree_task *task, int32_t leaf) {
  const kr_path_tree_net *net = task->net;
  const int32_t *of_leaf = net->first + net->n_vertices + net->n_platforms + leaf;
  double least = INFINITY;
  int32_t best = KR_NONE;
  for (int32_t a = of_leaf[0]; a < of_leaf[1]; ++a) {
    double via = w->value[net->far[a]] + task->cost[a];
    if (!(via < least)) continue;
    least = via;
    best = a;
  }
  return best;
}

double kr_path_tree_cost(const kr_path_tree_work *work, const kr_path_tree_task *task, int32_t leaf) {
  int32_t a = best_leaf_arc(work, task, leaf);
  return a == KR_NONE ? INFINITY : work->value[task->net->far[a]] + task->cost[a];
}

int32_t kr_path_tree_trace(const kr_path_tree_work *work, const kr_path_tree_task *task, const kr_path_tree *tree,
                           int32_t leaf, int32_t *arcs) {
  const kr_path_tree_net *net = task->net;
  int32_t n = 0, a = best_leaf_arc(work, task, leaf), v = net->far[a];
  arcs[n++] = net->arc[a];
  for (; v < net->n_vertices; v = net->far[tree->next[v]]) arcs[n++] = net->arc[tree->next[v]];
  if (net->way == KR_PATH_TREE_TO_DOOR) return n;
  for (int32_t i = 0; i < n / 2; ++i) {
    int32_t swapped = arcs[i];
    arcs[i] = arcs[n - 1 - i];
    arcs[n - 1 - i] = swapped;
  }
  return n;
}
