#include "cli/report/geojson_box.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

static int compare_doubles(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** Degrees to the east, in [0, 360). */
static double east_of(double from, double to) {
  double degrees = fmod(to - from, 360);
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Whether some link's shortest way leads over the gap that begins at `lon`. */
static bool is_crossed(const kr_corridor *c, double lon, double gap) {
  for (int32_t i = 0; i < kr_n_links(c); ++i) {
    double from = c->nodes[c->links[i].from_node].x_deg, to = c->nodes[c->links[i].to_node].x_deg;
    double across = east_of(from, to), west = across <= 180 ? from : to;
    if (east_of(west, lon) + gap <= fmin(across, 360 - across) + 1e-9) return true;
  }
  return false;
}

static void leave_widest_gap(kr_geojson_box *box, const kr_corridor *c, const double *lon, int32_t n) {
  double widest = 0;
  for (int32_t i = 0; i < n; ++i) {
    double next = lon[(i + 1) % n], gap = n == 1 ? 360 : east_of(lon[i], next);
    if (gap <= widest || is_crossed(c, lon[i], gap)) continue;
    widest = gap;
    box->west = next;
    box->east = lon[i];
  }
}

kr_status kr_geojson_box_longitudes(kr_geojson_box *box, const kr_corridor *c) {
  int32_t n = kr_n_nodes(c), kept = 0;
  double *lon = kr_zeros((size_t)n, sizeof *lon);
  if (!lon) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n; ++i) lon[i] = c->nodes[i].x_deg == -180 ? 180 : c->nodes[i].x_deg;
  if (n > 1) qsort(lon, (size_t)n, sizeof *lon, compare_doubles);
  for (int32_t i = 0; i < n; ++i)
    if (kept == 0 || lon[i] != lon[kept - 1]) lon[kept++] = lon[i];
  *box = (kr_geojson_box){-180, 90, 180, -90};
  leave_widest_gap(box, c, lon, kept);
  free(lon);
  return KR_OK;
}

void kr_geojson_box_latitude(kr_geojson_box *box, double lat) {
  box->south = fmin(box->south, lat);
  box->north = fmax(box->north, lat);
}
