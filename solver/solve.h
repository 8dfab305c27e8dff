#ifndef KR_SOLVER_SOLVE_H
#define KR_SOLVER_SOLVE_H

#include "graph/result.h"
#include "solver/settings.h"

/** A finished solve. */
typedef struct kr_solution {
  kr_timetable *timetable; /**< capacities and running times it was made under */
  kr_result result;
  bool is_stopped; /**< time limit or signal before the gap: exit code 4 */
} kr_solution;

/**
 * Allocates the corridor's freight: least weighted tonne-hours within every capacity, by column generation, published
 * in whole kilograms with a valid bound. Commitments keep their capacity and appear in the result as they are.
 * The answer depends on corridor, plan, view and gap, not on the number of threads (a time limit or a signal cut it
 * where they fall).
 * @param c        borrowed, checked by its reader
 * @param settings borrowed
 * @return KR_ERR_RANGE for a plan that is not there, or capacities that add up to too much (static); KR_ERR_INPUT for
 *         promises that the plan cannot carry, or more whole units than can be counted; KR_ERR_MEMORY; KR_ERR_SOLVER
 */
kr_status kr_solve(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_error *err);

/** Sets bound, gap and is_optimal by the gap asked for; a bound above the objective by rounding only becomes that. */
void kr_result_prove(kr_result *r, double bound, double gap);

/**
 * The bound to publish of an LP, whose shadow prices the judge adds up again: where they span many orders of magnitude
 * it may lie above the objective by more than rounding, up to 1e-6 of it, and is then as far below it.
 */
double kr_lp_bound_beside(double objective, double bound);

void kr_solution_free(kr_solution *solution);

#endif
