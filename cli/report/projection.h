#ifndef KR_CLI_REPORT_PROJECTION_H
#define KR_CLI_REPORT_PROJECTION_H

#include <stdbool.h>
#include <stdint.h>

/**
 * From longitude and latitude to a plane, x to the east, y to the south, in radii of the earth. A conformal cone with
 * two standard parallels where the places lie well within one hemisphere (straight lines are then nearly the shortest
 * ways); else plain degrees, shrunk as in the middle.
 * @source J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987), §15
 */
typedef struct kr_projection {
  double middle_lon, shrink; /**< shrink: of longitudes, where plain */
  double cone, factor;       /**< n and F of the cone; cone 0 = plain degrees */
} kr_projection;

typedef struct kr_point {
  double x, y;
} kr_point;

/** Fits the cone to places, which may lie across the antimeridian. @param places longitudes (x), latitudes (y), degrees
 */
kr_projection kr_projection_fit(const kr_point *places, int32_t n);

/** A longitude as the one nearest to the middle, middle ± 180. */
double kr_projection_near(const kr_projection *p, double lon_deg);

/** @param lon_deg is taken as it is: a line that runs on beyond the middle ± 180 stays whole */
kr_point kr_project(const kr_projection *p, double lon_deg, double lat_deg);

#endif
