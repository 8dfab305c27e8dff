#include "solver/room.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/promised.h"

#define ROUNDING 1e-10
#define GRAMS_PER_KG 1000

static bool is_whole(const kr_room *room, int32_t row) {
  return room->is_integer && room->line->corridor->resources[row / room->line->n_days].whole_units;
}

static int64_t grams_per_unit(const kr_room *room, int32_t cargo, int32_t row) {
  return kr_t_per_unit(room->line->corridor, cargo, row / room->line->n_days);
}

static int64_t units_for(int64_t kg, int64_t per_unit_g) {
  return kg > 0 && per_unit_g > 0 ? (kg * GRAMS_PER_KG + per_unit_g - 1) / per_unit_g : 0;
}

static int64_t *load(const kr_room *room, int32_t row, int32_t cargo) {
  return &room->kg[(int64_t)row * kr_n_cargo(room->line->corridor) + cargo];
}

static void put(kr_room *room, int32_t row, int32_t cargo, int64_t kg) {
  int64_t per = grams_per_unit(room, cargo, row), *at = load(room, row, cargo);
  room->free_units[row] += units_for(*at, per);
  *at += kg;
  room->free_units[row] -= units_for(*at, per);
}

static void take_promised(kr_room *room, const kr_allocation *taken) {
  kr_promised_kg(room->line->corridor, room->line->timetable, taken, room->kg);
  for (int32_t row = 0; row < kr_n_base_rows(room->line); ++row)
    for (int32_t k = 0; k < kr_n_cargo(room->line->corridor) && is_whole(room, row); ++k)
      room->free_units[row] -= units_for(*load(room, row, k), grams_per_unit(room, k, row));
}

kr_status kr_room_init(kr_room *room, const kr_timeline *line, bool is_integer, double *left,
                       const kr_allocation *taken) {
  size_t n = (size_t)kr_n_base_rows(line);
  *room = (kr_room){.line = line, .is_integer = is_integer, .left = left};
  room->stray = kr_zeros(n, sizeof *room->stray);
  bool have = room->stray != NULL;
  if (have && is_integer) {
    room->kg = kr_zeros(n * (size_t)kr_n_cargo(line->corridor), sizeof *room->kg);
    room->free_units = kr_zeros(n, sizeof *room->free_units);
    have = room->kg && room->free_units;
  }
  if (!have) {
    kr_room_clear(room);
    return KR_ERR_MEMORY;
  }
  for (size_t r = 0; r < n; ++r) {
    room->stray[r] = ROUNDING * left[r];
    if (is_integer) room->free_units[r] = line->timetable->capacity[r] / KR_MICRO;
  }
  if (is_integer && taken) take_promised(room, taken);
  return KR_OK;
}

void kr_room_clear(kr_room *room) {
  free(room->stray);
  free(room->kg);
  free(room->free_units);
  *room = (kr_room){0};
}

/** Kilograms of a cargo that the row still takes. */
static double most_kg(const kr_room *room, int32_t row, int32_t cargo, double per_t) {
  double most = floor((room->left[row] + room->stray[row]) / per_t * 1e3);
  if (!is_whole(room, row)) return most;
  int64_t per = grams_per_unit(room, cargo, row), kg = *load(room, row, cargo);
  double begun_g = (double)(units_for(kg, per) * per - kg * GRAMS_PER_KG);
  double times = round(per_t * (double)per / KR_MICRO); /* a route may use it more than once */
  return floor((begun_g + (double)room->free_units[row] * (double)per) / (GRAMS_PER_KG * times));
}

int64_t kr_room_fit(const kr_room *room, const kr_columns *pool, size_t column, int64_t want_kg) {
  const kr_column *col = &pool->columns[column];
  int32_t cargo = room->line->corridor->shipments[col->shipment].cargo, n = kr_n_base_rows(room->line);
  double most = (double)want_kg;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = pool->uses[col->first_use + (size_t)k];
    if (use.row < n) most = fmin(most, most_kg(room, use.row, cargo, use.per_t));
  }
  return most > 0 ? (int64_t)most : 0;
}

void kr_room_take(kr_room *room, const kr_columns *pool, size_t column, int64_t kg) {
  const kr_column *col = &pool->columns[column];
  int32_t cargo = room->line->corridor->shipments[col->shipment].cargo, n = kr_n_base_rows(room->line);
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = pool->uses[col->first_use + (size_t)k];
    if (use.row >= n) continue;
    room->left[use.row] -= (double)kg * 1e-3 * use.per_t;
    if (!is_whole(room, use.row)) continue;
    int64_t times = (int64_t)round(use.per_t * (double)grams_per_unit(room, cargo, use.row) / KR_MICRO);
    put(room, use.row, cargo, times * kg);
  }
}

double kr_room_excess(const kr_room *room, int32_t row) { return -room->left[row] - room->stray[row]; }

double kr_room_left(const kr_room *room, int32_t row, int32_t cargo) {
  int64_t per = is_whole(room, row) ? grams_per_unit(room, cargo, row) : 0;
  if (per <= 0) return room->left[row];
  int64_t kg = *load(room, row, cargo);
  double begun = (double)(units_for(kg, per) * per - kg * GRAMS_PER_KG) / (double)per;
  return fmin(room->left[row] + room->stray[row], begun + (double)room->free_units[row]);
}

void kr_room_for(const kr_room *room, int32_t cargo, double *out) {
  for (int32_t row = 0; row < kr_n_base_rows(room->line); ++row) out[row] = kr_room_left(room, row, cargo);
}
