#include "instances/read_summary.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instances/write_result.h"

#define FILE_NAME "summary.json"
#define BYTES_MAX ((size_t)4194304)

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
  claims->is_static = flag(options, "static", messages);
  claims->is_integer = flag(options, "integer", messages);
  claims->is_fair = json_is_object(json_object_get(root, "fairness"));
  read_plan(root, claims, c, messages);
}

/** The whole file; `*n` is beyond BYTES_MAX when it is larger than any summary. NULL with *status KR_OK: missing. */
static char *load(const char *folder, size_t *n, kr_status *status, kr_error *err) {
  size_t room = strlen(folder) + sizeof FILE_NAME + 1;
  char *path = malloc(room), *text = malloc(BYTES_MAX + 1);
  FILE *file = NULL;
  *status = KR_OK;
  if (!path || !text) {
    *status = kr_fail_memory(err);
    goto done;
  }
  snprintf(path, room, "%s/" FILE_NAME, folder);
  file = fopen(path, "rb");
  if (!file && errno != ENOENT) *status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
  if (!file) {
    free(text);
    text = NULL;
    goto done;
  }
  *n = fread(text, 1, BYTES_MAX + 1, file);
  if (ferror(file)) *status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
done:
  if (file) fclose(file);
  free(path);
  return text;
}

kr_status kr_summary_read(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                          kr_error *err) {
  kr_status status;
  size_t n = 0;
  json_error_t fault;
  json_t *root = NULL;
  char *text = load(folder, &n, &status, err);
  if (status != KR_OK) goto done;
  if (!text || n > BYTES_MAX) {
    say(messages, 1, 1, FILE_NAME, text ? "too large to be a summary" : "the file is missing");
    goto done;
  }
  root = json_loadb(text, n, JSON_REJECT_DUPLICATES, &fault);
  if (!root) {
    char quoted[KR_QUOTE_ROOM];
    say(messages, fault.line, fault.column, "not JSON", kr_quote(fault.text, strlen(fault.text), quoted));
  } else {
    read_members(root, claims, c, messages);
  }
done:
  json_decref(root);
  free(text);
  return status;
}
