#include "tests/arcflow_solve.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define TOLERANCE 1e-9

typedef double (*reader)(glp_prob *lp, int i);

static kr_status check_numbers(const kr_flow_model *m, kr_error *err) {
  for (size_t i = 1; i <= m->n_entries; i++)
    if (!isfinite(m->entry[i])) return kr_fail(err, KR_ERR_RANGE, "entry %zu of the model is not a number", i);
  for (size_t j = 1; j <= m->n_columns; j++)
    if (!(m->columns[j].cost >= 0) || !isfinite(m->columns[j].cost) || !isfinite(m->columns[j].most))
      return kr_fail(err, KR_ERR_RANGE, "column %zu of the model has no proper cost", j);
  for (size_t i = 1; i <= m->n_rows; i++)
    if (!(m->rows[i].bound >= 0) || !isfinite(m->rows[i].bound))
      return kr_fail(err, KR_ERR_RANGE, "row %zu of the model has no proper bound", i);
  return KR_OK;
}

static glp_prob *load(const kr_flow_model *m) {
  glp_prob *lp = glp_create_prob();
  glp_set_obj_dir(lp, GLP_MIN);
  if (m->n_rows > 0) glp_add_rows(lp, (int)m->n_rows);
  if (m->n_columns > 0) glp_add_cols(lp, (int)m->n_columns);
  for (int i = 1; i <= (int)m->n_rows; i++)
    glp_set_row_bnds(lp, i, m->rows[i].is_limit ? GLP_UP : GLP_FX, m->rows[i].bound, m->rows[i].bound);
  for (int j = 1; j <= (int)m->n_columns; j++) {
    glp_set_col_bnds(lp, j, GLP_LO, 0.0, 0.0);
    glp_set_obj_coef(lp, j, m->columns[j].cost);
  }
  glp_load_matrix(lp, (int)m->n_entries, m->entry_row, m->entry_column, m->entry);
  return lp;
}

/** The cost of the columns' values, and by how much they miss the rows. */
static kr_status judge_point(kr_flow_answer *out, const kr_flow_model *m, glp_prob *lp, reader value_of) {
  double *sum = kr_zeros(m->n_rows + 1, sizeof *sum), *size = kr_zeros(m->n_rows + 1, sizeof *size);
  kr_status status = sum && size ? KR_OK : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  for (size_t i = 1; i <= m->n_entries; i++) {
    double x = m->entry[i] * fmax(0.0, value_of(lp, m->entry_column[i]));
    sum[m->entry_row[i]] += x, size[m->entry_row[i]] += fabs(x);
  }
  out->optimum = out->infeasibility = 0.0;
  for (int j = 1; j <= (int)m->n_columns; j++) out->optimum += m->columns[j].cost * fmax(0.0, value_of(lp, j));
  for (size_t i = 1; i <= m->n_rows; i++) {
    double miss = sum[i] - m->rows[i].bound;
    if (!m->rows[i].is_limit) miss = fabs(miss);
    out->infeasibility = fmax(out->infeasibility, miss / fmax(1.0, size[i]));
  }
done:
  free(sum);
  free(size);
  return status;
}

static double price_of(const kr_flow_model *m, glp_prob *lp, int row) {
  double price = glp_get_row_dual(lp, row);
  return m->rows[row].is_limit ? fmin(0.0, price) : price;
}

/** Lagrange: the prices times the bounds, less what columns of negative reduced cost could gain at most. */
static kr_status judge_prices(kr_flow_answer *out, const kr_flow_model *m, glp_prob *lp) {
  double *reduced = kr_zeros(m->n_columns + 1, sizeof *reduced);
  if (!reduced) return KR_ERR_MEMORY;
  for (size_t i = 1; i <= m->n_entries; i++)
    reduced[m->entry_column[i]] -= m->entry[i] * price_of(m, lp, m->entry_row[i]);
  out->bound = 0.0, out->n_binding = 0;
  for (int i = 1; i <= (int)m->n_rows; i++) {
    out->bound += price_of(m, lp, i) * m->rows[i].bound;
    if (m->rows[i].is_limit && price_of(m, lp, i) < -TOLERANCE) out->n_binding++;
  }
  for (size_t j = 1; j <= m->n_columns; j++)
    out->bound += fmin(0.0, reduced[j] + m->columns[j].cost) * m->columns[j].most;
  free(reduced);
  return KR_OK;
}

static bool is_proven(const kr_flow_answer *a) {
  double gap = (a->optimum - a->bound) / fmax(1.0, fabs(a->optimum));
  return a->infeasibility <= TOLERANCE && fabs(gap) <= TOLERANCE;
}

/** One way of solving; GLPK's own word for success is not enough, see is_proven. */
static int simplex(glp_prob *lp, int attempt) {
  glp_smcp how;
  glp_init_smcp(&how);
  how.meth = attempt == 1 ? GLP_DUALP : GLP_PRIMAL;
  how.presolve = attempt == 3 ? GLP_ON : GLP_OFF;
  how.tol_bnd = how.tol_dj = TOLERANCE;
  if (attempt > 1) glp_std_basis(lp);
  return attempt == 4 ? glp_exact(lp, &how) : glp_simplex(lp, &how);
}

static kr_status solve_linear(kr_flow_answer *out, const kr_flow_model *m, glp_prob *lp, kr_error *err) {
  kr_status status = KR_OK;
  for (int attempt = 1; attempt <= 4; attempt++) {
    out->attempts = attempt;
    if (simplex(lp, attempt) != 0 || glp_get_status(lp) != GLP_OPT) continue;
    KR_TRY(judge_point(out, m, lp, glp_get_col_prim));
    KR_TRY(judge_prices(out, m, lp));
    if (is_proven(out)) return KR_OK;
  }
  return kr_fail(err, KR_ERR_SOLVER, "GLPK found no proven optimum: point %.17g, bound %.17g, infeasibility %.1e",
                 out->optimum, out->bound, out->infeasibility);
done:
  return status;
}

static void set_domains(const kr_flow_model *m, glp_prob *lp) {
  const int kind[] = {[KR_FLOW_REAL] = GLP_CV, [KR_FLOW_WHOLE] = GLP_IV, [KR_FLOW_BINARY] = GLP_BV};
  for (int j = 1; j <= (int)m->n_columns; j++) glp_set_col_kind(lp, j, kind[m->columns[j].domain]);
}

/** Branch and bound from the LP's basis, with every cut of GLPK left off. */
static kr_status solve_integer(kr_flow_answer *out, const kr_flow_model *m, glp_prob *lp, kr_error *err) {
  kr_status status = KR_OK;
  glp_iocp how;
  glp_init_iocp(&how);
  set_domains(m, lp);
  how.presolve = GLP_ON;
  if (glp_intopt(lp, &how) != 0 || glp_mip_status(lp) != GLP_OPT)
    return kr_fail(err, KR_ERR_SOLVER, "GLPK's branch and bound did not end with an optimum");
  KR_TRY(judge_point(out, m, lp, glp_mip_col_val));
  out->bound = out->optimum;
  if (!(out->infeasibility <= 1e-7))
    status = kr_fail(err, KR_ERR_SOLVER, "GLPK's whole numbers miss a row by %.1e", out->infeasibility);
done:
  return status;
}

kr_status kr_flow_solve(kr_flow_answer *out, const kr_flow_model *m, kr_flow_goal goal, kr_error *err) {
  kr_status status = check_numbers(m, err);
  if (status != KR_OK) return status;
  *out = (kr_flow_answer){0};
  glp_term_out(GLP_OFF);
  glp_prob *lp = load(m);
  status = solve_linear(out, m, lp, err);
  if (status == KR_OK && goal == KR_FLOW_INTEGER) status = solve_integer(out, m, lp, err);
  glp_delete_prob(lp);
  glp_free_env();
  return status == KR_ERR_MEMORY ? kr_fail_memory(err) : status;
}
