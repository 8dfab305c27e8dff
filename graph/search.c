#include "graph/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/search_internal.h"
#include "graph/vector.h"

kr_status kr_search_create(kr_search **out, const kr_timeline *line, kr_error *err) {
  kr_search *s = kr_zeros(1, sizeof *s);
  if (!s) return kr_fail_memory(err);
  size_t n = (size_t)line->network->n_platforms;
  s->line = line;
  s->value = aligned_alloc(64, ((size_t)line->n_steps + 1) * (n + 1) * KR_LANES * sizeof *s->value);
  s->chain = kr_zeros(3 * n, sizeof *s->chain);
  bool have = s->value && s->chain;
  if (line->is_static) {
    s->next = kr_zeros(n * KR_LANES, sizeof *s->next);
    s->heap = kr_zeros(n, sizeof *s->heap);
    s->heap_at = kr_zeros(n, sizeof *s->heap_at);
    have = have && s->next && s->heap && s->heap_at;
  }
  if (!have) {
    kr_search_free(s);
    return kr_fail_memory(err);
  }
  *out = s;
  return KR_OK;
}

void kr_search_free(kr_search *search) {
  if (!search) return;
  free(search->value);
  free(search->chain);
  free(search->next);
  free(search->heap);
  free(search->heap_at);
  free(search);
}

/** Arcs [from, to) that take time: value[tail] = min(value[tail], toll + value at τ + steps of head). */
KR_VECTORISED static void relax_timed(const kr_lane_tolls *t, int32_t day, int32_t steps_left, double *row,
                                      size_t n_platforms) {
  const double *toll = t->toll + (int64_t)day * t->n_arcs;
  const int32_t *steps = t->steps + (int64_t)day * t->n_arcs;
  for (int32_t i = 0; i < t->n_timed; ++i) {
    if (steps[i] > steps_left || toll[i] == INFINITY) continue;
    const double *head = row + ((size_t)steps[i] * n_platforms + (size_t)t->head[i]) * KR_LANES;
    double *tail = row + (size_t)t->tail[i] * KR_LANES;
    for (int lane = 0; lane < KR_LANES; ++lane) {
      double via = head[lane] + toll[i];
      tail[lane] = via < tail[lane] ? via : tail[lane];
    }
  }
}

/** Arcs [from, to) of no steps, once in order; says whether anything improved. */
static bool relax_instant(const kr_lane_tolls *t, int32_t day, double *row, int32_t from, int32_t to) {
  const double *toll = t->toll + (int64_t)day * t->n_arcs;
  bool better = false;
  for (int32_t i = from; i < to; ++i) {
    if (toll[i] == INFINITY) continue;
    const double *head = row + (size_t)t->head[i] * KR_LANES;
    double *tail = row + (size_t)t->tail[i] * KR_LANES;
    for (int lane = 0; lane < KR_LANES; ++lane) {
      double via = head[lane] + toll[i];
      if (via < tail[lane]) {
        tail[lane] = via;
        better = true;
      }
    }
  }
  return better;
}

/** Freight delivered at boundary τ has cost this much since the horizon began. */
static double delivered(const kr_timeline *line, const kr_goal *goal, int32_t tau) {
  double late = tau > goal->due_step ? tau - goal->due_step : 0.0;
  return goal->weight * line->step_h * (tau + line->late_factor * late);
}

static void sweep_boundary(kr_search *s, int32_t tau, double *row, size_t n_platforms) {
  const kr_timeline *line = s->line;
  const kr_lane_tolls *t = s->tolls;
  size_t width = n_platforms * KR_LANES;
  if (tau < line->n_steps) {
    memcpy(row, row + width, width * sizeof *row);
  } else {
    for (size_t i = 0; i < width; ++i) row[i] = INFINITY;
  }
  for (int32_t g = 0; g < s->n_goals; ++g)
    row[(size_t)s->goals[g].door * KR_LANES + (size_t)g] = delivered(line, &s->goals[g], tau);
  int32_t day = kr_bucket(line, tau);
  relax_timed(t, day, line->n_steps - tau, row, n_platforms);
  relax_instant(t, day, row, t->n_timed, t->n_unloads);
  while (relax_instant(t, day, row, t->n_unloads, t->n_transfers)) continue;
  relax_instant(t, day, row, t->n_transfers, t->n_arcs);
}

void kr_search_run(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goals, int32_t n_goals,
                   int32_t first_step) {
  search->tolls = tolls;
  search->n_goals = n_goals;
  memcpy(search->goals, goals, (size_t)n_goals * sizeof *goals);
  if (search->line->is_static) {
    kr_search_run_static(search);
    return;
  }
  size_t n = (size_t)search->line->network->n_platforms;
  for (int32_t tau = search->line->n_steps; tau >= first_step; --tau)
    sweep_boundary(search, tau, search->value + (size_t)tau * n * KR_LANES, n);
}

double kr_search_cost(const kr_search *search, int32_t lane, int32_t yard, int32_t ready) {
  size_t n = (size_t)search->line->network->n_platforms;
  if (search->line->is_static) return search->value[(size_t)lane * n + (size_t)yard];
  double value = search->value[((size_t)ready * n + (size_t)yard) * KR_LANES + (size_t)lane];
  return value - search->goals[lane].weight * search->line->step_h * ready;
}

kr_status kr_route_add(kr_route *route, int32_t arc, int32_t tau) {
  if (!kr_grow(&route->moves, &route->room, route->n_moves + 1, sizeof *route->moves)) return KR_ERR_MEMORY;
  route->moves[route->n_moves++] = (kr_move){arc, tau};
  return KR_OK;
}

/** Platforms reachable at the same boundary by zero-step arcs that lie on cheapest routes, and how. */
typedef struct chain {
  int32_t *platform, *parent, *arc; /* the search's scratch, [platforms] */
  int n;
} chain;

static bool in_chain(const chain *ch, int32_t platform) {
  for (int i = 0; i < ch->n; ++i)
    if (ch->platform[i] == platform) return true;
  return false;
}

typedef struct tracer {
  const kr_search *s;
  int32_t lane, tau;
  kr_route *out;
} tracer;

static double value_at(const tracer *t, int32_t tau, int32_t platform) {
  size_t n = (size_t)t->s->line->network->n_platforms;
  return t->s->value[((size_t)tau * n + (size_t)platform) * KR_LANES + (size_t)t->lane];
}

/** Appends the zero-step arcs that lead to place `i` of the chain. */
static kr_status take_chain(const tracer *t, const chain *ch, int i) {
  if (ch->parent[i] < 0) return KR_OK;
  kr_status status = take_chain(t, ch, ch->parent[i]);
  return status == KR_OK ? kr_route_add(t->out, ch->arc[i], t->tau) : status;
}

/** A timed arc out of the chain's place i on a cheapest route, or KR_NONE; zero-step ones lengthen the chain. */
static int32_t timed_arc(const tracer *t, chain *ch, int i) {
  const kr_network *net = t->s->line->network;
  const kr_lane_tolls *tolls = t->s->tolls;
  int32_t p = ch->platform[i], day = kr_bucket(t->s->line, t->tau);
  double here = value_at(t, t->tau, p);
  for (int32_t a = net->first_arc[p]; a < net->first_arc[p + 1]; ++a) {
    int32_t slot = tolls->slot[a];
    if (slot == KR_NONE) continue;
    int64_t at = (int64_t)day * tolls->n_arcs + slot;
    int32_t arrival = t->tau + tolls->steps[at];
    if (tolls->toll[at] == INFINITY || arrival > t->s->line->n_steps) continue;
    if (value_at(t, arrival, net->arcs[a].head) + tolls->toll[at] != here) continue;
    if (slot < tolls->n_timed) return a;
    if (in_chain(ch, net->arcs[a].head)) continue;
    ch->platform[ch->n] = net->arcs[a].head;
    ch->parent[ch->n] = i;
    ch->arc[ch->n++] = a;
  }
  return KR_NONE;
}

/**
 * Goes on from `*platform` at t->tau: delivered (door reached), moved over a timed arc, or waited one step.
 * Equal values among zero-step arcs can form circles, so the whole chain is looked at before waiting.
 */
static kr_status advance(tracer *t, int32_t *platform, bool *delivered_now) {
  const kr_search *s = t->s;
  size_t n = (size_t)s->line->network->n_platforms;
  chain ch = {s->chain, s->chain + n, s->chain + 2 * n, 1};
  ch.platform[0] = *platform;
  ch.parent[0] = -1;
  for (int i = 0; i < ch.n; ++i) {
    if (ch.platform[i] == s->goals[t->lane].door) {
      *delivered_now = true;
      return take_chain(t, &ch, i);
    }
    int32_t a = timed_arc(t, &ch, i);
    if (a == KR_NONE) continue;
    kr_status status = take_chain(t, &ch, i);
    if (status == KR_OK) status = kr_route_add(t->out, a, t->tau);
    *platform = s->line->network->arcs[a].head;
    t->tau += s->tolls->steps[(int64_t)kr_bucket(s->line, t->tau) * s->tolls->n_arcs + s->tolls->slot[a]];
    return status;
  }
  for (int i = 0; i < ch.n && t->tau < s->line->n_steps; ++i) {
    if (value_at(t, t->tau + 1, ch.platform[i]) != value_at(t, t->tau, ch.platform[i])) continue;
    kr_status status = take_chain(t, &ch, i);
    *platform = ch.platform[i];
    t->tau++;
    return status;
  }
  return KR_ERR_RANGE;
}

/**
 * Freight that could wait for free may as well go round in circles for free; it shall wait. What lies between two
 * visits to a platform is cut out. The last visit counts, so one pass over the moves finds the next one to keep.
 */
static void cut_circles(const kr_network *net, kr_route *route) {
  size_t kept = 0;
  for (size_t i = 0; i < route->n_moves; ++i) {
    size_t last = i;
    for (size_t k = i + 1; k < route->n_moves; ++k)
      if (net->arcs[route->moves[k].arc].tail == net->arcs[route->moves[i].arc].tail) last = k;
    i = last;
    route->moves[kept++] = route->moves[last];
  }
  route->n_moves = kept;
}

kr_status kr_search_trace(const kr_search *search, int32_t lane, int32_t yard, int32_t ready, kr_route *out) {
  out->n_moves = 0;
  if (search->line->is_static) return kr_search_trace_static(search, lane, yard, out);
  tracer t = {search, lane, ready, out};
  int32_t platform = yard;
  if (value_at(&t, ready, yard) == INFINITY) return KR_ERR_RANGE;
  bool delivered_now = false;
  while (!delivered_now) {
    kr_status status = advance(&t, &platform, &delivered_now);
    if (status != KR_OK) return status;
  }
  out->arrival = t.tau;
  cut_circles(search->line->network, out);
  return KR_OK;
}
