#ifndef KR_GRAPH_PATH_TREE_H
#define KR_GRAPH_PATH_TREE_H

#include "graph/timeline.h"

/**
 * Shortest-path trees of the static view, kept and mended from one set of tolls to the next.
 *
 * The vertices are the platforms where freight passes through. Yards and doors lie outside: an arc at the root's end
 * starts a tree, an arc at the other end is looked at only when a shipment asks for its cost. A tree is grown towards
 * the door that all its shipments share, or away from the yard that they share, whichever makes fewer trees; the two
 * differ only in which end of an arc is called near and which far:
 *
 *     far  = the end on the root's side       to a door: the arc's head       from a yard: the arc's tail
 *     near = the end that hangs on the arc    to a door: the arc's tail       from a yard: the arc's head
 *
 * A tree stores for each vertex v the arc next[v] that it hangs on, and an order in which far ends come before near
 * ends. With arc costs c >= 0 its values are v[near] = v[far] + c, and it is a shortest-path tree when no arc has
 * v[far] + c < v[near]. Under new costs a kept tree is mended:
 *
 *   1. values down the stored order: each is the cost of a real route, so an upper bound;
 *   2. one scan over all arcs for those with v[far] + c < v[near]; usually few. Their near ends are hung on them anew
 *      and go to a heap;
 *   3. from the heap the vertex of least value: all that hangs on it falls with it, by a stack, without the heap; and
 *      what can now be hung better goes to the heap. Values only fall. What is in the heap is all that may still make
 *      others fall, and costs are not negative, so a vertex that leaves the heap never falls again, and each leaves it
 *      once: Dijkstra's argument, though what merely hangs on others never enters the heap;
 *   4. the order: the untouched vertices as before, then the touched ones, far ends first. What falls takes along all
 *      that hangs on it, so an untouched vertex hangs on untouched ones only.
 *
 * A circle could come about only if some v[far] + c < v[near] where far hangs on near; but then v[far] >= v[near].
 * At the end no arc is violated, and every value is the sum along its own route, added from the root. Rounding is
 * monotone, so both hold exactly in floating point too: the values of a mended tree are bit for bit those of a fresh
 * one, whatever tree it began from (only between routes of equal cost the choice may differ). An empty tree is mended
 * into a fresh one by the same steps, and step 3 is then Dijkstra's algorithm.
 *
 * @source Dijkstra (1959); Ramalingam, Reps, J. Algorithms 21 (1996), the decremental half; Gallo, Networks 10 (1980)
 */
typedef enum kr_path_tree_way { KR_PATH_TREE_TO_DOOR, KR_PATH_TREE_FROM_YARD } kr_path_tree_way;

/** What trees of one cargo grow in. Arcs in three parts: inner ones by far end, roots' by platform, leaves' likewise */
typedef struct kr_path_tree_net {
  kr_path_tree_way way;
  int32_t n_platforms, n_vertices, n_arcs;
  int32_t *vertex; /**< [platforms] KR_NONE for yards and doors */
  int32_t *first;  /**< [vertices + 2 * platforms + 1] arcs with far end v; then those of root p; then of leaf p */
  int32_t *near;   /**< [n_arcs] vertex; KR_NONE for leaves' arcs */
  int32_t *far;    /**< [n_arcs] vertex; n_vertices, whose value is 0, for roots' arcs */
  int32_t *arc;    /**< [n_arcs] network arc */
  int32_t *slot;   /**< [n_arcs] its place in the cargo's kr_lane_tolls */
  double *hours;   /**< [n_arcs] */
} kr_path_tree_net;

/** @return KR_ERR_MEMORY. @cost O(platforms + arcs) */
kr_status kr_path_tree_net_create(kr_path_tree_net **out, const kr_timeline *line, const kr_lane_tolls *lane,
                                  kr_path_tree_way way, kr_error *err);
void kr_path_tree_net_free(kr_path_tree_net *net);

/** Cost per tonne of each arc, weight * hours + toll. @param cost [n_arcs] out */
void kr_path_tree_net_price(const kr_path_tree_net *net, const kr_lane_tolls *lane, double weight, double *cost);

/** A kept tree; all zero = none yet. */
typedef struct kr_path_tree {
  int32_t n_reached;
  int32_t *next;  /**< [vertices] arc of the net; KR_NONE where it has not come yet */
  int32_t *order; /**< [vertices] the n_reached first are the vertices reached, far ends first */
} kr_path_tree;

/** Bytes that a kept tree takes, beside the struct. */
size_t kr_path_tree_bytes(const kr_path_tree_net *net);

/** Allocates the arrays of an empty tree. @return KR_ERR_MEMORY */
kr_status kr_path_tree_create(kr_path_tree *tree, const kr_path_tree_net *net);
void kr_path_tree_free(kr_path_tree *tree);

/** Back to the empty tree. */
void kr_path_tree_clear(kr_path_tree *tree);

/** The scratch of one thread. */
typedef struct kr_path_tree_work kr_path_tree_work;

/** Room for trees in nets of at most this size. @return KR_ERR_MEMORY */
kr_status kr_path_tree_work_create(kr_path_tree_work **out, int32_t n_vertices, int32_t n_arcs, kr_error *err);
void kr_path_tree_work_free(kr_path_tree_work *work);

/** What a tree is asked about: its net, the costs of the pass and the platform that it is rooted in. */
typedef struct kr_path_tree_task {
  const kr_path_tree_net *net;
  const double *cost; /**< [n_arcs] >= 0, INFINITY = closed */
  int32_t root;       /**< platform: the door, or the yard */
} kr_path_tree_task;

/**
 * Makes a tree shortest under the task's costs; its values stay in `work` until the next call.
 * @param tree of this net and root, whatever its costs were. @cost O(vertices + arcs + touched arcs * log touched)
 */
void kr_path_tree_mend(kr_path_tree_work *work, const kr_path_tree_task *task, kr_path_tree *tree);

/** The values of a tree that is known to be shortest under these costs. @cost O(vertices) */
void kr_path_tree_recall(kr_path_tree_work *work, const kr_path_tree_task *task, const kr_path_tree *tree);

/**
 * Where the cheapest route between a leaf (the yard, or the door) and the root begins: the leaf's own arc on it,
 * KR_NONE where there is no route. @param cost its cost per tonne, INFINITY without one
 */
int32_t kr_path_tree_leaf_arc(const kr_path_tree_work *work, const kr_path_tree_task *task, int32_t leaf, double *cost);

/** Whether, behind this leaf's arc, the route is another one than before the last kr_path_tree_mend. */
bool kr_path_tree_moved(const kr_path_tree_work *work, const kr_path_tree_task *task, int32_t leaf_arc);

/** The network arcs of that route, from yard to door. @param arcs room for vertices + 2; @return how many */
int32_t kr_path_tree_trace(const kr_path_tree_task *task, const kr_path_tree *tree, int32_t leaf_arc, int32_t *arcs);

#endif
