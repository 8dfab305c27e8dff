#ifndef KR_INSTANCES_REGULAR_H
#define KR_INSTANCES_REGULAR_H

#include <stdio.h>

/**
 * Opens a regular file for reading. A pipe would keep the reader waiting, a device can do things or never end: what
 * it is is asked before and after opening.
 * @param fault receives what else stands there, as a message with its advice, or NULL
 * @return NULL with a fault, or with errno
 */
FILE *kr_regular_open(const char *path, const char **fault);

#endif
