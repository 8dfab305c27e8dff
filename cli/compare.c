#include "cli/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

const char *kr_compare_plan(const kr_compare *x, int32_t plan) {
  const char *id = kr_ids_text(x->corridor->plan_ids, x->plans[plan]);
  return *id ? id : "base";
}

const char *kr_group_name(const kr_compare *x, kr_grouping kind, int32_t group, char *out) {
  const kr_corridor *c = x->corridor;
  const kr_shipment *s = &c->shipments[x->groupings[kind].first[group]];
  if (kind == KR_BY_CARGO) snprintf(out, 256, "%.250s", kr_ids_text(c->cargo_ids, s->cargo));
  if (kind == KR_BY_FORWARDER) snprintf(out, 256, "%.250s", kr_ids_text(c->forwarder_ids, s->forwarder));
  if (kind == KR_BY_FLOW)
    snprintf(out, 256, "%.120s-%.120s", kr_ids_text(c->node_ids, s->origin), kr_ids_text(c->node_ids, s->destination));
  return out;
}

/* ---- groups ---- */

static int64_t key_of(const kr_corridor *c, kr_grouping kind, int32_t s) {
  const kr_shipment *sh = &c->shipments[s];
  if (kind == KR_BY_CARGO) return sh->cargo;
  if (kind == KR_BY_FORWARDER) return sh->forwarder;
  return (int64_t)sh->origin * kr_n_nodes(c) + sh->destination;
}

static int64_t count_keys(const kr_corridor *c, kr_grouping kind) {
  if (kind == KR_BY_CARGO) return kr_n_cargo(c);
  if (kind == KR_BY_FORWARDER) return kr_ids_count(c->forwarder_ids);
  return (int64_t)kr_n_nodes(c) * kr_n_nodes(c);
}

/** Groups are numbered by their first shipment. */
static kr_status make_groups(const kr_corridor *c, kr_grouping kind, kr_groups *g) {
  static const char *const kinds[] = {"cargo", "flow", "forwarder"};
  int32_t n = kr_n_shipments(c);
  int32_t *number = kr_zeros((size_t)count_keys(c, kind), sizeof *number); /* + 1 */
  g->kind = kinds[kind];
  g->of = kr_zeros((size_t)n, sizeof *g->of);
  g->first = kr_zeros((size_t)n, sizeof *g->first);
  for (int32_t s = 0; s < n && number && g->of && g->first; ++s) {
    int64_t key = key_of(c, kind, s);
    if (number[key] == 0) {
      g->first[g->n] = s;
      number[key] = ++g->n;
    }
    g->of[s] = number[key] - 1;
  }
  bool have = number && g->of && g->first;
  free(number);
  return have ? KR_OK : KR_ERR_MEMORY;
}

/* ---- the scenarios ---- */

static kr_status make_variants(kr_compare *x, kr_error *err) {
  kr_status status = KR_OK;
  for (int32_t d = 0; d < x->n_demands; ++d) {
    if (x->demands[d] == KR_MICRO) continue;
    KR_TRY(kr_variant_create(&x->variants[d], x->corridor, KR_PLAN_BASE, "scaled", err));
    KR_TRY(kr_variant_scale(x->variants[d], x->demands[d], err));
  }
done:
  return status;
}

/** Each begins from the first plan at its level of demand, which begins from nothing: plans differ by little. */
static void make_scenarios(kr_compare *x) {
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i) {
    int32_t plan = i % x->n_plans, demand = i / x->n_plans;
    kr_scenario *s = &x->scenarios[i];
    s->corridor = x->variants[demand] ? &x->variants[demand]->corridor : x->corridor;
    s->settings = x->study->settings;
    s->settings.plan = x->plans[plan];
    s->from = plan == 0 ? KR_NONE : i - plan;
    x->compared[i].plan = plan;
    x->compared[i].demand = demand;
    x->compared[i].dominated_by = KR_NONE;
  }
}

static kr_status allocate(kr_compare *x) {
  size_t n = (size_t)kr_n_scenarios(x);
  x->variants = kr_zeros((size_t)x->n_demands, sizeof(kr_variant *));
  x->differences = kr_zeros((size_t)x->n_plans, sizeof *x->differences);
  x->n_differences = kr_zeros((size_t)x->n_plans, sizeof *x->n_differences);
  x->scenarios = kr_zeros(n, sizeof *x->scenarios);
  x->compared = kr_zeros(n, sizeof *x->compared);
  bool have = x->variants && x->differences && x->n_differences && x->scenarios && x->compared;
  for (int k = 0; k < KR_N_GROUPINGS && have; ++k)
    have = make_groups(x->corridor, (kr_grouping)k, &x->groupings[k]) == KR_OK;
  for (size_t i = 0; i < n && have; ++i)
    for (int k = 0; k < KR_N_GROUPINGS; ++k) {
      x->compared[i].groups[k] = kr_zeros((size_t)x->groupings[k].n, sizeof *x->compared[i].groups[k]);
      have = have && x->compared[i].groups[k];
    }
  return have ? KR_OK : KR_ERR_MEMORY;
}

static kr_status find_differences(kr_compare *x, kr_error *err) {
  kr_timetable *first = NULL, *other = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_timetable_create(&first, x->corridor, x->plans[0], KR_VIEW_DATED, err));
  for (int32_t p = 1; p < x->n_plans; ++p) {
    KR_TRY(kr_timetable_create(&other, x->corridor, x->plans[p], KR_VIEW_DATED, err));
    KR_TRY(kr_plan_diff(x->corridor, first, other, &x->differences[p], &x->n_differences[p], err));
    kr_timetable_free(other);
    other = NULL;
  }
done:
  kr_timetable_free(first);
  kr_timetable_free(other);
  return status;
}

/* ---- adding up ---- */

static void find_tight(const kr_scenario *s, kr_tight *tight) {
  const kr_timetable *t = s->solution->timetable;
  for (int k = 0; k < KR_TIGHT; ++k) tight[k] = (kr_tight){KR_NONE, 0};
  for (int32_t r = 0; r < kr_n_resources(s->corridor); ++r) {
    kr_tight next = {r, 0};
    for (int32_t d = 0; d < t->n_days; ++d)
      next.worth +=
          s->solution->result.shadow_price[(int64_t)r * t->n_days + d] * kr_decimal_value(kr_capacity_of(t, r, d));
    for (int k = 0; k < KR_TIGHT; ++k) {
      if (!(next.worth > tight[k].worth)) continue;
      kr_tight last = tight[k];
      tight[k] = next;
      next = last;
    }
  }
}

static kr_status add_up(kr_compare *x, int32_t i) {
  const kr_scenario *s = &x->scenarios[i];
  kr_compared *out = &x->compared[i];
  const kr_timetable *t = s->solution->timetable;
  const kr_result *r = &s->solution->result;
  kr_status status = kr_totals_sum(s->corridor, t, r, NULL, 1, &out->all);
  for (int k = 0; k < KR_N_GROUPINGS && status == KR_OK; ++k)
    status = kr_totals_sum(s->corridor, t, r, x->groupings[k].of, x->groupings[k].n, out->groups[k]);
  if (r->has_prices) find_tight(s, out->tight);
  return status;
}

/** Whether `a` is nowhere worse than `b`, and somewhere better: for the freight, what it costs, what it emits. */
static bool dominates(const kr_totals *a, const kr_totals *b) {
  const double x[] = {-a->served_t, a->weighted_t_h, a->late_t_h, a->cost_usd, a->co2_t};
  const double y[] = {-b->served_t, b->weighted_t_h, b->late_t_h, b->cost_usd, b->co2_t};
  bool is_better = false;
  for (int i = 0; i < 5; ++i) {
    double near = 1e-6 * (y[i] < 0 ? -y[i] : y[i]);
    if (x[i] > y[i] + near) return false;
    is_better = is_better || x[i] < y[i] - near;
  }
  return is_better;
}

static void mark_dominated(kr_compare *x) {
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i)
    for (int32_t p = 0; p < x->n_plans && x->compared[i].dominated_by == KR_NONE; ++p) {
      const kr_compared *other = &x->compared[i - x->compared[i].plan + p];
      if (dominates(&other->all, &x->compared[i].all)) x->compared[i].dominated_by = p;
    }
}

kr_status kr_compare_begin(kr_compare *x, kr_error *err) {
  if (allocate(x) != KR_OK) return kr_fail_memory(err);
  kr_status status = make_variants(x, err);
  if (status == KR_OK) make_scenarios(x);
  return status;
}

kr_status kr_compare_end(kr_compare *x, kr_error *err) {
  kr_status status = find_differences(x, err);
  if (status != KR_OK) return status;
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i)
    if (add_up(x, i) != KR_OK) return kr_fail_memory(err);
  mark_dominated(x);
  return KR_OK;
}

void kr_compare_clear(kr_compare *x) {
  for (int32_t i = 0; x->scenarios && i < kr_n_scenarios(x); ++i) kr_solution_free(x->scenarios[i].solution);
  for (int32_t i = 0; x->compared && i < kr_n_scenarios(x); ++i)
    for (int k = 0; k < KR_N_GROUPINGS; ++k) free(x->compared[i].groups[k]);
  for (int k = 0; k < KR_N_GROUPINGS; ++k) {
    free(x->groupings[k].of);
    free(x->groupings[k].first);
  }
  for (int32_t d = 0; x->variants && d < x->n_demands; ++d) kr_variant_free(x->variants[d]);
  for (int32_t p = 0; x->differences && p < x->n_plans; ++p) free(x->differences[p]);
  free(x->variants);
  free(x->differences);
  free(x->n_differences);
  free(x->scenarios);
  free(x->compared);
  free(x->plans);
  free(x->demands);
}
