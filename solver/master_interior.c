#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/interior.h"
#include "solver/master_compile.h"
#include "solver/master_internal.h"
#include "solver/vertex.h"

#define OVERLOAD 1e-9  /* relative: beyond it a resource-day gets a row */
#define COLD_GAP 100.0 /* far from the optimum a wide barrier costs few steps */
#define WINDOW 100.0   /* a column stays out while its reduced cost is beyond this times the gap, relative … */
#define LEAST_WINDOW 1e-3
#define WIDEST_WINDOW 0.3
#define DUST 1e-4     /* of a shipment: less than this is a column that the interior point has not driven out yet */
#define MAX_ROUNDS 50 /* of adding rows within one solve */

typedef struct master_interior {
  kr_master_problem problem;
  kr_active active;
  int32_t *lp_row;   /* [rows] row of the compiled LP, KR_NONE = not included */
  int32_t *included; /* rows in the order they were included */
  int32_t n_included;
  double *row_scale; /* [rows] LP row = scale * use */
  double *usage;     /* [rows] scratch */
  double *toll, *value, *flow;
  double *unserved;      /* [shipments] */
  double *x, *z, *slack; /* the last point: [pool columns], [pool columns], [rows]; 0 = unknown */
  size_t flow_room, x_room, z_room;
  bool is_warm;
  double objective;
  int32_t n_tight;
  int64_t n_iterations;
  bool *selected; /* [pool columns] in the LP of this solve */
  size_t selected_room, n_solved_columns, n_followed;
} master_interior;

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

static void include_row(master_interior *m, int32_t r) {
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

/** Shipments away from all included rows: their cheapest route, or none. */
static void settle_others(master_interior *m, const bool *in_block) {
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

/** Takes the overload off every row: columns there shrink, the rest stays unserved. @return what that costs */
static double mend_flow(master_interior *m) {
  const kr_columns *pool = m->problem.pool;
  double cost = 0;
  for (size_t j = 0; j < pool->n_columns; ++j) {
    if (m->flow[j] <= 0) continue;
    const kr_column *col = &pool->columns[j];
    double factor = 1;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      int32_t r = pool->uses[col->first_use + (size_t)k].row;
      if (m->usage[r] > m->problem.capacity[r] * (1 + OVERLOAD))
        factor = fmin(factor, m->problem.capacity[r] / m->usage[r]);
    }
    if (factor == 1) continue;
    cost += m->flow[j] * (1 - factor) * (m->problem.unserved_cost[col->shipment] - col->cost);
    m->flow[j] *= factor;
  }
  return cost;
}

/** Includes every active row that the flows overload. @return whether there was a new one */
static bool include_overloaded(master_interior *m) {
  measure_usage(m);
  bool any = false;
  for (int32_t i = 0; i < m->active.n_rows; ++i) {
    int32_t r = m->active.rows[i];
    if (m->lp_row[r] != KR_NONE || m->usage[r] <= m->problem.capacity[r] * (1 + OVERLOAD)) continue;
    include_row(m, r);
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

/**
 * The working set: columns that are new, carry flow, or are within a window of their shipment's value. The others wait
 * outside; select_violated brings back those whose reduced cost turns negative, so the answer is that of all columns.
 */
static void select_columns(master_interior *m, const bool *in_block, double gap) {
  const kr_columns *pool = m->problem.pool;
  double window = fmin(WIDEST_WINDOW, fmax(LEAST_WINDOW, WINDOW * gap));
  for (size_t j = 0; j < pool->n_columns; ++j) {
    const kr_column *col = &pool->columns[j];
    int32_t s = col->shipment;
    m->selected[j] = in_block[s] && (j >= m->n_solved_columns || m->flow[j] > 1e-6 * m->problem.demand_t[s] ||
                                     tolled_cost(m, col) - m->value[s] <= window * fabs(m->value[s]));
  }
}

static bool select_violated(master_interior *m, const bool *in_block) {
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

static kr_status compile(master_interior *m, const bool *in_block, kr_compiled *k) {
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
  kr_status status = compile(m, in_block, &k);
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

static void measure(master_interior *m) {
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

/** Room for columns that came since the last solve; they carry nothing. */
static kr_status follow_pool(master_interior *m) {
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

static void find_blocks(const master_interior *m, bool *in_block) {
  for (int32_t s = 0; s < m->problem.n_shipments; ++s)
    in_block[s] = m->problem.demand_t[s] > 0 && m->active.shipment[s] && touches_included(m, s);
}

static kr_status solve_interior(void *self, double gap, double seconds, kr_error *err) {
  master_interior *m = self;
  const kr_columns *pool = m->problem.pool;
  double until = kr_clock_wall() + seconds;
  bool *in_block = kr_zeros((size_t)m->problem.n_shipments, sizeof *in_block);
  kr_status status = in_block ? follow_pool(m) : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  kr_active_follow(&m->active);
  bool reselected = false;
  for (int round = 0; round < MAX_ROUNDS; ++round) {
    find_blocks(m, in_block);
    bool any = false;
    for (int32_t s = 0; s < m->problem.n_shipments; ++s) any = any || in_block[s];
    settle_others(m, in_block);
    if (!reselected) select_columns(m, in_block, gap);
    if (any) KR_TRY(solve_blocks(m, in_block, gap, until));
    reselected = false;
    if (include_overloaded(m) && round < MAX_ROUNDS - 1) continue;
    reselected = select_violated(m, in_block);
    if (!reselected) break;
    if (round == MAX_ROUNDS - 1) KR_TRY(KR_ERR_SOLVER);
  }
  m->n_solved_columns = pool->n_columns;
  mend_flow(m);
  measure(m);
done:
  free(in_block);
  return status == KR_OK ? KR_OK : kr_fail(err, status, "interior-point master: %s", kr_status_name(status));
}

static void hint_interior(void *self, const double *toll, double gap) {
  master_interior *m = self;
  for (int32_t r = 0; r < m->problem.n_rows; ++r) {
    if (!(toll[r] > 0)) continue;
    m->toll[r] = toll[r];
    if (m->lp_row[r] == KR_NONE) include_row(m, r);
  }
  (void)gap;
}

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
  kr_status status = compile(m, in_block, &k);
  if (status == KR_OK) {
    kr_compiled_give(&k, m->flow);
    sweep_dust(&k);
    status = kr_vertex_reach(&k.lp, k.point.flow, k.point.slack, 0.0, limit, NULL);
  }
  for (int64_t p = 0; status == KR_OK && p < k.first_column[k.lp.n_blocks]; ++p)
    if (k.pool_column[p] != KR_NONE) m->flow[k.pool_column[p]] = k.point.flow[p];
  kr_compiled_clear(&k);
  return status;
}

/** A vertex knows only the rows that are included; when it overloads another, that one comes in and it starts anew. */
static kr_status settle_interior(void *self, double seconds, kr_error *err) {
  master_interior *m = self;
  kr_interior_limit limit = {kr_clock_wall() + seconds, m->problem.stop};
  bool *in_block = kr_zeros((size_t)m->problem.n_shipments, sizeof *in_block);
  double *start = NULL;
  kr_status status = in_block ? follow_pool(m) : KR_ERR_MEMORY;
  size_t bytes = m->n_followed * sizeof *start;
  if (status == KR_OK && !(start = malloc(bytes + 1))) status = KR_ERR_MEMORY;
  if (status == KR_OK && bytes) memcpy(start, m->flow, bytes);
  for (int round = 0; status == KR_OK && round < MAX_ROUNDS; ++round) {
    find_blocks(m, in_block);
    status = cross_over(m, in_block, start, &limit);
    if (status != KR_OK || !include_overloaded(m)) break;
  }
  if (status == KR_OK) measure(m);
  free(in_block);
  free(start);
  return status == KR_OK ? KR_OK : kr_fail(err, status, "crossover: %s", kr_status_name(status));
}

static kr_master_point last_interior(const void *self) {
  const master_interior *m = self;
  return (kr_master_point){m->objective, m->toll, m->value, m->flow, m->n_tight, m->n_iterations};
}

kr_status kr_master_interior_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err) {
  static const kr_master_way interior_way = {free_interior, solve_interior,  last_interior,
                                             hint_interior, settle_interior, NULL};
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
