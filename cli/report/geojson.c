#include "cli/report/geojson.h"

#include <math.h>
#include <stdlib.h>

#include "cli/report/geojson_box.h"
#include "cli/report/great_circle.h"
#include "cli/report/rings.h"
#include "instances/json.h"

#define FINE_DIGITS 1e6 /* of coordinates, a tenth of a metre, and of shares */

typedef struct writing {
  kr_sink *sink;
  const kr_flow *f;
  const kr_rings *rings;
  kr_geojson_box box;
} writing;

/* ---- members ---- */

static double rounded(double value) {
  double fine = round(FINE_DIGITS * value) / FINE_DIGITS;
  return fine == 0 ? 0 : fine; /* no -0 */
}

static void put_text(const writing *w, const char *key, const char *text) {
  fprintf(w->sink->file, ",\"%s\":", key);
  kr_json_string(w->sink->file, text);
}

static void put_tonnes(const writing *w, const char *key, int64_t kg) {
  char text[KR_DECIMAL_ROOM];
  fprintf(w->sink->file, ",\"%s\":%s", key, kr_tonnes_text(kg, text));
}

static void put_number(const writing *w, const char *key, double value) {
  char text[KR_DECIMAL_ROOM] = "null";
  if (isfinite(value)) kr_number_write(value, text);
  fprintf(w->sink->file, ",\"%s\":%s", key, text);
}

/** What a set of resources tells: the busiest one, and the highest price of any. */
static void put_resources(const writing *w, const int32_t *resources, int32_t n, int32_t busiest) {
  const kr_flow *f = w->f;
  double price = f->has_prices && n > 0 ? 0 : NAN;
  for (int32_t i = 0; i < n && f->has_prices; ++i)
    price = fmax(price, f->price[kr_flow_at(f, resources[i], f->n_days)]);
  if (busiest == KR_NONE)
    fputs(",\"busiest_resource\":null", w->sink->file);
  else
    put_text(w, "busiest_resource", kr_ids_text(f->corridor->resource_ids, busiest));
  put_number(w, "utilisation", busiest == KR_NONE ? NAN : rounded(kr_flow_utilisation(f, busiest, f->n_days)));
  put_number(w, "shadow_price", price);
}

/** `{"type":"Feature","id":"node:XIAN","properties":{"kind":"node","node_id":"XIAN"` */
static void put_head(const writing *w, const char *kind, const char *id) {
  fprintf(w->sink->file, "{\"type\":\"Feature\",\"id\":\"%s:%s\",\"properties\":{\"kind\":\"%s\"", kind, id, kind);
  fprintf(w->sink->file, ",\"%s_id\":\"%s\"", kind, id); /* ids have no character that JSON must escape */
}

/* ---- geometry ---- */

static void put_position(writing *w, kr_point p) {
  char lon[KR_DECIMAL_ROOM], lat[KR_DECIMAL_ROOM];
  kr_geojson_box_latitude(&w->box, rounded(p.y));
  kr_decimal_write(llround(FINE_DIGITS * p.x), lon);
  kr_decimal_write(llround(FINE_DIGITS * p.y), lat);
  fprintf(w->sink->file, "[%s,%s]", lon, lat);
}

static void put_positions(writing *w, const kr_great_circle *line, int32_t from, int32_t to) {
  fputc('[', w->sink->file);
  for (int32_t i = from; i < to; ++i) {
    if (i > from) fputc(',', w->sink->file);
    put_position(w, line->points[i]);
  }
  fputc(']', w->sink->file);
}

static void put_line(writing *w, kr_point from, kr_point to) {
  kr_great_circle line = kr_great_circle_between(from, to);
  if (line.second == 0) {
    fputs("},\"geometry\":{\"type\":\"LineString\",\"coordinates\":", w->sink->file);
    put_positions(w, &line, 0, line.n);
  } else {
    fputs("},\"geometry\":{\"type\":\"MultiLineString\",\"coordinates\":[", w->sink->file);
    put_positions(w, &line, 0, line.second);
    fputc(',', w->sink->file);
    put_positions(w, &line, line.second, line.n);
    fputc(']', w->sink->file);
  }
  fputs("}}", w->sink->file);
}

/* ---- features ---- */

static kr_point place_of(const kr_corridor *c, int32_t node) {
  return (kr_point){c->nodes[node].x_deg, c->nodes[node].y_deg};
}

static void put_node(writing *w, int32_t node) {
  const kr_flow *f = w->f;
  const kr_node *n = &f->corridor->nodes[node];
  size_t all = kr_flow_at(f, node, f->n_days);
  put_head(w, "node", kr_ids_text(f->corridor->node_ids, node));
  put_text(w, "name", n->name);
  put_text(w, "node_type", n->type);
  put_text(w, "country", n->country);
  put_tonnes(w, "tonnes", f->node_kg[all]);
  put_tonnes(w, "stays_t", f->stays_kg[all]);
  put_tonnes(w, "most_waiting_t", f->waiting_kg[all]);
  int32_t first = w->rings->first[node];
  put_resources(w, w->rings->resources + first, w->rings->first[node + 1] - first,
                kr_rings_busiest(w->rings, f, node, f->n_days));
  fputs("},\"geometry\":{\"type\":\"Point\",\"coordinates\":", w->sink->file);
  put_position(w, place_of(f->corridor, node));
  fputs("}}", w->sink->file);
}

static void put_link(writing *w, int32_t link) {
  const kr_flow *f = w->f;
  const kr_corridor *c = f->corridor;
  const kr_link *l = &c->links[link];
  size_t all = kr_flow_at(f, link, f->n_days);
  put_head(w, "link", kr_ids_text(c->link_ids, link));
  put_text(w, "name", l->name);
  put_text(w, "mode", kr_ids_text(c->mode_ids, l->mode));
  put_text(w, "from_node_id", kr_ids_text(c->node_ids, l->from_node));
  put_text(w, "to_node_id", kr_ids_text(c->node_ids, l->to_node));
  fprintf(w->sink->file, ",\"directed\":%s", l->directed ? "true" : "false");
  put_number(w, "length_km", l->length_km);
  put_tonnes(w, "tonnes", kr_flow_link_kg(f, link, f->n_days));
  put_tonnes(w, "tonnes_forward", f->link_kg[0][all]);
  put_tonnes(w, "tonnes_backward", f->link_kg[1][all]);
  put_resources(w, c->resource_lists + l->resources.first, l->resources.count,
                kr_flow_busiest(f, l->resources, f->n_days));
  put_line(w, place_of(c, l->from_node), place_of(c, l->to_node));
}

static void put_box(const writing *w) {
  const double sides[] = {w->box.west, w->box.south, w->box.east, w->box.north};
  char text[KR_DECIMAL_ROOM];
  if (kr_n_nodes(w->f->corridor) == 0) return;
  for (int i = 0; i < 4; ++i) {
    kr_decimal_write(llround(FINE_DIGITS * sides[i]), text);
    fprintf(w->sink->file, "%s%s", i ? "," : ",\n\"bbox\":[", text);
  }
  fputc(']', w->sink->file);
}

static void put_all(writing *w) {
  int32_t n = kr_n_nodes(w->f->corridor), m = kr_n_links(w->f->corridor);
  fputs("{\"type\":\"FeatureCollection\",\"features\":[", w->sink->file);
  for (int32_t i = 0; i < n + m; ++i) {
    fputs(i ? ",\n" : "\n", w->sink->file);
    if (i < m)
      put_link(w, i);
    else
      put_node(w, i - m); /* above the links, where order is how they are painted */
  }
  fputs("]", w->sink->file);
  put_box(w);
  fputs("}\n", w->sink->file);
}

kr_status kr_geojson_put(kr_sink *sink, const kr_flow *flow, kr_error *err) {
  kr_rings *rings = NULL;
  writing w = {.sink = sink, .f = flow};
  kr_status status = kr_rings_create(&rings, flow->corridor);
  w.rings = rings;
  if (status == KR_OK) status = kr_geojson_box_longitudes(&w.box, flow->corridor);
  if (status == KR_OK) put_all(&w);
  kr_rings_free(rings);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}
