#ifndef KR_INSTANCES_LINES_H
#define KR_INSTANCES_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * On which line the i-th thing of a file stands. Things mostly stand on consecutive lines, so only the breaks are
 * kept: a million rows in a row cost one entry. Start from a zeroed struct.
 */
typedef struct kr_lines {
  struct kr_lines_run {
    int32_t index;
    int64_t line;
  } * runs;
  size_t n, room;
} kr_lines;

/** Notes that thing `index` (larger than all before) stands on `line`. @return KR_ERR_MEMORY */
kr_status kr_lines_note(kr_lines *lines, int32_t index, int64_t line);

/** The line of a noted thing; 0 when nothing was noted. @cost O(log breaks) */
int64_t kr_lines_of(const kr_lines *lines, int32_t index);

void kr_lines_clear(kr_lines *lines);

#endif
