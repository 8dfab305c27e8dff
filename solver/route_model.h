#ifndef KR_SOLVER_ROUTE_MODEL_H
#define KR_SOLVER_ROUTE_MODEL_H

#include "solver/lp.h"
#include "solver/model.h"

/**
 * The restricted master (solver/master.h) over all routes in an LP's pool, as an explicit model: after kr_lp_solve its
 * optimum is that of the LP to the gap solved for. Rows: one for each shipment with open tonnes, then one for each
 * resource-day that some route uses. Columns: being unserved, in the rows' order, then the routes.
 * Over a timeline with by_cargo it is a MIP: a shipment that may not be split has whole or no routes, and behind the
 * routes stand, for each resource-day with whole units, the units of each cargo, as in the arc-flow model. Its optimum
 * is that of the routes there are: an upper bound of the best plan's.
 * @param lp borrowed, solved
 * @return what the sink returns; KR_ERR_MEMORY
 * @cost O(uses of all routes + resource-days)
 */
kr_status kr_route_model_tell(const kr_lp *lp, const kr_model_sink *sink, kr_error *err);

#endif
