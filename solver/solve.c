#include "solver/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/reach.h"
#include "solver/binding.h"
#include "solver/clock.h"
#include "solver/ground.h"
#include "solver/integer.h"
#include "solver/lp.h"
#include "solver/publish.h"
#include "solver/seek.h"

#define LP_SHARE 0.25  /* of the gap asked for: the rest is for whole kilograms */
#define LP_TIME 0.9    /* of the time limit at least: the rest, but no more … */
#define FILL_S 1.5     /* … than this, is for filling and writing */
#define WRITE_S 1.5e-5 /* a shipment: writing and judging the result come after */
#define LEAST_FILL_S 0.3
#define MOST_FILL_S 1.0

kr_settings kr_settings_default(void) {
  return (kr_settings){
      .plan = KR_PLAN_BASE, .view = KR_VIEW_DATED, .gap = 1e-6, .time_limit_s = INFINITY, .master = KR_MASTER_AUTO};
}

typedef struct solve {
  const kr_corridor *c;
  const kr_settings *settings;
  kr_ground ground;
  kr_lp *lp;
  kr_integer *integer;
  int64_t *kg; /* [pool columns] published */
  double lp_deadline_s, deadline_s;
  kr_solution *out;
} solve;

static void free_solve(solve *s) {
  kr_integer_free(s->integer);
  kr_lp_free(s->lp);
  kr_ground_clear(&s->ground);
  free(s->kg);
  kr_solution_free(s->out);
}

static void add_phase(kr_result *r, const char *name, double wall_s, double cpu_s) {
  if (r->n_phases < KR_MAX_PHASES) r->phases[r->n_phases++] = (kr_phase){name, wall_s, cpu_s};
}

static kr_status build(solve *s, kr_error *err) {
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

static kr_status solve_integer(solve *s, kr_error *err) {
  double wall = kr_clock_wall(), cpu = kr_clock_cpu();
  kr_status status = kr_integer_search(s->integer, s->settings->gap, s->lp_deadline_s, err);
  add_phase(&s->out->result, "search", kr_clock_wall() - wall, kr_clock_cpu() - cpu);
  s->out->is_stopped = kr_integer_best(s->integer).is_stopped;
  return status;
}

static kr_status solve_lp(solve *s, kr_error *err) {
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
static kr_status round_plan(solve *s, kr_error *err) {
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

/** A lot on its way into the allocation: a published column, or a committed lot. */
typedef struct draft {
  int32_t shipment, arrival, source; /* column, or -1 - committed lot */
} draft;

static int compare_drafts(const void *a, const void *b) {
  const draft *x = a, *y = b;
  if (x->shipment != y->shipment) return x->shipment < y->shipment ? -1 : 1;
  bool x_committed = x->source < 0, y_committed = y->source < 0;
  if (x_committed != y_committed) return x_committed ? -1 : 1;
  if (x_committed) return x->source > y->source ? -1 : x->source < y->source;
  if (x->arrival != y->arrival) return x->arrival < y->arrival ? -1 : 1;
  return x->source < y->source ? -1 : x->source > y->source;
}

static size_t collect_drafts(const solve *s, draft *drafts) {
  size_t n = 0;
  for (size_t i = 0; i < s->c->commitments.n_lots; ++i)
    drafts[n++] = (draft){s->c->commitments.lots[i].shipment, 0, -1 - (int32_t)i};
  const kr_columns *pool = s->lp->pool;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (s->kg[j] > 0) drafts[n++] = (draft){pool->columns[j].shipment, pool->columns[j].arrival, (int32_t)j};
  if (n > 1) qsort(drafts, n, sizeof *drafts, compare_drafts);
  return n;
}

static kr_status add_draft(solve *s, const draft *d, int32_t number, kr_leg *legs) {
  kr_allocation *a = &s->out->result.allocation;
  if (d->source < 0) {
    const kr_allocation *promised = &s->c->commitments;
    const kr_lot *lot = &promised->lots[-1 - d->source];
    return kr_allocation_add(a, d->shipment, number, lot->quantity_kg, promised->legs + lot->first_leg, lot->n_legs);
  }
  int32_t n_legs = kr_column_legs(s->lp->pool, &s->lp->pool->columns[d->source], legs);
  return kr_allocation_add(a, d->shipment, number, s->kg[d->source], legs, n_legs);
}

static int32_t longest_column(const kr_columns *pool) {
  int32_t longest = 1;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (pool->columns[j].n_moves > longest) longest = pool->columns[j].n_moves;
  return longest;
}

static kr_status make_allocation(solve *s, kr_error *err) {
  kr_status status = KR_OK;
  draft *drafts = kr_zeros(s->c->commitments.n_lots + s->lp->pool->n_columns, sizeof *drafts);
  kr_leg *legs = kr_zeros((size_t)longest_column(s->lp->pool), sizeof *legs);
  if (!drafts || !legs) status = kr_fail_memory(err);
  size_t n = status == KR_OK ? collect_drafts(s, drafts) : 0;
  int32_t number = 0;
  for (size_t i = 0; i < n && status == KR_OK; ++i) {
    number = i > 0 && drafts[i - 1].shipment == drafts[i].shipment ? number + 1 : 1;
    status = add_draft(s, &drafts[i], number, legs);
    if (status != KR_OK) kr_fail_memory(err);
  }
  free(drafts);
  free(legs);
  return status;
}

static uint8_t reason_of(const solve *s, int32_t i, const kr_tally *tally, bool reachable) {
  const kr_lp *lp = s->lp;
  if (tally->served_kg == s->c->shipments[i].quantity_kg) {
    if (tally->late_kg_h <= 0) return KR_REASON_NONE;
    int64_t due = kr_due_step(s->c, &s->c->shipments[i]), ready = kr_ready_step(s->c, &s->c->shipments[i]);
    double in_time_h = (double)(due - ready) * s->ground.line->step_h;
    return lp->ideal_h[i] > in_time_h ? KR_REASON_LATE_ANYWAY : KR_REASON_LATE_QUEUE;
  }
  if (!reachable) return KR_REASON_NO_ROUTE;
  if (lp->ideal_cost[i] == INFINITY) return KR_REASON_HORIZON;
  if (lp->ideal_cost[i] >= kr_decimal_value(s->c->shipments[i].weight) * s->ground.line->unserved_h)
    return KR_REASON_NOT_WORTH;
  return s->out->is_stopped ? KR_REASON_STOPPED : KR_REASON_CAPACITY;
}

/** Who is said to have no way that pays, but has one without the quotas. */
static kr_status blame_quotas(solve *s, kr_error *err) {
  kr_result *r = &s->out->result;
  kr_seeker seeker;
  kr_status status = kr_seeker_init(&seeker, s->ground.line, err);
  for (int32_t i = 0; i < kr_n_shipments(s->c) && status == KR_OK; ++i) {
    bool has_none = r->reason[i] == KR_REASON_HORIZON || r->reason[i] == KR_REASON_NOT_WORTH;
    if (!has_none || kr_rank_of(s->c, i) == 0) continue;
    double staying = kr_decimal_value(s->c->shipments[i].weight) * s->ground.line->unserved_h;
    if (kr_seek_without_quotas(&seeker, i) < staying) r->reason[i] = KR_REASON_QUOTA;
  }
  kr_seeker_clear(&seeker);
  return status;
}

static kr_status find_bindings(solve *s, const kr_tally *tally, kr_error *err) {
  kr_room room = {0};
  kr_result *r = &s->out->result;
  kr_binding_case q = {s->ground.line, &room, r, tally, s->lp->toll, s->settings->threads};
  if (kr_room_init(&room, s->ground.line, s->settings->integer, s->ground.promised.room, &r->allocation) != KR_OK)
    return kr_fail_memory(err);
  kr_status status = kr_bindings_find(&q, err);
  kr_room_clear(&room);
  return status;
}

static kr_status explain(solve *s, kr_error *err) {
  kr_result *r = &s->out->result;
  size_t n = (size_t)kr_n_shipments(s->c);
  kr_status status = KR_OK;
  r->reason = kr_zeros(n, sizeof *r->reason);
  r->ideal_h = kr_zeros(n, sizeof *r->ideal_h);
  bool *reachable = kr_zeros(n, sizeof *reachable);
  kr_tally *tally = kr_zeros(n, sizeof *tally);
  if (!r->reason || !r->ideal_h || !reachable || !tally) status = kr_fail_memory(err);
  if (status == KR_OK) status = kr_reach_mark(s->ground.line, reachable, err);
  if (status == KR_OK) {
    kr_tally_sum(s->c, s->out->timetable, &r->allocation, tally, NULL);
    r->objective = kr_tally_objective(s->c, tally);
    for (size_t i = 0; i < n; ++i) {
      r->ideal_h[i] = s->lp->ideal_h[i];
      r->reason[i] = reason_of(s, (int32_t)i, &tally[i], reachable[i]);
    }
    if (s->c->n_quotas > 0) status = blame_quotas(s, err);
    if (status == KR_OK) status = find_bindings(s, tally, err);
  }
  free(reachable);
  free(tally);
  return status;
}

/** What commitments cost whatever is planned around them: the LP's bound knows only the open freight. */
static kr_status committed_cost(const solve *s, double *cost, kr_error *err) {
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

void kr_result_prove(kr_result *r, double bound, double gap) {
  r->bound = bound;
  if (r->bound > r->objective && r->bound <= r->objective + 1e-9 * fabs(r->objective)) r->bound = r->objective;
  r->gap = kr_relative_gap(r->objective, r->bound);
  r->is_optimal = r->gap <= gap;
}

/** What the last tonne of each forwarder's floor costs, where there are floors. */
static kr_status take_stay_prices(solve *s, kr_error *err) {
  int32_t n = kr_ids_count(s->c->forwarder_ids);
  if (!s->settings->stay) return KR_OK;
  s->out->result.stay_price = kr_zeros((size_t)n, sizeof(double));
  if (!s->out->result.stay_price) return kr_fail_memory(err);
  for (int32_t f = 0; f < n; ++f) s->out->result.stay_price[f] = s->lp->toll[kr_lp_stay_row(s->lp, f)];
  return KR_OK;
}

static kr_status conclude(solve *s, kr_error *err) {
  kr_status status = KR_OK;
  kr_result *r = &s->out->result;
  double fixed = 0;
  KR_TRY(make_allocation(s, err));
  KR_TRY(explain(s, err));
  KR_TRY(committed_cost(s, &fixed, err));
  KR_TRY(take_stay_prices(s, err));
  double bound = s->integer ? kr_integer_best(s->integer).bound + s->ground.promised.staying_cost : s->lp->bound;
  kr_result_prove(r, bound + fixed, s->settings->gap);
  r->has_prices = !s->integer;
  if (s->integer) {
    kr_integer_plan plan = kr_integer_best(s->integer);
    r->n_dives = plan.n_dives;
    r->n_nodes = plan.n_nodes;
    r->incumbents = kr_integer_take_incumbents(s->integer, &r->n_incumbents);
    r->streams = kr_integer_take_streams(s->integer, &r->n_streams);
  }
  r->shadow_price = s->lp->toll;
  s->lp->toll = NULL;
  r->n_columns = (int64_t)s->lp->pool->n_columns;
  r->n_rounds = s->lp->n_rounds;
  for (int32_t i = 0; i < kr_n_base_rows(s->ground.line); ++i) r->n_rows += r->shadow_price[i] > 0;
done:
  return status;
}

kr_status kr_solve(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_error *err) {
  kr_status status = KR_OK;
  double now = kr_clock_wall(), limit = settings->time_limit_s;
  if (isfinite(limit)) limit -= fmin(0.5 * limit, WRITE_S * kr_n_shipments(c));
  solve s = {.c = c,
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
