#include "solver/mip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/glpk_guard.h"

#define WHOLE 1e-5             /* how far GLPK's whole numbers may be from it: its own tolerance */
#define ROOT_ITERATIONS 200000 /* more: it goes in circles */
#define HOLDS 1e-9             /* relative: how far a row may be broken by rounding */

void kr_mip_clear(kr_mip *mip) {
  free(mip->most);
  free(mip->columns);
  free(mip->entries);
  *mip = (kr_mip){0};
}

bool kr_mip_add_row(kr_mip *mip, double most) {
  if (!kr_grow(&mip->most, &mip->row_room, mip->n_rows + 1, sizeof *mip->most)) return false;
  mip->most[mip->n_rows++] = most;
  return true;
}

bool kr_mip_add_column(kr_mip *mip, kr_mip_column column) {
  if (!kr_grow(&mip->columns, &mip->column_room, mip->n_columns + 1, sizeof *mip->columns)) return false;
  mip->columns[mip->n_columns++] = column;
  return true;
}

bool kr_mip_add_entry(kr_mip *mip, kr_mip_entry entry) {
  if (!kr_grow(&mip->entries, &mip->entry_room, mip->n_entries + 1, sizeof *mip->entries)) return false;
  mip->entries[mip->n_entries++] = entry;
  return true;
}

static bool is_sound(const kr_mip *mip) {
  for (size_t i = 0; i < mip->n_rows; ++i)
    if (!isfinite(mip->most[i]) || mip->most[i] < 0) return false;
  for (size_t j = 0; j < mip->n_columns; ++j) {
    const kr_mip_column *col = &mip->columns[j];
    if (!isfinite(col->cost) || !isfinite(col->most) || col->most < 0) return false;
  }
  for (size_t k = 0; k < mip->n_entries; ++k) {
    const kr_mip_entry *e = &mip->entries[k];
    bool is_place = e->row >= 0 && (size_t)e->row < mip->n_rows && e->column >= 0 && (size_t)e->column < mip->n_columns;
    if (!is_place || !isfinite(e->value)) return false;
  }
  return true;
}

/** One search: GLPK's problem, and the best point that holds. */
typedef struct search {
  const kr_mip *mip;
  const kr_mip_limits *limits;
  glp_prob *problem;
  int *row, *column; /* [1 + entries] */
  double *value;     /* [1 + entries] */
  double *point;     /* [columns] scratch */
  double *used;      /* [rows] scratch */
  double *shifted;   /* [1 + columns] the start as GLPK counts */
  bool is_started;
  kr_mip_answer *answer;
  double best;
  int64_t n_nodes;
} search;

/** The point that GLPK reports, if it holds once whole numbers are whole, and is better. */
static void take_point(search *s, double (*at)(glp_prob *, int), glp_prob *from) {
  const kr_mip *mip = s->mip;
  long double cost = 0;
  memset(s->used, 0, mip->n_rows * sizeof *s->used);
  for (size_t j = 0; j < mip->n_columns; ++j) {
    const kr_mip_column *col = &mip->columns[j];
    double x = at(from, (int)j + 1), whole = round(x);
    if (!isfinite(x) || (col->is_whole && fabs(x - whole) > WHOLE)) return;
    s->point[j] = fmin(col->most, fmax(0, col->is_whole ? whole : x));
    cost += (long double)col->cost * s->point[j];
  }
  for (size_t k = 0; k < mip->n_entries; ++k)
    s->used[mip->entries[k].row] += mip->entries[k].value * s->point[mip->entries[k].column];
  for (size_t i = 0; i < mip->n_rows; ++i)
    if (s->used[i] > mip->most[i] + HOLDS * fmax(1, mip->most[i])) return;
  if (!((double)cost < s->best)) return;
  s->best = (double)cost;
  memcpy(s->answer->x, s->point, mip->n_columns * sizeof *s->point);
  s->answer->is_found = true;
}

static bool must_end(const search *s) {
  const kr_mip_limits *l = s->limits;
  return (l->stop && *l->stop) || s->n_nodes > l->n_nodes || kr_clock_wall() >= l->deadline_s;
}

static void listen(glp_tree *tree, void *context) {
  search *s = context;
  int reason = glp_ios_reason(tree);
  if (reason == GLP_ISELECT) s->n_nodes++;
  if (reason == GLP_IHEUR && s->limits->start && !s->is_started) {
    s->is_started = true;
    memcpy(s->shifted + 1, s->limits->start, s->mip->n_columns * sizeof *s->shifted);
    glp_ios_heur_sol(tree, s->shifted);
  }
  if (reason == GLP_IBINGO) take_point(s, glp_mip_col_val, glp_ios_get_prob(tree));
  if (must_end(s)) glp_ios_terminate(tree);
}

static void load(search *s) {
  const kr_mip *mip = s->mip;
  glp_prob *p = s->problem;
  glp_set_obj_dir(p, GLP_MIN);
  if (mip->n_rows > 0) glp_add_rows(p, (int)mip->n_rows);
  if (mip->n_columns > 0) glp_add_cols(p, (int)mip->n_columns);
  for (size_t i = 0; i < mip->n_rows; ++i) glp_set_row_bnds(p, (int)i + 1, GLP_UP, 0, mip->most[i]);
  for (size_t j = 0; j < mip->n_columns; ++j) {
    const kr_mip_column *col = &mip->columns[j];
    glp_set_col_bnds(p, (int)j + 1, col->most > 0 ? GLP_DB : GLP_FX, 0, col->most);
    glp_set_obj_coef(p, (int)j + 1, col->cost);
    if (col->is_whole) glp_set_col_kind(p, (int)j + 1, GLP_IV);
  }
  for (size_t k = 0; k < mip->n_entries; ++k) {
    s->row[k + 1] = mip->entries[k].row + 1;
    s->column[k + 1] = mip->entries[k].column + 1;
    s->value[k + 1] = mip->entries[k].value;
  }
  glp_load_matrix(p, (int)mip->n_entries, s->row, s->column, s->value);
}

static void branch_and_cut(void *context) {
  search *s = context;
  load(s);
  glp_smcp simplex;
  glp_init_smcp(&simplex);
  simplex.msg_lev = GLP_MSG_OFF;
  simplex.it_lim = ROOT_ITERATIONS;
  if (glp_simplex(s->problem, &simplex) != 0 || glp_get_status(s->problem) != GLP_OPT) return;
  s->answer->is_closed = !(glp_get_obj_val(s->problem) < s->best);
  if (s->answer->is_closed) return;
  glp_iocp options;
  glp_init_iocp(&options);
  options.msg_lev = GLP_MSG_OFF;
  options.gmi_cuts = options.mir_cuts = GLP_ON;
  options.cb_func = listen;
  options.cb_info = s;
  s->answer->is_closed = glp_intopt(s->problem, &options) == 0;
}

static bool allocate(search *s) {
  size_t n = s->mip->n_entries + 1;
  s->row = kr_zeros(n, sizeof *s->row);
  s->column = kr_zeros(n, sizeof *s->column);
  s->value = kr_zeros(n, sizeof *s->value);
  s->point = kr_zeros(s->mip->n_columns, sizeof *s->point);
  s->used = kr_zeros(s->mip->n_rows, sizeof *s->used);
  s->shifted = kr_zeros(s->mip->n_columns + 1, sizeof *s->shifted);
  return s->row && s->column && s->value && s->point && s->used && s->shifted;
}

static void clear(search *s) {
  kr_glpk_delete(s->problem);
  free(s->row);
  free(s->column);
  free(s->value);
  free(s->point);
  free(s->used);
  free(s->shifted);
}

kr_status kr_mip_solve(const kr_mip *mip, const kr_mip_limits *limits, kr_mip_answer *answer, kr_error *err) {
  search s = {.mip = mip, .limits = limits, .answer = answer, .best = limits->cutoff};
  answer->is_found = answer->is_closed = false;
  if (!is_sound(mip))
    return kr_fail(err, KR_ERR_RANGE, "mixed-integer program: a number is not finite, or a bound negative");
  kr_status status = allocate(&s) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) {
    s.problem = kr_glpk_create();
    if (!s.problem || !kr_glpk_guard(branch_and_cut, &s))
      status = kr_fail(err, KR_ERR_SOLVER, "GLPK stopped with an internal fault");
  }
  clear(&s);
  return status;
}
