#ifndef KR_SOLVER_INVEST_INTERNAL_H
#define KR_SOLVER_INVEST_INTERNAL_H

#include <math.h>

#include "solver/invest.h"
#include "solver/scenario.h"
#include "solver/upgrade_cuts.h"

/* Shared by the files of the search for a set of upgrades: invest_trial.c solves sets, invest_search.c looks for the
 * next one, invest.c asks. */

#define KR_INVEST_BATCH 4 /* sets solved at a time, whatever the number of threads, so that the answer is the same */
#define KR_INVEST_KEPT 24 /* solutions to begin from */

typedef struct kr_kept {
  kr_set set;
  kr_solution *solution;
} kr_kept;

struct kr_invest {
  const kr_corridor *corridor;
  kr_settings settings; /**< of each solve */
  double gap;           /**< of the answer, relative */
  int32_t threads;
  kr_upgrades *upgrades;
  kr_trial *trials;
  size_t n_trials, trial_room;
  kr_set_cut *cuts;
  size_t n_cuts, cut_room;
  kr_kept kept[KR_INVEST_KEPT]; /**< the first two stay: nothing, and all */
  int32_t n_kept, next_kept;
  kr_invest_work work;
};

/**
 * Solves sets with every closed day open by a crack, and makes their cuts. Where there was nothing to open the set is
 * solved as it is at the same time. @param n at most KR_INVEST_BATCH
 */
kr_status kr_invest_relax(kr_invest *x, const kr_set *sets, int32_t n, kr_error *err);

/** What all cuts prove for a choice within a budget, at least `bound`. @param from the first cut to look at
 * @param partly of the cut that proves most, where one does better than `bound` */
double kr_invest_bound(const kr_invest *x, const kr_choice *choice, kr_micro budget, size_t from, double bound,
                       int32_t *partly);

/** … for one set. */
double kr_invest_bound_of(const kr_invest *x, kr_set set);

/** What "better" takes: half the gap, so that a cheaper set as good as the best still leaves the other half. */
static inline double kr_invest_better(const kr_invest *x, double objective) {
  return objective - 0.5 * x->gap * fmax(1, fabs(objective));
}

#endif
