#ifndef KR_SOLVER_KEY_LOOKUP_H
#define KR_SOLVER_KEY_LOOKUP_H

#include "graph/status.h"
#include "solver/key_lp.h"

/** Which columns use a row, and which are of a block; for the dual phase, made anew where it begins. */
typedef struct kr_key_lookup {
  int64_t *first_of_row;   /**< [rows + 1] */
  int64_t *first_of_block; /**< [blocks + 1] */
  int64_t *of_row;         /**< [entries] columns, ascending within a row */
  int64_t *of_block;       /**< [columns] columns, ascending within a block */
  size_t row_room, block_room, of_row_room, of_block_room;
} kr_key_lookup;

/** @return KR_ERR_MEMORY. @cost O(columns + entries + rows + blocks) */
kr_status kr_key_lookup_make(kr_key_lookup *l, const kr_key_lp *lp);
void kr_key_lookup_clear(kr_key_lookup *l);

#endif
