#ifndef KR_INSTANCES_MAGIC_H
#define KR_INSTANCES_MAGIC_H

#include <stddef.h>

/**
 * What a file is, by its first bytes, that is no UTF-8 text: UTF-16 or UTF-32 with or without a mark, an archive, a
 * workbook, a web page; as a message with its advice. NULL when nothing is known against it.
 */
const char *kr_magic(const char *bytes, size_t n);

#endif
