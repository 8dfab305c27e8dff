#include "solver/columns.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define LOOK_AHEAD 8 /* slots of the hash table asked for before they are needed */

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
  free(pool->drafted.uses);
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

static size_t free_slot(const kr_columns *pool, uint64_t h) {
  size_t mask = pool->hash_room - 1, at = (size_t)h & mask;
  while (pool->hashed[at] != KR_NONE) at = (at + 1) & mask;
  return at;
}

/** Room for `n` columns with at least half of the slots free. */
static kr_status make_hash_room(kr_columns *pool, size_t n) {
  size_t room = pool->hash_room ? pool->hash_room : 1024;
  while (room < 2 * n) room *= 2;
  if (room == pool->hash_room) return KR_OK;
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

static kr_status draft_uses(const kr_columns *pool, const kr_draft *d, kr_use_list *list) {
  size_t most = kr_route_most_uses(pool->line, d->moves, d->n_moves);
  return kr_grow(&list->uses, &list->room, list->n + most, sizeof *list->uses) ? KR_OK : KR_ERR_MEMORY;
}

kr_status kr_columns_draft(const kr_columns *pool, kr_draft *draft, kr_use_list *list) {
  int32_t s = draft->shipment;
  draft->hash = route_hash(s, draft->moves, draft->n_moves);
  draft->column =
      pool->hash_room ? pool->hashed[find_slot(pool, draft->hash, s, draft->moves, draft->n_moves)] : KR_NONE;
  draft->first_use = list->n;
  draft->n_uses = 0;
  if (draft->column != KR_NONE) return KR_OK;
  if (draft_uses(pool, draft, list) != KR_OK) return KR_ERR_MEMORY;
  const kr_shipment *shipment = &pool->line->corridor->shipments[s];
  if (draft->n_moves) draft->n_uses = kr_route_uses(pool->line, s, draft->moves, draft->n_moves, list->uses + list->n);
  list->n += (size_t)draft->n_uses;
  draft->cost = kr_route_cost(pool->line, shipment, draft->moves, draft->n_moves, draft->arrival);
  return KR_OK;
}

kr_status kr_columns_reserve(kr_columns *pool, kr_pool_size more) {
  bool have = kr_grow(&pool->columns, &pool->column_room, pool->n_columns + more.columns, sizeof *pool->columns) &&
              kr_grow(&pool->moves, &pool->move_room, pool->n_moves + more.moves, sizeof *pool->moves) &&
              kr_grow(&pool->uses, &pool->use_room, pool->n_uses + more.uses, sizeof *pool->uses);
  return have ? make_hash_room(pool, pool->n_columns + more.columns) : KR_ERR_MEMORY;
}

void kr_columns_place(kr_columns *pool, kr_pool_size before, const kr_draft *d, const kr_use_list *list) {
  size_t n_uses = (size_t)d->n_uses, first_move = pool->n_moves + before.moves, first_use = pool->n_uses + before.uses;
  if (d->n_moves) memcpy(pool->moves + first_move, d->moves, d->n_moves * sizeof *pool->moves);
  if (n_uses) memcpy(pool->uses + first_use, list->uses + d->first_use, n_uses * sizeof *pool->uses);
  size_t j = pool->n_columns + before.columns;
  pool->columns[j] = (kr_column){
      .shipment = d->shipment,
      .n_uses = d->n_uses,
      .n_moves = (int32_t)d->n_moves,
      .previous = pool->newest[d->shipment],
      .arrival = d->arrival,
      .first_use = first_use,
      .first_move = first_move,
      .cost = d->cost,
  };
  pool->newest[d->shipment] = (int32_t)j;
}

void kr_columns_enter(kr_columns *pool, kr_pool_size more, const uint64_t *hash) {
  size_t mask = pool->hash_room - 1;
  for (size_t i = 0; i < more.columns; ++i) {
    if (i + LOOK_AHEAD < more.columns) __builtin_prefetch(&pool->hashed[hash[i + LOOK_AHEAD] & mask], 1);
    size_t at = free_slot(pool, hash[i]);
    pool->hash[at] = hash[i];
    pool->hashed[at] = (int32_t)(pool->n_columns + i);
  }
  pool->n_columns += more.columns;
  pool->n_moves += more.moves;
  pool->n_uses += more.uses;
  pool->n_entries += more.uses;
}

kr_status kr_columns_add(kr_columns *pool, int32_t s, const kr_move *moves, size_t n_moves, int32_t arrival,
                         int32_t *column) {
  kr_draft draft = {.shipment = s, .arrival = arrival, .moves = moves, .n_moves = n_moves};
  pool->drafted.n = 0;
  if (kr_columns_draft(pool, &draft, &pool->drafted) != KR_OK) return KR_ERR_MEMORY;
  *column = draft.column;
  if (draft.column != KR_NONE) return KR_OK;
  kr_pool_size one = {1, n_moves, (size_t)draft.n_uses};
  if (kr_columns_reserve(pool, one) != KR_OK) return KR_ERR_MEMORY;
  kr_columns_place(pool, (kr_pool_size){0, 0, 0}, &draft, &pool->drafted);
  kr_columns_enter(pool, one, &draft.hash);
  *column = pool->newest[s];
  return KR_OK;
}

kr_status kr_columns_add_stay(kr_columns *pool, int32_t s, double cost, const kr_use *uses, int32_t n_uses) {
  kr_pool_size one = {1, 0, (size_t)n_uses};
  if (kr_columns_reserve(pool, one) != KR_OK) return KR_ERR_MEMORY;
  kr_draft draft = {.shipment = s, .arrival = KR_STAYS, .n_uses = n_uses, .cost = cost};
  draft.hash = route_hash(s, NULL, 0);
  if (pool->hashed[find_slot(pool, draft.hash, s, NULL, 0)] != KR_NONE) return KR_OK;
  pool->drafted.n = 0;
  if (!kr_grow(&pool->drafted.uses, &pool->drafted.room, one.uses, sizeof *uses)) return KR_ERR_MEMORY;
  memcpy(pool->drafted.uses, uses, one.uses * sizeof *uses);
  kr_columns_place(pool, (kr_pool_size){0, 0, 0}, &draft, &pool->drafted);
  kr_columns_enter(pool, one, &draft.hash);
  return KR_OK;
}

int32_t kr_columns_copy(kr_columns *pool, int32_t column, int32_t s) {
  kr_column copy = pool->columns[column];
  if (kr_columns_reserve(pool, (kr_pool_size){1, 0, 0}) != KR_OK) return KR_NONE;
  const kr_move *moves = pool->moves + copy.first_move;
  size_t n_moves = (size_t)copy.n_moves;
  uint64_t hash = route_hash(s, moves, n_moves);
  int32_t known = pool->hashed[find_slot(pool, hash, s, moves, n_moves)];
  if (known != KR_NONE) return known;
  copy.shipment = s;
  copy.previous = pool->newest[s];
  if (copy.arrival != KR_STAYS)
    copy.cost = kr_route_cost(pool->line, &pool->line->corridor->shipments[s], moves, n_moves, copy.arrival);
  pool->columns[pool->n_columns] = copy;
  pool->newest[s] = (int32_t)pool->n_columns;
  pool->n_entries += (size_t)copy.n_uses;
  kr_columns_enter(pool, (kr_pool_size){1, 0, 0}, &hash);
  return pool->newest[s];
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
