/* A library for LD_PRELOAD: the n-th allocation after the start is refused, and the process tells at its end what it
 * has not given back: behind the line `allocations N`, `OBJECT+OFFSET` of the caller of each block not freed.
 * Everybody's allocations count: ours, the C library's, GLPK's, SQLite's, jansson's, OpenMP's.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/counted_alloc.h"

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t n);
void *__libc_memalign(size_t alignment, size_t n);
void __libc_free(void *block);

#define SLOTS ((size_t)1 << 16)
#define GONE ((void *)1)

static struct slot { void *block, *caller; } slots[SLOTS];
static atomic_flag is_taken = ATOMIC_FLAG_INIT;
static size_t home_of(const void *block) { return (uintptr_t)block / 16 * 0x9E3779B1u % SLOTS; }

/** Notes a block with its caller; caller NULL: forgets it. */
static void note(void *block, void *caller) {
  if (!block) return;
  while (atomic_flag_test_and_set(&is_taken)) continue;
  size_t i = home_of(block), n = 0;
  if (caller)
    while (n++ < SLOTS && slots[i].block && slots[i].block != GONE) i = (i + 1) % SLOTS;
  else
    while (n++ < SLOTS && slots[i].block && slots[i].block != block) i = (i + 1) % SLOTS;
  if (caller)
    slots[i] = (struct slot){block, caller};
  else if (slots[i].block == block)
    slots[i].block = GONE;
  atomic_flag_clear(&is_taken);
}

static void *noted(void *block, void *caller) {
  if (is_armed) note(block, caller);
  return block;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t n) { return refuse() ? NULL : noted(__libc_malloc(n), CALLER); }

void *calloc(size_t n, size_t size) { return refuse() ? NULL : noted(__libc_calloc(n, size), CALLER); }

void *realloc(void *old, size_t n) {
  if (refuse()) return NULL;
  note(old, NULL);
  return noted(__libc_realloc(old, n), CALLER);
}

void *aligned_alloc(size_t alignment, size_t n) {
  return refuse() ? NULL : noted(__libc_memalign(alignment, n), CALLER);
}

void *memalign(size_t alignment, size_t n) { return refuse() ? NULL : noted(__libc_memalign(alignment, n), CALLER); }

int posix_memalign(void **out, size_t alignment, size_t n) {
  if (refuse()) return ENOMEM;
  *out = noted(__libc_memalign(alignment, n), CALLER);
  return *out ? 0 : ENOMEM;
}

void free(void *block) {
  note(block, NULL);
  __libc_free(block);
}

__attribute__((destructor)) static void tell(void) {
  if (!is_armed || !tell_to) return;
  is_armed = false;
  FILE *to = fopen(tell_to, "w");
  if (!to) return;
  fprintf(to, "allocations %ld\n", (long)n_calls);
  for (size_t i = 0; i < SLOTS; i++) {
    Dl_info info;
    if (!slots[i].block || slots[i].block == GONE || !dladdr(slots[i].caller, &info)) continue;
    const char *slash = strrchr(info.dli_fname, '/');
    ptrdiff_t offset = (char *)slots[i].caller - (char *)info.dli_fbase;
    fprintf(to, "%s+0x%tx\n", slash ? slash + 1 : info.dli_fname, offset);
  }
  fclose(to);
}
