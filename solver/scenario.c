#include "solver/scenario.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/threads.h"

kr_status kr_scenario_judge(const kr_scenario *x, kr_error *err) {
  const kr_result *r = &x->solution->result;
  kr_verdict *verdict = kr_zeros(1, sizeof *verdict); /* too large for a thread's stack to be taken lightly */
  if (!verdict) return kr_fail_memory(err);
  kr_verify_options options = {x->settings.plan, x->settings.view == KR_VIEW_STATIC, x->settings.integer,
                               x->settings.gap};
  kr_verify_claims claims = {.objective = r->objective,
                             .bound = r->bound,
                             .gap = r->gap,
                             .is_optimal = r->is_optimal,
                             .shadow_price = r->has_prices ? r->shadow_price : NULL};
  kr_status status = kr_verify(verdict, x->corridor, &options, &r->allocation, &claims, err);
  if (status == KR_OK) status = kr_verdict_status(verdict, err);
  free(verdict);
  return status;
}

static void solve(kr_scenario *x, const kr_solution *from) {
  double began = kr_clock_wall();
  kr_warm warm;
  x->settings.threads = 1;
  if (from) {
    warm = (kr_warm){&from->result.allocation, from->result.shadow_price};
    x->settings.warm = &warm;
  }
  x->status = kr_solve(&x->solution, x->corridor, &x->settings, &x->err);
  if (x->status == KR_OK && x->solution->is_stopped && x->settings.stop && *x->settings.stop)
    x->status = kr_fail(&x->err, KR_ERR_LIMIT, "stopped before every what-if was solved");
  if (x->status == KR_OK) x->status = kr_scenario_judge(x, &x->err);
  x->settings.warm = NULL;
  x->wall_s = kr_clock_wall() - began;
}

/** How many others must be solved before each one. */
static int32_t find_depths(const kr_scenario *list, int32_t n, int32_t *depth) {
  int32_t deepest = 0;
  for (int32_t i = 0; i < n; ++i) {
    depth[i] = list[i].from == KR_NONE ? 0 : depth[list[i].from] + 1;
    if (depth[i] > deepest) deepest = depth[i];
  }
  return deepest;
}

static const kr_solution *source_of(const kr_scenario *list, const kr_scenario *x) {
  return x->from == KR_NONE ? x->from_other : list[x->from].solution;
}

kr_status kr_scenarios_solve(kr_scenario *list, int32_t n, int32_t threads, kr_error *err) {
  int32_t *depth = kr_zeros((size_t)n, sizeof *depth);
  if (!depth) return kr_fail_memory(err);
  int32_t deepest = find_depths(list, n, depth);
  for (int32_t d = 0; d <= deepest; ++d) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(kr_threads(threads))
    for (int32_t i = 0; i < n; ++i)
      if (depth[i] == d && list[i].status == KR_OK) solve(&list[i], source_of(list, &list[i]));
  }
  free(depth);
  for (int32_t i = 0; i < n; ++i) {
    if (list[i].status == KR_OK) continue;
    *err = list[i].err;
    return list[i].status;
  }
  return KR_OK;
}
