#include <math.h>

#include "graph/search_internal.h"

/* Dijkstra on an indexed binary heap; platforms of equal value leave it in the order of their numbers. */

static bool before(const double *value, int32_t p, int32_t q) {
  return value[p] < value[q] || (value[p] == value[q] && p < q);
}

static void place(kr_search *s, int32_t at, int32_t p) {
  s->heap[at] = p;
  s->heap_at[p] = at;
}

static void sift_up(kr_search *s, const double *value, int32_t at) {
  int32_t p = s->heap[at];
  for (; at > 0 && before(value, p, s->heap[(at - 1) / 2]); at = (at - 1) / 2) place(s, at, s->heap[(at - 1) / 2]);
  place(s, at, p);
}

static int32_t pop(kr_search *s, const double *value, int32_t *size) {
  int32_t top = s->heap[0], p = s->heap[--*size], at = 0;
  s->heap_at[top] = KR_NONE;
  if (*size == 0) return top;
  for (;;) {
    int32_t child = 2 * at + 1;
    if (child >= *size) break;
    if (child + 1 < *size && before(value, s->heap[child + 1], s->heap[child])) child++;
    if (!before(value, s->heap[child], p)) break;
    place(s, at, s->heap[child]);
    at = child;
  }
  place(s, at, p);
  return top;
}

static void relax(kr_search *s, int32_t lane, int32_t head, double *value, int32_t *size) {
  const kr_network *net = s->line->network;
  int32_t *next = s->next + (int64_t)lane * net->n_platforms;
  for (int32_t i = net->first_in[head]; i < net->first_in[head + 1]; ++i) {
    int32_t a = net->arcs_in[i], slot = s->tolls->slot[a], tail = net->arcs[a].tail;
    if (slot == KR_NONE || s->tolls->toll[slot] == INFINITY) continue;
    double via = value[head] + (s->goals[lane].weight * s->line->hours[a] + s->tolls->toll[slot]);
    if (!(via < value[tail])) continue;
    if (value[tail] == INFINITY) place(s, (*size)++, tail);
    value[tail] = via;
    next[tail] = a;
    sift_up(s, value, s->heap_at[tail]);
  }
}

void kr_search_run_static(kr_search *search, int32_t until) {
  int32_t n = search->line->network->n_platforms;
  for (int32_t lane = 0; lane < search->n_goals; ++lane) {
    double *value = search->value + (int64_t)lane * n;
    for (int32_t p = 0; p < n; ++p) value[p] = INFINITY;
    int32_t door = search->goals[lane].door, size = 0;
    value[door] = 0;
    search->next[(int64_t)lane * n + door] = KR_NONE;
    place(search, size++, door);
    for (int32_t p = KR_NONE; size > 0 && (p != until || p == KR_NONE);) {
      p = pop(search, value, &size);
      relax(search, lane, p, value, &size);
    }
  }
}

kr_status kr_search_trace_static(const kr_search *search, int32_t lane, int32_t yard, kr_route *out) {
  const kr_network *net = search->line->network;
  const int32_t *next = search->next + (int64_t)lane * net->n_platforms;
  if (search->value[(int64_t)lane * net->n_platforms + yard] == INFINITY) return KR_ERR_RANGE;
  for (int32_t p = yard; p != search->goals[lane].door; p = net->arcs[next[p]].head) {
    kr_status status = kr_route_add(out, next[p], 0);
    if (status != KR_OK) return status;
  }
  out->arrival = 0;
  return KR_OK;
}
