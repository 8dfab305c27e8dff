#ifndef KR_CLI_REPORT_GREAT_CIRCLE_H
#define KR_CLI_REPORT_GREAT_CIRCLE_H

#include "cli/report/projection.h"

#define KR_GREAT_CIRCLE_ROOM 96

/** The shortest way over the globe, as longitudes (x) and latitudes (y) in degrees within ±180, ±90. */
typedef struct kr_great_circle {
  kr_point points[KR_GREAT_CIRCLE_ROOM];
  int32_t n;
  int32_t second; /**< where a second part begins, beyond the antimeridian; 0 = there is one part only */
} kr_great_circle;

/**
 * From one place to another: its ends, exactly as given, and points at most 250 km apart between them where it is
 * longer than 500 km. A way over the antimeridian is cut there into two parts (RFC 7946 §3.1.9). Places opposite each
 * other are joined by their ends alone. @cost O(points)
 */
kr_great_circle kr_great_circle_between(kr_point from, kr_point to);

#endif
