#ifndef KR_GRAPH_SWEEP_PLAN_H
#define KR_GRAPH_SWEEP_PLAN_H

#include "graph/timeline.h"

/**
 * One cargo's open arcs, day by day, in the order in which a backward sweep reads them: one stream of 16 bytes an arc.
 *
 * The arcs are cut into parts, and each part belongs to a platform: to its tail, but unloading belongs to the door, so
 * that a sweep reads only the doors and yards that somebody asked about. Parts are numbered: first the platforms that
 * are neither yard nor door, those with equally many arcs together (the processor then guesses right how many come),
 * then yards and doors; the last part holds the transfers that take no time, which a sweep has to repeat.
 *
 * A boundary's row of values has one place per platform, the rows follow each other in time: the head of an arc of k
 * steps lies k * platforms + head - (start of the row) further on, its `jump`.
 */
typedef struct kr_sweep_arc {
  double toll;
  int32_t jump; /**< from the start of the row at hand to the head's place in its row */
  int32_t tail;
} kr_sweep_arc;

typedef struct kr_sweep_plan {
  int32_t n_platforms, n_days, n_steps;
  int32_t n_inner;       /**< parts [0, n_inner) belong to neither yards nor doors */
  int32_t n_parts;       /**< platforms + 1 */
  int32_t *order;        /**< [platforms] the platform of each part */
  int32_t *part;         /**< [platforms] the part of each platform */
  int32_t room;          /**< arcs that a day has room for */
  int32_t *slot, *owner; /**< [n_slots] arcs of the lane by part, and their parts */
  int32_t n_slots;
  int32_t *first;    /**< [day * (n_parts + 1) + part] into `arc`, from day * room on */
  kr_sweep_arc *arc; /**< [day * room + …] */
  int32_t *seen_arc; /**< [n_slots] arcs of the lane that it was set for last … */
  double *seen_toll; /**< [day * n_slots + i] … and their tolls */
} kr_sweep_plan;

/**
 * An empty plan with room for one cargo at a time. @param room arcs of the largest lane that it will be set for
 * @return KR_ERR_MEMORY, also where rows are too many to count. @cost memory 24 bytes * days * arcs
 */
kr_status kr_sweep_plan_create(kr_sweep_plan **out, const kr_timeline *line, int32_t room, kr_error *err);
void kr_sweep_plan_free(kr_sweep_plan *plan);

/**
 * Makes it the plan of this lane with its present tolls. What it has from the last call is kept: only days whose tolls
 * have changed are done again, if the lane has the same arcs.
 * @cost O(days * (arcs + platforms)), little of it where nothing has changed
 */
void kr_sweep_plan_set(kr_sweep_plan *plan, const kr_timeline *line, const kr_lane_tolls *lane);

#endif
