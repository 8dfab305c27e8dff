#include "solver/key_basis.h"

#include <stdlib.h>
#include <string.h>

#include "graph/vector.h"

#define FIRST_ROOM 16

static void free_matrix(kr_key_basis *b) {
  free(b->column_at);
  free(b->row_at);
  free(b->inverse);
  free(b->u);
  free(b->weight);
  free(b->du);
  free(b->g);
  free(b->picked);
}

static bool make_matrix(kr_key_basis *b, int32_t room) {
  size_t n = (size_t)room;
  b->room = room;
  b->column_at = kr_zeros(n, sizeof *b->column_at);
  b->row_at = kr_zeros(n, sizeof *b->row_at);
  b->inverse = kr_zeros(n * n, sizeof *b->inverse);
  b->u = kr_zeros(n, sizeof *b->u);
  b->weight = kr_zeros(n, sizeof *b->weight);
  b->du = kr_zeros(n, sizeof *b->du);
  b->g = kr_zeros(n, sizeof *b->g);
  b->picked = kr_zeros(n, sizeof *b->picked);
  return b->column_at && b->row_at && b->inverse && b->u && b->weight && b->du && b->g && b->picked;
}

static bool make_room(kr_key_basis *b, int32_t need) {
  if (need <= b->room) return true;
  kr_key_basis grown = *b;
  if (!make_matrix(&grown, b->room ? b->room + b->room / 2 : FIRST_ROOM)) {
    free_matrix(&grown);
    return false;
  }
  size_t n = (size_t)b->n;
  for (int32_t i = 0; i < b->n; ++i)
    memcpy(grown.inverse + (int64_t)i * grown.room, b->inverse + (int64_t)i * b->room, n * sizeof *b->inverse);
  if (n) memcpy(grown.column_at, b->column_at, n * sizeof *b->column_at);
  if (n) memcpy(grown.row_at, b->row_at, n * sizeof *b->row_at);
  if (n) memcpy(grown.u, b->u, n * sizeof *b->u);
  if (n) memcpy(grown.weight, b->weight, n * sizeof *b->weight);
  free_matrix(b);
  *b = grown;
  return true;
}

kr_status kr_key_basis_init(kr_key_basis *b, const kr_key_lp *lp) {
  *b = (kr_key_basis){.lp = lp};
  b->key = kr_zeros((size_t)lp->n_blocks, sizeof *b->key);
  b->line_of = kr_zeros((size_t)lp->n_rows, sizeof *b->line_of);
  if (!b->key || !b->line_of || !make_room(b, 1)) return KR_ERR_MEMORY;
  for (int32_t r = 0; r < lp->n_rows; ++r) b->line_of[r] = KR_KEY_OUT;
  kr_status status = kr_key_basis_follow(b, 0);
  for (int32_t s = 0; s < lp->n_blocks && status == KR_OK; ++s) {
    b->key[s] = lp->home[s];
    b->where[lp->home[s]] = KR_KEY_IS_KEY;
  }
  return status;
}

void kr_key_basis_clear(kr_key_basis *b) {
  free(b->key);
  free(b->where);
  free(b->line_of);
  free_matrix(b);
  *b = (kr_key_basis){0};
}

kr_status kr_key_basis_follow(kr_key_basis *b, int64_t known) {
  if (!kr_grow(&b->where, &b->column_room, (size_t)b->lp->n_columns + 1, sizeof *b->where)) return KR_ERR_MEMORY;
  for (int64_t p = known; p < b->lp->n_columns; ++p) b->where[p] = KR_KEY_OUT;
  return KR_OK;
}

void kr_key_basis_empty(kr_key_basis *b) {
  for (int32_t k = 0; k < b->n; ++k) {
    if (b->column_at[k] >= 0) b->where[b->column_at[k]] = KR_KEY_OUT;
    b->line_of[b->row_at[k]] = KR_KEY_OUT;
  }
  b->n = 0;
}

/** y += factor * x: each element for itself, so the bits do not depend on the vectors' width. */
KR_VECTORISED static void add_line(double *y, const double *x, double factor, int32_t n) {
  for (int32_t k = 0; k < n; ++k) y[k] += factor * x[k];
}

void kr_key_basis_solve(const kr_key_basis *b, const kr_sparse *w, double *u) {
  memset(u, 0, (size_t)b->n * sizeof *u);
  for (int32_t i = 0; i < w->n; ++i) {
    int32_t line = b->line_of[w->index[i]];
    double value = w->value[w->index[i]];
    if (line != KR_KEY_OUT && value != 0) add_line(u, b->inverse + (int64_t)line * b->room, value, b->n);
  }
}

void kr_key_basis_solve_transposed(const kr_key_basis *b, const double *g, double *y) {
  for (int32_t i = 0; i < b->n; ++i) {
    const double *line = b->inverse + (int64_t)i * b->room;
    double sum = 0;
    for (int32_t k = 0; k < b->n; ++k) sum += line[k] * g[k];
    y[i] = sum;
  }
}

static double use_of(const kr_key_lp *lp, int64_t p, int32_t row) {
  double use = 0;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    if (lp->entry_row[e] == row) use += lp->entry_value[e];
  return use;
}

int32_t kr_key_basis_pick_row(kr_key_basis *b, int32_t row, double *nonzero) {
  int32_t n = 0;
  for (int32_t k = 0; k < b->n; ++k) {
    int64_t p = b->column_at[k];
    if (p < 0) continue;
    double use = use_of(b->lp, p, row) - use_of(b->lp, b->key[b->lp->block[p]], row);
    if (use == 0) continue;
    b->picked[n] = k;
    nonzero[n++] = use;
  }
  return n;
}

kr_status kr_key_basis_extend(kr_key_basis *b, int32_t row) {
  if (!make_room(b, b->n + 1)) return KR_ERR_MEMORY;
  int32_t n = b->n, n_picked = kr_key_basis_pick_row(b, row, b->du);
  for (int32_t i = 0; i < n; ++i) {
    double *line = b->inverse + (int64_t)i * b->room, sum = 0;
    for (int32_t j = 0; j < n_picked; ++j) sum += b->du[j] * line[b->picked[j]];
    line[n] = -sum;
  }
  double *last = b->inverse + (int64_t)n * b->room;
  memset(last, 0, (size_t)n * sizeof *last);
  last[n] = 1.0;
  b->column_at[n] = ~(int64_t)row;
  b->row_at[n] = row;
  b->line_of[row] = n;
  b->n = n + 1;
  return KR_OK;
}

static void put(kr_key_basis *b, int32_t place, int64_t column) {
  b->column_at[place] = column;
  if (column >= 0) b->where[column] = place;
}

void kr_key_basis_replace(kr_key_basis *b, int32_t place, int64_t enter, const double *u) {
  for (int32_t i = 0; i < b->n; ++i) {
    double *line = b->inverse + (int64_t)i * b->room;
    if (line[place] == 0) continue;
    double pivot = line[place] / u[place];
    add_line(line, u, -pivot, b->n);
    line[place] = pivot;
  }
  if (b->column_at[place] >= 0) b->where[b->column_at[place]] = KR_KEY_OUT;
  put(b, place, enter);
}

static bool is_of(const kr_key_basis *b, int32_t place, int32_t s) {
  return b->column_at[place] >= 0 && b->lp->block[b->column_at[place]] == s;
}

void kr_key_basis_swap_key(kr_key_basis *b, int32_t place) {
  int64_t heir = b->column_at[place];
  int32_t s = b->lp->block[heir], n_picked = 0;
  for (int32_t k = 0; k < b->n; ++k)
    if (is_of(b, k, s)) b->picked[n_picked++] = k;
  for (int32_t i = 0; i < b->n; ++i) {
    double *line = b->inverse + (int64_t)i * b->room, sum = 0;
    for (int32_t j = 0; j < n_picked; ++j) sum += line[b->picked[j]];
    line[place] = -sum;
  }
  put(b, place, b->key[s]);
  b->key[s] = heir;
  b->where[heir] = KR_KEY_IS_KEY;
}

void kr_key_basis_drop(kr_key_basis *b, int32_t line, int32_t place) {
  int32_t last = b->n - 1;
  b->line_of[b->row_at[line]] = KR_KEY_OUT;
  if (line != last) {
    memcpy(b->inverse + (int64_t)line * b->room, b->inverse + (int64_t)last * b->room, (size_t)b->n * sizeof(double));
    b->row_at[line] = b->row_at[last];
    b->line_of[b->row_at[line]] = line;
  }
  b->n = last;
  if (place == last) return;
  put(b, place, b->column_at[last]);
  b->weight[place] = b->weight[last];
  for (int32_t i = 0; i < b->n; ++i) b->inverse[(int64_t)i * b->room + place] = b->inverse[(int64_t)i * b->room + last];
}

int32_t kr_key_basis_heir(const kr_key_basis *b, int32_t s) {
  for (int32_t k = 0; k < b->n; ++k)
    if (is_of(b, k, s)) return k;
  return KR_KEY_OUT;
}

void kr_key_basis_hand_key(kr_key_basis *b, int64_t q) {
  int32_t s = b->lp->block[q];
  b->where[b->key[s]] = KR_KEY_OUT;
  b->key[s] = q;
  b->where[q] = KR_KEY_IS_KEY;
}
