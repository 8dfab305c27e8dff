#ifndef KR_SOLVER_COLUMNS_H
#define KR_SOLVER_COLUMNS_H

#include "solver/route_uses.h"

/**
 * The pool of routes. A column is one route of one shipment, per tonne: its weighted cost and its use of each
 * resource-day (rows: see kr_n_rows). Columns are numbered in the order they came and never move.
 */
typedef struct kr_column {
  int32_t shipment;
  int32_t n_uses, n_moves;
  int32_t previous;             /**< the column of the same shipment before it, KR_NONE */
  int32_t arrival;              /**< boundary, 0 in the static view; KR_STAYS = no route */
  size_t first_use, first_move; /**< copies share them */
  double cost;                  /**< weight * (H + λ L), weighted hours per tonne, without tolls */
} kr_column;

/** Uses of several routes, end to end; grows as needed. Start from a zeroed struct, free() the array. */
typedef struct kr_use_list {
  kr_use *uses;
  size_t n, room;
} kr_use_list;

typedef struct kr_columns {
  const kr_timeline *line; /**< borrowed */
  kr_column *columns;
  kr_use *uses;
  kr_move *moves;
  size_t n_columns, n_uses, n_moves, column_room, use_room, move_room;
  size_t n_entries;    /**< uses of all columns, those of copies included */
  int32_t *newest;     /**< [shipments] newest column, KR_NONE */
  uint64_t *hash;      /**< open addressing: hash of the route … */
  int32_t *hashed;     /**< … and its column, KR_NONE = free */
  size_t hash_room;    /**< power of two */
  kr_use_list drafted; /**< scratch of kr_columns_add */
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

/**
 * The same route for another shipment `s` of the same origin, destination, cargo and ready boundary, unless the pool
 * has it. @return its number; KR_NONE without memory, the pool unchanged. @cost O(moves) to look it up
 */
int32_t kr_columns_copy(kr_columns *pool, int32_t column, int32_t s);

/**
 * Staying as a column of its own, for LPs in which that uses rows (solver/stay.h): no moves, and arrives last of all.
 * Adds it unless the shipment has one. @return KR_ERR_MEMORY, the pool unchanged. @cost O(uses)
 */
#define KR_STAYS INT32_MAX /**< arrival of such a column */
kr_status kr_columns_add_stay(kr_columns *pool, int32_t s, double cost, const kr_use *uses, int32_t n_uses);

/** A route on its way into the pool. */
typedef struct kr_draft {
  int32_t shipment, arrival; /**< given, like the next two */
  const kr_move *moves;      /**< borrowed */
  size_t n_moves;
  int32_t column; /**< the column that the pool has for it already, KR_NONE */
  int32_t n_uses; /**< only where there is none, like the rest */
  size_t first_use;
  uint64_t hash;
  double cost;
} kr_draft;

/**
 * The first half of kr_columns_add, which leaves the pool alone: many threads may draft at once, each to its own list.
 * Fills the draft and appends its uses. @return KR_ERR_MEMORY. @cost O(moves * resources per arc)
 */
kr_status kr_columns_draft(const kr_columns *pool, kr_draft *draft, kr_use_list *list);

/** How much some columns take. */
typedef struct kr_pool_size {
  size_t columns, moves, uses;
} kr_pool_size;

/**
 * The second half, for many drafts at once: room for all that the pool has not, each placed behind the sizes of those
 * before it (many threads may place drafts of different shipments at once), then all entered in the order of places.
 * Between reserving and entering the pool is not to be used otherwise.
 * @return KR_ERR_MEMORY, what the pool has unchanged. @cost O(1) amortised; O(moves + uses); O(columns)
 */
kr_status kr_columns_reserve(kr_columns *pool, kr_pool_size more);
void kr_columns_place(kr_columns *pool, kr_pool_size before, const kr_draft *draft, const kr_use_list *list);
void kr_columns_enter(kr_columns *pool, kr_pool_size more, const uint64_t *hash);

/** Makes the legs of a column (free arcs leave none). @param legs room for column->n_moves; @return how many */
int32_t kr_column_legs(const kr_columns *pool, const kr_column *column, kr_leg *legs);

#endif
