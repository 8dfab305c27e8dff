#ifndef KR_SOLVER_RELIEF_H
#define KR_SOLVER_RELIEF_H

#include "solver/solve.h"

/**
 * How little more would serve a shipment. Freight of others competes for whatever is added, so that no price and no
 * count of units can tell: each answer is found by solving the whole corridor anew, from nothing, with the change in
 * it, each plan judged. It stands between a solve in which it suffices and one with a twentieth less in which it does
 * not. Of the LP's plans, which are optimal to the gap, that says what is needed; of integer plans, found by a search,
 * only what suffices.
 */
typedef struct kr_relief_case {
  const kr_corridor *corridor;
  const kr_settings *settings; /**< plan, view, gap; with integer an iteration limit, or the answer depends on time */
  int32_t shipment;
  bool in_time; /**< whether it must be in time, too, or only served in full */
} kr_relief_case;

/** A resource-day on the shipment's way, and what all of the shipment uses of it. */
typedef struct kr_relief_item {
  int32_t resource, day; /**< in the static view the day does not matter: what is added counts for the horizon */
  double need;           /**< units, > 0 */
} kr_relief_item;

/** Whether a shipment is late by more than the kilogram or so that rounding may send another way. */
bool kr_relief_is_late(const kr_tally *tally);

/** Whether it is served without any relief when all is solved anew. @return as kr_scenarios_solve */
kr_status kr_relief_is_needless(const kr_relief_case *q, bool *is_served, kr_error *err);

/**
 * The least θ for which θ * need more on every item's day serves it, of a shipment that needs some. @param items [n]
 * each resource-day once, with some capacity. @param theta INFINITY where θ = 4 does not do
 * @return as kr_scenarios_solve. @cost about ten cold solves
 */
kr_status kr_relief_capacity(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double *theta,
                             kr_error *err);

/** Units that θ adds for an item, as they were solved with: rounded up to millionths, or where they go whole, to 1. */
kr_micro kr_relief_units(const kr_relief_case *q, const kr_relief_item *item, double theta);

/** The least number of days by which it would have to be ready earlier; 0 where none helps. @return likewise */
kr_status kr_relief_ready(const kr_relief_case *q, int32_t *days, kr_error *err);

#endif
