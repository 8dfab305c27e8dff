#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/invest_internal.h"
#include "solver/threads.h"

#define N_PINNED 2

/* ---- what was tried ---- */

static kr_trial *find(const kr_invest *x, kr_set set) {
  for (size_t i = 0; i < x->n_trials; ++i)
    if (x->trials[i].set == set) return &x->trials[i];
  return NULL;
}

const kr_trial *kr_invest_trial(const kr_invest *x, kr_set set) { return find(x, set); }

static kr_status add_trial(kr_invest *x, kr_set set) {
  if (find(x, set)) return KR_OK;
  if (!kr_grow(&x->trials, &x->trial_room, x->n_trials + 1, sizeof *x->trials)) return KR_ERR_MEMORY;
  x->trials[x->n_trials++] =
      (kr_trial){.set = set, .cost = kr_upgrades_cost(x->upgrades, set), .objective = INFINITY, .bound = -INFINITY};
  return KR_OK;
}

double kr_invest_bound(const kr_invest *x, const kr_choice *choice, kr_micro budget, size_t from, double bound,
                       int32_t *partly) {
  for (size_t k = from; k < x->n_cuts; ++k) {
    int32_t broken;
    double proven = kr_set_cut_bound(&x->cuts[k], x->upgrades, choice, budget, &broken);
    if (proven <= bound) continue;
    bound = proven;
    *partly = broken;
  }
  return bound;
}

double kr_invest_bound_of(const kr_invest *x, kr_set set) {
  int32_t partly;
  kr_choice choice = {set, ~set};
  return kr_invest_bound(x, &choice, kr_upgrades_cost(x->upgrades, set), 0, -INFINITY, &partly);
}

/* ---- solving ---- */

/** The kept solution whose set differs least; of equals the first. */
static const kr_solution *nearest(const kr_invest *x, kr_set set) {
  int32_t best = KR_NONE;
  for (int32_t i = 0; i < x->n_kept; ++i)
    if (best == KR_NONE || __builtin_popcountll(x->kept[i].set ^ set) < __builtin_popcountll(x->kept[best].set ^ set))
      best = i;
  return best == KR_NONE ? NULL : x->kept[best].solution;
}

static void keep(kr_invest *x, kr_set set, kr_solution *solution) {
  int32_t at = x->n_kept;
  if (at < KR_INVEST_KEPT) {
    x->n_kept++;
  } else {
    at = N_PINNED + x->next_kept;
    x->next_kept = (x->next_kept + 1) % (KR_INVEST_KEPT - N_PINNED);
    kr_solution_free(x->kept[at].solution);
  }
  x->kept[at] = (kr_kept){set, solution};
}

/** Some sets being solved at a time. */
typedef struct batch {
  kr_invest *x;
  const kr_set *sets;
  int32_t n;
  bool is_open;
  kr_variant *variants[KR_INVEST_BATCH];
  bool is_changed[KR_INVEST_BATCH];
  kr_scenario scenarios[KR_INVEST_BATCH];
} batch;

static void free_batch(batch *b) {
  for (int32_t i = 0; i < b->n; ++i) {
    kr_solution_free(b->scenarios[i].solution);
    kr_variant_free(b->variants[i]);
  }
}

static kr_status solve_batch(batch *b, kr_error *err) {
  kr_invest *x = b->x;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < b->n && status == KR_OK; ++i) {
    kr_built what = {b->sets[i], b->sets[i], b->is_open};
    status = kr_upgrades_build(x->upgrades, &what, &b->variants[i], &b->is_changed[i], err);
    if (status != KR_OK) break;
    b->scenarios[i] = (kr_scenario){.corridor = &b->variants[i]->corridor,
                                    .settings = x->settings,
                                    .from = KR_NONE,
                                    .from_other = nearest(x, b->sets[i])};
    b->scenarios[i].settings.plan = b->variants[i]->plan;
  }
  if (status == KR_OK) status = kr_scenarios_solve(b->scenarios, b->n, x->threads, err);
  if (status == KR_OK) x->work.n_solves += b->n;
  return status;
}

/** The plan is one of the network with just this set. */
static kr_status note_objective(const batch *b, int32_t i, kr_error *err) {
  kr_trial *t = find(b->x, b->sets[i]);
  const kr_solution *s = b->scenarios[i].solution;
  t->objective = s->result.objective;
  t->bound = fmax(t->bound, s->result.bound);
  if (kr_totals_sum(b->scenarios[i].corridor, s->timetable, &s->result, NULL, 1, &t->totals) == KR_OK) return KR_OK;
  return kr_fail_memory(err);
}

/** The cut on the set's own network, and, where it leaves running times that others shorten, one that holds for all. */
static kr_status make_cuts(const batch *b, int32_t i, kr_set_cut cuts[2], int32_t *n, kr_error *err) {
  const kr_upgrades *u = b->x->upgrades;
  kr_built own = {b->sets[i], b->sets[i], true}, all = {b->sets[i], b->sets[i] | u->all, true};
  kr_status status = kr_set_cut_make(&cuts[0], u, &own, b->scenarios[i].solution, err);
  *n = 1;
  if (status != KR_OK || !(u->swift & u->all & ~b->sets[i])) return status;
  *n = 2;
  return kr_set_cut_make(&cuts[1], u, &all, b->scenarios[i].solution, err);
}

static kr_status cut_batch(batch *b, kr_error *err) {
  kr_invest *x = b->x;
  kr_set_cut cuts[KR_INVEST_BATCH][2];
  int32_t n_cuts[KR_INVEST_BATCH] = {0};
  kr_status status[KR_INVEST_BATCH] = {KR_OK};
  kr_error errors[KR_INVEST_BATCH] = {{0}};
  if (!kr_grow(&x->cuts, &x->cut_room, x->n_cuts + 2 * KR_INVEST_BATCH, sizeof *x->cuts)) return kr_fail_memory(err);
#pragma omp parallel for schedule(dynamic, 1) num_threads(kr_threads(x->threads))
  for (int32_t i = 0; i < b->n; ++i) status[i] = make_cuts(b, i, cuts[i], &n_cuts[i], &errors[i]);
  for (int32_t i = 0; i < b->n; ++i) {
    if (status[i] != KR_OK) {
      *err = errors[i];
      return status[i];
    }
    for (int32_t k = 0; k < n_cuts[i]; ++k) x->cuts[x->n_cuts++] = cuts[i][k];
  }
  x->work.n_cuts = (int64_t)x->n_cuts;
  return KR_OK;
}

static kr_status take_batch(batch *b, kr_error *err) {
  kr_status status = KR_OK;
  if (b->is_open) status = cut_batch(b, err);
  for (int32_t i = 0; i < b->n && status == KR_OK; ++i) {
    kr_trial *t = find(b->x, b->sets[i]);
    t->bound = fmax(t->bound, kr_invest_bound_of(b->x, b->sets[i]));
    if (!b->is_changed[i]) status = note_objective(b, i, err);
    keep(b->x, b->sets[i], b->scenarios[i].solution);
    b->scenarios[i].solution = NULL;
  }
  return status;
}

static kr_status run_batch(kr_invest *x, const kr_set *sets, int32_t n, bool is_open, kr_error *err) {
  batch b = {.x = x, .sets = sets, .n = n, .is_open = is_open};
  for (int32_t i = 0; i < n; ++i)
    if (add_trial(x, sets[i]) != KR_OK) return kr_fail_memory(err);
  kr_status status = solve_batch(&b, err);
  if (status == KR_OK) status = take_batch(&b, err);
  free_batch(&b);
  return status;
}

kr_status kr_invest_relax(kr_invest *x, const kr_set *sets, int32_t n, kr_error *err) {
  kr_set open[KR_INVEST_BATCH];
  int32_t n_open = 0;
  for (int32_t i = 0; i < n; ++i)
    if (!find(x, sets[i])) open[n_open++] = sets[i];
  return n_open ? run_batch(x, open, n_open, true, err) : KR_OK;
}

kr_status kr_invest_try(kr_invest *x, const kr_set *sets, int32_t n, kr_error *err) {
  kr_set open[KR_INVEST_BATCH];
  kr_status status = KR_OK;
  for (int32_t i = 0; i < n && status == KR_OK;) {
    int32_t n_open = 0;
    for (; i < n && n_open < KR_INVEST_BATCH; ++i) {
      const kr_trial *t = find(x, sets[i]);
      if (!t || t->objective == INFINITY) open[n_open++] = sets[i];
    }
    if (n_open) status = run_batch(x, open, n_open, false, err);
  }
  return status;
}
