#ifndef KR_GRAPH_VARIANT_H
#define KR_GRAPH_VARIANT_H

#include "graph/timetable.h"

/**
 * A what-if: a corridor with one plan more, laid over one it has, and perhaps other amounts of freight. It is a
 * corridor like any other: solved, judged, and written as an instance. All that it does not change it shares with the
 * original, which must outlive it.
 */
typedef struct kr_variant {
  kr_corridor corridor; /**< not for kr_corridor_free */
  int32_t plan;         /**< the plan of the what-if; its rows are the changes */
  size_t capacity_room, running_room;
} kr_variant;

/** How a capacity changes, of one resource over some days of the horizon. */
typedef struct kr_change {
  int32_t resource;
  int32_t from_day, to_day; /**< inclusive; clipped to the horizon */
  kr_micro factor, add;     /**< millionths: capacity * factor + add, never below 0; days without any stay without */
} kr_change;

/**
 * @param plan the plan underneath; @param id of the new one: one that the corridor has already gets apostrophes behind
 * it
 * @return KR_ERR_MEMORY. @cost O(plans + capacity rows + running times + shipments)
 */
kr_status kr_variant_create(kr_variant **out, const kr_corridor *c, int32_t plan, const char *id, kr_error *err);
void kr_variant_free(kr_variant *v);

/**
 * Changes a capacity from what `under` says, the dated timetable of the plan underneath. At most once for each resource
 * and day. @return KR_ERR_RANGE for a capacity beyond what an instance may have; KR_ERR_MEMORY. @cost O(days)
 */
kr_status kr_variant_change(kr_variant *v, const kr_timetable *under, const kr_change *change, kr_error *err);

/** A capacity on one day. At most once for each resource and day, days ascending. @return KR_ERR_MEMORY */
kr_status kr_variant_capacity(kr_variant *v, int32_t resource, int32_t day, kr_micro per_day);

/** A running time from some day on. At most once for each link and day. @return KR_ERR_MEMORY */
kr_status kr_variant_run(kr_variant *v, int32_t link, int32_t from_day, int32_t to_day, kr_micro transit_uh,
                         kr_error *err);

/**
 * Every shipment times `factor` (millionths), to the nearest kilogram, at least one. Promised lots stay as they are,
 * and no shipment falls below them. @cost O(shipments + promised lots)
 */
kr_status kr_variant_scale(kr_variant *v, kr_micro factor, kr_error *err);

#endif
