#include "cli/nightly/limits.h"

#include "instances/cell.h"

enum { MOST_BYTES, MOST_ROWS, MOST_NEW, N_COLUMNS };

#define MOST 1000000000
#define DEFAULT_BYTES (1 << 24)
#define DEFAULT_ROWS 100000
#define DEFAULT_NEW 1000

static void read_row(kr_table *t) {
  kr_limits *limits = t->reader;
  if (t->n_rows > 1) {
    kr_place place = kr_csv_place(t->csv, 0);
    kr_messages_add(t->messages, KR_SEVERITY_ERROR, &place, "a second row; spool.csv has exactly one, remove this");
    return;
  }
  limits->most_bytes = kr_cell_whole(t, MOST_BYTES, 1, MOST, DEFAULT_BYTES);
  limits->most_rows = kr_cell_whole(t, MOST_ROWS, 1, MOST, DEFAULT_ROWS);
  limits->most_new = kr_cell_whole(t, MOST_NEW, 1, MOST, DEFAULT_NEW);
}

kr_status kr_limits_read(kr_limits *out, const char *spool, kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {[MOST_BYTES] = {"most_bytes", KR_OPTIONAL},
                                               [MOST_ROWS] = {"most_rows", KR_OPTIONAL},
                                               [MOST_NEW] = {"most_new", KR_OPTIONAL}};
  static const kr_sheet sheet = {
      .file = "spool.csv", .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  kr_source source = {spool, messages, NULL};
  *out = (kr_limits){DEFAULT_BYTES, DEFAULT_ROWS, DEFAULT_NEW};
  kr_status status = kr_sheet_read(&sheet, &source, out, NULL, NULL, err);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s/spool.csv: %s", spool, kr_messages_summary(messages));
  return status;
}
