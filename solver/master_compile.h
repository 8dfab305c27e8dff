#ifndef KR_SOLVER_MASTER_COMPILE_H
#define KR_SOLVER_MASTER_COMPILE_H

#include "solver/interior.h"
#include "solver/master.h"

/** The block LP of one round, compiled from the pool; private to master_interior.c. Start from a zeroed struct. */
typedef struct kr_compiled {
  kr_block_lp lp;
  int64_t *first_column, *first_entry;
  double *cost, *entry_value, *demand, *capacity;
  int32_t *entry_row;
  int32_t *shipment;    /**< [blocks] */
  int32_t *pool_column; /**< [columns], KR_NONE = the block's first column: unserved */
  kr_block_point point; /**< its arrays are there, toll filled */
} kr_compiled;

/** What is to be compiled. All borrowed. */
typedef struct kr_compile_request {
  const kr_master_problem *problem;
  const bool *in_block;    /**< [shipments] which shipments become blocks */
  const bool *selected;    /**< [pool columns] which of their columns come in */
  const int32_t *lp_row;   /**< [rows] row of the LP, KR_NONE = not included */
  const int32_t *included; /**< [n_included] resource-day of each LP row */
  int32_t n_included;
  const double *toll; /**< [rows] weighted hours per unit */
  double *row_scale;  /**< out, [rows]: LP row = scale * use, entries at most 1 */
} kr_compile_request;

/** @return KR_ERR_MEMORY; clear either way. @cost O(pool columns * uses) */
kr_status kr_compile(kr_compiled *out, const kr_compile_request *request);
void kr_compiled_clear(kr_compiled *k);

/** Fills the point's flow and slack from flows of the pool's columns. @param flow [pool columns] tonnes */
void kr_compiled_give(kr_compiled *k, const double *flow);

#endif
