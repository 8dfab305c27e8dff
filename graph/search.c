#include "graph/search.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/search_internal.h"

static bool make_static_room(kr_search *s, size_t n) {
  s->value = kr_zeros(n * KR_LANES, sizeof *s->value);
  s->next = kr_zeros(n * KR_LANES, sizeof *s->next);
  s->heap = kr_zeros(n, sizeof *s->heap);
  s->heap_at = kr_zeros(n, sizeof *s->heap_at);
  return s->value && s->next && s->heap && s->heap_at;
}

static bool make_dated_room(kr_search *s, size_t n) {
  s->lanes = aligned_alloc(sizeof(kr_lanes), ((size_t)s->line->n_steps + 2) * (n + 1) * sizeof *s->lanes);
  s->chain = kr_zeros(3 * n, sizeof *s->chain);
  return s->lanes && s->chain;
}

static bool make_arrival_room(kr_search *s, size_t n) {
  s->arrival = aligned_alloc(sizeof *s->arrival, ((size_t)s->line->n_steps + 2) * (n + 1) * sizeof *s->arrival);
  return s->arrival;
}

static kr_status create(kr_search **out, const kr_timeline *line, kr_error *err) {
  kr_search *s = kr_zeros(1, sizeof *s);
  if (!s) return kr_fail_memory(err);
  size_t n = (size_t)line->network->n_platforms;
  s->line = line;
  if (!(line->is_static ? make_static_room(s, n) : make_dated_room(s, n))) {
    kr_search_free(s);
    return kr_fail_memory(err);
  }
  *out = s;
  return KR_OK;
}

static kr_status make_own_plans(kr_search *s, kr_error *err) {
  int32_t n = kr_n_cargo(s->line->corridor);
  s->own = kr_zeros((size_t)n, sizeof *s->own);
  if (!s->own) return kr_fail_memory(err);
  kr_status status = KR_OK;
  for (; s->n_own < n && status == KR_OK; ++s->n_own)
    status = kr_sweep_plan_create(&s->own[s->n_own].plan, s->line, s->line->network->n_arcs, err);
  return status;
}

kr_status kr_search_create(kr_search **out, const kr_timeline *line, kr_error *err) {
  kr_search *s = NULL;
  kr_status status = create(&s, line, err);
  if (status == KR_OK && !line->is_static) status = make_own_plans(s, err);
  if (status == KR_OK) {
    *out = s;
  } else {
    kr_search_free(s);
  }
  return status;
}

kr_status kr_search_create_bare(kr_search **out, const kr_timeline *line, kr_error *err) {
  kr_search *s = NULL;
  kr_status status = create(&s, line, err);
  if (status != KR_OK) return status;
  if (!line->is_static && !make_arrival_room(s, (size_t)line->network->n_platforms)) {
    kr_search_free(s);
    return kr_fail_memory(err);
  }
  *out = s;
  return KR_OK;
}

void kr_search_free(kr_search *search) {
  if (!search) return;
  for (int32_t k = 0; k < search->n_own; ++k) kr_sweep_plan_free(search->own[k].plan);
  free(search->own);
  free(search->lanes);
  free(search->arrival);
  free(search->chain);
  free(search->value);
  free(search->next);
  free(search->heap);
  free(search->heap_at);
  free(search);
}

/** The plan that was set for these tolls, or the one whose turn it is, set anew. */
static const kr_sweep_plan *own_plan(kr_search *s) {
  int32_t k = 0;
  while (k < s->n_own && s->own[k].tolls != s->tolls) k++;
  if (k == s->n_own) {
    k = s->next_own;
    s->next_own = (k + 1) % s->n_own;
  }
  s->own[k].tolls = s->tolls;
  kr_sweep_plan_set(s->own[k].plan, s->line, s->tolls);
  return s->own[k].plan;
}

/** The sweep of kr_search_run reads every yard that the network has. */
static void sweep_all(kr_search *s, const kr_goal *goals, int32_t n_goals, int32_t first_step) {
  int32_t *yards = s->chain, n_yards = 0; /* the chain is needed for tracing only */
  for (int32_t node = 0; node < kr_n_nodes(s->line->corridor); ++node)
    if (s->line->network->yard[node] != KR_NONE) yards[n_yards++] = s->line->network->yard[node];
  kr_sweep sweep = {own_plan(s),      s->tolls, goals,   n_goals,        first_step,
                    s->line->n_steps, yards,    n_yards, KR_SWEEP_VALUES};
  kr_search_sweep(s, &sweep);
}

static void run(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goals, int32_t n_goals, int32_t until,
                int32_t first_step) {
  search->tolls = tolls;
  if (!search->line->is_static) {
    sweep_all(search, goals, n_goals, first_step);
    return;
  }
  search->n_goals = n_goals;
  memcpy(search->goals, goals, (size_t)n_goals * sizeof *goals);
  kr_search_run_static(search, until);
}

void kr_search_run(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goals, int32_t n_goals,
                   int32_t first_step) {
  run(search, tolls, goals, n_goals, KR_NONE, first_step);
}

void kr_search_run_one(kr_search *search, const kr_lane_tolls *tolls, const kr_goal *goal, int32_t yard,
                       int32_t first_step) {
  run(search, tolls, goal, 1, yard, first_step);
}

double kr_search_cost(const kr_search *search, int32_t lane, int32_t yard, int32_t ready) {
  size_t n = (size_t)search->line->network->n_platforms;
  if (search->line->is_static) return search->value[(size_t)lane * n + (size_t)yard];
  return kr_search_value(search, lane, ready, yard) - search->goals[lane].weight * search->line->step_h * ready;
}

int32_t kr_search_arrival(const kr_search *search, int32_t lane, int32_t yard, int32_t ready) {
  int64_t row = (int64_t)(ready - search->first_step) * search->line->network->n_platforms;
  return (int32_t)search->arrival[row + yard][lane];
}

kr_status kr_route_add(kr_route *route, int32_t arc, int32_t tau) {
  if (!kr_grow(&route->moves, &route->room, route->n_moves + 1, sizeof *route->moves)) return KR_ERR_MEMORY;
  route->moves[route->n_moves++] = (kr_move){arc, tau};
  return KR_OK;
}

kr_status kr_search_trace(const kr_search *search, int32_t lane, int32_t yard, int32_t ready, kr_route *out) {
  out->n_moves = 0;
  return search->line->is_static ? kr_search_trace_static(search, lane, yard, out)
                                 : kr_search_trace_dated(search, lane, yard, ready, out);
}
