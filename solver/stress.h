#ifndef KR_SOLVER_STRESS_H
#define KR_SOLVER_STRESS_H

#include "solver/whatif.h"

#define KR_DETOURS 3

/** What losing a resource, or part of it, for some days does to everything. */
typedef struct kr_loss {
  int32_t resource;                                   /**< given */
  double extra_t_h, extra_unserved_t, extra_late_t_h; /**< against everything as it is; the first is weighted */
  double objective, bound;
  int32_t detour[KR_DETOURS]; /**< the resources that carry most more, KR_NONE = no further one */
  double detour_t[KR_DETOURS];
} kr_loss;

/** What is lost. */
typedef struct kr_window {
  int32_t from_day, days;
  kr_micro factor; /**< what is left, 0 … KR_MICRO */
} kr_window;

/**
 * Loses each resource in turn and sorts by what that costs, the dearest first. @param losses [n] with their resources
 * @return as kr_whatifs_run. @cost a warm solve each
 */
kr_status kr_stress_find(const kr_whatif_base *base, const kr_window *window, int32_t threads, kr_loss *losses,
                         int32_t n, kr_error *err);

/** Sorts losses as kr_stress_find does: the dearest first, then by resource. */
void kr_losses_rank(kr_loss *losses, int32_t n);

/** Tonnes over each resource: a lot counts once for each leg that uses it. @param over [resources] */
void kr_stress_over(const kr_corridor *c, const kr_allocation *a, double *over);

#endif
