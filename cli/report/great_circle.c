#include "cli/report/great_circle.h"

#include <math.h>

#define PI 3.14159265358979323846
#define RADIANS (PI / 180)
#define EARTH_KM 6371.0088 /* mean radius, IUGG */
#define SHORT_KM 500
#define STEP_KM 250
#define OPPOSITE 1e-6 /* radians: no one shortest way */

typedef struct vector {
  double x, y, z;
} vector;

static vector vector_of(kr_point p) {
  double lon = RADIANS * p.x, lat = RADIANS * p.y;
  return (vector){cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)};
}

/** The angle between, well-conditioned also for places near each other. */
static double angle_of(vector a, vector b) {
  vector cross = {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
  return atan2(sqrt(cross.x * cross.x + cross.y * cross.y + cross.z * cross.z), a.x * b.x + a.y * b.y + a.z * b.z);
}

/** The point a part of the way along. */
static kr_point point_at(vector a, vector b, double angle, double part) {
  double u = sin((1 - part) * angle) / sin(angle), v = sin(part * angle) / sin(angle);
  vector p = {u * a.x + v * b.x, u * a.y + v * b.y, u * a.z + v * b.z};
  return (kr_point){atan2(p.y, p.x) / RADIANS, atan2(p.z, hypot(p.x, p.y)) / RADIANS};
}

static int32_t segments_of(double angle) {
  double km = EARTH_KM * angle;
  return km <= SHORT_KM || PI - angle < OPPOSITE ? 1 : (int32_t)ceil(km / STEP_KM);
}

/** Appends a point; before it, where it lies beyond the antimeridian, the end of one part and the start of the other.
 */
static void append(kr_great_circle *c, kr_point p) {
  kr_point *last = &c->points[c->n - 1];
  if (c->n == 1 && fabs(last->x) == 180) last->x = copysign(180, p.x); /* either sign is that place */
  if (fabs(p.x) == 180) p.x = copysign(180, last->x);
  if (fabs(p.x - last->x) > 180) {
    double edge = copysign(180, last->x), near = p.x + 2 * edge; /* p as seen from this side */
    double lat = last->y + (p.y - last->y) * (edge - last->x) / (near - last->x);
    c->points[c->n++] = (kr_point){edge, lat};
    c->second = c->n;
    c->points[c->n++] = (kr_point){-edge, lat};
  }
  c->points[c->n++] = p;
}

kr_great_circle kr_great_circle_between(kr_point from, kr_point to) {
  kr_great_circle c = {.points = {from}, .n = 1};
  vector a = vector_of(from), b = vector_of(to);
  double angle = angle_of(a, b);
  int32_t n = segments_of(angle);
  for (int32_t i = 1; i < n; ++i) append(&c, point_at(a, b, angle, (double)i / n));
  append(&c, to);
  return c;
}
