#ifndef KR_SOLVER_KEY_SPARSE_H
#define KR_SOLVER_KEY_SPARSE_H

#include <stdlib.h>

#include "graph/memory.h"

/** A vector that is mostly zero: dense values, and where they may be nonzero. All zero and index empty at rest. */
typedef struct kr_sparse {
  double *value;
  int32_t *index; /**< [n] in the order they were touched */
  bool *is_in;
  int32_t n;
} kr_sparse;

static inline void kr_sparse_free(kr_sparse *v) {
  free(v->value);
  free(v->index);
  free(v->is_in);
  *v = (kr_sparse){0};
}

/** @return false when memory ends; free either way */
static inline bool kr_sparse_init(kr_sparse *v, size_t size) {
  *v = (kr_sparse){kr_zeros(size, sizeof *v->value), kr_zeros(size, sizeof *v->index), kr_zeros(size, 1), 0};
  return v->value && v->index && v->is_in;
}

static inline void kr_sparse_add(kr_sparse *v, int32_t i, double by) {
  if (!v->is_in[i]) {
    v->is_in[i] = true;
    v->index[v->n++] = i;
  }
  v->value[i] += by;
}

static inline void kr_sparse_clear(kr_sparse *v) {
  for (int32_t i = 0; i < v->n; ++i) {
    v->value[v->index[i]] = 0;
    v->is_in[v->index[i]] = false;
  }
  v->n = 0;
}

#endif
