#ifndef KR_SOLVER_PUBLISH_H
#define KR_SOLVER_PUBLISH_H

#include <signal.h>

#include "solver/room.h"

/**
 * From floating point to whole kilograms, exactly within capacity.
 *
 * Flows are cut down to whole kilograms; where a resource-day is still beyond its capacity (a flow is only feasible up
 * to rounding) kilograms are taken off again; then what each shipment has left is put back where there is room: on its
 * own routes first, then on the cheapest route through what is left of the network, as long as that beats staying
 * unserved. Any flow will do: from none at all this is a first-come-first-served plan over the routes in the pool.
 */
typedef struct kr_publish_problem {
  kr_columns *pool;   /**< grows by the routes that the filling finds */
  const double *flow; /**< [n_flow] tonnes per column; later columns of the pool count as 0 */
  size_t n_flow;
  const double *staying;             /**< [shipments] what staying costs per tonne */
  const int64_t *open_kg;            /**< [shipments] kilograms to plan */
  double *room;                      /**< [rows] capacity in units; on return what is left of it */
  bool is_integer;                   /**< whole units, and shipments that may not be split */
  const kr_allocation *taken;        /**< lots that hold their capacity already; may be NULL */
  double deadline_s;                 /**< on kr_clock_wall(): no more filling after it */
  const volatile sig_atomic_t *stop; /**< may be NULL: nor after this becomes nonzero */
} kr_publish_problem;

/**
 * @param kg out: [room for pool columns] kilograms per column; grown to the pool's size, free() it
 * @return KR_ERR_MEMORY
 * @cost O(columns * uses) + one sweep per shipment with something left and a route that would pay
 */
kr_status kr_publish_round(int64_t **kg, const kr_publish_problem *problem, kr_error *err);

#endif
