#include <math.h>

#include "solver/interior_internal.h"

#define TO_BOUNDARY 0.995
#define LEAST_CENTRE 0.8 /* of the average product at which the solve may stop */
#define SMALL_GAP 1e-8
#define SHORT 0.1        /* a predictor this short says nothing of second order */
#define LONG_ENOUGH 0.9  /* no more correctors then */
#define MAX_CORRECTORS 2 /* Gondzio's, after Mehrotra's */
#define LONGER 1.08      /* a corrector aims at this times the step … */
#define LONGER_BY 0.1    /* … and this more */
#define WORTH_IT 0.01    /* what both steps must gain together */
#define OUTLIER 10.0     /* products outside [centre / this, centre * this] are called back */

typedef struct lengths {
  double primal, dual;
} lengths;

/** The steps that keep everything positive. */
static lengths step_lengths(const kr_interior *m) {
  const kr_block_point *pt = m->pt;
  const kr_direction *w = &m->way;
  lengths most = {1 / TO_BOUNDARY, 1 / TO_BOUNDARY};
  for (int64_t p = 0; p < m->n_columns; ++p) {
    if (pt->flow[p] + most.primal * w->dx[p] < 0) most.primal = -pt->flow[p] / w->dx[p];
    if (pt->spare[p] + most.dual * w->dz[p] < 0) most.dual = -pt->spare[p] / w->dz[p];
  }
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    if (pt->slack[r] + most.primal * w->dt[r] < 0) most.primal = -pt->slack[r] / w->dt[r];
    if (pt->toll[r] + most.dual * w->dtoll[r] < 0) most.dual = -pt->toll[r] / w->dtoll[r];
  }
  return (lengths){TO_BOUNDARY * most.primal, TO_BOUNDARY * most.dual};
}

static double complementarity_after(const kr_interior *m, lengths a) {
  const kr_block_point *pt = m->pt;
  const kr_direction *w = &m->way;
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p)
    sum += (pt->flow[p] + a.primal * w->dx[p]) * (pt->spare[p] + a.dual * w->dz[p]);
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    sum += (pt->slack[r] + a.primal * w->dt[r]) * (pt->toll[r] + a.dual * w->dtoll[r]);
  return sum;
}

/** Products go to 0 for the predictor, to the centre less the predictor's second-order term after it. */
static void aim(kr_interior *m, double centre, double second_order) {
  const kr_block_point *pt = m->pt;
  for (int64_t p = 0; p < m->n_columns; ++p)
    m->xz[p] = centre - pt->flow[p] * pt->spare[p] - second_order * m->way.dx[p] * m->way.dz[p];
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    m->tm[r] = centre - pt->slack[r] * pt->toll[r] - second_order * m->way.dt[r] * m->way.dtoll[r];
}

static double recall(double product, double low, double high) {
  if (product < low) return low - product;
  return product > high ? fmax(high - product, -high) : 0;
}

/** Gondzio's corrector: what a longer step would make outliers goes back towards the centre. */
static void aim_at_outliers(kr_interior *m, lengths a, double centre) {
  const kr_block_point *pt = m->pt;
  const kr_direction *w = &m->way;
  double low = centre / OUTLIER, high = centre * OUTLIER;
  for (int64_t p = 0; p < m->n_columns; ++p)
    m->xz[p] += recall((pt->flow[p] + a.primal * w->dx[p]) * (pt->spare[p] + a.dual * w->dz[p]), low, high);
  for (int32_t r = 0; r < m->lp->n_rows; ++r)
    m->tm[r] += recall((pt->slack[r] + a.primal * w->dt[r]) * (pt->toll[r] + a.dual * w->dtoll[r]), low, high);
}

static void swap_directions(kr_interior *m) {
  kr_direction way = m->way;
  m->way = m->old;
  m->old = way;
}

static lengths correct(kr_interior *m, lengths a, double centre) {
  for (int k = 0; k < MAX_CORRECTORS && (a.primal < LONG_ENOUGH || a.dual < LONG_ENOUGH); ++k) {
    lengths more = {fmin(1.0, LONGER * a.primal + LONGER_BY), fmin(1.0, LONGER * a.dual + LONGER_BY)};
    aim_at_outliers(m, more, centre);
    swap_directions(m);
    kr_normal_direction(m);
    lengths now = step_lengths(m);
    if (now.primal + now.dual < a.primal + a.dual + WORTH_IT) {
      swap_directions(m);
      break;
    }
    a = now;
  }
  return a;
}

static void move(kr_interior *m, lengths a) {
  kr_block_point *pt = m->pt;
  const kr_direction *w = &m->way;
  for (int64_t p = 0; p < m->n_columns; ++p) {
    pt->flow[p] += a.primal * w->dx[p];
    pt->spare[p] += a.dual * w->dz[p];
  }
  for (int32_t s = 0; s < m->lp->n_blocks; ++s) pt->value[s] += a.dual * w->dvalue[s];
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    pt->slack[r] += a.primal * w->dt[r];
    pt->toll[r] += a.dual * w->dtoll[r];
  }
}

/**
 * The solve stops at its gap anyway, and well-centred prices and starts are worth more than a smaller one. Very small
 * gaps are better overshot: the equations are too ill-conditioned there to centre well.
 */
static double least_total(const kr_interior *m) {
  return m->gap >= SMALL_GAP ? LEAST_CENTRE * m->gap * fmax(1.0, fabs(m->pt->objective)) : 0.0;
}

double kr_interior_step(kr_interior *m, double total) {
  double count = (double)(m->n_columns + m->lp->n_rows);
  kr_normal_factor(&m->normal, m->lp, m->pt);
  aim(m, 0.0, 0.0);
  kr_normal_direction(m);
  lengths a = step_lengths(m);
  double ratio = fmin(1.0, complementarity_after(m, a) / total);
  double centre = fmax(ratio * ratio * ratio * total, least_total(m)) / count;
  aim(m, centre, a.primal < SHORT || a.dual < SHORT ? 0.0 : 1.0);
  kr_normal_direction(m);
  a = correct(m, step_lengths(m), centre);
  move(m, a);
  return fmin(a.primal, a.dual);
}
