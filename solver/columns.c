#include "solver/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

kr_status kr_columns_create(kr_columns **out, const kr_timeline *line, kr_error *err) {
  kr_columns *pool = kr_zeros(1, sizeof *pool);
  if (!pool) return kr_fail_memory(err);
  size_t n = (size_t)kr_n_shipments(line->corridor);
  pool->line = line;
  pool->newest = malloc((n ? n : 1) * sizeof *pool->newest);
  if (!pool->newest) {
    kr_columns_free(pool);
    return kr_fail_memory(err);
  }
  for (size_t s = 0; s < n; ++s) pool->newest[s] = KR_NONE;
  *out = pool;
  return KR_OK;
}

void kr_columns_free(kr_columns *pool) {
  if (!pool) return;
  free(pool->columns);
  free(pool->uses);
  free(pool->moves);
  free(pool->newest);
  free(pool->hash);
  free(pool->hashed);
  free(pool);
}

static uint64_t mix(uint64_t h, uint64_t value) {
  h = (h ^ value) * UINT64_C(0x9E3779B97F4A7C15);
  return h ^ (h >> 29);
}

static uint64_t route_hash(int32_t s, const kr_move *moves, size_t n) {
  uint64_t h = mix(UINT64_C(0x51ED270B), (uint64_t)(uint32_t)s);
  for (size_t i = 0; i < n; ++i)
    h = mix(h, ((uint64_t)(uint32_t)moves[i].arc << 32) | (uint64_t)(uint32_t)moves[i].tau);
  return h;
}

static bool same_route(const kr_columns *pool, int32_t j, int32_t s, const kr_move *moves, size_t n) {
  const kr_column *col = &pool->columns[j];
  return col->shipment == s && (size_t)col->n_moves == n &&
         (n == 0 || memcmp(pool->moves + col->first_move, moves, n * sizeof *moves) == 0);
}

/** The slot that holds the route, or the free one where it belongs. */
static size_t find_slot(const kr_columns *pool, uint64_t h, int32_t s, const kr_move *moves, size_t n) {
  size_t mask = pool->hash_room - 1, at = (size_t)h & mask;
  while (pool->hashed[at] != KR_NONE && !(pool->hash[at] == h && same_route(pool, pool->hashed[at], s, moves, n)))
    at = (at + 1) & mask;
  return at;
}

static kr_status make_hash_room(kr_columns *pool) {
  if (2 * (pool->n_columns + 1) <= pool->hash_room) return KR_OK;
  size_t room = pool->hash_room ? 2 * pool->hash_room : 1024;
  uint64_t *hash = malloc(room * sizeof *hash);
  int32_t *hashed = malloc(room * sizeof *hashed);
  if (!hash || !hashed) {
    free(hash);
    free(hashed);
    return KR_ERR_MEMORY;
  }
  for (size_t i = 0; i < room; ++i) hashed[i] = KR_NONE;
  for (size_t i = 0; i < pool->hash_room; ++i) {
    if (pool->hashed[i] == KR_NONE) continue;
    size_t at = (size_t)pool->hash[i] & (room - 1);
    while (hashed[at] != KR_NONE) at = (at + 1) & (room - 1);
    hash[at] = pool->hash[i];
    hashed[at] = pool->hashed[i];
  }
  free(pool->hash);
  free(pool->hashed);
  pool->hash = hash;
  pool->hashed = hashed;
  pool->hash_room = room;
  return KR_OK;
}

double kr_arrival_cost(const kr_timeline *line, const kr_shipment *s, int32_t arrival) {
  int64_t due = kr_due_step(line->corridor, s);
  double steps = (double)(arrival - kr_ready_step(line->corridor, s));
  double late = arrival > due ? (double)(arrival - due) : 0.0;
  return kr_decimal_value(s->weight) * line->step_h * (steps + line->late_factor * late);
}

static double route_cost(const kr_timeline *line, const kr_shipment *s, const kr_move *moves, size_t n,
                         int32_t arrival) {
  if (!line->is_static) return kr_arrival_cost(line, s, arrival);
  double hours = 0;
  for (size_t i = 0; i < n; ++i) hours += line->hours[moves[i].arc];
  return kr_decimal_value(s->weight) * hours;
}

/** Adds `per_t` to the column's use of `row`, which it may use already: n uses so far, from `first` on. */
static void add_use(kr_columns *pool, size_t first, int32_t row, double per_t) {
  for (size_t i = first; i < pool->n_uses; ++i) {
    if (pool->uses[i].row != row) continue;
    pool->uses[i].per_t += per_t;
    return;
  }
  pool->uses[pool->n_uses++] = (kr_use){row, per_t};
}

static kr_status gather_uses(kr_columns *pool, int32_t cargo, const kr_move *moves, size_t n) {
  const kr_timeline *line = pool->line;
  const kr_corridor *c = line->corridor;
  size_t first = pool->n_uses;
  for (size_t i = 0; i < n; ++i) {
    const kr_arc *arc = &line->network->arcs[moves[i].arc];
    if (!kr_grow(&pool->uses, &pool->use_room, pool->n_uses + (size_t)arc->resources.count, sizeof *pool->uses)) {
      pool->n_uses = first;
      return KR_ERR_MEMORY;
    }
    for (int32_t k = 0; k < arc->resources.count; ++k) {
      int32_t r = c->resource_lists[arc->resources.first + k];
      add_use(pool, first, r * line->n_days + kr_bucket(line, moves[i].tau),
              1.0 / kr_decimal_value(kr_t_per_unit(c, cargo, r)));
    }
  }
  return KR_OK;
}

kr_status kr_columns_add(kr_columns *pool, int32_t s, const kr_move *moves, size_t n_moves, int32_t arrival,
                         int32_t *column) {
  if (make_hash_room(pool) != KR_OK) return KR_ERR_MEMORY;
  uint64_t h = route_hash(s, moves, n_moves);
  size_t at = find_slot(pool, h, s, moves, n_moves);
  if (pool->hashed[at] != KR_NONE) {
    *column = pool->hashed[at];
    return KR_OK;
  }
  const kr_shipment *shipment = &pool->line->corridor->shipments[s];
  if (!kr_grow(&pool->columns, &pool->column_room, pool->n_columns + 1, sizeof *pool->columns)) return KR_ERR_MEMORY;
  if (!kr_grow(&pool->moves, &pool->move_room, pool->n_moves + n_moves, sizeof *pool->moves)) return KR_ERR_MEMORY;
  size_t first_use = pool->n_uses;
  if (gather_uses(pool, shipment->cargo, moves, n_moves) != KR_OK) return KR_ERR_MEMORY;
  if (n_moves) memcpy(pool->moves + pool->n_moves, moves, n_moves * sizeof *moves);
  pool->columns[pool->n_columns] = (kr_column){
      .shipment = s,
      .n_uses = (int32_t)(pool->n_uses - first_use),
      .n_moves = (int32_t)n_moves,
      .previous = pool->newest[s],
      .arrival = arrival,
      .first_use = first_use,
      .first_move = pool->n_moves,
      .cost = route_cost(pool->line, shipment, moves, n_moves, arrival),
  };
  pool->n_moves += n_moves;
  pool->hash[at] = h;
  *column = pool->hashed[at] = pool->newest[s] = (int32_t)pool->n_columns++;
  return KR_OK;
}

int32_t kr_column_legs(const kr_columns *pool, const kr_column *column, kr_leg *legs) {
  const kr_timeline *line = pool->line;
  int32_t n = 0, step_min = line->corridor->step_hours * 60;
  for (int32_t i = 0; i < column->n_moves; ++i) {
    kr_move move = pool->moves[column->first_move + (size_t)i];
    const kr_arc *arc = &line->network->arcs[move.arc];
    if (arc->what == KR_NONE) continue;
    if (line->is_static) {
      legs[n++] = kr_arc_leg(arc, KR_NO_TIME, KR_NO_TIME);
    } else {
      int32_t steps = line->steps[(int64_t)kr_bucket(line, move.tau) * line->network->n_arcs + move.arc];
      legs[n++] = kr_arc_leg(arc, move.tau * step_min, (move.tau + steps) * step_min);
    }
  }
  return n;
}
