#ifndef KR_SOLVER_UPGRADE_CUTS_H
#define KR_SOLVER_UPGRADE_CUTS_H

#include "solver/solve.h"
#include "solver/upgrades.h"

/**
 * What shadow prices prove about sets of upgrades. For any prices μ >= 0 the bound of solver/verify_bound.h is a bound
 * for every network that opens no more and runs no faster than the one that it was made on, and it is linear in the
 * capacities, so for every such set S
 *
 *   V(S) >= base − Σ_{i in S} worth_i,   worth_i = Σ μ * what i adds,
 *
 * and with the prices of the set's own solve it is V itself to the gap of that solve. (Benders' cuts.)
 * @source Benders (1962); Lagrangian bound: Ahuja, Magnanti, Orlin (1993) §16.2
 */
typedef struct kr_set_cut {
  kr_set swift;                    /**< holds for sets whose swift upgrades are all among these */
  double base;                     /**< weighted tonne-hours */
  double worth[KR_MOST_UPGRADES];  /**< >= 0 */
  uint8_t order[KR_MOST_UPGRADES]; /**< upgrades by worth for their cost, the best first */
} kr_set_cut;

/**
 * The cut of some prices on the network of `what`, which must be open.
 * @param solution of any solve in the same view, for its prices. @return KR_ERR_MEMORY. @cost a pass of the judge
 */
kr_status kr_set_cut_make(kr_set_cut *out, const kr_upgrades *u, const kr_built *what, const kr_solution *solution,
                          kr_error *err);

/** Sets of upgrades: all those between `in` and everything but `out`. */
typedef struct kr_choice {
  kr_set in, out;
} kr_choice;

/**
 * What the cut proves for all sets of a choice within a budget: the worths of undecided upgrades against their costs,
 * one of them in part (Dantzig's bound of the knapsack). −INFINITY where the cut does not hold.
 * @param partly receives the upgrade that was taken in part, KR_NONE = none
 */
double kr_set_cut_bound(const kr_set_cut *cut, const kr_upgrades *u, const kr_choice *choice, kr_micro budget,
                        int32_t *partly);

#endif
