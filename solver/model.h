#ifndef KR_SOLVER_MODEL_H
#define KR_SOLVER_MODEL_H

#include <stdint.h>

#include "graph/status.h"

/**
 * An explicit LP, min Σ cost x, x >= 0, or MIP, told to a listener: first every row, then every column with its
 * entries. Rows count 0, 1, 2 … in the order in which they are told. Nothing is kept, so that a model may be larger
 * than memory.
 */
typedef enum kr_row_sense { KR_ROW_EQUAL, KR_ROW_AT_MOST } kr_row_sense;

typedef struct kr_model_row {
  kr_row_sense sense;
  double bound;
} kr_model_row;

typedef struct kr_model_column {
  double cost;
  int32_t n;           /**< entries, each of another row */
  const int64_t *row;  /**< [n] borrowed for the call */
  const double *value; /**< [n] */
  int32_t most;        /**< > 0: an integer of at most that; 0: any number >= 0 */
} kr_model_column;

/** A listener; what it returns ends the telling unless it is KR_OK. */
typedef struct kr_model_sink {
  void *context;
  kr_status (*row)(void *context, kr_model_row row, kr_error *err);
  kr_status (*column)(void *context, const kr_model_column *column, kr_error *err);
} kr_model_sink;

#endif
