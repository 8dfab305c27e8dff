#ifndef KR_TESTS_WRAPPED_ALLOC_H
#define KR_TESTS_WRAPPED_ALLOC_H

#include <stdbool.h>
#include <stdlib.h>

/* What the linker puts in the place of malloc, calloc, realloc and aligned_alloc (-Wl,--wrap=…); for one file. */

/** That file's: whether the allocation that is asked for is refused. */
static bool refuse(void);

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

void *__wrap_malloc(size_t size) { return refuse() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t n, size_t size) { return refuse() ? NULL : __real_calloc(n, size); }
void *__wrap_realloc(void *old, size_t size) { return refuse() ? NULL : __real_realloc(old, size); }
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return refuse() ? NULL : __real_aligned_alloc(alignment, size);
}

#endif
