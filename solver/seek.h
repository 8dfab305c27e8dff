#ifndef KR_SOLVER_SEEK_H
#define KR_SOLVER_SEEK_H

#include "solver/columns.h"

/**
 * Seeks routes for one shipment at a time, where a plan is put together or a node of a tree is priced; passes over all
 * shipments are pricing.h's. The caller sets `tolls` of the shipment's ware first, and may close arcs there.
 */
typedef struct kr_seeker {
  const kr_timeline *line; /**< borrowed */
  kr_tolls *tolls;
  kr_search *search;
  kr_route route;
} kr_seeker;

/** @return KR_ERR_MEMORY; kr_seeker_clear() either way */
kr_status kr_seeker_init(kr_seeker *seeker, const kr_timeline *line, kr_error *err);
void kr_seeker_clear(kr_seeker *seeker);

/** Least cost per tonne under the tolls, INFINITY without a route. @cost one sweep of the network */
double kr_seek(kr_seeker *seeker, int32_t shipment);

/** The same as if its forwarder had no quotas, under the tolls of that ware. */
double kr_seek_without_quotas(kr_seeker *seeker, int32_t shipment);

/** Adds the route that the last kr_seek found, for the same shipment, to a pool. @return KR_ERR_MEMORY */
kr_status kr_seek_add(kr_seeker *seeker, int32_t shipment, kr_columns *pool, int32_t *column);

#endif
