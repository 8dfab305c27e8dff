#include <math.h>
#include <string.h>

#include "cli/lib/handles.h"

#define MOST_THREADS 1024

bool kr_task_may_set(kr_task *t, bool is_fine) {
  if (!t) return false;
  t->err = (kr_error){0};
  if (t->is_begun)
    kr_fail(&t->err, KR_ERR_RANGE, "this task was solved; make another");
  else if (!is_fine)
    kr_fail(&t->err, KR_ERR_RANGE, "a value out of its range");
  return !t->is_begun && is_fine;
}

int kr_task_set_plan(kr_task *t, const char *plan_id) {
  if (!kr_task_may_set(t, plan_id != NULL)) return KR_MISUSE;
  int32_t plan = kr_instance_find(t->instance, KR_PLAN, plan_id);
  if (plan < 0 && strcmp(plan_id, "base") == 0) plan = KR_PLAN_BASE;
  if (plan >= 0) t->settings.plan = plan;
  if (plan < 0) kr_fail(&t->err, KR_ERR_RANGE, "there is no plan '%s'", plan_id);
  return plan >= 0 ? KR_DONE : KR_MISUSE;
}

int kr_task_set_static(kr_task *t, int is_static) {
  if (!kr_task_may_set(t, true)) return KR_MISUSE;
  t->settings.view = is_static ? KR_VIEW_STATIC : KR_VIEW_DATED;
  return KR_DONE;
}

int kr_task_set_integer(kr_task *t, int is_integer) {
  if (!kr_task_may_set(t, true)) return KR_MISUSE;
  t->settings.integer = is_integer != 0;
  return KR_DONE;
}

int kr_task_set_fairness(kr_task *t, const char *kind) {
  kr_fair_kind found = KR_FAIR_NONE;
  if (!kr_task_may_set(t, kind && kr_fair_kind_find(kind, &found))) return KR_MISUSE;
  t->fairness = found;
  return KR_DONE;
}

int kr_task_set_gap(kr_task *t, double gap) {
  if (!kr_task_may_set(t, gap > 0 && isfinite(gap))) return KR_MISUSE;
  t->settings.gap = gap;
  return KR_DONE;
}

int kr_task_set_time_limit_s(kr_task *t, double seconds) {
  if (!kr_task_may_set(t, seconds > 0)) return KR_MISUSE;
  t->settings.time_limit_s = seconds;
  return KR_DONE;
}

int kr_task_set_iteration_limit(kr_task *t, int64_t iterations) {
  if (!kr_task_may_set(t, iterations >= 0)) return KR_MISUSE;
  t->settings.iteration_limit = iterations;
  return KR_DONE;
}

int kr_task_set_seed(kr_task *t, uint64_t seed) {
  if (!kr_task_may_set(t, true)) return KR_MISUSE;
  t->settings.seed = seed;
  return KR_DONE;
}

int kr_task_set_threads(kr_task *t, int32_t threads) {
  if (!kr_task_may_set(t, threads >= 0 && threads <= MOST_THREADS)) return KR_MISUSE;
  t->settings.threads = threads;
  return KR_DONE;
}
