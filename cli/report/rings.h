#ifndef KR_CLI_REPORT_RINGS_H
#define KR_CLI_REPORT_RINGS_H

#include "cli/report/flow.h"

/** The resources of each node: those of its transfers, loading and unloading, and of links across a border there. */
typedef struct kr_rings {
  int32_t *first;     /**< [nodes + 1] */
  int32_t *resources; /**< those of node i are resources[first[i] … first[i + 1]); some may stand there twice */
} kr_rings;

/** @return KR_ERR_MEMORY. @cost O(nodes + resources of links and transfers) */
kr_status kr_rings_create(kr_rings **out, const kr_corridor *c);
void kr_rings_free(kr_rings *rings);

/** The one that is used most; KR_NONE where there is none or all are closed. */
int32_t kr_rings_busiest(const kr_rings *rings, const kr_flow *flow, int32_t node, int32_t day);

#endif
