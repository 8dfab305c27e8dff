#ifndef KR_LIB_CURVE_H
#define KR_LIB_CURVE_H

#include "graph/result.h"
#include "solver/settings.h"

/** Plan and bound as a solve goes on, for summary.json. Start from a zeroed struct. */
typedef struct kr_curve {
  kr_incumbent *points; /**< in order of time */
  size_t n, room;
} kr_curve;

/** Adds where the solve stands, if that is news; a point that memory has no room for is left out. */
void kr_curve_add(kr_curve *curve, const kr_progress *progress);
void kr_curve_clear(kr_curve *curve);

#endif
