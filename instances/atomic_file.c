#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instances/atomic.h"

bool kr_write_all(int fd, const char *bytes, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, bytes, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    n -= (size_t)done;
  }
  return true;
}

kr_status kr_file_replace(const char *path, const void *bytes, size_t n, kr_error *err) {
  struct stat there;
  if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
    return kr_fail(err, KR_ERR_IO, "%s: stands there and is no file; give another name", path);
  size_t room = strlen(path) + 32;
  char *temp = malloc(room);
  if (!temp) return kr_fail_memory(err);
  snprintf(temp, room, "%s.tmp-%ld", path, (long)getpid());
  kr_status status = KR_OK;
  int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  bool fine = fd >= 0 && kr_write_all(fd, bytes, n) && fsync(fd) == 0;
  int reason = errno;
  if (fd >= 0 && close(fd) != 0 && fine) {
    fine = false;
    reason = errno;
  }
  if (fine && rename(temp, path) != 0) {
    fine = false;
    reason = errno;
  }
  if (!fine) {
    if (fd >= 0) unlink(temp);
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be written: %s", path, strerror(reason));
  }
  free(temp);
  return status;
}

static bool make_in(const char *root, char path[KR_TEMPORARY_ROOM]) {
  if (!root || !root[0]) return false;
  return snprintf(path, KR_TEMPORARY_ROOM, "%s/keruen-XXXXXX", root) < KR_TEMPORARY_ROOM && mkdtemp(path);
}

kr_status kr_folder_make_temporary(char path[KR_TEMPORARY_ROOM], bool is_small, kr_error *err) {
  const char *own = getenv("TMPDIR");
  bool has_own = own && own[0];
  if (make_in(own, path) || (!has_own && is_small && make_in("/dev/shm", path)) || (!has_own && make_in("/tmp", path)))
    return KR_OK;
  path[0] = '\0';
  return kr_fail(err, KR_ERR_IO, "no temporary folder could be made in %s", has_own ? own : "/tmp");
}
