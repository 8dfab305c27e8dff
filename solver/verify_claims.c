#include <math.h>
#include <stdio.h>

#include "solver/verify_judge.h"

/* How far two numbers may lie apart, of themselves, and still say the same: sums of the legs, made in another order …
 */
static const double same_sum = 1e-13;
/* … what one formula makes of the same two numbers … */
static const double same_number = 4e-16;
/* … how far a plan may exceed capacities and still be published, which may make it cheaper than any that keeps them …
 */
static const double over_capacity = 1e-9;
/* … and how much less than the claimed bound the shadow prices may prove: FORMAT.md. */
static const double proven_bound = 1e-6;

void kr_exact_sum_add(kr_exact_sum *s, long double x) {
  long double sum = s->sum + x;
  s->lost += fabsl(s->sum) >= fabsl(x) ? (s->sum - sum) + x : (x - sum) + s->sum;
  s->sum = sum;
}

static kr_judged_hours static_hours(const kr_facts *f, const kr_lot *lot, const kr_leg *legs) {
  long double uh = 0;
  for (int32_t i = 0; i < lot->n_legs; i++) {
    kr_micro leg_uh =
        legs[i].kind == KR_LEG_LINK ? f->transit_uh[legs[i].what] : f->c->transfers[legs[i].what].hours_uh;
    uh += (long double)leg_uh;
  }
  return (kr_judged_hours){uh / KR_MICRO, 0, uh / KR_MICRO};
}

kr_judged_hours kr_facts_hours(const kr_facts *f, const kr_lot *lot, const kr_leg *legs) {
  if (f->is_static) return static_hours(f, lot, legs);
  const kr_shipment *s = &f->c->shipments[lot->shipment];
  int64_t arrival_min = legs[lot->n_legs - 1].arrive_min, due = kr_facts_due(f, s);
  long double h = (long double)(arrival_min - kr_facts_ready(f, s) * f->step_min) / 60, late_h = 0;
  if (due != KR_NO_DUE && arrival_min > due * f->step_min) late_h = (long double)(arrival_min - due * f->step_min) / 60;
  return (kr_judged_hours){h, late_h, h + (long double)f->c->late_factor / KR_MICRO * late_h};
}

static void add_shipment(kr_judge *j, int32_t s, kr_exact_sum *objective, kr_exact_sum *transit) {
  long double weight = (long double)j->c->shipments[s].weight / KR_MICRO;
  for (size_t i = j->first_lot[s]; i < j->first_lot[s + 1]; i++) {
    const kr_lot *lot = &j->a->lots[j->order[i]];
    kr_judged_hours hours = kr_facts_hours(j->f, lot, kr_judge_legs(j, j->order[i]));
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

/* The gap follows from the two numbers beside it; none is below 0, and no bound leaves it infinite. */
static void judge_gap(kr_judge *j, const kr_verify_claims *claims) {
  double gap = (claims->objective - claims->bound) / scale(claims->objective);
  if (gap < 0) gap = 0;
  if (!(claims->gap == gap || fabs(claims->gap - gap) <= same_number * scale(gap)))
    kr_judge_complain(j, kr_spot_total("gap"), "gap: the plan says %.12g but objective and bound make %.12g",
                      claims->gap, gap);
  if (claims->is_optimal && !(gap <= j->o->gap))
    kr_judge_complain(j, kr_spot_total("status"), "called optimal with a gap of %.12g, wider than the %.12g asked for",
                      gap, j->o->gap);
  if (claims->rows && !claims->is_optimal && !claims->is_unsettled && gap <= j->o->gap)
    kr_judge_complain(j, kr_spot_total("status"), "called feasible with a gap of %.12g, within the %.12g asked for",
                      gap, j->o->gap);
}

static void judge_objective_and_bound(kr_judge *j, const kr_verify_claims *claims) {
  double objective = j->v->objective, bound = j->v->bound, above = objective + same_sum * scale(objective);
  if (!(fabs(claims->objective - objective) <= same_sum * scale(objective)))
    kr_judge_complain(j, kr_spot_total("objective"), "objective: the plan says %.17g but its legs say %.17g",
                      claims->objective, objective);
  if (!(claims->bound <= above))
    kr_judge_complain(j, kr_spot_total("bound"), "bound: %.17g is above the objective %.17g", claims->bound, objective);
  if (bound > above + over_capacity * j->v->paid)
    kr_judge_complain(j, kr_spot_total("bound"),
                      "bound: the shadow prices prove %.17g, above the objective %.17g, which cannot be", bound,
                      objective);
  if (claims->shadow_price && !j->o->is_integer && isfinite(bound) &&
      claims->bound - bound > proven_bound * scale(bound))
    kr_judge_complain(j, kr_spot_total("bound"), "bound: the shadow prices prove only %.17g, not %.17g", bound,
                      claims->bound);
  judge_gap(j, claims);
}

static void judge_served(kr_judge *j, const kr_verify_claims *claims) {
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) {
    const char *id = kr_ids_text(j->c->shipment_ids, s);
    int64_t served = j->served_kg[s], left = j->c->shipments[s].quantity_kg - served;
    if (claims->rows && !claims->rows[s].is_given) continue; /* kr_judge_rows says so */
    if (claims->served_kg && claims->served_kg[s] != served)
      kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: said to be served %lld kg but its lots carry %lld", id,
                        (long long)claims->served_kg[s], (long long)served);
    if (claims->unserved_kg && claims->unserved_kg[s] != left)
      kr_judge_complain(j, kr_spot_shipment(s), "shipment %s: said to leave %lld kg but %lld are left", id,
                        (long long)claims->unserved_kg[s], (long long)left);
  }
}

/* A row stands just where there is something to tell, with the capacity there is. @return whether it stands */
static bool judge_capacity(kr_judge *j, const char *id_day, int32_t r, int32_t b, double said, bool is_due) {
  double capacity = kr_decimal_value(j->f->capacity[(int64_t)r * j->f->n_buckets + b]);
  bool is_told = !isnan(said);
  if (is_told != is_due) {
    kr_judge_complain(j, kr_spot_resource(j, r, b), "resource %s: has %s row, but there is %s", id_day,
                      is_told ? "a" : "no", is_due ? "capacity or use" : "neither capacity nor use");
  } else if (is_told && fabs(said - capacity) > same_sum * fabs(said)) {
    kr_judge_complain(j, kr_spot_resource(j, r, b), "resource %s: said to have %.12g units but it has %.12g", id_day,
                      said, capacity);
  }
  return is_told;
}

static void judge_day(kr_judge *j, const kr_verify_claims *claims, int32_t r, int32_t b) {
  int64_t at = (int64_t)r * j->f->n_buckets + b;
  long double units = kr_loads_units(j->loads, j->f, r, b);
  bool is_quota = r >= kr_first_quota(j->c), is_told = true;
  bool is_due = is_quota ? j->f->capacity[at] < KR_NO_LIMIT : j->f->capacity[at] > 0 || units > 0;
  char day[KR_DAY_ROOM], id_day[KR_VERDICT_ROOM];
  kr_facts_day_text(j->f, b, day);
  snprintf(id_day, sizeof id_day, "%s %s", kr_ids_text(j->c->resource_ids, r), day);
  if (claims->capacity) is_told = judge_capacity(j, id_day, r, b, claims->capacity[at], is_due);
  if (is_told && claims->used && (is_due || !is_quota) && !kr_is_rounded(claims->used[at], units))
    kr_judge_complain(j, kr_spot_resource(j, r, b),
                      "resource %s: said to be used by %.12g units but the legs use %.12Lg", id_day, claims->used[at],
                      units);
}

static int64_t count_priced(const kr_judge *j, const double *price) {
  int64_t n = 0;
  for (int64_t i = 0; i < (int64_t)kr_n_resources(j->c) * j->f->n_buckets; i++) n += price[i] > 0;
  return n;
}

void kr_judge_claims(kr_judge *j, const kr_verify_claims *claims) {
  judge_objective_and_bound(j, claims);
  judge_served(j, claims);
  kr_judge_rows(j, claims->rows, claims->totals);
  for (int32_t r = 0; r < kr_n_resources(j->c); r++)
    for (int32_t b = 0; b < j->f->n_buckets; b++) judge_day(j, claims, r, b);
  if (claims->totals && claims->shadow_price && !j->o->is_integer)
    kr_judge_count(j, "counts.priced_resource_days", claims->totals->priced, count_priced(j, claims->shadow_price));
}
