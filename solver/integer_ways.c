#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/integer_internal.h"

#define CLEAR_SHARE 0.9 /* of a shipment that is decided at once; of the others … */
#define TOGETHER 0.25   /* … the least split, this part of all */
#define SPARE 1e-9      /* rounding of what is left */

/** Whether a row has whole units for what is held of all cargoes, and `more` units' worth of one of them. */
static bool has_units(const kr_integer *p, int32_t row, int32_t cargo, double more) {
  int64_t need = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k)
    need += kr_units_needed(p->held[(int64_t)row * p->n_cargo + k] + (k == cargo ? more : 0));
  return need <= p->there[row];
}

/** Whether a row has room for so many more units of a cargo beside what is decided. */
static bool has_room(const kr_integer *p, int32_t row, int32_t cargo, double need) {
  if (need > p->lp->capacity[row] * (1 + 1e-12) + SPARE) return false;
  if (!p->is_whole[row]) return true;
  return need <= p->lp->capacity[kr_cargo_row(p->line, row, cargo)] + SPARE && has_units(p, row, cargo, need);
}

/** Whether the whole shipment fits on a column beside what is decided, units included. */
static bool fits(const kr_integer *p, int32_t s, int32_t column) {
  const kr_column *col = &p->lp->pool->columns[column];
  int32_t cargo = p->line->corridor->shipments[s].cargo;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    double need = p->open_t[s] * use.per_t;
    if (use.row < p->n_rows && !has_room(p, use.row, cargo, need)) return false;
  }
  return true;
}

/** Closes the arcs that have no room for the whole shipment beside what is decided. */
static void close_arcs(kr_integer *p, int32_t s, kr_lane_tolls *lane) {
  const kr_corridor *c = p->line->corridor;
  int32_t cargo = c->shipments[s].cargo, rank = kr_rank_of(c, s);
  for (int32_t day = 0; day < p->line->n_days; ++day)
    for (int32_t i = 0; i < lane->n_arcs; ++i) {
      kr_span span = p->line->network->arcs[lane->arc[i]].resources;
      for (int32_t k = 0; k < span.count; ++k) {
        int32_t r = c->resource_lists[span.first + k], row = r * p->line->n_days + day;
        double need = p->open_t[s] / kr_decimal_value(kr_t_per_unit(c, cargo, r));
        if (kr_counts_on(c, rank, r) && !has_room(p, row, cargo, need))
          lane->toll[(int64_t)day * lane->n_arcs + i] = INFINITY;
      }
    }
}

/** The cheapest way under the tolls on which the whole shipment fits; KR_REJECTED where none pays. */
static kr_status seek_way(kr_integer *p, int32_t s, int32_t *way) {
  int32_t ware = kr_ware_of(p->line->corridor, s), column;
  *way = KR_REJECTED;
  kr_tolls_set(p->seeker.tolls, p->line, ware, kr_master_last(p->lp->master).toll);
  close_arcs(p, s, &p->seeker.tolls->of_ware[ware]);
  if (kr_seek(&p->seeker, s) == INFINITY) return KR_OK;
  kr_status status = kr_seek_add(&p->seeker, s, p->lp->pool, &column);
  if (status == KR_OK && fits(p, s, column) && p->lp->pool->columns[column].cost < p->lp->unserved_cost[s])
    *way = column;
  return status;
}

/** Of the columns that carry some of it and on which it fits whole, the one with most flow, shaken a little. */
static int32_t choose_way(kr_integer *p, int32_t s) {
  const kr_columns *pool = p->lp->pool;
  int32_t best = KR_NONE;
  double most = 0;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    double flow = (size_t)j < p->lp->n_flow ? p->lp->flow[j] : 0;
    if (!(flow > KR_NEARLY * p->open_t[s]) || !fits(p, s, j)) continue;
    double score = flow / p->open_t[s] + 2 * p->shake * kr_integer_random(p);
    if (score <= most) continue;
    best = j;
    most = score;
  }
  return best;
}

/** The largest share of it that goes one way, or stays; 1 = it is whole. */
static double main_share(const kr_integer *p, int32_t s) {
  const kr_columns *pool = p->lp->pool;
  double most = 0, left = p->open_t[s];
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    double flow = (size_t)j < p->lp->n_flow ? p->lp->flow[j] : 0;
    left -= flow;
    if (flow > most) most = flow;
  }
  return fmax(most, left) / p->open_t[s];
}

static kr_status give_way(kr_integer *p, int32_t s) {
  int32_t way = choose_way(p, s);
  kr_status status = way == KR_NONE ? seek_way(p, s, &way) : KR_OK;
  if (status != KR_OK) return status;
  p->now.way[s] = way;
  if (way < 0) return KR_OK;
  kr_integer_add_uses(p, way, -p->open_t[s], p->lp->capacity);
  kr_integer_count(p, way, p->open_t[s], p->held);
  return KR_OK;
}

/** How split an open unsplittable shipment is: its main share, 1 for all others. */
static double share_of(const kr_integer *p, int32_t s) {
  bool is_open = p->open_t[s] > 0 && !p->line->corridor->shipments[s].splittable && p->now.way[s] == KR_UNDECIDED;
  double share = is_open ? main_share(p, s) : 1;
  return share < 1 - KR_NEARLY ? share : 1;
}

/** A shipment that the flow splits. */
typedef struct split {
  double share;
  int32_t shipment;
} split;

static int compare_splits(const void *a, const void *b) {
  const split *x = a, *y = b;
  if (x->share != y->share) return x->share > y->share ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

static split *find_splits(const kr_integer *p, size_t *n) {
  split *splits = kr_zeros((size_t)p->n_shipments, sizeof *splits);
  for (int32_t s = 0; splits && s < p->n_shipments; ++s) {
    double share = share_of(p, s);
    if (share < 1) splits[(*n)++] = (split){share, s};
  }
  if (splits && *n > 1) qsort(splits, *n, sizeof *splits, compare_splits);
  return splits;
}

kr_status kr_integer_decide_ways(kr_integer *p, int32_t *n) {
  size_t n_splits = 0;
  split *splits = find_splits(p, &n_splits);
  kr_status status = splits ? KR_OK : KR_ERR_MEMORY;
  for (size_t i = 0; i < n_splits && status == KR_OK; ++i) {
    if (i > 0 && splits[i].share < CLEAR_SHARE && (double)i >= TOGETHER * (double)n_splits) break;
    status = give_way(p, splits[i].shipment);
    ++*n;
  }
  free(splits);
  return status;
}
