#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "solver/cholesky.h"

Test(cholesky, factors_a_matrix_worked_out_by_hand) {
  /* [4 2; 2 5] = [2 0; 1 2][2 1; 0 2]; x = (1, 1) gives b = (6, 7) */
  double a[] = {4, 0, 2, 5}, b[] = {6, 7};
  double scratch[65 * 34];
  kr_cholesky_factor(a, 2, 2, scratch);
  cr_expect_float_eq(a[0], 2, 1e-15);
  cr_expect_float_eq(a[2], 1, 1e-15);
  cr_expect_float_eq(a[3], 2, 1e-15);
  kr_cholesky_solve(a, 2, 2, b);
  cr_expect_float_eq(b[0], 1, 1e-14);
  cr_expect_float_eq(b[1], 1, 1e-14);
}

Test(cholesky, a_dependent_row_gets_about_zero) {
  /* second row twice the first: x2 is left at 0 and x1 = b1 / 4 */
  double a[] = {4, 0, 8, 16}, b[] = {4, 8};
  double scratch[65 * 34];
  kr_cholesky_factor(a, 2, 2, scratch);
  kr_cholesky_solve(a, 2, 2, b);
  cr_expect_float_eq(b[0], 1, 1e-12);
  cr_expect_float_eq(b[1], 0, 1e-12);
}

/** Sizes around the block size; A = M Mᵀ + n I with x known. */
static void solve_random(int32_t n, uint64_t seed) {
  double *m = malloc((size_t)(n * n) * sizeof *m), *a = calloc((size_t)(n * n), sizeof *a);
  double *x = malloc((size_t)n * sizeof *x), *b = calloc((size_t)n, sizeof *b);
  for (int32_t i = 0; i < n * n; ++i) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    m[i] = (double)(seed >> 40) / (double)(1 << 24) - 0.5;
  }
  for (int32_t i = 0; i < n; ++i) x[i] = i % 7 - 3;
  for (int32_t i = 0; i < n; ++i)
    for (int32_t j = 0; j < n; ++j) {
      double sum = i == j ? n : 0;
      for (int32_t k = 0; k < n; ++k) sum += m[i * n + k] * m[j * n + k];
      if (j <= i) a[i * n + j] = sum;
      b[i] += sum * x[j];
    }
  double *scratch = malloc((size_t)kr_cholesky_scratch(n) * sizeof *scratch);
  kr_cholesky_factor(a, n, n, scratch);
  free(scratch);
  kr_cholesky_solve(a, n, n, b);
  for (int32_t i = 0; i < n; ++i) cr_expect_float_eq(b[i], x[i], 1e-10, "n %d, row %d", n, i);
  free(m);
  free(a);
  free(x);
  free(b);
}

Test(cholesky, agrees_with_a_known_solution_at_every_size_around_a_block) {
  int32_t sizes[] = {1, 3, 15, 16, 17, 63, 64, 65, 127, 128, 131, 150};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) solve_random(sizes[i], 12345 + i);
}
