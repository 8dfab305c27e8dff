#ifndef KR_CLI_REPORT_GEOJSON_H
#define KR_CLI_REPORT_GEOJSON_H

#include "cli/report/flow.h"
#include "instances/sink.h"

/**
 * A plan as GeoJSON (RFC 7946), one FeatureCollection for QGIS, geojson.io, kepler.gl: each node a Point, each link a
 * LineString along the shortest way (a MultiLineString where that crosses the antimeridian), with these properties over
 * the whole horizon:
 *   nodes  kind "node", node_id, name, node_type, country, tonnes (leave it by a link or end there), stays_t (ready
 *          there, in no lot), most_waiting_t (planned, between legs, at any day's end)
 *   links  kind "link", link_id, name, mode, from_node_id, to_node_id, directed, length_km, tonnes, tonnes_forward,
 *          tonnes_backward
 *   both   busiest_resource, utilisation (its used ÷ capacity), shadow_price (the highest of any day and resource
 * there, weighted tonne-hours per unit); null where nothing has a limit, or there are no prices
 * @return KR_ERR_MEMORY. @cost O(nodes * links at worst, for the bounding box)
 */
#define KR_GEOJSON_BEGINNING "{\"type\":\"FeatureCollection\""
kr_status kr_geojson_put(kr_sink *sink, const kr_flow *flow, kr_error *err);

#endif
