/* A library for LD_PRELOAD: the n-th call that changes the disk fails, or kills the process before it is made. So a
 * test can visit every moment at which a disk can be full or a machine can stop.
 *
 * KERUEN_FAIL=n    the n-th call returns -1, errno KERUEN_ERRNO (28 ENOSPC, 5 EIO), and so do all after it
 * KERUEN_KILL=n    the process is killed at the n-th call, which is not made
 *
 * Processes that it starts in its turn are left alone.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long n_calls;
static bool is_child;

__attribute__((constructor)) static void mark(void) {
  is_child = getenv("KERUEN_TRAPPED") != NULL;
  setenv("KERUEN_TRAPPED", "yes", 1);
}

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : 0;
}

/** Counts a call. @return whether it has to fail */
static bool must_fail(void) {
  if (is_child) return false;
  long kill_at = number("KERUEN_KILL"), fail_at = number("KERUEN_FAIL");
  n_calls++;
  if (kill_at > 0 && n_calls == kill_at) kill(getpid(), SIGKILL);
  if (fail_at == 0 || n_calls < fail_at) return false;
  errno = (int)number("KERUEN_ERRNO");
  return true;
}

/* Messages and answers are no business of the disk. */
static bool is_terminal(int fd) { return fd == STDOUT_FILENO || fd == STDERR_FILENO; }

#define REAL(type, name) type real = (type)(uintptr_t)dlsym(RTLD_NEXT, name)

typedef int (*of_fd)(int);
typedef ssize_t (*of_write)(int, const void *, size_t);
typedef ssize_t (*of_pwrite)(int, const void *, size_t, off_t);
typedef int (*of_renameat)(int, const char *, int, const char *);
typedef int (*of_mkdirat)(int, const char *, mode_t);
typedef int (*of_openat)(int, const char *, int, ...);
typedef int (*of_truncate)(int, off_t);
typedef int (*of_rename)(const char *, const char *);

int fsync(int fd) {
  REAL(of_fd, "fsync");
  return must_fail() ? -1 : real(fd);
}

int fdatasync(int fd) {
  REAL(of_fd, "fdatasync");
  return must_fail() ? -1 : real(fd);
}

ssize_t write(int fd, const void *bytes, size_t n) {
  REAL(of_write, "write");
  return !is_terminal(fd) && must_fail() ? -1 : real(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  REAL(of_pwrite, "pwrite");
  return must_fail() ? -1 : real(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at) {
  REAL(of_pwrite, "pwrite64");
  return must_fail() ? -1 : real(fd, bytes, n, at);
}

int ftruncate(int fd, off_t n) {
  REAL(of_truncate, "ftruncate");
  return must_fail() ? -1 : real(fd, n);
}

int ftruncate64(int fd, off_t n) {
  REAL(of_truncate, "ftruncate64");
  return must_fail() ? -1 : real(fd, n);
}

int rename(const char *from, const char *to) {
  REAL(of_rename, "rename");
  return must_fail() ? -1 : real(from, to);
}

int renameat(int from_in, const char *from, int to_in, const char *to) {
  REAL(of_renameat, "renameat");
  return must_fail() ? -1 : real(from_in, from, to_in, to);
}

int mkdirat(int in, const char *name, mode_t mode) {
  REAL(of_mkdirat, "mkdirat");
  return must_fail() ? -1 : real(in, name, mode);
}

int openat(int in, const char *name, int flags, ...) {
  REAL(of_openat, "openat");
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
  va_end(args);
  return flags & O_CREAT && must_fail() ? -1 : real(in, name, flags, mode);
}
