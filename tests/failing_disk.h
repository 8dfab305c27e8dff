#ifndef KR_TESTS_FAILING_DISK_H
#define KR_TESTS_FAILING_DISK_H

#include <stdbool.h>

/**
 * A disk that refuses: the n-th `call` from now (1 = the next) that our own objects make fails with `code` and does
 * nothing, that one alone. For `write` a code of 0 is no failure: it takes half of the bytes. Several calls can be
 * armed at once. The linker wraps them in the programs that link tests/failing_disk.c; the list stands there.
 */
void failing_disk_arm(const char *call, long n, int code);

/** Disarms all. @return whether any failed since it was armed */
bool failing_disk_disarm(void);

#endif
