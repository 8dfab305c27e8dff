#ifndef KR_SOLVER_VERTEX_H
#define KR_SOLVER_VERTEX_H

#include "solver/interior.h"

/**
 * From any feasible flow of a block LP to a vertex that costs no more: the crossover.
 *
 * Each block has a key column; the other columns of a vertex are as many as there are tight rows, and the basis of the
 * whole LP shrinks to the square matrix W[r][j] = a_rj - a_r,key(j) over them (Rosen's primal partitioning). Columns
 * with flow that are neither key nor basic are superbasic. One after the other they are pushed: x_q changes, the basic
 * columns keep the tight rows as they are (u = W⁻¹ w_q), the keys keep the block sums, cost does not rise; until
 *   - x_q reaches 0: it leaves;
 *   - a basic column reaches 0: q takes its place;
 *   - the slack of a row reaches 0: the row becomes tight and q its column (W grows by one);
 *   - a key reaches 0: q becomes the key if it is of that block, else a basic column of that block does and q takes its
 *     place.
 * Each event takes a column out or makes a row tight, so there are at most columns + rows of them; each costs one
 * update of W⁻¹, kept explicitly. A vertex splits at most as many blocks as rows are tight.
 *
 * Rounding: flows below `least_flow` are dropped at the start, and nothing is ever made negative; at the end the basic
 * flows are solved for anew from the tight rows, by iterative refinement.
 * @source Rosen, Math. Prog. 1 (1964) primal partition programming; Farvolden, Powell, Lustig, Oper. Res. 41 (1993);
 * Megiddo, ORSA J. Comput. 3 (1991) for pushing to a basis
 */
typedef struct kr_vertex_stats {
  int64_t n_superbasic, n_events;
  int32_t n_tight; /**< size of W at the end */
} kr_vertex_stats;

/**
 * @param flow  [columns] in: feasible up to rounding; out: a vertex of no greater cost
 * @param slack [rows] in: b - A flow, >= 0 up to rounding; used up
 * @param stats may be NULL
 * @return KR_ERR_MEMORY. @cost events * rows²
 */
kr_status kr_vertex_reach(const kr_block_lp *lp, double *flow, double *slack, double least_flow,
                          kr_vertex_stats *stats);

#endif
