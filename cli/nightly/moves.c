#include "cli/nightly/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nightly/allocate.h"
#include "cli/nightly/leg_price.h"
#include "cli/nightly/moves_internal.h"
#include "graph/memory.h"
#include "solver/clock.h"

#define MOST_TRIALS 24
#define MOST_SOLVES 3
#define SLIVER 1000 /* of so many parts of a promised lot one is free where places are priced */
#define LEAST_S 0.1
#define NOTHING 1e-9 /* relative: less is no gain */

/** A promised lot that may gain something by going otherwise. */
typedef struct candidate {
  size_t lot;
  double gain_t_h;
} candidate;

typedef struct search {
  const kr_moves_case *q;
  kr_settings lp;
  bool *is_free, *tried; /* [commitments] */
  candidate *candidates;
  size_t n;
  double least_t_h; /* of the LP so far */
  double deadline_s;
  bool is_cut;
} search;

void kr_moves_clear(kr_moves *m) {
  kr_moved_clear(&m->moved);
  kr_allocation_clear(&m->kept);
  kr_solution_free(m->solution);
  m->solution = NULL;
}

static bool is_less(double value, double than) { return value < than - NOTHING * fmax(1.0, fabs(than)); }

static kr_status keep_others(kr_allocation *kept, const kr_allocation *all, const bool *is_free, kr_error *err) {
  for (size_t i = 0; i < all->n_lots; i++) {
    const kr_lot *lot = &all->lots[i];
    if (is_free[i]) continue;
    if (kr_allocation_add(kept, lot->shipment, lot->number, lot->quantity_kg, all->legs + lot->first_leg,
                          lot->n_legs) != KR_OK)
      return kr_fail_memory(err);
  }
  return KR_OK;
}

/** In what is left of the time. */
static kr_settings in_time(const search *s, kr_settings settings) {
  settings.time_limit_s = fmax(s->deadline_s - kr_clock_wall(), LEAST_S);
  return settings;
}

/** Without time nothing more is tried. */
static bool is_over(search *s) {
  bool is_late = kr_clock_wall() >= s->deadline_s;
  s->is_cut = s->is_cut || is_late;
  return is_late;
}

/** Solves around what is not let go. */
static kr_status try(kr_moves_trial *t, const search *s, kr_settings settings, bool *is_free, kr_error *err) {
  const kr_moves_case *q = s->q;
  kr_corridor open = *q->c;
  kr_status status;
  KR_TRY(keep_others(&t->moves.kept, &q->c->commitments, is_free, err));
  open.commitments = t->moves.kept;
  KR_TRY(kr_allocate(&t->moves.solution, &t->moves.is_cut, &open, q->last_lot, q->plan, KR_FAIR_NONE,
                     in_time(s, settings), err));
  status = kr_moves_settle(t, q, is_free, err);
done:
  return status;
}

static kr_status open_search(search *s, const kr_moves_case *q, kr_error *err) {
  size_t n = q->c->commitments.n_lots;
  *s = (search){.q = q,
                .lp = q->settings,
                .deadline_s = kr_clock_wall() + q->settings.time_limit_s,
                .is_free = kr_zeros(n, sizeof *s->is_free)};
  s->tried = kr_zeros(n, sizeof *s->tried);
  s->candidates = kr_zeros(n, sizeof *s->candidates);
  s->lp.integer = false;
  s->lp.iteration_limit = 0;
  if (q->settings.integer) s->lp.gap = kr_settings_default().gap;
  return s->is_free && s->tried && s->candidates ? KR_OK : kr_fail_memory(err);
}

static void close_search(search *s) {
  free(s->is_free);
  free(s->tried);
  free(s->candidates);
}

/** Commitments come sorted by shipment. */
static bool is_only_lot(const kr_allocation *a, size_t i) {
  return (i == 0 || a->lots[i - 1].shipment != a->lots[i].shipment) &&
         (i + 1 == a->n_lots || a->lots[i + 1].shipment != a->lots[i].shipment);
}

static bool may_move(const search *s, size_t i) {
  const kr_allocation *a = &s->q->c->commitments;
  const kr_lot *lot = &a->lots[i];
  if (a->legs[lot->first_leg].depart_min < 0 || s->q->is_closed[lot->shipment]) return false;
  return !s->q->settings.integer || s->q->c->shipments[lot->shipment].splittable || is_only_lot(a, i);
}

static int by_gain(const void *a, const void *b) {
  const candidate *x = a, *y = b;
  if (x->gain_t_h < y->gain_t_h || x->gain_t_h > y->gain_t_h) return x->gain_t_h > y->gain_t_h ? -1 : 1;
  return (x->lot > y->lot) - (x->lot < y->lot);
}

static void find_candidates(search *s, const kr_solution *lp) {
  const kr_corridor *c = s->q->c;
  const kr_allocation *a = &c->commitments;
  for (size_t i = 0; i < a->n_lots; i++) {
    const kr_lot *lot = &a->lots[i];
    double price_h = s->q->hours * kr_decimal_value(c->shipments[lot->shipment].weight);
    double gain_h = kr_legs_price(c, lp->timetable, a, lot, c, lp->result.shadow_price) - price_h;
    if (gain_h > NOTHING && may_move(s, i))
      s->candidates[s->n++] = (candidate){i, gain_h * 1e-3 * (double)lot->quantity_kg};
  }
  qsort(s->candidates, s->n, sizeof *s->candidates, by_gain);
}

/** The commitments, each lot that may move a little smaller: a day that is full of promises would have no price. */
static kr_status make_thin(const search *s, kr_allocation *out, kr_error *err) {
  const kr_allocation *a = &s->q->c->commitments;
  for (size_t i = 0; i < a->n_lots; i++) {
    const kr_lot *lot = &a->lots[i];
    int64_t less_kg = may_move(s, i) ? (lot->quantity_kg + SLIVER - 1) / SLIVER : 0;
    int64_t kg = lot->quantity_kg > less_kg ? lot->quantity_kg - less_kg : lot->quantity_kg;
    if (kr_allocation_add(out, lot->shipment, lot->number, kg, a->legs + lot->first_leg, lot->n_legs) != KR_OK)
      return kr_fail_memory(err);
  }
  return KR_OK;
}

static kr_status price_promises(search *s, kr_error *err) {
  kr_corridor thin = *s->q->c;
  kr_solution *lp = NULL;
  kr_status status;
  thin.commitments = (kr_allocation){.n_lots = 0};
  KR_TRY(make_thin(s, &thin.commitments, err));
  KR_TRY(kr_allocate(&lp, &s->is_cut, &thin, s->q->last_lot, s->q->plan, KR_FAIR_NONE, in_time(s, s->lp), err));
  find_candidates(s, lp);
done:
  kr_allocation_clear(&thin.commitments);
  kr_solution_free(lp);
  return status;
}

/** The LP with all promises fixed is what others must undercut. */
static kr_status begin(search *s, kr_error *err) {
  kr_moves_trial t = {.total_t_h = 0};
  kr_status status = price_promises(s, err);
  if (status == KR_OK && s->n > 0) status = try(&t, s, s->lp, s->is_free, err);
  s->least_t_h = t.total_t_h;
  s->is_cut = s->is_cut || t.moves.is_cut;
  kr_moves_clear(&t.moves);
  return status;
}

/** Lets some more go, and keeps it so where the LP comes to less. */
static kr_status let_go(search *s, size_t from, size_t count, bool *is_better, kr_error *err) {
  kr_moves_trial t = {.total_t_h = 0};
  size_t n = s->q->c->commitments.n_lots;
  memcpy(s->tried, s->is_free, n * sizeof *s->tried);
  for (size_t i = from; i < from + count; i++) s->tried[s->candidates[i].lot] = true;
  kr_status status = try(&t, s, s->lp, s->tried, err);
  *is_better = status == KR_OK && !t.breaks && is_less(t.total_t_h, s->least_t_h);
  if (*is_better) {
    memcpy(s->is_free, s->tried, n * sizeof *s->tried);
    s->least_t_h = t.total_t_h;
  }
  s->is_cut = s->is_cut || t.moves.is_cut;
  kr_moves_clear(&t.moves);
  return status;
}

/** @param n_free how many lots it pays to let go */
static kr_status grow(search *s, size_t *n_free, kr_error *err) {
  size_t at = 0, count = 1;
  *n_free = 0;
  for (int i = 0; i < MOST_TRIALS && at < s->n && !is_over(s); i++) {
    bool is_better;
    if (count > s->n - at) count = s->n - at;
    kr_status status = let_go(s, at, count, &is_better, err);
    if (status != KR_OK) return status;
    if (is_better) *n_free += count;
    if (is_better || count == 1) at += count;
    count = is_better ? 2 * count : 1;
  }
  return KR_OK;
}

/** As the night is solved; lots that would break their promise stay, and it is solved again. */
static kr_status decide(search *s, kr_moves *out, double plain_t_h, kr_error *err) {
  for (int i = 0; i < MOST_SOLVES && !is_over(s); i++) {
    kr_moves_trial t = {.total_t_h = 0};
    kr_status status = try(&t, s, s->q->settings, s->is_free, err);
    s->is_cut = s->is_cut || t.moves.is_cut;
    if (status == KR_OK && !t.breaks && t.moves.moved.n > 0 && is_less(t.total_t_h, plain_t_h)) {
      *out = t.moves;
      out->saved_t_h = plain_t_h - t.total_t_h;
      return KR_OK;
    }
    kr_moves_clear(&t.moves);
    if (status != KR_OK || !t.breaks) return status;
  }
  return KR_OK;
}

kr_status kr_moves_seek(kr_moves *out, const kr_moves_case *q, const kr_solution *plain, kr_error *err) {
  search s = {.n = 0};
  size_t n_free = 0;
  kr_status status;
  KR_TRY(open_search(&s, q, err));
  KR_TRY(begin(&s, err));
  KR_TRY(grow(&s, &n_free, err));
  if (n_free > 0) KR_TRY(decide(&s, out, plain->result.objective, err));
  out->is_cut = s.is_cut;
done:
  close_search(&s);
  return status;
}
