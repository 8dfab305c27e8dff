#include <stdio.h>
#include <string.h>

#include "instances/plausible.h"

enum { CARGO_ID, NAME, N_COLUMNS };

#define PREFIX "t_per_"
#define PREFIX_BYTES (sizeof PREFIX - 1)

/** Which field holds each unit's column. */
typedef struct cargo_reading {
  kr_reading *r;
  int field[KR_CSV_FIELDS_MAX + 1]; /* [unit], from 1 */
} cargo_reading;

static void say(kr_table *t, int field, const char *text) {
  kr_place place = kr_csv_place(t->csv, field);
  kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "%s", text);
}

/** `t_per_<unit>` makes a unit. */
static bool take_unit(kr_table *t, int field, kr_field name) {
  cargo_reading *own = t->reader;
  kr_ids *units = own->r->corridor->unit_ids;
  if (name.n < PREFIX_BYTES || memcmp(name.text, PREFIX, PREFIX_BYTES) != 0) return false;
  kr_field unit = {name.text + PREFIX_BYTES, name.n - PREFIX_BYTES};
  kr_table_choose(t, field, "column");
  if (unit.n == 0) {
    say(t, field, "column t_per_ names no unit; write for example t_per_train");
  } else if (unit.n == 1 && *unit.text == 't') {
    say(t, field, "column t_per_t: the unit t is built in and always 1; remove the column");
  } else if (kr_cell_check_id(t, KR_COLUMN_EXTRA, unit)) {
    int32_t index, count = kr_ids_count(units);
    t->status = kr_ids_add(units, unit.text, unit.n, &index);
    if (t->status == KR_OK && index == count) own->field[index] = field;
  }
  return true;
}

static void read_units(kr_table *t, int32_t cargo) {
  cargo_reading *own = t->reader;
  kr_corridor *c = own->r->corridor;
  int32_t n_units = kr_n_units(c);
  for (int32_t unit = 1; unit < n_units; unit++) {
    char name[KR_QUOTE_ROOM];
    snprintf(name, sizeof name, PREFIX "%s", kr_ids_text(c->unit_ids, unit));
    kr_table_choose(t, own->field[unit], name);
    kr_micro tonnes = kr_cell_decimal(t, KR_COLUMN_EXTRA, &kr_bounds_positive, 0);
    kr_warn_of_load(t, KR_COLUMN_EXTRA, kr_ids_text(c->unit_ids, unit), tonnes);
    if (cargo >= 0) c->t_per_unit[(int64_t)cargo * n_units + unit] = tonnes;
  }
}

static void read_row(kr_table *t) {
  cargo_reading *own = t->reader;
  kr_reading *r = own->r;
  kr_corridor *c = r->corridor;
  int32_t i = kr_cell_define(t, CARGO_ID, &r->cargo), n_units = kr_n_units(c);
  const char *name = kr_cell_text(t, NAME, c->texts);
  if (i >= 0 && t->status == KR_OK) {
    t->status = kr_reading_room(&c->t_per_unit, &r->room, i, (size_t)n_units * sizeof *c->t_per_unit);
    if (t->status == KR_OK) c->t_per_unit[(int64_t)i * n_units + KR_UNIT_TONNE] = KR_MICRO;
  }
  if (t->status != KR_OK) return;
  read_units(t, i);
  if (i < 0) return;
  t->status = kr_reading_room(&c->cargo_names, &r->other_room, i, sizeof *c->cargo_names);
  if (t->status == KR_OK) c->cargo_names[i] = name;
}

kr_status kr_read_cargo(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {[CARGO_ID] = {"cargo_id", KR_FILLED}, [NAME] = {"name", KR_FILLED}};
  static const kr_sheet sheet = {
      .file = "cargo.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row, .extra = take_unit};
  cargo_reading own = {.r = r};
  bool is_complete;
  r->room = r->other_room = 0;
  kr_status status = kr_sheet_read(&sheet, &r->source, &own, &is_complete, NULL, r->err);
  r->cargo.is_incomplete = r->units.is_incomplete = !is_complete;
  return status;
}
