#include "solver/cholesky.h"

#include <math.h>

#define BLOCK 48
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

/** Rows [to, n) of the block's columns: solve against its L. */
static void solve_panel(double *a, int32_t n, int64_t stride, int32_t from, int32_t to) {
  for (int32_t i = to; i < n; ++i) {
    double *row_i = a + i * stride;
    for (int32_t j = from; j < to; ++j) {
      const double *row_j = a + j * stride;
      double sum = row_i[j];
      for (int32_t k = from; k < j; ++k) sum -= row_i[k] * row_j[k];
      row_i[j] = sum / row_j[j];
    }
  }
}

/** a[i][j0 … j0 + 4) -= Σ_k row_i[k] row_j[k]: four sums at once keep the vector units busy. */
static void subtract_four(double *row_i, const double *a, int64_t stride, int32_t j0, int32_t from, int32_t to) {
  const double *r0 = a + j0 * stride, *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (int32_t k = from; k < to; ++k) {
    double x = row_i[k];
    s0 += x * r0[k];
    s1 += x * r1[k];
    s2 += x * r2[k];
    s3 += x * r3[k];
  }
  row_i[j0] -= s0;
  row_i[j0 + 1] -= s1;
  row_i[j0 + 2] -= s2;
  row_i[j0 + 3] -= s3;
}

/** The trailing triangle loses the block's contribution. */
static void update_rest(double *a, int32_t n, int64_t stride, int32_t from, int32_t to) {
  for (int32_t i = to; i < n; ++i) {
    double *row_i = a + i * stride;
    int32_t j = to;
    for (; j + 3 <= i; j += 4) subtract_four(row_i, a, stride, j, from, to);
    for (; j <= i; ++j) {
      const double *row_j = a + j * stride;
      double sum = 0;
      for (int32_t k = from; k < to; ++k) sum += row_i[k] * row_j[k];
      row_i[j] -= sum;
    }
  }
}

void kr_cholesky_factor(double *a, int32_t n, int64_t stride) {
  for (int32_t from = 0; from < n; from += BLOCK) {
    int32_t to = from + BLOCK < n ? from + BLOCK : n;
    double diagonal[BLOCK];
    for (int32_t j = from; j < to; ++j) diagonal[j - from] = fabs(a[j * stride + j]);
    factor_block(a, stride, from, to, diagonal);
    solve_panel(a, n, stride, from, to);
    update_rest(a, n, stride, from, to);
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
