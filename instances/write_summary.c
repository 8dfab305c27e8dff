#include "instances/write_summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "instances/sink.h"

/** A JSON text, one member a line; `depth` members are open around the next one. */
typedef struct json {
  kr_sink sink;
  int depth;
  bool has_member;
} json;

static void put_string(json *j, const char *text) {
  FILE *file = j->sink.file;
  fputc('"', file);
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') fputc('\\', file);
    if (c < 0x20 || c == 0x7F)
      fprintf(file, "\\u%04x", c);
    else
      fputc(c, file);
  }
  fputc('"', file);
}

static void put_key(json *j, const char *key) {
  kr_sink_text(&j->sink, j->has_member ? ",\n" : "\n");
  for (int i = 0; i < j->depth; i++) kr_sink_text(&j->sink, "  ");
  put_string(j, key);
  kr_sink_text(&j->sink, ": ");
  j->has_member = true;
}

static void open_object(json *j, const char *key) {
  if (key) put_key(j, key);
  kr_sink_text(&j->sink, "{");
  j->depth++;
  j->has_member = false;
}

static void close_object(json *j) {
  j->depth--;
  if (j->has_member) {
    kr_sink_text(&j->sink, "\n");
    for (int i = 0; i < j->depth; i++) kr_sink_text(&j->sink, "  ");
  }
  kr_sink_text(&j->sink, "}");
  j->has_member = true;
}

static void put_text(json *j, const char *key, const char *text) {
  put_key(j, key);
  put_string(j, text);
}

static void put_number(json *j, const char *key, double value) {
  char text[KR_DECIMAL_ROOM] = "null";
  if (isfinite(value)) kr_number_write(value, text);
  put_key(j, key);
  kr_sink_text(&j->sink, text);
}

static void put_whole(json *j, const char *key, int64_t value) {
  put_key(j, key);
  fprintf(j->sink.file, "%lld", (long long)value);
}

static void put_tonnes(json *j, const char *key, int64_t kg) {
  char text[KR_DECIMAL_ROOM];
  put_key(j, key);
  kr_sink_text(&j->sink, kr_tonnes_text(kg, text));
}

static void put_flag(json *j, const char *key, bool value) {
  put_key(j, key);
  kr_sink_text(&j->sink, value ? "true" : "false");
}

/** Sums over all shipments. */
typedef struct totals {
  int64_t served_kg, unserved_kg;
  long double hours_kg_h;
  int64_t served, partial, unserved, late;
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
    sum.late += tally->late_kg_h > 0;
  }
  return sum;
}

static void put_answer(json *j, const kr_summary *s, const totals *sum) {
  put_text(j, "schema", KR_SUMMARY_SCHEMA);
  put_text(j, "status", s->r->is_optimal ? "optimal" : "feasible");
  put_number(j, "objective", s->r->objective);
  put_number(j, "bound", s->r->bound);
  put_number(j, "gap", s->r->gap);
  put_tonnes(j, "served_t", sum->served_kg);
  put_tonnes(j, "unserved_t", sum->unserved_kg);
  put_number(j, "transit_tonne_hours", (double)(sum->hours_kg_h / 1e3L));
}

static void put_counts(json *j, const kr_summary *s, const totals *sum) {
  open_object(j, "counts");
  put_whole(j, "shipments", kr_n_shipments(s->c));
  put_whole(j, "served", sum->served);
  put_whole(j, "partial", sum->partial);
  put_whole(j, "unserved", sum->unserved);
  put_whole(j, "late", sum->late);
  put_whole(j, "lots", (int64_t)s->r->allocation.n_lots);
  put_whole(j, "legs", (int64_t)s->r->allocation.n_legs);
  put_whole(j, "columns", s->r->n_columns);
  put_whole(j, "rounds", s->r->n_rounds);
  put_whole(j, "priced_resource_days", s->r->n_rows);
  if (s->run->is_integer) put_whole(j, "dives", s->r->n_dives);
  if (s->run->is_integer) put_whole(j, "nodes", s->r->n_nodes);
  close_object(j);
}

static void put_options(json *j, const kr_summary *s) {
  open_object(j, "options");
  put_flag(j, "static", s->t->is_static);
  put_flag(j, "integer", s->run->is_integer);
  for (size_t i = 0; i < s->run->n_settings; i++) {
    const kr_setting *setting = &s->run->settings[i];
    switch (setting->kind) {
      case KR_SETTING_NUMBER: put_number(j, setting->name, setting->number); break;
      case KR_SETTING_FLAG: put_flag(j, setting->name, setting->number != 0); break;
      case KR_SETTING_TEXT: put_text(j, setting->name, setting->text); break;
    }
  }
  close_object(j);
}

static void put_inputs(json *j, const kr_inputs *inputs) {
  open_object(j, "inputs");
  for (int32_t i = 0; i < inputs->n_files; i++) {
    open_object(j, inputs->files[i].name);
    put_whole(j, "bytes", inputs->files[i].bytes);
    put_text(j, "sha256", inputs->files[i].sha256);
    close_object(j);
  }
  close_object(j);
}

/** [[seconds, objective, bound], …] */
static void put_incumbents(json *j, const kr_result *r) {
  put_key(j, "incumbents");
  for (size_t i = 0; i < r->n_incumbents; i++) {
    char plan[KR_DECIMAL_ROOM] = "null", bound[KR_DECIMAL_ROOM] = "null";
    if (isfinite(r->incumbents[i].objective)) kr_number_write(r->incumbents[i].objective, plan);
    if (isfinite(r->incumbents[i].bound)) kr_number_write(r->incumbents[i].bound, bound);
    fprintf(j->sink.file, "%s[%.3f, %s, %s]", i ? ", " : "[", r->incumbents[i].wall_s, plan, bound);
  }
  kr_sink_text(&j->sink, r->n_incumbents > 0 ? "]" : "[]");
}

/** What differs from run to run stands under this one key. */
static void put_run(json *j, const kr_summary *s) {
  open_object(j, "run");
  if (s->run->started) put_text(j, "started", s->run->started);
  put_whole(j, "threads", s->run->threads);
  open_object(j, "seconds");
  for (int32_t i = 0; i < s->r->n_phases; i++) {
    open_object(j, s->r->phases[i].name);
    put_number(j, "wall", round(s->r->phases[i].wall_s * 1e6) / 1e6);
    put_number(j, "cpu", round(s->r->phases[i].cpu_s * 1e6) / 1e6);
    close_object(j);
  }
  close_object(j);
  if (s->run->is_integer) put_incumbents(j, s->r);
  close_object(j);
}

kr_status kr_summary_write(const char *folder, const kr_summary *s, kr_error *err) {
  json j = {.depth = 0};
  kr_status status = kr_sink_open(&j.sink, folder, "summary.json", err);
  if (status != KR_OK) return status;
  totals sum = add_up(s);
  open_object(&j, NULL);
  put_answer(&j, s, &sum);
  put_counts(&j, s, &sum);
  put_text(&j, "plan", kr_ids_text(s->c->plan_ids, s->t->plan));
  put_options(&j, s);
  put_text(&j, "version", s->run->version);
  if (s->run->inputs) put_inputs(&j, s->run->inputs);
  if (!s->run->reproducible) put_run(&j, s);
  close_object(&j);
  kr_sink_text(&j.sink, "\n");
  return kr_sink_close(&j.sink, err);
}
