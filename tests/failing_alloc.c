#include "tests/failing_alloc.h"

#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static _Atomic long left = -1; /* allocations until the first refusal; -1 = not armed */
static _Atomic bool refused, is_once;

static bool refuse(void) {
  if (left < 0) return false;
  if (left > 1) {
    left--;
    return false;
  }
  refused = true;
  if (is_once) left = -1;
  return true;
}

void failing_alloc_arm(long n) {
  refused = is_once = false;
  left = n;
}

void failing_alloc_arm_once(long n) {
  refused = false;
  is_once = true;
  left = n;
}

bool failing_alloc_disarm(void) {
  left = -1;
  return refused;
}

void *__wrap_malloc(size_t size) { return refuse() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t n, size_t size) { return refuse() ? NULL : __real_calloc(n, size); }
void *__wrap_realloc(void *old, size_t size) { return refuse() ? NULL : __real_realloc(old, size); }
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return refuse() ? NULL : __real_aligned_alloc(alignment, size);
}
