#include <stdlib.h>

#include "graph/memory.h"
#include "instances/reading.h"

enum { DATASET_NAME, FORMAT_VERSION, START, DAYS, STEP_HOURS, UNSERVED_HOURS, LATE_FACTOR, N_COLUMNS };

#define DEFAULT_STEP_HOURS 24
#define DEFAULT_UNSERVED_HOURS_PER_DAY 48

static int32_t step_hours(kr_table *t) {
  int32_t hours = kr_cell_whole(t, STEP_HOURS, 1, 24, DEFAULT_STEP_HOURS);
  if (24 % hours == 0) return hours;
  kr_cell_say(t, STEP_HOURS, KR_SEVERITY_ERROR, "does not divide a day; give 1, 2, 3, 4, 6, 8, 12 or 24");
  return DEFAULT_STEP_HOURS;
}

static void read_name(kr_table *t, kr_corridor *c) {
  kr_field name = kr_cell(t, DATASET_NAME);
  if (name.n == 0) kr_cell_say(t, DATASET_NAME, KR_SEVERITY_ERROR, "blank; it needs a value");
  kr_cell_check_text(t, DATASET_NAME);
  c->dataset_name = kr_copy_text(name.text, name.n);
  if (!c->dataset_name) t->status = KR_ERR_MEMORY;
}

static void read_version(kr_table *t) {
  if (!kr_cell_has_value(t, FORMAT_VERSION)) return;
  kr_field version = kr_cell(t, FORMAT_VERSION);
  if (version.n != 1 || *version.text != '1')
    kr_cell_say(t, FORMAT_VERSION, KR_SEVERITY_ERROR, "not a version that this program reads; write 1");
}

static void read_row(kr_table *t) {
  kr_corridor *c = ((kr_reading *)t->reader)->corridor;
  if (t->n_rows > 1) {
    kr_place place = kr_csv_place(t->csv, 0);
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "a second row; config.csv has exactly one, remove this");
    return;
  }
  read_name(t, c);
  read_version(t);
  kr_cell_date(t, START, &c->start);
  c->days = kr_cell_whole(t, DAYS, 1, 400, 1);
  c->step_hours = step_hours(t);
  kr_micro unserved_uh = (kr_micro)c->days * DEFAULT_UNSERVED_HOURS_PER_DAY * KR_MICRO;
  c->unserved_uh = kr_cell_decimal(t, UNSERVED_HOURS, &kr_bounds_not_negative, unserved_uh);
  c->late_factor = kr_cell_decimal(t, LATE_FACTOR, &kr_bounds_not_negative, KR_MICRO);
}

kr_status kr_read_config(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [DATASET_NAME] = {"dataset_name", KR_FILLED},
      [FORMAT_VERSION] = {"format_version", KR_FILLED},
      [START] = {"start", KR_FILLED},
      [DAYS] = {"days", KR_FILLED},
      [STEP_HOURS] = {"step_hours", KR_OPTIONAL},
      [UNSERVED_HOURS] = {"unserved_hours", KR_OPTIONAL},
      [LATE_FACTOR] = {"late_factor", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "config.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  bool is_complete;
  int64_t n_rows;
  kr_status status = kr_sheet_read(&sheet, &r->source, r, &is_complete, &n_rows, r->err);
  if (status == KR_OK && is_complete && n_rows == 0) {
    kr_place place = {sheet.file, 1, 1};
    kr_messages_add(r->source.messages, KR_SEVERITY_ERROR, &place, "no row behind the header; write exactly one");
  }
  r->has_calendar = kr_messages_errors(r->source.messages) == 0;
  return status;
}
