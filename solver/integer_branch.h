#ifndef KR_SOLVER_INTEGER_BRANCH_H
#define KR_SOLVER_INTEGER_BRANCH_H

#include "solver/integer_internal.h"

/**
 * Branch and price: proves how good the best plan is, and finds better ones. Nodes are solved by column generation
 * under their branches: from the one of least bound down along the branch its point leans to, until that is pruned.
 * A branch gives a cargo at most, or at least, so many units of a resource-day, or of a run of full days; or parts the
 * ways of an unsplittable shipment where two of them part: by arc, or by the day on which they leave a platform (which
 * a search for one shipment can obey, and which says all that resources can tell apart); or lets it stay, or not. Where
 * cargoes have units of their own, the others share what is left: one more row.
 *
 * The tree grows piecewise, between other trials, whose plans prune it and which use its routes.
 *
 * @source Barnhart, Hane, Vance, Oper. Res. 48 (2000) for branching where paths part
 */
typedef struct kr_branching kr_branching;

/** @param p borrowed; its tree is not freed with it. @return KR_ERR_MEMORY */
kr_status kr_branching_create(kr_branching **out, kr_integer *p, kr_error *err);
void kr_branching_free(kr_branching *t);

/**
 * Solves up to `most_nodes` nodes more. p->bound is raised only by what is proven; p->is_closed when none is left;
 * p->is_stopped at deadline or stop flag. @return KR_ERR_MEMORY, KR_ERR_SOLVER
 * @cost a node: passes * shipments searches, for small instances
 */
kr_status kr_branching_grow(kr_branching *t, double gap, int64_t most_nodes, kr_error *err);

/** Whether it has as many nodes as it may have. */
bool kr_branching_is_full(const kr_branching *t);

#endif
