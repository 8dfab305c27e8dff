#include <math.h>

#include "solver/verify_judge.h"

/* How far apart two sums of doubles may lie, of themselves. */
static const double same_sum = 1e-12;

bool kr_is_rounded(double said, long double true_value) {
  return fabsl((long double)said - true_value) <= 0.5000001e-6L + same_sum * fabsl(true_value);
}

/* What the legs of one shipment come to. */
typedef struct row_sum {
  kr_exact_sum kg_h, late_kg_h, cost_usd, co2_kg;
  int64_t late_kg;
  int32_t first_min, last_min;
} row_sum;

static void add_arrival(row_sum *sum, int32_t arrival_min) {
  if (sum->first_min == KR_NO_TIME || arrival_min < sum->first_min) sum->first_min = arrival_min;
  if (arrival_min > sum->last_min) sum->last_min = arrival_min; /* KR_NO_TIME is less than any */
}

static void add_lot(const kr_judge *j, size_t lot, row_sum *sum) {
  const kr_corridor *c = j->c;
  const kr_lot *l = &j->a->lots[lot];
  const kr_leg *legs = kr_judge_legs(j, lot);
  kr_judged_hours hours = kr_facts_hours(j->f, l, legs);
  long double kg = (long double)l->quantity_kg;
  kr_exact_sum_add(&sum->kg_h, kg * hours.h);
  kr_exact_sum_add(&sum->late_kg_h, kg * hours.late_h);
  if (hours.late_h > 0) sum->late_kg += l->quantity_kg;
  for (int32_t i = 0; i < l->n_legs; i++) {
    bool is_link = legs[i].kind == KR_LEG_LINK;
    double cost_usd = is_link ? c->links[legs[i].what].cost_usd_per_t : c->transfers[legs[i].what].cost_usd_per_t;
    double co2_kg = is_link ? c->links[legs[i].what].co2_kg_per_t : c->transfers[legs[i].what].co2_kg_per_t;
    kr_exact_sum_add(&sum->cost_usd, kg / 1000 * (long double)cost_usd);
    kr_exact_sum_add(&sum->co2_kg, kg / 1000 * (long double)co2_kg);
  }
  if (!j->f->is_static) add_arrival(sum, legs[l->n_legs - 1].arrive_min);
}

static row_sum add_up(const kr_judge *j, int32_t s) {
  row_sum sum = {.first_min = KR_NO_TIME, .last_min = KR_NO_TIME};
  for (size_t i = j->first_lot[s]; i < j->first_lot[s + 1]; i++) add_lot(j, j->order[i], &sum);
  return sum;
}

/* ---- one row ---- */

typedef struct row_case {
  kr_judge *j;
  int32_t s;
  const char *id;
  const kr_verify_row *said;
  const row_sum *sum;
  int64_t served_kg, left_kg;
} row_case;

#define COMPLAIN(r, ...) kr_judge_complain((r)->j, kr_spot_shipment((r)->s), __VA_ARGS__)

static void judge_number(const row_case *r, const char *what, double said, long double true_value) {
  if (kr_is_rounded(said, true_value)) return;
  COMPLAIN(r, "shipment %s: %s is said to be %.12g but its lots make %.12Lg", r->id, what, said, true_value);
}

/* A mean over what is served; nothing is served: blank. */
static void judge_mean(const row_case *r, const char *what, double said, const kr_exact_sum *sum) {
  if (r->served_kg > 0) {
    judge_number(r, what, said, kr_exact_sum_value(sum) / (long double)r->served_kg);
  } else if (!isnan(said)) {
    COMPLAIN(r, "shipment %s: %s is said to be %.12g but nothing is served", r->id, what, said);
  }
}

static void judge_arrival(const row_case *r, const char *what, int32_t said_min, int32_t true_min) {
  if (said_min != true_min)
    COMPLAIN(r, "shipment %s: %s is not when its lots arrive (%s)", r->id, what,
             true_min == KR_NO_TIME   ? "there is none"
             : said_min == KR_NO_TIME ? "it is blank"
                                      : "another time");
}

static void judge_status(const row_case *r) {
  static const char *const words[] = {"unserved", "partial", "served"};
  int served = r->served_kg <= 0 ? 0 : r->left_kg > 0 ? 1 : 2;
  if (r->said->served != served)
    COMPLAIN(r, "shipment %s: status is %s but %s is what its lots make", r->id, words[r->said->served % 3],
             words[served]);
}

/* A reason stands where freight stays or is late, and is of that kind. */
static void judge_reason(const row_case *r) {
  kr_reason reason = (kr_reason)r->said->reason;
  bool stays = r->left_kg > 0, is_late = kr_exact_sum_value(&r->sum->late_kg_h) > 0;
  bool is_of_late = reason == KR_REASON_LATE_ANYWAY || reason == KR_REASON_LATE_QUEUE;
  if (r->said->is_reason_odd) {
    COMPLAIN(r, "shipment %s: what is said as its reason is no reason", r->id);
  } else if (!stays && !is_late && reason != KR_REASON_NONE) {
    COMPLAIN(r, "shipment %s: has a reason, but all of it is served in time", r->id);
  } else if ((stays || is_late) && reason == KR_REASON_NONE) {
    COMPLAIN(r, "shipment %s: %s, but no reason is given", r->id, stays ? "freight stays" : "it is late");
  } else if (reason != KR_REASON_NONE && is_of_late == stays) {
    COMPLAIN(r, "shipment %s: its reason is one for freight that %s", r->id, stays ? "is late" : "stays");
  }
}

static void judge_row(const row_case *r) {
  if (!r->said->is_given) {
    COMPLAIN(r, "shipment %s: has no row", r->id);
    return;
  }
  judge_status(r);
  judge_arrival(r, "first_arrival", r->said->first_arrival_min, r->sum->first_min);
  judge_arrival(r, "last_arrival", r->said->last_arrival_min, r->sum->last_min);
  judge_mean(r, "transit_hours", r->said->transit_h, &r->sum->kg_h);
  judge_mean(r, "late_hours", r->said->late_h, &r->sum->late_kg_h);
  judge_number(r, "cost_usd", r->said->cost_usd, kr_exact_sum_value(&r->sum->cost_usd));
  judge_number(r, "co2_kg", r->said->co2_kg, kr_exact_sum_value(&r->sum->co2_kg));
  judge_reason(r);
}

/* ---- totals ---- */

static void count_row(kr_verify_totals *found, const row_sum *sum, int64_t served_kg, int64_t left_kg) {
  found->late_t += (double)sum->late_kg * 1e-3;
  found->served += left_kg == 0;
  found->partial += left_kg != 0 && served_kg != 0;
  found->unserved += served_kg == 0;
  found->late += kr_exact_sum_value(&sum->late_kg_h) > 0;
}

void kr_judge_count(kr_judge *j, const char *member, int64_t said, int64_t found) {
  if (said != found)
    kr_judge_complain(j, kr_spot_total(member), "%s: said to be %lld but is %lld", member, (long long)said,
                      (long long)found);
}

static void judge_sum(kr_judge *j, const char *member, double said, double found) {
  if (!(fabs(said - found) <= same_sum * fmax(1, fabs(found))))
    kr_judge_complain(j, kr_spot_total(member), "%s: the plan says %.17g but its lots make %.17g", member, said, found);
}

static void judge_totals(kr_judge *j, const kr_verify_totals *said, const kr_verify_totals *found) {
  judge_sum(j, "served_t", said->served_t, (double)j->v->served_kg / 1000);
  judge_sum(j, "unserved_t", said->unserved_t, (double)j->v->unserved_kg / 1000);
  judge_sum(j, "transit_tonne_hours", said->transit_tonne_h, j->v->transit_tonne_h);
  if (!isnan(said->late_t)) judge_sum(j, "late_t", said->late_t, found->late_t);
  kr_judge_count(j, "counts.shipments", said->shipments, kr_n_shipments(j->c));
  kr_judge_count(j, "counts.served", said->served, found->served);
  kr_judge_count(j, "counts.partial", said->partial, found->partial);
  kr_judge_count(j, "counts.unserved", said->unserved, found->unserved);
  kr_judge_count(j, "counts.late", said->late, found->late);
  kr_judge_count(j, "counts.lots", said->lots, (int64_t)j->a->n_lots);
  kr_judge_count(j, "counts.legs", said->legs, found->legs);
}

void kr_judge_rows(kr_judge *j, const kr_verify_row *rows, const kr_verify_totals *totals) {
  kr_verify_totals found = {0};
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) {
    row_sum sum = add_up(j, s);
    int64_t served = j->served_kg[s], left = j->c->shipments[s].quantity_kg - served;
    row_case r = {j, s, kr_ids_text(j->c->shipment_ids, s), rows ? &rows[s] : NULL, &sum, served, left};
    count_row(&found, &sum, served, left);
    if (rows) judge_row(&r);
  }
  for (size_t i = 0; i < j->a->n_lots; i++) found.legs += j->a->lots[i].n_legs;
  if (totals) judge_totals(j, totals, &found);
}
