#ifndef KR_SOLVER_CHOLESKY_H
#define KR_SOLVER_CHOLESKY_H

#include <stdint.h>

/**
 * Dense Cholesky factorisation of a symmetric positive definite matrix, in place: A = L Lᵀ, the lower triangle read
 * and written, row i at a + i * stride. A pivot that rounding has made tiny against its diagonal gets a huge value
 * instead, which leaves that unknown at about 0 (what interior-point methods do with dependent rows).
 * The order of additions is fixed: the same input gives the same bits.
 * @param n rows, any; @param stride >= n; @param scratch kr_cholesky_scratch(n) doubles
 * @cost n³/3 multiply-adds, blocked; no allocation
 */
void kr_cholesky_factor(double *a, int32_t n, int64_t stride, double *scratch);

/** Doubles of scratch that factoring n rows needs. */
static inline int64_t kr_cholesky_scratch(int32_t n) { return 65 * ((int64_t)n + 32); }

/** Solves L Lᵀ x = b in place of b [n]. @cost 2 n² */
void kr_cholesky_solve(const double *a, int32_t n, int64_t stride, double *b);

#endif
