#include "solver/solve.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/publish.h"
#include "solver/solve_internal.h"

#define LP_SHARE 0.25  /* of the gap asked for: the rest is for whole kilograms */
#define LP_TIME 0.9    /* of the time limit at least: the rest, but no more … */
#define FILL_S 1.5     /* … than this, is for filling and writing */
#define WRITE_S 1.5e-5 /* a shipment: writing and judging the result come after */
#define LEAST_FILL_S 0.3
#define MOST_FILL_S 1.0
#define EXACT 1e-8    /* of the objective: what sums lose */
#define ROUNDING 1e-6 /* … and what prices over many orders of magnitude lose */

kr_settings kr_settings_default(void) {
  return (kr_settings){
      .plan = KR_PLAN_BASE, .view = KR_VIEW_DATED, .gap = 1e-6, .time_limit_s = INFINITY, .master = KR_MASTER_AUTO};
}

static void free_solve(kr_solve_work *s) {
  kr_integer_free(s->integer);
  kr_lp_free(s->lp);
  kr_ground_clear(&s->ground);
  free(s->kg);
  kr_solution_free(s->out);
}

static void add_phase(kr_result *r, const char *name, double wall_s, double cpu_s) {
  if (r->n_phases < KR_MAX_PHASES) r->phases[r->n_phases++] = (kr_phase){name, wall_s, cpu_s};
}

static kr_status build(kr_solve_work *s, kr_error *err) {
  kr_status status = KR_OK;
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  s->out = kr_zeros(1, sizeof *s->out);
  if (!s->out) return kr_fail_memory(err);
  KR_TRY(kr_timetable_create(&s->out->timetable, s->c, s->settings->plan, s->settings->view, err));
  KR_TRY(kr_ground_lay(&s->ground, s->c, s->settings, err));
  KR_TRY(kr_lp_create(&s->lp, s->ground.line, s->settings, s->ground.promised.open_t, err));
  for (int32_t r = 0; r < kr_n_base_rows(s->ground.line); ++r) s->lp->capacity[r] = s->ground.promised.room[r];
  if (s->settings->integer) KR_TRY(kr_integer_create(&s->integer, s->lp, s->ground.line, &s->c->commitments, err));
  add_phase(&s->out->result, "build", kr_clock_wall() - wall, kr_clock_cpu() - cpu);
done:
  return status;
}

static kr_status solve_integer(kr_solve_work *s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_status status = kr_integer_search(s->integer, s->settings->gap, s->lp_deadline_s, err);
  add_phase(&s->out->result, "search", kr_clock_wall() - wall, kr_clock_cpu() - cpu);
  s->out->is_stopped = kr_integer_best(s->integer).is_stopped;
  return status;
}

static kr_status solve_lp(kr_solve_work *s, kr_error *err) {
  if (s->integer) return solve_integer(s, err);
  kr_status status = kr_lp_solve(s->lp, LP_SHARE * s->settings->gap, s->lp_deadline_s, err);
  if (status == KR_OK) status = kr_lp_expand(s->lp, false, err);
  kr_result *r = &s->out->result;
  add_phase(r, "pricing", s->lp->wall_pricing_s, s->lp->cpu_pricing_s);
  add_phase(r, "master", s->lp->wall_master_s, s->lp->cpu_master_s);
  s->out->is_stopped = s->lp->is_stopped;
  return status;
}

/** Filling keeps to the time limit and the signal too, but has a moment even after them. */
static kr_status round_plan(kr_solve_work *s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu(), deadline = fmax(s->deadline_s, wall + LEAST_FILL_S);
  if (s->out->is_stopped) deadline = fmin(deadline, wall + MOST_FILL_S);
  kr_integer_plan plan = {.flow = s->lp->flow, .n_flow = s->lp->n_flow};
  if (s->integer) plan = kr_integer_best(s->integer);
  kr_publish_problem problem = {s->lp->pool,
                                plan.flow,
                                plan.n_flow,
                                s->lp->stay_cost ? s->lp->stay_cost : s->lp->unserved_cost,
                                s->ground.promised.open_kg,
                                s->ground.promised.room,
                                s->settings->integer,
                                &s->c->commitments,
                                deadline,
                                s->out->is_stopped ? NULL : s->settings->stop};
  kr_status status = kr_publish_round(&s->kg, &problem, err);
  add_phase(&s->out->result, "publish", kr_clock_wall() - wall, kr_clock_cpu() - cpu);
  return status;
}

/** What commitments cost whatever is planned around them: the LP's bound knows only the open freight. */
static kr_status committed_cost(const kr_solve_work *s, double *cost, kr_error *err) {
  size_t n = (size_t)kr_n_shipments(s->c);
  kr_tally *tally = kr_zeros(n, sizeof *tally);
  if (!tally) return kr_fail_memory(err);
  kr_tally_sum(s->c, s->out->timetable, &s->c->commitments, tally, NULL);
  long double sum = 0, late = kr_decimal_value(s->c->late_factor);
  for (size_t i = 0; i < n; ++i)
    sum += kr_decimal_value(s->c->shipments[i].weight) * (tally[i].hours_kg_h + late * tally[i].late_kg_h) * 1e-3L;
  *cost = (double)sum;
  free(tally);
  return KR_OK;
}

double kr_lp_bound_beside(double objective, double bound) {
  double above = bound - objective, scale = fmax(1, fabs(objective));
  return above > EXACT * scale && above <= ROUNDING * scale ? objective - above : bound;
}

void kr_result_prove(kr_result *r, double bound, double gap) {
  double above = bound - r->objective;
  r->bound = above > 0 && above <= EXACT * fmax(1, fabs(r->objective)) ? r->objective : bound;
  r->gap = kr_relative_gap(r->objective, r->bound);
  r->is_optimal = r->gap <= gap;
}

/** What the last tonne of each forwarder's floor costs, where there are floors. */
static kr_status take_stay_prices(kr_solve_work *s, kr_error *err) {
  int32_t n = kr_ids_count(s->c->forwarder_ids);
  if (!s->settings->stay) return KR_OK;
  s->out->result.stay_price = kr_zeros((size_t)n, sizeof(double));
  if (!s->out->result.stay_price) return kr_fail_memory(err);
  for (int32_t f = 0; f < n; ++f) s->out->result.stay_price[f] = s->lp->toll[kr_lp_stay_row(s->lp, f)];
  return KR_OK;
}

static void take_search(kr_solve_work *s) {
  kr_result *r = &s->out->result;
  kr_integer_plan plan = kr_integer_best(s->integer);
  r->n_dives = plan.n_dives;
  r->n_nodes = plan.n_nodes;
  r->incumbents = kr_integer_take_incumbents(s->integer, &r->n_incumbents);
  r->streams = kr_integer_take_streams(s->integer, &r->n_streams);
}

/** The LP's prices go over to the result. */
static void take_prices(kr_solve_work *s) {
  kr_result *r = &s->out->result;
  r->has_prices = !s->integer;
  r->shadow_price = s->lp->toll;
  s->lp->toll = NULL;
  r->n_columns = (int64_t)s->lp->pool->n_columns;
  r->n_rounds = s->lp->n_rounds;
  for (int32_t i = 0; i < kr_n_base_rows(s->ground.line); ++i) r->n_rows += r->shadow_price[i] > 0;
}

static kr_status conclude(kr_solve_work *s, kr_error *err) {
  kr_status status = KR_OK;
  double fixed = 0;
  KR_TRY(kr_solve_lay_lots(s, err));
  KR_TRY(kr_solve_reason(s, err));
  KR_TRY(committed_cost(s, &fixed, err));
  KR_TRY(take_stay_prices(s, err));
  double bound = s->integer ? kr_integer_best(s->integer).bound + s->ground.promised.staying_cost
                            : kr_lp_bound_beside(s->out->result.objective - fixed, s->lp->bound);
  kr_result_prove(&s->out->result, bound + fixed, s->settings->gap);
  if (s->integer) take_search(s);
  take_prices(s);
done:
  return status;
}

kr_status kr_solve(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_error *err) {
  kr_status status = KR_OK;
  double now = kr_clock_wall(), limit = settings->time_limit_s;
  if (isfinite(limit)) limit -= fmin(0.5 * limit, WRITE_S * kr_n_shipments(c));
  kr_solve_work s = {.c = c,
                     .settings = settings,
                     .lp_deadline_s = now + fmax(LP_TIME * limit, limit - FILL_S),
                     .deadline_s = now + limit};
  KR_TRY(build(&s, err));
  KR_TRY(solve_lp(&s, err));
  KR_TRY(round_plan(&s, err));
  KR_TRY(conclude(&s, err));
  *out = s.out;
  s.out = NULL;
done:
  free_solve(&s);
  return status;
}

void kr_solution_free(kr_solution *solution) {
  if (!solution) return;
  kr_timetable_free(solution->timetable);
  kr_result_free(&solution->result);
  free(solution);
}
