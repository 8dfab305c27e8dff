#include "graph/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool kr_grow(void *items, size_t *capacity, size_t need, size_t size) {
  if (need <= *capacity) return true;
  size_t room = *capacity + *capacity / 2;
  if (room < need) room = need;
  if (room < 16) room = 16;
  if (room > SIZE_MAX / size) return false;
  void *old;
  memcpy(&old, items, sizeof old);
  void *grown = realloc(old, room * size);
  if (!grown) return false;
  memcpy(items, &grown, sizeof grown);
  *capacity = room;
  return true;
}

void *kr_zeros(size_t n, size_t size) { return calloc(n ? n : 1, size); }

char *kr_copy_text(const char *text, size_t n) {
  char *copy = malloc(n + 1);
  if (!copy) return NULL;
  memcpy(copy, text, n);
  copy[n] = '\0';
  return copy;
}
