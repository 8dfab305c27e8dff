#include "solver/integer.h"

#include <math.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/result.h"
#include "solver/clock.h"
#include "solver/integer_branch.h"
#include "solver/threads.h"

#define FIRST_DIVES 20
#define SMALL_SHIPMENTS 60
#define CHEAP_PASS 2e8 /* arcs looked at: a node takes seconds then */
#define HEAP_WORK 100.0
#define AT_ONCE_WORK 5e7 /* of nodes between other trials */
#define MOST_AT_ONCE 50.0
#define FIRST_NODES 4000

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

/** What a pass over all shipments, one search each, looks at: arcs, those of a heap counting more. */
static double pass_work(const kr_integer *p) {
  double each = p->line->is_static ? HEAP_WORK : p->line->n_steps;
  return (double)count_open(p) * each * p->line->network->n_arcs;
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
  double pass = pass_work(p);
  bool is_small = count_open(p) <= SMALL_SHIPMENTS && p->n_cargo <= 64;
  bool may_branch = is_small || (pass <= CHEAP_PASS && p->n_cargo <= 64);
  p->nodes_at_once = fmin(MOST_AT_ONCE, fmax(1, AT_ONCE_WORK / fmax(1, pass)));
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

kr_stream *kr_integer_take_streams(kr_integer *p, int32_t *n) {
  kr_stream *all = p->streams;
  *n = p->n_streams;
  p->streams = NULL;
  p->n_streams = 0;
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
