#include <math.h>

#include "solver/clock.h"
#include "solver/integer_internal.h"

#define SHAKE 0.35 /* at most, of a unit */
#define LEAST_REACH 4.0
#define MOST_REACH 400.0
#define LEAST_SHARE 0.05 /* of the time, for each kind of trial */
#define LEAST_EFFORT_S 1e-4
#define LEARN 0.1
#define GROW 1.1 /* … more after a success, fewer after a failure */
#define SHRINK 0.98

/** A neighbourhood as a mixed-integer program; what it finds is a proposal that a dive takes up. */
static kr_status try_submip(kr_integer *p, bool *is_better, kr_error *err) {
  bool is_found;
  kr_status status = kr_integer_submip(p, &is_found, err);
  return status == KR_OK && is_found ? kr_integer_dive(p, is_better, err) : status;
}

static kr_status try_ruin(kr_integer *p, bool *is_better, kr_error *err) {
  bool is_found;
  kr_status status = kr_integer_ruin(p, &is_found, err);
  return status == KR_OK && is_found ? kr_integer_dive(p, is_better, err) : status;
}

static kr_status try_dive(kr_integer *p, bool *is_better, kr_error *err) {
  p->shake = SHAKE * kr_integer_random(p);
  if (p->n_trials % 2 == 0 || kr_integer_move_units(p) == 0) kr_integer_take_back(p, p->reach);
  kr_status status = kr_integer_dive(p, is_better, err);
  p->reach = fmin(MOST_REACH, fmax(LEAST_REACH, p->reach * (*is_better ? GROW : SHRINK)));
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

static const trial trials[KR_TRIALS] = {try_dive, try_submip, try_ruin};

/** How much of the time a kind of trial gets: by what it gained per second lately, and never nothing. */
static double time_share(const kr_integer *p, int kind, int n) {
  double all = 0;
  for (int i = 0; i < n; ++i) all += p->luck[i].gain / p->luck[i].effort;
  return all > 0 ? fmax(LEAST_SHARE, p->luck[kind].gain / p->luck[kind].effort / all) : LEAST_SHARE;
}

static int draw_trial(kr_integer *p) {
  int n = p->line->is_static ? KR_TRIALS : KR_TRIALS - 1; /* to seek a route in time is too dear for ruins */
  double often[KR_TRIALS], all = 0;
  for (int i = 0; i < n; ++i) all += often[i] = time_share(p, i, n) / p->luck[i].effort;
  double at = kr_integer_random(p) * all;
  for (int i = 0; i < n - 1; ++i)
    if ((at -= often[i]) < 0) return i;
  return n - 1;
}

/** What a trial closed of what was open between plan and bound, and what it took: seconds, where these may count. */
static void learn(kr_integer *p, kr_luck *luck, double before, double began_s) {
  double gain = before < INFINITY && before > p->bound ? (before - p->best_objective) / (before - p->bound) : 0;
  double effort = p->lp->settings->iteration_limit > 0 ? 1 : fmax(LEAST_EFFORT_S, kr_clock_wall() - began_s);
  luck->gain += LEARN * (gain - luck->gain);
  luck->effort += LEARN * (effort - luck->effort);
}

kr_status kr_integer_improve(kr_integer *p, kr_error *err) {
  bool is_better = false;
  double before = p->best_objective, began_s = kr_clock_wall();
  kr_integer_copy(p, &p->now, &p->best);
  if (p->has_graft) return try_graft(p, &is_better, err);
  p->n_trials++;
  int kind = draw_trial(p);
  kr_status status = trials[kind](p, &is_better, err);
  learn(p, &p->luck[kind], before, began_s);
  return status;
}
