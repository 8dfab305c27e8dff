#include <math.h>
#include <string.h>

#include "solver/key_internal.h"

#define REFINEMENTS 4
#define MUCH_LARGER 100.0
#define EXACT 1e-15 /* relative residual of the tight rows that is rounding */

double kr_key_tolled(const kr_key *s, int64_t p) {
  const kr_key_lp *lp = s->lp;
  double cost = lp->cost[p] + s->shift[p];
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    cost += lp->entry_value[e] * s->toll[lp->entry_row[e]];
  return cost;
}

double kr_key_value(kr_key *s, int32_t block) {
  if (s->value_age[block] != s->age) {
    s->value[block] = kr_key_tolled(s, s->basis.key[block]);
    s->value_age[block] = s->age;
  }
  return s->value[block];
}

double kr_key_find_tolls(kr_key *s) {
  kr_key_basis *b = &s->basis;
  double first = 0;
  for (int round = 0; round < REFINEMENTS; ++round) {
    double worst = 0;
    s->age++;
    for (int32_t k = 0; k < b->n; ++k) {
      b->g[k] = kr_key_reduced(s, b->column_at[k]);
      double relative = fabs(b->g[k]) / (s->cost_unit + fabs(s->value[s->lp->block[b->column_at[k]]]));
      if (relative > worst) worst = relative;
    }
    if (round == 0) first = worst;
    if (!(worst > EXACT)) break;
    kr_key_basis_solve_transposed(b, b->g, b->du);
    for (int32_t i = 0; i < b->n; ++i) s->toll[b->row_at[i]] -= b->du[i];
  }
  s->age++;
  return first;
}

static void take_use(kr_key *s, int64_t p, double flow) {
  const kr_key_lp *lp = s->lp;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    s->slack[lp->entry_row[e]] -= lp->entry_value[e] * flow;
}

void kr_key_find_slacks(kr_key *s) {
  const kr_key_lp *lp = s->lp;
  memcpy(s->slack, lp->capacity, (size_t)lp->n_rows * sizeof *s->slack);
  for (int64_t p = 0; p < lp->n_columns; ++p)
    if (s->x[p] != 0) take_use(s, p, s->x[p]);
}

/** Keys take what the basic columns leave of the demand. */
static void fill_keys(kr_key *s) {
  const kr_key_basis *b = &s->basis;
  for (int32_t block = 0; block < s->lp->n_blocks; ++block) s->x[b->key[block]] = s->lp->demand[block];
  for (int32_t k = 0; k < b->n; ++k) s->x[b->key[s->lp->block[b->column_at[k]]]] -= s->x[b->column_at[k]];
}

static void find_basic_slacks(kr_key *s) {
  const kr_key_basis *b = &s->basis;
  memcpy(s->slack, s->lp->capacity, (size_t)s->lp->n_rows * sizeof *s->slack);
  for (int32_t block = 0; block < s->lp->n_blocks; ++block) take_use(s, b->key[block], s->x[b->key[block]]);
  for (int32_t k = 0; k < b->n; ++k) take_use(s, b->column_at[k], s->x[b->column_at[k]]);
}

/** Moves the slacks of tight rows to the basic columns. @return the largest there was, relative */
static double correct_flows(kr_key *s) {
  kr_key_basis *b = &s->basis;
  double worst = 0;
  for (int32_t i = 0; i < b->n; ++i) {
    double slack = s->slack[b->row_at[i]], relative = fabs(slack) / s->row_unit[b->row_at[i]];
    if (relative > worst) worst = relative;
    kr_sparse_add(&s->rho, b->row_at[i], slack);
  }
  if (worst > EXACT) {
    kr_key_basis_solve(b, &s->rho, b->du);
    for (int32_t k = 0; k < b->n; ++k) {
      if (b->du[k] == 0) continue;
      int64_t p = b->column_at[k], key = b->key[s->lp->block[p]];
      s->x[p] += b->du[k];
      s->x[key] -= b->du[k];
      take_use(s, p, b->du[k]);
      take_use(s, key, -b->du[k]);
    }
  }
  kr_sparse_clear(&s->rho);
  return worst;
}

/** A key is what is left of its block, to the last digit of the largest flow: small ones had better be basic. */
static void choose_large_keys(kr_key *s) {
  kr_key_basis *b = &s->basis;
  for (int32_t k = 0; k < b->n; ++k) {
    int64_t p = b->column_at[k];
    if (s->x[p] > MUCH_LARGER * fabs(s->x[b->key[s->lp->block[p]]])) kr_key_basis_swap_key(b, k);
  }
  s->age++;
}

void kr_key_find_flows(kr_key *s) {
  fill_keys(s);
  find_basic_slacks(s);
  if (correct_flows(s) > EXACT) choose_large_keys(s);
  for (int round = 0; round < REFINEMENTS; ++round)
    if (!(correct_flows(s) > EXACT)) break;
  for (int32_t i = 0; i < s->basis.n; ++i) s->slack[s->basis.row_at[i]] = 0;
  s->is_shifted = false;
}
