#include "cli/report/labels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report/text_width.h"
#include "graph/memory.h"

#define MOST_LABELS 250
#define MOST_EMS 10.9 /* 18 letters, or 10 square ones */
#define BESIDE 8.0    /* from a node's middle to its name */
#define DOT 4.5       /* of a node, half across */
#define FRAMED 5      /* up to this zoom names keep inside the frame; at higher ones the screen shows a part of it */
#define DOT_INK 60    /* pixels of line that a hidden node counts */
#define IDLE 6        /* from this zoom on nodes without freight have names */
#define GAP 2.0       /* between names */
#define HEIGHT (1.1 * KR_LABEL_SIZE)
#define N_SIDES 8

const double kr_label_zooms[KR_LABEL_ZOOMS] = {0.3, 0.45, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8, 11, 16, 22, 32, 45};

/* ---- text ---- */

static const char *end_of_name(const char *name) {
  static const char *const marks[] = {" (", " - ", ", ", "/"};
  const char *end = name + strlen(name);
  for (size_t i = 0; i < sizeof marks / sizeof *marks; ++i) {
    const char *at = strstr(name, marks[i]);
    if (at && at > name && at < end) end = at;
  }
  return end;
}

const char *kr_label_text(const char *name, char out[KR_LABEL_ROOM]) {
  const char *end = end_of_name(name);
  char short_name[KR_LABEL_ROOM * 4];
  snprintf(short_name, sizeof short_name, "%.*s", (int)(end - name), name);
  return kr_text_fit(short_name, MOST_EMS, out, KR_LABEL_ROOM);
}

/* ---- places ---- */

kr_label_box kr_label_box_at(const kr_label *label, kr_point node, int32_t zoom) {
  double k = kr_label_zooms[zoom], left = label->anchor > 0 ? 0 : label->anchor == 0 ? label->width / 2 : label->width;
  return (kr_label_box){k * node.x + label->dx - left, k * node.y + label->dy - 0.8 * HEIGHT, label->width, HEIGHT};
}

/** Right, left, then the corners, above and below. */
static void set_side(kr_label *label, int side) {
  static const struct {
    double x, y;
    int8_t anchor;
  } sides[N_SIDES] = {{1, 0.3, 1},       {-1, 0.3, -1},    {0.7, -0.35, 1}, {0.7, 0.95, 1},
                      {-0.7, -0.35, -1}, {-0.7, 0.95, -1}, {0, -0.75, 0},   {0, 1.55, 0}};
  label->dx = BESIDE * sides[side].x;
  label->dy = KR_LABEL_SIZE * sides[side].y;
  label->anchor = sides[side].anchor;
}

static bool overlap(const kr_label_box *a, const kr_label_box *b, double gap) {
  return a->x < b->x + b->width + gap && b->x < a->x + a->width + gap && a->y < b->y + b->height + gap &&
         b->y < a->y + a->height + gap;
}

/** Everything that a label is held against. */
typedef struct placing {
  const kr_layout *layout;
  const kr_tracks *tracks;
  kr_label *labels;
  int32_t *order;             /* nodes, the weightiest first */
  int32_t n, n_busy, n_nodes; /* busy: those with freight, the first in order */
  int32_t *placed;            /* nodes whose labels have a place */
  int32_t n_placed;
} placing;

static kr_label_box dot_at(const placing *p, int32_t node, double k) {
  kr_point at = p->layout->nodes[node];
  return (kr_label_box){k * at.x - DOT, k * at.y - DOT, 2 * DOT, 2 * DOT};
}

static bool collides_at(const placing *p, int32_t node, int32_t zoom) {
  kr_label_box own = kr_label_box_at(&p->labels[node], p->layout->nodes[node], zoom);
  double k = kr_label_zooms[zoom];
  if (zoom <= FRAMED && (own.x < 2 || own.x + own.width > k * KR_LAYOUT_WIDTH - 2)) return true;
  for (int32_t i = 0; i < p->n_placed; ++i) {
    const kr_label *other = &p->labels[p->placed[i]];
    kr_label_box box = kr_label_box_at(other, p->layout->nodes[p->placed[i]], zoom);
    if (other->zoom <= zoom && overlap(&own, &box, GAP)) return true;
  }
  for (int32_t i = 0; i < p->n; ++i) { /* dots of nodes that have labels, too */
    kr_label_box dot = dot_at(p, p->order[i], k);
    if (p->order[i] != node && p->labels[p->order[i]].zoom != KR_NONE && overlap(&own, &dot, 0)) return true;
  }
  return false;
}

static bool collides_from(const placing *p, int32_t node, int32_t zoom) {
  for (int32_t z = zoom; z < KR_LABEL_ZOOMS; ++z)
    if (collides_at(p, node, z)) return true;
  return false;
}

/** The part of a track under a box, pixels. @source Liang, Barsky, ACM Transactions on Graphics 3 (1984) */
static double line_under(const kr_label_box *box, kr_point a, kr_point b) {
  double dx = b.x - a.x, dy = b.y - a.y, from = 0, to = 1;
  const double rate[] = {dx, -dx, dy, -dy};
  const double room[] = {box->x + box->width - a.x, a.x - box->x, box->y + box->height - a.y, a.y - box->y};
  for (int side = 0; side < 4 && from < to; ++side) {
    if (rate[side] == 0 && room[side] < 0) to = from;
    if (rate[side] < 0) from = fmax(from, room[side] / rate[side]);
    if (rate[side] > 0) to = fmin(to, room[side] / rate[side]);
  }
  return from < to ? (to - from) * hypot(dx, dy) : 0;
}

static kr_point on_screen(const placing *p, int32_t node, double k) {
  return (kr_point){k * p->layout->nodes[node].x, k * p->layout->nodes[node].y};
}

/** How much lies under a label, in pixels of line; tracks without freight count a quarter, busy nodes like much line.
 */
static double ink_under(const placing *p, int32_t node, int32_t from_zoom) {
  int32_t zoom = from_zoom > KR_LABEL_PLAIN ? from_zoom : KR_LABEL_PLAIN; /* the map as most see it */
  kr_label_box box = kr_label_box_at(&p->labels[node], p->layout->nodes[node], zoom);
  double k = kr_label_zooms[zoom], ink = 0;
  for (int32_t i = 0; i < p->tracks->n; ++i) {
    const kr_track *t = &p->tracks->tracks[i];
    double weight = t->whole_kg[0] + t->whole_kg[1] > 0 ? 1 : 0.25;
    ink += weight * line_under(&box, on_screen(p, t->a, k), on_screen(p, t->b, k));
  }
  for (int32_t i = 0; i < p->n_busy; ++i) {
    kr_label_box dot = dot_at(p, p->order[i], k);
    if (p->order[i] != node && overlap(&box, &dot, 0)) ink += DOT_INK;
  }
  return ink;
}

/** Tries all sides at a zoom; takes the one over the least ink, the first of equals. */
static bool try_zoom(placing *p, int32_t node, int32_t zoom) {
  kr_label *label = &p->labels[node];
  int best = -1;
  double least = INFINITY;
  for (int side = 0; side < N_SIDES; ++side) {
    set_side(label, side);
    double ink = collides_from(p, node, zoom) ? INFINITY : ink_under(p, node, zoom) + 2 * side;
    if (!(ink < least)) continue;
    least = ink;
    best = side;
  }
  if (best < 0 || (zoom < KR_LABEL_PLAIN && least >= DOT_INK)) return false; /* small screens take what is left */
  set_side(label, best);
  label->zoom = zoom;
  p->placed[p->n_placed++] = node;
  return true;
}

static void place_all(placing *p) {
  for (int32_t zoom = 0; zoom < KR_LABEL_ZOOMS; ++zoom)
    for (int32_t i = 0; i < p->n; ++i)
      if (p->labels[p->order[i]].zoom == KR_NONE && (zoom >= IDLE || i < p->n_busy)) try_zoom(p, p->order[i], zoom);
}

/* ---- who goes first ---- */

typedef struct weight {
  int64_t kg;
  int32_t node;
} weight;

static int compare_weights(const void *a, const void *b) {
  const weight *x = a, *y = b;
  if (x->kg != y->kg) return x->kg > y->kg ? -1 : 1;
  return x->node < y->node ? -1 : x->node > y->node;
}

static void weigh(placing *p, const kr_flow *f, weight *weights) {
  for (int32_t i = 0; i < p->n_nodes; ++i) {
    size_t at = kr_flow_at(f, i, f->n_days);
    weights[i] = (weight){f->node_kg[at] + f->stays_kg[at], i};
    p->labels[i] = (kr_label){.zoom = KR_NONE};
    kr_label_text(f->corridor->nodes[i].name, p->labels[i].text);
    p->labels[i].width = KR_LABEL_SIZE * kr_text_width(p->labels[i].text);
  }
  if (p->n_nodes > 1) qsort(weights, (size_t)p->n_nodes, sizeof *weights, compare_weights);
  p->n = p->n_nodes < MOST_LABELS ? p->n_nodes : MOST_LABELS;
  for (int32_t i = 0; i < p->n; ++i) p->order[i] = weights[i].node;
  while (p->n_busy < p->n && weights[p->n_busy].kg > 0) ++p->n_busy;
}

kr_status kr_labels_place(const kr_layout *layout, const kr_flow *flow, const kr_tracks *tracks, kr_label *out) {
  size_t n = (size_t)kr_n_nodes(flow->corridor);
  weight *weights = kr_zeros(n, sizeof *weights);
  placing p = {.layout = layout,
               .tracks = tracks,
               .labels = out,
               .order = kr_zeros(n, sizeof *p.order),
               .n_nodes = (int32_t)n,
               .placed = kr_zeros(n, sizeof *p.placed)};
  bool fine = weights && p.order && p.placed;
  if (fine) weigh(&p, flow, weights);
  if (fine) place_all(&p);
  free(weights);
  free(p.order);
  free(p.placed);
  return fine ? KR_OK : KR_ERR_MEMORY;
}
