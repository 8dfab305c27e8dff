#define _GNU_SOURCE /* fopencookie */
#include "instances/memory_file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "graph/memory.h"

static ssize_t take(void *cookie, const char *bytes, size_t n) {
  kr_memory_file *m = cookie;
  if (!kr_grow(&m->bytes, &m->room, m->n + n + 1, 1)) return 0;
  memcpy(m->bytes + m->n, bytes, n);
  m->n += n;
  m->bytes[m->n] = '\0';
  return (ssize_t)n;
}

kr_status kr_memory_file_open(kr_memory_file *m, kr_error *err) {
  const cookie_io_functions_t calls = {.write = take};
  *m = (kr_memory_file){.bytes = kr_zeros(1, 1), .room = 1};
  if (m->bytes) m->file = fopencookie(m, "w", calls);
  if (m->file) return KR_OK;
  kr_memory_file_drop(m);
  return kr_fail_memory(err);
}

kr_status kr_memory_file_close(kr_memory_file *m, kr_error *err) {
  bool is_lost = fflush(m->file) != 0;
  is_lost = ferror(m->file) || is_lost;
  is_lost = fclose(m->file) != 0 || is_lost;
  m->file = NULL;
  return is_lost ? kr_fail_memory(err) : KR_OK;
}

void kr_memory_file_drop(kr_memory_file *m) {
  if (m->file) fclose(m->file);
  free(m->bytes);
  *m = (kr_memory_file){0};
}
