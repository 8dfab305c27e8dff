#include "instances/leg_rows.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

enum {
  SHIPMENT_ID,
  LOT,
  QUANTITY_T,
  LEG,
  KIND,
  LINK_ID,
  NODE_ID,
  FROM_MODE,
  TO_MODE,
  FROM_NODE_ID,
  TO_NODE_ID,
  DEPART,
  ARRIVE,
  N_COLUMNS
};

#define MICRO_PER_KG (KR_MICRO / 1000)
#define LOTS_MAX 1000000000
#define ERROR KR_SEVERITY_ERROR

kr_status kr_transfer_key_add(kr_ids *keys, const kr_transfer *transfer, int32_t *index) {
  const int32_t key[3] = {transfer->node, transfer->from_mode, transfer->to_mode};
  return kr_ids_add(keys, (const char *)key, sizeof key, index);
}

static int32_t transfer_of(const kr_leg_rows *own, int32_t node, int32_t from_mode, int32_t to_mode) {
  const int32_t key[3] = {node, from_mode, to_mode};
  return kr_ids_find(own->transfer_keys, (const char *)key, sizeof key);
}

/** Which kind the row is, or -1. */
static int kind_of(kr_table *t) {
  if (!kr_cell_has_value(t, KIND)) return -1;
  kr_field f = kr_cell(t, KIND);
  for (int kind = KR_LEG_LOAD; kind <= KR_LEG_UNLOAD; kind++) {
    const char *name = kr_leg_kind_name((kr_leg_kind)kind);
    if (strlen(name) == f.n && memcmp(name, f.text, f.n) == 0) return kind;
  }
  kr_cell_say(t, KIND, ERROR, "no such kind; write load, link, transfer or unload");
  return -1;
}

/** Says so where a cell must be blank in this kind of row, or filled. */
static bool check_filled(kr_table *t, int column, kr_leg_kind kind, bool must) {
  bool is_filled = !kr_cell_is_blank(t, column);
  if (is_filled == must) return true;
  kr_cell_say(t, column, ERROR, must ? "blank; a %s row needs it" : "must be blank in a %s row; clear it",
              kr_leg_kind_name(kind));
  return false;
}

/** A link row: the link, its mode twice, and the direction travelled. */
static bool read_link(kr_table *t, kr_leg *leg) {
  char quoted[KR_QUOTE_ROOM];
  const kr_leg_rows *own = t->reader;
  bool form = check_filled(t, LINK_ID, KR_LEG_LINK, true);
  form &= check_filled(t, NODE_ID, KR_LEG_LINK, false);
  leg->what = kr_cell_reference(t, LINK_ID, own->links);
  int32_t from_mode = kr_cell_reference(t, FROM_MODE, &own->modes),
          to_mode = kr_cell_reference(t, TO_MODE, &own->modes);
  int32_t from = kr_cell_reference(t, FROM_NODE_ID, own->nodes), to = kr_cell_reference(t, TO_NODE_ID, own->nodes);
  if (!form || leg->what < 0) return false;
  const kr_link *link = &own->corridor->links[leg->what];
  if (link->mode < 0 || link->from_node < 0 || link->to_node < 0) return false;
  if (from_mode != link->mode || to_mode != link->mode) {
    kr_cell_say(t, from_mode != link->mode ? FROM_MODE : TO_MODE, ERROR, "not the mode of this link; write %s",
                kr_quote_id(own->corridor->mode_ids, link->mode, quoted));
    return false;
  }
  bool is_forward = from == link->from_node && to == link->to_node;
  leg->backward = !is_forward && !link->directed && from == link->to_node && to == link->from_node;
  if (is_forward || leg->backward) return true;
  kr_cell_say(t, FROM_NODE_ID, ERROR, "link %s does not run from there to to_node_id; correct the two nodes",
              kr_quote_id(own->corridor->link_ids, leg->what, quoted));
  return false;
}

/** A load, transfer or unload row: it must have its row in transfer.csv. */
static bool read_transfer(kr_table *t, kr_leg *leg) {
  const kr_leg_rows *own = t->reader;
  kr_leg_kind kind = (kr_leg_kind)leg->kind;
  bool form = check_filled(t, NODE_ID, kind, true);
  form &= check_filled(t, LINK_ID, kind, false);
  form &= check_filled(t, FROM_MODE, kind, kind != KR_LEG_LOAD);
  form &= check_filled(t, TO_MODE, kind, kind != KR_LEG_UNLOAD);
  int32_t node = kr_cell_reference(t, NODE_ID, own->nodes);
  int32_t from = kr_cell_reference(t, FROM_MODE, &own->modes), to = kr_cell_reference(t, TO_MODE, &own->modes);
  if (!form || node < 0 || (from < 0 && kind != KR_LEG_LOAD) || (to < 0 && kind != KR_LEG_UNLOAD)) return false;
  leg->what = transfer_of(own, node, from, to);
  if (leg->what >= 0) return true;
  if (own->lacks_transfers) return false;
  kr_cell_say(t, NODE_ID, ERROR, "no row of transfer.csv for this node and these modes; correct it");
  return false;
}

/** An instant as minutes of the horizon; KR_NO_TIME where blank. */
static bool read_time(kr_table *t, int column, int32_t *out) {
  const kr_leg_rows *own = t->reader;
  int64_t minutes;
  *out = KR_NO_TIME;
  if (kr_cell_is_blank(t, column)) {
    if (own->needs_times) kr_cell_say(t, column, ERROR, "blank; it needs a value");
    return !own->needs_times;
  }
  if (!kr_cell_instant(t, column, &minutes)) return false;
  *out = (int32_t)(minutes - (int64_t)own->corridor->start * KR_MINUTES_PER_DAY);
  return true;
}

static bool read_leg(kr_table *t, kr_leg *leg) {
  int kind = kind_of(t);
  bool fine = read_time(t, DEPART, &leg->depart_min);
  fine &= read_time(t, ARRIVE, &leg->arrive_min);
  if (fine && leg->arrive_min < leg->depart_min) {
    kr_cell_say(t, ARRIVE, ERROR, "before depart; correct one of the two");
    fine = false;
  }
  if (kind < 0) return false;
  leg->kind = (uint8_t)kind;
  return (kind == KR_LEG_LINK ? read_link(t, leg) : read_transfer(t, leg)) && fine;
}

/** The lot is complete: into the allocation with it, if it is sound. */
static kr_status close_lot(kr_leg_rows *own) {
  if (!own->is_open) return KR_OK;
  own->is_open = false;
  if (!own->is_sound) return KR_OK;
  size_t first = own->out->n_legs;
  kr_status status =
      kr_allocation_add(own->out, own->lot.shipment, own->lot.number, own->lot.quantity_kg, own->legs, own->lot.n_legs);
  for (int32_t i = 0; i < own->lot.n_legs && status == KR_OK; i++)
    status = kr_lines_note(&own->leg_lines, (int32_t)first + i, own->lines[i]);
  return status;
}

/** Begins another lot, or checks that this row continues the open one. */
static bool join_lot(kr_table *t, const kr_lot *lot, int32_t leg_number) {
  kr_leg_rows *own = t->reader;
  bool fine = true;
  bool is_other = own->lot.number > 0 && lot->number > 0 && own->lot.number != lot->number;
  if (!own->is_open || own->lot.shipment != lot->shipment || is_other) {
    if (t->status == KR_OK) t->status = close_lot(own);
    own->lot = *lot;
    own->is_open = own->is_sound = true;
  } else if (own->lot.quantity_kg > 0 && own->lot.quantity_kg != lot->quantity_kg) {
    kr_cell_say(t, QUANTITY_T, ERROR, "differs from the lot's first leg; a lot has one quantity");
    fine = false;
  }
  if (own->lot.number == 0) own->lot.number = lot->number; /* the one that could not be read */
  if (leg_number > 0 && leg_number != own->lot.n_legs + 1) {
    kr_cell_say(t, LEG, ERROR, "legs are numbered 1, 2, 3 in order; here should be %d", (int)own->lot.n_legs + 1);
    fine = false;
  }
  return fine;
}

static void push_leg(kr_table *t, const kr_leg *leg) {
  kr_leg_rows *own = t->reader;
  size_t need = (size_t)own->lot.n_legs + 1;
  if (!kr_grow(&own->legs, &own->legs_room, need, sizeof *own->legs) ||
      !kr_grow(&own->lines, &own->lines_room, need, sizeof *own->lines)) {
    t->status = KR_ERR_MEMORY;
    return;
  }
  own->lines[own->lot.n_legs] = kr_csv_line(t->csv);
  own->legs[own->lot.n_legs++] = *leg;
}

/** The shipment of a row; an unknown one is reported at the first of its rows. */
static int32_t shipment_of(kr_table *t) {
  kr_leg_rows *own = t->reader;
  kr_field id = kr_cell(t, SHIPMENT_ID);
  bool fits = id.n > 0 && id.n < sizeof own->unknown;
  if (fits && strcmp(id.text, own->unknown) == 0) return KR_NONE;
  int32_t shipment = kr_cell_reference(t, SHIPMENT_ID, own->shipments);
  if (shipment < 0 && fits) memcpy(own->unknown, id.text, id.n + 1);
  return shipment;
}

static void read_row(kr_table *t) {
  static const kr_bounds quantity = {0, KR_QUANTITY_MAX_T * KR_MICRO, true, 3};
  kr_leg_rows *own = t->reader;
  kr_leg leg = {.what = KR_NONE};
  kr_lot lot = {.shipment = shipment_of(t),
                .number = kr_cell_whole(t, LOT, 1, LOTS_MAX, 0),
                .quantity_kg = kr_cell_decimal(t, QUANTITY_T, &quantity, 0) / MICRO_PER_KG};
  int32_t leg_number = kr_cell_whole(t, LEG, 1, LOTS_MAX, 0);
  bool joins = join_lot(t, &lot, leg_number);
  bool fine = read_leg(t, &leg) && joins && !t->is_muted && lot.shipment >= 0 && lot.number > 0;
  if (!fine || lot.quantity_kg <= 0 || leg_number <= 0) own->is_sound = false;
  if (t->status == KR_OK) push_leg(t, &leg);
}

static int by_shipment(const void *a, const void *b) {
  const kr_lot *x = a, *y = b;
  if (x->shipment != y->shipment) return x->shipment < y->shipment ? -1 : 1;
  if (x->number != y->number) return x->number < y->number ? -1 : 1;
  return x->first_leg < y->first_leg ? -1 : x->first_leg > y->first_leg;
}

static void sort_lots(kr_leg_rows *own, const char *file, kr_messages *messages) {
  kr_allocation *a = own->out;
  char quoted[KR_QUOTE_ROOM];
  if (a->n_lots > 1) qsort(a->lots, a->n_lots, sizeof *a->lots, by_shipment);
  for (size_t i = 1; i < a->n_lots; i++) {
    const kr_lot *lot = &a->lots[i], *before = lot - 1;
    if (lot->shipment != before->shipment || lot->number != before->number) continue;
    kr_place place = {file, kr_lines_of(&own->leg_lines, (int32_t)lot->first_leg), 1};
    kr_messages_add(messages, ERROR, &place, "lot %d of shipment %s is also on line %lld; keep its legs together",
                    (int)lot->number, kr_quote_id(own->corridor->shipment_ids, lot->shipment, quoted),
                    (long long)kr_lines_of(&own->leg_lines, (int32_t)before->first_leg));
  }
}

static const kr_column columns[N_COLUMNS] = {
    [SHIPMENT_ID] = {"shipment_id", KR_FILLED},
    [LOT] = {"lot", KR_FILLED},
    [QUANTITY_T] = {"quantity_t", KR_FILLED},
    [LEG] = {"leg", KR_FILLED},
    [KIND] = {"kind", KR_FILLED},
    [LINK_ID] = {"link_id", KR_PRESENT},
    [NODE_ID] = {"node_id", KR_PRESENT},
    [FROM_MODE] = {"from_mode", KR_PRESENT},
    [TO_MODE] = {"to_mode", KR_PRESENT},
    [FROM_NODE_ID] = {"from_node_id", KR_PRESENT},
    [TO_NODE_ID] = {"to_node_id", KR_PRESENT},
    [DEPART] = {"depart", KR_PRESENT},
    [ARRIVE] = {"arrive", KR_PRESENT},
};

static const kr_sheet sheets[] = {
    [KR_LEG_FILE_ALLOCATION] = {.file = "allocation.csv",
                                .columns = columns,
                                .n_columns = N_COLUMNS,
                                .has_apostrophes = true,
                                .row = read_row},
    [KR_LEG_FILE_COMMITMENT] = {.file = "commitment.csv",
                                .columns = columns,
                                .n_columns = N_COLUMNS,
                                .is_optional = true,
                                .has_apostrophes = true,
                                .row = read_row},
};

kr_status kr_leg_rows_read(kr_leg_rows *rows, kr_leg_file file, const kr_source *source, kr_error *err) {
  rows->modes = (kr_kind){.ids = rows->corridor->mode_ids, .absent = "no link or transfer has this mode"};
  rows->modes.is_incomplete = rows->links->is_incomplete;
  kr_status status = kr_sheet_read(&sheets[file], source, rows, NULL, NULL, err);
  if (status == KR_OK) status = close_lot(rows);
  if (status == KR_ERR_MEMORY) return kr_fail_memory(err);
  if (status == KR_OK) sort_lots(rows, sheets[file].file, source->messages);
  return status;
}

void kr_leg_rows_clear(kr_leg_rows *rows) {
  free(rows->legs);
  free(rows->lines);
  kr_lines_clear(&rows->leg_lines);
}
