#include "cli/report/rings.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

static bool crosses_border(const kr_corridor *c, const kr_link *link) {
  const char *from = c->nodes[link->from_node].country, *to = c->nodes[link->to_node].country;
  return *from && *to && strcmp(from, to) != 0;
}

/** Counts into first[node + 1], or, once the lists have room, appends to them. */
static void add(kr_rings *r, const kr_corridor *c, int32_t node, kr_span span) {
  if (!r->resources) {
    r->first[node + 1] += span.count;
    return;
  }
  for (int32_t i = 0; i < span.count; ++i) r->resources[r->first[node]++] = c->resource_lists[span.first + i];
}

static void add_all(kr_rings *r, const kr_corridor *c) {
  for (int32_t i = 0; i < c->n_transfers; ++i) add(r, c, c->transfers[i].node, c->transfers[i].resources);
  for (int32_t i = 0; i < kr_n_links(c); ++i) {
    if (!crosses_border(c, &c->links[i])) continue;
    add(r, c, c->links[i].from_node, c->links[i].resources);
    add(r, c, c->links[i].to_node, c->links[i].resources);
  }
}

kr_status kr_rings_create(kr_rings **out, const kr_corridor *c) {
  int32_t n = kr_n_nodes(c);
  kr_rings *r = kr_zeros(1, sizeof *r);
  if (r) r->first = kr_zeros((size_t)n + 1, sizeof *r->first);
  if (r && r->first) {
    add_all(r, c);
    for (int32_t i = 0; i < n; ++i) r->first[i + 1] += r->first[i];
    r->resources = kr_zeros((size_t)r->first[n], sizeof *r->resources);
  }
  if (!r || !r->first || !r->resources) {
    kr_rings_free(r);
    return KR_ERR_MEMORY;
  }
  add_all(r, c);
  for (int32_t i = n; i > 0; --i) r->first[i] = r->first[i - 1];
  r->first[0] = 0;
  *out = r;
  return KR_OK;
}

void kr_rings_free(kr_rings *r) {
  if (r) free(r->first);
  if (r) free(r->resources);
  free(r);
}

int32_t kr_rings_busiest(const kr_rings *r, const kr_flow *f, int32_t node, int32_t day) {
  int32_t best = KR_NONE;
  double most = -1;
  for (int32_t i = r->first[node]; i < r->first[node + 1]; ++i) {
    double share = kr_flow_utilisation(f, r->resources[i], day);
    if (!(share > most)) continue;
    most = share;
    best = r->resources[i];
  }
  return best;
}
