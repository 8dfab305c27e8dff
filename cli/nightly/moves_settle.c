#include <stdlib.h>
#include <string.h>

#include "cli/nightly/moves_internal.h"
#include "graph/memory.h"

#define NOWHERE SIZE_MAX

/** What was let go, held against the new plan. */
typedef struct settling {
  const kr_moves_case *q;
  const kr_allocation *promised, *plan;
  bool *is_free;
  size_t *first;    /* [shipments + 1] of its lots in the plan */
  int64_t *left_kg; /* [plan lots] not given to a promise yet; 0 of what stays promised */
  size_t *same;     /* [promised lots] the lot of the plan that has its legs, NOWHERE */
  int64_t *same_kg; /* … and how much of it goes there */
} settling;

static void close_settling(settling *s) {
  free(s->first);
  free(s->left_kg);
  free(s->same);
  free(s->same_kg);
}

static kr_status open_settling(settling *s, kr_error *err) {
  size_t n = (size_t)kr_n_shipments(s->q->c);
  s->first = kr_zeros(n + 1, sizeof *s->first);
  s->left_kg = kr_zeros(s->plan->n_lots, sizeof *s->left_kg);
  s->same = kr_zeros(s->promised->n_lots, sizeof *s->same);
  s->same_kg = kr_zeros(s->promised->n_lots, sizeof *s->same_kg);
  if (!s->first || !s->left_kg || !s->same || !s->same_kg) return kr_fail_memory(err);
  for (size_t l = 0; l < s->plan->n_lots; l++) s->first[s->plan->lots[l].shipment + 1]++;
  for (size_t i = 0; i < n; i++) s->first[i + 1] += s->first[i];
  return KR_OK;
}

/** In the plan what stays promised comes first of each shipment; the rest is there to be given out. */
static void share_out(settling *s) {
  size_t i = 0;
  for (size_t l = 0; l < s->plan->n_lots; l++) s->left_kg[l] = s->plan->lots[l].quantity_kg;
  for (int32_t shipment = 0; shipment < kr_n_shipments(s->q->c); shipment++) {
    size_t at = s->first[shipment];
    for (; i < s->promised->n_lots && s->promised->lots[i].shipment == shipment; i++)
      if (!s->is_free[i]) s->left_kg[at++] = 0;
  }
}

static bool has_same_legs(const settling *s, const kr_lot *a, const kr_lot *b) {
  const kr_leg *p = s->promised->legs + a->first_leg, *q = s->plan->legs + b->first_leg;
  if (a->n_legs != b->n_legs) return false;
  for (int32_t i = 0; i < a->n_legs; i++)
    if (p[i].kind != q[i].kind || p[i].backward != q[i].backward || p[i].what != q[i].what ||
        p[i].depart_min != q[i].depart_min || p[i].arrive_min != q[i].arrive_min)
      return false;
  return true;
}

/** What goes just as promised. */
static void find_same(settling *s, size_t i) {
  const kr_lot *lot = &s->promised->lots[i];
  s->same[i] = NOWHERE;
  for (size_t l = s->first[lot->shipment]; l < s->first[lot->shipment + 1] && s->same[i] == NOWHERE; l++) {
    if (s->left_kg[l] == 0 || !has_same_legs(s, lot, &s->plan->lots[l])) continue;
    s->same[i] = l;
    s->same_kg[i] = lot->quantity_kg < s->left_kg[l] ? lot->quantity_kg : s->left_kg[l];
    s->left_kg[l] -= s->same_kg[i];
  }
}

static int32_t arrival(const kr_allocation *a, const kr_lot *lot) {
  return a->legs[lot->first_leg + (size_t)lot->n_legs - 1].arrive_min;
}

/** No later may it arrive, were it moved. */
static int64_t limit_of(const settling *s, size_t i) {
  const kr_lot *lot = &s->promised->lots[i];
  int64_t due_min = s->q->c->shipments[lot->shipment].due_min, promised_min = arrival(s->promised, lot);
  return due_min > promised_min ? due_min : promised_min; /* KR_NO_DUE is beyond all */
}

static size_t earliest_left(const settling *s, int32_t shipment) {
  size_t best = NOWHERE;
  for (size_t l = s->first[shipment]; l < s->first[shipment + 1]; l++)
    if (s->left_kg[l] > 0 &&
        (best == NOWHERE || arrival(s->plan, &s->plan->lots[l]) < arrival(s->plan, &s->plan->lots[best])))
      best = l;
  return best;
}

/** Gives what is moved of a lot the earliest arrivals that are left. @return false: its promise would be broken */
static bool place(settling *s, size_t i, int64_t moved_kg, int32_t *last_min) {
  *last_min = INT32_MIN;
  while (moved_kg > 0) {
    size_t l = earliest_left(s, s->promised->lots[i].shipment);
    if (l == NOWHERE) return false;
    int64_t kg = moved_kg < s->left_kg[l] ? moved_kg : s->left_kg[l];
    *last_min = arrival(s->plan, &s->plan->lots[l]);
    if (*last_min > limit_of(s, i)) return false;
    s->left_kg[l] -= kg;
    moved_kg -= kg;
  }
  return true;
}

/** The lot of the shipment that must arrive first of those that are let go, go otherwise and are not placed yet. */
static size_t next_of(const settling *s, size_t from, const bool *is_placed) {
  size_t best = NOWHERE;
  for (size_t i = from; i < s->promised->n_lots && s->promised->lots[i].shipment == s->promised->lots[from].shipment;
       i++)
    if (s->is_free[i] && !is_placed[i] && s->same_kg[i] < s->promised->lots[i].quantity_kg &&
        (best == NOWHERE || limit_of(s, i) < limit_of(s, best)))
      best = i;
  return best;
}

static kr_moved_lot describe(const settling *s, size_t i, int32_t last_min) {
  const kr_lot *lot = &s->promised->lots[i];
  const kr_corridor *c = s->q->c;
  int64_t start_min = (int64_t)c->start * KR_MINUTES_PER_DAY, moved_kg = lot->quantity_kg - s->same_kg[i];
  double per_t_h = s->q->hours * kr_decimal_value(c->shipments[lot->shipment].weight);
  return (kr_moved_lot){.shipment = lot->shipment,
                        .number = lot->number,
                        .quantity_kg = lot->quantity_kg,
                        .moved_kg = moved_kg,
                        .depart_min = start_min + s->promised->legs[lot->first_leg].depart_min,
                        .arrive_min = start_min + arrival(s->promised, lot),
                        .new_arrive_min = start_min + last_min,
                        .price_t_h = per_t_h * (double)moved_kg / 1e3};
}

/** Those that must arrive first get the earliest arrivals; whoever finds none in time breaks its promise. */
static kr_status place_shipment(kr_moves_trial *t, settling *s, size_t from, bool *is_placed, bool *broken,
                                kr_error *err) {
  kr_status status = KR_OK;
  for (size_t i; status == KR_OK && (i = next_of(s, from, is_placed)) != NOWHERE;) {
    int32_t last_min;
    is_placed[i] = true;
    broken[i] = !place(s, i, s->promised->lots[i].quantity_kg - s->same_kg[i], &last_min);
    t->breaks = t->breaks || broken[i];
    kr_moved_lot lot = describe(s, i, last_min);
    if (!broken[i]) status = kr_moved_add(&t->moves.moved, &lot, err);
  }
  return status;
}

static kr_status place_all(kr_moves_trial *t, settling *s, kr_error *err) {
  size_t n = s->promised->n_lots;
  bool *is_placed = kr_zeros(n, sizeof *is_placed), *broken = kr_zeros(n, sizeof *broken);
  kr_status status = is_placed && broken ? KR_OK : kr_fail_memory(err);
  for (size_t i = 0; status == KR_OK && i < n; i++) {
    bool is_first = i == 0 || s->promised->lots[i - 1].shipment != s->promised->lots[i].shipment;
    if (is_first) status = place_shipment(t, s, i, is_placed, broken, err);
  }
  for (size_t i = 0; status == KR_OK && i < n; i++)
    if (broken[i]) s->is_free[i] = false;
  free(is_placed);
  free(broken);
  return status;
}

/** Adds a lot of the plan: what goes just as promised under its old number, the rest under the next new one. */
static kr_status add_lot(kr_allocation *to, const settling *s, size_t l, size_t from, int32_t *last, kr_error *err) {
  const kr_lot *lot = &s->plan->lots[l];
  const kr_leg *legs = s->plan->legs + lot->first_leg;
  int64_t rest_kg = lot->quantity_kg;
  kr_status status = KR_OK;
  for (size_t i = from; i < s->promised->n_lots && s->promised->lots[i].shipment == lot->shipment; i++) {
    const kr_lot *old = &s->promised->lots[i];
    if (!s->is_free[i] || s->same[i] != l || s->same_kg[i] < old->quantity_kg || status != KR_OK) continue;
    status = kr_allocation_add(to, lot->shipment, old->number, old->quantity_kg, legs, lot->n_legs);
    rest_kg -= old->quantity_kg;
  }
  if (status == KR_OK && rest_kg > 0)
    status = kr_allocation_add(to, lot->shipment, ++*last, rest_kg, legs, lot->n_legs);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

static int by_number(const void *a, const void *b) {
  const kr_lot *x = a, *y = b;
  if (x->shipment != y->shipment) return x->shipment < y->shipment ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/** @param at the first promised lot of the shipment, or of one behind it; goes on to the next one's */
static kr_status number_shipment(kr_allocation *to, const settling *s, int32_t shipment, size_t *at, kr_error *err) {
  int32_t last = s->q->last_lot[shipment];
  size_t from = *at, l = s->first[shipment], end = s->first[shipment + 1];
  kr_status status = KR_OK;
  for (; *at < s->promised->n_lots && s->promised->lots[*at].shipment == shipment; ++*at)
    if (!s->is_free[*at] && status == KR_OK) {
      const kr_lot *lot = &s->plan->lots[l++];
      if (kr_allocation_add(to, shipment, lot->number, lot->quantity_kg, s->plan->legs + lot->first_leg, lot->n_legs) !=
          KR_OK)
        status = kr_fail_memory(err);
    }
  for (; l < end && status == KR_OK; l++) status = add_lot(to, s, l, from, &last, err);
  return status;
}

static kr_status number_all(kr_solution *solution, const settling *s, kr_error *err) {
  kr_allocation numbered = {0};
  size_t at = 0;
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_shipments(s->q->c) && status == KR_OK; i++)
    status = number_shipment(&numbered, s, i, &at, err);
  if (status != KR_OK) return kr_allocation_clear(&numbered), status;
  if (numbered.n_lots > 0) qsort(numbered.lots, numbered.n_lots, sizeof *numbered.lots, by_number);
  kr_allocation_clear(&solution->result.allocation);
  solution->result.allocation = numbered;
  return KR_OK;
}

kr_status kr_moves_settle(kr_moves_trial *t, const kr_moves_case *q, bool *is_free, kr_error *err) {
  settling s = {
      .q = q, .promised = &q->c->commitments, .plan = &t->moves.solution->result.allocation, .is_free = is_free};
  kr_status status;
  KR_TRY(open_settling(&s, err));
  share_out(&s);
  for (size_t i = 0; i < s.promised->n_lots; i++)
    if (is_free[i]) find_same(&s, i);
  KR_TRY(place_all(t, &s, err));
  t->total_t_h = t->moves.solution->result.objective + kr_moved_price(&t->moves.moved);
  if (!t->breaks) status = number_all(t->moves.solution, &s, err);
done:
  close_settling(&s);
  return status;
}
