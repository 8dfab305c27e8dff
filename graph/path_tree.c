#include "graph/path_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define ARITY 4 /* of the heap: shallower than 2, and four keys share a cache line */

/** A vertex in the heap, with the value that it had when it got its place there. */
typedef struct entry {
  double value;
  int32_t vertex;
} entry;

enum { UNTOUCHED = 0, TOUCHED = 1, PLACED = 2 };

struct kr_path_tree_work {
  double *value;    /* [vertices + 1] the last one is the root's side of root arcs: 0 */
  uint8_t *mark;    /* [vertices] UNTOUCHED between calls */
  uint8_t *moved;   /* [vertices + 1] 1 where the way to the root is another than before the call; */
  int32_t *touched; /* [vertices] in the order of being touched */
  int32_t *list;    /* [arcs + vertices] violated arcs, then a stack of vertices */
  entry *heap;      /* [vertices] */
  int32_t *heap_at; /* [vertices] place in the heap; KR_NONE between calls */
  int32_t n_touched, n_heap;
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
  w->moved = kr_zeros(v, sizeof *w->moved);
  w->touched = kr_zeros(v, sizeof *w->touched);
  w->list = kr_zeros(v + a, sizeof *w->list);
  w->heap = kr_zeros(v, sizeof *w->heap);
  w->heap_at = kr_zeros(v, sizeof *w->heap_at);
  if (!w->value || !w->mark || !w->moved || !w->touched || !w->list || !w->heap || !w->heap_at) {
    kr_path_tree_work_free(w);
    return kr_fail_memory(err);
  }
  for (size_t i = 0; i < v; ++i) w->heap_at[i] = KR_NONE;
  *out = w;
  return KR_OK;
}

void kr_path_tree_work_free(kr_path_tree_work *work) {
  if (!work) return;
  free(work->value);
  free(work->mark);
  free(work->moved);
  free(work->touched);
  free(work->list);
  free(work->heap);
  free(work->heap_at);
  free(work);
}

static void put(kr_path_tree_work *w, int32_t at, entry e) {
  w->heap[at] = e;
  w->heap_at[e.vertex] = at;
}

/** Enters a vertex into the heap, or moves it up there, by its value. */
static void push(kr_path_tree_work *w, int32_t vertex) {
  entry e = {w->value[vertex], vertex};
  int32_t at = w->heap_at[vertex] == KR_NONE ? w->n_heap++ : w->heap_at[vertex];
  while (at > 0) {
    int32_t up = (at - 1) / ARITY;
    if (!(e.value < w->heap[up].value)) break;
    put(w, at, w->heap[up]);
    at = up;
  }
  put(w, at, e);
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
  w->heap_at[top.vertex] = KR_NONE;
  if (w->n_heap == 0) return top;
  for (int32_t child = 1; child < w->n_heap; child = ARITY * at + 1) {
    child = least_child(w->heap, child, w->n_heap);
    if (!(w->heap[child].value < last.value)) break;
    put(w, at, w->heap[child]);
    at = child;
  }
  put(w, at, last);
  return top;
}

void kr_path_tree_recall(kr_path_tree_work *work, const kr_path_tree_task *task, const kr_path_tree *tree) {
  const kr_path_tree_net *net = task->net;
  double *value = work->value;
  memset(work->moved, 0, (size_t)net->n_vertices + 1);
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

static void touch(kr_path_tree_work *w, int32_t vertex) {
  if (w->mark[vertex] != UNTOUCHED) return;
  w->mark[vertex] = TOUCHED;
  w->touched[w->n_touched++] = vertex;
}

/** Hangs the near end on this arc if it falls by that. */
static void rehang(kr_path_tree_work *w, const kr_path_tree_task *task, kr_path_tree *tree, int32_t a) {
  int32_t near = task->net->near[a];
  double via = w->value[task->net->far[a]] + task->cost[a];
  if (!(via < w->value[near])) return;
  w->value[near] = via;
  w->moved[near] = 1;
  tree->next[near] = a;
  touch(w, near);
  push(w, near);
}

/**
 * Lets everything that hangs on a fallen vertex fall too, by a stack; what can be hung better now goes to the heap.
 * Vertices whose value stays, by rounding, are touched all the same: they have to stay behind what they hang on.
 */
static void let_fall(kr_path_tree_work *w, const kr_path_tree_task *task, kr_path_tree *tree, int32_t vertex) {
  const kr_path_tree_net *net = task->net;
  int32_t *stack = w->list, depth = 0;
  stack[depth++] = vertex;
  while (depth > 0) {
    int32_t far = stack[--depth];
    double from = w->value[far];
    for (int32_t a = net->first[far]; a < net->first[far + 1]; ++a) {
      int32_t near = net->near[a];
      double via = from + task->cost[a];
      if (via > w->value[near]) continue;
      if (tree->next[near] != a) {
        rehang(w, task, tree, a);
      } else if (via < w->value[near] || w->mark[near] == UNTOUCHED) {
        w->value[near] = via;
        touch(w, near);
        stack[depth++] = near;
      }
    }
  }
}

static void settle(kr_path_tree_work *w, const kr_path_tree_task *task, kr_path_tree *tree) {
  while (w->n_heap > 0) {
    entry top = pop(w);
    if (top.value <= w->value[top.vertex]) let_fall(w, task, tree, top.vertex);
  }
}

/** Appends a touched vertex behind what it hangs on. */
static int32_t place(kr_path_tree_work *w, const kr_path_tree_net *net, kr_path_tree *tree, int32_t vertex, int32_t n) {
  int32_t depth = 0;
  for (int32_t v = vertex; v < net->n_vertices && w->mark[v] == TOUCHED; v = net->far[tree->next[v]]) {
    w->mark[v] = PLACED;
    w->list[depth++] = v;
  }
  while (depth > 0) tree->order[n++] = w->list[--depth];
  return n;
}

/** The untouched vertices keep their order; the others come behind them, and pass on whether they moved. */
static void reorder(kr_path_tree_work *w, const kr_path_tree_net *net, kr_path_tree *tree) {
  int32_t n = 0;
  for (int32_t i = 0; i < tree->n_reached; ++i) {
    int32_t v = tree->order[i];
    tree->order[n] = v;
    n += w->mark[v] == UNTOUCHED;
  }
  int32_t n_untouched = n;
  for (int32_t i = 0; i < w->n_touched; ++i) n = place(w, net, tree, w->touched[i], n);
  for (int32_t i = 0; i < w->n_touched; ++i) w->mark[w->touched[i]] = UNTOUCHED;
  for (int32_t i = n_untouched; i < n; ++i) {
    int32_t v = tree->order[i];
    w->moved[v] |= w->moved[net->far[tree->next[v]]];
  }
  tree->n_reached = n;
  w->n_touched = 0;
}

void kr_path_tree_mend(kr_path_tree_work *work, const kr_path_tree_task *task, kr_path_tree *tree) {
  const kr_path_tree_net *net = task->net;
  if (tree->n_reached == 0)
    for (int32_t v = 0; v < net->n_vertices; ++v) tree->next[v] = KR_NONE;
  kr_path_tree_recall(work, task, tree);
  int32_t n_violated = list_violated(work, task);
  for (int32_t i = 0; i < n_violated; ++i) rehang(work, task, tree, work->list[i]);
  const int32_t *of_root = net->first + net->n_vertices + task->root;
  for (int32_t a = of_root[0]; a < of_root[1]; ++a) rehang(work, task, tree, a);
  settle(work, task, tree);
  if (work->n_touched > 0) reorder(work, net, tree);
}

int32_t kr_path_tree_leaf_arc(const kr_path_tree_work *work, const kr_path_tree_task *task, int32_t leaf,
                              double *cost) {
  const kr_path_tree_net *net = task->net;
  const int32_t *of_leaf = net->first + net->n_vertices + net->n_platforms + leaf;
  int32_t best = KR_NONE;
  *cost = INFINITY;
  for (int32_t a = of_leaf[0]; a < of_leaf[1]; ++a) {
    double via = work->value[net->far[a]] + task->cost[a];
    if (!(via < *cost)) continue;
    *cost = via;
    best = a;
  }
  return best;
}

bool kr_path_tree_moved(const kr_path_tree_work *work, const kr_path_tree_task *task, int32_t leaf_arc) {
  return work->moved[task->net->far[leaf_arc]];
}

int32_t kr_path_tree_trace(const kr_path_tree_task *task, const kr_path_tree *tree, int32_t leaf_arc, int32_t *arcs) {
  const kr_path_tree_net *net = task->net;
  int32_t n = 0;
  arcs[n++] = net->arc[leaf_arc];
  for (int32_t v = net->far[leaf_arc]; v < net->n_vertices; v = net->far[tree->next[v]])
    arcs[n++] = net->arc[tree->next[v]];
  if (net->way == KR_PATH_TREE_TO_DOOR) return n;
  for (int32_t i = 0; i < n / 2; ++i) {
    int32_t swapped = arcs[i];
    arcs[i] = arcs[n - 1 - i];
    arcs[n - 1 - i] = swapped;
  }
  return n;
}
