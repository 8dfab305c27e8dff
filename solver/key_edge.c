#include <math.h>
#include <string.h>

#include "solver/key_internal.h"

#define TINY_RATE 1e-8  /* a rate of change below this does not block */
#define NOTHING_U 1e-14 /* of the largest: rounding */
#define RESIDUAL 1e-10  /* that needs no refinement */
#define REFINEMENTS 3
#define LEAST_SHIFT 0.1

double kr_key_random(kr_key *s) {
  s->seed = s->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return 0.5 + (double)(s->seed >> 40) / (double)(1 << 25);
}

static void add_use(kr_key *s, int64_t p, double factor) {
  const kr_key_lp *lp = s->lp;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    kr_sparse_add(&s->use, lp->entry_row[e], factor * lp->entry_value[e]);
}

/** The basic quantity of a place falls by `by`, and the key of its block makes up for it. */
static void subtract_place(kr_key *s, int32_t place, double by) {
  int64_t p = s->basis.column_at[place];
  if (p < 0) {
    kr_sparse_add(&s->use, (int32_t)~p, -by);
    return;
  }
  add_use(s, p, -by);
  add_use(s, s->basis.key[s->lp->block[p]], by);
  kr_sparse_add(&s->keys, s->lp->block[p], by);
}

static double largest(const double *u, int32_t n) {
  double most = 0;
  for (int32_t k = 0; k < n; ++k)
    if (fabs(u[k]) > most) most = fabs(u[k]);
  return most;
}

/** What W u leaves of w on the tight rows. */
static double residual(const kr_key *s) {
  double worst = 0;
  for (int32_t i = 0; i < s->use.n; ++i) {
    int32_t r = s->use.index[i];
    if (s->basis.line_of[r] == KR_KEY_OUT) continue;
    double relative = fabs(s->use.value[r]) / s->row_scale[r];
    if (relative > worst) worst = relative;
  }
  return worst;
}

double kr_key_find_edge(kr_key *s, int64_t enter) {
  kr_key_basis *b = &s->basis;
  if (enter >= 0) {
    add_use(s, enter, 1.0);
    add_use(s, b->key[s->lp->block[enter]], -1.0);
    kr_sparse_add(&s->keys, s->lp->block[enter], -1.0);
  } else {
    kr_sparse_add(&s->use, (int32_t)~enter, 1.0);
  }
  memset(b->u, 0, (size_t)b->n * sizeof *b->u);
  double left = 0;
  for (int round = 0; round < REFINEMENTS; ++round) {
    kr_key_basis_solve(b, &s->use, b->du);
    double least = NOTHING_U * largest(b->du, b->n);
    for (int32_t k = 0; k < b->n; ++k) {
      if (!(fabs(b->du[k]) > least)) continue;
      b->u[k] += b->du[k];
      subtract_place(s, k, b->du[k]);
    }
    left = residual(s);
    if (!(left > RESIDUAL * fmax(1.0, largest(b->u, b->n)))) break;
  }
  return left;
}

void kr_key_clear_edge(kr_key *s) {
  kr_sparse_clear(&s->use);
  kr_sparse_clear(&s->keys);
}

/* ---- ratio test ---- */

/** First pass (slack > 0): how far bounds may be overrun. Second: the steepest among those met by then. */
static void consider(kr_key_blocker *best, double *limit, kr_key_blocker candidate, double value, double slack) {
  if (!(candidate.rate < -TINY_RATE)) return;
  candidate.step = value / -candidate.rate;
  if (slack > 0) {
    double with_slack = (value + slack) / -candidate.rate;
    if (with_slack < *limit) *limit = with_slack;
  } else if (candidate.step <= *limit && candidate.rate < best->rate) {
    *best = candidate;
  }
}

static void scan(const kr_key *s, int64_t enter, double sign, double h, kr_key_blocker *best, double *limit) {
  const kr_key_basis *b = &s->basis;
  if (sign < 0) consider(best, limit, (kr_key_blocker){KR_KEY_ITSELF, 0, 0, -1.0}, s->x[enter], h * s->unit[enter]);
  for (int32_t k = 0; k < b->n; ++k) {
    int64_t p = b->column_at[k];
    consider(best, limit, (kr_key_blocker){KR_KEY_BASIC, k, 0, -sign * b->u[k]}, s->x[p], h * s->unit[p]);
  }
  for (int32_t i = 0; i < s->keys.n; ++i) {
    int32_t at = s->keys.index[i];
    consider(best, limit, (kr_key_blocker){KR_KEY_ITS_KEY, at, 0, sign * s->keys.value[at]}, s->x[b->key[at]],
             h * s->unit[b->key[at]]);
  }
  for (int32_t i = 0; i < s->use.n; ++i) {
    int32_t r = s->use.index[i];
    double scale = s->row_scale[r];
    if (b->line_of[r] != KR_KEY_OUT) continue;
    consider(best, limit, (kr_key_blocker){KR_KEY_SLACK, r, 0, -sign * s->use.value[r] / scale}, s->slack[r] / scale,
             h * s->row_unit[r] / scale);
  }
}

kr_key_blocker kr_key_find_blocker(const kr_key *s, int64_t enter, double sign) {
  kr_key_blocker best = {KR_KEY_NOTHING, 0, 0, 0};
  double limit = INFINITY;
  scan(s, enter, sign, KR_KEY_OVERRUN, &best, &limit);
  scan(s, enter, sign, 0.0, &best, &limit);
  return best;
}

/* ---- the step ---- */

/** Adds; what would fall below 0 becomes a tiny random bit instead, so that no vertex stays degenerate. */
static void add_shifted(kr_key *s, double *value, double by, double unit) {
  *value += by;
  if (!(*value < 0) || s->is_mending) return;
  *value = LEAST_SHIFT * KR_KEY_OVERRUN * unit * kr_key_random(s);
  s->is_shifted = true;
}

void kr_key_walk(kr_key *s, int64_t enter, double step) {
  const kr_key_basis *b = &s->basis;
  if (enter >= 0) {
    add_shifted(s, &s->x[enter], step, s->unit[enter]);
  } else {
    add_shifted(s, &s->slack[~enter], step, s->row_unit[~enter]);
  }
  for (int32_t k = 0; k < b->n; ++k) {
    int64_t p = b->column_at[k];
    if (b->u[k] != 0 && p >= 0) add_shifted(s, &s->x[p], -step * b->u[k], s->unit[p]);
  }
  for (int32_t i = 0; i < s->keys.n; ++i) {
    int32_t at = s->keys.index[i];
    add_shifted(s, &s->x[b->key[at]], step * s->keys.value[at], s->unit[b->key[at]]);
  }
  for (int32_t i = 0; i < s->use.n; ++i) {
    int32_t r = s->use.index[i];
    if (b->line_of[r] == KR_KEY_OUT) add_shifted(s, &s->slack[r], -step * s->use.value[r], s->row_unit[r]);
  }
}

/* ---- the exchange ---- */

/** Tolls once `enter` has taken `place`: its reduced cost becomes 0, those of the other basic columns stay so. */
static void move_tolls(kr_key *s, int32_t place, double cost) {
  const kr_key_basis *b = &s->basis;
  for (int32_t i = 0; i < b->n; ++i) s->toll[b->row_at[i]] -= cost * kr_key_basis_at(b, place, i);
}

/** Makes sure that the blocker stands on a place; `*place` is KR_KEY_OUT when the key went to `enter` instead. */
static kr_status find_place(kr_key *s, int64_t enter, const kr_key_blocker *blocker, int32_t *place) {
  kr_key_basis *b = &s->basis;
  *place = blocker->at;
  if (blocker->kind == KR_KEY_SLACK) {
    kr_status status = kr_key_basis_extend(b, blocker->at);
    if (status != KR_OK) return status;
    s->slack[blocker->at] = 0;
    *place = b->n - 1;
    b->u[*place] = s->use.value[blocker->at];
    return KR_OK;
  }
  if (blocker->kind == KR_KEY_ITS_KEY) {
    *place = kr_key_basis_heir(b, blocker->at);
    s->x[b->key[blocker->at]] = 0;
    if (*place == KR_KEY_OUT) {
      kr_key_basis_hand_key(b, enter);
      return KR_OK;
    }
    kr_key_basis_swap_key(b, *place);
    b->u[*place] = -s->keys.value[blocker->at];
    return KR_OK;
  }
  if (b->column_at[*place] >= 0) s->x[b->column_at[*place]] = 0;
  return KR_OK;
}

kr_status kr_key_exchange(kr_key *s, int64_t enter, const kr_key_blocker *blocker, double cost) {
  kr_key_basis *b = &s->basis;
  int32_t place;
  kr_status status = find_place(s, enter, blocker, &place);
  if (status != KR_OK) return status;
  if (place == KR_KEY_OUT) {
    s->value_age[blocker->at] = 0; /* tolls stay, and with them the values of all other blocks */
    return KR_OK;
  }
  s->age++;
  kr_key_basis_replace(b, place, enter, b->u);
  move_tolls(s, place, cost);
  if (enter >= 0) return KR_OK;
  s->toll[~enter] = s->floor[~enter];
  kr_key_basis_drop(b, b->line_of[~enter], place);
  return KR_OK;
}
