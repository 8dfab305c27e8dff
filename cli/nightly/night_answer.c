#include <stdlib.h>
#include <string.h>

#include "cli/nightly/leg_row.h"
#include "cli/nightly/night_answer.h"
#include "instances/json.h"
#include "instances/write_result.h"

#define WITHDRAWN "its forwarder withdrew it"

static const char *reason_of(const kr_answer_item *item) { return item->is_cancelled ? WITHDRAWN : item->reason; }

static int64_t left_kg(const kr_answer_item *item) { return item->quantity_kg - item->promised_kg; }

/** Arrivals and means, blank where nothing is promised. */
static void put_figures(kr_sink *sink, const kr_answer_item *item) {
  if (item->has_arrival) {
    kr_instant_put(sink, item->first_arrival_min);
    kr_instant_put(sink, item->last_arrival_min);
    kr_sink_rounded(sink, item->hours_kg_h / (double)item->promised_kg);
    kr_sink_rounded(sink, item->late_kg_h / (double)item->promised_kg);
  } else {
    for (int i = 0; i < 4; i++) kr_sink_blank(sink);
  }
  kr_sink_rounded(sink, item->cost_usd);
  kr_sink_rounded(sink, item->co2_kg);
}

static kr_status write_items(const kr_answer *a, const char *folder, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_answer_open(a, &sink, folder, "shipment_result.csv", err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, KR_SHIPMENT_COLUMNS);
  for (size_t i = 0; i < a->n; i++) {
    const kr_answer_item *item = &a->items[i];
    kr_sink_id(&sink, item->own_id);
    kr_sink_id(&sink, a->forwarder);
    kr_sink_id(&sink, item->promised_kg == 0 ? "unserved" : left_kg(item) == 0 ? "served" : "partial");
    kr_sink_tonnes(&sink, item->promised_kg);
    kr_sink_tonnes(&sink, left_kg(item));
    put_figures(&sink, item);
    kr_sink_free_text(&sink, reason_of(item));
    kr_sink_end_row(&sink);
  }
  return kr_sink_close(&sink, err);
}

/** Its part in what nights minimise: weight * (hours + lambda * hours late), and U for what waits or was rejected. */
static double weighted_t_h(const kr_corridor *c, const kr_answer_item *item) {
  int64_t unserved_kg = item->is_cancelled ? 0 : left_kg(item);
  double kg_h = item->hours_kg_h + kr_decimal_value(c->late_factor) * item->late_kg_h +
                kr_decimal_value(c->unserved_uh) * (double)unserved_kg;
  return kr_decimal_value(item->weight) * kg_h / 1e3;
}

/** Sums over the shipments of an answer. */
typedef struct sums {
  int64_t asked_kg, promised_kg, waiting_kg, rejected_kg, withdrawn_kg;
  double objective, late_t_h;
} sums;

static sums add_up(const kr_answer *a) {
  sums s = {0};
  for (size_t i = 0; i < a->n; i++) {
    const kr_answer_item *item = &a->items[i];
    s.asked_kg += item->quantity_kg;
    s.promised_kg += item->promised_kg;
    s.waiting_kg += item->waiting_kg;
    if (item->is_rejected) s.rejected_kg += left_kg(item);
    if (item->is_cancelled) s.withdrawn_kg += left_kg(item);
    s.objective += weighted_t_h(a->night->orders->corridor, item);
    s.late_t_h += item->late_kg_h / 1e3;
  }
  return s;
}

/** The forwarder's own share, and nobody else's: of all that it has on the way or waiting tonight. */
static void put_share(kr_json *j, const kr_answer *a) {
  const kr_night *n = a->night;
  if (!n->claims.forwarders) return;
  int32_t f = kr_ids_find(n->corridor->forwarder_ids, a->forwarder, strlen(a->forwarder));
  if (f < 0) return;
  const kr_forwarder_claim *own = &n->claims.forwarders[f];
  kr_json_open(j, "fairness");
  kr_json_tonnes(j, "asked_t", own->asked_kg);
  kr_json_tonnes(j, "served_t", own->served_kg);
  kr_json_number(j, "share", own->share);
  kr_json_close(j);
}

/** What is not promised, and why. */
static void put_rest(kr_json *j, const kr_answer *a) {
  kr_json_open_array(j, "unserved");
  for (size_t i = 0; i < a->n; i++) {
    const kr_answer_item *item = &a->items[i];
    if (left_kg(item) == 0) continue;
    kr_json_open(j, NULL);
    kr_json_text(j, "shipment_id", item->own_id);
    kr_json_tonnes(j, "quantity_t", left_kg(item));
    kr_json_text(j, "state", item->is_rejected ? "rejected" : item->is_cancelled ? "cancelled" : "waiting");
    kr_json_text(j, "reason", reason_of(item));
    kr_json_close(j);
  }
  kr_json_close_array(j);
}

static void put_summary(kr_json *j, const kr_answer *a, const char *night_status) {
  sums s = add_up(a);
  char night[11];
  kr_date_write(a->night->date, night);
  kr_json_open(j, NULL);
  kr_json_text(j, "schema", KR_ANSWER_SCHEMA);
  kr_json_text(j, "receipt", a->receipt);
  kr_json_text(j, "forwarder", a->forwarder);
  kr_json_text(j, "night", night);
  kr_json_text(j, "night_status", night_status);
  kr_json_whole(j, "shipments", (int64_t)a->n);
  kr_json_tonnes(j, "asked_t", s.asked_kg);
  kr_json_tonnes(j, "promised_t", s.promised_kg);
  kr_json_tonnes(j, "waiting_t", s.waiting_kg);
  kr_json_tonnes(j, "rejected_t", s.rejected_kg);
  kr_json_tonnes(j, "cancelled_t", s.withdrawn_kg);
  kr_json_number(j, "late_tonne_hours", s.late_t_h);
  kr_json_number(j, "weighted_tonne_hours", s.objective);
  put_share(j, a);
  put_rest(j, a);
  kr_json_close(j);
  kr_sink_text(&j->sink, "\n");
}

static kr_status write_summary(const kr_answer *a, const char *folder, kr_error *err) {
  char night_status[16];
  kr_json j = {.depth = 0};
  kr_status status = kr_ledger_night_status(a->night->ledger, a->night->date, night_status, err);
  if (status == KR_OK) status = kr_answer_open(a, &j.sink, folder, "summary.json", err);
  if (status != KR_OK) return status;
  put_summary(&j, a, night_status);
  return kr_sink_close(&j.sink, err);
}

static kr_status write_into(kr_answer *a, const char *path, kr_folder **out, kr_error *err) {
  kr_folder *folder = NULL;
  kr_status status;
  KR_TRY(kr_answer_gather(a, err));
  KR_TRY(kr_folder_begin(&folder, path, err));
  KR_TRY(kr_answer_write_lots(a, kr_folder_path(folder), err));
  KR_TRY(write_items(a, kr_folder_path(folder), err));
  KR_TRY(write_summary(a, kr_folder_path(folder), err));
  *out = folder;
  folder = NULL;
done:
  kr_folder_abandon(folder);
  return status;
}

kr_status kr_answer_write(kr_folder **out, kr_night *n, const char *receipt, bool is_synced_later, kr_error *err) {
  kr_answer a = {.night = n, .receipt = receipt, .is_synced_later = is_synced_later};
  char *path = kr_spool_path(n->spool, KR_SPOOL_OUT, receipt);
  kr_status status = path ? write_into(&a, path, out, err) : kr_fail_memory(err);
  kr_answer_clear(&a);
  free(path);
  return status;
}
