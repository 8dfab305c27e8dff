#include "solver/key_simplex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/key_internal.h"

#define MAX_ROUNDS 50
#define MAX_RESTARTS 3
#define MAX_RENEWALS 1000 /* in one solve */
#define WORTH_RENEWING 50 /* pivots: fewer since W⁻¹ was made anew say that it is not to blame */
#define TOLERANT_EVERY 5

static bool allocate(kr_key *s) {
  size_t rows = (size_t)s->lp->n_rows, blocks = (size_t)s->lp->n_blocks;
  s->slack = kr_zeros(rows, sizeof *s->slack);
  s->toll = kr_zeros(rows, sizeof *s->toll);
  s->floor = kr_zeros(rows, sizeof *s->floor);
  s->row_scale = kr_zeros(rows, sizeof *s->row_scale);
  s->row_unit = kr_zeros(rows, sizeof *s->row_unit);
  s->row_weight = kr_zeros(rows, sizeof *s->row_weight);
  s->key_weight = kr_zeros(blocks, sizeof *s->key_weight);
  s->sick_rows = kr_zeros(rows, sizeof *s->sick_rows);
  s->is_sick_row = kr_zeros(rows, sizeof *s->is_sick_row);
  s->value = kr_zeros(blocks, sizeof *s->value);
  s->value_age = kr_zeros(blocks, sizeof *s->value_age);
  s->rho_of_key = kr_zeros(blocks, sizeof *s->rho_of_key);
  s->rho_age = kr_zeros(blocks, sizeof *s->rho_age);
  s->sick_blocks = kr_zeros(blocks, sizeof *s->sick_blocks);
  s->is_sick_block = kr_zeros(blocks, sizeof *s->is_sick_block);
  bool have = s->slack && s->toll && s->floor && s->row_scale && s->row_unit && s->sick_rows && s->is_sick_row;
  have = have && s->value && s->value_age && s->rho_of_key && s->rho_age && s->sick_blocks;
  have = have && s->row_weight && s->key_weight;
  have = kr_sparse_init(&s->use, rows) && have;
  have = kr_sparse_init(&s->tau_use, rows) && have;
  have = kr_sparse_init(&s->tau_keys, blocks) && have;
  have = kr_sparse_init(&s->keys, blocks) && have;
  return kr_sparse_init(&s->rho, rows) && have && s->is_sick_block;
}

kr_status kr_key_create(kr_key **out, const kr_key_lp *lp) {
  kr_key *s = kr_zeros(1, sizeof *s);
  if (!s) return KR_ERR_MEMORY;
  s->lp = lp;
  s->age = 1;
  kr_status status = allocate(s) ? kr_key_basis_init(&s->basis, lp) : KR_ERR_MEMORY;
  if (status == KR_OK) status = kr_key_follow(s);
  if (status == KR_OK) {
    *out = s;
  } else {
    kr_key_free(s);
  }
  return status;
}

void kr_key_free(kr_key *s) {
  if (!s) return;
  kr_key_basis_clear(&s->basis);
  kr_sparse_free(&s->use);
  kr_sparse_free(&s->keys);
  kr_sparse_free(&s->rho);
  kr_sparse_free(&s->tau_use);
  kr_sparse_free(&s->tau_keys);
  free(s->x);
  free(s->shift);
  free(s->seen);
  free(s->reach);
  kr_key_lookup_clear(&s->lookup);
  free(s->slack);
  free(s->toll);
  free(s->floor);
  free(s->row_scale);
  free(s->row_unit);
  free(s->unit);
  free(s->value);
  free(s->value_age);
  free(s->rho_of_key);
  free(s->rho_age);
  free(s->list.items);
  free(s->near.items);
  free(s->row_weight);
  free(s->key_weight);
  free(s->sick_rows);
  free(s->sick_blocks);
  free(s->is_sick_row);
  free(s->is_sick_block);
  free(s);
}

kr_status kr_key_follow(kr_key *s) {
  const kr_key_lp *lp = s->lp;
  size_t n = (size_t)lp->n_columns + 1;
  if (!kr_grow(&s->x, &s->x_room, n, sizeof *s->x)) return KR_ERR_MEMORY;
  if (!kr_grow(&s->unit, &s->unit_room, n, sizeof *s->unit)) return KR_ERR_MEMORY;
  if (!kr_grow(&s->seen, &s->seen_room, n, sizeof *s->seen)) return KR_ERR_MEMORY;
  if (!kr_grow(&s->reach, &s->reach_room, n, sizeof *s->reach)) return KR_ERR_MEMORY;
  if (!kr_grow(&s->shift, &s->shift_room, n, sizeof *s->shift)) return KR_ERR_MEMORY;
  kr_status status = kr_key_basis_follow(&s->basis, s->n_known);
  if (status != KR_OK) return status;
  for (int64_t p = s->n_known; p < lp->n_columns; ++p) {
    s->x[p] = s->shift[p] = s->reach[p] = 0;
    s->seen[p] = 0;
    if (s->n_known == 0 && lp->home[lp->block[p]] == p) s->basis.where[p] = KR_KEY_IS_KEY;
  }
  s->n_known = lp->n_columns;
  return KR_OK;
}

static void set_down(kr_key *s) {
  if (!s->is_lifted) return;
  memset(s->shift, 0, (size_t)s->lp->n_columns * sizeof *s->shift);
  for (int32_t r = 0; r < s->lp->n_rows; ++r) {
    s->floor[r] = 0;
    if (s->basis.line_of[r] == KR_KEY_OUT) s->toll[r] = 0;
  }
  s->is_lifted = false;
  s->age++;
}

static kr_status run(kr_key *s, const kr_interior_limit *limit) {
  kr_status status = KR_OK;
  kr_key_find_flows(s);
  kr_key_find_tolls(s);
  s->list.n = 0;
  s->list_best = 0;
  if (kr_key_find_sick(s)) {
    status = kr_key_dual(s, limit);
    set_down(s);
    kr_key_find_tolls(s);
  }
  return status == KR_OK ? kr_key_primal(s, limit) : status;
}

/**
 * Rounding got the better of W⁻¹, as it does after some thousand pivots on a large one: it is made anew. Where that was
 * done a moment ago all begins from the start.
 */
static kr_status recover(kr_key *s, int *failures) {
  int64_t pivots = s->stats.n_primal + s->stats.n_dual;
  bool helped = s->n_renewed < MAX_RENEWALS && (*failures == 0 || pivots - s->renewed_at >= WORTH_RENEWING);
  s->renewed_at = pivots;
  s->n_renewed++;
  if (helped) *failures = 1;
  if (helped) return kr_key_renew(s);
  if (++*failures > MAX_RESTARTS) return KR_ERR_SOLVER;
  s->stats.n_restarts++;
  return kr_key_start_cold(s, NULL);
}

static void tidy_flow(kr_key *s, int64_t p) {
  if (!(s->x[p] > 0) || !(s->lp->demand[s->lp->block[p]] > 0)) s->x[p] = 0;
}

/** Rounding below 0 goes; the next solve makes flows and tolls from the basis again. */
static void tidy(kr_key *s) {
  const kr_key_basis *b = &s->basis;
  for (int32_t i = 0; i < b->n; ++i)
    if (!(s->toll[b->row_at[i]] > 0)) s->toll[b->row_at[i]] = 0;
  for (int32_t k = 0; k < b->n; ++k) tidy_flow(s, b->column_at[k]);
  for (int32_t block = 0; block < s->lp->n_blocks; ++block) tidy_flow(s, b->key[block]);
  s->age++;
}

kr_status kr_key_solve(kr_key *s, const kr_interior_limit *limit) {
  int failures = 0;
  kr_key_measure(s);
  s->healthy = KR_KEY_HEALTHY;
  s->n_renewed = 0;
  for (int round = 0; round < MAX_ROUNDS; ++round) {
    if (round > 0 && round % TOLERANT_EVERY == 0) s->healthy = fmin(10 * s->healthy, KR_KEY_SICKEST);
    kr_status status = run(s, limit);
    if (status == KR_ERR_RANGE) {
      status = recover(s, &failures);
      if (status != KR_OK) return status;
      round = 0;
      continue;
    }
    if (status != KR_OK) return status;
    kr_key_find_flows(s);
    if (kr_key_find_sick(s)) continue;
    tidy(s);
    return KR_OK;
  }
  return KR_ERR_SOLVER;
}

kr_key_point kr_key_last(const kr_key *s) {
  const kr_key_basis *b = &s->basis;
  return (kr_key_point){s->x, s->slack, s->toll, {b->key, b->column_at, b->row_at, b->n, b->n}};
}

kr_key_stats kr_key_count(const kr_key *s) { return s->stats; }

double kr_key_value_of(kr_key *s, int32_t block) { return kr_key_value(s, block); }
