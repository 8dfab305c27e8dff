#ifndef KR_SOLVER_COLUMNS_H
#define KR_SOLVER_COLUMNS_H

#include "graph/search.h"

/**
 * The pool of routes. A column is one route of one shipment, per tonne: its weighted cost and its use of each
 * resource-day ("row" = resource * n_days + day). Columns are numbered in the order they came and never move.
 */
typedef struct kr_use {
  int32_t row;
  double per_t; /**< units of the resource per tonne carried */
} kr_use;

typedef struct kr_column {
  int32_t shipment;
  int32_t n_uses, n_moves;
  int32_t previous; /**< the column of the same shipment before it, KR_NONE */
  int32_t arrival;  /**< boundary, 0 in the static view */
  size_t first_use, first_move;
  double cost; /**< weight * (H + λ L), weighted hours per tonne, without tolls */
} kr_column;

typedef struct kr_columns {
  const kr_timeline *line; /**< borrowed */
  kr_column *columns;
  kr_use *uses;
  kr_move *moves;
  size_t n_columns, n_uses, n_moves, column_room, use_room, move_room;
  int32_t *newest;  /**< [shipments] newest column, KR_NONE */
  uint64_t *hash;   /**< open addressing: hash of the route … */
  int32_t *hashed;  /**< … and its column, KR_NONE = free */
  size_t hash_room; /**< power of two */
} kr_columns;

/** @return KR_ERR_MEMORY */
kr_status kr_columns_create(kr_columns **out, const kr_timeline *line, kr_error *err);
void kr_columns_free(kr_columns *pool);

/**
 * Adds a route of shipment `s` unless the pool has it. @param column its number: the newest one if it was new
 * @return KR_ERR_MEMORY, the pool unchanged. @cost O(moves * resources per arc)
 */
kr_status kr_columns_add(kr_columns *pool, int32_t s, const kr_move *moves, size_t n_moves, int32_t arrival,
                         int32_t *column);

/** Weighted cost per tonne of reaching the destination at boundary `arrival`, dated view. */
double kr_arrival_cost(const kr_timeline *line, const kr_shipment *s, int32_t arrival);

/** Makes the legs of a column (free arcs leave none). @param legs room for column->n_moves; @return how many */
int32_t kr_column_legs(const kr_columns *pool, const kr_column *column, kr_leg *legs);

#endif
