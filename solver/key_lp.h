#ifndef KR_SOLVER_KEY_LP_H
#define KR_SOLVER_KEY_LP_H

#include <stdbool.h>
#include <stdint.h>

/**
 * The block LP as the key-route simplex reads it (key_simplex.h). Columns know their block, so they may stand in any
 * order and new ones may come at the end between solves; blocks and rows stay. Every row of the problem may be here:
 * one that is not tight costs nothing but its entries.
 */
typedef struct kr_key_lp {
  int32_t n_blocks, n_rows;
  int64_t n_columns;
  const int32_t *block;       /**< [columns] */
  const double *cost;         /**< [columns] */
  const int64_t *first_entry; /**< [columns + 1] */
  const int32_t *entry_row;   /**< at most once per column */
  const double *entry_value;
  const double *demand;   /**< [n_blocks] >= 0 */
  const double *capacity; /**< [n_rows] >= 0 */
  const int64_t *home;    /**< [n_blocks] a column of the block without entries: left unserved */
} kr_key_lp;

#endif
