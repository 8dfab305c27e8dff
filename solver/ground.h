#ifndef KR_SOLVER_GROUND_H
#define KR_SOLVER_GROUND_H

#include "graph/timeline.h"
#include "solver/promised.h"

/** What an LP of a corridor stands on: everything that does not change while it is solved. Start from a zeroed struct.
 */
typedef struct kr_ground {
  kr_timetable *left; /**< capacities without what commitments hold */
  kr_network *network;
  kr_timeline *line;
  kr_promised promised; /**< what its lots leave */
} kr_ground;

/** @param c borrowed. @return as kr_promised_take; kr_ground_clear() either way. @cost O(rows * days + arcs * days) */
kr_status kr_ground_lay(kr_ground *ground, const kr_corridor *c, const kr_settings *settings, kr_error *err);
void kr_ground_clear(kr_ground *ground);

#endif
