#ifndef KR_CLI_REPORT_LAYOUT_H
#define KR_CLI_REPORT_LAYOUT_H

#include "cli/report/projection.h"
#include "graph/corridor.h"

#define KR_LAYOUT_WIDTH 960.0 /**< of every map, in its own units: pixels at zoom 1 on a screen that wide */

/** Where the nodes are drawn, and how anything else gets there. */
typedef struct kr_layout {
  double height;
  kr_point *nodes;   /**< [nodes] */
  bool is_schematic; /**< all nodes have the same coordinates: they stand by their distance along links instead */
  kr_projection projection;
  double scale;    /**< units per radius of the earth */
  kr_point origin; /**< of the units, in radii */
} kr_layout;

/**
 * Lays out the nodes of a corridor. Nodes of one place are set a little apart. @return KR_ERR_MEMORY
 * @cost O(nodes log nodes + links); the schematic layout O(nodes * links) at worst
 */
kr_status kr_layout_create(kr_layout **out, const kr_corridor *c, kr_error *err);
void kr_layout_free(kr_layout *layout);

/** A place in the map's units. */
kr_point kr_layout_at(const kr_layout *l, double lon_deg, double lat_deg);

#endif
