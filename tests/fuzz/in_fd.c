#include "tests/fuzz/in_fd.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/fuzz/target.h"

void in_fd_fill(in_fd *file, const char *bytes, size_t n) {
  if (!file->path[0]) {
    char name[] = "/dev/shm/keruen-fuzz-XXXXXX";
    file->fd = mkstemp(name);
    MUST(file->fd >= 0 && unlink(name) == 0);
    snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->fd);
  }
  MUST(ftruncate(file->fd, 0) == 0 && pwrite(file->fd, bytes, n, 0) == (ssize_t)n);
}
