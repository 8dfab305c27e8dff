#include "instances/told.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instances/parse_json.h"
#include "instances/summary_text.h"

struct kr_told {
  kr_json json;
};

kr_status kr_told_open(kr_told **out, const char *folder, kr_error *err) {
  size_t n = 0;
  const char *fault = NULL;
  kr_status status;
  kr_told *told = calloc(1, sizeof *told);
  char *text = told ? kr_summary_load(folder, &n, &fault, &status, err) : NULL;
  if (!told) return kr_fail_memory(err);
  if (status == KR_OK && text && n <= KR_SUMMARY_BYTES) status = kr_json_parse(&told->json, text, n, NULL, err);
  if (status == KR_OK && !told->json.root)
    status = kr_fail(err, KR_ERR_INPUT, "%s/" KR_SUMMARY_FILE ": %s", folder, fault ? fault : "not JSON");
  if (status == KR_OK) *out = told;
  if (status != KR_OK) kr_told_close(told);
  free(text);
  return status;
}

void kr_told_close(kr_told *told) {
  if (told) kr_json_drop(&told->json);
  free(told);
}

static double number_of(const json_t *value) { return json_is_number(value) ? json_number_value(value) : NAN; }

double kr_told_number(const kr_told *told, const char *key) { return number_of(json_object_get(told->json.root, key)); }

int32_t kr_told_count(const kr_told *told, const char *list) {
  return (int32_t)json_array_size(json_object_get(told->json.root, list));
}

static const json_t *member(const kr_told *told, const char *list, int32_t item, const char *key) {
  return json_object_get(json_array_get(json_object_get(told->json.root, list), (size_t)item), key);
}

double kr_told_item(const kr_told *told, const char *list, int32_t item, const char *key) {
  return number_of(member(told, list, item, key));
}

const char *kr_told_item_text(const kr_told *told, const char *list, int32_t item, const char *key) {
  const char *text = json_string_value(member(told, list, item, key));
  return text ? text : "";
}
