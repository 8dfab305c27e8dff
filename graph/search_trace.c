#include <math.h>

#include "graph/search_internal.h"

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
  return kr_search_value(t->s, t->lane, tau, platform);
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
    if (tolls->toll[at] == INFINITY || arrival > t->s->last_step) continue;
    if (net->arcs[a].kind == KR_ARC_UNLOAD && net->arcs[a].head != t->s->goals[t->lane].door) continue;
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
  for (int i = 0; i < ch.n && t->tau < s->last_step; ++i) {
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

kr_status kr_search_trace_dated(const kr_search *search, int32_t lane, int32_t yard, int32_t ready, kr_route *out) {
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
