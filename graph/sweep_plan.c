#include "graph/sweep_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define MANY 15 /* arcs of a platform; with more, it goes among these */

kr_status kr_sweep_plan_create(kr_sweep_plan **out, const kr_timeline *line, int32_t room, kr_error *err) {
  kr_sweep_plan *plan = kr_zeros(1, sizeof *plan);
  if (!plan) return kr_fail_memory(err);
  int32_t n = line->network->n_platforms;
  *plan = (kr_sweep_plan){
      .n_platforms = n, .n_days = line->n_days, .n_steps = line->n_steps, .n_parts = n + 1, .room = room};
  plan->order = kr_zeros((size_t)n, sizeof *plan->order);
  plan->part = kr_zeros((size_t)n, sizeof *plan->part);
  plan->slot = kr_zeros((size_t)room, sizeof *plan->slot);
  plan->owner = kr_zeros((size_t)room, sizeof *plan->owner);
  plan->first = kr_zeros(((size_t)n + 2) * (size_t)line->n_days, sizeof *plan->first);
  plan->arc = kr_zeros((size_t)room * (size_t)line->n_days, sizeof *plan->arc);
  plan->seen_arc = kr_zeros((size_t)room, sizeof *plan->seen_arc);
  plan->seen_toll = kr_zeros((size_t)room * (size_t)line->n_days, sizeof *plan->seen_toll);
  bool countable = ((int64_t)line->n_steps + 2) * n <= INT32_MAX;
  bool have = plan->order && plan->part && plan->slot && plan->owner && plan->first && plan->arc && plan->seen_arc &&
              plan->seen_toll;
  if (!countable || !have) {
    kr_sweep_plan_free(plan);
    return kr_fail_memory(err);
  }
  *out = plan;
  return KR_OK;
}

void kr_sweep_plan_free(kr_sweep_plan *plan) {
  if (!plan) return;
  free(plan->order);
  free(plan->part);
  free(plan->slot);
  free(plan->owner);
  free(plan->first);
  free(plan->arc);
  free(plan->seen_arc);
  free(plan->seen_toll);
  free(plan);
}

static bool repeats(const kr_lane_tolls *lane, int32_t i) { return i >= lane->n_unloads && i < lane->n_transfers; }

static int32_t owner_of(const kr_network *net, const kr_lane_tolls *lane, int32_t i) {
  return net->arcs[lane->arc[i]].kind == KR_ARC_UNLOAD ? lane->head[i] : lane->tail[i];
}

/** Counts each platform's arcs into `n_of`, as far as MANY; yards and doors get -1. */
static void count_arcs(const kr_network *net, const kr_lane_tolls *lane, int32_t *n_of) {
  for (int32_t p = 0; p < net->n_platforms; ++p) n_of[p] = 0;
  for (int32_t i = 0; i < lane->n_arcs; ++i) {
    const kr_arc *arc = &net->arcs[lane->arc[i]];
    int32_t p = owner_of(net, lane, i);
    if (arc->kind == KR_ARC_LOAD || arc->kind == KR_ARC_UNLOAD) {
      n_of[p] = -1;
    } else if (!repeats(lane, i) && n_of[p] < MANY) {
      n_of[p]++;
    }
  }
}

static void number_parts(kr_sweep_plan *plan, const kr_network *net, const kr_lane_tolls *lane) {
  int32_t *n_of = plan->part, n = 0; /* the counts lie there until the parts have numbers */
  count_arcs(net, lane, n_of);
  for (int32_t k = MANY; k >= -1; --k) {
    if (k == -1) plan->n_inner = n;
    for (int32_t p = 0; p < plan->n_platforms; ++p)
      if (n_of[p] == k) plan->order[n++] = p;
  }
  for (int32_t k = 0; k < n; ++k) plan->part[plan->order[k]] = k;
}

static void lay(kr_sweep_plan *plan, const kr_timeline *line, const kr_lane_tolls *lane) {
  const kr_network *net = line->network;
  number_parts(plan, net, lane);
  int32_t *next = plan->first; /* of one day, filled anew when it is priced */
  for (int32_t k = 0; k <= plan->n_parts; ++k) next[k] = 0;
  for (int32_t i = 0; i < lane->n_arcs; ++i)
    next[1 + (repeats(lane, i) ? plan->n_platforms : plan->part[owner_of(net, lane, i)])]++;
  for (int32_t k = 0; k < plan->n_parts; ++k) next[k + 1] += next[k];
  for (int32_t i = 0; i < lane->n_arcs; ++i) {
    int32_t part = repeats(lane, i) ? plan->n_platforms : plan->part[owner_of(net, lane, i)];
    plan->slot[next[part]] = i;
    plan->owner[next[part]++] = part;
  }
  plan->n_slots = lane->n_arcs;
  if (lane->n_arcs > 0) memcpy(plan->seen_arc, lane->arc, (size_t)lane->n_arcs * sizeof *lane->arc);
}

static void price_day(kr_sweep_plan *plan, const kr_lane_tolls *lane, int32_t day) {
  const double *toll = lane->toll + (int64_t)day * lane->n_arcs;
  const int32_t *steps = lane->steps + (int64_t)day * lane->n_arcs;
  int32_t *first = plan->first + (int64_t)day * (plan->n_parts + 1), n = 0, part = 0;
  kr_sweep_arc *arc = plan->arc + (int64_t)day * plan->room;
  for (int32_t k = 0; k < plan->n_slots; ++k) {
    int32_t i = plan->slot[k];
    while (part <= plan->owner[k]) first[part++] = n;
    if (toll[i] == INFINITY || steps[i] > plan->n_steps) continue;
    arc[n++] = (kr_sweep_arc){toll[i], steps[i] * plan->n_platforms + lane->head[i], lane->tail[i]};
  }
  while (part <= plan->n_parts) first[part++] = n;
}

void kr_sweep_plan_set(kr_sweep_plan *plan, const kr_timeline *line, const kr_lane_tolls *lane) {
  size_t n = (size_t)lane->n_arcs, bytes = n * sizeof *lane->toll;
  bool same = n > 0 && plan->n_slots == lane->n_arcs && memcmp(plan->seen_arc, lane->arc, n * sizeof *lane->arc) == 0;
  if (!same) lay(plan, line, lane);
  for (int32_t day = 0; day < plan->n_days; ++day) {
    double *seen = plan->seen_toll + (size_t)day * n;
    const double *toll = lane->toll + (size_t)day * n;
    if (same && memcmp(seen, toll, bytes) == 0) continue;
    price_day(plan, lane, day);
    if (n > 0) memcpy(seen, toll, bytes);
  }
}
