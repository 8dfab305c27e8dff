#ifndef KR_SOLVER_ROOM_H
#define KR_SOLVER_ROOM_H

#include "solver/columns.h"

/**
 * What still fits, to the kilogram, while a plan is put together. A resource-day has `left` units. In integer solves
 * one with whole units has room for a cargo in the units that this cargo has begun and in those that nobody uses: each
 * unit carries one cargo, and ⌊capacity⌋ of them are there. Those are counted in whole grams, without rounding.
 */
typedef struct kr_room {
  const kr_timeline *line; /**< borrowed */
  bool is_integer;
  double *left;        /**< [base rows] units, borrowed; may fall below 0 by `stray` */
  double *stray;       /**< [base rows] how far sums of doubles may stray: FORMAT allows 1e-9 of the capacity */
  int64_t *kg;         /**< [base rows * cargo] what each carries of which cargo; NULL unless integer, like the next */
  int64_t *free_units; /**< [base rows] whole units that are not used */
} kr_room;

/**
 * @param left [base rows] capacity without what `taken` holds
 * @param taken lots that have their capacity already; NULL = none
 * @return KR_ERR_MEMORY
 */
kr_status kr_room_init(kr_room *room, const kr_timeline *line, bool is_integer, double *left,
                       const kr_allocation *taken);
void kr_room_clear(kr_room *room);

/** Whole kilograms that fit on a column, at most `want`. @cost O(uses) */
int64_t kr_room_fit(const kr_room *room, const kr_columns *pool, size_t column, int64_t want_kg);

/** Takes room for kilograms on a column, or gives it back. */
void kr_room_take(kr_room *room, const kr_columns *pool, size_t column, int64_t kg);

/** How far what is used of a row goes beyond the capacity, in units, for a cargo; <= 0 where it does not. */
double kr_room_excess(const kr_room *room, int32_t row);

/** Units that one cargo may still use of a base row. */
double kr_room_left(const kr_room *room, int32_t row, int32_t cargo);

/** … of each base row. @param out [base rows] */
void kr_room_for(const kr_room *room, int32_t cargo, double *out);

#endif
