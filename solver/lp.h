#ifndef KR_SOLVER_LP_H
#define KR_SOLVER_LP_H

#include "solver/classes.h"
#include "solver/master.h"
#include "solver/pricing.h"

/**
 * The LP by column generation: the restricted master over the routes found so far gives tolls, pricing under these
 * tolls gives the Lagrangian bound and the routes that would improve the master, until objective and bound meet.
 * The interior-point master is solved only to a part of the gap that is left, so that its tolls stay well centred; the
 * key-route simplex always to the end. A static solve starts from a dual ascent; in the dated view a few rounds of
 * columns do better (waiting spreads the load by itself); a warm one starts from the routes and tolls of an earlier
 * solve. At the end the flow is at a vertex: few split shipments, and little to lose in whole kilograms.
 */
#define KR_LP_AMPLE 1e9 /* units: capacity of a row that is no limit */

typedef struct kr_lp {
  const kr_timeline *line;     /**< borrowed */
  const kr_settings *settings; /**< borrowed */
  kr_classes *classes;         /**< shipments that are treated as one */
  double *open_t;              /**< [shipments] tonnes to plan, of classes; of each shipment after kr_lp_expand */
  double *unserved_cost; /**< [shipments] weight * U and its fee; with limits on staying what it costs beyond these */
  double *stay_cost;     /**< [shipments] … and within them; NULL without limits, like the next */
  double *staying;       /**< [shipments] the same under the tolls of the last pass */
  double *capacity;      /**< [rows] units */
  int32_t n_rows;
  kr_columns *pool;
  kr_pricing *pricing;
  kr_master *master;  /**< made by the first solve */
  double *ideal_cost; /**< [shipments] per tonne on an empty network, INFINITY without a route */
  double *ideal_h;    /**< [shipments] hours of that route */
  double *cost;       /**< [shipments] of the last pass, of speakers, like the next two */
  double *least;      /**< dated: as if nothing were due */
  int32_t *arrival;   /**< dated: … and when such a route arrives */
  double *toll;       /**< [rows] of the best bound so far */
  double *flow;       /**< [pool columns] of the last master point; NULL while there is none */
  size_t flow_room, n_flow;
  double objective, bound; /**< of flow, and the best; gap between them */
  int64_t n_rounds;
  bool is_again;   /**< solved before: no progress is told any more */
  bool is_stopped; /**< by time or signal, before the gap */
  double wall_master_s, wall_pricing_s, cpu_master_s, cpu_pricing_s;
} kr_lp;

/**
 * Sets the LP up: everything is planned that commitments leave open. `line` must be over capacities from which the
 * commitments are taken already. @param open_t [shipments], copied
 */
kr_status kr_lp_create(kr_lp **out, const kr_timeline *line, const kr_settings *settings, const double *open_t,
                       kr_error *err);
void kr_lp_free(kr_lp *lp);

/**
 * Solves to `gap` (relative), or until the deadline on kr_clock_wall() or the stop flag: lp->is_stopped then.
 * @return KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_lp_solve(kr_lp *lp, double gap, double deadline_s, kr_error *err);

/**
 * Solves again after capacities or tonnes (of shipments that had some) have changed; only with the key-route simplex,
 * which goes on from its basis, or begins from the flow where another master was first. The bound is of the LP as it is
 * now. @return likewise
 */
kr_status kr_lp_again(kr_lp *lp, double gap, double deadline_s, kr_error *err);

/** The same from the tolls of settings->warm instead of the basis: for changes so large that little of it would stay.
 */
kr_status kr_lp_afresh(kr_lp *lp, double gap, double deadline_s, kr_error *err);

/** With limits on what may stay (settings->stay): takes them from there again; kr_lp_again then solves under them. */
void kr_lp_limit_stays(kr_lp *lp);

/** … the row of a forwarder's limit; that of all freight has the number after the last forwarder's. */
int32_t kr_lp_stay_row(const kr_lp *lp, int32_t forwarder);

/** … tonnes of the flow's plan that stay beyond the limits. @cost O(shipments + columns) */
double kr_lp_over_t(const kr_lp *lp);

/**
 * Another LP over the same timeline with the same routes and flow, to be solved with kr_lp_again by another thread:
 * `from` must have been solved and keep shipments apart, and is only read. @param open_t [shipments] as for
 * kr_lp_create. @return KR_ERR_MEMORY. @cost O(routes)
 */
kr_status kr_lp_clone(kr_lp **out, const kr_lp *from, const kr_settings *settings, const double *open_t, kr_error *err);

/**
 * From classes to shipments: routes and flow of a class are dealt out among its members, which splits as few of them as
 * the class has routes. After this the LP is not solved any more. @param all_routes each member gets all its class has;
 * so it does where there is no flow yet
 * @return KR_ERR_MEMORY. @cost O(shipments + routes)
 */
kr_status kr_lp_expand(kr_lp *lp, bool all_routes, kr_error *err);

/** (objective - bound) / max(1, |objective|), never negative. */
double kr_relative_gap(double objective, double bound);

#endif
