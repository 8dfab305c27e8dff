/*
 * fair_peer INSTANCE [--plan ID] [--static] [FORWARDER=GAIN ...]
 *
 * Fair shares by brute force, on the plain arc-flow model by GLPK; shares nothing with the solver but the reader of
 * files and the dated capacities. First the least tonnes that must stay. Then max-min by water filling: the level up to
 * which all free shares can rise, by an LP with the level as a variable; then, one by one, how far each free forwarder
 * could rise alone while the others keep the level, by an LP each; who cannot is settled there. At last the least cost
 * with these shares.
 *
 * With gains: instead of all that, the most that Σ gain * served tonnes can be among plans that serve the most tonnes;
 * with gains asked / served of a proportionally fair plan that is the tonnes asked, and with others it is more.
 *
 * Prints `served T`, then `share FORWARDER S` each and `optimum COST`, or `gain X`. Exit code 0; 1 when GLPK fails; 2
 * for bad input; 64 for bad usage.
 */
#include <glpk.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/instance.h"
#include "tests/arcflow_model.h"

#define AIR 1e-9 /* of all tonnes: left between one stage and the next */
#define RISES 1e-7

typedef struct peer {
  const char *folder, *plan;
  kr_view view;
  char **gains;
  int n_gains;
  kr_corridor *c;
  kr_timetable *t;
  kr_flow_model model;
  glp_prob *lp;
  int n, first_row, all_row, level; /* forwarders, row of the first, row of all, column of the level */
  double *asked_t, *stays_t;
  bool *is_settled;
  double all_t, air_t;
} peer;

static kr_status read_instance(peer *p, kr_error *err) {
  kr_messages *messages = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_messages_create(&messages));
  KR_TRY(kr_instance_read(&p->c, p->folder, messages, err));
  int32_t plan = kr_ids_find(p->c->plan_ids, p->plan, strlen(p->plan));
  if (plan < 0) KR_TRY(kr_fail(err, KR_ERR_INPUT, "there is no plan \"%s\"", p->plan));
  KR_TRY(kr_timetable_create(&p->t, p->c, plan, p->view, err));
  KR_TRY(kr_flow_model_build(&p->model, p->c, p->t, KR_FLOW_LINEAR));
  p->n = kr_ids_count(p->c->forwarder_ids);
  p->asked_t = kr_zeros((size_t)p->n, sizeof(double));
  p->stays_t = kr_zeros((size_t)p->n, sizeof(double));
  p->is_settled = kr_zeros((size_t)p->n, sizeof(bool));
  if (!p->asked_t || !p->stays_t || !p->is_settled) status = KR_ERR_MEMORY;
done:
  kr_messages_free(messages);
  return status;
}

static void load_model(peer *p) {
  const kr_flow_model *m = &p->model;
  p->lp = glp_create_prob();
  glp_add_rows(p->lp, (int)m->n_rows + p->n + 1);
  glp_add_cols(p->lp, (int)m->n_columns + 1);
  for (int i = 1; i <= (int)m->n_rows; i++)
    glp_set_row_bnds(p->lp, i, m->rows[i].is_limit ? GLP_UP : GLP_FX, m->rows[i].bound, m->rows[i].bound);
  for (int j = 1; j <= (int)m->n_columns; j++) glp_set_col_bnds(p->lp, j, GLP_LO, 0, 0);
  glp_load_matrix(p->lp, (int)m->n_entries, m->entry_row, m->entry_column, m->entry);
  p->first_row = (int)m->n_rows + 1;
  p->all_row = p->first_row + p->n;
  p->level = (int)m->n_columns + 1;
  glp_set_col_bnds(p->lp, p->level, GLP_DB, 0, 1);
}

/** Rows of the forwarders: what stays + asked * level; a free one is at most asked, a settled one has no level. */
static void set_rows(peer *p) {
  int *at = kr_zeros(p->model.n_columns + 2, sizeof *at);
  double *value = kr_zeros(p->model.n_columns + 2, sizeof *value);
  for (int f = 0; f < p->n; f++) {
    int n = 0;
    for (size_t j = 1; j <= p->model.n_columns; j++) {
      const kr_flow_column *column = &p->model.columns[j];
      if (!column->stays || p->c->shipments[column->shipment].forwarder != f) continue;
      at[++n] = (int)j, value[n] = 1;
    }
    if (!p->is_settled[f]) at[++n] = p->level, value[n] = p->asked_t[f];
    glp_set_mat_row(p->lp, p->first_row + f, n, at, value);
    double most = p->is_settled[f] ? p->stays_t[f] : p->asked_t[f];
    glp_set_row_bnds(p->lp, p->first_row + f, GLP_UP, 0, most + p->air_t);
  }
  int n = 0;
  for (size_t j = 1; j <= p->model.n_columns; j++)
    if (p->model.columns[j].stays) at[++n] = (int)j, value[n] = 1;
  glp_set_mat_row(p->lp, p->all_row, n, at, value);
  free(at);
  free(value);
}

static bool solve(peer *p) {
  glp_smcp how;
  glp_init_smcp(&how);
  for (int attempt = 0; attempt < 4; attempt++) {
    how.meth = attempt == 1 ? GLP_DUALP : GLP_PRIMAL;
    how.presolve = attempt == 2 ? GLP_ON : GLP_OFF;
    how.tol_bnd = how.tol_dj = 1e-10;
    if (attempt > 0) glp_adv_basis(p->lp, 0);
    int code = attempt == 3 ? glp_exact(p->lp, &how) : glp_simplex(p->lp, &how);
    if (code == 0 && glp_get_status(p->lp) == GLP_OPT) return true;
  }
  return false;
}

/** Minimises `by_stay` for each tonne of forwarder f that stays, NULL = 1, and nothing else. */
static bool solve_stays(peer *p, const double *by_stay) {
  glp_set_obj_dir(p->lp, GLP_MIN);
  glp_set_obj_coef(p->lp, p->level, 0);
  for (size_t j = 1; j <= p->model.n_columns; j++) {
    const kr_flow_column *column = &p->model.columns[j];
    double cost = !column->stays ? 0 : by_stay ? by_stay[p->c->shipments[column->shipment].forwarder] : 1;
    glp_set_obj_coef(p->lp, (int)j, cost);
  }
  return solve(p);
}

static bool find_volume(peer *p) {
  double asked = 0;
  for (int s = 0; s < kr_n_shipments(p->c); s++) {
    double t = (double)p->c->shipments[s].quantity_kg * 1e-3;
    p->asked_t[p->c->shipments[s].forwarder] += t;
    asked += t;
  }
  p->air_t = AIR * asked;
  set_rows(p);
  glp_set_row_bnds(p->lp, p->all_row, GLP_FR, 0, 0);
  if (!solve_stays(p, NULL)) return false;
  p->all_t = glp_get_obj_val(p->lp);
  glp_set_row_bnds(p->lp, p->all_row, GLP_UP, 0, p->all_t + p->air_t);
  printf("served %.17g\n", asked - p->all_t);
  return true;
}

static bool find_level(peer *p, double *level) {
  set_rows(p);
  for (int j = 1; j < p->level; j++) glp_set_obj_coef(p->lp, j, 0);
  glp_set_obj_dir(p->lp, GLP_MAX);
  glp_set_obj_coef(p->lp, p->level, 1);
  glp_set_col_bnds(p->lp, p->level, GLP_DB, 0, 1);
  if (!solve(p)) return false;
  *level = glp_get_obj_val(p->lp);
  return true;
}

/** How much of forwarder f must stay while the others keep their level. */
static bool find_least(peer *p, int f, double level, double *least) {
  double *by_stay = kr_zeros((size_t)p->n, sizeof *by_stay);
  by_stay[f] = 1;
  double floor = fmax(0, level - AIR);
  glp_set_col_bnds(p->lp, p->level, GLP_FX, floor, floor);
  bool good = solve_stays(p, by_stay);
  *least = glp_get_obj_val(p->lp);
  free(by_stay);
  return good;
}

static bool fill_up(peer *p) {
  for (int left = p->n; left > 0;) {
    double level, nearest = INFINITY;
    int before = left, nearest_f = 0;
    bool stuck[1024] = {false};
    if (!find_level(p, &level)) return false;
    for (int f = 0; f < p->n; f++) {
      double least;
      if (p->is_settled[f]) continue;
      if (!find_least(p, f, level, &least)) return false;
      double rise = 1 - least / p->asked_t[f] - level;
      stuck[f] = level >= 1 - RISES || rise <= RISES;
      if (rise < nearest) nearest = rise, nearest_f = f;
    }
    stuck[nearest_f] = true; /* one at least cannot rise */
    for (int f = 0; f < p->n; f++) {
      if (p->is_settled[f] || !stuck[f]) continue;
      p->is_settled[f] = true;
      p->stays_t[f] = (1 - level) * p->asked_t[f];
      left--;
    }
    if (left == before) return false;
  }
  return true;
}

static bool find_cost(peer *p) {
  set_rows(p);
  glp_set_obj_dir(p->lp, GLP_MIN);
  for (int j = 1; j < p->level; j++) glp_set_obj_coef(p->lp, j, p->model.columns[j].cost);
  glp_set_obj_coef(p->lp, p->level, 0);
  if (!solve(p)) return false;
  for (int f = 0; f < p->n; f++)
    printf("share %s %.17g\n", kr_ids_text(p->c->forwarder_ids, f), 1 - p->stays_t[f] / p->asked_t[f]);
  printf("optimum %.17g\n", glp_get_obj_val(p->lp));
  return true;
}

static bool find_gain(peer *p) {
  double sum = 0, *gain = kr_zeros((size_t)p->n, sizeof *gain);
  for (int i = 0; i < p->n_gains; i++) {
    char *split = strrchr(p->gains[i], '=');
    int32_t f = split ? kr_ids_find(p->c->forwarder_ids, p->gains[i], (size_t)(split - p->gains[i])) : -1;
    if (f >= 0) gain[f] = strtod(split + 1, NULL);
  }
  bool good = solve_stays(p, gain);
  for (int f = 0; f < p->n; f++) sum += gain[f] * p->asked_t[f];
  printf("gain %.17g\n", sum - glp_get_obj_val(p->lp));
  free(gain);
  return good;
}

static bool read_arguments(peer *p, int argc, char **argv) {
  *p = (peer){.plan = "", .view = KR_VIEW_DATED, .gains = argv};
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--static") == 0)
      p->view = KR_VIEW_STATIC;
    else if (strcmp(argv[i], "--plan") == 0 && i + 1 < argc)
      p->plan = argv[++i];
    else if (p->folder)
      p->gains[p->n_gains++] = argv[i];
    else
      p->folder = argv[i];
  }
  return p->folder != NULL;
}

int main(int argc, char **argv) {
  peer p;
  kr_error err = {0};
  if (!read_arguments(&p, argc, argv)) {
    fprintf(stderr, "usage: fair_peer INSTANCE [--plan ID] [--static] [FORWARDER=GAIN ...]\n");
    return 64;
  }
  glp_term_out(GLP_OFF);
  kr_status status = read_instance(&p, &err);
  if (status != KR_OK) fprintf(stderr, "fair_peer: %s\n", err.text);
  bool good = status == KR_OK;
  if (good) {
    load_model(&p);
    good = find_volume(&p) && (p.n_gains > 0 ? find_gain(&p) : fill_up(&p) && find_cost(&p));
    if (!good) fprintf(stderr, "fair_peer: GLPK found no optimum\n");
    glp_delete_prob(p.lp);
    glp_free_env();
  }
  kr_flow_model_clear(&p.model);
  kr_timetable_free(p.t);
  kr_corridor_free(p.c);
  free(p.asked_t);
  free(p.stays_t);
  free(p.is_settled);
  return good ? 0 : status == KR_OK ? 1 : 2;
}
