#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/key_internal.h"

#define LEAST_UNIT 1e-9 /* of the largest demand: what an empty row or block is measured by */

/** The cost of a tonne that is served, on average: what a reduced cost is measured against. */
static double find_cost_unit(const kr_key *s) {
  const kr_key_lp *lp = s->lp;
  double cost = 0, demand = 0, home = 0;
  for (int32_t block = 0; block < lp->n_blocks; ++block) {
    int64_t key = s->basis.key[block];
    home = fmax(home, fabs(lp->cost[lp->home[block]]));
    if (key == lp->home[block]) continue;
    cost += lp->demand[block] * fabs(lp->cost[key]);
    demand += lp->demand[block];
  }
  if (cost > 0) return cost / demand;
  return home > 0 ? home : 1.0;
}

/** The most a column could carry. */
static double find_unit(const kr_key *s, int64_t p, double least) {
  const kr_key_lp *lp = s->lp;
  double unit = fmax(lp->demand[lp->block[p]], least);
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) {
    double alone = s->row_unit[lp->entry_row[e]] / lp->entry_value[e];
    if (alone < unit) unit = alone;
  }
  return unit;
}

void kr_key_measure(kr_key *s) {
  const kr_key_lp *lp = s->lp;
  double largest = 0;
  for (int32_t block = 0; block < lp->n_blocks; ++block) largest = fmax(largest, lp->demand[block]);
  memset(s->row_scale, 0, (size_t)lp->n_rows * sizeof *s->row_scale);
  for (int64_t e = 0; e < lp->first_entry[lp->n_columns]; ++e)
    if (lp->entry_value[e] > s->row_scale[lp->entry_row[e]]) s->row_scale[lp->entry_row[e]] = lp->entry_value[e];
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    if (!(s->row_scale[r] > 0)) s->row_scale[r] = 1.0;
    s->row_unit[r] = fmax(lp->capacity[r], LEAST_UNIT * largest * s->row_scale[r]);
  }
  for (int64_t p = 0; p < lp->n_columns; ++p) s->unit[p] = find_unit(s, p, LEAST_UNIT * largest);
  s->cost_unit = find_cost_unit(s);
}

/* ---- starts ---- */

/** Forgets flows and basis; keys are the homes. */
static void forget(kr_key *s) {
  kr_key_basis *b = &s->basis;
  kr_key_basis_empty(b);
  for (int64_t p = 0; p < s->lp->n_columns; ++p) {
    s->x[p] = s->shift[p] = 0;
    b->where[p] = KR_KEY_OUT;
  }
  memset(s->toll, 0, (size_t)s->lp->n_rows * sizeof *s->toll);
  memset(s->floor, 0, (size_t)s->lp->n_rows * sizeof *s->floor);
  for (int32_t block = 0; block < s->lp->n_blocks; ++block) {
    b->key[block] = s->lp->home[block];
    b->where[b->key[block]] = KR_KEY_IS_KEY;
  }
  s->list.n = 0;
  s->is_lifted = s->is_shifted = false;
  s->age++;
}

static bool fits(const kr_key *s, int64_t p, double flow) {
  const kr_key_lp *lp = s->lp;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    if (flow * lp->entry_value[e] > s->slack[lp->entry_row[e]]) return false;
  return true;
}

static void fill(kr_key *s, int64_t p, double flow) {
  const kr_key_lp *lp = s->lp;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    s->slack[lp->entry_row[e]] -= flow * lp->entry_value[e];
}

static double cost_under(const kr_key_lp *lp, const double *toll, int64_t p) {
  double cost = lp->cost[p];
  for (int64_t e = lp->first_entry[p]; toll && e < lp->first_entry[p + 1]; ++e)
    cost += lp->entry_value[e] * toll[lp->entry_row[e]];
  return cost;
}

kr_status kr_key_start_cold(kr_key *s, const double *toll) {
  const kr_key_lp *lp = s->lp;
  double *least = kr_zeros((size_t)lp->n_blocks, sizeof *least);
  if (!least) return KR_ERR_MEMORY;
  forget(s);
  memcpy(s->slack, lp->capacity, (size_t)lp->n_rows * sizeof *s->slack);
  for (int32_t block = 0; block < lp->n_blocks; ++block) least[block] = lp->cost[lp->home[block]];
  for (int64_t p = 0; p < lp->n_columns; ++p) {
    int32_t block = lp->block[p];
    double cost = cost_under(lp, toll, p), demand = lp->demand[block];
    int64_t key = s->basis.key[block];
    if (!(cost < least[block]) || !(demand > 0)) continue;
    fill(s, key, -demand);
    if (fits(s, p, demand)) {
      kr_key_basis_hand_key(&s->basis, p);
      least[block] = cost;
      key = p;
    }
    fill(s, key, demand);
  }
  free(least);
  return KR_OK;
}

kr_status kr_key_start_basis(kr_key *s, const kr_key_start *start) {
  forget(s);
  kr_key_measure(s);
  for (int32_t block = 0; block < s->lp->n_blocks; ++block)
    if (start->key[block] != KR_KEY_NO_COLUMN) kr_key_basis_hand_key(&s->basis, start->key[block]);
  return kr_key_rebuild(s, start);
}

/* ---- crossover ---- */

static void take_flow(kr_key *s, const double *flow, double least_flow) {
  kr_key_basis *b = &s->basis;
  for (int64_t p = 0; p < s->lp->n_columns; ++p) {
    int32_t block = s->lp->block[p];
    s->x[p] = flow[p] >= least_flow ? flow[p] : 0;
    if (b->where[p] == KR_KEY_OUT && s->x[p] > 0) b->where[p] = KR_KEY_SUPERBASIC;
    if (s->x[p] > s->x[b->key[block]]) {
      int64_t old = b->key[block];
      kr_key_basis_hand_key(b, p);
      b->where[old] = s->x[old] > 0 ? KR_KEY_SUPERBASIC : KR_KEY_OUT;
    }
  }
  kr_key_find_slacks(s);
  for (int32_t r = 0; r < s->lp->n_rows; ++r)
    if (!(s->slack[r] > 0)) s->slack[r] = 0;
}

/** Pushes one superbasic column to a bound, or until it has a place. */
static kr_status push(kr_key *s, int64_t q) {
  kr_status status = KR_OK;
  if (kr_key_find_edge(s, q) > KR_KEY_BLURRED) {
    kr_key_clear_edge(s);
    status = kr_key_renew(s);
    if (status != KR_OK) return status;
    kr_key_find_edge(s, q);
  }
  double cost = kr_key_reduced(s, q), sign = cost < 0 ? 1.0 : -1.0;
  kr_key_blocker b = kr_key_find_blocker(s, q, sign);
  if (b.kind != KR_KEY_NOTHING) kr_key_walk(s, q, sign * fmax(0.0, b.step));
  if (b.kind == KR_KEY_NOTHING || b.kind == KR_KEY_ITSELF) {
    s->x[q] = 0;
    s->basis.where[q] = KR_KEY_OUT;
  } else {
    status = kr_key_exchange(s, q, &b, cost);
  }
  kr_key_clear_edge(s);
  s->stats.n_pushed++;
  return status;
}

kr_status kr_key_start_flow(kr_key *s, const double *flow, double least_flow, const kr_interior_limit *limit) {
  kr_status status = KR_OK;
  forget(s);
  kr_key_measure(s);
  take_flow(s, flow, least_flow);
  kr_key_measure(s);
  for (int64_t p = 0; p < s->lp->n_columns && status == KR_OK; ++p)
    if (s->basis.where[p] == KR_KEY_SUPERBASIC) {
      status = kr_key_check_limit(s, limit);
      if (status == KR_OK) status = push(s, p);
    }
  return status;
}
