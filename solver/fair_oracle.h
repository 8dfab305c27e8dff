#ifndef KR_SOLVER_FAIR_ORACLE_H
#define KR_SOLVER_FAIR_ORACLE_H

#include "solver/ground.h"
#include "solver/lp.h"

/**
 * Whether any plan leaves no forwarder with more unserved than asked. It is an LP over the same network in which routes
 * are as good as free (a tiny price per hour keeps them short), staying within the limits is free and staying beyond
 * them costs; when something must stay beyond, its tolls prove it, and more: with ν_f the prices of the limits, every
 * plan that leaves `all_t` in all has
 *
 *     Σ_f ν_f u_f >= rhs        (u_f: tonnes of forwarder f that stay)
 *
 * a cut in the space of what forwarders are left with, where all of fairness happens. Asking again with other limits
 * goes on from the last answer; only after the first, from which limits move furthest, from its routes and tolls alone
 * (measured on middle-corridor at 0.4 of its capacity: 8 CPU s instead of 17).
 *
 * @source Benders (1962): the projection of an LP on few of its variables, by cuts from its dual
 */
typedef struct kr_fair_cut {
  double *price; /**< [forwarders] ν >= 0, about 1 */
  double rhs;    /**< tonnes */
} kr_fair_cut;

typedef struct kr_fair_oracle {
  kr_corridor corridor; /**< shallow copy in which shipments weigh next to nothing, and none is due */
  kr_shipment *shipments;
  kr_settings settings;
  kr_stay_limits stay;
  kr_ground ground;
  kr_warm warm; /**< the plain routes and … */
  double *toll; /**< … the tolls of the last answer */
  kr_lp *lp;
  int32_t n_forwarders;
  double *most_t; /**< [forwarders] the limits to ask about */
  double all_t;   /**< least tonnes that any plan leaves; after kr_fair_oracle_open */
  double tol_t;   /**< limits that are kept to this are kept */
  kr_fair_cut *cuts;
  size_t n_cuts, cut_room, n_asked;
  double deadline_s; /**< on kr_clock_wall() */
} kr_fair_oracle;

/**
 * Lays the LP and finds how much must stay at least. Start from a zeroed struct; kr_fair_oracle_close() either way.
 * @param c, settings borrowed; settings->warm is where it starts
 * @return KR_ERR_LIMIT when the time is up or a signal came; KR_ERR_MEMORY, KR_ERR_SOLVER, as kr_solve
 * @cost the LP
 */
kr_status kr_fair_oracle_open(kr_fair_oracle *o, const kr_corridor *c, const kr_settings *settings, double deadline_s,
                              kr_error *err);
void kr_fair_oracle_close(kr_fair_oracle *o);

/** Whether the limits in `most_t` can be kept; if not, one more cut says why. @return likewise */
kr_status kr_fair_oracle_ask(kr_fair_oracle *o, bool *is_kept, kr_error *err);

/**
 * Adds the routes of the last answer's flow to an allocation, a kilogram each: somewhere to start from (kr_warm).
 * @return KR_ERR_MEMORY. @cost O(columns)
 */
kr_status kr_fair_oracle_routes(const kr_fair_oracle *o, kr_allocation *routes);

#endif
