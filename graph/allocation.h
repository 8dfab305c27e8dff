#ifndef KR_GRAPH_ALLOCATION_H
#define KR_GRAPH_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * Freight on its way, as data: lots, each one route of one shipment with a whole number of kilograms, and the legs of
 * each route in order. What the solver proposes, the writer writes, the judge reads back, and what commitment.csv
 * promises, all have this one shape.
 */
typedef enum kr_leg_kind { KR_LEG_LOAD, KR_LEG_LINK, KR_LEG_TRANSFER, KR_LEG_UNLOAD } kr_leg_kind;

#define KR_NO_TIME INT32_MIN /**< depart and arrive in static solves */

typedef struct kr_leg {
  uint8_t kind;                   /**< kr_leg_kind */
  bool backward;                  /**< a link of `directed` 0 travelled from its to_node to its from_node */
  int32_t what;                   /**< index of the link (KR_LEG_LINK), else of the transfer row */
  int32_t depart_min, arrive_min; /**< minutes since the horizon's first midnight, or KR_NO_TIME */
} kr_leg;

typedef struct kr_lot {
  int32_t shipment;
  int32_t number;      /**< 1, 2 … within its shipment */
  int64_t quantity_kg; /**< > 0 */
  size_t first_leg;
  int32_t n_legs; /**< >= 1 */
} kr_lot;

typedef struct kr_allocation {
  kr_lot *lots;
  size_t n_lots, lot_room;
  kr_leg *legs;
  size_t n_legs, leg_room;
} kr_allocation;

/** Appends a lot and copies its legs; on KR_ERR_MEMORY nothing is changed. Start from a zeroed struct.
 * `legs` must not lie inside the same allocation, which may move. */
kr_status kr_allocation_add(kr_allocation *a, int32_t shipment, int32_t number, int64_t quantity_kg, const kr_leg *legs,
                            int32_t n_legs);

/** Frees the arrays, not the struct, and zeroes it. */
void kr_allocation_clear(kr_allocation *a);

/** "load", "link", "transfer", "unload". */
const char *kr_leg_kind_name(kr_leg_kind kind);

#endif
