#ifndef KR_SOLVER_UPGRADES_H
#define KR_SOLVER_UPGRADES_H

#include "graph/plan_diff.h"
#include "graph/variant.h"
#include "solver/settings.h"

/**
 * Upgrades as a solve sees them. Chosen together, capacities add: each brings what its plan has more than the plan that
 * it stands on; of running times the least holds. So more upgrades never cost time: V, the objective, can only fall.
 */
typedef struct kr_upgrades {
  const kr_corridor *c;        /**< borrowed */
  const kr_settings *settings; /**< borrowed: plan underneath and view */
  int32_t n;
  kr_set all;                       /**< those that count: the others cost more than there ever is */
  kr_set needs[KR_MOST_UPGRADES];   /**< all that must be bought with it, itself among them */
  kr_set bars[KR_MOST_UPGRADES];    /**< all that cannot be bought with it, both ways, through what it needs too */
  kr_set carries[KR_MOST_UPGRADES]; /**< all that need it, itself among them */
  kr_set swift;                     /**< those that shorten a running time so that this view notices */
  kr_timetable *under, *dated;      /**< of the plan underneath: in the view of the solve, and dated */
  double *promised;                 /**< [resource * under->n_days + day] units that commitments hold */
  kr_plan_difference *changes[KR_MOST_UPGRADES]; /**< what each brings */
  size_t n_changes[KR_MOST_UPGRADES];
} kr_upgrades;

/** How a set is built. */
typedef struct kr_built {
  kr_set capacity, transit; /**< whose capacities, and whose running times; mostly the same */
  bool is_open; /**< where a day that is closed could be opened by another upgrade it has a thousandth of that */
} kr_built;

static inline kr_set kr_set_of(int32_t i) { return (kr_set)1 << i; }
static inline bool kr_set_has(kr_set s, int32_t i) { return s >> i & 1; }

/**
 * @param most of any set's cost: dearer upgrades do not count. @param settings integer 0
 * @return KR_ERR_INPUT for a plan that stands neither on the base nor on the plan of the settings, or commitments
 * beyond the capacity; KR_ERR_MEMORY
 */
kr_status kr_upgrades_create(kr_upgrades **out, const kr_corridor *c, const kr_settings *settings, kr_micro most,
                             kr_error *err);
void kr_upgrades_free(kr_upgrades *u);

/** What the set costs, millionths of a million. */
kr_micro kr_upgrades_cost(const kr_upgrades *u, kr_set set);

/** Whether it holds all that its upgrades need and nothing that they bar. */
bool kr_upgrades_allow(const kr_upgrades *u, kr_set set);

/** The corridor with a set in it. @param is_changed receives whether `is_open` added anything; may be NULL
 * @return KR_ERR_RANGE for a capacity that is too large; KR_ERR_MEMORY */
kr_status kr_upgrades_build(const kr_upgrades *u, const kr_built *what, kr_variant **out, bool *is_changed,
                            kr_error *err);

/** Σ shadow price * what the upgrade adds, over all days. @param price [resource * under->n_days + day] */
double kr_upgrades_worth(const kr_upgrades *u, int32_t upgrade, const double *price);

#endif
