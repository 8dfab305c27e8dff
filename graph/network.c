#include "graph/network.h"

#include <stdlib.h>

#include "graph/memory.h"

/** What a node offers in a mode; bits, filled from the rows before platforms get their numbers. */
enum { STANDS = 1u, LOADS = 2u, LOAD_ROW = 4u, UNLOAD_ROW = 8u };

typedef struct builder {
  const kr_corridor *c;
  kr_network *net;
  uint8_t *offer;    /* [node * n_modes + mode] */
  int32_t *platform; /* [node * n_modes + mode] */
  int32_t n_modes;
  size_t arc_room;
} builder;

static int64_t slot(const builder *b, int32_t node, int32_t mode) { return (int64_t)node * b->n_modes + mode; }

static void note_offers(builder *b) {
  const kr_corridor *c = b->c;
  for (int32_t l = 0; l < kr_n_links(c); ++l) {
    const kr_link *link = &c->links[l];
    b->offer[slot(b, link->from_node, link->mode)] |= STANDS | LOADS;
    b->offer[slot(b, link->to_node, link->mode)] |= STANDS | LOADS;
  }
  for (int32_t i = 0; i < c->n_transfers; ++i) {
    const kr_transfer *row = &c->transfers[i];
    if (row->from_mode == KR_NONE) {
      b->offer[slot(b, row->node, row->to_mode)] |= STANDS | LOADS | LOAD_ROW;
    } else if (row->to_mode == KR_NONE) {
      b->offer[slot(b, row->node, row->from_mode)] |= STANDS | UNLOAD_ROW;
    } else {
      b->offer[slot(b, row->node, row->from_mode)] |= STANDS;
      b->offer[slot(b, row->node, row->to_mode)] |= STANDS;
    }
  }
}

static void number_platforms(builder *b) {
  const kr_corridor *c = b->c;
  kr_network *net = b->net;
  for (int32_t n = 0; n < kr_n_nodes(c); ++n) net->yard[n] = net->door[n] = KR_NONE;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    net->yard[c->shipments[s].origin] = 0;
    net->door[c->shipments[s].destination] = 0;
  }
  int32_t n = 0;
  for (int32_t node = 0; node < kr_n_nodes(c); ++node) {
    if (net->yard[node] != KR_NONE) net->yard[node] = n++;
    for (int32_t m = 0; m < b->n_modes; ++m)
      b->platform[slot(b, node, m)] = b->offer[slot(b, node, m)] & STANDS ? n++ : KR_NONE;
    if (net->door[node] != KR_NONE) net->door[node] = n++;
  }
  net->n_platforms = n;
}

static kr_status add_arc(builder *b, kr_arc arc) {
  kr_network *net = b->net;
  if (!kr_grow(&net->arcs, &b->arc_room, (size_t)net->n_arcs + 1, sizeof *net->arcs)) return KR_ERR_MEMORY;
  net->arcs[net->n_arcs++] = arc;
  return KR_OK;
}

static kr_status add_links(builder *b) {
  kr_status status = KR_OK;
  for (int32_t l = 0; l < kr_n_links(b->c); ++l) {
    const kr_link *link = &b->c->links[l];
    int32_t from = b->platform[slot(b, link->from_node, link->mode)];
    int32_t to = b->platform[slot(b, link->to_node, link->mode)];
    KR_TRY(add_arc(b, (kr_arc){from, to, l, KR_ARC_LINK, false, link->resources}));
    if (!link->directed) KR_TRY(add_arc(b, (kr_arc){to, from, l, KR_ARC_LINK, true, link->resources}));
  }
done:
  return status;
}

static kr_status add_transfers(builder *b) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < b->c->n_transfers; ++i) {
    const kr_transfer *row = &b->c->transfers[i];
    bool loads = row->from_mode == KR_NONE, unloads = row->to_mode == KR_NONE;
    int32_t from = loads ? b->net->yard[row->node] : b->platform[slot(b, row->node, row->from_mode)];
    int32_t to = unloads ? b->net->door[row->node] : b->platform[slot(b, row->node, row->to_mode)];
    if (from == KR_NONE || to == KR_NONE || from == to) continue;
    kr_arc_kind kind = loads ? KR_ARC_LOAD : unloads ? KR_ARC_UNLOAD : KR_ARC_TRANSFER;
    KR_TRY(add_arc(b, (kr_arc){from, to, i, (uint8_t)kind, false, row->resources}));
  }
done:
  return status;
}

/** Where a node and mode have no loading or unloading row, that takes no time and has no limit. */
static kr_status add_free_arcs(builder *b) {
  kr_status status = KR_OK;
  for (int32_t node = 0; node < kr_n_nodes(b->c); ++node) {
    for (int32_t m = 0; m < b->n_modes; ++m) {
      int32_t p = b->platform[slot(b, node, m)];
      uint8_t offer = b->offer[slot(b, node, m)];
      int32_t yard = b->net->yard[node], door = b->net->door[node];
      kr_span none = {0, 0};
      if (yard != KR_NONE && (offer & LOADS) && !(offer & LOAD_ROW))
        KR_TRY(add_arc(b, (kr_arc){yard, p, KR_NONE, KR_ARC_LOAD, false, none}));
      if (door != KR_NONE && p != KR_NONE && !(offer & UNLOAD_ROW))
        KR_TRY(add_arc(b, (kr_arc){p, door, KR_NONE, KR_ARC_UNLOAD, false, none}));
    }
  }
done:
  return status;
}

/** Counting sort by tail keeps the order of rows within a platform; then the same by head, as an index. */
static kr_status sort_arcs(kr_network *net) {
  size_t n = (size_t)net->n_arcs;
  kr_arc *sorted = kr_zeros(n, sizeof *sorted);
  net->arcs_in = kr_zeros(n, sizeof *net->arcs_in);
  net->first_arc = kr_zeros((size_t)net->n_platforms + 2, sizeof *net->first_arc);
  net->first_in = kr_zeros((size_t)net->n_platforms + 2, sizeof *net->first_in);
  if (!sorted || !net->arcs_in || !net->first_arc || !net->first_in) {
    free(sorted);
    return KR_ERR_MEMORY;
  }
  for (size_t a = 0; a < n; ++a) net->first_arc[net->arcs[a].tail + 2]++;
  for (int32_t p = 0; p < net->n_platforms; ++p) net->first_arc[p + 2] += net->first_arc[p + 1];
  for (size_t a = 0; a < n; ++a) sorted[net->first_arc[net->arcs[a].tail + 1]++] = net->arcs[a];
  free(net->arcs);
  net->arcs = sorted;
  for (size_t a = 0; a < n; ++a) net->first_in[net->arcs[a].head + 2]++;
  for (int32_t p = 0; p < net->n_platforms; ++p) net->first_in[p + 2] += net->first_in[p + 1];
  for (size_t a = 0; a < n; ++a) net->arcs_in[net->first_in[net->arcs[a].head + 1]++] = (int32_t)a;
  return KR_OK;
}

static kr_status build(builder *b) {
  kr_status status = KR_OK;
  note_offers(b);
  number_platforms(b);
  KR_TRY(add_links(b));
  KR_TRY(add_transfers(b));
  KR_TRY(add_free_arcs(b));
  KR_TRY(sort_arcs(b->net));
done:
  return status;
}

kr_status kr_network_create(kr_network **out, const kr_corridor *c, kr_error *err) {
  size_t n_nodes = (size_t)kr_n_nodes(c), n_modes = (size_t)kr_n_modes(c);
  builder b = {.c = c, .n_modes = kr_n_modes(c)};
  b.net = kr_zeros(1, sizeof *b.net);
  b.offer = kr_zeros(n_nodes * n_modes, sizeof *b.offer);
  b.platform = kr_zeros(n_nodes * n_modes, sizeof *b.platform);
  if (b.net) {
    b.net->yard = kr_zeros(n_nodes, sizeof *b.net->yard);
    b.net->door = kr_zeros(n_nodes, sizeof *b.net->door);
  }
  bool have = b.net && b.offer && b.platform && b.net->yard && b.net->door;
  kr_status status = have ? build(&b) : KR_ERR_MEMORY;
  if (status == KR_OK) {
    *out = b.net;
    b.net = NULL;
  } else {
    kr_fail_memory(err);
  }
  kr_network_free(b.net);
  free(b.offer);
  free(b.platform);
  return status;
}

void kr_network_free(kr_network *net) {
  if (!net) return;
  free(net->arcs);
  free(net->first_arc);
  free(net->arcs_in);
  free(net->first_in);
  free(net->yard);
  free(net->door);
  free(net);
}

bool kr_arc_admits(const kr_corridor *c, const kr_arc *arc, int32_t cargo) {
  for (int32_t i = 0; i < arc->resources.count; ++i)
    if (kr_t_per_unit(c, cargo, c->resource_lists[arc->resources.first + i]) <= 0) return false;
  return true;
}

kr_leg kr_arc_leg(const kr_arc *arc, int32_t depart_min, int32_t arrive_min) {
  static const uint8_t kinds[] = {KR_LEG_LOAD, KR_LEG_LINK, KR_LEG_TRANSFER, KR_LEG_UNLOAD};
  return (kr_leg){kinds[arc->kind], arc->backward, arc->what, depart_min, arrive_min};
}
