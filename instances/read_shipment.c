#include <string.h>

#include "instances/reading.h"

enum {
  SHIPMENT_ID,
  FORWARDER_ID,
  ORIGIN_NODE_ID,
  DESTINATION_NODE_ID,
  CARGO_ID,
  QUANTITY_T,
  READY,
  DUE,
  WEIGHT,
  SPLITTABLE,
  N_COLUMNS
};

#define MICRO_PER_KG (KR_MICRO / 1000)

/** Reads ready and due; both become minutes from the start of the horizon. */
static void read_instants(kr_table *t, int64_t start_min, kr_shipment *s) {
  int64_t ready = start_min, due;
  kr_cell_instant(t, READY, &ready);
  s->ready_min = ready - start_min;
  s->due_min = KR_NO_DUE;
  if (!kr_cell_instant(t, DUE, &due)) return;
  s->due_min = due - start_min;
  if (due < ready) kr_cell_say(t, DUE, KR_SEVERITY_WARNING, "before ready; this freight is late whatever is done");
}

/** Whose freight it is: what is handed in alone is that of the place where it was handed in, whatever a column says. */
static int32_t forwarder_of(kr_table *t) {
  const kr_reading *r = t->reader;
  kr_ids *ids = r->corridor->forwarder_ids;
  if (!r->rules) return kr_cell_word(t, FORWARDER_ID, ids);
  kr_field f = kr_cell(t, FORWARDER_ID);
  const char *own = r->rules->forwarder;
  if (f.n > 0 && (f.n != strlen(own) || memcmp(f.text, own, f.n) != 0))
    kr_cell_say(t, FORWARDER_ID, KR_SEVERITY_ERROR, "this is handed in by %s; write that, or leave it blank", own);
  return kr_ids_find(ids, own, strlen(own));
}

/** What is handed in alone has limits. @return false: no further row is read */
static bool check_rules(kr_table *t, const kr_freight_rules *rules) {
  size_t n = kr_cell(t, SHIPMENT_ID).n;
  if (n > rules->most_id_bytes && n <= KR_ID_BYTES_MAX)
    kr_cell_say(t, SHIPMENT_ID, KR_SEVERITY_ERROR, "an id of %zu bytes; shorten it to at most %zu", n,
                rules->most_id_bytes);
  if (t->n_rows <= rules->most_rows) return true;
  kr_place place = kr_csv_place(t->csv, 0);
  kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "more than %d rows; hand in the rest apart",
                  (int)rules->most_rows);
  t->status = KR_ERR_INPUT;
  return false;
}

static void read_row(kr_table *t) {
  static const kr_bounds quantity = {0, KR_QUANTITY_MAX_T * KR_MICRO, true, 3};
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  if (r->rules && !check_rules(t, r->rules)) return;
  int32_t i = kr_cell_define(t, SHIPMENT_ID, &r->shipments);
  kr_shipment s = {
      .forwarder = forwarder_of(t),
      .origin = kr_cell_reference(t, ORIGIN_NODE_ID, &r->nodes),
      .destination = kr_cell_reference(t, DESTINATION_NODE_ID, &r->nodes),
      .cargo = kr_cell_reference(t, CARGO_ID, &r->cargo),
      .quantity_kg = kr_cell_decimal(t, QUANTITY_T, &quantity, KR_MICRO) / MICRO_PER_KG,
      .weight = kr_cell_decimal(t, WEIGHT, &kr_bounds_positive, KR_MICRO),
      .splittable = kr_cell_flag(t, SPLITTABLE, true),
  };
  read_instants(t, (int64_t)c->start * KR_MINUTES_PER_DAY, &s);
  if (s.origin >= 0 && s.origin == s.destination)
    kr_cell_say(t, DESTINATION_NODE_ID, KR_SEVERITY_ERROR, "the same as the origin; there is nothing to move");
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->shipments, &r->room, i, sizeof *c->shipments);
  if (t->status == KR_OK) c->shipments[i] = s;
}

kr_status kr_read_shipments(kr_reading *r) {
  const kr_column columns[N_COLUMNS] = {
      [SHIPMENT_ID] = {"shipment_id", KR_FILLED},
      [FORWARDER_ID] = {"forwarder_id", r->rules ? KR_OPTIONAL : KR_FILLED},
      [ORIGIN_NODE_ID] = {"origin_node_id", KR_FILLED},
      [DESTINATION_NODE_ID] = {"destination_node_id", KR_FILLED},
      [CARGO_ID] = {"cargo_id", KR_FILLED},
      [QUANTITY_T] = {"quantity_t", KR_FILLED},
      [READY] = {"ready", KR_FILLED},
      [DUE] = {"due", KR_OPTIONAL},
      [WEIGHT] = {"weight", KR_OPTIONAL},
      [SPLITTABLE] = {"splittable", KR_OPTIONAL},
  };
  const kr_sheet sheet = {.file = "shipment.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  bool is_complete;
  int64_t n_rows;
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, &is_complete, &n_rows, r->err);
  if (status == KR_OK && is_complete && n_rows == 0) {
    kr_place place = {sheet.file, 1, 1};
    kr_messages_add(r->source.messages, r->rules ? KR_SEVERITY_ERROR : KR_SEVERITY_WARNING, &place,
                    "no row behind the header; there is nothing to plan");
  }
  r->shipments.is_incomplete = !is_complete;
  return status;
}
