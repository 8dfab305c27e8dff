#include <math.h>

#include "solver/clock.h"
#include "solver/integer_branch.h"

#define SHAKE 0.35 /* at most, of a unit */
#define LEAST_REACH 4.0
#define MOST_REACH 400.0
#define SLICE_S 0.2
#define LEAST_EFFORT_S 1e-4
#define LEARN 0.1
#define LEAST_HEAT 0.05 /* of ruins … */
#define MOST_HEAT 3.0
#define HEATING 1.2 /* … more where nothing is found */
#define GROW 1.1    /* … more after a success, fewer after a failure */
#define SHRINK 0.98

/** A neighbourhood as a mixed-integer program; what it finds is a proposal that a dive takes up. */
static kr_status try_submip(kr_integer *p, bool *is_better, kr_error *err) {
  bool is_found;
  kr_status status = kr_integer_submip(p, &is_found, err);
  return status == KR_OK && is_found ? kr_integer_dive(p, is_better, err) : status;
}

static kr_status try_ruin(kr_integer *p, bool *is_better, kr_error *err) {
  bool is_found;
  p->heat = fmin(MOST_HEAT, fmax(LEAST_HEAT, p->heat * HEATING));
  kr_status status = kr_integer_ruin(p, &is_found, err);
  if (status == KR_OK && is_found) status = kr_integer_dive(p, is_better, err);
  if (*is_better) p->heat = LEAST_HEAT;
  return status;
}

static kr_status try_dive(kr_integer *p, bool *is_better, kr_error *err) {
  p->shake = SHAKE * kr_integer_random(p);
  if (p->n_trials % 2 == 0 || kr_integer_move_units(p) == 0) kr_integer_take_back(p, p->reach);
  kr_status status = kr_integer_dive(p, is_better, err);
  p->reach = fmin(MOST_REACH, fmax(LEAST_REACH, p->reach * (*is_better ? GROW : SHRINK)));
  return status;
}

/** Some nodes; where the clock counts, as many as take about as long as other trials do. */
static kr_status try_tree(kr_integer *p, bool *is_better, kr_error *err) {
  double before = p->best_objective, began_s = kr_clock_wall();
  kr_status status = kr_branching_grow(p->tree, p->gap, (int64_t)p->nodes_at_once, err);
  double factor = p->is_clocked ? SLICE_S / fmax(LEAST_EFFORT_S, kr_clock_wall() - began_s) : 1;
  p->nodes_at_once = fmax(1, p->nodes_at_once * fmin(2, factor));
  *is_better = p->best_objective < before;
  return status;
}

/** What was better in another plan is tried in the best one. */
static kr_status try_graft(kr_integer *p, bool *is_better, kr_error *err) {
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  p->has_graft = false;
  for (size_t i = 0; i < cells; ++i)
    if (p->graft.units[i] != KR_UNDECIDED) p->now.units[i] = p->graft.units[i];
  for (int32_t s = 0; s < p->n_shipments; ++s)
    if (p->graft.way[s] != KR_UNDECIDED) p->now.way[s] = p->graft.way[s];
  kr_integer_apply(p);
  return p->is_overfull ? KR_OK : kr_integer_dive(p, is_better, err);
}

typedef kr_status (*trial)(kr_integer *p, bool *is_better, kr_error *err);

static const struct {
  trial run;
  double least_share; /* of the time */
} trials[KR_TRIALS] = {{try_dive, 0.05}, {try_submip, 0.05}, {try_ruin, 0.05}, {try_tree, 0.15}};

/** To seek a route in time is too dear for ruins. */
static bool may_try(const kr_integer *p, int kind) {
  if (trials[kind].run == try_ruin) return p->line->is_static;
  return trials[kind].run != try_tree || (p->tree && !kr_branching_is_full(p->tree));
}

static double rate(const kr_luck *luck) { return luck->gain / luck->effort; }

/** How often a kind of trial is to come: its share of the time by what it gained per second lately, never nothing. */
static double how_often(const kr_integer *p, int kind) {
  double all = 0;
  if (!may_try(p, kind)) return 0;
  for (int i = 0; i < KR_TRIALS; ++i) all += may_try(p, i) ? rate(&p->luck[i]) : 0;
  double share = all > 0 ? rate(&p->luck[kind]) / all : 0;
  return fmax(trials[kind].least_share, share) / p->luck[kind].effort;
}

static int draw_trial(kr_integer *p) {
  double often[KR_TRIALS], all = 0;
  for (int i = 0; i < KR_TRIALS; ++i) all += often[i] = how_often(p, i);
  double at = kr_integer_random(p) * all;
  int last = 0;
  for (int i = 0; i < KR_TRIALS; ++i) {
    if (!(often[i] > 0)) continue;
    last = i;
    if ((at -= often[i]) < 0) break;
  }
  return last;
}

/** What a trial closed of what was open between plan and bound, and what it took: seconds, where these may count. */
static void learn(const kr_integer *p, kr_luck *luck, double gap_before, double began_s) {
  double gain = gap_before > 0 && gap_before < INFINITY ? 1 - (p->best_objective - p->bound) / gap_before : 0;
  double effort = p->is_clocked ? fmax(LEAST_EFFORT_S, kr_clock_wall() - began_s) : 1;
  double share = fmax(LEARN, 1.0 / (double)++luck->n);
  luck->gain += share * (fmax(0, gain) - luck->gain);
  luck->effort += share * (effort - luck->effort);
}

kr_status kr_integer_improve(kr_integer *p, kr_error *err) {
  bool is_better = false;
  double before = p->best_objective - p->bound, began_s = kr_clock_wall();
  kr_integer_copy(p, &p->now, &p->best);
  if (p->has_graft) return try_graft(p, &is_better, err);
  p->n_trials++;
  int kind = draw_trial(p);
  kr_status status = trials[kind].run(p, &is_better, err);
  learn(p, &p->luck[kind], before, began_s);
  return status;
}
