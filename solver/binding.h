#ifndef KR_SOLVER_BINDING_H
#define KR_SOLVER_BINDING_H

#include "graph/result.h"
#include "solver/room.h"

/** A finished plan, to be asked what held its late and unserved shipments up. All borrowed. */
typedef struct kr_binding_case {
  const kr_timeline *line;
  const kr_room *room;   /**< what the plan leaves */
  kr_result *result;     /**< reason and ideal_h are there; first_binding and bindings are filled */
  const kr_tally *tally; /**< [shipments] of the plan */
  const double *toll;    /**< [base rows] which of several to name first */
  int32_t threads;       /**< 0 = all cores; the answer does not depend on it */
} kr_binding_case;

/**
 * For every shipment that is late or stays for want of capacity: the resources that have no room for it when its best
 * route on the empty network would use them, and how many days on that lasts, at most until it has arrived.
 * Without room is a resource-day with less than a kilogram's rounding left; where a shipment goes whole or not at all,
 * with less than all of it needs; and one that is closed.
 * @return KR_ERR_MEMORY. @cost one pass of pricing over these shipments alone
 */
kr_status kr_bindings_find(const kr_binding_case *q, kr_error *err);

/** Whether a resource-day has no room for a shipment: for any of it, or for all where it goes whole or not at all. */
bool kr_room_is_full(const kr_room *room, int32_t row, int32_t shipment);

#endif
