#ifndef KR_GRAPH_SEARCH_INTERNAL_H
#define KR_GRAPH_SEARCH_INTERNAL_H

#include "graph/search.h"

/** The values of one platform at one boundary, a lane each: one vector of the widest kind there is. */
typedef double kr_lanes __attribute__((vector_size(KR_LANES * sizeof(double))));
typedef int64_t kr_lanes_mask __attribute__((vector_size(KR_LANES * sizeof(int64_t))));

/** A plan and the tolls that it was set for last: only a guess that the next call about them will find little changed
 */
typedef struct kr_own_plan {
  kr_sweep_plan *plan;
  const kr_lane_tolls *tolls;
} kr_own_plan;

/** Shared by the two views of time; private to search*.c. */
struct kr_search {
  const kr_timeline *line;
  const kr_lane_tolls *tolls;
  kr_goal goals[KR_LANES];
  int32_t n_goals;
  int32_t first_step, last_step; /**< dated: boundaries that were swept */
  kr_lanes *lanes;               /**< dated [(τ - first_step) * P + p]; a row of INFINITY behind the last boundary */
  kr_lanes_mask *arrival;        /**< dated: as `lanes`, after a sweep with arrivals; NULL where there are none */
  kr_own_plan *own;              /**< dated: [cargo] for kr_search_run; NULL where sweeps bring their plans */
  int32_t n_own, next_own;       /**< how many, and whose turn it is to be set for other tolls */
  int32_t *chain;                /**< [3 * P] scratch of tracing: zero-step arcs of one boundary */
  double *value;                 /**< static [lane * P + p] */
  int32_t *next;                 /**< static [lane * P + p]: network arc to take; KR_NONE at the door */
  int32_t *heap;                 /**< static: platforms in a binary heap */
  int32_t *heap_at;              /**< static: place in the heap, KR_NONE when not in it */
};

void kr_search_run_static(kr_search *search, int32_t until);
kr_status kr_search_trace_static(const kr_search *search, int32_t lane, int32_t yard, kr_route *out);
kr_status kr_search_trace_dated(const kr_search *search, int32_t lane, int32_t yard, int32_t ready, kr_route *out);

/** Dated: the value of a platform at a boundary that was swept. */
static inline double kr_search_value(const kr_search *s, int32_t lane, int32_t tau, int32_t platform) {
  int64_t row = (int64_t)(tau - s->first_step) * s->line->network->n_platforms;
  return s->lanes[row + platform][lane];
}

/** Appends a move. @return KR_ERR_MEMORY */
kr_status kr_route_add(kr_route *route, int32_t arc, int32_t tau);

#endif
