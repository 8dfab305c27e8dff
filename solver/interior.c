#include "solver/interior.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/interior_internal.h"

#define MAX_STEPS 300
#define ROW_TOLERANCE 1e-9
#define MEND_SHARE 0.3 /* of the gap: what taking the overload off the rows may cost */
#define STALL_STEPS 3  /* so many steps may go by at the gap while the overload does not shrink */
#define ROUNDING 1.5   /* by how much exact reduced costs may widen the gap */
#define SHORT_STEP 1e-6

static bool init_direction(kr_direction *w, size_t columns, size_t blocks, size_t rows) {
  w->dx = kr_zeros(columns, sizeof *w->dx);
  w->dz = kr_zeros(columns, sizeof *w->dz);
  w->dvalue = kr_zeros(blocks, sizeof *w->dvalue);
  w->dt = kr_zeros(rows, sizeof *w->dt);
  w->dtoll = kr_zeros(rows, sizeof *w->dtoll);
  return w->dx && w->dz && w->dvalue && w->dt && w->dtoll;
}

static void clear_direction(kr_direction *w) {
  free(w->dx);
  free(w->dz);
  free(w->dvalue);
  free(w->dt);
  free(w->dtoll);
}

static bool init(kr_interior *m, const kr_block_lp *lp, kr_block_point *pt, double gap) {
  *m = (kr_interior){.lp = lp, .pt = pt, .n_columns = lp->first_column[lp->n_blocks], .gap = gap};
  size_t rows = (size_t)lp->n_rows, columns = (size_t)m->n_columns, blocks = (size_t)lp->n_blocks;
  m->residual = kr_zeros(rows, sizeof *m->residual);
  m->xz = kr_zeros(columns, sizeof *m->xz);
  m->tm = kr_zeros(rows, sizeof *m->tm);
  return m->residual && m->xz && m->tm && init_direction(&m->way, columns, blocks, rows) &&
         init_direction(&m->old, columns, blocks, rows) && kr_normal_init(&m->normal, lp);
}

static void clear(kr_interior *m) {
  free(m->residual);
  free(m->xz);
  free(m->tm);
  clear_direction(&m->way);
  clear_direction(&m->old);
  kr_normal_clear(&m->normal);
}

void kr_interior_residuals(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  for (int32_t r = 0; r < lp->n_rows; ++r) m->residual[r] = lp->capacity[r] - m->pt->slack[r];
  for (int64_t p = 0; p < m->n_columns; ++p) kr_column_add(lp, p, -m->pt->flow[p], m->residual);
}

static double objective(const kr_interior *m) {
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p) sum += m->lp->cost[p] * m->pt->flow[p];
  return sum;
}

static double complementarity(const kr_interior *m) {
  double sum = 0;
  for (int64_t p = 0; p < m->n_columns; ++p) sum += m->pt->flow[p] * m->pt->spare[p];
  for (int32_t r = 0; r < m->lp->n_rows; ++r) sum += m->pt->slack[r] * m->pt->toll[r];
  return sum;
}

/** Into tm: by which factor flows on each row must shrink to hold it. @return whether any must */
static bool find_overload(kr_interior *m) {
  bool any = false;
  for (int32_t r = 0; r < m->lp->n_rows; ++r) {
    double capacity = m->lp->capacity[r], used = capacity - m->pt->slack[r] - m->residual[r];
    m->tm[r] = used > capacity * (1 + ROW_TOLERANCE) ? capacity / used : 1.0;
    any = any || m->tm[r] < 1;
  }
  return any;
}

double kr_interior_mending_cost(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  double cost = 0;
  if (!find_overload(m)) return 0;
  for (int32_t s = 0; s < lp->n_blocks; ++s)
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
      double factor = 1;
      for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
        factor = fmin(factor, m->tm[lp->entry_row[e]]);
      cost += m->pt->flow[p] * (1 - factor) * (lp->cost[lp->first_column[s]] - lp->cost[p]);
    }
  return cost;
}

typedef struct progress {
  double best_cost; /* of mending */
  int32_t stalled;
} progress;

/**
 * Reduced costs anew from costs and tolls, because rounding adds up over the steps. The value that keeps every one of
 * them at least where it was is the block's: dual feasibility is exact then. @return the complementarity
 */
static double refresh_duals(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  kr_block_point *pt = m->pt;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
    double value = INFINITY;
    for (int64_t p = from; p < to; ++p) {
      m->xz[p] = lp->cost[p] + kr_column_dot(lp, p, pt->toll);
      value = fmin(value, m->xz[p] - pt->spare[p]);
    }
    pt->value[s] = value;
    for (int64_t p = from; p < to; ++p) pt->spare[p] = fmax(pt->spare[p], m->xz[p] - value);
  }
  return complementarity(m);
}

/** Whether the point is good enough: the gap is reached, and mending is cheap or gets no cheaper. */
static bool is_good(kr_interior *m, progress *p) {
  double scale = fmax(1.0, fabs(m->pt->objective));
  if (!(m->pt->gap <= m->gap)) return false;
  m->pt->gap = refresh_duals(m) / scale;
  if (!(m->pt->gap <= ROUNDING * m->gap)) return false;
  double cost = kr_interior_mending_cost(m);
  if (cost <= MEND_SHARE * m->gap * scale) return true;
  if (!(cost > 0.5 * p->best_cost)) {
    p->best_cost = cost;
    p->stalled = 0;
  }
  return ++p->stalled > STALL_STEPS;
}

static kr_status descend(kr_interior *m, const kr_interior_limit *limit) {
  progress so_far = {INFINITY, 0};
  for (m->pt->n_steps = 0; m->pt->n_steps <= MAX_STEPS; ++m->pt->n_steps) {
    kr_interior_residuals(m);
    double total = complementarity(m);
    m->pt->objective = objective(m);
    m->pt->gap = total / fmax(1.0, fabs(m->pt->objective));
    if (!isfinite(total)) return KR_ERR_SOLVER;
    if (is_good(m, &so_far)) return KR_OK;
    if (kr_clock_wall() >= limit->until_s || (limit->stop && *limit->stop)) return KR_ERR_LIMIT;
    if (kr_interior_step(m, total) < SHORT_STEP) return KR_ERR_SOLVER;
  }
  return KR_ERR_SOLVER;
}

kr_status kr_interior_solve(const kr_block_lp *lp, kr_block_point *pt, double start_gap, double gap,
                            const kr_interior_limit *limit) {
  kr_interior m;
  kr_status status = init(&m, lp, pt, gap) ? KR_OK : KR_ERR_MEMORY;
  if (status == KR_OK) {
    kr_interior_start_cold(&m, start_gap);
    status = descend(&m, limit);
  }
  clear(&m);
  return status;
}

kr_status kr_interior_resume(const kr_block_lp *lp, kr_block_point *pt, double gap, const kr_interior_limit *limit) {
  kr_interior m;
  kr_status status = init(&m, lp, pt, gap) ? KR_OK : KR_ERR_MEMORY;
  if (status == KR_OK) {
    kr_interior_start_warm(&m);
    status = descend(&m, limit);
  }
  clear(&m);
  return status;
}
