#include "graph/reach.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

/** Marks every platform from which `door` can be reached over the open arcs of one cargo. */
static void flood(const kr_network *net, const kr_lane_tolls *lane, int32_t door, bool *seen, int32_t *stack) {
  memset(seen, 0, (size_t)net->n_platforms * sizeof *seen);
  int32_t n = 0;
  stack[n++] = door;
  seen[door] = true;
  while (n > 0) {
    int32_t p = stack[--n];
    for (int32_t i = net->first_in[p]; i < net->first_in[p + 1]; ++i) {
      int32_t a = net->arcs_in[i], tail = net->arcs[a].tail;
      if (lane->slot[a] == KR_NONE || seen[tail]) continue;
      seen[tail] = true;
      stack[n++] = tail;
    }
  }
}

/** Shipments in lists, one list per (cargo, destination): head[] and next[] with KR_NONE at the end. */
static void list_shipments(const kr_corridor *c, int32_t *head, int32_t *next) {
  int64_t n_lists = (int64_t)kr_n_cargo(c) * kr_n_nodes(c);
  for (int64_t i = 0; i < n_lists; ++i) head[i] = KR_NONE;
  for (int32_t s = kr_n_shipments(c) - 1; s >= 0; --s) {
    int64_t list = (int64_t)c->shipments[s].cargo * kr_n_nodes(c) + c->shipments[s].destination;
    next[s] = head[list];
    head[list] = s;
  }
}

kr_status kr_reach_mark(const kr_timeline *line, bool *reachable, kr_error *err) {
  const kr_corridor *c = line->corridor;
  const kr_network *net = line->network;
  kr_tolls *tolls = NULL;
  int32_t *head = kr_zeros((size_t)kr_n_cargo(c) * (size_t)kr_n_nodes(c), sizeof *head);
  int32_t *next = kr_zeros((size_t)kr_n_shipments(c), sizeof *next);
  int32_t *stack = kr_zeros((size_t)net->n_platforms, sizeof *stack);
  bool *seen = kr_zeros((size_t)net->n_platforms, sizeof *seen);
  kr_status status = head && next && stack && seen ? KR_OK : kr_fail_memory(err);
  if (status != KR_OK) goto done;
  KR_TRY(kr_tolls_create(&tolls, line, err));
  list_shipments(c, head, next);
  for (int32_t k = 0; k < kr_n_cargo(c); ++k) {
    for (int32_t node = 0; node < kr_n_nodes(c); ++node) {
      int32_t s = head[(int64_t)k * kr_n_nodes(c) + node];
      if (s == KR_NONE) continue;
      flood(net, &tolls->of_ware[k], net->door[node], seen, stack);
      for (; s != KR_NONE; s = next[s]) reachable[s] = seen[net->yard[c->shipments[s].origin]];
    }
  }
done:
  kr_tolls_free(tolls);
  free(head);
  free(next);
  free(stack);
  free(seen);
  return status;
}
