#ifndef KR_TESTS_FUZZ_IN_FD_H
#define KR_TESTS_FUZZ_IN_FD_H

#include <stddef.h>

/** A file without a name, in memory, for what opens files by their path only. Start from a zeroed struct. */
typedef struct in_fd {
  int fd;
  char path[32]; /**< "" = not made yet */
} in_fd;

/** Makes the file if it is not there, and gives it these bytes. */
void in_fd_fill(in_fd *file, const char *bytes, size_t n);

#endif
