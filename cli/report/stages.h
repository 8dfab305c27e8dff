#ifndef KR_CLI_REPORT_STAGES_H
#define KR_CLI_REPORT_STAGES_H

#include "graph/corridor.h"

/**
 * Freight by the stages of its way: origin, the busiest crossing of the route, its busiest port, destination. Of each
 * stage the places with most tonnes have a box of their own, the others share one, and so do lots without that stage.
 * The two stations of a border pass, crossings of two countries that a link joins, are one crossing.
 */
enum { KR_STAGE_ORIGIN, KR_STAGE_CROSSING, KR_STAGE_PORT, KR_STAGE_DESTINATION, KR_N_STAGES };

#define KR_STAGE_NAMED 8                      /**< boxes of one place */
#define KR_STAGE_OTHERS KR_STAGE_NAMED        /**< the box of all other places */
#define KR_STAGE_WITHOUT (KR_STAGE_NAMED + 1) /**< the box of lots without that stage */
#define KR_STAGE_BOXES (KR_STAGE_NAMED + 2)

typedef struct kr_stages {
  int32_t node[KR_N_STAGES][KR_STAGE_NAMED]; /**< the most tonnes first; KR_NONE = no more */
  int32_t n_others[KR_N_STAGES];             /**< places in the box of the others */
  int64_t kg[KR_N_STAGES][KR_STAGE_BOXES];
  int64_t flow_kg[KR_N_STAGES - 1][KR_STAGE_BOXES][KR_STAGE_BOXES]; /**< from a box to one of the next stage */
  int64_t all_kg;
  int32_t *partner; /**< [nodes] the station beyond the border; KR_NONE = none */
} kr_stages;

/** Adds lots up. Crossings and ports are nodes of type `crossing` and `port`. @return KR_ERR_MEMORY. @cost O(legs) */
kr_status kr_stages_create(kr_stages **out, const kr_corridor *c, const kr_allocation *a);
void kr_stages_free(kr_stages *stages);

#endif
