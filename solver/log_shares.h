#ifndef KR_SOLVER_LOG_SHARES_H
#define KR_SOLVER_LOG_SHARES_H

#include <stdint.h>

#include "graph/status.h"

/**
 * max Σ_j weight_j log s_j  s.t.  N s <= most,  Σ_j s_j as at the start,  s > 0: small and dense.
 *
 * An active-set method: damped Newton steps along the rows that are tight, each one Cholesky of A D⁻¹ Aᵀ with A the
 * tight rows and D = diag(weight / s²); a row that a step meets becomes tight; at the best point of the tight ones the
 * first row with a negative price is let go. Feasible sets without an interior, even single points, are no trouble.
 * Numbers should be about 1, and rows that are nearly the same stand once.
 *
 * @source Nocedal, Wright, Numerical Optimization (2006) §16.5; the damping: Nesterov, Nemirovskii (1994)
 */
typedef struct kr_log_shares {
  int32_t n, n_rows;
  const double *weight; /**< [n] > 0 */
  const double *row;    /**< [n_rows * n] N >= 0 */
  const double *most;   /**< [n_rows] */
  double *s;            /**< [n] > 0, in: within all rows, up to rounding; out: the optimum */
} kr_log_shares;

/** @return KR_ERR_MEMORY; KR_ERR_SOLVER when it does not end. @cost steps * (tight² n + tight³ / 3 + n_rows n) */
kr_status kr_log_shares_solve(const kr_log_shares *problem);

#endif
