#include "instances/read_summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/magic.h"
#include "instances/parse_json.h"
#include "instances/summary_text.h"
#include "instances/write_result.h"

#define FILE_NAME KR_SUMMARY_FILE

static void say(kr_messages *messages, int64_t line, int64_t column, const char *what, const char *text) {
  kr_place place = {FILE_NAME, line > 0 ? line : 1, column > 0 ? column : 1};
  kr_messages_add(messages, KR_SEVERITY_ERROR, &place, "%s: %s", what, text);
}

/** A number that must be there; `blank` for null where that is allowed (not NAN). */
static double number(const json_t *root, const char *key, double blank, kr_messages *messages) {
  const json_t *value = json_object_get(root, key);
  if (json_is_number(value)) return json_number_value(value);
  if (json_is_null(value) && !isnan(blank)) return blank;
  say(messages, 1, 1, key, "not there or not a number; write it as a JSON number");
  return 0;
}

static bool flag(const json_t *options, const char *key, kr_messages *messages) {
  const json_t *value = json_object_get(options, key);
  if (json_is_boolean(value)) return json_is_true(value);
  say(messages, 1, 1, key, "not there or neither true nor false; the options need it");
  return false;
}

/** Whether a member is this text. */
static bool is_text(const json_t *root, const char *key, const char *text) {
  const char *value = json_string_value(json_object_get(root, key));
  return value && strcmp(value, text) == 0;
}

static void read_plan(const json_t *root, kr_claims *claims, const kr_corridor *c, kr_messages *messages) {
  const json_t *value = json_object_get(root, "plan");
  claims->plan = KR_PLAN_BASE;
  if (json_is_string(value)) {
    int32_t plan = kr_ids_find(c->plan_ids, json_string_value(value), json_string_length(value));
    if (plan >= 0) {
      claims->plan = plan;
      return;
    }
  }
  say(messages, 1, 1, "plan", "not a plan of this instance; is this its result?");
}

/** The numbers of one row [seconds, plan, bound] of a curve; what is not yet known is null. */
static bool read_point(const json_t *row, kr_incumbent *out) {
  const json_t *wall = json_array_get(row, 0), *plan = json_array_get(row, 1), *bound = json_array_get(row, 2);
  if (json_array_size(row) != 3 || !json_is_number(wall)) return false;
  if (!(json_is_number(plan) || json_is_null(plan)) || !(json_is_number(bound) || json_is_null(bound))) return false;
  *out = (kr_incumbent){.wall_s = json_number_value(wall),
                        .objective = json_is_null(plan) ? INFINITY : json_number_value(plan),
                        .bound = json_is_null(bound) ? -INFINITY : json_number_value(bound)};
  return true;
}

/** Plan and bound over time: `curve` of an LP solve, `incumbents` of an integer one; `run` may be left out. */
static kr_status read_curve(const json_t *root, kr_claims *claims, kr_messages *messages) {
  const json_t *run = json_object_get(root, "run"), *rows = json_object_get(run, "curve");
  if (!rows) rows = json_object_get(run, "incumbents");
  size_t n = json_array_size(rows);
  if (n == 0) return KR_OK;
  claims->curve = kr_zeros(n, sizeof *claims->curve);
  if (!claims->curve) return KR_ERR_MEMORY;
  for (size_t i = 0; i < n; i++)
    if (!read_point(json_array_get(rows, i), &claims->curve[i])) {
      say(messages, 1, 1, "run", "a row of its curve is not [seconds, plan, bound]");
      return KR_OK;
    }
  claims->n_curve = n;
  return KR_OK;
}

/** A count; what is negative or no whole number is none. */
static int64_t count(const json_t *counts, const char *key, kr_messages *messages) {
  const json_t *value = json_object_get(counts, key);
  if (json_is_integer(value) && json_integer_value(value) >= 0) return json_integer_value(value);
  say(messages, 1, 1, key, "not there or no whole number; the counts need it");
  return 0;
}

static void read_counts(const json_t *root, kr_claims *claims, kr_messages *messages) {
  const json_t *counts = json_object_get(root, "counts");
  claims->counts = (kr_counts){.shipments = count(counts, "shipments", messages),
                               .served = count(counts, "served", messages),
                               .partial = count(counts, "partial", messages),
                               .unserved = count(counts, "unserved", messages),
                               .late = count(counts, "late", messages),
                               .lots = count(counts, "lots", messages),
                               .legs = count(counts, "legs", messages),
                               .priced = count(counts, "priced_resource_days", messages)};
  count(counts, "columns", messages);
  count(counts, "rounds", messages);
}

static void read_fairness(const json_t *fairness, kr_claims *claims, kr_messages *messages) {
  claims->is_fair = json_is_object(fairness);
  if (!claims->is_fair) return;
  claims->fairness = (kr_fair_claim){.is_settled = flag(fairness, "settled", messages),
                                     .plain_t = number(fairness, "served_plain_t", NAN, messages),
                                     .plain_objective = number(fairness, "objective_plain", NAN, messages),
                                     .price_t_h = number(fairness, "price_tonne_hours", NAN, messages),
                                     .short_t = number(fairness, "short_t", NAN, messages)};
}

static void read_members(const json_t *root, kr_claims *claims, const kr_corridor *c, kr_messages *messages) {
  const json_t *options = json_object_get(root, "options");
  if (!is_text(root, "schema", KR_SUMMARY_SCHEMA)) say(messages, 1, 1, "schema", "not \"" KR_SUMMARY_SCHEMA "\"");
  claims->is_optimal = is_text(root, "status", "optimal");
  if (!claims->is_optimal && !is_text(root, "status", "feasible"))
    say(messages, 1, 1, "status", "neither \"optimal\" nor \"feasible\"");
  claims->objective = number(root, "objective", NAN, messages);
  claims->bound = number(root, "bound", -INFINITY, messages);
  claims->gap = number(root, "gap", INFINITY, messages);
  claims->served_t = number(root, "served_t", NAN, messages);
  claims->unserved_t = number(root, "unserved_t", NAN, messages);
  claims->transit_tonne_h = number(root, "transit_tonne_hours", NAN, messages);
  claims->late_t = json_object_get(root, "late_t") ? number(root, "late_t", NAN, messages) : NAN;
  claims->is_static = flag(options, "static", messages);
  claims->is_integer = flag(options, "integer", messages);
  claims->gap_asked = number(options, "gap", NAN, messages);
  read_fairness(json_object_get(root, "fairness"), claims, messages);
  read_counts(root, claims, messages);
  read_plan(root, claims, c, messages);
}

kr_status kr_summary_read(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                          kr_error *err) {
  kr_status status;
  size_t n = 0;
  json_error_t fault;
  kr_json json = {.root = NULL};
  const char *not_there = NULL;
  char *text = kr_summary_load(folder, &n, &not_there, &status, err);
  if (status != KR_OK) goto done;
  if (text && n > KR_SUMMARY_BYTES) not_there = "too large to be a summary; is this a result folder?";
  if (text && !not_there) not_there = kr_magic(text, n);
  if (not_there) {
    kr_messages_add(messages, KR_SEVERITY_ERROR, &(kr_place){FILE_NAME, 1, 1}, "%s", not_there);
    goto done;
  }
  KR_TRY(kr_json_parse(&json, text, n, &fault, err));
  if (!json.root) {
    char quoted[KR_QUOTE_ROOM];
    say(messages, fault.line, fault.column, "not JSON", kr_quote(fault.text, strlen(fault.text), quoted));
  } else {
    read_members(json.root, claims, c, messages);
    if (read_curve(json.root, claims, messages) != KR_OK) status = kr_fail_memory(err);
  }
done:
  kr_json_drop(&json);
  free(text);
  return status;
}
