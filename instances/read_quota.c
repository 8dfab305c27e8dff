#include "instances/reading.h"

enum { PLAN_ID, FORWARDER_ID, RESOURCE_ID, FROM_DATE, TO_DATE, WEEKDAYS, PER_DAY, SOURCE, N_COLUMNS };

/** Whoever ships nothing here has quotas all the same: a corridor keeps them for all. */
static int32_t find_forwarder(kr_table *t, const kr_corridor *c) {
  kr_field f = kr_cell(t, FORWARDER_ID);
  if (!kr_cell_has_value(t, FORWARDER_ID) || !kr_cell_check_id(t, FORWARDER_ID, f)) return KR_NONE;
  int32_t index = kr_ids_find(c->forwarder_ids, f.text, f.n);
  if (index < 0)
    kr_cell_say(t, FORWARDER_ID, KR_SEVERITY_WARNING, "no shipment is of this forwarder; the row limits nothing");
  return index;
}

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_quota_row row = {.forwarder = find_forwarder(t, r->corridor),
                      .resource = kr_cell_reference(t, RESOURCE_ID, &r->resources)};
  row.capacity.plan = kr_cell_plan(t, PLAN_ID);
  bool has_days = kr_cell_days(t, FROM_DATE, TO_DATE, &row.capacity.from_day, &row.capacity.to_day);
  row.capacity.weekdays = kr_cell_weekdays(t, WEEKDAYS);
  row.capacity.per_day = kr_cell_decimal(t, PER_DAY, &kr_bounds_not_negative, 0);
  if (!has_days || row.capacity.weekdays == 0 || row.capacity.plan < 0 || row.resource < 0 || row.forwarder < 0) return;
  if (t->status == KR_OK) t->status = kr_reading_room(&r->quota_rows, &r->room, r->n_quota_rows, sizeof *r->quota_rows);
  if (t->status == KR_OK) t->status = kr_lines_note(&r->quota_lines, r->n_quota_rows, kr_csv_line(t->csv));
  if (t->status == KR_OK) r->quota_rows[r->n_quota_rows++] = row;
}

kr_status kr_read_quotas(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [PLAN_ID] = {"plan_id", KR_OPTIONAL},       [FORWARDER_ID] = {"forwarder_id", KR_FILLED},
      [RESOURCE_ID] = {"resource_id", KR_FILLED}, [FROM_DATE] = {"from_date", KR_OPTIONAL},
      [TO_DATE] = {"to_date", KR_OPTIONAL},       [WEEKDAYS] = {"weekdays", KR_OPTIONAL},
      [PER_DAY] = {"per_day", KR_FILLED},         [SOURCE] = {"source", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {
      .file = "quota.csv", .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  r->room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, NULL, NULL, r->err);
  if (status == KR_OK && kr_quotas_lay(r->corridor, r->quota_rows, r->n_quota_rows) != KR_OK)
    status = kr_fail_memory(r->err);
  return status;
}
