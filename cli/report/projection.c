#include "cli/report/projection.h"

#include <math.h>

#define PI 3.14159265358979323846
#define RADIANS (PI / 180)
#define MOST_LAT 85.0     /* the far pole of a cone is nowhere */
#define WIDEST_CONE 200.0 /* degrees of longitude that it may show */
#define LEAST_CONE 0.2    /* flatter cones are near the equator */
#define BINS 360

typedef struct span {
  double low, high;
} span;

static span span_of_latitudes(const kr_point *places, int32_t n) {
  span s = {MOST_LAT, -MOST_LAT};
  for (int32_t i = 0; i < n; ++i) s = (span){fmin(s.low, places[i].y), fmax(s.high, places[i].y)};
  return s.low <= s.high ? s : (span){0, 0};
}

/** Around the widest gap of longitudes without a place, by whole degrees. */
static span span_of_longitudes(const kr_point *places, int32_t n) {
  bool is_taken[BINS] = {false};
  int widest = 0, after = 0;
  for (int32_t i = 0; i < n; ++i) is_taken[((int)floor(places[i].x) % BINS + BINS) % BINS] = true;
  for (int from = 0, gap = 0; from < 2 * BINS; ++from) {
    gap = is_taken[from % BINS] ? 0 : gap + 1;
    if (gap <= widest || gap >= BINS) continue;
    widest = gap;
    after = from + 1;
  }
  return (span){after, after + BINS - widest};
}

static double tangent(double lat_deg) { return tan(PI / 4 + RADIANS * lat_deg / 2); }

static double cone_of(double low, double high) {
  if (high - low < 1e-6) return sin(RADIANS * low);
  return log(cos(RADIANS * low) / cos(RADIANS * high)) / log(tangent(high) / tangent(low));
}

kr_projection kr_projection_fit(const kr_point *places, int32_t n) {
  span lat = span_of_latitudes(places, n), lon = span_of_longitudes(places, n);
  double sixth = (lat.high - lat.low) / 6, low = fmax(lat.low + sixth, -MOST_LAT),
         high = fmin(lat.high - sixth, MOST_LAT);
  kr_projection p = {.middle_lon = remainder((lon.low + lon.high) / 2, 360),
                     .shrink = fmax(cos(RADIANS * (lat.low + lat.high) / 2), 0.1)};
  double cone = cone_of(low, high);
  if (lon.high - lon.low > WIDEST_CONE || fabs(cone) < LEAST_CONE) return p;
  p.cone = cone;
  p.factor = cos(RADIANS * low) * pow(tangent(low), cone) / cone;
  return p;
}

double kr_projection_near(const kr_projection *p, double lon_deg) {
  return p->middle_lon + remainder(lon_deg - p->middle_lon, 360);
}

kr_point kr_project(const kr_projection *p, double lon_deg, double lat_deg) {
  double east = RADIANS * (lon_deg - p->middle_lon), lat = fmax(fmin(lat_deg, MOST_LAT), -MOST_LAT);
  if (p->cone == 0) return (kr_point){east * p->shrink, -RADIANS * lat};
  double radius = p->factor / pow(tangent(lat), p->cone);
  return (kr_point){radius * sin(p->cone * east), radius * cos(p->cone * east)};
}
