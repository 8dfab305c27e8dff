#ifndef KR_CLI_REPORT_SCHEMATIC_H
#define KR_CLI_REPORT_SCHEMATIC_H

#include "cli/report/projection.h"
#include "graph/corridor.h"

/**
 * Places the nodes of a corridor that has no coordinates: columns by the fewest links from a node at the end of its
 * part of the network, rows so that neighbours are near: some passes of means over neighbours.
 * @param at [nodes] receives the places, the whole about twice as wide as high
 * @return KR_ERR_MEMORY. @cost O((nodes + links) * passes + nodes log nodes)
 * @source K. Sugiyama, S. Tagawa, M. Toda, IEEE Transactions on Systems, Man and Cybernetics 11 (1981): layers, then
 * barycentres
 */
kr_status kr_schematic_place(const kr_corridor *c, kr_point *at);

#endif
