#include "solver/cholesky.h"

#include <math.h>
#include <string.h>

#include "graph/vector.h"
#include "solver/tile.h"

#define BLOCK 64 /* columns eliminated at a time */
#define HUGE_PIVOT 1e64
#define TINY_PIVOT 1e-14

/** L of the diagonal block [from, to), after the columns before it were subtracted. */
static void factor_block(double *a, int64_t stride, int32_t from, int32_t to, const double *diagonal) {
  for (int32_t j = from; j < to; ++j) {
    double *row_j = a + j * stride;
    double pivot = row_j[j];
    for (int32_t k = from; k < j; ++k) pivot -= row_j[k] * row_j[k];
    row_j[j] = pivot > TINY_PIVOT * diagonal[j - from] && pivot > 0 ? sqrt(pivot) : HUGE_PIVOT;
    for (int32_t i = j + 1; i < to; ++i) {
      double *row_i = a + i * stride;
      double sum = row_i[j];
      for (int32_t k = from; k < j; ++k) sum -= row_i[k] * row_j[k];
      row_i[j] = sum / row_j[j];
    }
  }
}

/**
 * The panel under a block, transposed, so that the innermost loops run along memory: line k holds column from + k of
 * the rows [to, n), with zeros behind them for whole tiles.
 */
typedef struct panel {
  double *t;
  int64_t width;
  int32_t n_rows, depth;
} panel;

static panel take_panel(const double *a, int32_t n, int64_t stride, int32_t from, int32_t to, double *scratch) {
  panel p = {scratch, (int64_t)(n - to) + KR_TILE_COLUMNS, n - to, to - from};
  for (int32_t k = 0; k < p.depth; ++k) {
    double *line = p.t + k * p.width;
    for (int32_t i = 0; i < p.n_rows; ++i) line[i] = a[(to + i) * stride + from + k];
    memset(line + p.n_rows, 0, KR_TILE_COLUMNS * sizeof *line);
  }
  return p;
}

/** Solves the panel's rows against the block's L. */
KR_VECTORISED static void solve_panel(const double *a, int64_t stride, int32_t from, const panel *p) {
  for (int32_t j = 0; j < p->depth; ++j) {
    const double *row = a + (from + j) * stride + from;
    double *target = p->t + j * p->width;
    for (int32_t k = 0; k < j; ++k) {
      const double *source = p->t + k * p->width;
      double factor = row[k];
      for (int32_t i = 0; i < p->n_rows; ++i) target[i] -= factor * source[i];
    }
    double pivot = row[j];
    for (int32_t i = 0; i < p->n_rows; ++i) target[i] /= pivot;
  }
}

static void put_panel(double *a, int64_t stride, int32_t from, int32_t to, const panel *p) {
  for (int32_t i = 0; i < p->n_rows; ++i)
    for (int32_t k = 0; k < p->depth; ++k) a[(to + i) * stride + from + k] = p->t[k * p->width + i];
}

/**
 * The trailing triangle loses the block's contribution, tile by tile: sum[i][j] = Σ_k t[k][row + i] t[k][column + j].
 * The last tile of a row reaches beyond the diagonal or the panel; what lies there is not written.
 */
KR_VECTORISED static void update_rest(double *a, int64_t stride, int32_t to, const panel *p) {
  for (int32_t row = 0; row < p->n_rows; row += KR_TILE_ROWS) {
    int32_t last = row + KR_TILE_ROWS < p->n_rows ? row + KR_TILE_ROWS : p->n_rows;
    for (int32_t column = 0; column < last; column += KR_TILE_COLUMNS) {
      kr_eight sum[KR_TILE_ROWS][2];
      kr_tile_products(p->t, p->width, p->depth, row, column, sum);
      for (int32_t i = row; i < last; ++i) {
        const double *minus = (const double *)sum[i - row];
        int32_t end = column + KR_TILE_COLUMNS <= i + 1 ? KR_TILE_COLUMNS : i + 1 - column;
        double *line = a + (to + i) * stride + to + column;
        for (int32_t j = 0; j < end; ++j) line[j] -= minus[j];
      }
    }
  }
}

void kr_cholesky_factor(double *a, int32_t n, int64_t stride, double *scratch) {
  double *diagonal = scratch + 64 * ((int64_t)n + 32);
  for (int32_t j = 0; j < n; ++j) diagonal[j] = fabs(a[j * stride + j]);
  for (int32_t from = 0; from < n; from += BLOCK) {
    int32_t to = from + BLOCK < n ? from + BLOCK : n;
    factor_block(a, stride, from, to, diagonal + from);
    panel p = take_panel(a, n, stride, from, to, scratch);
    solve_panel(a, stride, from, &p);
    put_panel(a, stride, from, to, &p);
    update_rest(a, stride, to, &p);
  }
}

void kr_cholesky_solve(const double *a, int32_t n, int64_t stride, double *b) {
  for (int32_t i = 0; i < n; ++i) {
    double sum = b[i];
    for (int32_t k = 0; k < i; ++k) sum -= a[i * stride + k] * b[k];
    b[i] = sum / a[i * stride + i];
  }
  for (int32_t i = n - 1; i >= 0; --i) {
    b[i] /= a[i * stride + i];
    for (int32_t k = 0; k < i; ++k) b[k] -= a[i * stride + k] * b[i];
  }
}
