#include "solver/arc_states.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define FROM_SOURCE 1u
#define TO_GOAL 2u
#define LIVE (FROM_SOURCE | TO_GOAL)

static int64_t n_states(const kr_timeline *line) { return ((int64_t)line->n_steps + 1) * line->network->n_platforms; }

kr_status kr_arc_states_init(kr_arc_states *x, const kr_timeline *line, bool by_origin) {
  size_t n = (size_t)n_states(line);
  *x = (kr_arc_states){.line = line, .by_origin = by_origin};
  x->reach = kr_zeros(n, sizeof *x->reach);
  x->row = kr_zeros(n, sizeof *x->row);
  return x->reach && x->row ? KR_OK : KR_ERR_MEMORY;
}

void kr_arc_states_clear(kr_arc_states *x) {
  free(x->reach);
  free(x->row);
  *x = (kr_arc_states){0};
}

int64_t kr_arc_state_of(const kr_arc_states *x, int32_t platform, int32_t tau) {
  return (int64_t)tau * x->line->network->n_platforms + platform;
}

bool kr_arc_find_move(const kr_arc_states *x, const kr_lane_tolls *lane, int32_t i, int32_t tau, kr_arc_move *out) {
  int32_t day = kr_bucket(x->line, tau), steps = lane->steps ? lane->steps[(int64_t)day * lane->n_arcs + i] : 0;
  if (steps > x->line->n_steps - tau || isinf(lane->toll[(int64_t)day * lane->n_arcs + i])) return false;
  int32_t from = x->by_origin ? lane->head[i] : lane->tail[i], to = x->by_origin ? lane->tail[i] : lane->head[i];
  *out = (kr_arc_move){.from = kr_arc_state_of(x, from, tau),
                       .to = kr_arc_state_of(x, to, tau + steps),
                       .arc = lane->arc[i],
                       .head_platform = to,
                       .arrival = tau + steps,
                       .steps = steps};
  return true;
}

/**
 * What the sources reach from boundary `tau` on, until nothing changes. Open arcs stand in the order of a backward
 * sweep (timed, unloading, transfers, loading), so forward goes through them from the end.
 */
static void sweep_forward(kr_arc_states *x, const kr_lane_tolls *lane, int32_t tau) {
  int32_t n = x->line->network->n_platforms;
  for (bool again = true; again;) {
    again = false;
    for (int32_t i = lane->n_arcs; i-- > 0;) {
      kr_arc_move v;
      if (!kr_arc_find_move(x, lane, i, tau, &v) || !(x->reach[v.from] & FROM_SOURCE) || x->reach[v.to] & FROM_SOURCE)
        continue;
      x->reach[v.to] |= FROM_SOURCE;
      again = true;
    }
  }
  for (int32_t p = 0; p < n && tau < x->line->n_steps; ++p)
    x->reach[kr_arc_state_of(x, p, tau + 1)] |= x->reach[kr_arc_state_of(x, p, tau)] & FROM_SOURCE;
}

/** From where at boundary `tau` the goal can be reached. */
static void sweep_backward(kr_arc_states *x, const kr_lane_tolls *lane, int32_t tau) {
  int32_t n = x->line->network->n_platforms;
  for (int32_t p = 0; p < n && tau < x->line->n_steps; ++p)
    x->reach[kr_arc_state_of(x, p, tau)] |= x->reach[kr_arc_state_of(x, p, tau + 1)] & TO_GOAL;
  for (bool again = true; again;) {
    again = false;
    for (int32_t i = 0; i < lane->n_arcs; ++i) {
      kr_arc_move v;
      if (!kr_arc_find_move(x, lane, i, tau, &v) || !(x->reach[v.to] & TO_GOAL) || x->reach[v.from] & TO_GOAL) continue;
      x->reach[v.from] |= TO_GOAL;
      again = true;
    }
  }
}

static void mark_states(kr_arc_states *x, const kr_arc_commodity *k) {
  memset(x->reach, 0, (size_t)n_states(x->line));
  for (int32_t i = 0; i < k->n_members; ++i)
    if (k->members[i].ready != KR_NONE)
      x->reach[kr_arc_state_of(x, k->members[i].platform, k->members[i].ready)] |= FROM_SOURCE;
  for (int32_t tau = 0; tau <= x->line->n_steps; ++tau)
    x->reach[kr_arc_state_of(x, k->members[0].goal, tau)] |= TO_GOAL;
  for (int32_t tau = 0; tau <= x->line->n_steps; ++tau) sweep_forward(x, k->lane, tau);
  for (int32_t tau = x->line->n_steps; tau >= 0; --tau) sweep_backward(x, k->lane, tau);
}

int64_t kr_arc_states_number(kr_arc_states *x, const kr_arc_commodity *k, int64_t next) {
  mark_states(x, k);
  int32_t goal = k->members[0].goal, n = x->line->network->n_platforms;
  int64_t states = n_states(x->line);
  for (int64_t s = 0; s < states; ++s) x->row[s] = KR_NONE;
  for (int32_t i = 0; i < k->n_members; i = kr_arc_source_end(k->members, i, k->n_members), ++next) {
    if (k->members[i].ready == KR_NONE) continue;
    int64_t s = kr_arc_state_of(x, k->members[i].platform, k->members[i].ready);
    if (x->reach[s] == LIVE) x->row[s] = next;
  }
  for (int64_t s = 0; s < states; ++s)
    if (x->reach[s] == LIVE && x->row[s] == KR_NONE && s % n != goal) x->row[s] = next++;
  return next;
}
