#ifndef KR_SOLVER_WHATIF_H
#define KR_SOLVER_WHATIF_H

#include "graph/variant.h"
#include "solver/scenario.h"

/** What the what-ifs start from: a corridor, how it was solved, and the answer; all borrowed. */
typedef struct kr_whatif_base {
  const kr_corridor *corridor;
  const kr_settings *settings;
  const kr_solution *solution;
} kr_whatif_base;

/** Takes the answer to change i; called in order, one at a time. Corridor and solution are gone afterwards. */
typedef void (*kr_whatif_take)(void *context, int32_t i, const kr_corridor *corridor, const kr_solution *solution);

/**
 * Solves the corridor again under each change of capacity, starting from the base's routes and prices, and judges each
 * plan. @param changes [n]. @param threads 0 = all cores; the answers do not depend on it
 * @return as kr_scenarios_solve; KR_ERR_RANGE for a capacity that is too large
 * @cost a warm solve each; memory for some at a time
 */
kr_status kr_whatifs_run(const kr_whatif_base *base, const kr_change *changes, int32_t n, int32_t threads,
                         kr_whatif_take take, void *context, kr_error *err);

#endif
