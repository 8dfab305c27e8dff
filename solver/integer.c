#include "solver/integer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/result.h"
#include "solver/clock.h"
#include "solver/integer_branch.h"
#include "solver/promised.h"
#include "solver/threads.h"

#define FIRST_DIVES 20
#define SMALL_SHIPMENTS 60
#define CHEAP_PASS 1e6 /* arcs looked at */
#define FIRST_NODES 4000
#define NODES_AT_ONCE 50.0
#define FIRST_REACH 60.0 /* shipments thought over at once … */
#define FIRST_MIP_REACH 20.0

void kr_integer_free_decisions(kr_decisions *d) {
  free(d->units);
  free(d->way);
}

void kr_integer_free(kr_integer *p) {
  if (!p) return;
  kr_branching_free(p->tree);
  kr_integer_free_decisions(&p->now);
  kr_integer_free_decisions(&p->best);
  kr_integer_free_decisions(&p->base);
  kr_integer_free_decisions(&p->graft);
  free(p->is_whole);
  free(p->there);
  free(p->capacity);
  free(p->promised);
  free(p->open_t);
  free(p->held);
  free(p->root_toll);
  free(p->used);
  free(p->best_flow);
  free(p->incumbents);
  kr_seeker_clear(&p->seeker);
  free(p);
}

bool kr_integer_make_decisions(const kr_integer *p, kr_decisions *d) {
  size_t n = (size_t)p->n_rows * (size_t)p->n_cargo;
  d->units = kr_zeros(n, sizeof *d->units);
  d->way = kr_zeros((size_t)p->n_shipments, sizeof *d->way);
  if (!d->units || !d->way) return false;
  for (size_t i = 0; i < n; ++i) d->units[i] = KR_UNDECIDED;
  for (int32_t s = 0; s < p->n_shipments; ++s) d->way[s] = KR_UNDECIDED;
  return true;
}

void kr_integer_copy(const kr_integer *p, kr_decisions *to, const kr_decisions *from) {
  memcpy(to->units, from->units, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *to->units);
  memcpy(to->way, from->way, (size_t)p->n_shipments * sizeof *to->way);
}

static bool allocate(kr_integer *p) {
  size_t rows = (size_t)p->n_rows, cells = rows * (size_t)p->n_cargo, n = (size_t)p->n_shipments;
  p->is_whole = kr_zeros(rows, sizeof *p->is_whole);
  p->there = kr_zeros(rows, sizeof *p->there);
  p->capacity = kr_zeros(rows, sizeof *p->capacity);
  p->promised = kr_zeros(cells, sizeof *p->promised);
  p->open_t = kr_zeros(n, sizeof *p->open_t);
  p->held = kr_zeros(cells, sizeof *p->held);
  p->root_toll = kr_zeros(rows, sizeof *p->root_toll);
  p->used = kr_zeros(cells, sizeof *p->used);
  bool have = p->is_whole && p->there && p->capacity && p->promised && p->open_t && p->root_toll && p->held && p->used;
  return have && kr_integer_make_decisions(p, &p->now) && kr_integer_make_decisions(p, &p->best);
}

/** Units that promised lots hold, by cargo. */
static kr_status count_promised(kr_integer *p, const kr_allocation *taken) {
  const kr_corridor *c = p->line->corridor;
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  int64_t *kg = kr_zeros(cells, sizeof *kg);
  if (!kg) return KR_ERR_MEMORY;
  kr_promised_kg(c, p->line->timetable, taken, kg);
  for (size_t i = 0; i < cells; ++i) {
    int32_t row = (int32_t)(i / (size_t)p->n_cargo), cargo = (int32_t)(i % (size_t)p->n_cargo);
    if (kg[i] > 0)
      p->promised[i] = (double)kg[i] * 1e-3 / kr_decimal_value(kr_t_per_unit(c, cargo, row / p->line->n_days));
  }
  free(kg);
  return KR_OK;
}

/** Only whole units are there; for the LP likewise. */
static void count_units(kr_integer *p) {
  const kr_corridor *c = p->line->corridor;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    kr_micro capacity = p->line->timetable->capacity[r];
    p->capacity[r] = p->lp->capacity[r];
    p->is_whole[r] = c->resources[r / p->line->n_days].whole_units;
    if (!p->is_whole[r]) continue;
    int64_t units = capacity / KR_MICRO,
            promised = 0; /* a row that promised lots fill counts as one without capacity */
    for (int32_t k = 0; k < p->n_cargo; ++k) promised += kr_units_needed(p->promised[(int64_t)r * p->n_cargo + k]);
    if (units < promised) units = promised;
    p->there[r] = units > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)units;
    p->capacity[r] = fmax(0, p->lp->capacity[r] - kr_decimal_value(capacity % KR_MICRO));
  }
}

/** An empty search over an LP. */
static kr_status create_empty(kr_integer **out, kr_lp *lp, kr_timeline *line, kr_error *err) {
  kr_integer *p = kr_zeros(1, sizeof *p);
  if (!p) return kr_fail_memory(err);
  p->lp = lp;
  p->line = line;
  p->n_rows = kr_n_base_rows(lp->line);
  p->n_cargo = kr_n_cargo(lp->line->corridor);
  p->n_shipments = kr_n_shipments(lp->line->corridor);
  p->best_objective = INFINITY;
  p->reach = FIRST_REACH;
  p->mip_reach = FIRST_MIP_REACH;
  p->nodes_at_once = NODES_AT_ONCE;
  for (int i = 0; i < KR_TRIALS; ++i) p->luck[i] = (kr_luck){1, 1, 0};
  p->bound = -INFINITY;
  p->seed = UINT64_C(0x2545F4914F6CDD1D);
  kr_status status = allocate(p) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = kr_seeker_init(&p->seeker, line, err);
  if (status == KR_OK) {
    *out = p;
  } else {
    kr_integer_free(p);
  }
  return status;
}

kr_status kr_integer_create(kr_integer **out, kr_lp *lp, kr_timeline *line, const kr_allocation *taken, kr_error *err) {
  kr_integer *p;
  kr_status status = create_empty(&p, lp, line, err);
  if (status != KR_OK) return status;
  if (count_promised(p, taken) != KR_OK) {
    kr_integer_free(p);
    return kr_fail_memory(err);
  }
  memcpy(p->open_t, lp->open_t, (size_t)p->n_shipments * sizeof *p->open_t);
  count_units(p);
  kr_integer_apply(p);
  *out = p;
  return KR_OK;
}

/* ---- streams ---- */

static void copy_problem(kr_integer *to, const kr_integer *from) {
  size_t rows = (size_t)to->n_rows, cells = rows * (size_t)to->n_cargo;
  memcpy(to->is_whole, from->is_whole, rows * sizeof *to->is_whole);
  memcpy(to->there, from->there, rows * sizeof *to->there);
  memcpy(to->capacity, from->capacity, rows * sizeof *to->capacity);
  memcpy(to->promised, from->promised, cells * sizeof *to->promised);
  memcpy(to->open_t, from->open_t, (size_t)to->n_shipments * sizeof *to->open_t);
  memcpy(to->root_toll, from->root_toll, rows * sizeof *to->root_toll);
  to->bound = from->bound;
  to->deadline_s = from->deadline_s;
  to->began_s = from->began_s;
}

kr_status kr_integer_create_stream(kr_integer **out, const kr_integer *p, const kr_settings *settings, uint64_t seed,
                                   kr_error *err) {
  kr_lp *lp = NULL;
  kr_status status = kr_lp_clone(&lp, p->lp, settings, p->open_t, err);
  if (status == KR_OK) status = create_empty(out, lp, p->line, err);
  if (status != KR_OK) {
    kr_lp_free(lp);
    return status;
  }
  copy_problem(*out, p);
  (*out)->seed = seed;
  return KR_OK;
}

void kr_integer_free_stream(kr_integer *p) {
  if (p) kr_lp_free(p->lp);
  kr_integer_free(p);
}

/* ---- the search ---- */

kr_status kr_integer_tell(kr_integer *home, const kr_integer *p) {
  if (!kr_grow(&home->incumbents, &home->incumbent_room, home->n_incumbents + 1, sizeof *home->incumbents))
    return KR_ERR_MEMORY;
  double elapsed = kr_clock_wall() - home->began_s;
  home->incumbents[home->n_incumbents++] = (kr_incumbent){elapsed, p->best_objective, p->bound};
  const kr_settings *s = home->lp->settings;
  kr_progress progress = {"plan",
                          p->n_dives + p->n_nodes,
                          p->best_objective,
                          p->bound,
                          kr_relative_gap(p->best_objective, p->bound),
                          (int64_t)p->lp->pool->n_columns,
                          p->lp->master ? kr_master_last(p->lp->master).n_tight : 0,
                          elapsed};
  if (s->progress) s->progress(s->progress_context, &progress);
  return KR_OK;
}

static int32_t count_open(const kr_integer *p) {
  int32_t n = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) n += p->open_t[s] > 0;
  return n;
}

bool kr_integer_is_over(kr_integer *p, double gap) {
  const kr_settings *s = p->lp->settings;
  p->is_stopped = p->is_stopped || kr_lp_must_stop(p->lp, p->deadline_s); /* a trial may be too short to look */
  return p->is_stopped || p->is_closed || kr_relative_gap(p->best_objective, p->bound) <= gap ||
         (s->iteration_limit > 0 && p->n_dives + p->n_nodes >= s->iteration_limit);
}

/** With a limit of iterations one stream does them: where streams stood would depend on the clock. */
static int32_t count_streams(const kr_settings *s) { return s->iteration_limit > 0 ? 1 : kr_threads(s->threads); }

/** The root, whose bound holds for all, and a first plan. */
static kr_status begin(kr_integer *p, double gap, kr_error *err) {
  bool is_plan;
  kr_status status = kr_lp_solve(p->lp, 0.01 * gap, p->deadline_s, err);
  if (status != KR_OK) return status;
  p->is_stopped = p->lp->is_stopped;
  p->bound = p->lp->bound;
  memcpy(p->root_toll, p->lp->toll, (size_t)p->n_rows * sizeof *p->root_toll);
  return p->is_stopped ? KR_OK : kr_integer_dive(p, &is_plan, err);
}

/** A pass over all shipments, one search each, is quick enough to make thousands of nodes. */
static bool has_cheap_nodes(const kr_integer *p) {
  double steps = fmax(1, p->line->n_steps), pass = count_open(p) * steps * p->line->network->n_arcs;
  return pass <= CHEAP_PASS && p->n_cargo <= 64;
}

/** Small instances: some trials, then the tree grows, with some more trials in between. Does not look at the clock. */
static kr_status search_small(kr_integer *p, kr_error *err) {
  kr_status status = KR_OK;
  for (int i = 0; i < FIRST_DIVES && status == KR_OK && !kr_integer_is_over(p, p->gap); ++i)
    status = kr_integer_improve(p, err);
  if (status == KR_OK && !kr_integer_is_over(p, p->gap)) status = kr_branching_create(&p->tree, p, err);
  while (status == KR_OK && !kr_integer_is_over(p, p->gap) && p->n_nodes < FIRST_NODES)
    status = kr_integer_improve(p, err);
  return status;
}

kr_status kr_integer_search(kr_integer *p, double gap, double deadline_s, kr_error *err) {
  p->began_s = kr_clock_wall();
  p->deadline_s = deadline_s;
  p->gap = gap;
  bool is_small = count_open(p) <= SMALL_SHIPMENTS && p->n_cargo <= 64, may_branch = is_small || has_cheap_nodes(p);
  kr_status status = begin(p, gap, err);
  if (status == KR_OK && is_small) status = search_small(p, err);
  if (status != KR_OK || kr_integer_is_over(p, gap)) return status;
  if (may_branch && !p->tree) status = kr_branching_create(&p->tree, p, err);
  p->is_clocked = p->lp->settings->iteration_limit == 0;
  if (p->is_clocked) p->nodes_at_once = 1; /* until it is known how long they take */
  return status == KR_OK ? kr_integer_search_streams(p, gap, count_streams(p->lp->settings), err) : status;
}

kr_incumbent *kr_integer_take_incumbents(kr_integer *p, size_t *n) {
  kr_incumbent *all = p->incumbents;
  *n = p->n_incumbents;
  p->incumbents = NULL;
  p->n_incumbents = p->incumbent_room = 0;
  return all;
}

kr_integer_plan kr_integer_best(const kr_integer *p) {
  bool have = p->best_objective < INFINITY;
  return (kr_integer_plan){have ? p->best_flow : p->lp->flow,
                           have ? p->n_best : p->lp->n_flow,
                           p->best_objective,
                           p->bound,
                           p->n_dives,
                           p->n_nodes,
                           p->is_stopped};
}
