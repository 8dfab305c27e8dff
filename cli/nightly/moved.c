#include "cli/nightly/moved.h"

#include <math.h>
#include <stdlib.h>

#include "cli/nightly/leg_row.h"
#include "graph/memory.h"
#include "instances/cell.h"

enum { SHIPMENT_ID, LOT, QUANTITY, MOVED, DEPART, ARRIVE, NEW_ARRIVE, PRICE, N_COLUMNS };

kr_status kr_moved_add(kr_moved *moved, const kr_moved_lot *lot, kr_error *err) {
  if (!kr_grow(&moved->lots, &moved->room, moved->n + 1, sizeof *moved->lots)) return kr_fail_memory(err);
  moved->lots[moved->n++] = *lot;
  return KR_OK;
}

void kr_moved_clear(kr_moved *moved) {
  free(moved->lots);
  *moved = (kr_moved){0};
}

double kr_moved_price(const kr_moved *moved) {
  double sum = 0;
  for (size_t i = 0; i < moved->n; i++) sum += moved->lots[i].price_t_h;
  return sum;
}

int64_t kr_moved_kg(const kr_moved *moved) {
  int64_t sum = 0;
  for (size_t i = 0; i < moved->n; i++) sum += moved->lots[i].moved_kg;
  return sum;
}

kr_status kr_moved_write(const kr_moved *moved, const kr_corridor *c, const char *folder, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, KR_MOVED_FILE, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, "shipment_id,lot,quantity_t,moved_t,depart,arrive,new_arrive,price_tonne_hours\n");
  for (size_t i = 0; i < moved->n; i++) {
    const kr_moved_lot *lot = &moved->lots[i];
    kr_sink_id(&sink, kr_ids_text(c->shipment_ids, lot->shipment));
    kr_sink_whole(&sink, lot->number);
    kr_sink_tonnes(&sink, lot->quantity_kg);
    kr_sink_tonnes(&sink, lot->moved_kg);
    kr_instant_put(&sink, lot->depart_min);
    kr_instant_put(&sink, lot->arrive_min);
    kr_instant_put(&sink, lot->new_arrive_min);
    kr_sink_exact(&sink, lot->price_t_h);
    kr_sink_end_row(&sink);
  }
  return kr_sink_close(&sink, err);
}

/** What rows are read into. */
typedef struct reading {
  kr_kind shipments;
  kr_moved *moved;
  kr_error *err;
} reading;

static int64_t take_kg(kr_table *t, int column) {
  return llround(kr_cell_real(t, column) * 1000); /* as kr_sink_tonnes wrote it: exact below 2^53 */
}

static void read_row(kr_table *t) {
  reading *r = t->reader;
  kr_moved_lot lot = {.shipment = kr_cell_reference(t, SHIPMENT_ID, &r->shipments),
                      .number = kr_cell_whole(t, LOT, 1, INT32_MAX - 1, 1),
                      .quantity_kg = take_kg(t, QUANTITY),
                      .moved_kg = take_kg(t, MOVED),
                      .price_t_h = kr_cell_real(t, PRICE)};
  bool is_whole = lot.shipment >= 0 && kr_cell_instant(t, DEPART, &lot.depart_min) &&
                  kr_cell_instant(t, ARRIVE, &lot.arrive_min) && kr_cell_instant(t, NEW_ARRIVE, &lot.new_arrive_min);
  if (is_whole && t->status == KR_OK) t->status = kr_moved_add(r->moved, &lot, r->err);
}

kr_status kr_moved_read(kr_moved *out, const kr_corridor *c, const char *folder, kr_messages *messages, kr_error *err) {
  static const kr_column columns[N_COLUMNS] = {
      [SHIPMENT_ID] = {"shipment_id", KR_FILLED}, [LOT] = {"lot", KR_FILLED},
      [QUANTITY] = {"quantity_t", KR_FILLED},     [MOVED] = {"moved_t", KR_FILLED},
      [DEPART] = {"depart", KR_FILLED},           [ARRIVE] = {"arrive", KR_FILLED},
      [NEW_ARRIVE] = {"new_arrive", KR_FILLED},   [PRICE] = {"price_tonne_hours", KR_FILLED}};
  static const kr_sheet sheet = {
      .file = KR_MOVED_FILE, .columns = columns, .n_columns = N_COLUMNS, .is_optional = true, .row = read_row};
  kr_source source = {folder, messages, NULL};
  reading r = {.shipments = {.ids = c->shipment_ids, .absent = "not in shipment.csv"}, .moved = out, .err = err};
  kr_status status = kr_sheet_read(&sheet, &source, &r, NULL, NULL, err);
  if (status == KR_OK && kr_messages_errors(messages) > 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s: %s", folder, kr_messages_text(messages, 0));
  return status;
}
