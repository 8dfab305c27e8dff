#include "cli/quote_print.h"

#include <math.h>
#include <stdio.h>

#include "cli/command.h"
#include "instances/json.h"
#include "instances/write_reason.h"

static const char *instant_text(const kr_corridor *c, int32_t minute, char out[18]) {
  kr_instant_write((int64_t)c->start * KR_MINUTES_PER_DAY + minute, out);
  return out;
}

static const char *reason_of(const kr_quoted *q, char out[KR_REASON_ROOM]) {
  return kr_reason_text(q->corridor, &q->solution->result, q->shipment, false, out);
}

static int64_t left_kg(const kr_quote_answer *a) {
  return a->quote->corridor->shipments[a->quote->shipment].quantity_kg - a->explained->own.served_kg;
}

/** When it would arrive alone on the network; KR_NO_TIME = never within the horizon. */
static int32_t ideal_arrival_min(const kr_explained *x) {
  return x->n_best > 0 ? x->best[x->n_best - 1].arrive_min : KR_NO_TIME;
}

/* ---- as text ---- */

static void print_outcome(const kr_quote_answer *a) {
  const kr_tally *own = &a->explained->own;
  char first[18], last[18], cost[32], reason[KR_REASON_ROOM];
  if (own->served_kg > 0)
    printf("Arrives %s, the last of it %s; costs %s USD, %.6g t CO2.\n",
           instant_text(a->quote->corridor, own->first_arrival_min, first),
           instant_text(a->quote->corridor, own->last_arrival_min, last), kr_thousands(own->cost_usd, cost),
           own->co2_kg * 1e-3);
  if (*reason_of(a->quote, reason)) printf("Why: %s.\n", reason);
  if (a->quote->is_hopeless)
    puts("The night would reject it.");
  else if (left_kg(a) > 0)
    puts("What stays would wait for the next night.");
  if (a->quote->time_struck) puts("The time limit ended the solve: there may be better.");
}

static void print_price(const kr_quote_answer *a) {
  const kr_quoted *q = a->quote;
  char waiting[32];
  double served_t = (double)a->explained->own.served_kg * 1e-3;
  if (isnan(q->price_t_h)) return;
  if (q->waiting_kg == 0) {
    puts("Price 0: nothing else waits.");
    return;
  }
  printf("Price %.6g weighted t*h", q->price_t_h);
  if (served_t > 0) printf(", %.6g h a tonne", q->price_t_h / served_t);
  printf(": what its place is worth to the %s t that wait tonight.\n",
         kr_thousands((double)q->waiting_kg * 1e-3, waiting));
}

void kr_quote_print(const kr_quote_answer *a) {
  char night[11];
  kr_date_write(a->night, night);
  printf("Quote for the night of %s, %s:\n", night, a->explained->is_integer ? "whole units" : "LP");
  kr_explain_print(a->explained);
  print_outcome(a);
  print_price(a);
}

/* ---- as JSON ---- */

static void put_instant(kr_json *j, const kr_corridor *c, const char *key, int32_t minute) {
  char text[18];
  if (minute == KR_NO_TIME)
    kr_json_number(j, key, NAN);
  else
    kr_json_text(j, key, instant_text(c, minute, text));
}

static void put_leg(kr_json *j, const kr_corridor *c, const kr_leg *leg) {
  bool is_link = leg->kind == KR_LEG_LINK;
  kr_json_open(j, NULL);
  kr_json_text(j, "kind", kr_leg_kind_name((kr_leg_kind)leg->kind));
  kr_json_text(j, is_link ? "link_id" : "node_id",
               is_link ? kr_ids_text(c->link_ids, leg->what) : kr_ids_text(c->node_ids, c->transfers[leg->what].node));
  put_instant(j, c, "depart", leg->depart_min);
  put_instant(j, c, "arrive", leg->arrive_min);
  kr_json_close(j);
}

static void put_legs(kr_json *j, const kr_corridor *c, const kr_leg *legs, int32_t n) {
  kr_json_open_array(j, "legs");
  for (int32_t k = 0; k < n; k++) put_leg(j, c, &legs[k]);
  kr_json_close_array(j);
}

static void put_lots(kr_json *j, const kr_explained *x) {
  kr_json_open_array(j, "lots");
  for (size_t i = 0; i < x->allocation->n_lots; i++) {
    const kr_lot *lot = &x->allocation->lots[i];
    if (lot->shipment != x->shipment) continue;
    kr_json_open(j, NULL);
    kr_json_tonnes(j, "quantity_t", lot->quantity_kg);
    put_legs(j, x->corridor, x->allocation->legs + lot->first_leg, lot->n_legs);
    kr_json_close(j);
  }
  kr_json_close_array(j);
}

/** The way it would take alone on the network, and what has no room for all of it there. */
static void put_ideal(kr_json *j, const kr_explained *x) {
  const kr_corridor *c = x->corridor;
  kr_json_open(j, "alone_on_the_network");
  put_instant(j, c, "arrive", ideal_arrival_min(x));
  put_legs(j, c, x->best, x->n_best);
  kr_json_open_array(j, "without_room");
  for (int32_t i = 0; i < x->n_obstacles; i++) {
    const kr_obstacle *o = &x->obstacles[i];
    char day[11];
    kr_date_write(c->start + o->item.day, day);
    kr_json_open(j, NULL);
    kr_json_text(j, "resource_id", kr_ids_text(c->resource_ids, o->item.resource));
    kr_json_text(j, "date", day);
    kr_json_number(j, "free_units", o->free_units);
    kr_json_number(j, "needed_units", o->item.need);
    kr_json_close(j);
  }
  kr_json_close_array(j);
  kr_json_close(j);
}

static void put_outcome(kr_json *j, const kr_quote_answer *a) {
  const kr_corridor *c = a->quote->corridor;
  const kr_tally *own = &a->explained->own;
  double served_kg = (double)own->served_kg;
  char reason[KR_REASON_ROOM];
  kr_json_tonnes(j, "asked_t", c->shipments[a->quote->shipment].quantity_kg);
  kr_json_tonnes(j, "served_t", own->served_kg);
  kr_json_tonnes(j, "unserved_t", left_kg(a));
  put_instant(j, c, "first_arrival", own->first_arrival_min);
  put_instant(j, c, "last_arrival", own->last_arrival_min);
  kr_json_number(j, "transit_hours", served_kg > 0 ? own->hours_kg_h / served_kg : NAN);
  kr_json_number(j, "late_hours", served_kg > 0 ? own->late_kg_h / served_kg : NAN);
  kr_json_number(j, "cost_usd", own->cost_usd);
  kr_json_number(j, "co2_kg", own->co2_kg);
  kr_json_text(j, "reason", reason_of(a->quote, reason));
  kr_json_flag(j, "would_be_rejected", a->quote->is_hopeless);
  kr_json_flag(j, "time_struck", a->quote->time_struck);
}

void kr_quote_print_json(const kr_quote_answer *a) {
  const kr_quoted *q = a->quote;
  kr_json j = {.sink = {.file = stdout}};
  char night[11];
  kr_date_write(a->night, night);
  kr_json_open(&j, NULL);
  kr_json_text(&j, "schema", "keruen.quote/1");
  kr_json_text(&j, "night", night);
  kr_json_text(&j, "shipment", kr_ids_text(q->corridor->shipment_ids, q->shipment));
  kr_json_flag(&j, "integer", a->explained->is_integer);
  put_outcome(&j, a);
  kr_json_number(&j, "price_weighted_tonne_hours", q->price_t_h);
  kr_json_tonnes(&j, "waiting_t", q->waiting_kg);
  put_lots(&j, a->explained);
  put_ideal(&j, a->explained);
  kr_json_close(&j);
  kr_sink_text(&j.sink, "\n");
}
