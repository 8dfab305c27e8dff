#include "solver/invest.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/invest_search.h"

#define SOLVE_SHARE 0.25 /* of the gap of the answer: each solve's */

const kr_upgrades *kr_invest_upgrades(const kr_invest *x) { return x->upgrades; }
kr_invest_work kr_invest_worked(const kr_invest *x) { return x->work; }

void kr_invest_free(kr_invest *x) {
  if (!x) return;
  for (int32_t i = 0; i < x->n_kept; ++i) kr_solution_free(x->kept[i].solution);
  kr_upgrades_free(x->upgrades);
  free(x->trials);
  free(x->cuts);
  free(x);
}

static bool may_buy(const kr_invest *x, const kr_trial *t, kr_micro budget) {
  return t->cost <= budget && t->objective < INFINITY && kr_upgrades_allow(x->upgrades, t->set);
}

static double least_objective(const kr_invest *x, kr_micro budget) {
  double least = INFINITY;
  for (size_t i = 0; i < x->n_trials; ++i)
    if (may_buy(x, &x->trials[i], budget)) least = fmin(least, x->trials[i].objective);
  return least;
}

/** Nothing and all first, since later solves begin from them. All may break rules and budgets: its cut holds anyway. */
static kr_status try_first(kr_invest *x, kr_error *err) {
  kr_set sets[KR_MOST_UPGRADES];
  int32_t n = 0;
  const kr_set ends[] = {0, x->upgrades->all};
  kr_status status = kr_invest_relax(x, ends, ends[1] ? 2 : 1, err);
  if (status == KR_OK) status = kr_invest_try(x, ends, 1, err);
  for (int32_t i = 0; i < x->upgrades->n; ++i)
    if (kr_set_has(x->upgrades->all, i)) sets[n++] = x->upgrades->needs[i];
  for (int32_t i = 0; i < n && status == KR_OK; i += KR_INVEST_BATCH)
    status = kr_invest_relax(x, sets + i, n - i < KR_INVEST_BATCH ? n - i : KR_INVEST_BATCH, err);
  return status == KR_OK ? kr_invest_try(x, sets, n, err) : status;
}

kr_status kr_invest_create(kr_invest **out, const kr_corridor *c, const kr_settings *settings, kr_micro most,
                           int32_t threads, kr_error *err) {
  kr_status status = KR_OK;
  kr_invest *x = kr_zeros(1, sizeof *x);
  if (!x) return kr_fail_memory(err);
  x->corridor = c;
  x->settings = *settings;
  x->settings.gap = SOLVE_SHARE * settings->gap;
  x->gap = settings->gap;
  x->threads = threads;
  KR_TRY(kr_upgrades_create(&x->upgrades, c, &x->settings, most, err));
  status = try_first(x, err);
  x->work.is_stopped = status == KR_ERR_LIMIT;
  if (x->work.is_stopped && least_objective(x, 0) < INFINITY) status = KR_OK;
  if (status != KR_OK) goto done;
  *out = x;
  x = NULL;
done:
  kr_invest_free(x);
  return status;
}

/** What is as good as `objective`, to half the gap. */
static double as_good(const kr_invest *x, double objective) {
  return objective + 0.5 * x->gap * fmax(1, fabs(objective));
}

/** The cheapest set that was tried and is as good as the best. */
static const kr_trial *best_so_far(const kr_invest *x, kr_micro budget) {
  const kr_trial *best = NULL;
  double most = as_good(x, least_objective(x, budget));
  for (size_t i = 0; i < x->n_trials; ++i) {
    const kr_trial *t = &x->trials[i];
    if (!may_buy(x, t, budget) || t->objective > most) continue;
    if (!best || t->cost < best->cost || (t->cost == best->cost && t->objective < best->objective)) best = t;
  }
  return best;
}

/** Sets that are one upgrade less, and that no price rules out, are solved together. */
static kr_status try_less(kr_invest *x, kr_set set, double most, kr_error *err) {
  kr_set sets[KR_MOST_UPGRADES];
  int32_t n = 0;
  for (int32_t i = 0; i < x->upgrades->n; ++i) {
    kr_set less = set & ~x->upgrades->carries[i];
    if (less != set && kr_invest_bound_of(x, less) <= most) sets[n++] = less;
  }
  return kr_invest_try(x, sets, n, err);
}

/** Upgrades that the set does as well without are left out, the dearest first. */
static kr_status thin(kr_invest *x, kr_set set, double most, kr_error *err) {
  kr_status status = try_less(x, set, most, err);
  kr_set looked_at = 0;
  while (status == KR_OK) {
    int32_t dearest = KR_NONE;
    for (int32_t i = 0; i < x->upgrades->n; ++i)
      if (kr_set_has(set & ~looked_at, i) &&
          (dearest == KR_NONE || x->corridor->upgrades[i].cost_musd > x->corridor->upgrades[dearest].cost_musd))
        dearest = i;
    if (dearest == KR_NONE) break;
    looked_at |= kr_set_of(dearest);
    kr_set less = set & ~x->upgrades->carries[dearest];
    if (kr_invest_bound_of(x, less) > most) continue;
    status = kr_invest_try(x, &less, 1, err);
    if (status == KR_OK && kr_invest_trial(x, less)->objective <= most) set = less;
  }
  return status;
}

static double relative_gap(double objective, double bound) { return (objective - bound) / fmax(1, fabs(objective)); }

kr_status kr_invest_choose(kr_invest *x, kr_micro budget, kr_best *out, kr_error *err) {
  double bound, limit = kr_invest_better(x, least_objective(x, budget));
  kr_status status = kr_invest_search(x, budget, &limit, &bound, err);
  if (status == KR_OK) status = thin(x, best_so_far(x, budget)->set, as_good(x, least_objective(x, budget)), err);
  if (status == KR_ERR_LIMIT) x->work.is_stopped = true;
  if (status != KR_OK && status != KR_ERR_LIMIT) return status;
  const kr_trial *best = best_so_far(x, budget);
  out->budget = budget;
  out->trial = *best;
  out->bound = fmin(bound, best->objective);
  out->gap = relative_gap(best->objective, out->bound);
  out->is_proven = status == KR_OK || out->gap <= x->gap;
  return KR_OK;
}

/** A set whose cheaper neighbour is as good to the gap, whatever the budget, is not efficient. @return how many stay */
static size_t merge(const kr_invest *x, kr_best *list, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; ++i) {
    kr_best b = list[i];
    for (; kept > 0; --kept) {
      const kr_best *dearer = &list[kept - 1];
      double gap = relative_gap(b.trial.objective, fmin(b.bound, dearer->bound));
      if (gap > x->gap || !dearer->is_proven) break;
      b.budget = dearer->budget;
      b.bound = fmin(b.bound, dearer->bound);
      b.gap = gap;
    }
    list[kept++] = b;
  }
  return kept;
}

kr_status kr_invest_frontier(kr_invest *x, kr_micro low, kr_micro high, kr_best **list, size_t *n, kr_error *err) {
  size_t room = 0;
  kr_status status = KR_OK;
  *list = NULL;
  *n = 0;
  kr_micro budget = high;
  do {
    if (!kr_grow(list, &room, *n + 1, sizeof **list)) return kr_fail_memory(err);
    status = kr_invest_choose(x, budget, &(*list)[*n], err);
    if (status == KR_OK) budget = (*list)[(*n)++].trial.cost - 1;
  } while (status == KR_OK && budget >= low && !x->work.is_stopped);
  if (status == KR_OK) *n = merge(x, *list, *n);
  return status;
}

const kr_trial *kr_invest_runner_up(const kr_invest *x, const kr_best *best) {
  const kr_trial *other = NULL;
  for (size_t i = 0; i < x->n_trials; ++i) {
    const kr_trial *t = &x->trials[i];
    bool is_other = (t->set & ~best->trial.set) && (best->trial.set & ~t->set);
    if (!is_other || !may_buy(x, t, best->budget)) continue;
    if (!other || t->objective < other->objective) other = t;
  }
  return other;
}
