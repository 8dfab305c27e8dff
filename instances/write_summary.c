#include "instances/write_summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "instances/json.h"

/** Sums over all shipments. */
typedef struct totals {
  int64_t served_kg, unserved_kg, late_kg;
  long double hours_kg_h;
  int64_t served, partial, unserved, late, legs;
} totals;

static totals add_up(const kr_summary *s) {
  totals sum = {0};
  for (int32_t i = 0; i < kr_n_shipments(s->c); i++) {
    const kr_tally *tally = &s->tally[i];
    int64_t unserved_kg = s->c->shipments[i].quantity_kg - tally->served_kg;
    sum.served_kg += tally->served_kg;
    sum.unserved_kg += unserved_kg;
    sum.hours_kg_h += (long double)tally->hours_kg_h;
    sum.served += unserved_kg == 0;
    sum.partial += unserved_kg != 0 && tally->served_kg != 0;
    sum.unserved += tally->served_kg == 0;
    sum.late += tally->late_kg > 0;
    sum.late_kg += tally->late_kg;
  }
  /* Of its lots: an allocation may keep legs of lots that were left out. */
  for (size_t i = 0; i < s->r->allocation.n_lots; i++) sum.legs += s->r->allocation.lots[i].n_legs;
  return sum;
}

static void put_answer(kr_json *j, const kr_summary *s, const totals *sum) {
  kr_json_text(j, "schema", KR_SUMMARY_SCHEMA);
  kr_json_text(j, "status", s->r->is_optimal ? "optimal" : "feasible");
  kr_json_number(j, "objective", s->r->objective);
  kr_json_number(j, "bound", s->r->bound);
  kr_json_number(j, "gap", s->r->gap);
  kr_json_tonnes(j, "served_t", sum->served_kg);
  kr_json_tonnes(j, "unserved_t", sum->unserved_kg);
  kr_json_tonnes(j, "late_t", sum->late_kg);
  kr_json_number(j, "transit_tonne_hours", (double)(sum->hours_kg_h / 1e3L));
}

static void put_counts(kr_json *j, const kr_summary *s, const totals *sum) {
  kr_json_open(j, "counts");
  kr_json_whole(j, "shipments", kr_n_shipments(s->c));
  kr_json_whole(j, "served", sum->served);
  kr_json_whole(j, "partial", sum->partial);
  kr_json_whole(j, "unserved", sum->unserved);
  kr_json_whole(j, "late", sum->late);
  kr_json_whole(j, "lots", (int64_t)s->r->allocation.n_lots);
  kr_json_whole(j, "legs", sum->legs);
  kr_json_whole(j, "columns", s->r->n_columns);
  kr_json_whole(j, "rounds", s->r->n_rounds);
  kr_json_whole(j, "priced_resource_days", s->r->n_rows);
  if (s->run->is_integer) kr_json_whole(j, "dives", s->r->n_dives);
  if (s->run->is_integer) kr_json_whole(j, "nodes", s->r->n_nodes);
  kr_json_close(j);
}

static void put_options(kr_json *j, const kr_summary *s) {
  kr_json_open(j, "options");
  kr_json_flag(j, "static", s->t->is_static);
  kr_json_flag(j, "integer", s->run->is_integer);
  for (size_t i = 0; i < s->run->n_settings; i++) {
    const kr_setting *setting = &s->run->settings[i];
    switch (setting->kind) {
      case KR_SETTING_NUMBER: kr_json_number(j, setting->name, setting->number); break;
      case KR_SETTING_FLAG: kr_json_flag(j, setting->name, setting->number != 0); break;
      case KR_SETTING_TEXT: kr_json_text(j, setting->name, setting->text); break;
    }
  }
  kr_json_close(j);
}

/** By how much whole trains and shipments miss the fair shares. */
static int64_t short_kg(const kr_corridor *c, const kr_fairness *fairness) {
  int64_t sum = 0;
  for (int32_t f = 0; f < kr_ids_count(c->forwarder_ids); f++)
    sum += fairness->shares[f].target_kg - fairness->shares[f].floor_kg;
  return sum;
}

/** What fairness did to the shares, and its price. */
static void put_fairness(kr_json *j, const kr_summary *s) {
  const kr_fairness *fairness = s->r->fairness;
  kr_json_open(j, "fairness");
  kr_json_text(j, "kind", kr_fair_kind_name(fairness->kind));
  kr_json_flag(j, "settled", fairness->is_settled);
  kr_json_tonnes(j, "served_plain_t", fairness->plain_kg);
  kr_json_number(j, "objective_plain", fairness->plain_objective);
  kr_json_number(j, "price_tonne_hours", s->r->objective - fairness->plain_objective);
  kr_json_tonnes(j, "short_t", short_kg(s->c, fairness));
  kr_json_close(j);
}

/** [[seconds, objective, bound], …] */
static void put_curve(kr_json *j, const char *key, const kr_incumbent *curve, size_t n) {
  kr_json_key(j, key);
  for (size_t i = 0; i < n; i++) {
    char plan[KR_DECIMAL_ROOM] = "null", bound[KR_DECIMAL_ROOM] = "null";
    if (isfinite(curve[i].objective)) kr_number_write(curve[i].objective, plan);
    if (isfinite(curve[i].bound)) kr_number_write(curve[i].bound, bound);
    fprintf(j->sink.file, "%s[%.3f, %s, %s]", i ? ", " : "[", curve[i].wall_s, plan, bound);
  }
  kr_sink_text(&j->sink, n > 0 ? "]" : "[]");
}

/** [[CPU seconds, dives, plans better than all before], …] */
static void put_streams(kr_json *j, const kr_result *r) {
  kr_json_key(j, "streams");
  for (int32_t i = 0; i < r->n_streams; i++)
    fprintf(j->sink.file, "%s[%.3f, %lld, %lld]", i ? ", " : "[", r->streams[i].cpu_s, (long long)r->streams[i].n_dives,
            (long long)r->streams[i].n_better);
  kr_sink_text(&j->sink, r->n_streams > 0 ? "]" : "[]");
}

/** What differs from run to run stands under this one key. */
static void put_run(kr_json *j, const kr_summary *s) {
  kr_json_open(j, "run");
  if (s->run->started) kr_json_text(j, "started", s->run->started);
  kr_json_whole(j, "threads", s->run->threads);
  kr_json_open(j, "seconds");
  for (int32_t i = 0; i < s->r->n_phases; i++) {
    kr_json_open(j, s->r->phases[i].name);
    kr_json_number(j, "wall", round(s->r->phases[i].wall_s * 1e6) / 1e6);
    kr_json_number(j, "cpu", round(s->r->phases[i].cpu_s * 1e6) / 1e6);
    kr_json_close(j);
  }
  kr_json_close(j);
  if (s->run->is_integer) {
    put_curve(j, "incumbents", s->r->incumbents, s->r->n_incumbents);
    put_streams(j, s->r);
  } else if (s->run->curve) {
    put_curve(j, "curve", s->run->curve, s->run->n_curve);
  }
  kr_json_close(j);
}

kr_status kr_summary_write(const char *folder, const kr_summary *s, kr_error *err) {
  kr_json j = {.depth = 0};
  kr_status status = kr_sink_open(&j.sink, folder, "summary.json", err);
  if (status != KR_OK) return status;
  totals sum = add_up(s);
  kr_json_open(&j, NULL);
  put_answer(&j, s, &sum);
  put_counts(&j, s, &sum);
  if (s->r->fairness) put_fairness(&j, s);
  kr_json_text(&j, "plan", kr_ids_text(s->c->plan_ids, s->t->plan));
  put_options(&j, s);
  kr_json_text(&j, "version", s->run->version);
  if (s->run->inputs) kr_json_inputs(&j, s->run->inputs);
  if (!s->run->reproducible) put_run(&j, s);
  kr_json_close(&j);
  kr_sink_text(&j.sink, "\n");
  return kr_sink_close(&j.sink, err);
}
