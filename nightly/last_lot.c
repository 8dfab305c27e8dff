#include "nightly/last_lot.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/cell.h"

enum { SHIPMENT_ID, LAST_LOT, N_COLUMNS };

kr_status kr_last_lots_find(int32_t **out, kr_ledger *ledger, const kr_corridor *c, kr_error *err) {
  int32_t *last = kr_zeros((size_t)kr_n_shipments(c), sizeof *last);
  kr_status status = KR_OK;
  *out = last;
  if (!last) return kr_fail_memory(err);
  for (int32_t s = 0; s < kr_n_shipments(c) && status == KR_OK; s++)
    status = kr_ledger_last_lot(ledger, kr_ids_text(c->shipment_ids, s), &last[s], err);
  return status;
}

/** A row for each shipment of tonight that has had lots. */
static void tell(const int32_t *last, const kr_corridor *c, FILE *to) {
  fputs("shipment_id,last_lot\n", to);
  for (int32_t s = 0; s < kr_n_shipments(c); s++)
    if (last[s] > 0) fprintf(to, "%s,%d\n", kr_ids_text(c->shipment_ids, s), (int)last[s]);
}

static kr_status write_file(const int32_t *last, const kr_corridor *c, const char *path, kr_error *err) {
  char *text = NULL;
  size_t length = 0;
  FILE *to = open_memstream(&text, &length);
  if (!to) return kr_fail_memory(err);
  tell(last, c, to);
  bool is_whole = !ferror(to);
  is_whole = fclose(to) == 0 && is_whole;
  kr_status status = is_whole ? kr_file_replace(path, text, length, err) : kr_fail_memory(err);
  free(text);
  return status;
}

kr_status kr_last_lots_write(kr_ledger *ledger, const kr_corridor *c, const char *path, kr_error *err) {
  int32_t *last = NULL;
  kr_status status = kr_last_lots_find(&last, ledger, c, err);
  if (status == KR_OK) status = write_file(last, c, path, err);
  free(last);
  return status;
}

/** What rows are read into. */
typedef struct reading {
  kr_kind shipments;
  int32_t *last;
} reading;

static void read_row(kr_table *t) {
  const reading *r = t->reader;
  int32_t s = kr_cell_reference(t, SHIPMENT_ID, &r->shipments);
  int32_t last = kr_cell_whole(t, LAST_LOT, 1, INT32_MAX - 1, 1);
  if (s >= 0) r->last[s] = last;
}

kr_status kr_last_lots_read(int32_t **out, char sha256[65], const char *folder, const kr_corridor *c,
                            kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {
      [SHIPMENT_ID] = {"shipment_id", KR_FILLED}, [LAST_LOT] = {"last_lot", KR_FILLED}};
  static const kr_sheet sheet = {.file = KR_LAST_LOT_FILE, .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  kr_inputs inputs = {.n_files = 0};
  kr_source source = {folder, messages, &inputs};
  reading r = {.shipments = {.ids = c->shipment_ids, .absent = "not in shipment.csv"},
               .last = kr_zeros((size_t)kr_n_shipments(c), sizeof *r.last)};
  *out = r.last;
  if (!r.last) return kr_fail_memory(err);
  kr_status status = kr_sheet_read(&sheet, &source, &r, NULL, NULL, err);
  kr_inputs_hash(&inputs, sha256);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s", kr_messages_text(messages, 0));
  return status;
}
