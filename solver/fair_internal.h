#ifndef KR_SOLVER_FAIR_INTERNAL_H
#define KR_SOLVER_FAIR_INTERNAL_H

#include "solver/fair.h"
#include "solver/fair_shares.h"

/* Private to solver/fair*.c. */

#define KR_FAIR_MOST_ASKED 1000 /* cuts are finite; far more than were ever needed */

/** From max-min shares to proportionally fair ones. @return as kr_fair_shares_find */
kr_status kr_fair_proportional(const kr_fair_shares *shares, kr_fair_oracle *o, kr_error *err);

/** A solve with fairness under way. */
typedef struct kr_fair_solve {
  const kr_corridor *c;
  const kr_settings *settings;
  kr_fair_kind kind;
  int32_t n; /**< forwarders */
  kr_solution *plain, *fair;
  kr_warm warm;         /**< the plain plan */
  kr_allocation routes; /**< its routes and those that the shares were found with */
  kr_fairness *fairness;
  double *asked_t, *stays_t, *most_t; /**< [forwarders] */
  double wall_s, cpu_s;               /**< of finding the shares */
  double began_s;
  bool is_cut; /**< time or a signal ended some part of it */
} kr_fair_solve;

/** [forwarders] kilograms that a plan serves of each. @cost O(lots) */
void kr_fair_count(const kr_fair_solve *s, const kr_allocation *a, int64_t *served_kg);

/** Whether time or a signal ended a solve before its gap. */
static inline bool kr_fair_was_cut(const kr_solution *solution) {
  return solution->is_stopped && !solution->result.is_optimal;
}

/** U at the largest weight. */
double kr_fair_dearest_staying(const kr_corridor *c);

/** The settings of the solve, started from the plain plan, with what is left of the time. */
kr_settings kr_fair_settings(kr_fair_solve *s);

/**
 * From the LP's plan with its floors, s->fair, to whole trains and shipments, by rounds from the plain plan. In each
 * tonnes count before hours. In the first nobody has more of a shipment than in the LP's plan; then whoever has its
 * share or more keeps what it has, less what it loses least by; who has less is charged the more for what stays; and
 * all is searched anew. The plan that misses the shares by least is taken, of equals the cheapest; floors are then
 * lowered to what it serves, and the LP's bound by their prices, so that it is one for all plans that keep these
 * floors.
 * @return as kr_solve
 */
kr_status kr_fair_integers(kr_fair_solve *s, kr_error *err);

#endif
