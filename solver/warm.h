#ifndef KR_SOLVER_WARM_H
#define KR_SOLVER_WARM_H

#include "solver/columns.h"

/**
 * What an earlier solve leaves to a later one of the same corridor, or of one that changed a little (capacities, plan,
 * shipments): its routes and its shadow prices. Neither needs to fit any more. A route enters the pool at the times it
 * has now: each leg as early as the earlier plan had it, later where a running time grew or a day is closed; one that
 * cannot be travelled at all is left out. Prices only say where to start: the bound is made anew.
 */
typedef struct kr_warm {
  const kr_allocation *routes; /**< lots of this corridor's shipments; quantities do not matter */
  const double *toll;          /**< [resource * n_days + day] >= 0; NaN and less count as 0 */
} kr_warm;

/**
 * Adds the routes to the pool. @param speaker [shipments] whose column a shipment's route becomes (solver/classes.h);
 * NULL = its own. @param n_added columns that came, may be NULL
 * @return KR_ERR_MEMORY. @cost O(legs * arcs out of a platform + cargo * arcs * days)
 */
kr_status kr_warm_columns(kr_columns *pool, const kr_allocation *routes, const int32_t *speaker, int64_t *n_added,
                          kr_error *err);

#endif
