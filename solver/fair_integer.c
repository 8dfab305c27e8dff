#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/fair_internal.h"

#define ROUNDS 5
#define LPS_DUST_KG 1 /* what whole kilograms may have cost a shipment in the LP's plan */
#define FEE 2.0       /* times U at the largest weight: tonnes count before hours, as in the LP */
#define FEE_STEP 2.0  /* likewise and more, for a share that falls short by all of it */

typedef struct rounding {
  kr_fair_solve *s;
  kr_solution *best;  /* its own, unless it is the plain plan */
  int64_t short_kg;   /* of the best */
  int64_t *served_kg; /* [forwarders] of the best */
  int64_t *most_kg;   /* [shipments] of open freight that may move in this round */
  double *fee;        /* [forwarders] */
  int32_t n;          /* rounds */
} rounding;

static int64_t target_kg(const rounding *r, int32_t f) { return r->s->fairness->shares[f].target_kg; }

static int64_t shortage_kg(const rounding *r, const kr_solution *plan) {
  int64_t sum = 0;
  kr_fair_count(r->s, &plan->result.allocation, r->served_kg);
  for (int32_t f = 0; f < r->s->n; ++f)
    if (r->served_kg[f] < target_kg(r, f)) sum += target_kg(r, f) - r->served_kg[f];
  return sum;
}

static void drop(const rounding *r, kr_solution *plan) {
  if (plan != r->s->plain) kr_solution_free(plan);
}

/** The plan that misses the shares by less stays, of equals the cheaper. */
static void consider(rounding *r, kr_solution *plan) {
  int64_t short_kg = shortage_kg(r, plan);
  bool is_better = !r->best || short_kg < r->short_kg ||
                   (short_kg == r->short_kg && plan->result.objective < r->best->result.objective);
  drop(r, is_better ? r->best : plan);
  if (!is_better) return;
  r->best = plan;
  r->short_kg = short_kg;
}

/* ---- who gives way ---- */

/** A shipment that is served by the best plan, and what its staying would cost. */
typedef struct loss {
  double per_t; /* weighted hours */
  int64_t kg;
  int32_t shipment;
} loss;

static int least_first(const void *a, const void *b) {
  const loss *x = a, *y = b;
  if (x->per_t != y->per_t) return x->per_t < y->per_t ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

static size_t list_losses(const rounding *r, const kr_tally *tally, loss *losses) {
  const kr_corridor *c = r->s->c;
  size_t n = 0;
  for (int32_t i = 0; i < kr_n_shipments(c); ++i) {
    int64_t kg = tally[i].served_kg, f = c->shipments[i].forwarder;
    if (kg == 0 || r->served_kg[f] <= target_kg(r, (int32_t)f)) continue;
    double late = kr_decimal_value(c->late_factor), unserved = kr_decimal_value(c->unserved_uh);
    double hours = (tally[i].hours_kg_h + late * tally[i].late_kg_h) / (double)kg;
    losses[n++] = (loss){kr_decimal_value(c->shipments[i].weight) * (unserved - hours), kg, i};
  }
  if (n > 1) qsort(losses, n, sizeof *losses, least_first);
  return n;
}

/** What those with more than their share lose least by comes off, down to the share. */
static void give_up(rounding *r, const loss *losses, size_t n) {
  const kr_corridor *c = r->s->c;
  for (size_t i = 0; i < n; ++i) {
    const kr_shipment *s = &c->shipments[losses[i].shipment];
    int64_t excess = r->served_kg[s->forwarder] - target_kg(r, s->forwarder);
    int64_t off = losses[i].kg <= excess ? losses[i].kg : s->splittable ? excess : 0;
    r->most_kg[losses[i].shipment] -= off;
    r->served_kg[s->forwarder] -= off;
  }
}

/** In the first round nobody has more of a shipment than the LP: that is fair already, but for whole trains. */
static void take_lps_most(const rounding *r, const kr_tally *tally) {
  const kr_shipment *s = r->s->c->shipments;
  for (int32_t i = 0; i < kr_n_shipments(r->s->c); ++i) {
    int64_t kg = tally[i].served_kg;
    bool is_cut = kg > 0 && kg < s[i].quantity_kg;
    r->most_kg[i] = !is_cut ? kg : s[i].splittable ? kg + LPS_DUST_KG : s[i].quantity_kg;
  }
}

/** What the best plan serves, less what comes off; of whoever is short, everything. */
static void take_bests_most(rounding *r, const kr_tally *tally, loss *losses) {
  const kr_corridor *c = r->s->c;
  shortage_kg(r, r->best);
  for (int32_t i = 0; i < kr_n_shipments(c); ++i) {
    int32_t f = c->shipments[i].forwarder;
    r->most_kg[i] = r->served_kg[f] >= target_kg(r, f) ? tally[i].served_kg : c->shipments[i].quantity_kg;
  }
  give_up(r, losses, list_losses(r, tally, losses));
}

/**
 * After the first round whoever has its share or more keeps what the best plan serves, less what it would lose least
 * by, down to the share; the others may move everything. Promised lots are not open: they count, and stay as they are.
 */
static kr_status choose_most(rounding *r, kr_error *err) {
  const kr_corridor *c = r->s->c;
  size_t shipments = (size_t)kr_n_shipments(c);
  kr_tally *tally = kr_zeros(shipments, sizeof *tally);
  loss *losses = kr_zeros(shipments, sizeof *losses);
  kr_status status = tally && losses ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) {
    const kr_solution *from = r->n == 0 ? r->s->fair : r->best;
    kr_tally_sum(c, from->timetable, &from->result.allocation, tally, NULL);
    if (r->n == 0)
      take_lps_most(r, tally);
    else
      take_bests_most(r, tally, losses);
  }
  free(tally);
  free(losses);
  return status;
}

/** More for whom the best plan falls short. */
static void raise_fees(const rounding *r) {
  double step = FEE_STEP * fmax(1, kr_fair_dearest_staying(r->s->c));
  shortage_kg(r, r->best);
  for (int32_t f = 0; f < r->s->n; ++f) {
    int64_t short_kg = target_kg(r, f) - r->served_kg[f];
    if (short_kg > 0) r->fee[f] += step * (double)short_kg / (double)r->s->fairness->shares[f].asked_kg;
  }
}

/* ---- rounds ---- */

static kr_status solve_round(rounding *r, kr_error *err) {
  kr_fair_solve *s = r->s;
  kr_solution *plan = NULL;
  raise_fees(r);
  kr_status status = choose_most(r, err);
  if (status != KR_OK) return status;
  kr_settings settings = kr_fair_settings(s);
  settings.stay_fee = r->fee;
  settings.most_kg = r->most_kg;
  settings.time_limit_s /= ROUNDS - r->n++;
  status = kr_solve(&plan, s->c, &settings, err);
  if (status != KR_OK) return status;
  s->is_cut = s->is_cut || kr_fair_was_cut(plan);
  consider(r, plan);
  return KR_OK;
}

static bool must_stop(const rounding *r) {
  const kr_settings *settings = r->s->settings;
  bool is_late = kr_clock_wall() - r->s->began_s >= settings->time_limit_s;
  r->s->is_cut = r->s->is_cut || is_late;
  return is_late || (settings->stop && *settings->stop);
}

static kr_status search(rounding *r, kr_error *err) {
  kr_status status = KR_OK;
  for (int32_t f = 0; f < r->s->n; ++f) r->fee[f] = FEE * fmax(1, kr_fair_dearest_staying(r->s->c));
  consider(r, r->s->plain);
  while (r->n < ROUNDS && r->short_kg > 0 && status == KR_OK && !must_stop(r)) status = solve_round(r, err);
  return status;
}

/* ---- what is said of it ---- */

/** Lowers the floors to what is served; the LP's bound then holds less the price of that. */
static double lower_floors(const rounding *r, double bound) {
  for (int32_t f = 0; f < r->s->n; ++f) {
    kr_fair_share *share = &r->s->fairness->shares[f];
    if (r->served_kg[f] >= share->floor_kg) continue;
    bound -= share->price * (double)(share->floor_kg - r->served_kg[f]) * 1e-3;
    share->floor_kg = r->served_kg[f];
  }
  return bound;
}

/** Plans that keep the floors cost at least what the LP says, and at least what all plans do. */
static void publish(rounding *r) {
  kr_fair_solve *s = r->s;
  kr_result *result = &r->best->result;
  double plain_bound = s->plain->result.bound;
  shortage_kg(r, r->best);
  kr_result_prove(result, fmax(plain_bound, lower_floors(r, s->fair->result.bound)), s->settings->gap);
  kr_solution_free(s->fair);
  s->fair = r->best;
  if (r->best == s->plain) s->plain = NULL;
  r->best = NULL;
}

kr_status kr_fair_integers(kr_fair_solve *s, kr_error *err) {
  rounding r = {.s = s,
                .served_kg = kr_zeros((size_t)s->n, sizeof *r.served_kg),
                .fee = kr_zeros((size_t)s->n, sizeof *r.fee),
                .most_kg = kr_zeros((size_t)kr_n_shipments(s->c), sizeof *r.most_kg)};
  kr_status status = r.served_kg && r.fee && r.most_kg ? search(&r, err) : kr_fail_memory(err);
  if (status == KR_OK) publish(&r);
  drop(&r, r.best);
  free(r.served_kg);
  free(r.fee);
  free(r.most_kg);
  return status;
}
