#include "solver/upgrades.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "graph/result.h"

/* ---- sets ---- */

kr_micro kr_upgrades_cost(const kr_upgrades *u, kr_set set) {
  kr_micro cost = 0;
  for (int32_t i = 0; i < u->n; ++i)
    if (kr_set_has(set, i)) cost += u->c->upgrades[i].cost_musd;
  return cost;
}

bool kr_upgrades_allow(const kr_upgrades *u, kr_set set) {
  for (int32_t i = 0; i < u->n; ++i)
    if (kr_set_has(set, i) && ((u->needs[i] & ~set) || (u->bars[i] & set))) return false;
  return true;
}

static void close_needs(kr_upgrades *u) {
  for (int32_t i = 0; i < u->n; ++i) u->needs[i] = u->c->upgrades[i].needs | kr_set_of(i);
  for (int32_t k = 0; k < u->n; ++k) /* Warshall */
    for (int32_t i = 0; i < u->n; ++i)
      if (kr_set_has(u->needs[i], k)) u->needs[i] |= u->needs[k];
  for (int32_t i = 0; i < u->n; ++i)
    for (int32_t k = 0; k < u->n; ++k)
      if (kr_set_has(u->needs[i], k)) u->carries[k] |= kr_set_of(i);
}

/** i bars j when anything that i needs conflicts, either way, with anything that j needs. */
static void close_bars(kr_upgrades *u) {
  kr_set pair[KR_MOST_UPGRADES] = {0};
  for (int32_t i = 0; i < u->n; ++i)
    for (int32_t j = 0; j < u->n; ++j)
      if (kr_set_has(u->c->upgrades[i].forbids, j)) {
        pair[i] |= kr_set_of(j);
        pair[j] |= kr_set_of(i);
      }
  for (int32_t i = 0; i < u->n; ++i)
    for (int32_t k = 0; k < u->n; ++k)
      for (int32_t j = 0; j < u->n && kr_set_has(u->needs[i], k); ++j)
        if (kr_set_has(pair[k], j)) u->bars[i] |= u->carries[j];
}

static void count_affordable(kr_upgrades *u, kr_micro most) {
  for (int32_t i = 0; i < u->n; ++i)
    if (kr_upgrades_cost(u, u->needs[i]) <= most) u->all |= kr_set_of(i);
}

/* ---- what they bring ---- */

static kr_status find_changes(kr_upgrades *u, int32_t i, kr_error *err) {
  const kr_corridor *c = u->c;
  int32_t plan = c->upgrades[i].plan, base = c->plans[plan].base;
  kr_timetable *before = NULL, *after = NULL;
  kr_status status = KR_OK;
  if (base != KR_PLAN_BASE && base != u->settings->plan)
    return kr_fail(err, KR_ERR_INPUT,
                   "upgrade %s: its plan %s stands on %s, neither on the base nor on the plan that invest looks at",
                   kr_ids_text(c->upgrade_ids, i), kr_ids_text(c->plan_ids, plan), kr_ids_text(c->plan_ids, base));
  KR_TRY(kr_timetable_create(&before, c, base, KR_VIEW_DATED, err));
  KR_TRY(kr_timetable_create(&after, c, plan, KR_VIEW_DATED, err));
  KR_TRY(kr_plan_diff(c, before, after, &u->changes[i], &u->n_changes[i], err));
done:
  kr_timetable_free(before);
  kr_timetable_free(after);
  return status;
}

/** Dated, only whole steps count; static, only the first day. */
static bool is_noticed(const kr_upgrades *u, const kr_plan_difference *d, int32_t day) {
  kr_micro now = kr_transit_of(u->dated, d->what, day);
  if (d->after >= now) return false;
  if (u->under->is_static) return day == 0;
  int64_t before = kr_steps_of(u->c, now), after = kr_steps_of(u->c, d->after);
  return (after > 1 ? after : 1) < before;
}

static void find_swift(kr_upgrades *u) {
  for (int32_t i = 0; i < u->n; ++i)
    for (size_t k = 0; k < u->n_changes[i]; ++k) {
      const kr_plan_difference *d = &u->changes[i][k];
      for (int32_t day = d->from_day; day <= d->to_day && d->is_running_time; ++day)
        if (is_noticed(u, d, day)) u->swift |= kr_set_of(i);
    }
}

static kr_status find_promised(kr_upgrades *u, kr_error *err) {
  const kr_corridor *c = u->c;
  u->promised = kr_zeros((size_t)kr_n_resources(c) * (size_t)u->under->n_days, sizeof *u->promised);
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  bool have = u->promised && tally;
  if (have) kr_tally_sum(c, u->under, &c->commitments, tally, u->promised);
  free(tally);
  return have ? KR_OK : kr_fail_memory(err);
}

kr_status kr_upgrades_create(kr_upgrades **out, const kr_corridor *c, const kr_settings *settings, kr_micro most,
                             kr_error *err) {
  kr_status status = KR_OK;
  kr_upgrades *u = kr_zeros(1, sizeof *u);
  if (!u) return kr_fail_memory(err);
  u->c = c;
  u->settings = settings;
  u->n = kr_n_upgrades(c);
  close_needs(u);
  close_bars(u);
  count_affordable(u, most);
  KR_TRY(kr_timetable_create(&u->under, c, settings->plan, settings->view, err));
  KR_TRY(kr_timetable_create(&u->dated, c, settings->plan, KR_VIEW_DATED, err));
  for (int32_t i = 0; i < u->n; ++i) KR_TRY(find_changes(u, i, err));
  find_swift(u);
  KR_TRY(find_promised(u, err));
  *out = u;
  u = NULL;
done:
  kr_upgrades_free(u);
  return status;
}

void kr_upgrades_free(kr_upgrades *u) {
  if (!u) return;
  for (int32_t i = 0; i < u->n; ++i) free(u->changes[i]);
  kr_timetable_free(u->under);
  kr_timetable_free(u->dated);
  free(u->promised);
  free(u);
}

double kr_upgrades_worth(const kr_upgrades *u, int32_t upgrade, const double *price) {
  long double worth = 0;
  for (size_t k = 0; k < u->n_changes[upgrade]; ++k) {
    const kr_plan_difference *d = &u->changes[upgrade][k];
    if (d->is_running_time) continue;
    const double *p = price + (int64_t)d->what * u->under->n_days;
    for (int32_t day = d->from_day; day <= d->to_day; ++day)
      worth += (long double)p[u->under->is_static ? 0 : day] * (d->after - d->before) / KR_MICRO;
  }
  return (double)worth;
}
