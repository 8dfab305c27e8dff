#include <stdio.h>
#include <string.h>

#include "cli/nightly/teller.h"

#define ROW_ROOM 16384

/** A row being put together; what does not fit is cut off, which no row of ours comes near to but by its reason. */
typedef struct row {
  char text[ROW_ROOM];
  size_t n;
} row;

static void put(row *r, char c) {
  if (r->n + 1 < sizeof r->text) r->text[r->n++] = c;
}

/** A text without line breaks in it: `\n` for one. */
static void put_text(row *r, const char *text) {
  for (; *text; text++) {
    if (*text == '\n' || *text == '\\') put(r, '\\');
    put(r, *text == '\n' ? 'n' : *text);
  }
}

static void put_cell(row *r, kr_query *q, int column) {
  char number[KR_DECIMAL_ROOM];
  put(r, '|');
  if (kr_get_is_null(q, column)) return;
  if (!kr_get_is_real(q, column)) {
    put_text(r, kr_get_text(q, column));
    return;
  }
  kr_number_write(kr_get_real(q, column), number);
  put_text(r, number);
}

static void tell_row(const kr_teller *t, kr_query *q) {
  row r = {.n = 0};
  put_text(&r, kr_get_text(q, 0));
  for (int i = 1; i < kr_query_columns(q); i++) put_cell(&r, q, i);
  r.text[r.n] = '\0';
  t->line(t->context, r.text);
}

kr_status kr_ledger_dump(kr_ledger *l, kr_line line, void *context, kr_error *err) {
  static const char *const tables[] = {
      "SELECT 'night', * FROM night ORDER BY date",
      "SELECT 'submission', * FROM submission ORDER BY receipt",
      "SELECT 'shipment', * FROM shipment ORDER BY name",
      "SELECT 'lot', * FROM lot ORDER BY shipment, number",
      "SELECT 'leg', * FROM leg ORDER BY shipment, lot, number",
      "SELECT 'capacity_used', * FROM capacity_used ORDER BY resource, date, shipment, lot, leg",
      "SELECT 'decision', * FROM decision ORDER BY night, shipment",
      "SELECT 'history', * FROM history ORDER BY seq"};
  kr_teller t = {l, line, context};
  bool own;
  kr_status status = kr_ledger_enter(l, &own, err); /* all tables as of one moment */
  for (size_t i = 0; i < sizeof tables / sizeof *tables && status == KR_OK; i++)
    status = kr_tell_rows(&t, kr_sql_ask(l->sql, tables[i]), tell_row, NULL, err);
  return kr_ledger_leave(l, own, status, err);
}
