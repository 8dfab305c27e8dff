#ifndef KR_GRAPH_TIMETABLE_H
#define KR_GRAPH_TIMETABLE_H

#include <stdbool.h>

#include "graph/corridor.h"

/**
 * What holds on each day under one plan: every resource's capacity and every link's running time, the plan's chain
 * (plan, its base, … the base) already walked. In the static view there is one bucket: capacities are the sums over
 * the horizon, running times those of the first day.
 */
typedef struct kr_timetable {
  int32_t plan;
  bool is_static;
  int32_t n_days;       /**< buckets: days of the horizon, or 1 in the static view */
  kr_micro *capacity;   /**< [resource * n_days + day], units; quotas: KR_NO_LIMIT without a row (static: on any day) */
  kr_micro *transit_uh; /**< [link * n_days + day] */
  bool *covered;        /**< [resource * n_days + day] some plan of the chain has a row for it (static: any day) */
} kr_timetable;

/** Which view of time a solve takes. */
typedef enum kr_view { KR_VIEW_DATED, KR_VIEW_STATIC } kr_view;

/**
 * Resolves plan `plan` of a checked corridor (no two rows of one plan cover the same resource and day; no cycle).
 * @return KR_ERR_RANGE for a plan that is not there or sums beyond 63 bits; KR_ERR_MEMORY
 * @cost O((resources + links) * days + rows * days), memory likewise
 */
kr_status kr_timetable_create(kr_timetable **out, const kr_corridor *c, int32_t plan, kr_view view, kr_error *err);
void kr_timetable_free(kr_timetable *t);

static inline kr_micro kr_capacity_of(const kr_timetable *t, int32_t resource, int32_t day) {
  return t->capacity[(int64_t)resource * t->n_days + day];
}
static inline kr_micro kr_transit_of(const kr_timetable *t, int32_t link, int32_t day) {
  return t->transit_uh[(int64_t)link * t->n_days + day];
}

/** The bucket in which a leg beginning at `depart_min` uses its resources; -1 when that lies outside the horizon. */
int32_t kr_day_of(const kr_corridor *c, const kr_timetable *t, int32_t depart_min);

#endif
