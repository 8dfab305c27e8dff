#include <string.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"

#define FEW_COLUMNS 4 /* how many of a shipment's columns are looked at before a route is traced */

void kr_pricing_note_column(const kr_shift *shift, int32_t s, int32_t column) {
  shift->pricing->last[s] = column;
  if (shift->pass->route) shift->pass->route[s] = column;
}

kr_status kr_pricing_note(const kr_shift *shift, int32_t s, int32_t arrival) {
  kr_pricing *p = shift->pricing;
  kr_worker *me = shift->worker;
  size_t n = me->route.n_moves;
  kr_traced new = {{.shipment = s, .arrival = arrival, .moves = me->route.moves, .n_moves = n}, me->n_moves};
  if (kr_columns_draft(shift->pool, &new.draft, &me->uses) != KR_OK) return KR_ERR_MEMORY;
  if (new.draft.column != KR_NONE) {
    kr_pricing_note_column(shift, s, new.draft.column);
    return KR_OK;
  }
  if (!kr_grow(&me->moves, &me->move_room, me->n_moves + n, sizeof *me->moves)) return KR_ERR_MEMORY;
  if (!kr_grow(&me->traced, &me->traced_room, me->n_traced + 1, sizeof *me->traced)) return KR_ERR_MEMORY;
  if (n) memcpy(me->moves + me->n_moves, me->route.moves, n * sizeof *me->moves);
  p->found[s] = (kr_found){(int32_t)(me - p->workers), (int32_t)me->n_traced};
  me->traced[me->n_traced++] = new;
  me->n_moves += n;
  return KR_OK;
}

static double cost_now(const kr_columns *pool, const kr_column *col, const double *price) {
  double cost = col->cost;
  if (!price) return cost;
  const kr_use *use = pool->uses + col->first_use;
  for (int32_t k = 0; k < col->n_uses; ++k) cost += price[use[k].row] * use[k].per_t;
  return cost;
}

static int32_t known_column(const kr_shift *shift, int32_t s, double most) {
  const kr_columns *pool = shift->pool;
  int32_t last = shift->pricing->last[s], j = pool->newest[s];
  bool is_here = last != KR_NONE && (size_t)last < pool->n_columns && pool->columns[last].shipment == s;
  if (is_here && cost_now(pool, &pool->columns[last], shift->pass->price) <= most) return last;
  for (int i = 0; i < FEW_COLUMNS && j != KR_NONE; ++i, j = pool->columns[j].previous)
    if (cost_now(pool, &pool->columns[j], shift->pass->price) <= most) return j;
  return KR_NONE;
}

bool kr_pricing_knows(const kr_shift *shift, int32_t s, double most) {
  int32_t j = known_column(shift, s, most);
  if (j != KR_NONE) kr_pricing_note_column(shift, s, j);
  return j != KR_NONE;
}

/** The route that was traced for a shipment; NULL where there is no new one. */
static kr_traced *traced_for(const kr_pricing *p, int32_t s) {
  const kr_found *f = &p->found[s];
  return f->worker == KR_NONE ? NULL : &p->workers[f->worker].traced[f->at];
}

static int32_t end_of(const kr_pricing *p, int32_t block) {
  int32_t n = kr_n_shipments(p->line->corridor), end = (block + 1) * KR_BLOCK;
  return end < n ? end : n;
}

static void add_size(kr_pool_size *sum, const kr_traced *t) {
  sum->columns++;
  sum->moves += t->draft.n_moves;
  sum->uses += (size_t)t->draft.n_uses;
}

void kr_pricing_measure(kr_pricing *p, int32_t block) {
  kr_pool_size sum = {0, 0, 0};
  for (int32_t s = block * KR_BLOCK; s < end_of(p, block); ++s) {
    const kr_traced *t = traced_for(p, s);
    if (t) add_size(&sum, t);
  }
  p->block[block] = sum;
}

kr_status kr_pricing_make_room(kr_pricing *p, kr_columns *pool) {
  kr_pool_size before = {0, 0, 0};
  for (int32_t b = 0; b <= p->n_blocks; ++b) {
    kr_pool_size own = b < p->n_blocks ? p->block[b] : (kr_pool_size){0, 0, 0};
    p->block[b] = before;
    before = (kr_pool_size){before.columns + own.columns, before.moves + own.moves, before.uses + own.uses};
  }
  if (!kr_grow(&p->hash, &p->hash_room, before.columns, sizeof *p->hash)) return KR_ERR_MEMORY;
  return kr_columns_reserve(pool, before);
}

void kr_pricing_place(kr_pricing *p, kr_columns *pool, kr_pass *pass, int32_t block) {
  kr_pool_size before = p->block[block];
  for (int32_t s = block * KR_BLOCK; s < end_of(p, block); ++s) {
    kr_traced *t = traced_for(p, s);
    if (!t) continue;
    const kr_worker *w = &p->workers[p->found[s].worker];
    t->draft.moves = w->moves + t->first_move;
    p->hash[before.columns] = t->draft.hash;
    p->last[s] = (int32_t)(pool->n_columns + before.columns);
    if (pass->route) pass->route[s] = p->last[s];
    kr_columns_place(pool, before, &t->draft, &w->uses);
    add_size(&before, t);
  }
}

void kr_pricing_enter(kr_pricing *p, kr_columns *pool, kr_pass *pass) {
  kr_columns_enter(pool, p->block[p->n_blocks], p->hash);
  pass->n_added = (int64_t)p->block[p->n_blocks].columns;
}
