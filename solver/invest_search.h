#ifndef KR_SOLVER_INVEST_SEARCH_H
#define KR_SOLVER_INVEST_SEARCH_H

#include "solver/invest_internal.h"

/**
 * Best-first branch and bound over the sets within a budget: the choice about which least is proven is divided, by an
 * upgrade in or out, or, when all that it leaves open can be bought together, solved with all of it.
 * @param limit  the objective that a set must be below; lowered as better ones are solved
 * @param bound  receives what is proven for every set within the budget
 * @return KR_ERR_LIMIT when the stop flag came, `bound` being what was proven by then; as kr_scenarios_solve
 */
kr_status kr_invest_search(kr_invest *x, kr_micro budget, double *limit, double *bound, kr_error *err);

#endif
