#ifndef KR_SOLVER_PRICING_H
#define KR_SOLVER_PRICING_H

#include "solver/columns.h"

/**
 * Pricing: for given tolls, the cheapest route of every shipment, and from it the Lagrangian bound.
 *
 * Shipments that share destination, cargo, due boundary and weight form a group: one backward sweep prices them all,
 * from every origin and ready time. Groups of one cargo are swept KR_LANES at a time; the batches run in parallel (the
 * only OpenMP loop of the LP). Each shipment's answer goes to its own place and new columns enter the pool in shipment
 * order, so the outcome does not depend on the number of threads.
 */
typedef struct kr_pricing kr_pricing;

/**
 * @param open_t  [shipments] tonnes to be planned; shipments with 0 are left out. Borrowed
 * @param threads 0 = all cores
 * @return KR_ERR_MEMORY
 */
kr_status kr_pricing_create(kr_pricing **out, const kr_timeline *line, const double *open_t, int32_t threads,
                            kr_error *err);
void kr_pricing_free(kr_pricing *pricing);

/** One pass of pricing. */
typedef struct kr_pass {
  const double *price; /**< in: [resource * n_days + day] tolls per unit; NULL = none */
  const double *limit; /**< in: [shipments] a route enters the pool when it costs less than this per tonne */
  double *cost;        /**< out: [shipments] least cost per tonne with tolls; INFINITY without a route */
  int64_t n_added;     /**< out: columns new in the pool */
  int32_t *route;      /**< out, NULL = not wanted: [shipments] column of the route that `limit` let in, or KR_NONE */
} kr_pass;

/** @return KR_ERR_MEMORY. @cost groups / KR_LANES sweeps, in parallel, then O(new columns) */
kr_status kr_pricing_run(kr_pricing *pricing, kr_columns *pool, kr_pass *pass, kr_error *err);

/**
 * The Lagrangian bound of these tolls: Σ open_t * min(weight * U, cost) - Σ price * capacity; valid for any price >= 0.
 * Added in a fixed order in extended precision. @param capacity [resource * n_days + day] units left for planning
 */
double kr_pricing_bound(const kr_pricing *pricing, const kr_pass *pass, const double *capacity);

#endif
