#ifndef KR_GRAPH_SEARCH_INTERNAL_H
#define KR_GRAPH_SEARCH_INTERNAL_H

#include "graph/search.h"

/** Shared by the two views of time; private to search*.c. */
struct kr_search {
  const kr_timeline *line;
  const kr_lane_tolls *tolls;
  kr_goal goals[KR_LANES];
  int32_t n_goals;
  double *value;    /**< dated [(τ * P + p) * KR_LANES + lane]; static [lane * P + p] */
  int32_t *chain;   /**< [3 * P] scratch of tracing: zero-step arcs of one boundary */
  int32_t *next;    /**< static [lane * P + p]: network arc to take; KR_NONE at the door */
  int32_t *heap;    /**< static: platforms in a binary heap */
  int32_t *heap_at; /**< static: place in the heap, KR_NONE when not in it */
};

void kr_search_run_static(kr_search *search);
kr_status kr_search_trace_static(const kr_search *search, int32_t lane, int32_t yard, kr_route *out);

/** Appends a move. @return KR_ERR_MEMORY */
kr_status kr_route_add(kr_route *route, int32_t arc, int32_t tau);

#endif
