#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/integer_internal.h"

#define SPAN_DAYS 2       /* conflicts of so many days are decided at once */
#define CLEAR_SHARE 0.7   /* an unsplittable shipment that goes one way by this much is decided at once */
#define LEAST_TOGETHER 10 /* of the others one in so many */

static void add_uses(const kr_integer *p, int32_t column, double t, double *capacity) {
  const kr_column *col = &p->lp->pool->columns[column];
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    capacity[use.row] += t * use.per_t;
  }
}

void kr_integer_count(const kr_integer *p, int32_t column, double t, double *units) {
  const kr_column *col = &p->lp->pool->columns[column];
  int32_t cargo = p->line->corridor->shipments[col->shipment].cargo;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    if (use.row < p->n_rows) units[(int64_t)use.row * p->n_cargo + cargo] += t * use.per_t;
  }
}

void kr_integer_apply(kr_integer *p) {
  kr_lp *lp = p->lp;
  memcpy(p->held, p->promised, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *p->held);
  memcpy(lp->capacity, p->capacity, (size_t)p->n_rows * sizeof *lp->capacity);
  for (int32_t r = 0; r < p->n_rows; ++r)
    for (int32_t k = 0; k < p->n_cargo && p->is_whole[r]; ++k) {
      int32_t y = *kr_units_at(p, &p->now, r, k);
      double left = y == KR_UNDECIDED ? KR_LP_AMPLE : y - p->promised[(int64_t)r * p->n_cargo + k];
      lp->capacity[kr_cargo_row(p->line, r, k)] = left;
    }
  p->fixed_cost = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    int32_t way = p->now.way[s];
    lp->open_t[s] = way == KR_UNDECIDED ? p->open_t[s] : 0;
    if (way == KR_REJECTED) p->fixed_cost += p->open_t[s] * lp->unserved_cost[s];
    if (way < 0) continue;
    p->fixed_cost += p->open_t[s] * lp->pool->columns[way].cost;
    add_uses(p, way, -p->open_t[s], lp->capacity);
    kr_integer_count(p, way, p->open_t[s], p->held);
  }
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (lp->capacity[r] < 0) lp->capacity[r] = 0;
}

void kr_integer_measure(kr_integer *p) {
  memcpy(p->used, p->held, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *p->used);
  for (size_t j = 0; j < p->lp->n_flow; ++j)
    if (p->lp->flow[j] > 0) kr_integer_count(p, (int32_t)j, p->lp->flow[j], p->used);
}

/* ---- units ---- */

static int32_t units_needed(double used) { return used > KR_NEARLY ? (int32_t)ceil(used - KR_NEARLY) : 0; }

static bool is_conflict(const kr_integer *p, int32_t row) {
  if (!p->is_whole[row]) return false;
  int64_t need = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) need += units_needed(p->used[(int64_t)row * p->n_cargo + k]);
  return need > p->there[row];
}

/** The cargo with the largest remainder that is not served in full, shaken a little. */
static int32_t neediest(kr_integer *p, int32_t row) {
  int32_t best = KR_NONE;
  double most = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    double left = p->used[(int64_t)row * p->n_cargo + k] - *kr_units_at(p, &p->now, row, k);
    if (!(left > KR_NEARLY)) continue;
    double score = left + 2 * p->shake * kr_integer_random(p);
    if (best == KR_NONE || score > most) {
      best = k;
      most = score;
    }
  }
  return best;
}

/** Whole parts first, then the largest remainders as far as units go. What decided shipments hold is never taken. */
static void decide_row(kr_integer *p, int32_t row) {
  int32_t left = p->there[row];
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t at = (int64_t)row * p->n_cargo + k;
    int32_t whole = (int32_t)floor(p->used[at] + KR_NEARLY), held = units_needed(p->held[at]);
    if (whole < held) whole = held;
    *kr_units_at(p, &p->now, row, k) = whole;
    left -= whole;
  }
  for (int32_t k; left > 0 && (k = neediest(p, row)) != KR_NONE; --left) ++*kr_units_at(p, &p->now, row, k);
}

static int32_t decide_rows(kr_integer *p) {
  int32_t first = INT32_MAX, n = 0;
  for (int32_t r = 0; r < p->n_rows; ++r)
    if (kr_day_of_row(p, r) < first && is_conflict(p, r)) first = kr_day_of_row(p, r);
  for (int32_t r = 0; r < p->n_rows && first != INT32_MAX; ++r) {
    if (kr_day_of_row(p, r) >= first + SPAN_DAYS || !is_conflict(p, r)) continue;
    decide_row(p, r);
    n++;
  }
  return n;
}

/* ---- shipments ---- */

/** Whether a row has whole units for what is held of all cargoes, and `more` units' worth of one of them. */
static bool has_units(const kr_integer *p, int32_t row, int32_t cargo, double more) {
  int64_t need = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k)
    need += units_needed(p->held[(int64_t)row * p->n_cargo + k] + (k == cargo ? more : 0));
  return need <= p->there[row];
}

/** Whether the whole shipment fits on a column beside what is decided, units included. */
static bool fits(const kr_integer *p, int32_t s, int32_t column) {
  const kr_column *col = &p->lp->pool->columns[column];
  int32_t cargo = p->line->corridor->shipments[s].cargo;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    double need = p->open_t[s] * use.per_t;
    if (need > p->lp->capacity[use.row] * (1 + 1e-12) + 1e-9) return false;
    if (use.row < p->n_rows && p->is_whole[use.row] && !has_units(p, use.row, cargo, need)) return false;
  }
  return true;
}

/** Its column with most flow on which it fits whole, else the cheapest on which it does. */
static int32_t choose_way(const kr_integer *p, int32_t s) {
  const kr_columns *pool = p->lp->pool;
  int32_t best = KR_REJECTED;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    if (!fits(p, s, j) || pool->columns[j].cost >= p->lp->unserved_cost[s]) continue;
    double flow = (size_t)j < p->lp->n_flow ? p->lp->flow[j] : 0;
    double most = best >= 0 && (size_t)best < p->lp->n_flow ? p->lp->flow[best] : 0;
    if (best < 0 || flow > most || (flow == most && pool->columns[j].cost < pool->columns[best].cost)) best = j;
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

static void give_way(kr_integer *p, int32_t s) {
  int32_t way = choose_way(p, s);
  p->now.way[s] = way;
  if (way < 0) return;
  add_uses(p, way, -p->open_t[s], p->lp->capacity);
  kr_integer_count(p, way, p->open_t[s], p->held);
}

static bool is_open(const kr_integer *p, int32_t s) {
  return p->open_t[s] > 0 && !p->line->corridor->shipments[s].splittable && p->now.way[s] == KR_UNDECIDED;
}

/** Those that go one way already keep the room that they have in the LP: only the split ones are decided. */
static int32_t decide_shipments(kr_integer *p) {
  int32_t n = 0, n_split = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    double share = is_open(p, s) ? main_share(p, s) : 1;
    if (share >= 1 - KR_NEARLY) continue;
    n_split++;
    if (share < CLEAR_SHARE && n_split % LEAST_TOGETHER != 1) continue;
    give_way(p, s);
    n++;
  }
  return n;
}

int32_t kr_integer_decide(kr_integer *p) {
  kr_integer_measure(p);
  int32_t n = decide_rows(p);
  return n + decide_shipments(p);
}
