#include "solver/upgrade_cuts.h"

#include <math.h>

#include "solver/verify_bound.h"

/** Dearer for its worth; what costs nothing comes first. */
static bool is_better(const kr_set_cut *cut, const kr_upgrades *u, int32_t i, int32_t j) {
  long double a = (long double)cut->worth[i] * (long double)u->c->upgrades[j].cost_musd;
  long double b = (long double)cut->worth[j] * (long double)u->c->upgrades[i].cost_musd;
  if (a != b) return a > b;
  return cut->worth[i] > cut->worth[j];
}

static void sort(kr_set_cut *cut, const kr_upgrades *u) {
  for (int32_t i = 0; i < u->n; ++i) {
    int32_t at = i;
    for (; at > 0 && is_better(cut, u, i, cut->order[at - 1]); --at) cut->order[at] = cut->order[at - 1];
    cut->order[at] = (uint8_t)i;
  }
}

/** Σ price * (what there is - what the plan underneath has). */
static double extra_worth(const kr_upgrades *u, const kr_timetable *t, const double *price) {
  long double sum = 0;
  for (int64_t at = 0; at < (int64_t)kr_n_resources(u->c) * t->n_days; ++at)
    sum += (long double)price[at] * (t->capacity[at] - u->under->capacity[at]) / KR_MICRO;
  return (double)sum;
}

kr_status kr_set_cut_make(kr_set_cut *out, const kr_upgrades *u, const kr_built *what, const kr_solution *solution,
                          kr_error *err) {
  const double *price = solution->result.shadow_price;
  kr_variant *v = NULL;
  kr_facts *facts = NULL;
  kr_timetable *t = NULL;
  kr_verify_options options = {.is_static = u->under->is_static};
  kr_proof proof;
  kr_status status = KR_OK;
  *out = (kr_set_cut){.swift = what->transit & u->swift};
  KR_TRY(kr_upgrades_build(u, what, &v, NULL, err));
  options.plan = v->plan;
  KR_TRY(kr_facts_create(&facts, &v->corridor, &options, err));
  KR_TRY(kr_verify_bound(&proof, facts, price, NULL, err));
  KR_TRY(kr_timetable_create(&t, &v->corridor, v->plan, u->settings->view, err));
  out->base = proof.bound + extra_worth(u, t, price);
  for (int32_t i = 0; i < u->n; ++i) out->worth[i] = kr_upgrades_worth(u, i, price);
  sort(out, u);
done:
  kr_timetable_free(t);
  kr_facts_free(facts);
  kr_variant_free(v);
  return status;
}

double kr_set_cut_bound(const kr_set_cut *cut, const kr_upgrades *u, const kr_choice *choice, kr_micro budget,
                        int32_t *partly) {
  double bound = cut->base;
  kr_micro left = budget - kr_upgrades_cost(u, choice->in);
  *partly = KR_NONE;
  if (u->swift & u->all & ~choice->out & ~cut->swift) return -INFINITY;
  for (int32_t i = 0; i < u->n; ++i)
    if (kr_set_has(choice->in, i)) bound -= cut->worth[i];
  for (int32_t k = 0; k < u->n; ++k) {
    int32_t i = cut->order[k];
    if (kr_set_has(choice->in | choice->out, i) || cut->worth[i] <= 0) continue;
    kr_micro cost = u->c->upgrades[i].cost_musd;
    if (cost > left) {
      *partly = i;
      return bound - cut->worth[i] * ((double)left / (double)cost);
    }
    left -= cost;
    bound -= cut->worth[i];
  }
  return bound;
}
