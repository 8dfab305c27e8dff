#ifndef KR_SOLVER_ROUTE_USES_H
#define KR_SOLVER_ROUTE_USES_H

#include "graph/search.h"

/* What a route costs and uses, per tonne. */

typedef struct kr_use {
  int32_t row;
  double per_t; /**< units of the resource per tonne carried */
} kr_use;

/** Weighted cost per tonne of reaching the destination at boundary `arrival`, dated view. */
double kr_arrival_cost(const kr_timeline *line, const kr_shipment *s, int32_t arrival);

/** Weighted cost per tonne of a route, in either view. @param arrival dated view */
double kr_route_cost(const kr_timeline *line, const kr_shipment *s, const kr_move *moves, size_t n, int32_t arrival);

/** Uses that a route has at most. */
size_t kr_route_most_uses(const kr_timeline *line, const kr_move *moves, size_t n);

/**
 * The rows that a route of shipment `s` uses, each once.
 * @param uses room for the most there can be
 * @return how many. @cost O(moves * resources per arc * uses)
 */
int32_t kr_route_uses(const kr_timeline *line, int32_t s, const kr_move *moves, size_t n, kr_use *uses);

#endif
