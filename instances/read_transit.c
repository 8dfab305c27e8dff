#include "instances/reading.h"

enum { PLAN_ID, LINK_ID, FROM_DATE, TO_DATE, TRANSIT_HOURS, N_COLUMNS };

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  kr_running_time row = {.plan = kr_cell_plan(t, PLAN_ID), .link = kr_cell_reference(t, LINK_ID, &r->links)};
  bool has_days = kr_cell_days(t, FROM_DATE, TO_DATE, &row.from_day, &row.to_day);
  row.transit_uh = kr_cell_decimal(t, TRANSIT_HOURS, &kr_bounds_not_negative, 0);
  if (!has_days || row.plan < 0 || row.link < 0 || t->status != KR_OK) return;
  t->status = kr_reading_room(&c->running_times, &r->room, c->n_running_times, sizeof *c->running_times);
  if (t->status == KR_OK) t->status = kr_lines_note(&r->running_lines, c->n_running_times, kr_csv_line(t->csv));
  if (t->status == KR_OK) c->running_times[c->n_running_times++] = row;
}

kr_status kr_read_running_times(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [PLAN_ID] = {"plan_id", KR_PRESENT},
      [LINK_ID] = {"link_id", KR_FILLED},
      [FROM_DATE] = {"from_date", KR_PRESENT},
      [TO_DATE] = {"to_date", KR_PRESENT},
      [TRANSIT_HOURS] = {"transit_hours", KR_FILLED},
  };
  static const kr_sheet sheet = {
      .file = "transit.csv", .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  r->room = 0;
  return kr_sheet_read(&sheet, &r->source, r, NULL, NULL, r->err);
}
