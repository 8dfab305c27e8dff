#include <string.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"

#define FEW_COLUMNS 4 /* how many of a shipment's columns are looked at before a route is traced */

/** Whether the route is the one that was found for this shipment last time, as it often is. */
static bool same_as_last(const kr_columns *pool, int32_t column, int32_t s, const kr_route *route) {
  if (column == KR_NONE || (size_t)column >= pool->n_columns) return false;
  const kr_column *col = &pool->columns[column];
  size_t n = route->n_moves;
  return col->shipment == s && (size_t)col->n_moves == n &&
         (n == 0 || memcmp(pool->moves + col->first_move, route->moves, n * sizeof *route->moves) == 0);
}

kr_status kr_pricing_note(const kr_shift *shift, int32_t s, int32_t arrival) {
  kr_pricing *p = shift->pricing;
  kr_worker *me = shift->worker;
  if (same_as_last(shift->pool, p->last[s], s, &me->route)) {
    p->found[s] = (kr_found){KR_IN_POOL, p->last[s]};
    return KR_OK;
  }
  size_t n = me->route.n_moves;
  if (!kr_grow(&me->moves, &me->move_room, me->n_moves + n, sizeof *me->moves)) return KR_ERR_MEMORY;
  if (!kr_grow(&me->traced, &me->traced_room, me->n_traced + 1, sizeof *me->traced)) return KR_ERR_MEMORY;
  if (n) memcpy(me->moves + me->n_moves, me->route.moves, n * sizeof *me->moves);
  p->found[s] = (kr_found){(int32_t)(me - p->workers), (int32_t)me->n_traced};
  me->traced[me->n_traced++] = (kr_traced){(int32_t)n, arrival, me->n_moves};
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
  if (j != KR_NONE) shift->pricing->found[s] = (kr_found){KR_IN_POOL, j};
  return j != KR_NONE;
}

static kr_status take_traced(const kr_pricing *p, kr_columns *pool, int32_t s, int32_t *column) {
  const kr_worker *w = &p->workers[p->found[s].worker];
  const kr_traced *t = &w->traced[p->found[s].at];
  return kr_columns_add(pool, s, w->moves + t->first_move, (size_t)t->n_moves, t->arrival, column);
}

kr_status kr_pricing_take(kr_pricing *p, kr_columns *pool, kr_pass *pass) {
  size_t before = pool->n_columns;
  for (int32_t s = 0; s < kr_n_shipments(p->line->corridor); ++s) {
    kr_status status = KR_OK;
    int32_t column = p->found[s].worker == KR_IN_POOL ? p->found[s].at : KR_NONE;
    if (p->found[s].worker >= 0) status = take_traced(p, pool, s, &column);
    if (status != KR_OK) return status;
    if (column != KR_NONE) p->last[s] = column;
    if (pass->route) pass->route[s] = column;
  }
  pass->n_added = (int64_t)(pool->n_columns - before);
  return KR_OK;
}
