#include "cli/report/coast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define PER_DEGREE 100.0
#define FINE 10.0      /* steps of the paths in a unit of the map */
#define BESIDE 0.15    /* of the width: what is drawn outside the frame */
#define ABOVE 0.75     /* of the height: screens may be taller than the map */
#define FARTHEST 178.0 /* degrees from the middle: what lies on the far side is left out */

/** One line of the text, in the map's units. */
typedef struct trace {
  kr_point *points, *other; /* other: what clipping writes to */
  size_t n, room, other_room;
} trace;

static const char *read_whole(const char *at, long *out) {
  char *end;
  *out = strtol(at, &end, 10);
  return end;
}

/** Reads a line in degrees, turned by so many to the east. @return false without memory */
static bool read_line(trace *t, const char *at, double turn) {
  double lon = turn, lat = 0;
  for (t->n = 0; *at && *at != '\n'; ++t->n) {
    long x, y;
    if (!kr_grow(&t->points, &t->room, t->n + 1, sizeof *t->points)) return false;
    at = read_whole(read_whole(at, &x), &y);
    lon += (double)x / PER_DEGREE;
    lat += (double)y / PER_DEGREE;
    t->points[t->n] = (kr_point){lon, lat};
  }
  return true;
}

/** A side of the drawn area: inside where sign * (x or y - limit) >= 0. */
typedef struct side {
  bool is_y;
  double limit, sign;
} side;

static double depth(const side *s, kr_point p) { return s->sign * ((s->is_y ? p.y : p.x) - s->limit); }

/** Sutherland and Hodgman's, one side. */
static bool cut_ring(trace *t, const side *s) {
  size_t n = 0;
  if (!kr_grow(&t->other, &t->other_room, 2 * t->n + 1, sizeof *t->other)) return false;
  for (size_t i = 0; i < t->n; ++i) {
    kr_point p = t->points[i], q = t->points[i ? i - 1 : t->n - 1];
    double in = depth(s, p), before = depth(s, q);
    if ((in >= 0) != (before >= 0)) {
      double part = before / (before - in);
      t->other[n++] = (kr_point){q.x + part * (p.x - q.x), q.y + part * (p.y - q.y)};
    }
    if (in >= 0) t->other[n++] = p;
  }
  trace swapped = {t->other, t->points, n, t->other_room, t->room};
  *t = swapped;
  return true;
}

/** Steps between points, rounded; those too small to see are left out. */
static void put_points(kr_sink *sink, const trace *t, bool is_ring) {
  long x = 0, y = 0;
  for (size_t i = 0; i < t->n; ++i) {
    long to_x = lround(FINE * t->points[i].x), to_y = lround(FINE * t->points[i].y);
    if (i > 0 && to_x == x && to_y == y) continue;
    if (i == 0)
      fprintf(sink->file, "M%ld %ld", to_x, to_y);
    else
      fprintf(sink->file, "%s%ld%s%ld", i == 1 ? "l" : to_x < x ? "" : " ", to_x - x, to_y < y ? "" : " ", to_y - y);
    x = to_x;
    y = to_y;
  }
  if (is_ring && t->n) fputs("z", sink->file);
}

static bool is_inside(const trace *t, const side sides[4]) {
  for (size_t i = 0; i < t->n; ++i) {
    bool in = true;
    for (int s = 0; s < 4; ++s) in &= depth(&sides[s], t->points[i]) >= 0;
    if (in) return true;
  }
  return false;
}

static void project(trace *t, const kr_layout *l) {
  for (size_t i = 0; i < t->n; ++i) t->points[i] = kr_layout_at(l, t->points[i].x, t->points[i].y);
}

/** What lies outside the globe as seen from the middle, and what lies outside the drawn area. */
typedef struct window {
  side globe[2], area[4];
} window;

static window window_of(const kr_layout *l) {
  double beside = BESIDE * KR_LAYOUT_WIDTH, above = ABOVE * l->height, middle = l->projection.middle_lon;
  return (window){
      {{false, middle - FARTHEST, 1}, {false, middle + FARTHEST, -1}},
      {{false, -beside, 1}, {false, KR_LAYOUT_WIDTH + beside, -1}, {true, -above, 1}, {true, l->height + above, -1}}};
}

static bool put_ring(kr_sink *sink, trace *t, const kr_layout *l) {
  window w = window_of(l);
  bool fine = true;
  for (int i = 0; i < 2 && fine; ++i) fine = cut_ring(t, &w.globe[i]);
  if (fine) project(t, l);
  for (int i = 0; i < 4 && fine; ++i) fine = cut_ring(t, &w.area[i]);
  if (fine) put_points(sink, t, true);
  return fine;
}

static void put_border(kr_sink *sink, trace *t, const kr_layout *l) {
  window w = window_of(l);
  for (size_t i = 0; i < t->n; ++i)
    if (depth(&w.globe[0], t->points[i]) < 0 || depth(&w.globe[1], t->points[i]) < 0) return;
  project(t, l);
  if (is_inside(t, w.area)) put_points(sink, t, false);
}

/** All lines of a kind, 'C' or 'B', as one path; each is tried on three turns of the globe. */
static bool put_kind(kr_sink *sink, trace *t, const kr_layout *l, char kind) {
  bool fine = true;
  for (const char *line = kr_coast_text, *next; *line && fine; line = *next ? next + 1 : next) {
    next = line + strcspn(line, "\n");
    for (int round = -1; round <= 1 && *line == kind && fine; ++round) {
      fine = read_line(t, line + 1, 360.0 * round);
      if (fine && kind == 'C') fine = put_ring(sink, t, l);
      if (fine && kind == 'B') put_border(sink, t, l);
    }
  }
  return fine;
}

kr_status kr_coast_put(kr_sink *sink, const kr_layout *layout) {
  trace t = {0};
  if (layout->is_schematic) return KR_OK;
  fprintf(sink->file, "<g transform=\"scale(%g)\"><path class=\"land\" d=\"", 1 / FINE);
  bool fine = put_kind(sink, &t, layout, 'C');
  fputs("\"/>\n<path class=\"border\" d=\"", sink->file);
  fine = fine && put_kind(sink, &t, layout, 'B');
  fputs("\"/></g>\n", sink->file);
  free(t.points);
  free(t.other);
  return fine ? KR_OK : KR_ERR_MEMORY;
}
