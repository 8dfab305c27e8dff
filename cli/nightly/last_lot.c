#include "cli/nightly/last_lot.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/cell.h"
#include "instances/memory_file.h"

enum { SHIPMENT_ID, LAST_LOT, CLOSED, N_COLUMNS };

void kr_last_lots_clear(kr_last_lots *l) {
  free(l->number);
  free(l->is_closed);
  *l = (kr_last_lots){0};
}

static kr_status make(kr_last_lots *out, const kr_corridor *c, kr_error *err) {
  size_t n = (size_t)kr_n_shipments(c);
  *out = (kr_last_lots){.number = kr_zeros(n, sizeof *out->number), .is_closed = kr_zeros(n, sizeof *out->is_closed)};
  return out->number && out->is_closed ? KR_OK : kr_fail_memory(err);
}

kr_status kr_last_lots_find(kr_last_lots *out, kr_ledger *ledger, const kr_corridor *c, kr_error *err) {
  kr_status status = make(out, c, err);
  for (int32_t s = 0; s < kr_n_shipments(c) && status == KR_OK; s++)
    status = kr_ledger_last_lot(ledger, kr_ids_text(c->shipment_ids, s), &out->number[s], &out->is_closed[s], err);
  return status;
}

/** A row for each shipment of tonight that has had lots. */
static void tell(const kr_last_lots *l, const kr_corridor *c, FILE *to) {
  fputs("shipment_id,last_lot,closed\n", to);
  for (int32_t s = 0; s < kr_n_shipments(c); s++)
    if (l->number[s] > 0)
      fprintf(to, "%s,%d,%d\n", kr_ids_text(c->shipment_ids, s), (int)l->number[s], l->is_closed[s]);
}

static kr_status write_file(const kr_last_lots *last, const kr_corridor *c, const char *path, kr_error *err) {
  kr_memory_file file = {0};
  kr_status status = kr_memory_file_open(&file, err);
  if (status == KR_OK) {
    tell(last, c, file.file);
    status = kr_memory_file_close(&file, err);
  }
  if (status == KR_OK) status = kr_file_replace(path, file.bytes, file.n, err);
  kr_memory_file_drop(&file);
  return status;
}

kr_status kr_last_lots_write(kr_ledger *ledger, const kr_corridor *c, const char *path, kr_error *err) {
  kr_last_lots last = {NULL, NULL};
  kr_status status = kr_last_lots_find(&last, ledger, c, err);
  if (status == KR_OK) status = write_file(&last, c, path, err);
  kr_last_lots_clear(&last);
  return status;
}

/** What rows are read into. */
typedef struct reading {
  kr_kind shipments;
  kr_last_lots *last;
} reading;

static void read_row(kr_table *t) {
  const reading *r = t->reader;
  int32_t s = kr_cell_reference(t, SHIPMENT_ID, &r->shipments);
  int32_t last = kr_cell_whole(t, LAST_LOT, 1, INT32_MAX - 1, 1);
  bool is_closed = kr_cell_flag(t, CLOSED, false);
  if (s < 0) return;
  r->last->number[s] = last;
  r->last->is_closed[s] = is_closed;
}

kr_status kr_last_lots_read(kr_last_lots *out, char sha256[65], const char *folder, const kr_corridor *c,
                            kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {[SHIPMENT_ID] = {"shipment_id", KR_FILLED},
                                               [LAST_LOT] = {"last_lot", KR_FILLED},
                                               [CLOSED] = {"closed", KR_FILLED}};
  static const kr_sheet sheet = {.file = KR_LAST_LOT_FILE, .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  kr_inputs inputs = {.n_files = 0};
  kr_source source = {folder, messages, &inputs};
  reading r = {.shipments = {.ids = c->shipment_ids, .absent = "not in shipment.csv"}, .last = out};
  kr_status status = make(out, c, err);
  if (status == KR_OK) status = kr_sheet_read(&sheet, &source, &r, NULL, NULL, err);
  kr_inputs_hash(&inputs, sha256);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s: %s", folder, kr_messages_text(messages, 0));
  return status;
}
