#ifndef KR_TESTS_ARCFLOW_SOLVE_H
#define KR_TESTS_ARCFLOW_SOLVE_H

#include "graph/status.h"
#include "tests/arcflow_model.h"

/** What GLPK found, and what its point and prices are worth by our own sums over the model. */
typedef struct kr_flow_answer {
  double optimum;       /**< cost of the point, negative flows taken as 0 */
  double bound;         /**< LP: what the row prices prove, whatever their errors; MIP: the optimum again */
  double infeasibility; /**< worst row error over the sum of the row's terms (at least 1) */
  int n_binding;        /**< limits that are met and have a price (LP only) */
  int attempts;         /**< ways of solving tried; 1 is usual */
} kr_flow_answer;

/**
 * Solves the model with GLPK: dual simplex, and if the point or its proof is not good to 1e-9, the primal simplex, then
 * with presolve, then in exact arithmetic. Integer models then go through branch and bound, without cuts.
 * @return KR_ERR_SOLVER when no way gives a proven answer; KR_ERR_MEMORY
 */
kr_status kr_flow_solve(kr_flow_answer *out, const kr_flow_model *m, kr_flow_goal goal, kr_error *err);

#endif
