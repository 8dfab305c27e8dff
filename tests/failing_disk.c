#define _GNU_SOURCE /* fopencookie */
#include "tests/failing_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARMED_MAX 4

static struct {
  const char *call;
  long left;
  int code;
} armed[ARMED_MAX];
static int n_armed;
static bool has_failed;

void failing_disk_arm(const char *call, long n, int code) {
  if (n_armed == 0) has_failed = false;
  armed[n_armed].call = call;
  armed[n_armed].left = n;
  armed[n_armed++].code = code;
}

bool failing_disk_disarm(void) {
  n_armed = 0;
  return has_failed;
}

/** Counts a call. @return whether it is to fail; errno is then set */
static bool fails(const char *call) {
  for (int i = 0; i < n_armed; i++)
    if (strcmp(armed[i].call, call) == 0 && --armed[i].left == 0) {
      errno = armed[i].code;
      return has_failed = true;
    }
  return false;
}

#define WRAP(type, name, failure, parameters, arguments) \
  type __real_##name parameters;                         \
  type __wrap_##name parameters;                         \
  type __wrap_##name parameters { return fails(#name) ? (type)(failure) : (type)__real_##name arguments; }

/* Nobody pulls the plug in a test: nothing is synced for real, which takes a disk its time. */
#define SYNC(name)           \
  int __wrap_##name(int fd); \
  int __wrap_##name(int fd) { return fails(#name) ? -1 : -(fcntl(fd, F_GETFD) < 0); }

SYNC(fsync)
SYNC(syncfs)
WRAP(int, rename, -1, (const char *from, const char *to), (from, to))
WRAP(int, renameat2, -1, (int in, const char *from, int to_in, const char *to, unsigned how),
     (in, from, to_in, to, how))
WRAP(int, mkdir, -1, (const char *path, mode_t mode), (path, mode))
WRAP(int, unlink, -1, (const char *path), (path))
WRAP(int, stat, -1, (const char *path, struct stat *out), (path, out))
WRAP(int, lstat, -1, (const char *path, struct stat *out), (path, out))
WRAP(int, fstat, -1, (int fd, struct stat *out), (fd, out))
WRAP(int, fstatat, -1, (int in, const char *path, struct stat *out, int how), (in, path, out, how))
WRAP(int, faccessat, -1, (int in, const char *path, int mode, int how), (in, path, mode, how))
WRAP(struct dirent *, readdir, NULL, (DIR * dir), (dir))
WRAP(ssize_t, read, -1, (int fd, void *bytes, size_t n), (fd, bytes, n))
WRAP(char *, mkdtemp, NULL, (char *path), (path))
WRAP(DIR *, opendir, NULL, (const char *path), (path))
WRAP(FILE *, fdopen, NULL, (int fd, const char *mode), (fd, mode))
WRAP(FILE *, fopencookie, NULL, (void *cookie, const char *mode, cookie_io_functions_t calls), (cookie, mode, calls))

/* The descriptor is gone even where closing fails. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd) {
  bool is_refused = fails("close");
  int code = errno, done = __real_close(fd);
  if (!is_refused) return done;
  errno = code;
  return -1;
}

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n) {
  if (!fails("write")) return __real_write(fd, bytes, n);
  return errno ? -1 : __real_write(fd, bytes, (n + 1) / 2);
}

static mode_t mode_of(int flags, va_list more) { return flags & O_CREAT ? (mode_t)va_arg(more, unsigned) : 0; }

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = mode_of(flags, more);
  va_end(more);
  return fails("open") ? -1 : __real_open(path, flags, mode);
}

int __real_openat(int in, const char *path, int flags, ...);
int __wrap_openat(int in, const char *path, int flags, ...);
int __wrap_openat(int in, const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = mode_of(flags, more);
  va_end(more);
  return fails("openat") ? -1 : __real_openat(in, path, flags, mode);
}
