#include <math.h>

#include "graph/search_internal.h"
#include "graph/vector.h"

/** A boundary's row of values and, if asked for, of arrivals, and the day's arcs. */
typedef struct boundary {
  const kr_sweep_plan *plan;
  const int32_t *first; /* [parts + 1] */
  const kr_sweep_arc *arc;
  kr_lanes *value;
  kr_lanes_mask *arrival; /* NULL = not asked for */
  int32_t tau;
  int32_t beyond; /* jumps from here on lead out of the sweep */
} boundary;

/** Which parts of a day's plan to read. */
typedef struct part_list {
  const int32_t *part; /* NULL = 0, 1, 2 … */
  int32_t n;
} part_list;

/**
 * What stands on the platforms of these parts waits a step, or takes an arc to a row within the sweep. One addition,
 * one comparison and one choice an arc, for all lanes at once.
 */
KR_VECTORISED static void relax_values(const boundary *b, part_list parts) {
  kr_lanes *value = b->value;
  for (int32_t i = 0; i < parts.n; ++i) {
    int32_t k = parts.part ? parts.part[i] : i, p = b->plan->order[k];
    kr_lanes best = value[b->plan->n_platforms + p];
    for (const kr_sweep_arc *arc = b->arc + b->first[k]; arc < b->arc + b->first[k + 1]; ++arc) {
      if (arc->jump >= b->beyond) continue;
      kr_lanes via = value[arc->jump] + arc->toll;
      kr_lanes_mask better = via < best;
      best = (kr_lanes)((better & (kr_lanes_mask)via) | (~better & (kr_lanes_mask)best));
    }
    value[p] = best;
  }
}

/** The same with arrivals. */
KR_VECTORISED static void relax_arrivals(const boundary *b, part_list parts) {
  kr_lanes *value = b->value;
  for (int32_t i = 0; i < parts.n; ++i) {
    int32_t k = parts.part ? parts.part[i] : i, p = b->plan->order[k];
    kr_lanes best = value[b->plan->n_platforms + p];
    kr_lanes_mask arrival = b->arrival[b->plan->n_platforms + p];
    for (const kr_sweep_arc *arc = b->arc + b->first[k]; arc < b->arc + b->first[k + 1]; ++arc) {
      if (arc->jump >= b->beyond) continue;
      kr_lanes via = value[arc->jump] + arc->toll;
      kr_lanes_mask better = via < best;
      best = (kr_lanes)((better & (kr_lanes_mask)via) | (~better & (kr_lanes_mask)best));
      arrival = (better & b->arrival[arc->jump]) | (~better & arrival);
    }
    value[p] = best;
    b->arrival[p] = arrival;
  }
}

static void relax(const boundary *b, part_list parts) {
  if (b->arrival) {
    relax_arrivals(b, parts);
  } else {
    relax_values(b, parts);
  }
}

/** The arcs of these parts one by one, each for its own tail; says whether anything improved. */
KR_VECTORISED static bool relax_singly(const boundary *b, part_list parts) {
  kr_lanes *value = b->value;
  kr_lanes_mask any = {0};
  for (int32_t i = 0; i < parts.n; ++i)
    for (int32_t k = b->first[parts.part[i]]; k < b->first[parts.part[i] + 1]; ++k) {
      int32_t jump = b->arc[k].jump, tail = b->arc[k].tail;
      if (jump >= b->beyond) continue;
      kr_lanes via = value[jump] + b->arc[k].toll, best = value[tail];
      kr_lanes_mask better = via < best;
      value[tail] = (kr_lanes)((better & (kr_lanes_mask)via) | (~better & (kr_lanes_mask)best));
      if (b->arrival) b->arrival[tail] = (better & b->arrival[jump]) | (~better & b->arrival[tail]);
      any |= better;
    }
  bool improved = false;
  for (int lane = 0; lane < KR_LANES; ++lane) improved = improved || any[lane];
  return improved;
}

/** Freight delivered at boundary τ has cost this much since the horizon began. */
static double delivered(const kr_timeline *line, const kr_goal *goal, int32_t tau) {
  double late = tau > goal->due_step ? tau - goal->due_step : 0.0;
  return goal->weight * line->step_h * (tau + line->late_factor * late);
}

static void no_route(const boundary *b, int32_t place) {
  for (int lane = 0; lane < KR_LANES; ++lane) {
    b->value[place][lane] = INFINITY;
    if (b->arrival) b->arrival[place][lane] = 0;
  }
}

/** Delivery now, each lane at its own door. */
static void open_doors(const kr_search *s, const kr_sweep *sweep, const boundary *b) {
  for (int32_t g = 0; g < sweep->n_goals; ++g) no_route(b, sweep->goals[g].door);
  for (int32_t g = 0; g < sweep->n_goals; ++g) {
    b->value[sweep->goals[g].door][g] = delivered(s->line, &sweep->goals[g], b->tau);
    if (b->arrival) b->arrival[sweep->goals[g].door][g] = b->tau;
  }
}

/** The parts of the goals' doors, each once. @return how many */
static int32_t list_doors(const kr_sweep *sweep, int32_t *parts) {
  int32_t n = 0;
  for (int32_t g = 0; g < sweep->n_goals; ++g) {
    int32_t part = sweep->plan->part[sweep->goals[g].door], k = 0;
    while (k < n && parts[k] != part) k++;
    if (k == n) parts[n++] = part;
  }
  return n;
}

static boundary at_boundary(const kr_search *s, const kr_sweep *sweep, int32_t tau) {
  const kr_sweep_plan *plan = sweep->plan;
  int64_t row = (int64_t)(tau - sweep->first_step) * plan->n_platforms, day = kr_bucket(s->line, tau);
  return (boundary){.plan = plan,
                    .first = plan->first + day * (plan->n_parts + 1),
                    .arc = plan->arc + day * plan->room,
                    .value = s->lanes + row,
                    .arrival = sweep->detail == KR_SWEEP_ARRIVALS ? s->arrival + row : NULL,
                    .tau = tau,
                    .beyond = (sweep->last_step - tau + 1) * plan->n_platforms};
}

static void sweep_rows(const kr_search *s, const kr_sweep *sweep, part_list yards) {
  const kr_sweep_plan *plan = sweep->plan;
  int32_t of_doors[KR_LANES], last_part = plan->n_platforms;
  part_list doors = {of_doors, list_doors(sweep, of_doors)}, inner = {NULL, plan->n_inner}, at_once = {&last_part, 1};
  boundary behind = at_boundary(s, sweep, sweep->last_step);
  for (int32_t p = 0; p < plan->n_platforms; ++p) no_route(&behind, plan->n_platforms + p);
  for (int32_t tau = sweep->last_step; tau >= sweep->first_step; --tau) {
    boundary b = at_boundary(s, sweep, tau);
    open_doors(s, sweep, &b);
    relax(&b, inner);
    relax_singly(&b, doors);
    while (relax_singly(&b, at_once)) continue;
    relax(&b, yards);
  }
}

void kr_search_sweep(kr_search *search, const kr_sweep *sweep) {
  search->tolls = sweep->tolls;
  search->n_goals = sweep->n_goals;
  for (int32_t g = 0; g < sweep->n_goals; ++g) search->goals[g] = sweep->goals[g];
  search->first_step = sweep->first_step;
  search->last_step = sweep->last_step;
  int32_t *parts = search->chain + sweep->plan->n_platforms; /* the chain is needed for tracing only */
  for (int32_t k = 0; k < sweep->n_yards; ++k) parts[k] = sweep->plan->part[sweep->yards[k]];
  sweep_rows(search, sweep, (part_list){parts, sweep->n_yards});
}
