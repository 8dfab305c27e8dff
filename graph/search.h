#ifndef KR_GRAPH_SEARCH_H
#define KR_GRAPH_SEARCH_H

#include "graph/sweep_plan.h"

/**
 * Cheapest routes under tolls, from every yard and boundary to a few goals at once.
 *
 * Dated: value[τ][p][lane] is the least weighted cost per tonne, tolls included, at which freight standing on platform
 * p at boundary τ reaches the lane's goal, with the clock started at the horizon's first boundary:
 *
 *     value[τ][door]  = weight * h * (τ + λ max(0, τ - due))
 *     value[τ][p]     = min( value[τ + 1][p],  min over arcs a out of p of  toll[a][day(τ)] + value[τ + k_a][head] )
 *
 * One backward pass over τ is final, since no arc goes back in time; arcs of no steps are settled within a boundary,
 * transfers repeatedly until nothing improves (they may form circles, at tolls >= 0). A lane is one goal: the lanes of
 * a pass share the cargo and so the tolls, and the innermost loop runs over them, which the compiler turns into vector
 * instructions. The cost of freight that may start at boundary r is value[r][yard] - weight * h * r.
 *
 * A sweep need not begin at N: where it is known that some cheapest route arrives by boundary e, sweeping e … r finds
 * it, and everything later counts as no route. Yards and doors are read only where somebody asks about them.
 *
 * Static: one Dijkstra per goal, backward, arc cost weight * hours + toll.
 *
 * @source Ahuja, Magnanti, Orlin (1993) §4.4-4.7; time expansion: Ford, Fulkerson (1962)
 */
#define KR_LANES 8

/** What a lane prices: freight of some weight to one door, due at some boundary. */
typedef struct kr_goal {
  int32_t door;    /**< platform */
  double weight;   /**< > 0 */
  double due_step; /**< d; INFINITY without */
} kr_goal;

/** One arc of a route, entered at boundary `tau` (0 in the static view). */
typedef struct kr_move {
  int32_t arc, tau;
} kr_move;

/** A route being traced; grows as needed, reused from call to call. Start from a zeroed struct, free() the array. */
typedef struct kr_route {
  kr_move *moves;
  size_t n_moves, room;
  int32_t arrival; /**< boundary at which it is unloaded; 0 in the static view */
} kr_route;

/** The scratch of one thread. */
typedef struct kr_search kr_search;

/** @return KR_ERR_MEMORY. @cost memory (N + 2) * platforms * KR_LANES doubles; in the static view platforms * lanes */
kr_status kr_search_create(kr_search **out, const kr_timeline *line, kr_error *err);

/** The same for callers of kr_search_sweep only: without room for a plan of its own, but with room for arrivals. */
kr_status kr_search_create_bare(kr_search **out, const kr_timeline *line, kr_error *err);
void kr_search_free(kr_search *search);

/**
 * Prices all platforms for up to KR_LANES goals of one cargo, from boundary N down to `first_step`.
 * @param tolls borrowed until the last call of kr_search_cost or kr_search_trace about this pass; tolls >= 0
 * @cost O((N - first_step)(platforms + arcs)) vector operations; static: O(goals * arcs log platforms)
 */
void kr_search_run(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goals, int32_t n_goals,
                   int32_t first_step);

/** The same for one goal and one yard: nothing else may be asked about. Static: ends where the yard is reached. */
void kr_search_run_one(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goal, int32_t yard,
                       int32_t first_step);

/** What a sweep leaves behind: values only, or also at which boundary the route of each value arrives. */
typedef enum kr_sweep_detail { KR_SWEEP_VALUES, KR_SWEEP_ARRIVALS } kr_sweep_detail;

/** One sweep of the dated view, for those who make many: of one cargo, whose plan they keep. */
typedef struct kr_sweep {
  const kr_sweep_plan *plan;  /**< set for `tolls` */
  const kr_lane_tolls *tolls; /**< borrowed until the last call about this sweep */
  const kr_goal *goals;       /**< [n_goals] up to KR_LANES */
  int32_t n_goals;
  int32_t first_step, last_step; /**< first <= last <= N; arrivals after the last do not count */
  const int32_t *yards;          /**< [n_yards] platforms that will be asked about, at boundaries of the sweep */
  int32_t n_yards;
  kr_sweep_detail detail;
} kr_sweep;

/** @cost O((last - first + 1)(platforms + arcs)) vector operations; with arrivals about twice as many */
void kr_search_sweep(kr_search *search, const kr_sweep *sweep);

/** Least cost per tonne (weighted hours after `ready`, plus tolls) from a yard; INFINITY where there is no route. */
double kr_search_cost(const kr_search *search, int32_t lane, int32_t yard, int32_t ready);

/**
 * The boundary at which some route of that cost arrives, where there is one; after a sweep with arrivals. Among routes
 * of equal cost it need not be the one that kr_search_trace picks.
 */
int32_t kr_search_arrival(const kr_search *search, int32_t lane, int32_t yard, int32_t ready);

/**
 * A route of that cost; among equals the one that moves on earliest, then the first in arc order.
 * @return KR_ERR_MEMORY; KR_ERR_RANGE when there is no route
 */
kr_status kr_search_trace(const kr_search *search, int32_t lane, int32_t yard, int32_t ready, kr_route *out);

#endif
