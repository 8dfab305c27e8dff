#include "cli/report/layout.h"

#include <math.h>
#include <stdlib.h>

#include "cli/report/schematic.h"
#include "graph/memory.h"

#define PADDING 46.0  /* around the nodes, for their names */
#define FLATTEST 0.42 /* height to width */
#define TALLEST 0.78
#define LEAST_RADII 0.02 /* across: a single node has some land around it */
#define SMALL_STEP 1.6   /* between nodes of one place */
#define GOLDEN 2.399963  /* radians: points of a spiral that never line up */

kr_point kr_layout_at(const kr_layout *l, double lon_deg, double lat_deg) {
  kr_point p = kr_project(&l->projection, lon_deg, lat_deg);
  return (kr_point){(p.x - l->origin.x) * l->scale, (p.y - l->origin.y) * l->scale};
}

/** Scale and origin so that points fill the frame. */
static void fit_frame(kr_layout *l, const kr_point *points, int32_t n) {
  kr_point low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
  for (int32_t i = 0; i < n; ++i) {
    low = (kr_point){fmin(low.x, points[i].x), fmin(low.y, points[i].y)};
    high = (kr_point){fmax(high.x, points[i].x), fmax(high.y, points[i].y)};
  }
  if (n == 0) low = high = (kr_point){0, 0};
  double across = fmax(high.x - low.x, LEAST_RADII), down = fmax(high.y - low.y, LEAST_RADII * FLATTEST);
  double inner = KR_LAYOUT_WIDTH - 2 * PADDING, most = TALLEST * KR_LAYOUT_WIDTH - 2 * PADDING;
  l->scale = fmin(inner / across, most / down);
  l->height = fmax(FLATTEST * KR_LAYOUT_WIDTH, l->scale * down + 2 * PADDING);
  l->origin = (kr_point){(low.x + high.x) / 2 - KR_LAYOUT_WIDTH / 2 / l->scale,
                         (low.y + high.y) / 2 - l->height / 2 / l->scale};
}

static bool have_one_place(const kr_corridor *c) {
  for (int32_t i = 1; i < kr_n_nodes(c); ++i)
    if (c->nodes[i].x_deg != c->nodes[0].x_deg || c->nodes[i].y_deg != c->nodes[0].y_deg) return false;
  return kr_n_nodes(c) > 1;
}

static void put_on_map(kr_layout *l, const kr_corridor *c) {
  int32_t n = kr_n_nodes(c);
  for (int32_t i = 0; i < n; ++i) l->nodes[i] = (kr_point){c->nodes[i].x_deg, c->nodes[i].y_deg};
  l->projection = kr_projection_fit(l->nodes, n);
  for (int32_t i = 0; i < n; ++i)
    l->nodes[i] = kr_project(&l->projection, kr_projection_near(&l->projection, l->nodes[i].x), l->nodes[i].y);
}

typedef struct placed {
  kr_point at;
  int32_t node;
} placed;

static int compare_placed(const void *a, const void *b) {
  const placed *x = a, *y = b;
  if (x->at.x != y->at.x) return x->at.x < y->at.x ? -1 : 1;
  if (x->at.y != y->at.y) return x->at.y < y->at.y ? -1 : 1;
  return x->node < y->node ? -1 : x->node > y->node;
}

/** Nodes of exactly one place would hide each other. */
static kr_status set_apart(kr_layout *l, int32_t n) {
  placed *order = kr_zeros((size_t)n, sizeof *order);
  if (!order) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n; ++i) order[i] = (placed){l->nodes[i], i};
  if (n > 1) qsort(order, (size_t)n, sizeof *order, compare_placed);
  for (int32_t i = 1, same = 0; i < n; ++i) {
    same = order[i].at.x == order[i - 1].at.x && order[i].at.y == order[i - 1].at.y ? same + 1 : 0;
    kr_point *to = &l->nodes[order[i].node];
    double away = SMALL_STEP * sqrt(same);
    *to = (kr_point){to->x + away * cos(GOLDEN * same), to->y + away * sin(GOLDEN * same)};
  }
  free(order);
  return KR_OK;
}

static kr_status fill(kr_layout *l, const kr_corridor *c) {
  int32_t n = kr_n_nodes(c);
  kr_status status = KR_OK;
  l->is_schematic = have_one_place(c);
  if (l->is_schematic)
    status = kr_schematic_place(c, l->nodes);
  else
    put_on_map(l, c);
  if (status != KR_OK) return status;
  fit_frame(l, l->nodes, n);
  for (int32_t i = 0; i < n; ++i)
    l->nodes[i] = (kr_point){(l->nodes[i].x - l->origin.x) * l->scale, (l->nodes[i].y - l->origin.y) * l->scale};
  return set_apart(l, n);
}

kr_status kr_layout_create(kr_layout **out, const kr_corridor *c, kr_error *err) {
  kr_layout *l = kr_zeros(1, sizeof *l);
  if (l) l->nodes = kr_zeros((size_t)kr_n_nodes(c), sizeof *l->nodes);
  if (!l || !l->nodes || fill(l, c) != KR_OK) {
    kr_layout_free(l);
    return kr_fail_memory(err);
  }
  *out = l;
  return KR_OK;
}

void kr_layout_free(kr_layout *l) {
  if (l) free(l->nodes);
  free(l);
}
