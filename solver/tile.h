#ifndef KR_SOLVER_TILE_H
#define KR_SOLVER_TILE_H

#include <stdint.h>

#define KR_TILE_ROWS 4
#define KR_TILE_COLUMNS 16

/** Eight doubles that the compiler keeps in vector registers, whatever their width. */
typedef double kr_eight __attribute__((vector_size(64), aligned(8), may_alias));

/**
 * A tile of Σ_k line_k line_kᵀ: sum[i][j] = Σ_k lines[k][row + i] lines[k][column + j], in the order of k. Inlined, so
 * that the function around it decides the instruction set (graph/vector.h).
 * @param lines [depth * width], readable KR_TILE_ROWS beyond `row` and KR_TILE_COLUMNS beyond `column`
 */
static inline __attribute__((always_inline)) void kr_tile_products(const double *lines, int64_t width, int32_t depth,
                                                                   int32_t row, int32_t column,
                                                                   kr_eight sum[KR_TILE_ROWS][2]) {
  kr_eight s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0}, s4 = {0}, s5 = {0}, s6 = {0}, s7 = {0};
  for (int32_t k = 0; k < depth; ++k) {
    const double *left = lines + k * width + row;
    const kr_eight *right = (const kr_eight *)(lines + k * width + column);
    s0 += left[0] * right[0];
    s1 += left[0] * right[1];
    s2 += left[1] * right[0];
    s3 += left[1] * right[1];
    s4 += left[2] * right[0];
    s5 += left[2] * right[1];
    s6 += left[3] * right[0];
    s7 += left[3] * right[1];
  }
  sum[0][0] = s0, sum[0][1] = s1, sum[1][0] = s2, sum[1][1] = s3;
  sum[2][0] = s4, sum[2][1] = s5, sum[3][0] = s6, sum[3][1] = s7;
}

#endif
