#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/vector.h"
#include "solver/cholesky.h"
#include "solver/interior_internal.h"
#include "solver/tile.h"

#define NEGLIGIBLE 1e-40

static int64_t entries_from(const kr_block_lp *lp, int32_t s) { return lp->first_entry[lp->first_column[s]]; }

/** Counts pairs (row, block): per block into first_shared, per row into at[row + 1]. */
static void count_pairs(kr_normal *n, const kr_block_lp *lp, int32_t *seen, int64_t *at) {
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    n->first_shared[s + 1] = n->first_shared[s];
    for (int64_t e = entries_from(lp, s); e < entries_from(lp, s + 1); ++e) {
      int32_t r = lp->entry_row[e];
      if (seen[r] == s + 1) continue;
      seen[r] = s + 1;
      ++at[r + 1];
      ++n->first_shared[s + 1];
    }
  }
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    at[r + 1] += at[r];
    seen[r] = 0;
  }
}

/** The rows' blocks, then the blocks' rows: walking the rows upwards leaves those in order. */
static void sort_pairs(kr_normal *n, const kr_block_lp *lp, int32_t *seen, int64_t *at, int32_t *block) {
  for (int32_t s = 0; s < lp->n_blocks; ++s)
    for (int64_t e = entries_from(lp, s); e < entries_from(lp, s + 1); ++e) {
      int32_t r = lp->entry_row[e];
      if (seen[r] == s + 1) continue;
      seen[r] = s + 1;
      block[at[r]++] = s;
    }
  int64_t i = 0;
  for (int32_t r = 0; r < lp->n_rows; ++r)
    for (; i < at[r]; ++i) n->shared_row[n->first_shared[block[i]]++] = r;
  for (int32_t s = lp->n_blocks; s > 0; --s) n->first_shared[s] = n->first_shared[s - 1];
  n->first_shared[0] = 0;
}

static void place_entries(kr_normal *n, const kr_block_lp *lp, int32_t *place) {
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t first = n->first_shared[s];
    for (int64_t k = first; k < n->first_shared[s + 1]; ++k) place[n->shared_row[k]] = (int32_t)(k - first);
    for (int64_t e = entries_from(lp, s); e < entries_from(lp, s + 1); ++e) n->entry_place[e] = place[lp->entry_row[e]];
  }
}

static bool find_shared(kr_normal *n, const kr_block_lp *lp) {
  n->first_shared = kr_zeros((size_t)lp->n_blocks + 1, sizeof *n->first_shared);
  n->entry_place = kr_zeros((size_t)entries_from(lp, lp->n_blocks), sizeof *n->entry_place);
  int32_t *seen = kr_zeros((size_t)lp->n_rows, sizeof *seen), *block = NULL;
  int64_t *at = kr_zeros((size_t)lp->n_rows + 1, sizeof *at);
  bool have = n->first_shared && n->entry_place && seen && at;
  if (have) {
    count_pairs(n, lp, seen, at);
    n->shared_row = kr_zeros((size_t)n->first_shared[lp->n_blocks], sizeof *n->shared_row);
    block = kr_zeros((size_t)n->first_shared[lp->n_blocks], sizeof *block);
    have = n->shared_row && block;
  }
  if (have) {
    sort_pairs(n, lp, seen, at, block);
    place_entries(n, lp, seen);
  }
  free(seen);
  free(block);
  free(at);
  return have;
}

bool kr_normal_init(kr_normal *n, const kr_block_lp *lp) {
  size_t rows = (size_t)lp->n_rows;
  if (!find_shared(n, lp)) return false;
  int64_t widest = 0, largest = 0;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t width = n->first_shared[s + 1] - n->first_shared[s] + 2 * KR_TILE_COLUMNS;
    int64_t size = width * (lp->first_column[s + 1] - lp->first_column[s] + 3);
    if (width > widest) widest = width;
    if (size > largest) largest = size;
  }
  n->d = kr_zeros((size_t)lp->first_column[lp->n_blocks], sizeof *n->d);
  n->sum_d = kr_zeros((size_t)lp->n_blocks, sizeof *n->sum_d);
  n->key = kr_zeros((size_t)lp->n_blocks, sizeof *n->key);
  n->panel = kr_zeros((size_t)largest, sizeof *n->panel);
  n->live = kr_zeros((size_t)widest, sizeof *n->live);
  n->matrix = kr_zeros(rows * rows, sizeof *n->matrix);
  n->scratch = kr_zeros((size_t)kr_cholesky_scratch(lp->n_rows), sizeof *n->scratch);
  return n->d && n->sum_d && n->key && n->panel && n->live && n->matrix && n->scratch;
}

void kr_normal_clear(kr_normal *n) {
  free(n->matrix);
  free(n->d);
  free(n->sum_d);
  free(n->key);
  free(n->first_shared);
  free(n->shared_row);
  free(n->entry_place);
  free(n->panel);
  free(n->live);
  free(n->scratch);
}

/** d, its largest in each block, and the sum; a negligible d becomes 0, which leaves its column out of every sum. */
static void find_keys(kr_normal *n, const kr_block_lp *lp, const kr_block_point *pt) {
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1], key = from;
    for (int64_t p = from; p < to; ++p) {
      n->d[p] = pt->flow[p] / pt->spare[p];
      if (n->d[p] > n->d[key]) key = p;
    }
    double least = NEGLIGIBLE * n->d[key], sum = 0;
    for (int64_t p = from; p < to; ++p) {
      if (n->d[p] < least) n->d[p] = 0;
      sum += n->d[p];
    }
    n->key[s] = (int32_t)(key - from);
    n->sum_d[s] = sum;
  }
}

/** Lines sqrt(d_p) (a_p - mean) of the columns that matter, over the rows in which they differ. */
typedef struct panel {
  double *line;
  int64_t width;
  int32_t n_live, depth;
} panel;

/** Lines a_p - a_key, their sum weighted by d, and in which rows they are not zero. */
KR_VECTORISED static void take_differences(const kr_normal *n, const kr_block_lp *lp, int32_t s, double *mean,
                                           panel *out) {
  int64_t key = lp->first_column[s] + n->key[s], rows = n->first_shared[s + 1] - n->first_shared[s];
  double *base = mean + out->width, *differs = base + out->width, *line = out->line;
  for (int64_t i = 0; i < 3 * out->width; ++i) mean[i] = 0;
  for (int64_t e = lp->first_entry[key]; e < lp->first_entry[key + 1]; ++e)
    base[n->entry_place[e]] = lp->entry_value[e];
  for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
    if (p == key || n->d[p] == 0.0) continue;
    for (int64_t i = 0; i < rows; ++i) line[i] = -base[i];
    for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) line[n->entry_place[e]] += lp->entry_value[e];
    for (int64_t i = 0; i < rows; ++i) {
      mean[i] += n->d[p] * line[i];
      differs[i] += line[i] * line[i];
    }
    line += out->width;
    out->depth++;
  }
  for (int64_t i = 0; i < rows; ++i) {
    if (differs[i] == 0.0) continue;
    mean[out->n_live] = mean[i] / n->sum_d[s];
    n->live[out->n_live++] = (int32_t)i;
  }
}

/** line = root * (line - mean) over the live rows, and zeros behind them for whole tiles. */
KR_VECTORISED static void centre_line(const kr_normal *n, const panel *p, double *line, const double *mean,
                                      double root) {
  for (int32_t i = 0; i < p->n_live; ++i) line[i] = line[n->live[i]];
  for (int32_t i = 0; i < p->n_live; ++i) line[i] = root * (line[i] - mean[i]);
  for (int32_t i = p->n_live; i < p->n_live + KR_TILE_COLUMNS; ++i) line[i] = 0;
}

static panel take_panel(const kr_normal *n, const kr_block_lp *lp, int32_t s) {
  int64_t key = lp->first_column[s] + n->key[s];
  int64_t width = (n->first_shared[s + 1] - n->first_shared[s] + 7) / 8 * 8 + KR_TILE_COLUMNS;
  double *mean = n->panel;
  panel out = {mean + 3 * width, width, 0, 0};
  take_differences(n, lp, s, mean, &out);
  if (out.depth == 0) return out;
  double *line = out.line;
  for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
    if (p == key || n->d[p] == 0.0) continue;
    centre_line(n, &out, line, mean, sqrt(n->d[p]));
    line += width;
  }
  memset(line, 0, (size_t)width * sizeof *line);
  centre_line(n, &out, line, mean, sqrt(n->d[key]));
  out.depth++;
  for (int32_t i = 0; i < out.n_live; ++i) n->live[i] = n->shared_row[n->first_shared[s] + n->live[i]];
  return out;
}

/** The lower triangle of S gains Σ_k line_k line_kᵀ, tile by tile. */
KR_VECTORISED static void add_panel(const panel *p, const int32_t *live, double *matrix, int64_t stride) {
  for (int32_t row = 0; row < p->n_live; row += KR_TILE_ROWS) {
    int32_t last = row + KR_TILE_ROWS < p->n_live ? row + KR_TILE_ROWS : p->n_live;
    for (int32_t column = 0; column < last; column += KR_TILE_COLUMNS) {
      kr_eight sum[KR_TILE_ROWS][2];
      kr_tile_products(p->line, p->width, p->depth, row, column, sum);
      for (int32_t i = row; i < last; ++i) {
        const double *plus = (const double *)sum[i - row];
        int32_t end = column + KR_TILE_COLUMNS <= i + 1 ? KR_TILE_COLUMNS : i + 1 - column;
        double *line = matrix + live[i] * stride;
        for (int32_t j = 0; j < end; ++j) line[live[column + j]] += plus[j];
      }
    }
  }
}

void kr_normal_factor(kr_normal *n, const kr_block_lp *lp, const kr_block_point *pt) {
  int64_t rows = lp->n_rows;
  find_keys(n, lp, pt);
  memset(n->matrix, 0, (size_t)(rows * rows) * sizeof *n->matrix);
  for (int32_t r = 0; r < rows; ++r) n->matrix[r * rows + r] = pt->slack[r] / pt->toll[r];
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    panel p = take_panel(n, lp, s);
    if (p.depth > 0) add_panel(&p, n->live, n->matrix, rows);
  }
  kr_cholesky_factor(n->matrix, lp->n_rows, rows, n->scratch);
}
