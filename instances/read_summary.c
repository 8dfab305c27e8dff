#include "instances/read_summary.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/magic.h"
#include "instances/regular.h"
#include "instances/write_result.h"

#define FILE_NAME "summary.json"
#ifdef KR_SMALL_LIMITS
#define BYTES_MAX ((size_t)8192)
#else
#define BYTES_MAX ((size_t)4194304)
#endif

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

/** The whole file; `*n` is beyond BYTES_MAX when it is larger than any summary. NULL with *status KR_OK: as `*fault`.
 */
static char *load(const char *folder, size_t *n, const char **fault, kr_status *status, kr_error *err) {
  size_t room = strlen(folder) + sizeof FILE_NAME + 1;
  char *path = malloc(room), *text = malloc(BYTES_MAX + 1);
  FILE *file = NULL;
  *status = KR_OK;
  if (!path || !text) {
    *status = kr_fail_memory(err);
    goto done;
  }
  snprintf(path, room, "%s/" FILE_NAME, folder);
  file = kr_regular_open(path, fault);
  if (!file && !*fault && errno == ENOENT) *fault = "the file is missing; it is written with every result";
  if (!file && !*fault) *status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
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

static _Thread_local bool is_memory_short;

static void *allocate(size_t n) {
  void *block = malloc(n);
  if (!block) is_memory_short = true;
  return block;
}

/** NULL also when memory ends, which jansson takes for bad JSON, or for a shorter text: then *status says so. */
static json_t *parse(const char *text, size_t n, json_error_t *fault, kr_status *status, kr_error *err) {
  json_set_alloc_funcs(allocate, free);
  is_memory_short = false;
  json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, fault);
  if (!is_memory_short) return root;
  json_decref(root);
  *status = kr_fail_memory(err);
  return NULL;
}

kr_status kr_summary_read(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                          kr_error *err) {
  kr_status status;
  size_t n = 0;
  json_error_t fault;
  json_t *root = NULL;
  const char *not_there = NULL;
  char *text = load(folder, &n, &not_there, &status, err);
  if (status != KR_OK) goto done;
  if (text && n > BYTES_MAX) not_there = "too large to be a summary; is this a result folder?";
  if (text && !not_there) not_there = kr_magic(text, n);
  if (not_there) {
    kr_messages_add(messages, KR_SEVERITY_ERROR, &(kr_place){FILE_NAME, 1, 1}, "%s", not_there);
    goto done;
  }
  root = parse(text, n, &fault, &status, err);
  if (status != KR_OK) goto done;
  if (!root) {
    char quoted[KR_QUOTE_ROOM];
    say(messages, fault.line, fault.column, "not JSON", kr_quote(fault.text, strlen(fault.text), quoted));
  } else {
    read_members(root, claims, c, messages);
    if (read_curve(root, claims, messages) != KR_OK) status = kr_fail_memory(err);
  }
done:
  json_decref(root);
  free(text);
  return status;
}

/** The whole of a summary; NULL when it is missing or is no JSON. @param text to be freed after the object */
static json_t *load_json(const char *folder, char **text, kr_status *status, kr_error *err) {
  size_t n = 0;
  const char *fault = NULL;
  *text = load(folder, &n, &fault, status, err);
  return *text && n <= BYTES_MAX ? parse(*text, n, NULL, status, err) : NULL;
}

kr_status kr_summary_member(const char *folder, const char *key, char out[KR_MEMBER_ROOM], kr_error *err) {
  kr_status status;
  char *text, number_text[KR_DECIMAL_ROOM];
  json_t *root = load_json(folder, &text, &status, err);
  const json_t *value = json_object_get(root, key);
  const char *member = json_is_string(value) ? json_string_value(value) : "";
  if (json_is_number(value)) kr_number_write(json_number_value(value), number_text);
  if (json_is_number(value)) member = number_text;
  if (snprintf(out, KR_MEMBER_ROOM, "%s", member) >= KR_MEMBER_ROOM) out[0] = '\0';
  json_decref(root);
  free(text);
  return status;
}

/** The hash of a file among those that were read; NULL = it was not. */
static const char *hash_of(const kr_inputs *inputs, const char *name) {
  for (int32_t i = 0; i < inputs->n_files; i++)
    if (strcmp(inputs->files[i].name, name) == 0) return inputs->files[i].sha256;
  return NULL;
}

kr_status kr_summary_find_changed(const char *folder, const kr_inputs *inputs, const char **name, kr_error *err) {
  kr_status status;
  char *text;
  json_t *root = load_json(folder, &text, &status, err);
  const json_t *files = json_object_get(root, "inputs");
  *name = NULL;
  for (int32_t i = 0; json_is_object(files) && i < KR_INSTANCE_FILES && !*name; i++) {
    const char *then = json_string_value(json_object_get(json_object_get(files, kr_instance_file(i)), "sha256"));
    const char *now = hash_of(inputs, kr_instance_file(i));
    if ((then != NULL) != (now != NULL) || (then && strcmp(then, now) != 0)) *name = kr_instance_file(i);
  }
  json_decref(root);
  free(text);
  return status;
}
