#include <math.h>
#include <string.h>

#include "solver/interior_internal.h"

#define NEAR_ENOUGH 0.1 /* rows may be overloaded by this much at a cold start */
#define HEADROOM 0.8    /* a toll rises by usage over this share of the capacity … */
#define DEAREST 3.0     /* … and at most by this factor */
#define MAX_RAISES 64
#define RAISES_A_BARRIER 8 /* after so many raises the barrier grows … */
#define WIDER 3.0          /* … by this */
#define FAR 20.0           /* changes that lift the barrier by this much call for a cold start */
#define SMALL_GAP 1e-7     /* points this near are not centred well, and no start for rows that are overloaded */
#define COLD_GAP 100.0
#define LOWEST 0.3     /* rows start with at least this share of the average product */
#define NEW_SLACK 0.03 /* a new row's slack is at least this share of its capacity */
#define NEW_SHARE 0.1  /* a new column takes at most this share of its block */

/** Root y of Σ τ / (g_p - g_min + y) = q: between τ / q and n τ / q, where the sum is decreasing and convex. */
static double centre_block(const double *above_min, int64_t n, double barrier, double demand) {
  double y = barrier / demand;
  for (int i = 0; i < 60; ++i) {
    double sum = 0, slope = 0;
    for (int64_t p = 0; p < n; ++p) {
      double x = barrier / (above_min[p] + y);
      sum += x;
      slope += x / (above_min[p] + y);
    }
    double step = (sum - demand) / slope;
    if (!(step > 1e-14 * y)) break;
    y += step;
  }
  return y;
}

/** Newton from the left of a convex decreasing function never overshoots, so every z stays positive. */
static void centre_flows(kr_interior *m, int32_t s, double barrier) {
  const kr_block_lp *lp = m->lp;
  kr_block_point *pt = m->pt;
  int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
  double least = INFINITY, sum = 0;
  for (int64_t p = from; p < to; ++p) {
    pt->spare[p] = lp->cost[p] + kr_column_dot(lp, p, pt->toll);
    if (pt->spare[p] < least) least = pt->spare[p];
  }
  for (int64_t p = from; p < to; ++p) pt->spare[p] -= least;
  double y = centre_block(pt->spare + from, to - from, barrier, lp->demand[s]);
  pt->value[s] = least - y;
  for (int64_t p = from; p < to; ++p) {
    pt->spare[p] += y;
    sum += pt->flow[p] = barrier / pt->spare[p];
  }
  for (int64_t p = from; p < to; ++p) pt->flow[p] *= lp->demand[s] / sum;
}

/** Slacks near their own centre τ / μ, exact where that is possible; residual gets b - Ax. */
static void centre_slacks(kr_interior *m, double barrier) {
  memset(m->pt->slack, 0, (size_t)m->lp->n_rows * sizeof *m->pt->slack);
  kr_interior_residuals(m);
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    double centre = barrier / m->pt->toll[r], slack = m->residual[r];
    m->pt->slack[r] = fmax(0.1 * centre, fmin(10 * centre, slack));
  }
}

/** What the blocks' cheapest columns cost. */
static double cost_scale(const kr_block_lp *lp) {
  double scale = 0;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    double least = INFINITY;
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p)
      if (lp->cost[p] < least) least = lp->cost[p];
    scale += lp->demand[s] * fabs(least);
  }
  return fmax(scale, 1.0);
}

/** The worst overload relative to capacity; tolls of overloaded rows go up if that is too much. */
static double raise_tolls(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  double worst = 0;
  for (int32_t r = 0; r < lp->n_rows; ++r) worst = fmax(worst, -m->residual[r] / lp->capacity[r]);
  if (worst <= NEAR_ENOUGH) return worst;
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    double used = 1 - m->residual[r] / lp->capacity[r];
    if (used > 1) m->pt->toll[r] *= fmin(DEAREST, used / HEADROOM);
  }
  return worst;
}

/**
 * Centred at the tolls given. From an infeasible start at a small barrier Newton crawls: while the flows overload a row
 * by much, tolls go up there, and from time to time the barrier and all tolls with it. No factorisation is needed for
 * that, and a wide barrier costs few steps.
 */
void kr_interior_start_cold(kr_interior *m, double start_gap) {
  const kr_block_lp *lp = m->lp;
  double barrier = start_gap * cost_scale(lp) / (double)(m->n_columns + lp->n_rows);
  for (int raise = 1; raise <= MAX_RAISES; ++raise) {
    for (int32_t r = 0; r < lp->n_rows; ++r)
      if (!(m->pt->toll[r] > barrier / lp->capacity[r])) m->pt->toll[r] = barrier / lp->capacity[r];
    for (int32_t s = 0; s < lp->n_blocks; ++s) centre_flows(m, s, barrier);
    centre_slacks(m, barrier);
    if (raise == MAX_RAISES || raise_tolls(m) <= NEAR_ENOUGH) break;
    if (raise % RAISES_A_BARRIER != 0) continue;
    barrier *= WIDER;
    for (int32_t r = 0; r < lp->n_rows; ++r) m->pt->toll[r] *= WIDER;
  }
}

/** Average product of the pairs that are known. */
static double known_barrier(const kr_interior *m) {
  const kr_block_point *pt = m->pt;
  double sum = 0, count = 0;
  for (int64_t p = 0; p < m->n_columns; ++p) {
    if (!(pt->flow[p] > 0)) continue;
    sum += pt->flow[p] * pt->spare[p];
    count += 1;
  }
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    if (!(pt->slack[r] > 0)) continue;
    sum += pt->slack[r] * pt->toll[r];
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

/** Tolls grow, and the reduced costs of the columns that are known with them: that keeps dual feasibility. */
static void add_tolls(kr_interior *m, const double *more) {
  for (int32_t r = 0; r < m->lp->n_rows; ++r) m->pt->toll[r] += more[r];
  for (int64_t p = 0; p < m->n_columns; ++p)
    if (m->pt->flow[p] > 0) m->pt->spare[p] += kr_column_dot(m->lp, p, more);
}

/** New rows take the slack that the known flows leave, or a little, and the toll that centres them. */
static void start_new_rows(kr_interior *m, double barrier) {
  kr_block_point *pt = m->pt;
  memcpy(m->residual, m->lp->capacity, (size_t)m->lp->n_rows * sizeof *m->residual);
  for (int64_t p = 0; p < m->n_columns; ++p)
    if (pt->flow[p] > 0) kr_column_add(m->lp, p, -pt->flow[p], m->residual);
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    m->way.dt[r] = 0;
    if (pt->slack[r] > 0) continue;
    pt->slack[r] = fmax(m->residual[r], NEW_SLACK * m->lp->capacity[r]);
    pt->toll[r] = 0;
    m->way.dt[r] = barrier / pt->slack[r];
  }
  add_tolls(m, m->way.dt);
}

/** New columns start small, at their reduced cost; where that is negative the block's value makes way. */
static void start_new_columns(kr_interior *m, int32_t s, double barrier) {
  const kr_block_lp *lp = m->lp;
  kr_block_point *pt = m->pt;
  int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
  double least = barrier / (NEW_SHARE * lp->demand[s]), lower = 0, sum = 0;
  for (int64_t p = from; p < to; ++p) {
    if (pt->flow[p] > 0) continue;
    pt->spare[p] = lp->cost[p] + kr_column_dot(lp, p, pt->toll) - pt->value[s];
    lower = fmax(lower, least - pt->spare[p]);
  }
  pt->value[s] -= lower;
  for (int64_t p = from; p < to; ++p) {
    pt->spare[p] += lower;
    if (!(pt->flow[p] > 0)) pt->flow[p] = barrier / pt->spare[p];
    sum += pt->flow[p];
  }
  for (int64_t p = from; p < to; ++p) pt->flow[p] *= lp->demand[s] / sum;
}

static bool is_new_block(const kr_interior *m, int32_t s) {
  for (int64_t p = m->lp->first_column[s]; p < m->lp->first_column[s + 1]; ++p)
    if (m->pt->flow[p] > 0) return false;
  return true;
}

/** Rows whose product fell far behind the average catch up. */
static void lift_rows(kr_interior *m, double barrier) {
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    m->way.dt[r] = fmax(0, LOWEST * barrier / m->pt->slack[r] - m->pt->toll[r]);
  add_tolls(m, m->way.dt);
}

void kr_interior_start_warm(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  double before = known_barrier(m), count = (double)(m->n_columns + lp->n_rows);
  start_new_rows(m, before);
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    if (is_new_block(m, s)) {
      centre_flows(m, s, before);
    } else {
      start_new_columns(m, s, before);
    }
  }
  double after = known_barrier(m);
  kr_interior_residuals(m);
  bool is_small = before * count <= SMALL_GAP * cost_scale(lp);
  if (after > FAR * before || (is_small && kr_interior_mending_cost(m) > FAR * after * count)) {
    kr_interior_start_cold(m, COLD_GAP);
  } else {
    lift_rows(m, after);
  }
}
