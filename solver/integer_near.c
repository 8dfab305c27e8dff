#include <math.h>

#include "solver/integer_internal.h"

#define WINDOW_DAYS 7 /* at most */
#define MOST_ROWS 5   /* static: so many resources are thought over at once, at most */
#define OTHERS 0.3    /* … and this part as many of other shipments */
#define MOVES 6       /* units moved at once, at most */

static bool uses_days(const kr_integer *p, int32_t column, int32_t from, int32_t to) {
  const kr_column *col = &p->lp->pool->columns[column];
  for (int32_t k = 0; k < col->n_uses; ++k) {
    int32_t row = p->lp->pool->uses[col->first_use + (size_t)k].row;
    if (row < p->n_rows && kr_day_of_row(p, row) >= from && kr_day_of_row(p, row) < to) return true;
  }
  return false;
}

/** Takes back what is decided in some days. */
static void take_back_days(kr_integer *p) {
  int32_t days = p->line->n_days, length = 1 + (int32_t)(kr_integer_random(p) * WINDOW_DAYS);
  int32_t from = (int32_t)(kr_integer_random(p) * (days + length - 1)) - length + 1, to = from + length;
  double share = kr_integer_random(p) < 0.5 ? 1.0 : 0.5;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int32_t day = kr_day_of_row(p, r);
    if (day < from || day >= to || !p->is_whole[r] || kr_integer_random(p) > share) continue;
    for (int32_t k = 0; k < p->n_cargo; ++k) *kr_units_at(p, &p->now, r, k) = KR_UNDECIDED;
  }
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    int32_t way = p->now.way[s];
    if (way == KR_REJECTED || (way >= 0 && uses_days(p, way, from, to))) p->now.way[s] = KR_UNDECIDED;
  }
}

static bool uses_row(const kr_integer *p, int32_t column, int32_t row) {
  const kr_column *col = &p->lp->pool->columns[column];
  for (int32_t k = 0; k < col->n_uses; ++k)
    if (p->lp->pool->uses[col->first_use + (size_t)k].row == row) return true;
  return false;
}

int32_t kr_integer_draw_tolled_row(kr_integer *p) {
  int32_t n = 0, row = KR_NONE;
  for (int32_t r = 0; r < p->n_rows; ++r)
    if (p->root_toll[r] > 0 && kr_integer_random(p) * ++n < 1) row = r;
  return row;
}

static int32_t count_users(const kr_integer *p, int32_t row) {
  int32_t n = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) n += p->now.way[s] >= 0 && uses_row(p, p->now.way[s], row);
  return n;
}

/** Static: takes back ways over a few dear resources, some others, and what was rejected: about `reach` of them. */
static void take_back_rows(kr_integer *p, double reach) {
  int32_t n = 1 + (int32_t)(kr_integer_random(p) * MOST_ROWS);
  double others = OTHERS * reach / p->n_shipments;
  for (int32_t s = 0; s < p->n_shipments; ++s)
    if (p->now.way[s] == KR_REJECTED || kr_integer_random(p) < others) p->now.way[s] = KR_UNDECIDED;
  for (int32_t i = 0; i < n; ++i) {
    int32_t row = kr_integer_draw_tolled_row(p);
    if (row == KR_NONE) return;
    double share = reach / n / (count_users(p, row) + 1);
    for (int32_t k = 0; k < p->n_cargo; ++k) *kr_units_at(p, &p->now, row, k) = KR_UNDECIDED;
    for (int32_t s = 0; s < p->n_shipments; ++s)
      if (p->now.way[s] >= 0 && kr_integer_random(p) < share && uses_row(p, p->now.way[s], row))
        p->now.way[s] = KR_UNDECIDED;
  }
}

void kr_integer_take_back(kr_integer *p, double reach) {
  if (p->line->n_days > 1) {
    take_back_days(p);
  } else {
    take_back_rows(p, reach);
  }
}

/** A unit from the cargo to which it is worth least to the one to which it is worth most. @return what it might save */
static double best_move(const kr_integer *p, const double *toll, int32_t row, int32_t *from, int32_t *to) {
  double most = -INFINITY, least = INFINITY;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int32_t y = *kr_units_at(p, &p->now, row, k);
    if (y == KR_UNDECIDED) return 0;
    double price = toll[kr_cargo_row(p->line, row, k)];
    if (price > most) {
      most = price;
      *to = k;
    }
    bool may_give = y > 0 && p->held[(int64_t)row * p->n_cargo + k] <= y - 1 + KR_NEARLY;
    if (may_give && price < least) {
      least = price;
      *from = k;
    }
  }
  return most > least ? most - least : 0;
}

int32_t kr_integer_move_units(kr_integer *p) {
  if (!p->lp->master) return 0; /* a stream that has solved nothing yet has no tolls */
  const double *toll = kr_master_last(p->lp->master).toll;
  int32_t wanted = 1 + (int32_t)(kr_integer_random(p) * MOVES), n = 0;
  double best = 0;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int32_t from = 0, to = 0;
    if (p->is_whole[r]) best = fmax(best, best_move(p, toll, r, &from, &to));
  }
  for (int32_t r = 0; r < p->n_rows && n < wanted && best > 0; ++r) {
    int32_t from = 0, to = 0;
    double gain = p->is_whole[r] ? best_move(p, toll, r, &from, &to) : 0;
    if (!(gain > 0) || from == to || gain < best * kr_integer_random(p)) continue;
    --*kr_units_at(p, &p->now, r, from);
    ++*kr_units_at(p, &p->now, r, to);
    n++;
  }
  return n;
}
