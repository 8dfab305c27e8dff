#ifndef KR_SOLVER_VERIFY_PASSES_H
#define KR_SOLVER_VERIFY_PASSES_H

#include <stddef.h>

#include "solver/verify_arcs.h"

/** A shipment in a pass. A pass serves what shares cargo and origin, and the ready step (static: the weight). */
typedef struct kr_bidder {
  int32_t destination;
  int32_t first_place; /**< of the destination */
  int64_t due;         /**< boundary, or KR_NO_DUE */
  double weight;       /**< weighted hours per hour, rounded down, as all that follows from it */
  double best;         /**< in: being unserved; out: the least of that and every route, weighted hours per tonne */
  int64_t kg;
} kr_bidder;

/** Forward passes over time: labels of the boundaries within reach, in a ring. */
typedef struct kr_sweep kr_sweep;
kr_status kr_sweep_create(kr_sweep **out, const kr_arcs *g, kr_error *err);
void kr_sweep_free(kr_sweep *w);

/** Lowers `best` to each bidder's cheapest tolled route that leaves `origin` from boundary `ready` on; reorders them.
 */
void kr_sweep_run(kr_sweep *w, int32_t origin, int32_t ready, kr_bidder *bidders, size_t n);

/** Trees of cheapest routes without time. */
typedef struct kr_tree kr_tree;
kr_status kr_tree_create(kr_tree **out, const kr_arcs *g, kr_error *err);
void kr_tree_free(kr_tree *t);

/** The same in the static view; all bidders have the weight of the first. */
void kr_tree_run(kr_tree *t, int32_t origin, kr_bidder *bidders, size_t n);

#endif
