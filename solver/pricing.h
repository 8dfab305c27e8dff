#ifndef KR_SOLVER_PRICING_H
#define KR_SOLVER_PRICING_H

#include "solver/columns.h"

/**
 * Pricing: for given tolls, the cheapest route of every shipment, and from it the Lagrangian bound.
 *
 * Dated. Shipments that share destination, cargo and weight form a group, whatever their deadlines: groups of one cargo
 * are swept KR_LANES at a time as if nothing were due, which gives each member its least cost c and the boundary a at
 * which such a route arrives. Lateness can only add to a cost, so where a is in time, c is the cost. Only the others
 * are priced again, in lanes of their own deadlines, and in a short window: from their earliest ready boundary to the
 * latest a, since with T[e] the least tolls of arriving at e and w h the price of a step, any e > a has
 *
 *     T[e] + w h e >= T[a] + w h a    and is later still.
 *
 * On the corridor family one deadline in six needs its own lane, and its window is a fifth of the horizon.
 *
 * Static. One shortest-path tree per group of shipments that share cargo, weight and destination, or cargo, weight and
 * origin, whichever makes fewer groups; kept and mended from pass to pass (graph/path_tree.h). What a tree remembers
 * depends on the passes before, never on threads; and of a shipment whose way in the tree has not changed, the route is
 * known without being traced.
 *
 * Batches run in parallel (the only OpenMP loop of the LP). Workers trace new routes, look them up and work out their
 * uses; they enter the pool in the order of shipments. So the outcome does not depend on the number of threads.
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
  const double *price;   /**< in: [resource * n_days + day] tolls per unit; NULL = none */
  const double *limit;   /**< in: [shipments] a route enters the pool when it costs less than this per tonne */
  const double *staying; /**< in, for the bound: [shipments] what staying costs per tonne; NULL = weight * U */
  double *cost;          /**< out: [shipments] least cost per tonne with tolls; INFINITY without a route */
  int64_t n_added;       /**< out: columns new in the pool */
  double *least;         /**< out, dated, NULL = not wanted: [shipments] likewise, as if nothing were due; and … */
  int32_t *arrival;      /**< … the boundary at which such a route arrives, KR_NONE without a route */
  int32_t *route;        /**< out, NULL = not wanted: [shipments] column of the route that `limit` let in, or KR_NONE */
} kr_pass;

/**
 * @param pool the one of the passes before, or another one
 * @return KR_ERR_MEMORY; the pool is as it was
 * @cost dated (groups + late deadlines) / KR_LANES sweeps, static one mended tree a group; in parallel, but for a few
 * nanoseconds a new column
 */
kr_status kr_pricing_run(kr_pricing *pricing, kr_columns *pool, kr_pass *pass, kr_error *err);

/**
 * The Lagrangian bound of these tolls: Σ open_t * min(staying, cost) - Σ price * capacity; valid for any price >= 0.
 * Added in a fixed order in extended precision. @param capacity [resource * n_days + day] units left for planning
 */
double kr_pricing_bound(const kr_pricing *pricing, const kr_pass *pass, const double *capacity);

#endif
