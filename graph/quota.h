#ifndef KR_GRAPH_QUOTA_H
#define KR_GRAPH_QUOTA_H

#include "graph/corridor.h"

/**
 * Quotas: how much of a resource one forwarder's own freight may use on a day. In memory a quota is a resource like any
 * other, behind those of resource.csv: of the same unit, used wherever the resource itself is used, but only by its
 * holder's freight. So tolls, columns, rounding, whole units, reasons and export know quotas without knowing of them;
 * what they must ask is whether a ware counts on a resource (kr_counts_on).
 *
 * Commitments of the holder count. Shares of units count as such: a quota's own units need not be whole.
 */

/** One row of quota.csv, as of capacity.csv; holder and resource instead of the resource alone. */
typedef struct kr_quota_row {
  int32_t forwarder, resource;
  kr_capacity capacity; /**< its `resource` is not set */
} kr_quota_row;

/** What a quota is called where resources are named; there are spaces in it, so it can be no id of the instance's. */
#define KR_QUOTA_NAME "quota of %s on %s"

/**
 * Lays quotas into a corridor that has all its resources, links, transfers and shipments, and none yet.
 * @param rows no two of them under one plan for the same forwarder, resource and day
 * @return KR_ERR_MEMORY: the corridor is then good for kr_corridor_free only
 * @cost O(rows log rows + (links + transfers) * their resources * quotas)
 */
kr_status kr_quotas_lay(kr_corridor *c, const kr_quota_row *rows, int32_t n);

#endif
