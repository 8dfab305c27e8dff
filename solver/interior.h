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
 * duals π_s (free) and μ >= 0 with z_p = c_p + a_p·μ - π_s >= 0. The first column of each block has no entries (freight
 * left unserved), so the problem is feasible and, with b > 0, has an interior.
 *
 * Newton's equations reduce by hand to the capacity rows. With d_p = x_p / z_p, D_s = Σ d_p and ā_s = Σ d_p a_p / D_s,
 *
 *     S Δμ = r,   S = diag(t / μ) + Σ_s Σ_{p of s} d_p (a_p - ā_s)(a_p - ā_s)ᵀ:
 *
 * every block adds the covariance of its columns. It is computed over the rows in which they differ, as differences to
 * the column of largest d first, so that nothing cancels when one d dominates, as it does near a vertex; and as a sum
 * of squares it stays positive definite. A step is one Cholesky of S, used several times: Mehrotra's predictor, his
 * corrector, and up to two of Gondzio's, which call outlying products back and buy longer steps.
 *
 * Invariants. Every point is dual feasible and meets the block sums up to rounding; reduced costs are computed anew
 * before a solve ends, so its tolls prove its gap. Only the capacity rows have a residual, which shrinks by (1 - α) a
 * step.
 *
 * Where it starts. Cold: for tolls μ and a barrier parameter τ, x_p = τ / z_p with π_s the root of
 * Σ_p τ / (c_p + a_p·μ - π) = q_s is centred; tolls of overloaded rows and the barrier go up until no row is overloaded
 * by much, since from an infeasible start at a small barrier Newton crawls. Warm: a column known keeps x and z; a new
 * one comes in with x small and z at its reduced cost, and where that is negative π_s sinks, all z of the block with
 * it, which lifts the gap by just what the new columns promise. A new row comes in with its slack and the toll that
 * centres it.
 *
 * Where it stops. In column generation the prices are worth more than the last digit: the centre aimed at is never
 * below what the gap asks for, so the last point is centred, which is what the next start needs. Rows may stay
 * overloaded by as much as costs little to mend, by shrinking the flows there: the caller does that.
 *
 * @source Mehrotra, SIAM J. Optim. 2 (1992); Gondzio, Comput. Optim. Appl. 6 (1996) for the correctors; Gondzio,
 * González-Brevis, Munari, EJOR 224 (2013) for the use in column generation
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

/** A point; the caller owns the arrays. What is read as the start depends on the call, everything is written. */
typedef struct kr_block_point {
  double *flow;          /**< [columns] x */
  double *spare;         /**< [columns] z */
  double *value;         /**< [n_blocks] π */
  double *slack;         /**< [n_rows] t */
  double *toll;          /**< [n_rows] μ; not > 0 means "no idea" */
  double objective, gap; /**< c·x and relative complementarity at the end */
  int32_t n_steps;
} kr_block_point;

/** When to give up. */
typedef struct kr_interior_limit {
  double until_s;                    /**< on kr_clock_wall(); INFINITY = never */
  const volatile sig_atomic_t *stop; /**< may be NULL */
} kr_interior_limit;

/**
 * Cold, from the tolls alone.
 * @param start_gap relative gap at which the centred start is made: best wide, 100 costs few steps more than 1
 * @param gap       stop when the complementarity is below gap * max(1, |c·x|) and overload costs little beside that, or
 *                  does not shrink any more; overload below 1e-9 does not count
 * @param limit     stop with KR_ERR_LIMIT at its time or signal
 * @return KR_ERR_SOLVER when steps became too short or too many: the point is then no use
 * @cost per step rows³ / 3 + Σ_s columns of s * (rows of s)² / 2
 */
kr_status kr_interior_solve(const kr_block_lp *lp, kr_block_point *point, double start_gap, double gap,
                            const kr_interior_limit *limit);

/**
 * Warm, from an earlier point. What is not > 0 is new: flow (of a column), slack (of a row). Known columns come with
 * flow and spare, known rows with slack and toll, blocks with known columns with their value, dual feasible together.
 */
kr_status kr_interior_resume(const kr_block_lp *lp, kr_block_point *point, double gap, const kr_interior_limit *limit);

#endif
