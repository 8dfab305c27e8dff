#include <string.h>

#include "instances/look_alike.h"
#include "instances/reading.h"

enum { NODE_ID, FROM_MODE, TO_MODE, HOURS, RESOURCES, COST_USD_PER_T, CO2_KG_PER_T, N_COLUMNS };

/** A mode that no link uses is legal and mostly a slip. */
static int32_t mode(kr_table *t, int column) {
  kr_reading *r = t->reader;
  kr_ids *modes = r->corridor->mode_ids;
  int32_t count = kr_ids_count(modes), i = kr_cell_word(t, column, modes);
  if (i < count || r->links.is_incomplete || r->has_lost_modes) return i;
  kr_field f = kr_cell(t, column);
  char quoted[KR_QUOTE_ROOM], apart[KR_LOOK_ROOM];
  int32_t nearest = t->search_left > 0 ? kr_ids_nearest(r->link_modes, f.text, f.n) : KR_NONE;
  t->search_left -= kr_ids_count(r->link_modes);
  if (nearest >= 0) {
    const char *found = kr_ids_text(r->link_modes, nearest);
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "no link has this mode; did you mean %s?%s",
                kr_quote(found, strlen(found), quoted), kr_look_apart(found, f.text, f.n, apart));
  } else {
    kr_cell_say(t, column, KR_SEVERITY_WARNING, "no link has this mode; the row is never used");
  }
  return i;
}

/** Whether this (node, from, to) is new; a second one is reported. */
static bool is_new(kr_table *t, const kr_transfer *transfer, int32_t *index) {
  kr_reading *r = t->reader;
  const int32_t key[3] = {transfer->node, transfer->from_mode, transfer->to_mode};
  int32_t count = kr_ids_count(r->transfer_keys);
  t->status = kr_ids_add(r->transfer_keys, (const char *)key, sizeof key, index);
  if (t->status != KR_OK) return false;
  if (*index < count) {
    kr_cell_say(t, NODE_ID, KR_SEVERITY_ERROR,
                "this node and pair of modes is also on line %lld; remove one of the two",
                (long long)kr_lines_of(&r->transfer_lines, *index));
    return false;
  }
  t->status = kr_lines_note(&r->transfer_lines, *index, kr_csv_line(t->csv));
  return t->status == KR_OK;
}

/** Reads the two modes; false when they do not make a transfer. */
static bool read_modes(kr_table *t, kr_transfer *transfer) {
  bool from_blank = kr_cell_is_blank(t, FROM_MODE), to_blank = kr_cell_is_blank(t, TO_MODE);
  transfer->from_mode = mode(t, FROM_MODE);
  transfer->to_mode = mode(t, TO_MODE);
  if (from_blank && to_blank) {
    kr_cell_say(t, FROM_MODE, KR_SEVERITY_ERROR, "blank, and so is to_mode; fill one or both");
    return false;
  }
  if (transfer->from_mode >= 0 && transfer->from_mode == transfer->to_mode)
    kr_cell_say(t, TO_MODE, KR_SEVERITY_WARNING, "changes a mode to itself; the row is never useful");
  return (from_blank || transfer->from_mode >= 0) && (to_blank || transfer->to_mode >= 0);
}

static void read_row(kr_table *t) {
  kr_reading *r = t->reader;
  kr_corridor *c = r->corridor;
  kr_transfer transfer = {.node = kr_cell_reference(t, NODE_ID, &r->nodes)};
  bool has_modes = read_modes(t, &transfer);
  transfer.hours_uh = kr_cell_decimal(t, HOURS, &kr_bounds_not_negative, 0);
  transfer.resources = kr_cell_resources(t, RESOURCES);
  transfer.cost_usd_per_t = kr_decimal_value(kr_cell_decimal(t, COST_USD_PER_T, &kr_bounds_not_negative, 0));
  transfer.co2_kg_per_t = kr_decimal_value(kr_cell_decimal(t, CO2_KG_PER_T, &kr_bounds_not_negative, 0));
  int32_t i;
  if (transfer.node < 0 || !has_modes) r->has_lost_transfers = true;
  if (transfer.node < 0 || !has_modes || t->status != KR_OK || !is_new(t, &transfer, &i)) return;
  t->status = kr_reading_room(&c->transfers, &r->room, i, sizeof *c->transfers);
  if (t->status == KR_OK) c->transfers[c->n_transfers++] = transfer;
}

kr_status kr_read_transfers(kr_reading *r) {
  static const kr_column columns[N_COLUMNS] = {
      [NODE_ID] = {"node_id", KR_FILLED},
      [FROM_MODE] = {"from_mode", KR_PRESENT},
      [TO_MODE] = {"to_mode", KR_PRESENT},
      [HOURS] = {"hours", KR_FILLED},
      [RESOURCES] = {"resources", KR_PRESENT},
      [COST_USD_PER_T] = {"cost_usd_per_t", KR_OPTIONAL},
      [CO2_KG_PER_T] = {"co2_kg_per_t", KR_OPTIONAL},
  };
  static const kr_sheet sheet = {.file = "transfer.csv", .columns = columns, .n_columns = N_COLUMNS, .row = read_row};
  r->room = 0;
  kr_status status = kr_ids_create(&r->transfer_keys);
  if (status != KR_OK) return kr_fail_memory(r->err);
  bool is_complete;
  status = kr_sheet_read(&sheet, &r->source, r, &is_complete, NULL, r->err);
  if (!is_complete) r->has_lost_transfers = true;
  return status;
}
