#ifndef KR_TESTS_COUNTED_ALLOC_H
#define KR_TESTS_COUNTED_ALLOC_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/*
 * Which allocation of a process is refused, as its environment says; for one file.
 *
 * KERUEN_ALLOC=n         the n-th allocation returns NULL, errno ENOMEM
 * KERUEN_ALLOC_ON=1      and so do all after it
 * KERUEN_ALLOC_TELL=file at the end: a line `allocations N`, and what that file's own text says
 *
 * Processes that it starts in its turn are left alone.
 */

static atomic_long n_calls;
static long fail_at;
static bool is_armed, fails_on;
static const char *tell_to;

__attribute__((constructor)) static void arm(void) {
  const char *at = getenv("KERUEN_ALLOC");
  bool is_child = getenv("KERUEN_ALLOC_TRAPPED") != NULL;
  setenv("KERUEN_ALLOC_TRAPPED", "yes", 1);
  fail_at = at ? strtol(at, NULL, 10) : 0;
  fails_on = getenv("KERUEN_ALLOC_ON") != NULL;
  tell_to = getenv("KERUEN_ALLOC_TELL");
  is_armed = !is_child;
}

static bool refuse(void) {
  if (!is_armed) return false;
  long n = ++n_calls;
  if (fail_at == 0 || n < fail_at || (n > fail_at && !fails_on)) return false;
  errno = ENOMEM;
  return true;
}

#endif
