#ifndef KR_INSTANCES_VALUES_H
#define KR_INSTANCES_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"
#include "instances/messages.h"

/**
 * Numbers that one machine hands to another, and that must come back the same to the last bit: values.csv, rows
 * `name,of,at,bits`. The bits are those of IEEE 754 binary64, sixteen hexadecimal digits.
 */
typedef struct kr_value {
  char name[24];
  int32_t of, at; /**< indices of what it is a value of; KR_NONE = blank */
  double value;   /**< finite */
} kr_value;

/** Zero it before, clear it after. */
typedef struct kr_values {
  kr_value *list;
  size_t n, room;
} kr_values;

void kr_values_clear(kr_values *values);

/** Appends one; a name of 23 bytes at most. @return KR_ERR_MEMORY */
kr_status kr_values_add(kr_values *values, const char *name, int32_t of, int32_t at, double value, kr_error *err);

/** Writes values.csv into a folder, where it must not be. @return KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_values_write(const kr_values *values, const char *folder, kr_error *err);

/** Reads it, in its order. @return KR_OK, also when there are messages; KR_ERR_IO, KR_ERR_MEMORY */
kr_status kr_values_read(kr_values *values, const char *folder, kr_messages *messages, kr_error *err);

#endif
