#ifndef KR_TESTS_ARCFLOW_ARCS_H
#define KR_TESTS_ARCFLOW_ARCS_H

#include <stddef.h>
#include <stdint.h>

#include "graph/corridor.h"
#include "graph/timetable.h"

/**
 * The time-expanded graph of one shipment, written out arc by arc as the format tells it and not as a solver would have
 * it: the reference must be plain. Its vertices are a source, a sink, and every (node, mode, boundary). A path from
 * source to sink is a route at its times, or the one arc that means "unserved".
 *
 * Static view: the same with the one boundary 0, no step anywhere, and the hours on the links and transfers themselves.
 */
#define KR_FLOW_SOURCE 0
#define KR_FLOW_SINK 1

typedef struct kr_flow_arc {
  int32_t tail, head; /**< vertices */
  int32_t day;        /**< the bucket of days whose capacity it takes */
  kr_span resources;
  double hours; /**< what a tonne on it counts, before the shipment's weight */
} kr_flow_arc;

typedef struct kr_flow_arcs {
  kr_flow_arc *arcs;
  size_t n, room;
  int32_t n_vertices;
} kr_flow_arcs;

/**
 * Writes the arcs of `shipment` that lie on some path from source to sink; arcs that its cargo cannot use are left out,
 * those on days without capacity are not. Start from a zeroed struct.
 * @return KR_ERR_MEMORY; whatever happens, kr_flow_arcs_clear frees
 * @cost O(boundaries * (nodes * modes + links + transfers * modes)) time, times a few sweeps
 */
kr_status kr_flow_arcs_build(kr_flow_arcs *out, const kr_corridor *c, const kr_timetable *t, int32_t shipment);

/** Frees the array, not the struct, and zeroes it. */
void kr_flow_arcs_clear(kr_flow_arcs *a);

#endif
