#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/master_interior.h"
#include "solver/vertex.h"

#define DUST 1e-4 /* of a shipment: less than this is a column that the interior point has not driven out yet */

kr_status kr_mi_follow_pool(master_interior *m) {
  size_t n = m->problem.pool->n_columns;
  if (!kr_grow(&m->flow, &m->flow_room, n + 1, sizeof *m->flow)) return KR_ERR_MEMORY;
  if (!kr_grow(&m->x, &m->x_room, n + 1, sizeof *m->x)) return KR_ERR_MEMORY;
  if (!kr_grow(&m->z, &m->z_room, n + 1, sizeof *m->z)) return KR_ERR_MEMORY;
  if (!kr_grow(&m->selected, &m->selected_room, n + 1, sizeof *m->selected)) return KR_ERR_MEMORY;
  for (size_t j = m->n_followed; j < n; ++j) {
    m->flow[j] = m->x[j] = m->z[j] = 0;
    m->selected[j] = false;
  }
  m->n_followed = n;
  return KR_OK;
}

void kr_mi_mend_flow(master_interior *m) {
  const kr_columns *pool = m->problem.pool;
  for (size_t j = 0; j < pool->n_columns; ++j) {
    if (m->flow[j] <= 0) continue;
    const kr_column *col = &pool->columns[j];
    double factor = 1;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      int32_t r = pool->uses[col->first_use + (size_t)k].row;
      if (m->usage[r] > m->problem.capacity[r] * (1 + KR_MI_OVERLOAD))
        factor = fmin(factor, m->problem.capacity[r] / m->usage[r]);
    }
    m->flow[j] *= factor;
  }
}

void kr_mi_measure(master_interior *m) {
  const kr_columns *pool = m->problem.pool;
  long double objective = 0;
  for (int32_t s = 0; s < m->problem.n_shipments; ++s) {
    double left = m->problem.demand_t[s];
    for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
      left -= m->flow[j];
      objective += (long double)m->flow[j] * pool->columns[j].cost;
    }
    if (left > 0) objective += (long double)left * m->problem.unserved_cost[s];
  }
  m->objective = (double)objective;
  m->n_tight = 0;
  for (int32_t i = 0; i < m->n_included; ++i) m->n_tight += m->toll[m->included[i]] > 0;
}

/* ---- crossover ---- */

/** Dust goes to the largest flow of its shipment; what that moves on the rows, the simplex mends. */
static void sweep_dust(kr_compiled *k) {
  for (int32_t b = 0; b < k->lp.n_blocks; ++b) {
    double dust = 0;
    int64_t largest = k->first_column[b];
    for (int64_t p = k->first_column[b]; p < k->first_column[b + 1]; ++p) {
      if (k->point.flow[p] > k->point.flow[largest]) largest = p;
      if (k->point.flow[p] >= DUST * k->demand[b]) continue;
      dust += k->point.flow[p];
      k->point.flow[p] = 0;
    }
    k->point.flow[largest] += dust;
  }
}

/** One crossover from the flows as they are, over the rows included so far. */
static kr_status cross_over(master_interior *m, const bool *in_block, const double *start,
                            const kr_interior_limit *limit) {
  kr_compiled k = {0};
  for (size_t j = 0; j < m->n_followed; ++j)
    m->selected[j] = in_block[m->problem.pool->columns[j].shipment] && start[j] > 0;
  kr_status status = kr_mi_compile(m, in_block, &k);
  if (status == KR_OK) {
    kr_compiled_give(&k, m->flow);
    sweep_dust(&k);
    status = kr_vertex_reach(&k.lp, k.point.flow, k.point.slack, 0.0, limit);
  }
  for (int64_t p = 0; status == KR_OK && p < k.first_column[k.lp.n_blocks]; ++p)
    if (k.pool_column[p] != KR_NONE) m->flow[k.pool_column[p]] = k.point.flow[p];
  kr_compiled_clear(&k);
  return status;
}

kr_status kr_mi_settle(void *self, double seconds, kr_error *err) {
  master_interior *m = self;
  kr_interior_limit limit = {kr_clock_wall() + seconds, m->problem.stop};
  bool *in_block = kr_zeros((size_t)m->problem.n_shipments, sizeof *in_block);
  double *start = NULL;
  kr_status status = in_block ? kr_mi_follow_pool(m) : KR_ERR_MEMORY;
  size_t bytes = m->n_followed * sizeof *start;
  if (status == KR_OK && !(start = malloc(bytes + 1))) status = KR_ERR_MEMORY;
  if (status == KR_OK && bytes) memcpy(start, m->flow, bytes);
  for (int round = 0; status == KR_OK && round < KR_MI_ROUNDS; ++round) {
    kr_mi_find_blocks(m, in_block);
    status = cross_over(m, in_block, start, &limit);
    if (status != KR_OK || !kr_mi_include_overloaded(m)) break;
  }
  if (status == KR_OK) kr_mi_measure(m);
  free(in_block);
  free(start);
  return status == KR_OK ? KR_OK : kr_fail(err, status, "crossover: %s", kr_status_name(status));
}
