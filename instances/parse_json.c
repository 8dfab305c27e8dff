#include "instances/parse_json.h"

#include <stdbool.h>
#include <stdlib.h>

static _Thread_local bool is_memory_short;

static void *allocate(size_t n) {
  void *block = malloc(n);
  if (!block) is_memory_short = true;
  return block;
}

/** jansson's allocator is the whole process's: that of a program around us that has its own stays. */
static void watch_memory(void) {
  json_malloc_t take;
  json_free_t give_back;
  json_get_alloc_funcs(&take, &give_back);
  if (take == malloc) json_set_alloc_funcs(allocate, free);
}

json_t *kr_json_parse(const char *text, size_t n, json_error_t *fault, kr_status *status, kr_error *err) {
  watch_memory();
  is_memory_short = false;
  json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES, fault);
  if (!is_memory_short) return root;
  json_decref(root);
  *status = kr_fail_memory(err);
  return NULL;
}
