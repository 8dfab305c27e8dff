#include <stdlib.h>
#include <string.h>

#include "cli/nightly/leg_row.h"
#include "cli/nightly/night_answer.h"
#include "graph/memory.h"
#include "instances/write_result.h"

#define MINUTES_PER_HOUR 60.0

static kr_status note_state(void *context, const kr_ledger_state *s, kr_error *err) {
  kr_answer *a = context;
  if (!kr_grow(&a->items, &a->room, a->n + 1, sizeof *a->items)) return kr_fail_memory(err);
  kr_answer_item *item = &a->items[a->n];
  *item = (kr_answer_item){.reason = kr_copy_text(s->reason, strlen(s->reason)),
                           .is_rejected = strcmp(s->closed, "rejected") == 0,
                           .is_cancelled = strcmp(s->closed, "cancelled") == 0,
                           .quantity_kg = s->quantity_kg,
                           .promised_kg = s->promised_kg,
                           .waiting_kg = s->waiting_kg,
                           .ready_min = s->ready_min,
                           .due_min = s->due_min,
                           .weight = s->weight};
  if (!item->reason) return kr_fail_memory(err);
  strcpy(item->name, s->name);
  strcpy(item->own_id, s->own_id);
  a->n++;
  return KR_OK;
}

kr_status kr_answer_gather(kr_answer *a, kr_error *err) {
  kr_receipt_forwarder(a->receipt, a->forwarder);
  return kr_ledger_each_state(a->night->ledger, a->receipt, note_state, a, err);
}

void kr_answer_clear(kr_answer *a) {
  for (size_t i = 0; i < a->n; i++) free(a->items[i].reason);
  free(a->items);
}

/** Legs being written, by shipment, lot and leg, as the items are by name. */
typedef struct lots {
  kr_answer *answer;
  kr_sink sink;
  size_t at;             /* the item of the leg before */
  kr_ledger_leg pending; /* of a lot: when it is unloaded, its texts not used */
  bool is_pending;
} lots;

static int32_t find(const kr_ids *ids, const char *text) {
  return *text ? kr_ids_find(ids, text, strlen(text)) : KR_NONE;
}

static const kr_transfer *find_transfer(const kr_corridor *c, const kr_ledger_leg *leg) {
  int32_t node = find(c->node_ids, leg->node), from = find(c->mode_ids, leg->from_mode),
          to = find(c->mode_ids, leg->to_mode);
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *t = &c->transfers[i];
    if (t->node == node && t->from_mode == from && t->to_mode == to) return t;
  }
  return NULL;
}

/** At the corridor's rates of tonight; what it no longer has costs nothing. */
static void add_rates(const kr_corridor *c, const kr_ledger_leg *leg, kr_answer_item *item) {
  double quantity_t = (double)leg->quantity_kg / 1e3;
  int32_t link = find(c->link_ids, leg->link);
  const kr_transfer *transfer = *leg->link ? NULL : find_transfer(c, leg);
  if (link >= 0) {
    item->cost_usd += quantity_t * c->links[link].cost_usd_per_t;
    item->co2_kg += quantity_t * c->links[link].co2_kg_per_t;
  } else if (transfer) {
    item->cost_usd += quantity_t * transfer->cost_usd_per_t;
    item->co2_kg += quantity_t * transfer->co2_kg_per_t;
  }
}

/** The leg before was the last of its lot. */
static void close_lot(lots *l) {
  if (!l->is_pending) return;
  kr_answer_item *item = &l->answer->items[l->at];
  int64_t at = l->pending.arrive_min;
  double kg = (double)l->pending.quantity_kg;
  if (!item->has_arrival || at < item->first_arrival_min) item->first_arrival_min = at;
  if (!item->has_arrival || at > item->last_arrival_min) item->last_arrival_min = at;
  item->hours_kg_h += kg * ((double)(at - item->ready_min) / MINUTES_PER_HOUR);
  if (item->due_min != KR_NO_DUE && at > item->due_min)
    item->late_kg_h += kg * ((double)(at - item->due_min) / MINUTES_PER_HOUR);
  item->has_arrival = true;
  l->is_pending = false;
}

static kr_status put_leg(void *context, const kr_ledger_leg *leg, kr_error *err) {
  lots *l = context;
  kr_answer *a = l->answer;
  if (leg->number == 1) close_lot(l);
  while (l->at < a->n && strcmp(a->items[l->at].name, leg->shipment) != 0) l->at++;
  if (l->at == a->n) return kr_fail(err, KR_ERR_RANGE, "a leg of no shipment of %s", a->receipt);
  l->pending = *leg;
  l->is_pending = true;
  add_rates(a->night->orders->corridor, leg, &a->items[l->at]);
  kr_leg_row_put(&l->sink, a->items[l->at].own_id, leg);
  return KR_OK;
}

kr_status kr_answer_open(const kr_answer *a, kr_sink *sink, const char *folder, const char *name, kr_error *err) {
  kr_status status = kr_sink_open(sink, folder, name, err);
  if (status == KR_OK) sink->is_synced_later = a->is_synced_later;
  return status;
}

kr_status kr_answer_write_lots(kr_answer *a, const char *folder, kr_error *err) {
  lots l = {.answer = a};
  kr_status status = kr_answer_open(a, &l.sink, folder, "allocation.csv", err);
  if (status != KR_OK) return status;
  kr_sink_text(&l.sink, KR_LEG_COLUMNS);
  status = kr_ledger_each_leg_of(a->night->ledger, a->receipt, put_leg, &l, err);
  close_lot(&l);
  if (status == KR_OK) return kr_sink_close(&l.sink, err);
  kr_sink_drop(&l.sink);
  return status;
}
