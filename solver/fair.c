#include "solver/fair.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/fair_internal.h"

#define PLAIN_TIME 0.3  /* of the time limit, for the plain plan in integer solves */
#define ORACLE_TIME 0.7 /* of the time limit, at most, until the shares are known */
#define OVER_FACTOR 1e4 /* times U at the largest weight: far more than a floor was ever seen to cost */
#define NEAREST_KG 1e-3

static void free_fairness(kr_fairness *fairness) {
  if (fairness) free(fairness->shares);
  free(fairness);
}

static void free_fair(kr_fair_solve *s) {
  kr_solution_free(s->plain);
  kr_solution_free(s->fair);
  free_fairness(s->fairness);
  free(s->asked_t);
  free(s->stays_t);
  free(s->most_t);
  kr_allocation_clear(&s->routes);
}

void kr_fair_count(const kr_fair_solve *s, const kr_allocation *a, int64_t *served_kg) {
  for (int32_t f = 0; f < s->n; ++f) served_kg[f] = 0;
  for (size_t i = 0; i < a->n_lots; ++i)
    served_kg[s->c->shipments[a->lots[i].shipment].forwarder] += a->lots[i].quantity_kg;
}

static kr_status note_plain(kr_fair_solve *s, kr_error *err) {
  size_t n = (size_t)s->n;
  s->fairness = kr_zeros(1, sizeof *s->fairness);
  s->asked_t = kr_zeros(n, sizeof *s->asked_t);
  s->stays_t = kr_zeros(n, sizeof *s->stays_t);
  s->most_t = kr_zeros(n, sizeof *s->most_t);
  int64_t *served_kg = kr_zeros(n, sizeof *served_kg);
  if (s->fairness) s->fairness->shares = kr_zeros(n, sizeof *s->fairness->shares);
  if (!s->fairness || !s->fairness->shares || !s->asked_t || !s->stays_t || !s->most_t || !served_kg) {
    free(served_kg);
    return kr_fail_memory(err);
  }
  kr_fair_count(s, &s->plain->result.allocation, served_kg);
  s->fairness->kind = s->kind;
  s->fairness->plain_objective = s->plain->result.objective;
  for (int32_t i = 0; i < kr_n_shipments(s->c); ++i)
    s->fairness->shares[s->c->shipments[i].forwarder].asked_kg += s->c->shipments[i].quantity_kg;
  for (int32_t f = 0; f < s->n; ++f) {
    s->asked_t[f] = (double)s->fairness->shares[f].asked_kg * 1e-3;
    s->fairness->shares[f].plain_kg = served_kg[f];
    s->fairness->plain_kg += served_kg[f];
  }
  free(served_kg);
  return KR_OK;
}

kr_settings kr_fair_settings(kr_fair_solve *s) {
  kr_settings settings = *s->settings;
  s->warm = (kr_warm){&s->plain->result.allocation, s->plain->result.shadow_price};
  settings.warm = &s->warm;
  settings.time_limit_s -= kr_clock_wall() - s->began_s;
  return settings;
}

static kr_status take_routes(kr_fair_solve *s, const kr_fair_oracle *o) {
  const kr_allocation *plain = &s->plain->result.allocation;
  kr_status status = kr_fair_oracle_routes(o, &s->routes);
  for (size_t i = 0; i < plain->n_lots && status == KR_OK; ++i) {
    const kr_lot *lot = &plain->lots[i];
    status = kr_allocation_add(&s->routes, lot->shipment, lot->number, 1, plain->legs + lot->first_leg, lot->n_legs);
  }
  return status;
}

static kr_status find_shares(kr_fair_solve *s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_fair_oracle oracle = {0};
  kr_settings settings = kr_fair_settings(s);
  settings.integer = false;
  kr_fair_shares shares = {s->asked_t, s->stays_t};
  double until = s->began_s + ORACLE_TIME * s->settings->time_limit_s;
  kr_status status = kr_fair_oracle_open(&oracle, s->c, &settings, until, err);
  if (status == KR_OK) status = kr_fair_shares_find(&shares, &oracle, s->kind, err);
  if (status == KR_OK && take_routes(s, &oracle) != KR_OK) status = kr_fail_memory(err);
  for (int32_t f = 0; f < s->n; ++f) s->most_t[f] = fmin(s->asked_t[f], s->stays_t[f] + oracle.tol_t);
  kr_fair_oracle_close(&oracle);
  s->wall_s = kr_clock_wall() - wall;
  s->cpu_s = kr_clock_cpu() - cpu;
  return status;
}

double kr_fair_dearest_staying(const kr_corridor *c) {
  double weight = 0;
  for (int32_t i = 0; i < kr_n_shipments(c); ++i) weight = fmax(weight, kr_decimal_value(c->shipments[i].weight));
  return weight * kr_decimal_value(c->unserved_uh);
}

/** Least cost with these floors. */
static kr_status solve_floored(kr_fair_solve *s, kr_error *err) {
  kr_settings settings = kr_fair_settings(s);
  kr_stay_limits stay = {.most_t = s->most_t,
                         .most_all_t = KR_LP_AMPLE,
                         .over_cost = OVER_FACTOR * fmax(1, kr_fair_dearest_staying(s->c))};
  settings.stay = &stay;
  settings.integer = false;
  s->warm.routes = &s->routes;
  kr_status status = kr_solve(&s->fair, s->c, &settings, err);
  s->is_cut = s->is_cut || (status == KR_OK && kr_fair_was_cut(s->fair));
  return status;
}

/**
 * Floors in whole kilograms, and no higher than what whole kilograms left of them. Lower floors are worth less, and so
 * much less the bound is: it is one for the floors as published.
 */
static kr_status publish_floors(kr_fair_solve *s, kr_error *err) {
  kr_result *r = &s->fair->result;
  int64_t *served_kg = kr_zeros((size_t)s->n, sizeof *served_kg);
  if (!served_kg) return kr_fail_memory(err);
  kr_fair_count(s, &r->allocation, served_kg);
  double bound = r->bound;
  for (int32_t f = 0; f < s->n; ++f) {
    kr_fair_share *share = &s->fairness->shares[f];
    double floor_t = s->asked_t[f] - s->most_t[f];
    share->target_kg = (int64_t)floor(floor_t * 1e3 + NEAREST_KG);
    share->floor_kg = share->target_kg < served_kg[f] ? share->target_kg : served_kg[f];
    share->price = r->stay_price[f];
    bound -= share->price * fmax(0, floor_t - (double)share->floor_kg * 1e-3);
  }
  free(served_kg);
  kr_result_prove(r, kr_lp_bound_beside(r->objective, bound), s->settings->gap);
  s->fairness->is_settled = true;
  return KR_OK;
}

static void hand_over(kr_fair_solve *s, kr_solution **out) {
  kr_solution **from = s->fair ? &s->fair : &s->plain;
  (*from)->result.fairness = s->fairness;
  (*from)->is_stopped = (*from)->is_stopped || s->is_cut;
  s->fairness = NULL;
  kr_result *r = &(*from)->result;
  if (r->n_phases < KR_MAX_PHASES) r->phases[r->n_phases++] = (kr_phase){"fairness", s->wall_s, s->cpu_s};
  *out = *from;
  *from = NULL;
}

/** A search for whole trains takes all the time that it is given, so it gets a part. */
static kr_status solve_plain(kr_fair_solve *s, kr_error *err) {
  kr_settings settings = *s->settings;
  if (settings.integer) settings.time_limit_s *= PLAIN_TIME;
  kr_status status = kr_solve(&s->plain, s->c, &settings, err);
  s->is_cut = status == KR_OK && kr_fair_was_cut(s->plain);
  return status;
}

/** Whether there is no time for more than the plain plan. */
static bool is_over(const kr_fair_solve *s) {
  bool is_stopped = s->settings->stop && *s->settings->stop;
  return is_stopped || (s->plain->is_stopped && !s->settings->integer);
}

kr_status kr_solve_fairly(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_fair_kind kind,
                          kr_error *err) {
  if (kind == KR_FAIR_NONE) return kr_solve(out, c, settings, err);
  kr_fair_solve s = {
      .c = c, .settings = settings, .kind = kind, .n = kr_ids_count(c->forwarder_ids), .began_s = kr_clock_wall()};
  kr_status status = solve_plain(&s, err);
  if (status == KR_OK) status = note_plain(&s, err);
  if (status == KR_OK) status = is_over(&s) ? KR_ERR_LIMIT : find_shares(&s, err);
  if (status == KR_OK) status = solve_floored(&s, err);
  if (status == KR_OK) status = publish_floors(&s, err);
  if (status == KR_OK && settings->integer) status = kr_fair_integers(&s, err);
  if (status == KR_ERR_LIMIT) {
    s.plain->is_stopped = true;
    s.plain->result.is_optimal = false;
    status = KR_OK;
  }
  if (status == KR_OK) hand_over(&s, out);
  free_fair(&s);
  return status;
}
