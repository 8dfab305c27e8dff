#include <stdlib.h>

#include "graph/quota.h"
#include "instances/reading.h"

enum { PLAN_ID, FORWARDER_ID, RESOURCE_ID, FROM_DATE, TO_DATE, WEEKDAYS, PER_DAY, SOURCE, N_COLUMNS };

typedef struct quota_reading {
  kr_reading *r;
  kr_quota_row *rows;
  int32_t n;
  size_t room;
} quota_reading;

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
  quota_reading *own = t->reader;
  kr_reading *r = own->r;
  kr_quota_row row = {.forwarder = find_forwarder(t, r->corridor),
                      .resource = kr_cell_reference(t, RESOURCE_ID, &r->resources)};
  row.capacity.plan = kr_cell_plan(t, PLAN_ID);
  bool has_days = kr_cell_days(t, FROM_DATE, TO_DATE, &row.capacity.from_day, &row.capacity.to_day);
  row.capacity.weekdays = kr_cell_weekdays(t, WEEKDAYS);
  row.capacity.per_day = kr_cell_decimal(t, PER_DAY, &kr_bounds_not_negative, 0);
  if (!has_days || row.capacity.weekdays == 0 || row.capacity.plan < 0 || row.resource < 0 || row.forwarder < 0) return;
  if (t->status == KR_OK) t->status = kr_reading_room(&own->rows, &own->room, own->n, sizeof *own->rows);
  if (t->status == KR_OK) t->status = kr_lines_note(&r->quota_lines, own->n, kr_csv_line(t->csv));
  if (t->status == KR_OK) own->rows[own->n++] = row;
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
  quota_reading own = {.r = r};
  kr_status status = kr_sheet_read(&sheet, &r->source, &own, NULL, NULL, r->err);
  if (status == KR_OK && kr_quotas_lay(r->corridor, own.rows, own.n) != KR_OK) status = kr_fail_memory(r->err);
  r->n_quota_rows = own.n;
  free(own.rows);
  return status;
}
