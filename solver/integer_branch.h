#ifndef KR_SOLVER_INTEGER_BRANCH_H
#define KR_SOLVER_INTEGER_BRANCH_H

#include "solver/integer_internal.h"

/**
 * Branch and price: proves how good the best plan is, and finds better ones. Nodes are solved by column generation
 * under their branches, the one of least bound first. A branch gives a cargo at most, or at least, so many units of a
 * resource-day; or parts the ways of an unsplittable shipment where two of them part: by arc, or by the day on which
 * they leave a platform (which a search for one shipment can obey, and which says all that resources can tell apart);
 * or lets it stay, or not. Where cargoes have units of their own, the others share what is left: one more row.
 *
 * Ends with the gap, at the deadline or stop flag (is_stopped then), or after `most_nodes`; p->bound is raised only by
 * what was proven. @return KR_ERR_MEMORY, KR_ERR_SOLVER. @cost a node: passes * shipments searches, for small instances
 *
 * @source Barnhart, Hane, Vance, Oper. Res. 48 (2000) for branching where paths part
 */
kr_status kr_integer_branch(kr_integer *p, double gap, int64_t most_nodes, kr_error *err);

#endif
