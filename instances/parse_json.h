#ifndef KR_INSTANCES_PARSE_JSON_H
#define KR_INSTANCES_PARSE_JSON_H

#include <jansson.h>

#include "graph/status.h"

/**
 * A JSON text of one object or array, no key twice.
 * @param fault  where it is none; may be NULL
 * @param status KR_ERR_MEMORY when memory ends, which jansson alone takes for bad JSON, or for a shorter text
 * @return to be given to json_decref; NULL also when it is no JSON
 */
json_t *kr_json_parse(const char *text, size_t n, json_error_t *fault, kr_status *status, kr_error *err);

#endif
