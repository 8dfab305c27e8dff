#include "instances/reading.h"

enum { RESOURCE_ID, NAME, UNIT, WHOLE_UNITS, N_COLUMNS };

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  int32_t i = kr_cell_define(t, RESOURCE_ID, &r->resources);
  kr_resource resource = {
      .name = kr_cell_text(t, NAME, c->texts),
      .unit = kr_cell_reference(t, UNIT, &r->units),
      .whole_units = kr_cell_flag(t, WHOLE_UNITS, false),
  };
  if (i < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->resources, &r->room, i, sizeof *c->resources);
  if (t->status == KR_OK) c->resources[i] = resource;
}

kr_status kr_read_resources(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [RESOURCE_ID] = {"resource_id", KR_FILLED},
      [NAME] = {"name", KR_FILLED},
      [UNIT] = {"unit", KR_FILLED},
      [WHOLE_UNITS] = {"whole_units", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "resource.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  bool is_complete;
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, &is_complete, NULL, r->err);
  r->resources.is_incomplete = !is_complete;
  return status;
}
