/* A library for LD_PRELOAD: the n-th call that changes the disk fails, or kills the process before it is made. So a
 * test can visit every moment at which a disk can be full or a machine can stop.
 *
 * KERUEN_FAIL=n    the n-th call returns -1, errno KERUEN_ERRNO (28 ENOSPC, 5 EIO), and so do all after it
 * KERUEN_KILL=n    the process is killed at the n-th call, which is not made
 * KERUEN_CUT=n     the same, and the power fails: files that were written and not synced are empty, though their names
 *                  are there
 * KERUEN_OLD=1     as on an old kernel: names cannot change places, and syncfs tells nothing
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <unistd.h>

static long n_calls;
static bool is_child;

__attribute__((constructor)) static void mark(void) {
  is_child = getenv("KERUEN_TRAPPED") != NULL;
  setenv("KERUEN_TRAPPED", "yes", 1);
}

#define MOST_FILES 512

static int unsynced[MOST_FILES]; /* own descriptors of files that were written and not synced */
static int n_unsynced;

static void cut_power(void) {
  for (int i = 0; i < n_unsynced; i++)
    if (ftruncate(unsynced[i], 0) != 0) abort();
  kill(getpid(), SIGKILL);
}

static void note_unsynced(int fd) {
  if (n_unsynced == MOST_FILES) abort();
  unsynced[n_unsynced++] = fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

static bool is_same(int a, int b) {
  struct stat x, y;
  return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/** @param fd what was synced; -1: all */
static void note_synced(int fd) {
  int kept = 0;
  for (int i = 0; i < n_unsynced; i++) {
    if (fd < 0 || is_same(unsynced[i], fd))
      close(unsynced[i]);
    else
      unsynced[kept++] = unsynced[i];
  }
  n_unsynced = kept;
}

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : 0;
}

static bool is_old(void) { return number("KERUEN_OLD") > 0; }

/** Counts a call. @return whether it has to fail */
static bool must_fail(void) {
  if (is_child) return false;
  long kill_at = number("KERUEN_KILL"), cut_at = number("KERUEN_CUT"), fail_at = number("KERUEN_FAIL");
  n_calls++;
  if (cut_at > 0 && n_calls == cut_at) cut_power();
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
typedef int (*of_uname)(struct utsname *);
typedef FILE *(*of_fopen)(const char *, const char *);
typedef int (*of_fflush)(FILE *);
typedef int (*of_renameat2)(int, const char *, int, const char *, unsigned);
typedef int (*of_open)(const char *, int, ...);
typedef int (*of_rename)(const char *, const char *);

static int sync_file(of_fd real, int fd) {
  int result = must_fail() ? -1 : real(fd);
  if (result == 0) note_synced(fd);
  return result;
}

int fsync(int fd) {
  REAL(of_fd, "fsync");
  return sync_file(real, fd);
}

int fdatasync(int fd) {
  REAL(of_fd, "fdatasync");
  return sync_file(real, fd);
}

int syncfs(int fd) {
  REAL(of_fd, "syncfs");
  if (must_fail()) return -1;
  if (is_old()) return 0;
  int result = real(fd);
  if (result == 0) note_synced(-1);
  return result;
}

int uname(struct utsname *name) {
  REAL(of_uname, "uname");
  int result = real(name);
  if (result == 0 && is_old()) strcpy(name->release, "5.7.0");
  return result;
}

FILE *fopen(const char *path, const char *mode) {
  REAL(of_fopen, "fopen");
  if (mode[0] == 'r') return real(path, mode);
  FILE *file = must_fail() ? NULL : real(path, mode);
  if (file) note_unsynced(fileno(file));
  return file;
}

int fflush(FILE *file) {
  REAL(of_fflush, "fflush");
  return file && !is_terminal(fileno(file)) && must_fail() ? EOF : real(file);
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

int renameat2(int from_in, const char *from, int to_in, const char *to, unsigned flags) {
  REAL(of_renameat2, "renameat2");
  if (must_fail()) return -1;
  if (!is_old()) return real(from_in, from, to_in, to, flags);
  errno = EINVAL;
  return -1;
}

int mkdirat(int in, const char *name, mode_t mode) {
  REAL(of_mkdirat, "mkdirat");
  return must_fail() ? -1 : real(in, name, mode);
}

int openat(int in, const char *name, int flags, ...) {
  REAL(of_openat, "openat");
  if (!(flags & O_CREAT)) return real(in, name, flags);
  va_list args;
  va_start(args, flags);
  mode_t mode = va_arg(args, mode_t);
  va_end(args);
  int fd = must_fail() ? -1 : real(in, name, flags, mode);
  if (fd >= 0) note_unsynced(fd);
  return fd;
}

/* SQLite opens by another name: it knows itself what it has synced. */
int open(const char *name, int flags, ...) {
  REAL(of_open, "open");
  if (!(flags & O_CREAT)) return real(name, flags);
  va_list args;
  va_start(args, flags);
  mode_t mode = va_arg(args, mode_t);
  va_end(args);
  int fd = flags & O_TRUNC && must_fail() ? -1 : real(name, flags, mode);
  if (fd >= 0 && flags & O_TRUNC) note_unsynced(fd);
  return fd;
}
