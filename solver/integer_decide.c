#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/integer_internal.h"

#define SPAN_DAYS 2 /* conflicts of so many days are decided at once */

void kr_integer_add_uses(const kr_integer *p, int32_t column, double t, double *capacity) {
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

int64_t kr_integer_units_taken(const kr_integer *p, const double *load, int32_t row) {
  int64_t n = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t at = (int64_t)row * p->n_cargo + k;
    n += kr_units_needed(p->promised[at] + load[at]);
  }
  return n;
}

double kr_integer_room(const kr_integer *p, const double *load, int32_t row, int32_t cargo) {
  double room = p->capacity[row];
  if (p->is_whole[row]) {
    int64_t at = (int64_t)row * p->n_cargo + cargo;
    double used = p->promised[at] + load[at];
    return kr_units_needed(used) - used + (double)(p->there[row] - kr_integer_units_taken(p, load, row));
  }
  for (int32_t k = 0; k < p->n_cargo; ++k) room -= load[(int64_t)row * p->n_cargo + k];
  return room;
}

bool kr_integer_fits(const kr_integer *p, const double *load, const kr_columns *pool, const kr_column *column) {
  int32_t s = column->shipment, cargo = p->line->corridor->shipments[s].cargo;
  for (int32_t k = 0; k < column->n_uses; ++k) {
    kr_use use = pool->uses[column->first_use + (size_t)k];
    double room = use.row < p->n_rows ? kr_integer_room(p, load, use.row, cargo) : INFINITY;
    if (use.per_t * p->open_t[s] > room + KR_NEARLY) return false;
  }
  return true;
}

/** Whether the units that are decided, and those that decided shipments need, are more than there are. */
static bool exceeds_units(const kr_integer *p, int32_t row) {
  int64_t n = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int32_t y = *kr_units_at(p, &p->now, row, k), held = kr_units_needed(p->held[(int64_t)row * p->n_cargo + k]);
    n += y > held ? y : held;
  }
  return n > p->there[row];
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
    kr_integer_add_uses(p, way, -p->open_t[s], lp->capacity);
    kr_integer_count(p, way, p->open_t[s], p->held);
  }
  p->is_overfull = false;
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    if (lp->capacity[r] < -KR_NEARLY) p->is_overfull = true;
    if (lp->capacity[r] < 0) lp->capacity[r] = 0;
  }
  for (int32_t r = 0; r < p->n_rows && !p->is_overfull; ++r) p->is_overfull = p->is_whole[r] && exceeds_units(p, r);
}

void kr_integer_measure(kr_integer *p) {
  memcpy(p->used, p->held, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *p->used);
  for (size_t j = 0; j < p->lp->n_flow; ++j)
    if (p->lp->flow[j] > 0) kr_integer_count(p, (int32_t)j, p->lp->flow[j], p->used);
}

/* ---- units ---- */

int32_t kr_units_needed(double used) {
  if (used > KR_MOST_UNITS) return KR_MOST_UNITS + 1;
  return used > KR_NEARLY ? (int32_t)ceil(used - KR_NEARLY) : 0;
}

static bool is_conflict(const kr_integer *p, int32_t row) {
  if (!p->is_whole[row]) return false;
  int64_t need = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) need += kr_units_needed(p->used[(int64_t)row * p->n_cargo + k]);
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

/** The cargo that gives a unit back where whole parts and what is held are more than there are: the smallest part of a
 * unit used loses least. */
static int32_t least_needy(const kr_integer *p, int32_t row) {
  int32_t best = KR_NONE;
  double least = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t at = (int64_t)row * p->n_cargo + k;
    int32_t y = *kr_units_at(p, &p->now, row, k);
    if (y <= kr_units_needed(p->held[at])) continue;
    double loss = p->used[at] - (y - 1);
    if (best == KR_NONE || loss < least) {
      best = k;
      least = loss;
    }
  }
  return best;
}

/** Whole parts first, then the largest remainders as far as units go. What decided shipments hold is never taken. */
static void decide_row(kr_integer *p, int32_t row) {
  int32_t left = p->there[row];
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t at = (int64_t)row * p->n_cargo + k;
    int32_t whole = (int32_t)floor(p->used[at] + KR_NEARLY), held = kr_units_needed(p->held[at]);
    if (whole < held) whole = held;
    *kr_units_at(p, &p->now, row, k) = whole;
    left -= whole;
  }
  for (int32_t k; left < 0 && (k = least_needy(p, row)) != KR_NONE; ++left) --*kr_units_at(p, &p->now, row, k);
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

kr_status kr_integer_decide(kr_integer *p, int32_t *n) {
  kr_integer_measure(p);
  *n = decide_rows(p);
  return kr_integer_decide_ways(p, n);
}
