#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/fair_internal.h"
#include "solver/log_shares.h"

#define NO_PART 1e-9 /* of the largest price in a cut: less is rounding */
#define ALIKE 1e-7   /* prices this near are those of the same cut */
#define ABLE 100     /* times the tolerance: who is served less by max-min cannot be served at all */

/** The shares sought, in units of all that able forwarders asked; rows are the cuts, then each share's most. */
typedef struct sharing {
  const kr_fair_shares *shares;
  kr_fair_oracle *o;
  int32_t n_able, n_rows;
  int32_t *able; /* [n_able] forwarders */
  double unit_t;
  double *weight, *first, *s; /* [n_able] first: of max-min */
  double *row, *most;         /* [n_rows * n_able], [n_rows] */
  size_t row_room, most_room;
} sharing;

static void free_sharing(sharing *x) {
  free(x->able);
  free(x->weight);
  free(x->first);
  free(x->s);
  free(x->row);
  free(x->most);
}

static kr_status init(sharing *x, const kr_fair_shares *shares, kr_fair_oracle *o) {
  size_t n = (size_t)o->n_forwarders;
  *x = (sharing){.shares = shares, .o = o};
  x->able = kr_zeros(n, sizeof *x->able);
  x->weight = kr_zeros(n, sizeof *x->weight);
  x->first = kr_zeros(n, sizeof *x->first);
  x->s = kr_zeros(n, sizeof *x->s);
  if (!x->able || !x->weight || !x->first || !x->s) return KR_ERR_MEMORY;
  for (int32_t f = 0; f < o->n_forwarders; ++f) {
    if (shares->asked_t[f] - shares->stays_t[f] <= ABLE * o->tol_t) continue;
    x->able[x->n_able++] = f;
    x->unit_t += shares->asked_t[f];
  }
  for (int32_t i = 0; i < x->n_able; ++i) {
    x->weight[i] = shares->asked_t[x->able[i]] / x->unit_t;
    x->first[i] = (shares->asked_t[x->able[i]] - shares->stays_t[x->able[i]]) / x->unit_t;
  }
  return KR_OK;
}

/** Room for one more row; the caller counts it. NULL without memory. */
static double *next_row(sharing *x) {
  size_t n = (size_t)x->n_able, need = (size_t)x->n_rows + 1;
  bool have = kr_grow(&x->row, &x->row_room, need * n, sizeof *x->row) &&
              kr_grow(&x->most, &x->most_room, need, sizeof *x->most);
  return have ? x->row + (size_t)x->n_rows * n : NULL;
}

/** A row nearly the same as the last one before it is that: the tighter one stays. */
static bool is_known(sharing *x) {
  const double *mine = x->row + (size_t)x->n_rows * (size_t)x->n_able;
  for (int32_t k = 0; k < x->n_rows; ++k) {
    double apart = 0;
    for (int32_t i = 0; i < x->n_able; ++i)
      apart = fmax(apart, fabs(mine[i] - x->row[(size_t)k * (size_t)x->n_able + (size_t)i]));
    if (apart > ALIKE) continue;
    x->most[k] = fmin(x->most[k], x->most[x->n_rows]);
    return true;
  }
  return false;
}

/** A cut as Σ ν s <= most over the able, scaled to prices of at most 1. Where max-min is a hair outside, so is it. */
static kr_status write_cut(sharing *x, const kr_fair_cut *cut) {
  double *row = next_row(x), largest = 0, most = -cut->rhs, least = 1, used = 0;
  if (!row) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < x->n_able; ++i) largest = fmax(largest, cut->price[x->able[i]]);
  for (int32_t f = 0; f < x->o->n_forwarders; ++f) most += cut->price[f] * x->shares->stays_t[f];
  for (int32_t i = 0; i < x->n_able; ++i) {
    row[i] = cut->price[x->able[i]] > NO_PART * largest ? cut->price[x->able[i]] / largest : 0;
    least = fmin(least, row[i]);
    used += row[i] * x->first[i];
  }
  x->most[x->n_rows] = used + fmax(0, most / largest / x->unit_t);
  bool is_sum = !(least < 1 - ALIKE); /* … which does not change */
  if (largest > 0 && !is_sum && !is_known(x)) x->n_rows++;
  return KR_OK;
}

static kr_status write_rows(sharing *x) {
  kr_status status = KR_OK;
  x->n_rows = 0;
  for (int32_t i = 0; i < x->n_able; ++i) {
    double *row = next_row(x);
    if (!row) return KR_ERR_MEMORY;
    memset(row, 0, (size_t)x->n_able * sizeof *row);
    row[i] = 1;
    x->most[x->n_rows++] = x->weight[i];
  }
  for (size_t k = 0; k < x->o->n_cuts && status == KR_OK; ++k) status = write_cut(x, &x->o->cuts[k]);
  return status;
}

/** The best shares under the cuts there are, from those of max-min. */
static kr_status find_best(sharing *x) {
  kr_status status = write_rows(x);
  if (status != KR_OK) return status;
  memcpy(x->s, x->first, (size_t)x->n_able * sizeof *x->s);
  kr_log_shares problem = {x->n_able, x->n_rows, x->weight, x->row, x->most, x->s};
  return kr_log_shares_solve(&problem);
}

/** Asks for the shares, with a little air for rounding. */
static kr_status ask(sharing *x, bool *is_kept, kr_error *err) {
  for (int32_t f = 0; f < x->o->n_forwarders; ++f) x->o->most_t[f] = x->shares->stays_t[f];
  for (int32_t i = 0; i < x->n_able; ++i)
    x->o->most_t[x->able[i]] = x->shares->asked_t[x->able[i]] - x->s[i] * x->unit_t + x->o->tol_t;
  return kr_fair_oracle_ask(x->o, is_kept, err);
}

kr_status kr_fair_proportional(const kr_fair_shares *shares, kr_fair_oracle *o, kr_error *err) {
  sharing x;
  bool is_kept = false;
  kr_status status = init(&x, shares, o) == KR_OK ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK && x.n_able < 2) is_kept = true;
  for (int i = 0; i < KR_FAIR_MOST_ASKED && !is_kept && status == KR_OK; ++i) {
    status = find_best(&x);
    if (status != KR_OK) kr_fail(err, status, "proportional shares: %s", kr_status_name(status));
    if (status == KR_OK) status = ask(&x, &is_kept, err);
  }
  if (status == KR_OK && !is_kept) status = kr_fail(err, KR_ERR_SOLVER, "proportional shares: too many cuts");
  for (int32_t i = 0; i < x.n_able && status == KR_OK && x.n_able > 1; ++i)
    shares->stays_t[x.able[i]] = o->most_t[x.able[i]];
  free_sharing(&x);
  return status;
}
