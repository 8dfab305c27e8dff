#include "instances/values.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/corridor.h"
#include "graph/memory.h"
#include "instances/cell.h"
#include "instances/sink.h"

#define FILE_NAME "values.csv"
#define DIGITS 16

void kr_values_clear(kr_values *values) {
  free(values->list);
  *values = (kr_values){.list = NULL};
}

kr_status kr_values_add(kr_values *values, const char *name, int32_t of, int32_t at, double value, kr_error *err) {
  if (!kr_grow(&values->list, &values->room, values->n + 1, sizeof *values->list)) return kr_fail_memory(err);
  kr_value *v = &values->list[values->n++];
  *v = (kr_value){.of = of, .at = at, .value = value};
  snprintf(v->name, sizeof v->name, "%s", name);
  return KR_OK;
}

/* ---- writing ---- */

static void put_index(kr_sink *sink, int32_t index) {
  if (index == KR_NONE)
    kr_sink_blank(sink);
  else
    kr_sink_whole(sink, index);
}

static void put_bits(kr_sink *sink, double value) {
  char text[DIGITS + 1];
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  snprintf(text, sizeof text, "%016" PRIx64, bits);
  kr_sink_id(sink, text);
}

kr_status kr_values_write(const kr_values *values, const char *folder, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, FILE_NAME, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, "name,of,at,bits\n");
  for (size_t i = 0; i < values->n; i++) {
    kr_sink_id(&sink, values->list[i].name);
    put_index(&sink, values->list[i].of);
    put_index(&sink, values->list[i].at);
    put_bits(&sink, values->list[i].value);
    kr_sink_end_row(&sink);
  }
  return kr_sink_close(&sink, err);
}

/* ---- reading ---- */

enum { NAME, OF, AT, BITS, N_COLUMNS };

static double read_bits(kr_table *t) {
  static const char digits[] = "0123456789abcdef";
  kr_field f = kr_cell(t, BITS);
  uint64_t bits = 0;
  double value = NAN;
  bool is_fine = f.n == DIGITS && strspn(f.text, digits) == DIGITS;
  for (size_t i = 0; i < DIGITS && is_fine; i++) bits = bits << 4 | (uint64_t)(strchr(digits, f.text[i]) - digits);
  if (is_fine) memcpy(&value, &bits, sizeof value);
  if (isfinite(value)) return value;
  kr_cell_say(t, BITS, KR_SEVERITY_ERROR, "not the bits of a number");
  return 0;
}

static int32_t read_index(kr_table *t, int column) {
  return kr_cell_is_blank(t, column) ? KR_NONE : kr_cell_whole(t, column, 0, INT32_MAX, KR_NONE);
}

static void read_row(kr_table *t) {
  t->status = kr_values_add(t->reader, kr_cell(t, NAME).text, read_index(t, OF), read_index(t, AT), read_bits(t), NULL);
}

kr_status kr_values_read(kr_values *values, const char *folder, kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {
      [NAME] = {"name", KR_FILLED}, [OF] = {"of", KR_PRESENT}, [AT] = {"at", KR_PRESENT}, [BITS] = {"bits", KR_FILLED}};
  static const kr_sheet sheet = {.file = FILE_NAME, .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  const kr_source source = {folder, messages, NULL};
  return kr_sheet_read(&sheet, &source, values, NULL, NULL, err);
}
