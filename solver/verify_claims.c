#include <math.h>

#include "solver/verify_judge.h"

/* How far two numbers may lie apart and still say the same: relative for the objective, its bound and the gap … */
static const double same_objective = 1e-9;
/* … what resource_day.csv says is used, which is written rounded … */
static const double same_use = 1e-6;
/* … and how much less than the claimed bound the shadow prices may prove. */
static const double proven_bound = 1e-6;

void kr_exact_sum_add(kr_exact_sum *s, long double x) {
  long double sum = s->sum + x;
  s->lost += fabsl(s->sum) >= fabsl(x) ? (s->sum - sum) + x : (x - sum) + s->sum;
  s->sum = sum;
}

static kr_lot_hours static_hours(const kr_facts *f, const kr_lot *lot, const kr_leg *legs) {
  long double uh = 0;
  for (int32_t i = 0; i < lot->n_legs; i++) {
    kr_micro leg_uh =
        legs[i].kind == KR_LEG_LINK ? f->transit_uh[legs[i].what] : f->c->transfers[legs[i].what].hours_uh;
    uh += (long double)leg_uh;
  }
  return (kr_lot_hours){uh / KR_MICRO, uh / KR_MICRO};
}

kr_lot_hours kr_facts_hours(const kr_facts *f, const kr_lot *lot, const kr_leg *legs) {
  if (f->is_static) return static_hours(f, lot, legs);
  const kr_shipment *s = &f->c->shipments[lot->shipment];
  int64_t arrival_min = legs[lot->n_legs - 1].arrive_min, due = kr_facts_due(f, s);
  long double h = (long double)(arrival_min - kr_facts_ready(f, s) * f->step_min) / 60, late_h = 0;
  if (due != KR_NO_DUE && arrival_min > due * f->step_min) late_h = (long double)(arrival_min - due * f->step_min) / 60;
  return (kr_lot_hours){h, h + (long double)f->c->late_factor / KR_MICRO * late_h};
}

static void add_shipment(kr_judge *j, int32_t s, kr_exact_sum *objective, kr_exact_sum *transit) {
  long double weight = (long double)j->c->shipments[s].weight / KR_MICRO;
  for (size_t i = j->first_lot[s]; i < j->first_lot[s + 1]; i++) {
    const kr_lot *lot = &j->a->lots[j->order[i]];
    kr_lot_hours hours = kr_facts_hours(j->f, lot, kr_judge_legs(j, j->order[i]));
    long double t = (long double)lot->quantity_kg / 1000;
    kr_exact_sum_add(objective, weight * t * hours.cost_h);
    kr_exact_sum_add(transit, t * hours.h);
  }
  int64_t left_kg = j->c->shipments[s].quantity_kg - j->served_kg[s];
  if (left_kg < 0) left_kg = 0;
  kr_exact_sum_add(objective, weight * ((long double)left_kg / 1000) * ((long double)j->c->unserved_uh / KR_MICRO));
  kr_count_kg(&j->v->served_kg, j->served_kg[s]);
  kr_count_kg(&j->v->unserved_kg, left_kg);
}

void kr_judge_objective(kr_judge *j) {
  kr_exact_sum objective = {0}, transit = {0};
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) add_shipment(j, s, &objective, &transit);
  j->v->objective = (double)kr_exact_sum_value(&objective);
  j->v->transit_tonne_h = (double)kr_exact_sum_value(&transit);
}

static double scale(double x) { return fmax(1, fabs(x)); }

static void judge_gap(kr_judge *j, const kr_verify_claims *claims) {
  double gap = (j->v->objective - claims->bound) / scale(j->v->objective);
  if (!(claims->gap == gap || fabs(claims->gap - gap) <= same_objective * scale(gap)))
    kr_judge_complain(j, "gap: the plan says %.12g but objective and bound make %.12g", claims->gap, gap);
  if (claims->is_optimal && !(gap <= j->o->gap + same_objective))
    kr_judge_complain(j, "called optimal with a gap of %.12g, wider than the %.12g asked for", gap, j->o->gap);
}

static void judge_objective_and_bound(kr_judge *j, const kr_verify_claims *claims) {
  double objective = j->v->objective, bound = j->v->bound, above = objective + same_objective * scale(objective);
  if (!(fabs(claims->objective - objective) <= same_objective * scale(objective)))
    kr_judge_complain(j, "objective: the plan says %.17g but its legs say %.17g", claims->objective, objective);
  if (!(claims->bound <= above))
    kr_judge_complain(j, "bound: %.17g is above the objective %.17g", claims->bound, objective);
  if (bound > above)
    kr_judge_complain(j, "bound: the shadow prices prove %.17g, above the objective %.17g, which cannot be", bound,
                      objective);
  if (isfinite(bound) && claims->bound - bound > proven_bound * scale(bound))
    kr_judge_complain(j, "bound: the shadow prices prove only %.17g, not %.17g", bound, claims->bound);
  judge_gap(j, claims);
}

static void judge_served(kr_judge *j, const kr_verify_claims *claims) {
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) {
    const char *id = kr_ids_text(j->c->shipment_ids, s);
    int64_t served = j->served_kg[s], left = j->c->shipments[s].quantity_kg - served;
    if (claims->served_kg && claims->served_kg[s] != served)
      kr_judge_complain(j, "shipment %s: said to be served %lld kg but its lots carry %lld", id,
                        (long long)claims->served_kg[s], (long long)served);
    if (claims->unserved_kg && claims->unserved_kg[s] != left)
      kr_judge_complain(j, "shipment %s: said to leave %lld kg but %lld are left", id,
                        (long long)claims->unserved_kg[s], (long long)left);
  }
}

static void judge_total(kr_judge *j, const char *what, double said_t, int64_t kg) {
  double t = (double)kg / 1000;
  if (!(fabs(said_t - t) <= same_objective * scale(t)))
    kr_judge_complain(j, "%s: the plan says %.12g t but its lots make %.12g", what, said_t, t);
}

static void judge_used(kr_judge *j, const double *used) {
  for (int32_t r = 0; r < kr_n_resources(j->c); r++) {
    for (int32_t b = 0; b < j->f->n_buckets; b++) {
      if (j->f->capacity[(int64_t)r * j->f->n_buckets + b] == KR_NO_LIMIT) continue; /* no quota that day */
      double units = (double)kr_loads_units(j->loads, j->f, r, b), said = used[(int64_t)r * j->f->n_buckets + b];
      if (fabs(said - units) <= same_use * scale(units)) continue;
      char day[KR_DAY_ROOM];
      kr_facts_day_text(j->f, b, day);
      kr_judge_complain(j, "resource %s %s: said to be used by %.12g units but the legs use %.12g",
                        kr_ids_text(j->c->resource_ids, r), day, said, units);
    }
  }
}

void kr_judge_claims(kr_judge *j, const kr_verify_claims *claims) {
  judge_objective_and_bound(j, claims);
  judge_served(j, claims);
  if (claims->totals_t) judge_total(j, "served_t", claims->totals_t[0], j->v->served_kg);
  if (claims->totals_t) judge_total(j, "unserved_t", claims->totals_t[1], j->v->unserved_kg);
  if (claims->used) judge_used(j, claims->used);
}
