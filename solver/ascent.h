#ifndef KR_SOLVER_ASCENT_H
#define KR_SOLVER_ASCENT_H

#include "solver/pricing.h"

/**
 * Dual ascent: a few passes of pricing that lift the Lagrangian bound from nothing to near the optimum, and leave
 * behind tolls and routes that are worth starting from. Each pass sends all freight by its cheapest route under the
 * tolls and moves every toll by how much its resource-day is over- or underloaded,
 *
 *     toll_r += step / cap_r * d_r,   d = smoothed (load_r / cap_r - 1),   step by Polyak's rule towards bound + Δ
 *
 * in the scaled variable toll * capacity, so that a resource of one train and one of a thousand TEU move alike. Δ grows
 * while it works and shrinks when the bound does not rise.
 *
 * @source Polyak, USSR Comput. Math. 9 (1969); Camerini, Fratta, Maffioli, Math. Prog. Study 3 (1975) for the smoothing
 */
typedef struct kr_ascent {
  kr_pricing *pricing;
  kr_columns *pool;
  const double *capacity;      /**< [rows] units */
  const double *open_t;        /**< [shipments] */
  const double *unserved_cost; /**< [shipments] */
  int32_t n_rows, n_passes;
  double *toll;                     /**< in: start, out: of the best bound, [rows] */
  double bound;                     /**< in: of that start; out: the best */
  bool (*must_stop)(void *context); /**< asked before every pass; may be NULL */
  void *context;
} kr_ascent;

/** @return KR_ERR_MEMORY. @cost n_passes passes of pricing */
kr_status kr_ascent_run(kr_ascent *ascent, kr_error *err);

#endif
