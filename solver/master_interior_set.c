#include <math.h>
#include <string.h>

#include "solver/master_interior.h"

#define WINDOW 100.0 /* a column stays out while its reduced cost is beyond this times the gap, relative … */
#define LEAST_WINDOW 1e-3
#define WIDEST_WINDOW 0.3

void kr_mi_include(master_interior *m, int32_t r) {
  m->lp_row[r] = m->n_included;
  m->included[m->n_included++] = r;
}

static bool touches_included(const master_interior *m, int32_t s) {
  const kr_columns *pool = m->problem.pool;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    const kr_column *col = &pool->columns[j];
    for (int32_t k = 0; k < col->n_uses; ++k)
      if (m->lp_row[pool->uses[col->first_use + (size_t)k].row] != KR_NONE) return true;
  }
  return false;
}

void kr_mi_settle_others(master_interior *m, const bool *in_block) {
  const kr_columns *pool = m->problem.pool;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (!in_block[pool->columns[j].shipment]) m->flow[j] = 0;
  for (int32_t s = 0; s < m->problem.n_shipments; ++s) {
    if (in_block[s] || m->problem.demand_t[s] <= 0) continue;
    int32_t j = kr_active_cheapest(&m->active, s, &m->value[s]);
    if (j != KR_NONE) m->flow[j] = m->problem.demand_t[s];
  }
}

static void measure_usage(master_interior *m) {
  const kr_columns *pool = m->problem.pool;
  memset(m->usage, 0, (size_t)m->problem.n_rows * sizeof *m->usage);
  for (size_t j = 0; j < pool->n_columns; ++j) {
    if (m->flow[j] <= 0) continue;
    const kr_column *col = &pool->columns[j];
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      m->usage[use.row] += m->flow[j] * use.per_t;
    }
  }
}

bool kr_mi_include_overloaded(master_interior *m) {
  measure_usage(m);
  bool any = false;
  for (int32_t i = 0; i < m->active.n_rows; ++i) {
    int32_t r = m->active.rows[i];
    if (m->lp_row[r] != KR_NONE || m->usage[r] <= m->problem.capacity[r] * (1 + KR_MI_OVERLOAD)) continue;
    kr_mi_include(m, r);
    any = true;
  }
  return any;
}

static double tolled_cost(const master_interior *m, const kr_column *col) {
  double cost = col->cost;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = m->problem.pool->uses[col->first_use + (size_t)k];
    cost += use.per_t * m->toll[use.row];
  }
  return cost;
}

void kr_mi_select(master_interior *m, const bool *in_block, double gap) {
  const kr_columns *pool = m->problem.pool;
  double window = fmin(WIDEST_WINDOW, fmax(LEAST_WINDOW, WINDOW * gap));
  for (size_t j = 0; j < pool->n_columns; ++j) {
    const kr_column *col = &pool->columns[j];
    int32_t s = col->shipment;
    m->selected[j] = in_block[s] && (j >= m->n_solved_columns || m->flow[j] > 1e-6 * m->problem.demand_t[s] ||
                                     tolled_cost(m, col) - m->value[s] <= window * fabs(m->value[s]));
  }
}

bool kr_mi_select_violated(master_interior *m, const bool *in_block) {
  const kr_columns *pool = m->problem.pool;
  bool any = false;
  for (size_t j = 0; j < pool->n_columns; ++j) {
    const kr_column *col = &pool->columns[j];
    double value = m->value[col->shipment];
    if (m->selected[j] || !in_block[col->shipment]) continue;
    if (!(tolled_cost(m, col) < value - 1e-9 * fmax(1.0, fabs(value)))) continue;
    m->selected[j] = any = true;
  }
  return any;
}

kr_status kr_mi_compile(master_interior *m, const bool *in_block, kr_compiled *k) {
  kr_compile_request request = {.problem = &m->problem,
                                .in_block = in_block,
                                .selected = m->selected,
                                .lp_row = m->lp_row,
                                .included = m->included,
                                .n_included = m->n_included,
                                .toll = m->toll,
                                .row_scale = m->row_scale};
  return kr_compile(k, &request);
}

void kr_mi_find_blocks(const master_interior *m, bool *in_block) {
  for (int32_t s = 0; s < m->problem.n_shipments; ++s)
    in_block[s] = m->problem.demand_t[s] > 0 && m->active.shipment[s] && touches_included(m, s);
}
