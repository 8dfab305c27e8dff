#ifndef KR_GRAPH_REACH_H
#define KR_GRAPH_REACH_H

#include "graph/timeline.h"

/**
 * Which shipments some route can reach at all, whatever the time: capacities count only as open (> 0 on some day of
 * the horizon) or closed, running times not at all.
 * @param reachable out: [shipments]
 * @return KR_ERR_MEMORY. @cost O(cargo * destinations * arcs)
 */
kr_status kr_reach_mark(const kr_timeline *line, bool *reachable, kr_error *err);

#endif
