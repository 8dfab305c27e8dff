#include "instances/reading.h"

enum { PLAN_ID, RESOURCE_ID, FROM_DATE, TO_DATE, WEEKDAYS, PER_DAY, SOURCE, N_COLUMNS };

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  kr_capacity row = {.plan = kr_cell_plan(t, PLAN_ID), .resource = kr_cell_reference(t, RESOURCE_ID, &r->resources)};
  bool has_days = kr_cell_days(t, FROM_DATE, TO_DATE, &row.from_day, &row.to_day);
  row.weekdays = kr_cell_weekdays(t, WEEKDAYS);
  row.per_day = kr_cell_decimal(t, PER_DAY, &kr_bounds_not_negative, 0);
  if (!has_days || row.weekdays == 0 || row.plan < 0 || row.resource < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->capacities, &r->room, c->n_capacities, sizeof *c->capacities);
  if (t->status == KR_OK) t->status = kr_lines_note(&r->capacity_lines, c->n_capacities, kr_csv_line(t->csv));
  if (t->status == KR_OK) c->capacities[c->n_capacities++] = row;
}

kr_status kr_read_capacities(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [PLAN_ID] = {"plan_id", KR_PRESENT},     [RESOURCE_ID] = {"resource_id", KR_FILLED},
      [FROM_DATE] = {"from_date", KR_PRESENT}, [TO_DATE] = {"to_date", KR_PRESENT},
      [WEEKDAYS] = {"weekdays", KR_OPTIONAL},  [PER_DAY] = {"per_day", KR_FILLED},
      [SOURCE] = {"source", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "capacity.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  r->room = 0;
  int64_t n_errors = kr_messages_errors(r->source.messages);
  kr_status status = kr_sheet_read(&sheet, &r->source, r, NULL, NULL, r->err);
  r->has_all_capacities = kr_messages_errors(r->source.messages) == n_errors;
  return status;
}
