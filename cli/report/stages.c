#include "cli/report/stages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

/** Where each lot passes each stage, and what passes there. */
typedef struct sum {
  const kr_corridor *c;
  const kr_allocation *a;
  const int32_t *partner;         /* as kr_stages has them */
  int64_t *node_kg;               /* [nodes] that arrive there or set out from there */
  int32_t *place;                 /* [lots * KR_N_STAGES] node or KR_NONE */
  int64_t *place_kg[KR_N_STAGES]; /* [nodes] */
  uint8_t *box[KR_N_STAGES];      /* [nodes] */
} sum;

static bool is_type(const kr_corridor *c, int32_t node, const char *type) { return !strcmp(c->nodes[node].type, type); }

/* ---- border passes ---- */

static double length_of(const kr_link *link) { return isnan(link->length_km) ? INFINITY : link->length_km; }

static bool is_nearer(double length, int32_t node, double than, int32_t than_node) {
  if (than_node == KR_NONE || length != than) return than_node == KR_NONE || length < than;
  return node < than_node;
}

static bool is_border(const kr_corridor *c, const kr_link *link) {
  return is_type(c, link->from_node, "crossing") && is_type(c, link->to_node, "crossing") &&
         strcmp(c->nodes[link->from_node].country, c->nodes[link->to_node].country) != 0;
}

/** Of each crossing the nearest one beyond the border, where that is so for both. @param km [nodes] room */
static void find_partners(const kr_corridor *c, double *km, int32_t *nearest, int32_t *partner) {
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) nearest[i] = KR_NONE;
  for (int32_t i = 0; i < kr_n_links(c); ++i) {
    const kr_link *link = &c->links[i];
    const int32_t ends[] = {link->from_node, link->to_node};
    for (int k = 0; k < 2 && is_border(c, link); ++k)
      if (is_nearer(length_of(link), ends[1 - k], km[ends[k]], nearest[ends[k]])) {
        km[ends[k]] = length_of(link);
        nearest[ends[k]] = ends[1 - k];
      }
  }
  for (int32_t i = 0; i < kr_n_nodes(c); ++i)
    partner[i] = nearest[i] != KR_NONE && nearest[nearest[i]] == i ? nearest[i] : KR_NONE;
}

/** The station that stands for a border pass: the first of the two. */
static int32_t pass_of(const sum *s, int32_t node) {
  return node != KR_NONE && s->partner[node] != KR_NONE && s->partner[node] < node ? s->partner[node] : node;
}

/* ---- lots ---- */

/** The end of a link leg in the direction travelled. */
static int32_t head_of(const kr_corridor *c, const kr_leg *leg) {
  return leg->backward ? c->links[leg->what].from_node : c->links[leg->what].to_node;
}

static void add_nodes(sum *s, const kr_lot *lot) {
  s->node_kg[s->c->shipments[lot->shipment].origin] += lot->quantity_kg;
  for (int32_t k = 0; k < lot->n_legs; ++k) {
    const kr_leg *leg = &s->a->legs[lot->first_leg + (size_t)k];
    if (leg->kind == KR_LEG_LINK) s->node_kg[head_of(s->c, leg)] += lot->quantity_kg;
  }
}

/** The node of a type on the way over which most freight goes; the ends count, too. */
static int32_t busiest(const sum *s, const kr_lot *lot, const char *type) {
  int32_t origin = s->c->shipments[lot->shipment].origin, best = is_type(s->c, origin, type) ? origin : KR_NONE;
  for (int32_t k = 0; k < lot->n_legs; ++k) {
    const kr_leg *leg = &s->a->legs[lot->first_leg + (size_t)k];
    int32_t node = leg->kind == KR_LEG_LINK ? head_of(s->c, leg) : KR_NONE;
    if (node == KR_NONE || !is_type(s->c, node, type)) continue;
    if (best == KR_NONE || s->node_kg[node] > s->node_kg[best]) best = node;
  }
  return best;
}

static void place_lot(sum *s, size_t i) {
  const kr_lot *lot = &s->a->lots[i];
  int32_t *place = &s->place[i * KR_N_STAGES];
  place[KR_STAGE_ORIGIN] = s->c->shipments[lot->shipment].origin;
  place[KR_STAGE_CROSSING] = pass_of(s, busiest(s, lot, "crossing"));
  place[KR_STAGE_PORT] = busiest(s, lot, "port");
  place[KR_STAGE_DESTINATION] = s->c->shipments[lot->shipment].destination;
  for (int k = 0; k < KR_N_STAGES; ++k)
    if (place[k] != KR_NONE) s->place_kg[k][place[k]] += lot->quantity_kg;
}

/** The places with most tonnes get boxes of their own. */
static void choose_boxes(const sum *s, int stage, kr_stages *out) {
  const int64_t *kg = s->place_kg[stage];
  for (int i = 0; i < KR_STAGE_NAMED; ++i) out->node[stage][i] = KR_NONE;
  for (int32_t node = 0; node < kr_n_nodes(s->c); ++node) {
    if (kg[node] == 0) continue;
    int at = KR_STAGE_NAMED;
    while (at > 0 && (out->node[stage][at - 1] == KR_NONE || kg[out->node[stage][at - 1]] < kg[node])) --at;
    if (at == KR_STAGE_NAMED || out->node[stage][KR_STAGE_NAMED - 1] != KR_NONE) out->n_others[stage]++;
    for (int i = KR_STAGE_NAMED - 1; i > at; --i) out->node[stage][i] = out->node[stage][i - 1];
    if (at < KR_STAGE_NAMED) out->node[stage][at] = node;
  }
  memset(s->box[stage], KR_STAGE_OTHERS, (size_t)kr_n_nodes(s->c));
  for (int i = 0; i < KR_STAGE_NAMED && out->node[stage][i] != KR_NONE; ++i)
    s->box[stage][out->node[stage][i]] = (uint8_t)i;
}

static void add_lot(const sum *s, size_t i, kr_stages *out) {
  int64_t kg = s->a->lots[i].quantity_kg;
  int box[KR_N_STAGES];
  for (int k = 0; k < KR_N_STAGES; ++k) {
    int32_t node = s->place[i * KR_N_STAGES + (size_t)k];
    box[k] = node == KR_NONE ? KR_STAGE_WITHOUT : s->box[k][node];
    out->kg[k][box[k]] += kg;
    if (k > 0) out->flow_kg[k - 1][box[k - 1]][box[k]] += kg;
  }
  out->all_kg += kg;
}

static kr_status make_room(sum *s) {
  size_t n = (size_t)kr_n_nodes(s->c);
  s->node_kg = kr_zeros(n, sizeof *s->node_kg);
  s->place = kr_zeros(s->a->n_lots * KR_N_STAGES, sizeof *s->place);
  bool has_room = s->node_kg && s->place;
  for (int k = 0; k < KR_N_STAGES; ++k) {
    s->place_kg[k] = kr_zeros(n, sizeof *s->place_kg[k]);
    s->box[k] = kr_zeros(n, 1);
    has_room = has_room && s->place_kg[k] && s->box[k];
  }
  return has_room ? KR_OK : KR_ERR_MEMORY;
}

static kr_status pair_crossings(kr_stages *stages, const kr_corridor *c) {
  size_t n = (size_t)kr_n_nodes(c);
  double *km = kr_zeros(n, sizeof *km);
  int32_t *nearest = kr_zeros(n, sizeof *nearest);
  stages->partner = kr_zeros(n, sizeof *stages->partner);
  bool has_room = km && nearest && stages->partner;
  if (has_room) find_partners(c, km, nearest, stages->partner);
  free(km);
  free(nearest);
  return has_room ? KR_OK : KR_ERR_MEMORY;
}

static void add_up(sum *s, kr_stages *out) {
  for (size_t i = 0; i < s->a->n_lots; ++i) add_nodes(s, &s->a->lots[i]);
  for (size_t i = 0; i < s->a->n_lots; ++i) place_lot(s, i);
  for (int k = 0; k < KR_N_STAGES; ++k) choose_boxes(s, k, out);
  for (size_t i = 0; i < s->a->n_lots; ++i) add_lot(s, i, out);
}

static void clear(sum *s) {
  for (int k = 0; k < KR_N_STAGES; ++k) {
    free(s->place_kg[k]);
    free(s->box[k]);
  }
  free(s->node_kg);
  free(s->place);
}

kr_status kr_stages_create(kr_stages **out, const kr_corridor *c, const kr_allocation *a) {
  kr_stages *stages = kr_zeros(1, sizeof *stages);
  sum s = {.c = c, .a = a};
  kr_status status = stages ? pair_crossings(stages, c) : KR_ERR_MEMORY;
  if (status == KR_OK) status = make_room(&s);
  if (status == KR_OK) {
    s.partner = stages->partner;
    add_up(&s, stages);
    *out = stages;
    stages = NULL;
  }
  clear(&s);
  kr_stages_free(stages);
  return status;
}

void kr_stages_free(kr_stages *stages) {
  if (stages) free(stages->partner);
  free(stages);
}
