#include "instances/lines.h"

#include <stdlib.h>

#include "graph/memory.h"

kr_status kr_lines_note(kr_lines *lines, int32_t index, int64_t line) {
  if (lines->n > 0) {
    const struct kr_lines_run *last = &lines->runs[lines->n - 1];
    if (line - last->line == (int64_t)index - last->index) return KR_OK;
  }
  if (!kr_grow(&lines->runs, &lines->room, lines->n + 1, sizeof *lines->runs)) return KR_ERR_MEMORY;
  lines->runs[lines->n++] = (struct kr_lines_run){index, line};
  return KR_OK;
}

int64_t kr_lines_of(const kr_lines *lines, int32_t index) {
  size_t low = 0, high = lines->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (lines->runs[middle].index <= index)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? 0 : lines->runs[low - 1].line + index - lines->runs[low - 1].index;
}

void kr_lines_clear(kr_lines *lines) {
  free(lines->runs);
  *lines = (kr_lines){.n = 0};
}
