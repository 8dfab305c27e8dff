#include <math.h>
#include <string.h>

#include "solver/key_internal.h"

#define LEAST_WEIGHT 1e-12

void kr_key_weigh_anew(kr_key *s) {
  kr_key_basis *b = &s->basis;
  for (int32_t i = 0; i < s->n_sick_blocks; ++i) s->key_weight[s->sick_blocks[i]] = 0;
  for (int32_t i = 0; i < s->n_sick_rows; ++i) s->row_weight[s->sick_rows[i]] = 0;
  memset(b->weight, 0, (size_t)b->n * sizeof *b->weight);
  for (int32_t i = 0; i < b->n; ++i) {
    const double *line = b->inverse + (int64_t)i * b->room;
    double scale = s->row_scale[b->row_at[i]], square = scale * scale;
    for (int32_t k = 0; k < b->n; ++k) b->weight[k] += square * line[k] * line[k];
  }
}

/** Σ over lines of (scale * Σ_j factor[j] * W⁻¹[picked[j]][line])². */
static double norm_of_sum(const kr_key *s, int32_t n_picked) {
  const kr_key_basis *b = &s->basis;
  double sum = 0;
  for (int32_t i = 0; i < b->n; ++i) {
    const double *line = b->inverse + (int64_t)i * b->room;
    double rate = 0;
    for (int32_t j = 0; j < n_picked; ++j) rate += b->g[j] * line[b->picked[j]];
    rate *= s->row_scale[b->row_at[i]];
    sum += rate * rate;
  }
  return sum;
}

double kr_key_weigh_key(kr_key *s, int32_t block) {
  kr_key_basis *b = &s->basis;
  int32_t n = 0;
  for (int32_t k = 0; k < b->n; ++k) {
    if (b->column_at[k] < 0 || s->lp->block[b->column_at[k]] != block) continue;
    b->g[n] = 1.0;
    b->picked[n++] = k;
  }
  return fmax(LEAST_WEIGHT, norm_of_sum(s, n));
}

double kr_key_weigh_row(kr_key *s, int32_t row) {
  kr_key_basis *b = &s->basis;
  int32_t n = kr_key_basis_pick_row(b, row, b->g);
  return 1.0 + norm_of_sum(s, n) / (s->row_scale[row] * s->row_scale[row]);
}

/** The norm of the leaver's row, which is at hand. */
static double norm_of_rho(const kr_key *s) {
  double sum = 0;
  for (int32_t i = 0; i < s->rho.n; ++i) {
    double rate = s->rho.value[s->rho.index[i]] * s->row_scale[s->rho.index[i]];
    sum += rate * rate;
  }
  return sum;
}

/** τ: what the edges of all basic quantities have in common with the leaver's row of the tableau, rows scaled. */
static void find_tau(kr_key *s) {
  kr_key_basis *b = &s->basis;
  for (int32_t i = 0; i < b->n; ++i) {
    int32_t r = b->row_at[i];
    if (s->rho.value[r] != 0) kr_sparse_add(&s->tau_use, r, s->rho.value[r] * s->row_scale[r] * s->row_scale[r]);
  }
  kr_key_basis_solve(b, &s->tau_use, b->du);
  for (int32_t k = 0; k < b->n; ++k) {
    int64_t p = b->column_at[k];
    if (b->du[k] == 0 || p < 0) continue;
    int64_t key = b->key[s->lp->block[p]];
    for (int64_t e = s->lp->first_entry[p]; e < s->lp->first_entry[p + 1]; ++e)
      kr_sparse_add(&s->tau_use, s->lp->entry_row[e], -b->du[k] * s->lp->entry_value[e]);
    for (int64_t e = s->lp->first_entry[key]; e < s->lp->first_entry[key + 1]; ++e)
      kr_sparse_add(&s->tau_use, s->lp->entry_row[e], b->du[k] * s->lp->entry_value[e]);
    kr_sparse_add(&s->tau_keys, s->lp->block[p], b->du[k]);
  }
}

static double changed(double weight, double ratio, double tau, double leaver) {
  double now = weight - 2 * ratio * tau + ratio * ratio * leaver;
  return fmax(now, fmax(LEAST_WEIGHT, 1e-4 * ratio * ratio * leaver));
}

void kr_key_move_weights(kr_key *s, int32_t place) {
  kr_key_basis *b = &s->basis;
  double pivot = b->u[place], leaver = norm_of_rho(s);
  find_tau(s);
  for (int32_t k = 0; k < b->n; ++k)
    if (k != place && b->u[k] != 0) b->weight[k] = changed(b->weight[k], b->u[k] / pivot, b->du[k], leaver);
  b->weight[place] = fmax(LEAST_WEIGHT, leaver / (pivot * pivot));
  for (int32_t i = 0; i < s->n_sick_blocks; ++i) {
    int32_t block = s->sick_blocks[i];
    double ratio = -s->keys.value[block] / pivot;
    if (s->key_weight[block] > 0 && ratio != 0)
      s->key_weight[block] = changed(s->key_weight[block], ratio, -s->tau_keys.value[block], leaver);
  }
  for (int32_t i = 0; i < s->n_sick_rows; ++i) {
    int32_t r = s->sick_rows[i];
    double scale = s->row_scale[r], ratio = s->use.value[r] / scale / pivot;
    if (s->row_weight[r] > 0 && ratio != 0)
      s->row_weight[r] = changed(s->row_weight[r], ratio, s->tau_use.value[r] / scale, leaver);
  }
  kr_sparse_clear(&s->tau_use);
  kr_sparse_clear(&s->tau_keys);
}
