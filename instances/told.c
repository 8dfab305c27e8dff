#include "instances/told.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instances/regular.h"

struct kr_told {
  json_t *root;
};

static json_t *load(const char *path, const char **fault) {
  json_error_t where;
  FILE *file = kr_regular_open(path, fault);
  if (!file) return NULL;
  json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &where);
  if (!root) *fault = "not JSON";
  fclose(file);
  return root;
}

kr_status kr_told_open(kr_told **out, const char *folder, kr_error *err) {
  size_t room = strlen(folder) + sizeof "/summary.json";
  const char *fault = NULL;
  char *path = malloc(room);
  kr_told *told = malloc(sizeof *told);
  if (!path || !told) {
    free(path);
    free(told);
    return kr_fail_memory(err);
  }
  snprintf(path, room, "%s/summary.json", folder);
  told->root = load(path, &fault);
  kr_status status = told->root ? KR_OK : kr_fail(err, KR_ERR_INPUT, "%s: %s", path, fault ? fault : "cannot be read");
  if (status == KR_OK) *out = told;
  if (status != KR_OK) free(told);
  free(path);
  return status;
}

void kr_told_close(kr_told *told) {
  if (told) json_decref(told->root);
  free(told);
}

static double number_of(const json_t *value) { return json_is_number(value) ? json_number_value(value) : NAN; }

double kr_told_number(const kr_told *told, const char *key) { return number_of(json_object_get(told->root, key)); }

int32_t kr_told_count(const kr_told *told, const char *list) {
  return (int32_t)json_array_size(json_object_get(told->root, list));
}

static const json_t *member(const kr_told *told, const char *list, int32_t item, const char *key) {
  return json_object_get(json_array_get(json_object_get(told->root, list), (size_t)item), key);
}

double kr_told_item(const kr_told *told, const char *list, int32_t item, const char *key) {
  return number_of(member(told, list, item, key));
}

const char *kr_told_item_text(const kr_told *told, const char *list, int32_t item, const char *key) {
  const char *text = json_string_value(member(told, list, item, key));
  return text ? text : "";
}
