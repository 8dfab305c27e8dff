#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/glpk_guard.h"
#include "solver/master_internal.h"

#define FEASIBILITY 1e-9
#define SLICE_ITERATIONS 2000 /* counted, not timed: where a slice ends must not depend on the clock */
#define CYCLE_ITERATIONS 40000
#define CYCLE_PER_LINE 50 /* so many for each row and column, and those before: it goes in circles, as it can */

/* GLPK's rows and columns count from 1; 0 in the maps below means "not in the LP". */
typedef struct master_glpk {
  kr_master_problem problem;
  kr_active active;
  glp_prob *lp;
  bool is_lost;          /* after a fault of GLPK */
  int32_t *shipment_row; /* [shipments] */
  int32_t *resource_row; /* [rows] */
  double *row_scale;     /* [rows] LP row = scale * use: entries near 1 */
  int32_t *unserved_col; /* [shipments] */
  int32_t *column_col;   /* [pool columns] */
  size_t column_room;
  int32_t *index; /* scratch for one row or column, from 1 */
  double *number;
  size_t scratch_room, number_room;
  double *toll, *value, *flow;
  size_t flow_room;
  double objective;
  int32_t n_tight;
  int64_t n_iterations;
} master_glpk;

static void free_glpk(void *self) {
  master_glpk *m = self;
  if (!m) return;
  kr_glpk_delete(m->lp);
  kr_active_clear(&m->active);
  free(m->shipment_row);
  free(m->resource_row);
  free(m->row_scale);
  free(m->unserved_col);
  free(m->column_col);
  free(m->index);
  free(m->number);
  free(m->toll);
  free(m->value);
  free(m->flow);
  free(m);
}

static bool scratch(master_glpk *m, size_t n) {
  return kr_grow(&m->index, &m->scratch_room, n + 1, sizeof *m->index) &&
         kr_grow(&m->number, &m->number_room, n + 1, sizeof *m->number);
}

/** Rows for resource-days that became active, with the entries of the columns that are in the LP already. */
static kr_status add_resource_rows(master_glpk *m, int32_t n_new) {
  const kr_columns *pool = m->problem.pool;
  for (int32_t i = m->active.n_rows - n_new; i < m->active.n_rows; ++i) {
    int32_t r = m->active.rows[i];
    int n = 0;
    double largest = 0;
    if (!scratch(m, pool->n_columns)) return KR_ERR_MEMORY;
    for (size_t j = 0; j < pool->n_columns; ++j) {
      const kr_column *col = &pool->columns[j];
      for (int32_t k = 0; k < col->n_uses; ++k) {
        kr_use use = pool->uses[col->first_use + (size_t)k];
        if (use.row != r) continue;
        if (use.per_t > largest) largest = use.per_t;
        if (m->column_col[j] == 0) continue;
        m->index[++n] = m->column_col[j];
        m->number[n] = use.per_t;
      }
    }
    double scale = m->row_scale[r] = largest > 0 ? 1.0 / largest : 1.0;
    for (int k = 1; k <= n; ++k) m->number[k] *= scale;
    m->resource_row[r] = glp_add_rows(m->lp, 1);
    glp_set_row_bnds(m->lp, m->resource_row[r], GLP_UP, 0.0, m->problem.capacity[r] * scale);
    glp_set_mat_row(m->lp, m->resource_row[r], n, m->index, m->number);
    glp_set_row_stat(m->lp, m->resource_row[r], GLP_BS);
  }
  return KR_OK;
}

/** A shipment's row with its unserved column in the basis: its freight stays where it is until pricing moves it. */
static void add_shipment(master_glpk *m, int32_t s) {
  int row = m->shipment_row[s] = glp_add_rows(m->lp, 1);
  int col = m->unserved_col[s] = glp_add_cols(m->lp, 1);
  glp_set_row_bnds(m->lp, row, GLP_FX, m->problem.demand_t[s], m->problem.demand_t[s]);
  glp_set_col_bnds(m->lp, col, GLP_LO, 0.0, 0.0);
  glp_set_obj_coef(m->lp, col, m->problem.unserved_cost[s]);
  int index[2] = {0, row};
  double number[2] = {0.0, 1.0};
  glp_set_mat_col(m->lp, col, 1, index, number);
  glp_set_row_stat(m->lp, row, GLP_NS);
  glp_set_col_stat(m->lp, col, GLP_BS);
}

static kr_status add_column(master_glpk *m, size_t j) {
  const kr_columns *pool = m->problem.pool;
  const kr_column *col = &pool->columns[j];
  if (!scratch(m, (size_t)col->n_uses + 1)) return KR_ERR_MEMORY;
  if (!isfinite(col->cost)) return KR_ERR_RANGE;
  int n = 1;
  m->index[1] = m->shipment_row[col->shipment];
  m->number[1] = 1.0;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = pool->uses[col->first_use + (size_t)k];
    if (m->resource_row[use.row] == 0) continue;
    m->index[++n] = m->resource_row[use.row];
    m->number[n] = use.per_t * m->row_scale[use.row];
    if (!isfinite(m->number[n])) return KR_ERR_RANGE;
  }
  m->column_col[j] = glp_add_cols(m->lp, 1);
  glp_set_col_bnds(m->lp, m->column_col[j], GLP_LO, 0.0, 0.0);
  glp_set_obj_coef(m->lp, m->column_col[j], col->cost);
  glp_set_mat_col(m->lp, m->column_col[j], n, m->index, m->number);
  glp_set_col_stat(m->lp, m->column_col[j], GLP_NL);
  return KR_OK;
}

static kr_status follow_pool(master_glpk *m) {
  const kr_columns *pool = m->problem.pool;
  size_t known = m->active.n_seen, n = pool->n_columns;
  if (!kr_grow(&m->column_col, &m->column_room, n + 1, sizeof *m->column_col)) return KR_ERR_MEMORY;
  if (!kr_grow(&m->flow, &m->flow_room, n + 1, sizeof *m->flow)) return KR_ERR_MEMORY;
  for (size_t j = known; j < n; ++j) m->column_col[j] = 0;
  kr_status status = add_resource_rows(m, kr_active_follow(&m->active));
  for (int32_t s = 0; s < m->problem.n_shipments; ++s)
    if (m->active.shipment[s] && m->shipment_row[s] == 0) add_shipment(m, s);
  for (size_t j = 0; j < n && status == KR_OK; ++j)
    if (m->column_col[j] == 0 && m->active.shipment[pool->columns[j].shipment]) status = add_column(m, j);
  return status;
}

/** GLPK's answer is taken only as far as it checks: no negative flow, no toll of the wrong sign beyond rounding. */
static void take_point(master_glpk *m) {
  const kr_columns *pool = m->problem.pool;
  long double objective = 0;
  m->n_tight = 0;
  for (int32_t r = 0; r < m->problem.n_rows; ++r) {
    double dual = m->resource_row[r] ? -glp_get_row_dual(m->lp, m->resource_row[r]) : 0.0;
    m->toll[r] = dual > 0 ? dual * m->row_scale[r] : 0.0;
    m->n_tight += m->toll[r] > 0;
  }
  for (size_t j = 0; j < pool->n_columns; ++j) {
    double x = m->column_col[j] ? glp_get_col_prim(m->lp, m->column_col[j]) : 0.0;
    m->flow[j] = x > 0 ? x : 0.0;
    objective += (long double)m->flow[j] * pool->columns[j].cost;
  }
  for (int32_t s = 0; s < m->problem.n_shipments; ++s) {
    double cost;
    if (m->shipment_row[s]) {
      m->value[s] = glp_get_row_dual(m->lp, m->shipment_row[s]);
      double u = glp_get_col_prim(m->lp, m->unserved_col[s]);
      objective += (long double)(u > 0 ? u : 0.0) * m->problem.unserved_cost[s];
      continue;
    }
    int32_t j = kr_active_cheapest(&m->active, s, &cost);
    if (j != KR_NONE) m->flow[j] = m->problem.demand_t[s];
    m->value[s] = cost;
    objective += (long double)m->problem.demand_t[s] * cost;
  }
  m->objective = (double)objective;
}

typedef struct pool_call {
  master_glpk *m;
  kr_status status;
} pool_call;

static void call_pool(void *context) {
  pool_call *call = context;
  call->status = follow_pool(call->m);
}

typedef struct simplex_call {
  glp_prob *lp;
  const glp_smcp *parm;
  bool is_anew; /* without the basis that it ended with */
  int code;
} simplex_call;

static void call_simplex(void *context) {
  simplex_call *call = context;
  if (call->is_anew) glp_adv_basis(call->lp, 0);
  call->code = glp_simplex(call->lp, call->parm);
}

static bool must_stop(const master_glpk *m, double until) {
  return (m->problem.stop && *m->problem.stop) || kr_clock_wall() >= until;
}

static int64_t most_iterations(const master_glpk *m) {
  return CYCLE_ITERATIONS + CYCLE_PER_LINE * ((int64_t)glp_get_num_rows(m->lp) + glp_get_num_cols(m->lp));
}

/** In slices, because GLPK looks at no signal; a second start without a basis if it gives up. */
static kr_status simplex_in_slices(master_glpk *m, double until, kr_error *err) {
  glp_smcp parm;
  glp_init_smcp(&parm);
  parm.msg_lev = GLP_MSG_OFF;
  parm.meth = GLP_PRIMAL;
  parm.tol_bnd = FEASIBILITY;
  parm.tol_dj = FEASIBILITY;
  parm.it_lim = SLICE_ITERATIONS;
  int64_t most = most_iterations(m), until_anew = most;
  bool is_anew = false;
  for (int failures = 0;;) {
    int before = glp_get_it_cnt(m->lp);
    simplex_call call = {m->lp, &parm, is_anew, 0};
    is_anew = false;
    if (!kr_glpk_guard(call_simplex, &call)) {
      m->is_lost = true;
      return kr_fail(err, KR_ERR_SOLVER, "GLPK's simplex stopped with an internal fault");
    }
    int code = call.code, n_done = glp_get_it_cnt(m->lp) - before;
    m->n_iterations += n_done;
    until_anew -= n_done;
    if (code == 0 && glp_get_status(m->lp) == GLP_OPT) return KR_OK;
    if (must_stop(m, until)) return kr_fail(err, KR_ERR_LIMIT, "stopped inside GLPK's simplex");
    if (code == GLP_EITLIM && until_anew > 0) continue;
    if (failures++)
      return kr_fail(err, KR_ERR_SOLVER, "GLPK's simplex ended with code %d, status %d", code, glp_get_status(m->lp));
    is_anew = true;
    until_anew = most;
  }
}

static kr_status solve_glpk(void *self, double gap, double seconds, kr_error *err) {
  master_glpk *m = self;
  (void)gap;
  if (m->is_lost) return kr_fail(err, KR_ERR_SOLVER, "GLPK failed earlier in this solve");
  pool_call call = {m, KR_OK};
  m->is_lost = !kr_glpk_guard(call_pool, &call);
  kr_status status = m->is_lost ? KR_ERR_SOLVER : call.status;
  if (status != KR_OK) return kr_fail(err, status, "master: %s", kr_status_name(status));
  if (glp_get_num_rows(m->lp) > 0) status = simplex_in_slices(m, kr_clock_wall() + seconds, err);
  if (status == KR_OK) take_point(m);
  return status;
}

static kr_master_point last_glpk(const void *self) {
  const master_glpk *m = self;
  return (kr_master_point){m->objective, m->toll, m->value, m->flow, m->n_tight, m->n_iterations};
}

kr_status kr_master_glpk_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err) {
  static const kr_master_way glpk_way = {free_glpk, solve_glpk, last_glpk, NULL, NULL, NULL};
  master_glpk *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->problem = *p;
  size_t n_rows = (size_t)p->n_rows, n_shipments = (size_t)p->n_shipments;
  m->shipment_row = kr_zeros(n_shipments, sizeof *m->shipment_row);
  m->unserved_col = kr_zeros(n_shipments, sizeof *m->unserved_col);
  m->value = kr_zeros(n_shipments, sizeof *m->value);
  m->resource_row = kr_zeros(n_rows, sizeof *m->resource_row);
  m->row_scale = kr_zeros(n_rows, sizeof *m->row_scale);
  m->toll = kr_zeros(n_rows, sizeof *m->toll);
  bool have = m->shipment_row && m->unserved_col && m->value && m->resource_row && m->row_scale && m->toll;
  if (!have || kr_active_init(&m->active, &m->problem) != KR_OK) {
    free_glpk(m);
    return kr_fail_memory(err);
  }
  m->lp = kr_glpk_create();
  if (!m->lp) {
    free_glpk(m);
    return kr_fail_memory(err);
  }
  glp_set_obj_dir(m->lp, GLP_MIN);
  *self = m;
  *way = &glpk_way;
  return KR_OK;
}
