#ifndef KR_CLI_REPORT_ITINERARIES_H
#define KR_CLI_REPORT_ITINERARIES_H

#include "cli/report/facts.h"
#include "cli/report/page.h"

/**
 * The itineraries of some shipments as JSON, which the script draws when a shipment is chosen: names of nodes and
 * modes, the words it needs, and per shipment its ready and due minute (since 1970; null = none) and its lots: tonnes,
 * then six numbers a leg: kind, mode, from and to node, minutes of waiting before it, minutes it takes (null, null
 * without times). A mode or node that is none is -1.
 * @param list [n] shipments. @cost O(lots + legs of those)
 */
void kr_itineraries_put(kr_page *page, const kr_facts *f, const int32_t *list, int32_t n);

#endif
