#include "instances/reading.h"

enum { NODE_ID, NAME, X_COORD, Y_COORD, NODE_TYPE, COUNTRY, N_COLUMNS };

static const char *country(kr_table *t, kr_ids *texts) {
  kr_field f = kr_cell(t, COUNTRY);
  bool is_code = f.n == 2 && f.text[0] >= 'A' && f.text[0] <= 'Z' && f.text[1] >= 'A' && f.text[1] <= 'Z';
  if (f.n > 0 && !is_code)
    kr_cell_say(t, COUNTRY, KR_SEVERITY_ERROR, "not a country code; write two capital letters such as KZ");
  return kr_cell_text(t, COUNTRY, texts);
}

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  int32_t i = kr_cell_define(t, NODE_ID, &r->nodes);
  kr_node node = {
      .name = kr_cell_text(t, NAME, c->texts),
      .x_deg = kr_decimal_value(kr_cell_signed(t, X_COORD, 180)),
      .y_deg = kr_decimal_value(kr_cell_signed(t, Y_COORD, 90)),
      .type = kr_cell_text(t, NODE_TYPE, c->texts),
      .country = country(t, c->texts),
  };
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->nodes, &r->room, i, sizeof *c->nodes);
  if (t->status == KR_OK) c->nodes[i] = node;
}

kr_status kr_read_nodes(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [NODE_ID] = {"node_id", KR_FILLED}, [NAME] = {"name", KR_FILLED},           [X_COORD] = {"x_coord", KR_FILLED},
      [Y_COORD] = {"y_coord", KR_FILLED}, [NODE_TYPE] = {"node_type", KR_FILLED}, [COUNTRY] = {"country", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "node.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  bool is_complete;
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, &is_complete, NULL, r->err);
  r->nodes.is_incomplete = !is_complete;
  return status;
}
