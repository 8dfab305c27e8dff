#include "solver/interior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/cholesky.h"
#include "solver/clock.h"

#define MOST_WARM_STEPS 120
#define MOST_COLD_STEPS 300
#define TO_BOUNDARY 0.995
#define ROW_TOLERANCE 1e-9
#define COLD_GAP 1.0     /* the largest barrier of a start */
#define NEAR_ENOUGH 0.3  /* rows may miss their capacity by this much at the start */
#define DEARER 1.4       /* else their tolls grow by this … */
#define LEAST_RAISE 0.01 /* … at least to this times the mean cost */
#define MAX_RAISES 60
#define RAISES_A_BARRIER 12 /* after so many raises the barrier grows … */
#define WIDER 3.0           /* … by this */
#define SHORT_STEP 1e-6

typedef struct method {
  const kr_block_lp *lp;
  kr_block_point *pt;
  int64_t n_columns;
  double *matrix;   /* S, lower triangle, [rows * rows] */
  double *rhs;      /* [rows] right-hand side, then Δμ */
  double *residual; /* [rows] b - Ax - t */
  double *dx, *dz;  /* [columns] direction */
  double *dt, *dvalue;
  double *xz, *tm;  /* [columns], [rows] complementarity targets of the step */
  double *dense;    /* [rows] scratch: h, all zero between uses */
  int32_t *touched; /* [rows] scratch: rows of h */
  int32_t *key;     /* [blocks] column of largest d within its block */
  double *sum_d;    /* [blocks] D_s */
  double *scratch;  /* of the factorisation */
} method;

static void free_method(method *m) {
  free(m->matrix);
  free(m->rhs);
  free(m->residual);
  free(m->dx);
  free(m->dz);
  free(m->dt);
  free(m->dvalue);
  free(m->xz);
  free(m->tm);
  free(m->dense);
  free(m->touched);
  free(m->key);
  free(m->sum_d);
  free(m->scratch);
}

static bool init_method(method *m, const kr_block_lp *lp, kr_block_point *pt) {
  *m = (method){.lp = lp, .pt = pt, .n_columns = lp->first_column[lp->n_blocks]};
  size_t rows = (size_t)lp->n_rows, columns = (size_t)m->n_columns, blocks = (size_t)lp->n_blocks;
  m->matrix = kr_zeros(rows * rows, sizeof *m->matrix);
  m->rhs = kr_zeros(rows, sizeof *m->rhs);
  m->residual = kr_zeros(rows, sizeof *m->residual);
  m->dx = kr_zeros(columns, sizeof *m->dx);
  m->dz = kr_zeros(columns, sizeof *m->dz);
  m->dt = kr_zeros(rows, sizeof *m->dt);
  m->dvalue = kr_zeros(blocks, sizeof *m->dvalue);
  m->xz = kr_zeros(columns, sizeof *m->xz);
  m->tm = kr_zeros(rows, sizeof *m->tm);
  m->dense = kr_zeros(rows, sizeof *m->dense);
  m->touched = kr_zeros(rows, sizeof *m->touched);
  m->key = kr_zeros(blocks, sizeof *m->key);
  m->sum_d = kr_zeros(blocks, sizeof *m->sum_d);
  m->scratch = kr_zeros((size_t)kr_cholesky_scratch(lp->n_rows), sizeof *m->scratch);
  return m->matrix && m->rhs && m->residual && m->dx && m->dz && m->dt && m->dvalue && m->xz && m->tm && m->dense &&
         m->touched && m->key && m->sum_d && m->scratch;
}

/** a_p · v */
static double column_dot(const kr_block_lp *lp, int64_t p, const double *v) {
  double sum = 0;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) sum += lp->entry_value[e] * v[lp->entry_row[e]];
  return sum;
}

static void add_column(const kr_block_lp *lp, int64_t p, double factor, double *v) {
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    v[lp->entry_row[e]] += factor * lp->entry_value[e];
}

/* ---- the centred start ---- */

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
static void centre_flows(method *m, double barrier) {
  const kr_block_lp *lp = m->lp;
  kr_block_point *pt = m->pt;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
    double least = INFINITY;
    for (int64_t p = from; p < to; ++p) {
      pt->spare[p] = lp->cost[p] + column_dot(lp, p, pt->toll);
      if (pt->spare[p] < least) least = pt->spare[p];
    }
    for (int64_t p = from; p < to; ++p) pt->spare[p] -= least;
    double y = centre_block(pt->spare + from, to - from, barrier, lp->demand[s]), sum = 0;
    pt->value[s] = least - y;
    for (int64_t p = from; p < to; ++p) {
      pt->spare[p] += y;
      sum += pt->flow[p] = barrier / pt->spare[p];
    }
    for (int64_t p = from; p < to; ++p) pt->flow[p] *= lp->demand[s] / sum;
  }
}

static void row_residuals(method *m) {
  const kr_block_lp *lp = m->lp;
  for (int32_t r = 0; r < lp->n_rows; ++r) m->residual[r] = lp->capacity[r] - m->pt->slack[r];
  for (int64_t p = 0; p < m->n_columns; ++p) add_column(lp, p, -m->pt->flow[p], m->residual);
}

/** Slacks near their own centre τ / μ, exact where that is possible. @return the worst residual over its capacity */
static double centre_slacks(method *m, double barrier) {
  memset(m->pt->slack, 0, (size_t)m->lp->n_rows * sizeof *m->pt->slack);
  row_residuals(m);
  double worst = 0;
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    double centre = barrier / m->pt->toll[r], slack = m->residual[r];
    if (!(slack > 0.1 * centre)) slack = 0.1 * centre;
    if (slack > 10 * centre) slack = 10 * centre;
    m->pt->slack[r] = slack;
    worst = fmax(worst, fabs(m->residual[r] - slack) / m->lp->capacity[r]);
  }
  return worst;
}

/** Cheapest costs: in all, and per unit of demand. */
static double cost_scale(const kr_block_lp *lp, double *mean) {
  double scale = 0, demand = 0;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    double least = INFINITY;
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p)
      if (lp->cost[p] < least) least = lp->cost[p];
    scale += lp->demand[s] * fabs(least);
    demand += lp->demand[s];
  }
  scale = fmax(scale, 1.0);
  *mean = scale / demand;
  return scale;
}

/** Overloaded rows get dearer, at least by a little of the mean cost. */
static void raise_tolls(method *m, double least) {
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    double missing = m->pt->slack[r] - m->residual[r];
    if (missing > NEAR_ENOUGH * m->lp->capacity[r]) m->pt->toll[r] = fmax(DEARER * m->pt->toll[r], least);
  }
}

/**
 * The start: centred at the tolls given. A cold one whose flows overload rows by much has those tolls raised first,
 * which costs no factorisation, and from time to time the barrier: from an infeasible start at a small barrier Newton
 * crawls.
 */
static void start(method *m, double start_gap) {
  double mean, scale = cost_scale(m->lp, &mean), count = (double)(m->n_columns + m->lp->n_rows);
  double barrier = start_gap * scale / count, most = COLD_GAP * scale / count;
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    double floor = barrier / m->lp->capacity[r];
    if (!(m->pt->toll[r] > floor)) m->pt->toll[r] = floor;
  }
  int raises = start_gap < COLD_GAP ? 1 : MAX_RAISES;
  for (int i = 1; i <= raises; ++i) {
    centre_flows(m, barrier);
    if (centre_slacks(m, barrier) <= NEAR_ENOUGH || i == raises) break;
    raise_tolls(m, LEAST_RAISE * mean);
    if (i % RAISES_A_BARRIER == 0) barrier = fmax(barrier, fmin(most, WIDER * barrier));
  }
}

/* ---- Newton's equations ---- */

/** e = a_p - a_k as a merged sparse list; @return its length */
static int32_t difference(const kr_block_lp *lp, int64_t p, int64_t k, int32_t *row, double *value) {
  int64_t i = lp->first_entry[p], j = lp->first_entry[k];
  int64_t i_end = lp->first_entry[p + 1], j_end = lp->first_entry[k + 1];
  int32_t n = 0;
  while (i < i_end || j < j_end) {
    int32_t ri = i < i_end ? lp->entry_row[i] : INT32_MAX, rj = j < j_end ? lp->entry_row[j] : INT32_MAX;
    row[n] = ri < rj ? ri : rj;
    value[n] = (ri <= rj ? lp->entry_value[i] : 0.0) - (rj <= ri ? lp->entry_value[j] : 0.0);
    i += ri <= rj;
    j += rj <= ri;
    n += value[n] != 0.0;
  }
  return n;
}

typedef struct sparse {
  int32_t *row;
  double *value;
  int32_t n;
} sparse;

static void add_outer(double *matrix, int64_t stride, const sparse *v, double factor) {
  for (int32_t i = 0; i < v->n; ++i) {
    double *line = matrix + v->row[i] * stride;
    double fi = factor * v->value[i];
    for (int32_t j = 0; j <= i; ++j) line[v->row[j]] += fi * v->value[j];
  }
}

static int compare_rows(const void *a, const void *b) {
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return x < y ? -1 : x > y;
}

/** h_s from the dense scratch into a sorted sparse list; the scratch is zero again. */
static void collect_dense(method *m, int32_t n_touched, sparse *out) {
  if (n_touched > 1) qsort(m->touched, (size_t)n_touched, sizeof *m->touched, compare_rows);
  out->n = 0;
  for (int32_t i = 0; i < n_touched; ++i) {
    int32_t r = m->touched[i];
    if (m->dense[r] == 0.0) continue;
    out->row[out->n] = r;
    out->value[out->n++] = m->dense[r];
    m->dense[r] = 0.0;
  }
}

static void choose_key(method *m, int32_t s) {
  const kr_block_lp *lp = m->lp;
  int64_t key = lp->first_column[s];
  double best = -1, sum = 0;
  for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
    double d = m->pt->flow[p] / m->pt->spare[p];
    sum += d;
    if (d > best) {
      best = d;
      key = p;
    }
  }
  m->key[s] = (int32_t)(key - lp->first_column[s]);
  m->sum_d[s] = sum;
}

static void add_block(method *m, int32_t s, sparse *e) {
  const kr_block_lp *lp = m->lp;
  choose_key(m, s);
  int64_t key = lp->first_column[s] + m->key[s];
  int32_t n_touched = 0;
  for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
    if (p == key) continue;
    double d = m->pt->flow[p] / m->pt->spare[p];
    e->n = difference(lp, p, key, e->row, e->value);
    add_outer(m->matrix, lp->n_rows, e, d);
    for (int32_t i = 0; i < e->n; ++i) {
      if (m->dense[e->row[i]] == 0.0) m->touched[n_touched++] = e->row[i];
      m->dense[e->row[i]] += d * e->value[i];
      if (m->dense[e->row[i]] == 0.0) m->dense[e->row[i]] = 1e-300; /* stays listed once */
    }
  }
  collect_dense(m, n_touched, e);
  add_outer(m->matrix, lp->n_rows, e, -1.0 / m->sum_d[s]);
}

static void factor(method *m, sparse *e) {
  int64_t n = m->lp->n_rows;
  memset(m->matrix, 0, (size_t)(n * n) * sizeof *m->matrix);
  for (int32_t r = 0; r < n; ++r) m->matrix[r * n + r] = m->pt->slack[r] / m->pt->toll[r];
  for (int32_t s = 0; s < m->lp->n_blocks; ++s) add_block(m, s, e);
  kr_cholesky_factor(m->matrix, m->lp->n_rows, n, m->scratch);
}

/** Right-hand side: rows' own terms, and for each block Σ g_p (e_p - h / D) with g = xz target / z. */
static void right_hand_side(method *m) {
  const kr_block_lp *lp = m->lp;
  const kr_block_point *pt = m->pt;
  for (int32_t r = 0; r < lp->n_rows; ++r) m->rhs[r] = m->tm[r] / pt->toll[r] - m->residual[r];
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
    double total = 0;
    for (int64_t p = from; p < to; ++p) total += m->xz[p] / pt->spare[p];
    double share = total / m->sum_d[s], key_factor = 0;
    for (int64_t p = from; p < to; ++p) {
      double factor = (m->xz[p] - share * pt->flow[p]) / pt->spare[p];
      if (p - from == m->key[s]) continue;
      add_column(lp, p, factor, m->rhs);
      key_factor -= factor;
    }
    add_column(lp, from + m->key[s], key_factor, m->rhs);
  }
}

/** From Δμ to the whole direction; the key column takes what the others leave, so block sums stay exact. */
static void spread_direction(method *m) {
  const kr_block_lp *lp = m->lp;
  const kr_block_point *pt = m->pt;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1], key = from + m->key[s];
    double total = 0, weighted = 0, at_key = column_dot(lp, key, m->rhs);
    for (int64_t p = from; p < to; ++p) {
      m->dz[p] = p == key ? 0.0 : column_dot(lp, p, m->rhs) - at_key;
      total += m->xz[p] / pt->spare[p];
      weighted += pt->flow[p] / pt->spare[p] * m->dz[p];
    }
    double shift = (weighted - total) / m->sum_d[s], moved = 0;
    m->dvalue[s] = at_key + shift;
    for (int64_t p = from; p < to; ++p) {
      m->dz[p] -= shift;
      m->dx[p] = (m->xz[p] - pt->flow[p] * m->dz[p]) / pt->spare[p];
      if (p != key) moved += m->dx[p];
    }
    m->dx[key] = -moved;
  }
  for (int32_t r = 0; r < lp->n_rows; ++r) m->dt[r] = (m->tm[r] - pt->slack[r] * m->rhs[r]) / pt->toll[r];
}

static void direction(method *m) {
  right_hand_side(m);
  kr_cholesky_solve(m->matrix, m->lp->n_rows, m->lp->n_rows, m->rhs);
  spread_direction(m);
}

/* ---- steps ---- */

static double longest(const double *x, const double *dx, int64_t n, double so_far) {
  for (int64_t i = 0; i < n; ++i)
    if (dx[i] < 0 && -x[i] / dx[i] < so_far) so_far = -x[i] / dx[i];
  return so_far;
}

static double complementarity(const method *m) {
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p) sum += m->pt->flow[p] * m->pt->spare[p];
  for (int32_t r = 0; r < m->lp->n_rows; ++r) sum += m->pt->slack[r] * m->pt->toll[r];
  return sum;
}

static void step_lengths(const method *m, double *primal, double *dual) {
  int32_t rows = m->lp->n_rows;
  *primal = longest(m->pt->slack, m->dt, rows, longest(m->pt->flow, m->dx, m->n_columns, 1e30));
  *dual = longest(m->pt->toll, m->rhs, rows, longest(m->pt->spare, m->dz, m->n_columns, 1e30));
  *primal = fmin(1.0, TO_BOUNDARY * *primal);
  *dual = fmin(1.0, TO_BOUNDARY * *dual);
}

static double complementarity_after(const method *m, double primal, double dual) {
  const kr_block_point *pt = m->pt;
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p)
    sum += (pt->flow[p] + primal * m->dx[p]) * (pt->spare[p] + dual * m->dz[p]);
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    sum += (pt->slack[r] + primal * m->dt[r]) * (pt->toll[r] + dual * m->rhs[r]);
  return sum;
}

/** Targets of complementarity: to 0 for the predictor, to centre less the predictor's second-order term after it. */
static void aim(method *m, double centre, double second_order) {
  const kr_block_point *pt = m->pt;
  for (int64_t p = 0; p < m->n_columns; ++p)
    m->xz[p] = centre - pt->flow[p] * pt->spare[p] - second_order * m->dx[p] * m->dz[p];
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    m->tm[r] = centre - pt->slack[r] * pt->toll[r] - second_order * m->dt[r] * m->rhs[r];
}

static void move(method *m, double primal, double dual) {
  kr_block_point *pt = m->pt;
  for (int64_t p = 0; p < m->n_columns; ++p) {
    pt->flow[p] += primal * m->dx[p];
    pt->spare[p] += dual * m->dz[p];
  }
  for (int32_t s = 0; s < m->lp->n_blocks; ++s) pt->value[s] += dual * m->dvalue[s];
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    pt->slack[r] += primal * m->dt[r];
    pt->toll[r] += dual * m->rhs[r];
  }
}

/** One predictor-corrector step; @return the shorter of its two lengths */
static double step(method *m, double total, sparse *e) {
  double count = (double)(m->n_columns + m->lp->n_rows), primal, dual;
  factor(m, e);
  aim(m, 0.0, 0.0);
  direction(m);
  step_lengths(m, &primal, &dual);
  double ratio = fmin(1.0, complementarity_after(m, primal, dual) / total);
  aim(m, ratio * ratio * ratio * total / count, primal < 0.1 || dual < 0.1 ? 0.0 : 1.0);
  direction(m);
  step_lengths(m, &primal, &dual);
  move(m, primal, dual);
  return fmin(primal, dual);
}

static bool rows_hold(const method *m) {
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    if (!(fabs(m->residual[r]) <= ROW_TOLERANCE * m->lp->capacity[r])) return false;
  return true;
}

static double objective(const method *m) {
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p) sum += m->lp->cost[p] * m->pt->flow[p];
  return sum;
}

kr_status kr_interior_solve(const kr_block_lp *lp, kr_block_point *pt, double start_gap, double gap,
                            const kr_interior_limit *limit) {
  method m;
  sparse e = {NULL, NULL, 0};
  kr_status status = init_method(&m, lp, pt) ? KR_OK : KR_ERR_MEMORY;
  e.row = kr_zeros((size_t)lp->n_rows, sizeof *e.row);
  e.value = kr_zeros((size_t)lp->n_rows, sizeof *e.value);
  if (!e.row || !e.value) status = KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  start(&m, start_gap);
  for (pt->n_steps = 0;; ++pt->n_steps) {
    row_residuals(&m);
    double total = complementarity(&m);
    pt->objective = objective(&m);
    pt->gap = total / fmax(1.0, fabs(pt->objective));
    if (pt->gap <= gap && rows_hold(&m)) break;
    if (kr_clock_wall() >= limit->until_s || (limit->stop && *limit->stop)) status = KR_ERR_LIMIT;
    if (pt->n_steps == (start_gap < COLD_GAP ? MOST_WARM_STEPS : MOST_COLD_STEPS) || !isfinite(total))
      status = KR_ERR_SOLVER;
    if (status == KR_OK && step(&m, total, &e) < SHORT_STEP) status = KR_ERR_SOLVER;
    if (status != KR_OK) break;
  }
done:
  free_method(&m);
  free(e.row);
  free(e.value);
  return status;
}
