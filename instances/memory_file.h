#ifndef KR_INSTANCES_MEMORY_FILE_H
#define KR_INSTANCES_MEMORY_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "graph/status.h"

/**
 * A file in memory that grows as it is written. Unlike with open_memstream nothing is lost in silence: once there is no
 * memory for more, ferror says so and closing fails. Start from a zeroed struct, which must not move while it is open.
 */
typedef struct kr_memory_file {
  FILE *file;  /**< to write to; NULL once closed */
  char *bytes; /**< after closing: what was written, and a NUL behind it */
  size_t n, room;
} kr_memory_file;

/** @return KR_ERR_MEMORY */
kr_status kr_memory_file_open(kr_memory_file *m, kr_error *err);

/** Makes `bytes` and `n` whole. @return KR_ERR_MEMORY when any of it was lost */
kr_status kr_memory_file_close(kr_memory_file *m, kr_error *err);

/** Closes it if it is open, and frees. */
void kr_memory_file_drop(kr_memory_file *m);

#endif
