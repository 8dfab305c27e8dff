#ifndef KR_SOLVER_VERTEX_H
#define KR_SOLVER_VERTEX_H

#include "solver/interior.h"

/**
 * From any feasible flow of a block LP to a vertex that costs no more: the crossover of key_simplex.h, then the simplex
 * method over the columns given. Few columns with flow besides one per block: a vertex splits at most as many blocks as
 * rows are tight.
 * @param flow       [columns] in: feasible up to rounding; out: a vertex of no greater cost
 * @param slack      [rows] out: b - A flow
 * @param least_flow what is below is an interior point's dust: dropped
 * @return KR_ERR_MEMORY, KR_ERR_SOLVER, KR_ERR_LIMIT, the flow unchanged. @cost events * rows²
 */
kr_status kr_vertex_reach(const kr_block_lp *lp, double *flow, double *slack, double least_flow,
                          const kr_interior_limit *limit);

#endif
