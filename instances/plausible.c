#include "instances/plausible.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define EARTH_KM 6371.0
#define RADIANS (3.14159265358979323846 / 180)
#define NEAR_KM 5.0    /* nodes so near may be one place with rounded coordinates */
#define FAR_KM 100.0   /* shorter links may stand for a border's queue */
#define TIMES_MOST 300 /* of the straight line */
#define FASTEST_KM_H 2000.0
#define SLOWEST_KM_H 0.5
#define FEW_SHIPMENTS 3
#define QUANTITY_TIMES 1000
#define SHIPMENTS_PER_SLIP 20 /* more of them than one in so many are no slip */

/** The straight line over the earth. */
static double distance_km(const kr_node *a, const kr_node *b) {
  double dy = sin((b->y_deg - a->y_deg) * RADIANS / 2), dx = sin((b->x_deg - a->x_deg) * RADIANS / 2);
  double h = dy * dy + cos(a->y_deg * RADIANS) * cos(b->y_deg * RADIANS) * dx * dx;
  return 2 * EARTH_KM * asin(sqrt(fmin(1, h)));
}

static void warn_of_speed(kr_table *t, int column, double km, double hours) {
  double km_h = km / hours;
  if (km_h > FASTEST_KM_H)
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "%.0f km in so many hours, faster than anything; are these days?", km);
  else if (km >= FAR_KM && km_h < SLOWEST_KM_H)
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "%.0f km in so many hours, slower than walking; are these minutes?",
                km);
}

void kr_warn_of_scale(kr_table *t, int length_column, int hours_column, const kr_link *link) {
  const kr_reading *r = t->reader;
  const kr_node *nodes = r->corridor->nodes;
  if (link->from_node < 0 || link->to_node < 0 || r->nodes.is_incomplete) return;
  double straight = distance_km(&nodes[link->from_node], &nodes[link->to_node]);
  bool is_known = !isnan(link->length_km);
  if (straight >= NEAR_KM && is_known && link->length_km > straight * TIMES_MOST)
    kr_cell_say(t, length_column, KR_SEVERITY_WARNING,
                "%.0f times the straight line of %.0f km between its nodes; are these metres?",
                link->length_km / straight, straight);
  else if (straight >= NEAR_KM && is_known && link->length_km > 0 && link->length_km < straight / TIMES_MOST)
    kr_cell_say(t, length_column, KR_SEVERITY_WARNING,
                "shorter than the straight line of %.0f km between its nodes; are these thousands of km?", straight);
  else if (link->transit_uh > 0)
    warn_of_speed(t, hours_column, is_known ? link->length_km : straight, kr_decimal_value(link->transit_uh));
}

typedef struct load_range {
  const char *unit;
  kr_micro least, most;
} load_range;

static load_range range_of(const char *unit) {
  static const load_range known[] = {{"TEU", KR_MICRO / 10, 200 * KR_MICRO},
                                     {"FEU", KR_MICRO / 10, 200 * KR_MICRO},
                                     {"truck", KR_MICRO / 10, 1000 * KR_MICRO},
                                     {"wagon", KR_MICRO / 10, 1000 * KR_MICRO},
                                     {"train", 10 * KR_MICRO, 100000 * KR_MICRO}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(unit, known[i].unit) == 0) return known[i];
  return (load_range){unit, KR_MICRO / 1000 + 1, INT64_MAX};
}

void kr_warn_of_load(kr_table *t, int column, const char *unit, kr_micro tonnes) {
  load_range range = range_of(unit);
  if (tonnes > range.most)
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "more tonnes than one %s can carry; are these kilograms?", unit);
  if (tonnes > 0 && tonnes < range.least)
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "hardly anything for one %s; are these thousands of tonnes?", unit);
}

static int by_size(const void *a, const void *b) {
  const int64_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void warn_of_shipment(const kr_reading *r, int32_t i, int64_t middle_kg) {
  const kr_corridor *c = r->corridor;
  kr_place place = {"shipment.csv", kr_lines_of(&r->shipments.lines, i), 1};
  char quoted[KR_QUOTE_ROOM];
  kr_messages_add(r->source.messages, KR_SEVERITY_WARNING, &place,
                  "shipment %s: quantity_t is %.0f times that of the middle one here; are these kilograms?",
                  kr_quote_id(c->shipment_ids, i, quoted), (double)c->shipments[i].quantity_kg / (double)middle_kg);
}

kr_status kr_warn_of_quantities(kr_reading *r) {
  const kr_corridor *c = r->corridor;
  int32_t n = kr_n_shipments(c), slips = 0;
  if (n < FEW_SHIPMENTS || kr_messages_errors(r->source.messages) > 0) return KR_OK;
  int64_t *kg = kr_zeros((size_t)n, sizeof *kg);
  if (!kg) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n; i++) kg[i] = c->shipments[i].quantity_kg;
  qsort(kg, (size_t)n, sizeof *kg, by_size);
  int64_t middle_kg = kg[(n - 1) / 2];
  free(kg);
  for (int32_t i = 0; i < n; i++) slips += c->shipments[i].quantity_kg / middle_kg >= QUANTITY_TIMES;
  if (slips > 1 && slips > n / SHIPMENTS_PER_SLIP) return KR_OK;
  for (int32_t i = 0; i < n && slips > 0; i++)
    if (c->shipments[i].quantity_kg / middle_kg >= QUANTITY_TIMES) warn_of_shipment(r, i, middle_kg);
  return KR_OK;
}
