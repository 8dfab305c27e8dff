#ifndef KR_TESTS_TINY_KEY_H
#define KR_TESTS_TINY_KEY_H

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "solver/key_internal.h"

/** A key LP written down by hand. Block s has column s for its home; routes follow in the order they are added. */
typedef struct tiny {
  kr_key_lp lp;
  int32_t block[64], entry_row[400];
  int64_t first_entry[65], home[16];
  double cost[64], entry_value[400], demand[16], capacity[16];
} tiny;

static const kr_interior_limit tiny_no_limit = {INFINITY, NULL};

/** @param demand [n_blocks]; @param capacity [n_rows]; homes cost 100 */
static inline void tiny_make(tiny *t, int32_t n_blocks, const double *demand, int32_t n_rows, const double *capacity) {
  memset(t, 0, sizeof *t);
  t->lp = (kr_key_lp){n_blocks,     n_rows,         n_blocks,  t->block,    t->cost, t->first_entry,
                      t->entry_row, t->entry_value, t->demand, t->capacity, t->home};
  for (int32_t s = 0; s < n_blocks; ++s) {
    t->block[s] = s;
    t->home[s] = s;
    t->cost[s] = 100;
    t->demand[s] = demand[s];
  }
  for (int32_t r = 0; r < n_rows; ++r) t->capacity[r] = capacity[r];
}

/** Adds a route. @param use [n_rows] of a tonne. @return its column */
static inline int64_t tiny_add(tiny *t, int32_t block, double cost, const double *use) {
  int64_t p = t->lp.n_columns++, e = t->first_entry[p];
  t->block[p] = block;
  t->cost[p] = cost;
  for (int32_t r = 0; r < t->lp.n_rows; ++r) {
    if (use[r] == 0) continue;
    t->entry_row[e] = r;
    t->entry_value[e++] = use[r];
  }
  t->first_entry[p + 1] = e;
  return p;
}

static inline kr_key *tiny_create(const tiny *t) {
  kr_key *s = NULL;
  cr_assert_eq(kr_key_create(&s, &t->lp), KR_OK);
  return s;
}

/** The cost of the last solve's flows, after checking that they meet demands and capacities. */
static inline double tiny_cost(const tiny *t, const kr_key *s) {
  kr_key_point pt = kr_key_last(s);
  double cost = 0, sum[16] = {0}, used[16] = {0};
  for (int64_t p = 0; p < t->lp.n_columns; ++p) {
    cr_expect_geq(pt.flow[p], 0);
    cost += t->cost[p] * pt.flow[p];
    sum[t->block[p]] += pt.flow[p];
    for (int64_t e = t->first_entry[p]; e < t->first_entry[p + 1]; ++e)
      used[t->entry_row[e]] += t->entry_value[e] * pt.flow[p];
  }
  for (int32_t b = 0; b < t->lp.n_blocks; ++b)
    cr_expect_float_eq(sum[b], t->demand[b], 1e-9 * fmax(1, t->demand[b]), "block %d: %.17g", b, sum[b]);
  for (int32_t r = 0; r < t->lp.n_rows; ++r) {
    cr_expect_leq(used[r], t->capacity[r] * (1 + 1e-9), "row %d: %.17g of %.17g", r, used[r], t->capacity[r]);
    cr_expect_geq(pt.toll[r], 0);
  }
  return cost;
}

/** W W⁻¹ must be the unit matrix. */
static inline void tiny_check_inverse(const kr_key_basis *b, double tolerance) {
  for (int32_t i = 0; i < b->n; ++i) {
    for (int32_t j = 0; j < b->n; ++j) {
      double sum = 0;
      for (int32_t k = 0; k < b->n; ++k) {
        int64_t p = b->column_at[k], key = p < 0 ? 0 : b->key[b->lp->block[p]];
        double w = p < 0 && (int32_t)~p == b->row_at[i] ? 1.0 : 0.0;
        for (int64_t e = p < 0 ? 0 : b->lp->first_entry[p]; p >= 0 && e < b->lp->first_entry[p + 1]; ++e)
          if (b->lp->entry_row[e] == b->row_at[i]) w += b->lp->entry_value[e];
        for (int64_t e = p < 0 ? 0 : b->lp->first_entry[key]; p >= 0 && e < b->lp->first_entry[key + 1]; ++e)
          if (b->lp->entry_row[e] == b->row_at[i]) w -= b->lp->entry_value[e];
        sum += w * kr_key_basis_at(b, k, j);
      }
      cr_expect_float_eq(sum, i == j, tolerance, "line %d, line %d: %.17g", i, j, sum);
    }
  }
}

#endif
