#ifndef KR_SOLVER_SCENARIO_H
#define KR_SOLVER_SCENARIO_H

#include "solver/solve.h"
#include "solver/verify.h"

/**
 * Many solves of what-ifs that are near each other, shared out over the cores: each runs on one thread, and may begin
 * from the routes and prices of another, which then runs first. From which one is said beforehand and not found out by
 * who is ready first, so that the answers do not depend on the number of threads. Every plan is judged
 * (solver/verify.h).
 */
typedef struct kr_scenario {
  const kr_corridor *corridor;   /**< borrowed: a variant, or the original; all with the same shipments and network */
  kr_settings settings;          /**< threads and warm are set here */
  int32_t from;                  /**< the scenario, earlier in the list, to begin from; KR_NONE = from nothing */
  const kr_solution *from_other; /**< … or a solution that is there already; borrowed, may be NULL */
  kr_solution *solution;         /**< the answer, the caller's: kr_solution_free */
  double wall_s;                 /**< of this solve and its judge */
  kr_status status;
  kr_error err;
} kr_scenario;

/**
 * Solves all. @param threads 0 = all cores
 * @return the first failure in the list's order: of kr_solve, KR_ERR_VERIFY, or KR_ERR_LIMIT when the stop flag came;
 * solutions made so far stay
 */
kr_status kr_scenarios_solve(kr_scenario *list, int32_t n, int32_t threads, kr_error *err);

/** Judges the solution of a scenario under its settings. @return KR_ERR_VERIFY, KR_ERR_MEMORY */
kr_status kr_scenario_judge(const kr_scenario *scenario, kr_error *err);

#endif
