#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/decimal.h"
#include "instances/parse_json.h"
#include "instances/read_summary.h"
#include "instances/summary_text.h"

/** The whole of a summary, to be dropped; without a root when it is missing or is no JSON. */
static kr_status load_json(kr_json *json, const char *folder, kr_error *err) {
  size_t n = 0;
  const char *fault = NULL;
  kr_status status;
  char *text = kr_summary_load(folder, &n, &fault, &status, err);
  *json = (kr_json){.root = NULL};
  if (status == KR_OK && text && n <= KR_SUMMARY_BYTES) status = kr_json_parse(json, text, n, NULL, err);
  free(text);
  return status;
}

kr_status kr_summary_member(const char *folder, const char *key, char out[KR_MEMBER_ROOM], kr_error *err) {
  kr_json json;
  kr_status status = load_json(&json, folder, err);
  char number_text[KR_DECIMAL_ROOM];
  const json_t *value = json_object_get(json.root, key);
  const char *member = json_is_string(value) ? json_string_value(value) : "";
  if (json_is_number(value)) kr_number_write(json_number_value(value), number_text);
  if (json_is_number(value)) member = number_text;
  if (json_is_boolean(value)) member = json_is_true(value) ? "true" : "false";
  if (snprintf(out, KR_MEMBER_ROOM, "%s", member) >= KR_MEMBER_ROOM) out[0] = '\0';
  kr_json_drop(&json);
  return status;
}

/** A file among those that were read; NULL = it was not. */
static const struct kr_input *input_of(const kr_inputs *inputs, const char *name) {
  for (int32_t i = 0; i < inputs->n_files; i++)
    if (strcmp(inputs->files[i].name, name) == 0) return &inputs->files[i];
  return NULL;
}

/** Holds one file against what the summary says of it. @return whether it is another one now */
static bool compare(const json_t *said, const struct kr_input *now, kr_changed_input *out) {
  const char *then = json_string_value(json_object_get(said, "sha256"));
  const json_t *bytes = json_object_get(said, "bytes");
  bool is_hash = then && strlen(then) == 64 && strspn(then, "0123456789abcdef") == 64;
  snprintf(out->then, sizeof out->then, "%s", is_hash ? then : said ? "no hash" : "");
  snprintf(out->now, sizeof out->now, "%s", now ? now->sha256 : "");
  if (!said || !now) return said || now;
  return strcmp(out->then, out->now) != 0 || (json_is_integer(bytes) && json_integer_value(bytes) != now->bytes);
}

kr_status kr_summary_list_changed(const char *folder, const kr_inputs *inputs, kr_changed_inputs *out, kr_error *err) {
  kr_json json;
  kr_status status = load_json(&json, folder, err);
  const json_t *files = json_object_get(json.root, "inputs");
  *out = (kr_changed_inputs){.is_json = json_is_object(json.root), .is_told = json_is_object(files)};
  for (int32_t i = 0; out->is_told && i < KR_INSTANCE_FILES; i++) {
    kr_changed_input *file = &out->files[out->n];
    file->name = kr_instance_file(i);
    out->n += compare(json_object_get(files, file->name), input_of(inputs, file->name), file);
  }
  kr_json_drop(&json);
  return status;
}

kr_status kr_summary_find_changed(const char *folder, const kr_inputs *inputs, const char **name, kr_error *err) {
  kr_changed_inputs changed;
  kr_status status = kr_summary_list_changed(folder, inputs, &changed, err);
  *name = status == KR_OK && changed.n > 0 ? changed.files[0].name : NULL;
  return status;
}
