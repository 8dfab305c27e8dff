/* The program itself, but the n-th allocation of its own objects is refused: the linker wraps malloc, calloc, realloc
 * and aligned_alloc. For builds with sanitizers, which take the place of the C library's malloc, and see what is lost.
 * The environment is that of faults_memory.c.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static atomic_long n_calls;
static long fail_at;
static bool is_armed, fails_on;

__attribute__((constructor)) static void arm(void) {
  const char *at = getenv("KERUEN_ALLOC");
  bool is_child = getenv("KERUEN_ALLOC_TRAPPED") != NULL;
  setenv("KERUEN_ALLOC_TRAPPED", "yes", 1);
  fail_at = at ? strtol(at, NULL, 10) : 0;
  fails_on = getenv("KERUEN_ALLOC_ON") != NULL;
  is_armed = !is_child;
}

static bool refuse(void) {
  if (!is_armed) return false;
  long n = ++n_calls;
  if (fail_at == 0 || n < fail_at || (n > fail_at && !fails_on)) return false;
  errno = ENOMEM;
  return true;
}

void *__wrap_malloc(size_t size) { return refuse() ? NULL : __real_malloc(size); }
void *__wrap_calloc(size_t n, size_t size) { return refuse() ? NULL : __real_calloc(n, size); }
void *__wrap_realloc(void *old, size_t size) { return refuse() ? NULL : __real_realloc(old, size); }
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return refuse() ? NULL : __real_aligned_alloc(alignment, size);
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("KERUEN_ALLOC_TELL");
  FILE *to = is_armed && path ? fopen(path, "w") : NULL;
  if (!to) return;
  fprintf(to, "allocations %ld\n", (long)n_calls);
  fclose(to);
}
