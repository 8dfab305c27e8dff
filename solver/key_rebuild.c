#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/key_internal.h"

#define LEAST_PIVOT 1e-8 /* relative: less than this and a column depends on those before it */

/** The wanted row where the edge of a column is steepest. */
static int32_t find_row(const kr_key *s, const bool *is_wanted, double *pivot) {
  int32_t best = KR_KEY_OUT;
  *pivot = 0;
  for (int32_t i = 0; i < s->use.n; ++i) {
    int32_t r = s->use.index[i];
    double rate = fabs(s->use.value[r]) / s->row_scale[r];
    if (!is_wanted[r] || s->basis.line_of[r] != KR_KEY_OUT || !(rate > *pivot)) continue;
    *pivot = rate;
    best = r;
  }
  return best;
}

static kr_status take_column(kr_key *s, int64_t p, const bool *is_wanted) {
  kr_key_basis *b = &s->basis;
  kr_status status = KR_OK;
  double pivot;
  kr_key_find_edge(s, p);
  int32_t row = find_row(s, is_wanted, &pivot);
  if (pivot > LEAST_PIVOT) {
    double u = s->use.value[row];
    status = kr_key_basis_extend(b, row);
    if (status == KR_OK) {
      b->u[b->n - 1] = u;
      kr_key_basis_replace(b, b->n - 1, p, b->u);
    }
  } else {
    s->x[p] = 0;
  }
  kr_key_clear_edge(s);
  return status;
}

kr_status kr_key_rebuild(kr_key *s, const kr_key_start *start) {
  int32_t n_columns = start->n_basic;
  int64_t *order = kr_zeros((size_t)n_columns, sizeof *order);
  bool *is_wanted = kr_zeros((size_t)s->lp->n_rows, sizeof *is_wanted);
  kr_status status = order && is_wanted ? KR_OK : KR_ERR_MEMORY;
  if (status == KR_OK) {
    if (n_columns) memcpy(order, start->basic, (size_t)n_columns * sizeof *order);
    for (int32_t i = 0; i < start->n_tight; ++i) is_wanted[start->tight[i]] = true;
    kr_key_basis_empty(&s->basis);
    for (int32_t k = 0; k < n_columns && status == KR_OK; ++k)
      if (s->basis.where[order[k]] == KR_KEY_OUT) status = take_column(s, order[k], is_wanted);
    for (int32_t r = 0; r < s->lp->n_rows; ++r)
      if (s->basis.line_of[r] == KR_KEY_OUT) s->toll[r] = s->floor[r];
    s->age++;
    s->stats.n_rebuilt++;
  }
  free(order);
  free(is_wanted);
  return status;
}

kr_status kr_key_renew(kr_key *s) {
  const kr_key_basis *b = &s->basis;
  kr_key_start now = {.basic = b->column_at, .tight = b->row_at, .n_basic = b->n, .n_tight = b->n};
  return kr_key_rebuild(s, &now);
}
