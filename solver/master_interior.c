#include "solver/master_interior.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"

#define COLD_GAP 100.0 /* far from the optimum a wide barrier costs few steps */

static void free_interior(void *self) {
  master_interior *m = self;
  if (!m) return;
  kr_active_clear(&m->active);
  free(m->lp_row);
  free(m->included);
  free(m->row_scale);
  free(m->usage);
  free(m->selected);
  free(m->toll);
  free(m->value);
  free(m->flow);
  free(m->x);
  free(m->unserved);
  free(m->z);
  free(m->slack);
  free(m);
}

static void take_point(master_interior *m, const kr_compiled *k) {
  int64_t n = k->lp.first_column[k->lp.n_blocks];
  for (size_t j = 0; j < m->problem.pool->n_columns; ++j) m->x[j] = 0;
  for (int32_t b = 0; b < k->lp.n_blocks; ++b)
    for (int32_t j = m->problem.pool->newest[k->shipment[b]]; j != KR_NONE; j = m->problem.pool->columns[j].previous)
      m->flow[j] = 0;
  for (int64_t p = 0; p < n; ++p)
    if (k->pool_column[p] != KR_NONE) {
      m->x[k->pool_column[p]] = m->flow[k->pool_column[p]] = k->point.flow[p];
      m->z[k->pool_column[p]] = k->point.spare[p];
    }
  for (int32_t b = 0; b < k->lp.n_blocks; ++b) {
    m->value[k->shipment[b]] = k->point.value[b];
    m->unserved[k->shipment[b]] = k->point.flow[k->first_column[b]];
  }
  for (int32_t i = 0; i < k->lp.n_rows; ++i) {
    int32_t r = m->included[i];
    m->toll[r] = k->point.toll[i] * m->row_scale[r];
    m->slack[r] = k->point.slack[i] / m->row_scale[r];
  }
}

static void give_point(master_interior *m, kr_compiled *k) {
  int64_t n = k->lp.first_column[k->lp.n_blocks];
  for (int64_t p = 0; p < n; ++p)
    if (k->pool_column[p] != KR_NONE) {
      k->point.flow[p] = m->x[k->pool_column[p]];
      k->point.spare[p] = m->z[k->pool_column[p]];
    }
  for (int32_t b = 0; b < k->lp.n_blocks; ++b) {
    int64_t p = k->first_column[b];
    k->point.value[b] = m->value[k->shipment[b]];
    k->point.spare[p] = k->lp.cost[p] - k->point.value[b];
    k->point.flow[p] = m->unserved[k->shipment[b]];
  }
  for (int32_t i = 0; i < k->lp.n_rows; ++i) {
    int32_t r = m->included[i];
    k->point.slack[i] = m->slack[r] * m->row_scale[r];
    k->point.toll[i] = k->point.slack[i] > 0 ? m->toll[r] / m->row_scale[r] : 0;
  }
}

static kr_status solve_blocks(master_interior *m, const bool *in_block, double gap, double until) {
  kr_interior_limit limit = {.until_s = until, .stop = m->problem.stop};
  kr_compiled k = {0};
  kr_status status = kr_mi_compile(m, in_block, &k);
  if (status == KR_OK && m->is_warm) {
    give_point(m, &k);
    status = kr_interior_resume(&k.lp, &k.point, gap, &limit);
    m->n_iterations += k.point.n_steps;
  }
  if ((status == KR_OK && !m->is_warm) || status == KR_ERR_SOLVER) {
    if (m->is_warm)
      for (int32_t i = 0; i < k.lp.n_rows; ++i) k.point.toll[i] = 0;
    status = kr_interior_solve(&k.lp, &k.point, COLD_GAP, gap, &limit);
    m->n_iterations += k.point.n_steps;
  }
  if (status == KR_OK) {
    take_point(m, &k);
    m->is_warm = true;
  }
  kr_compiled_clear(&k);
  return status;
}

static kr_status solve_interior(void *self, double gap, double seconds, kr_error *err) {
  master_interior *m = self;
  const kr_columns *pool = m->problem.pool;
  double until = kr_clock_wall() + seconds;
  bool *in_block = kr_zeros((size_t)m->problem.n_shipments, sizeof *in_block);
  kr_status status = in_block ? kr_mi_follow_pool(m) : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  kr_active_follow(&m->active);
  bool reselected = false;
  for (int round = 0; round < KR_MI_ROUNDS; ++round) {
    kr_mi_find_blocks(m, in_block);
    bool any = false;
    for (int32_t s = 0; s < m->problem.n_shipments; ++s) any = any || in_block[s];
    kr_mi_settle_others(m, in_block);
    if (!reselected) kr_mi_select(m, in_block, gap);
    if (any) KR_TRY(solve_blocks(m, in_block, gap, until));
    reselected = false;
    if (kr_mi_include_overloaded(m) && round < KR_MI_ROUNDS - 1) continue;
    reselected = kr_mi_select_violated(m, in_block);
    if (!reselected) break;
    if (round == KR_MI_ROUNDS - 1) KR_TRY(KR_ERR_SOLVER);
  }
  m->n_solved_columns = pool->n_columns;
  kr_mi_mend_flow(m);
  kr_mi_measure(m);
done:
  free(in_block);
  return status == KR_OK ? KR_OK : kr_fail(err, status, "interior-point master: %s", kr_status_name(status));
}

static void hint_interior(void *self, const double *toll, double gap) {
  master_interior *m = self;
  for (int32_t r = 0; r < m->problem.n_rows; ++r) {
    if (!(toll[r] > 0)) continue;
    m->toll[r] = toll[r];
    if (m->lp_row[r] == KR_NONE) kr_mi_include(m, r);
  }
  (void)gap;
}

static kr_master_point last_interior(const void *self) {
  const master_interior *m = self;
  return (kr_master_point){m->objective, m->toll, m->value, m->flow, m->n_tight, m->n_iterations};
}

kr_status kr_master_interior_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err) {
  static const kr_master_way interior_way = {free_interior, solve_interior, last_interior,
                                             hint_interior, kr_mi_settle,   NULL};
  master_interior *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->problem = *p;
  size_t n_rows = (size_t)p->n_rows, n_shipments = (size_t)p->n_shipments;
  m->lp_row = kr_zeros(n_rows, sizeof *m->lp_row);
  m->included = kr_zeros(n_rows, sizeof *m->included);
  m->row_scale = kr_zeros(n_rows, sizeof *m->row_scale);
  m->usage = kr_zeros(n_rows, sizeof *m->usage);
  m->toll = kr_zeros(n_rows, sizeof *m->toll);
  m->slack = kr_zeros(n_rows, sizeof *m->slack);
  m->unserved = kr_zeros(n_shipments, sizeof *m->unserved);
  m->value = kr_zeros(n_shipments, sizeof *m->value);
  bool have = m->lp_row && m->included && m->row_scale && m->usage && m->toll && m->value && m->slack;
  if (!have || kr_active_init(&m->active, &m->problem) != KR_OK) {
    free_interior(m);
    return kr_fail_memory(err);
  }
  for (int32_t r = 0; r < p->n_rows; ++r) m->lp_row[r] = KR_NONE;
  *self = m;
  *way = &interior_way;
  return KR_OK;
}
