#ifndef KR_SOLVER_INTERIOR_H
#define KR_SOLVER_INTERIOR_H

#include <signal.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * A primal-dual interior-point method for LPs of blocks with capacities:
 *
 *     min Σ c_p x_p   s.t.  Σ_{p of block s} x_p = q_s,   Σ_p a_p x_p + t = b,   x, t >= 0
 *
 * duals π_s (free) and μ >= 0 with z_p = c_p + a_p·μ - π_s >= 0. Each block holds a column without entries (freight
 * left unserved), so the problem is feasible and, with b > 0, has an interior.
 *
 * Newton's equations reduce by hand to the capacity rows. With d_p = x_p / z_p, D_s = Σ d_p, and for each block its
 * column k of largest d as the point of reference, e_p = a_p - a_k and h_s = Σ d_p e_p,
 *
 *     S Δμ = r,   S = diag(t / μ) + Σ_s [ Σ_p d_p e_p e_pᵀ - h_s h_sᵀ / D_s ]
 *
 * (the differences e_p keep S free of cancellation when one d dominates, as it does near a vertex). A step is one
 * Cholesky of S, used twice: Mehrotra's predictor, then his corrector.
 *
 * Invariants: every point is dual feasible and meets the block sums up to rounding, from the start on: given μ and a
 * barrier parameter τ, x_p = τ / z_p with π_s the root of Σ_p τ / (c_p + a_p·μ - π) = q_s. Only the capacity rows have
 * a residual, which shrinks by (1 - α) a step. That same construction is the warm start: new columns and rows find
 * their centred places from the old μ.
 *
 * @source Mehrotra, SIAM J. Optim. 2 (1992); Gondzio, González-Brevis, Munari, EJOR 224 (2013) for the use in column
 * generation
 */
typedef struct kr_block_lp {
  int32_t n_blocks, n_rows;
  const int64_t *first_column; /**< [n_blocks + 1] */
  const double *cost;          /**< [columns] */
  const int64_t *first_entry;  /**< [columns + 1] */
  const int32_t *entry_row;    /**< ascending within a column */
  const double *entry_value;
  const double *demand;   /**< [n_blocks] > 0 */
  const double *capacity; /**< [n_rows] > 0 */
} kr_block_lp;

/** A point; the caller owns the arrays. toll is read as the start, everything is written. */
typedef struct kr_block_point {
  double *flow;          /**< [columns] x */
  double *spare;         /**< [columns] z */
  double *value;         /**< [n_blocks] π */
  double *slack;         /**< [n_rows] t */
  double *toll;          /**< [n_rows] μ; values <= 0 mean "no idea" */
  double objective, gap; /**< c·x and relative complementarity at the end */
  int32_t n_steps;
} kr_block_point;

/** When to give up. */
typedef struct kr_interior_limit {
  double until_s;                    /**< on kr_clock_wall(); INFINITY = never */
  const volatile sig_atomic_t *stop; /**< may be NULL */
} kr_interior_limit;

/**
 * @param start_gap relative gap at which the centred start is made: large = far from the optimum
 * @param gap       stop when the complementarity is below gap * max(1, |c·x|) and the rows hold to 1e-9
 * @param limit     stop with KR_ERR_LIMIT at its time or signal
 * @return KR_ERR_SOLVER when steps became too short or too many: the point is then no use
 * @cost per step rows³ / 3 + Σ_p (entries of p and its block's k)²
 */
kr_status kr_interior_solve(const kr_block_lp *lp, kr_block_point *point, double start_gap, double gap,
                            const kr_interior_limit *limit);

#endif
