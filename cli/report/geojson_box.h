#ifndef KR_CLI_REPORT_GEOJSON_BOX_H
#define KR_CLI_REPORT_GEOJSON_BOX_H

#include "graph/corridor.h"

/** The bounding box of a map, degrees: west > east where it lies across the antimeridian (RFC 7946 §5.2). */
typedef struct kr_geojson_box {
  double west, south, east, north;
} kr_geojson_box;

/**
 * Begins a box: west and east around all nodes and links, leaving out the widest gap that no link crosses; the whole
 * globe where there is none. No latitudes yet. @return KR_ERR_MEMORY. @cost O(nodes * (log nodes + links))
 */
kr_status kr_geojson_box_longitudes(kr_geojson_box *box, const kr_corridor *c);

/** Takes in a latitude. */
void kr_geojson_box_latitude(kr_geojson_box *box, double lat);

#endif
