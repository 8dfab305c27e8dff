#include "instances/regular.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#define ADVICE ", not a file; put the file itself there"

static const struct {
  mode_t type;
  const char *fault;
} others[] = {{S_IFLNK, "a symbolic link that leads nowhere" ADVICE},
              {S_IFDIR, "a folder" ADVICE},
              {S_IFIFO, "a pipe" ADVICE},
              {S_IFSOCK, "a socket" ADVICE},
              {S_IFCHR, "a device" ADVICE},
              {S_IFBLK, "a device" ADVICE}};

static const char *fault_of(mode_t mode) {
  size_t i = 0;
  if (S_ISREG(mode)) return NULL;
  while (i + 1 < sizeof others / sizeof *others && others[i].type != (mode & S_IFMT)) i++;
  return others[i].fault;
}

/** A link whose end is not there, or that leads back to itself. */
static const char *fault_of_absent(const char *path) {
  struct stat info;
  int reason = errno;
  bool is_link = (reason == ENOENT || reason == ELOOP) && lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
  errno = reason;
  return is_link ? fault_of(info.st_mode) : NULL;
}

FILE *kr_regular_open(const char *path, const char **fault) {
  struct stat info;
  bool is_there = stat(path, &info) == 0;
  *fault = is_there ? fault_of(info.st_mode) : fault_of_absent(path);
  if (!is_there || *fault) return NULL;
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return NULL;
  if (fstat(fd, &info) == 0) *fault = fault_of(info.st_mode); /* it may have been swapped */
  FILE *file = *fault ? NULL : fdopen(fd, "rb");
  if (!file) close(fd);
  return file;
}
