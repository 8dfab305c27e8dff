#ifndef KR_SOLVER_ARC_COMMODITIES_H
#define KR_SOLVER_ARC_COMMODITIES_H

#include <stdbool.h>

#include "graph/timeline.h"

/** Which shipments share a commodity of the arc-flow model, see arc_model.h; private to arc_*.c. */

/** A shipment's place: its commodity (the first four), then its source. */
typedef struct kr_arc_member {
  int32_t ware, goal; /**< goal: platform that absorbs */
  double due_step;    /**< INFINITY without */
  kr_micro weight;
  int32_t platform, ready; /**< the source; ready KR_NONE = beyond the horizon */
  int32_t shipment;
  int32_t alone; /**< integer models: an unsplittable shipment is its own commodity, this its number + 1; else 0 */
} kr_arc_member;

typedef struct kr_arc_commodities {
  bool by_origin;      /**< flows run backward, from doors to yards: static view only */
  int32_t n_shipments; /**< and members */
  int32_t n;
  kr_arc_member *members; /**< sorted by commodity, source, shipment */
  int32_t *first;         /**< [n + 1] into members */
} kr_arc_commodities;

/** By destination, or by origin where that makes fewer and time does not count. @return KR_ERR_MEMORY; clear either way
 * @cost O(shipments log shipments) */
kr_status kr_arc_commodities_form(kr_arc_commodities *out, const kr_timeline *line, bool is_integer);

/** Frees the arrays, not the struct, and zeroes it. */
void kr_arc_commodities_clear(kr_arc_commodities *k);

/** The member behind the last one that has the source of member i; `end` = behind the last of its commodity. */
int32_t kr_arc_source_end(const kr_arc_member *members, int32_t i, int32_t end);

#endif
