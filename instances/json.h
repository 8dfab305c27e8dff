#ifndef KR_INSTANCES_JSON_H
#define KR_INSTANCES_JSON_H

#include "instances/instance.h"
#include "instances/sink.h"

/**
 * A JSON text being written to a file, one member a line. A member's key is NULL inside an array. Start with depth 0
 * and an open sink; every object or array that is opened is closed.
 */
typedef struct kr_json {
  kr_sink sink;
  int depth; /**< that many are open around the next member */
  bool has_member;
} kr_json;

/** A text in quotes, as JSON writes it. */
void kr_json_string(FILE *file, const char *text);

void kr_json_open(kr_json *j, const char *key); /**< an object */
void kr_json_close(kr_json *j);
void kr_json_open_array(kr_json *j, const char *key);
void kr_json_close_array(kr_json *j);

void kr_json_key(kr_json *j, const char *key); /**< whose value the caller writes to the sink */
void kr_json_text(kr_json *j, const char *key, const char *text);
void kr_json_number(kr_json *j, const char *key, double value); /**< null when not finite */
void kr_json_whole(kr_json *j, const char *key, int64_t value);
void kr_json_decimal(kr_json *j, const char *key, kr_micro value);
void kr_json_tonnes(kr_json *j, const char *key, int64_t kg);
void kr_json_flag(kr_json *j, const char *key, bool value);
void kr_json_inputs(kr_json *j, const kr_inputs *inputs); /**< the files that were read, with their hashes */

#endif
