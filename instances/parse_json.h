#ifndef KR_INSTANCES_PARSE_JSON_H
#define KR_INSTANCES_PARSE_JSON_H

#include <jansson.h>

#include "graph/status.h"

/** A JSON text as jansson's values, which are read and never kept, changed or given to json_decref. */
typedef struct kr_json {
  json_t *root; /**< NULL = it was no JSON */
  void *pools;  /**< what the values lie in */
} kr_json;

/**
 * Parses a text of one object or array, no key twice.
 * @param out   to be dropped, whatever comes back
 * @param fault where it is no JSON; may be NULL
 * @return KR_OK, also when it is no JSON; KR_ERR_MEMORY
 */
kr_status kr_json_parse(kr_json *out, const char *text, size_t n, json_error_t *fault, kr_error *err);

void kr_json_drop(kr_json *json);

#endif
