#include "solver/fair_shares.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/fair_internal.h"

#define STOPS 1e-9     /* a cut within this of the level is one that stops it */
#define HAS_PRICE 1e-7 /* of a cut's largest: less is rounding */
#define MOST_IDLE_CUTS 5

/** The rising of the shares. */
typedef struct filling {
  const kr_fair_shares *shares;
  kr_fair_oracle *o;
  bool *is_settled, *is_stuck; /* [forwarders] */
} filling;

/** What a forwarder's freight weighs in a cut. */
static double part_of(const filling *w, const kr_fair_cut *cut, int32_t f) {
  return cut->price[f] * w->shares->asked_t[f];
}

/** The largest price of a cut, of all forwarders or of the free ones. */
static double largest_price(const filling *w, const kr_fair_cut *cut, bool only_free) {
  double largest = 0;
  for (int32_t f = 0; f < w->o->n_forwarders; ++f)
    if (!only_free || !w->is_settled[f]) largest = fmax(largest, cut->price[f]);
  return largest;
}

/** The level at which the free shares meet the cut; INFINITY when it does not concern them. */
static double cut_level(const filling *w, const kr_fair_cut *cut) {
  double part = 0, rest = cut->rhs;
  for (int32_t f = 0; f < w->o->n_forwarders; ++f)
    if (w->is_settled[f])
      rest -= cut->price[f] * w->shares->stays_t[f];
    else
      part += part_of(w, cut, f);
  bool is_concerned = part > 0 && largest_price(w, cut, true) > HAS_PRICE * largest_price(w, cut, false);
  return is_concerned ? 1 - rest / part : INFINITY;
}

static double highest_level(const filling *w) {
  double level = 1;
  for (size_t k = 0; k < w->o->n_cuts; ++k) level = fmin(level, cut_level(w, &w->o->cuts[k]));
  return fmax(level, 0);
}

static void set_level(const filling *w, double level) {
  for (int32_t f = 0; f < w->o->n_forwarders; ++f) {
    if (!w->is_settled[f]) w->shares->stays_t[f] = (1 - level) * w->shares->asked_t[f];
    w->o->most_t[f] = w->shares->stays_t[f];
  }
}

/** Up to where all free shares can rise. A cut that lowers nothing is one of rounding: a few are forgiven. */
static kr_status rise(const filling *w, double *level, kr_error *err) {
  bool is_kept = false;
  double last = HUGE_VAL;
  for (int i = 0, idle = 0; i < KR_FAIR_MOST_ASKED && idle < MOST_IDLE_CUTS && !is_kept; ++i) {
    *level = highest_level(w);
    idle = *level < last ? 0 : idle + 1;
    last = *level;
    set_level(w, *level);
    kr_status status = kr_fair_oracle_ask(w->o, &is_kept, err);
    if (status != KR_OK) return status;
  }
  return is_kept ? KR_OK : kr_fail(err, KR_ERR_SOLVER, "fair shares: no level could be reached");
}

/** Whoever has a price in this cut, however little freight, cannot rise above it. */
static void mark_stuck(const filling *w, const kr_fair_cut *cut, bool *stuck) {
  double largest = largest_price(w, cut, true);
  for (int32_t f = 0; f < w->o->n_forwarders; ++f)
    if (cut->price[f] > HAS_PRICE * largest) stuck[f] = true;
}

/** Settles who cannot rise above the level, with a little air for rounding. @return how many are free still */
static int32_t settle(filling *w, double level) {
  int32_t n_free = 0;
  for (size_t k = 0; k < w->o->n_cuts; ++k)
    if (cut_level(w, &w->o->cuts[k]) <= level + STOPS) mark_stuck(w, &w->o->cuts[k], w->is_stuck);
  for (int32_t f = 0; f < w->o->n_forwarders; ++f) {
    if (!w->is_settled[f] && (w->is_stuck[f] || level >= 1)) {
      w->is_settled[f] = true;
      w->shares->stays_t[f] += w->o->tol_t;
    }
    n_free += !w->is_settled[f];
  }
  return n_free;
}

static kr_status fill(const kr_fair_shares *shares, kr_fair_oracle *o, kr_error *err) {
  size_t n = (size_t)o->n_forwarders;
  filling w = {shares, o, kr_zeros(2 * n, sizeof *w.is_settled), NULL};
  if (!w.is_settled) return kr_fail_memory(err);
  w.is_stuck = w.is_settled + n;
  int32_t n_free = (int32_t)n;
  kr_status status = KR_OK;
  while (n_free > 0 && status == KR_OK) {
    double level;
    status = rise(&w, &level, err);
    if (status != KR_OK) break;
    int32_t left = settle(&w, level);
    if (left == n_free) status = kr_fail(err, KR_ERR_SOLVER, "fair shares: nothing stops them, yet they do not rise");
    n_free = left;
  }
  free(w.is_settled);
  return status;
}

kr_status kr_fair_shares_find(const kr_fair_shares *shares, kr_fair_oracle *o, kr_fair_kind kind, kr_error *err) {
  kr_status status = fill(shares, o, err);
  return status == KR_OK && kind == KR_FAIR_PROPORTIONAL ? kr_fair_proportional(shares, o, err) : status;
}
