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
 * @return KR_ERR_RANGE for a plan that is not there; KR_ERR_MEMORY; KR_ERR_SOLVER
 */
kr_status kr_solve(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_error *err);
/** Sets bound, gap and is_optimal by the gap asked for. A bound above the objective by rounding only becomes that, or,
 * by more than 1e-9 of it, is taken for as uncertain downwards. */
void kr_result_prove(kr_result *r, double bound, double gap);

void kr_solution_free(kr_solution *solution);

#endif
