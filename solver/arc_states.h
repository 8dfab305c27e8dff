#ifndef KR_SOLVER_ARC_STATES_H
#define KR_SOLVER_ARC_STATES_H

#include "graph/search.h"
#include "solver/arc_commodities.h"

/* Which states of the explicit expansion a commodity of the arc-flow model can be in, and their rows, see arc_model.h;
 * private to arc_*.c. A state is a platform at a boundary. */

/** One commodity. */
typedef struct kr_arc_commodity {
  const kr_arc_member *members;
  int32_t n_members;
  const kr_lane_tolls *lane; /**< its open arcs; closed on a day where a toll is infinite */
  double weight;
  double lot_t; /**< > 0: all of these tonnes or nothing on each arc */
} kr_arc_commodity;

/** A move over an open arc at a boundary, in the direction that the model's flow takes. */
typedef struct kr_arc_move {
  int64_t from, to; /**< states */
  int32_t arc, head_platform, arrival, steps;
} kr_arc_move;

typedef struct kr_arc_states {
  const kr_timeline *line; /**< borrowed */
  bool by_origin;          /**< flows run backward */
  uint8_t *reach;          /**< [states] of the commodity numbered last */
  int64_t *row;            /**< [states] likewise, KR_NONE = none */
} kr_arc_states;

/** @return KR_ERR_MEMORY; clear either way */
kr_status kr_arc_states_init(kr_arc_states *x, const kr_timeline *line, bool by_origin);
void kr_arc_states_clear(kr_arc_states *x);

int64_t kr_arc_state_of(const kr_arc_states *x, int32_t platform, int32_t tau);

/** The move over the i-th open arc at a boundary. @return false where the arc is closed on that day or arrives behind
 * the horizon */
bool kr_arc_find_move(const kr_arc_states *x, const kr_lane_tolls *lane, int32_t i, int32_t tau, kr_arc_move *out);

/**
 * Gives rows to a commodity's sources, live or not, then to its other live states.
 * @return the first row behind them
 * @cost O(boundaries * (platforms + open arcs)), times a few in the static view
 */
int64_t kr_arc_states_number(kr_arc_states *x, const kr_arc_commodity *k, int64_t next);

#endif
