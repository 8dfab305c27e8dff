#ifndef KR_GRAPH_NETWORK_H
#define KR_GRAPH_NETWORK_H

#include <stdbool.h>

#include "graph/corridor.h"

/**
 * The physical network: where freight can stand and how it moves on, without time.
 *
 * A platform is a place where freight stands: a (node, mode) pair that a link or transfer touches; besides, a yard for
 * each node where some shipment begins (freight not yet loaded) and a door for each node where one ends (freight
 * delivered). An arc is one leg: loading leads from the yard to a platform, links and transfers from platform to
 * platform, unloading from a platform to the door. Loading or unloading without a row in transfer.csv is an arc too,
 * with `what` = KR_NONE: it takes no time and leaves no leg behind.
 *
 * Freight may be loaded into every mode that has a link at the node (either end) or a loading row there.
 */
typedef enum kr_arc_kind { KR_ARC_LOAD, KR_ARC_LINK, KR_ARC_TRANSFER, KR_ARC_UNLOAD } kr_arc_kind;

typedef struct kr_arc {
  int32_t tail, head; /**< platforms */
  int32_t what;       /**< link or transfer row; KR_NONE = free loading or unloading */
  uint8_t kind;       /**< kr_arc_kind */
  bool backward;      /**< a link travelled from its to_node to its from_node */
  kr_span resources;
} kr_arc;

typedef struct kr_network {
  int32_t n_platforms, n_arcs;
  kr_arc *arcs;       /**< sorted by tail */
  int32_t *first_arc; /**< [n_platforms + 1] arcs out of p are first_arc[p] … first_arc[p + 1] */
  int32_t *arcs_in;   /**< [n_arcs] arc indices sorted by head */
  int32_t *first_in;  /**< [n_platforms + 1] into arcs_in */
  int32_t *yard;      /**< [nodes] platform, KR_NONE where no shipment begins */
  int32_t *door;      /**< [nodes] platform, KR_NONE where no shipment ends */
} kr_network;

/**
 * Builds the network of a checked corridor. @return KR_ERR_MEMORY
 * @cost O(nodes * modes + links + transfers + shipments)
 */
kr_status kr_network_create(kr_network **out, const kr_corridor *c, kr_error *err);
void kr_network_free(kr_network *net);

/** Whether `cargo` can ever use the arc: every resource on it is counted in a unit that carries this cargo. */
bool kr_arc_admits(const kr_corridor *c, const kr_arc *arc, int32_t cargo);

/** The leg that a move over `arc` leaves in an allocation; not for free arcs. */
kr_leg kr_arc_leg(const kr_arc *arc, int32_t depart_min, int32_t arrive_min);

#endif
