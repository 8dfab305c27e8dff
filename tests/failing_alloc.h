#ifndef KR_TESTS_FAILING_ALLOC_H
#define KR_TESTS_FAILING_ALLOC_H

#include <stdbool.h>

/**
 * Starves the program: after failing_alloc_arm(n) the n-th allocation from now (1 = the next) returns NULL, and all
 * after it too, until failing_alloc_disarm(). Only calls from our own objects count: the linker wraps malloc, calloc,
 * realloc and aligned_alloc in the programs that link tests/failing_alloc.c.
 */
void failing_alloc_arm(long n);

/** The same, but only the n-th is refused: what then succeeds must not hide it. */
void failing_alloc_arm_once(long n);

/** @return whether an allocation was refused since it was armed */
bool failing_alloc_disarm(void);

#endif
