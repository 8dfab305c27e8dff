#ifndef KR_SOLVER_ASCENT_H
#define KR_SOLVER_ASCENT_H

#include "solver/pricing.h"

/**
 * Dual ascent: some passes of pricing that lift the Lagrangian bound from nothing to near the optimum, and leave
 * behind tolls and routes that are worth starting from. Each pass sends all freight by its cheapest route under the
 * tolls; o_r = min(1, load_r / cap_r - 1) says by how much each resource-day is over- or underloaded. Then, at pass k,
 *
 *     d_r    = (1 - β) o_r + β d_r                                  momentum
 *     g_r    = 1.2 g_r where o_r d_r > 0, else max(0.7 g_r, 0.1)    a gain of its own for every row
 *     toll_r = max(0, toll_r + η / (1 + k / 10) * unit_r * g_r d_r)
 *
 * unit_r is the mean cost of a route over the number of rows that it uses, per unit of r: what one row's share of a
 * route costs. A row that goes on being overloaded grows dear ever faster, one that swings about its capacity settles.
 * The bound need not rise from pass to pass; the best tolls are kept. Measured on the public static sets, 40 passes end
 * 0.01-0.05 % under the optimum (2 % where whole cuts are full), where Polyak's rule was at 0.5-50 %.
 *
 * @source Jacobs, Neural Networks 1 (1988): gains by sign, delta-bar-delta; Polyak, USSR Comput. Math. 4 (1964):
 * momentum
 */
typedef struct kr_ascent {
  kr_pricing *pricing;
  kr_columns *pool;
  const double *capacity;      /**< [rows] units */
  const double *open_t;        /**< [shipments] */
  const double *unserved_cost; /**< [shipments] */
  int32_t n_rows, n_passes;
  double *toll;                     /**< in: start, out: of the best bound, [rows] */
  double *cost;                     /**< out: [shipments] tolled cost per tonne under these tolls */
  double bound;                     /**< in: of that start; out: the best */
  bool (*must_stop)(void *context); /**< asked before every pass; may be NULL */
  void *context;
  int32_t n_done; /**< out: passes made */
} kr_ascent;

/** @return KR_ERR_MEMORY. @cost n_passes passes of pricing, fewer when the bound has all but stopped rising */
kr_status kr_ascent_run(kr_ascent *ascent, kr_error *err);

#endif
