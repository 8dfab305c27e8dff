#include "instances/write_result.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "instances/day_rows.h"
#include "instances/forwarder_rows.h"
#include "instances/sink.h"
#include "instances/write_reason.h"
#include "instances/write_summary.h"

static void put_instant(kr_sink *sink, const kr_corridor *c, int32_t minute) {
  char text[18];
  if (minute == KR_NO_TIME) {
    kr_sink_blank(sink);
    return;
  }
  kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + minute, text);
  kr_sink_id(sink, text);
}

static const char *mode_id(const kr_corridor *c, int32_t mode) {
  return mode < 0 ? "" : kr_ids_text(c->mode_ids, mode);
}

/** The seven cells that say what a leg is: kind, link, node, two modes, two nodes. */
static void put_leg(kr_sink *sink, const kr_corridor *c, const kr_leg *leg) {
  kr_sink_id(sink, kr_leg_kind_name((kr_leg_kind)leg->kind));
  if (leg->kind == KR_LEG_LINK) {
    const kr_link *link = &c->links[leg->what];
    kr_sink_id(sink, kr_ids_text(c->link_ids, leg->what));
    kr_sink_blank(sink);
    kr_sink_id(sink, mode_id(c, link->mode));
    kr_sink_id(sink, mode_id(c, link->mode));
    kr_sink_id(sink, kr_ids_text(c->node_ids, leg->backward ? link->to_node : link->from_node));
    kr_sink_id(sink, kr_ids_text(c->node_ids, leg->backward ? link->from_node : link->to_node));
    return;
  }
  const kr_transfer *transfer = &c->transfers[leg->what];
  kr_sink_blank(sink);
  kr_sink_id(sink, kr_ids_text(c->node_ids, transfer->node));
  kr_sink_id(sink, mode_id(c, transfer->from_mode));
  kr_sink_id(sink, mode_id(c, transfer->to_mode));
  kr_sink_blank(sink);
  kr_sink_blank(sink);
}

static void put_lot(kr_sink *sink, const kr_corridor *c, const kr_allocation *a, const kr_lot *lot) {
  for (int32_t i = 0; i < lot->n_legs; i++) {
    const kr_leg *leg = &a->legs[lot->first_leg + (size_t)i];
    kr_sink_id(sink, kr_ids_text(c->shipment_ids, lot->shipment));
    kr_sink_whole(sink, lot->number);
    kr_sink_tonnes(sink, lot->quantity_kg);
    kr_sink_whole(sink, i + 1);
    put_leg(sink, c, leg);
    put_instant(sink, c, leg->depart_min);
    put_instant(sink, c, leg->arrive_min);
    kr_sink_end_row(sink);
  }
}

kr_status kr_lots_write(const char *folder, const char *file, const kr_corridor *c, const kr_allocation *a,
                        kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, file, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, KR_LEG_COLUMNS);
  for (size_t i = 0; i < a->n_lots; i++) put_lot(&sink, c, a, &a->lots[i]);
  return kr_sink_close(&sink, err);
}

/** Means over served tonnes; blank when there are none. */
static void put_mean(kr_sink *sink, double sum_kg_h, int64_t served_kg) {
  if (served_kg > 0)
    kr_sink_rounded(sink, sum_kg_h / (double)served_kg);
  else
    kr_sink_blank(sink);
}

/** What write_shipments needs of the whole. */
typedef struct shipment_rows {
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_result *r;
  const kr_tally *tally;
} shipment_rows;

static void put_shipment(kr_sink *sink, const shipment_rows *rows, int32_t s) {
  const kr_corridor *c = rows->c;
  const kr_tally *tally = &rows->tally[s];
  const kr_shipment *shipment = &c->shipments[s];
  int64_t served_kg = tally->served_kg, unserved_kg = shipment->quantity_kg - served_kg;
  char reason[KR_REASON_ROOM];
  kr_sink_id(sink, kr_ids_text(c->shipment_ids, s));
  kr_sink_id(sink, kr_ids_text(c->forwarder_ids, shipment->forwarder));
  kr_sink_id(sink, served_kg == 0 ? "unserved" : unserved_kg == 0 ? "served" : "partial");
  kr_sink_tonnes(sink, served_kg);
  kr_sink_tonnes(sink, unserved_kg);
  put_instant(sink, c, tally->first_arrival_min);
  put_instant(sink, c, tally->last_arrival_min);
  put_mean(sink, tally->hours_kg_h, served_kg);
  put_mean(sink, tally->late_kg_h, served_kg);
  kr_sink_rounded(sink, tally->cost_usd);
  kr_sink_rounded(sink, tally->co2_kg);
  kr_sink_free_text(sink, kr_reason_text(c, rows->r, s, rows->t->is_static, reason));
  kr_sink_end_row(sink);
}

static kr_status write_shipments(const char *folder, const shipment_rows *rows, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, "shipment_result.csv", err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, KR_SHIPMENT_COLUMNS);
  for (int32_t s = 0; s < kr_n_shipments(rows->c); s++) put_shipment(&sink, rows, s);
  return kr_sink_close(&sink, err);
}

kr_status kr_result_write(const char *folder, const kr_corridor *c, const kr_timetable *t, const kr_result *r,
                          const kr_run_info *run, kr_error *err) {
  kr_status status;
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  double *used = kr_zeros((size_t)kr_n_resources(c) * (size_t)t->n_days, sizeof *used);
  if (!tally || !used) {
    status = kr_fail_memory(err);
    goto done;
  }
  kr_tally_sum(c, t, &r->allocation, tally, used);
  KR_TRY(kr_lots_write(folder, "allocation.csv", c, &r->allocation, err));
  KR_TRY(write_shipments(folder, &(shipment_rows){c, t, r, tally}, err));
  KR_TRY(kr_day_rows_write(folder, &(kr_day_rows){c, t, r, used}, err));
  if (r->fairness) KR_TRY(kr_forwarder_rows_write(folder, c, r->fairness, tally, err));
  KR_TRY(kr_summary_write(folder, &(kr_summary){c, t, r, tally, run}, err));
done:
  free(tally);
  free(used);
  return status;
}

kr_status kr_result_rewrite_summary(const char *folder, const kr_corridor *c, const kr_timetable *t, const kr_result *r,
                                    const kr_run_info *run, kr_error *err) {
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  if (!tally) return kr_fail_memory(err);
  kr_tally_sum(c, t, &r->allocation, tally, NULL);
  kr_status status = kr_sink_remove(folder, "summary.json", err);
  if (status == KR_OK) status = kr_summary_write(folder, &(kr_summary){c, t, r, tally, run}, err);
  free(tally);
  return status;
}
