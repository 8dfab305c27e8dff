#ifndef KR_SOLVER_INVEST_H
#define KR_SOLVER_INVEST_H

#include "graph/totals.h"
#include "solver/upgrades.h"

/**
 * Which set of upgrades within a budget leaves the least objective. V(S) is what kr_solve says of the network with the
 * set S in it. Sets are searched best first by what the prices of all solves so far prove about them
 * (solver/upgrade_cuts.h); only a set that no price rules out is solved itself, and its prices rule out others. The
 * search ends when no set within the budget can be better by the gap than the best that was solved and judged.
 */
typedef struct kr_invest kr_invest;

/** A set that was solved. */
typedef struct kr_trial {
  kr_set set;
  kr_micro cost;
  double objective; /**< of the judged plan with just this set; INFINITY = only bounded so far */
  double bound;     /**< no plan with this set is below */
  kr_totals totals; /**< where there is an objective */
} kr_trial;

/** The best set for a budget. */
typedef struct kr_best {
  kr_micro budget;
  kr_trial trial;
  double bound;   /**< no allowed set within the budget has a plan below */
  double gap;     /**< (objective - bound) / max(1, |objective|) */
  bool is_proven; /**< the gap is within what was asked for, or no set is left to be tried */
} kr_best;

/** What the work was. */
typedef struct kr_invest_work {
  int64_t n_solves, n_cuts, n_nodes; /**< LPs solved; price vectors put to use; choices looked at */
  bool is_stopped;                   /**< the stop flag came: bests so far hold with their bounds */
} kr_invest_work;

/**
 * Solves the network without upgrades, with each of them alone (and what it requires), and with all.
 * @param settings borrowed; the gap is that of the answer: each solve is made to a part of it
 * @param most no set dearer than this will be asked for
 * @return as kr_upgrades_create, kr_scenarios_solve; KR_ERR_LIMIT only when not even the network as it is was solved
 */
kr_status kr_invest_create(kr_invest **out, const kr_corridor *c, const kr_settings *settings, kr_micro most,
                           int32_t threads, kr_error *err);
void kr_invest_free(kr_invest *x);

/** The best set within a budget. @return as kr_scenarios_solve; KR_OK with is_stopped when the flag came */
kr_status kr_invest_choose(kr_invest *x, kr_micro budget, kr_best *out, kr_error *err);

/**
 * Every efficient set that costs from `low` to `high`, the dearest first: none is cheaper and, by more than the gap, as
 * good as it. The last is the best for `low` and may cost less. @param list receives an array: free()
 */
kr_status kr_invest_frontier(kr_invest *x, kr_micro low, kr_micro high, kr_best **list, size_t *n, kr_error *err);

/** Solves sets as they are, and judges the plans. @return as kr_scenarios_solve */
kr_status kr_invest_try(kr_invest *x, const kr_set *sets, int32_t n, kr_error *err);

/** A set that was tried; NULL = it was not. Until the next call that solves. */
const kr_trial *kr_invest_trial(const kr_invest *x, kr_set set);

/** The best solved set within the budget that has something else instead of something of the best; NULL = none. */
const kr_trial *kr_invest_runner_up(const kr_invest *x, const kr_best *best);

const kr_upgrades *kr_invest_upgrades(const kr_invest *x);
kr_invest_work kr_invest_worked(const kr_invest *x);

#endif
