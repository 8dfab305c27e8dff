#include "cli/nightly/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instances/atomic.h"
#include "instances/folder.h"
#include "instances/instance.h"
#include "instances/messages.h"

#define CHUNK_BYTES 65536
#define NOWHERE (-1) /* as `to`: look, but copy nothing */

/** One submission on its way in. */
typedef struct intake {
  const char *path; /* as the submitter calls it */
  int to;
  int64_t most_bytes, bytes;
} intake;

static kr_status refuse(const intake *k, const char *name, const char *what, kr_error *err) {
  char quoted[KR_QUOTE_ROOM];
  return kr_fail(err, KR_ERR_INPUT, "%s: %s %s", k->path, kr_quote(name, strlen(name), quoted), what);
}

static kr_status fail_io(const intake *k, const char *name, const char *what, kr_error *err) {
  int reason = errno;
  char quoted[KR_QUOTE_ROOM];
  return kr_fail(err, KR_ERR_IO, "%s: %s cannot be %s: %s", k->path, kr_quote(name, strlen(name), quoted), what,
                 strerror(reason));
}

/** What is wrong with a thing that is no regular file. */
static const char *fault_of(mode_t mode) {
  if (S_ISREG(mode)) return NULL;
  if (S_ISLNK(mode)) return "is a symbolic link; hand in the file itself";
  if (S_ISDIR(mode)) return "is a folder inside the folder; hand in files only";
  if (S_ISFIFO(mode)) return "is a pipe; hand in a file";
  if (S_ISSOCK(mode)) return "is a socket; hand in a file";
  return "is a device; hand in a file";
}

/** Opens a regular file. What it is is asked before opening, since opening a device can do things, and after it. */
static kr_status open_file(const intake *k, int from, const char *name, int *out, kr_error *err) {
  struct stat info;
  if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return fail_io(k, name, "read", err);
  const char *fault = fault_of(info.st_mode);
  if (fault) return refuse(k, name, fault, err);
  int fd = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0 && errno == EACCES) return refuse(k, name, "may not be read; make it readable", err);
  if (fd < 0) return fail_io(k, name, "read", err);
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
    *out = fd;
    return KR_OK;
  }
  close(fd);
  return refuse(k, name, "changed while it was read; hand it in again", err);
}

/** Reads a file to its end, counting, into `to` if that is a file. */
static kr_status pour(intake *k, int from, int to, const char *name, kr_error *err) {
  char chunk[CHUNK_BYTES];
  for (;;) {
    ssize_t n = read(from, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_io(k, name, "read", err);
    if (n == 0) return KR_OK;
    k->bytes += n;
    if (k->bytes > k->most_bytes)
      return kr_fail(err, KR_ERR_INPUT, "%s: more than %lld bytes; hand in less at a time", k->path,
                     (long long)k->most_bytes);
    if (to != NOWHERE && !kr_write_all(to, chunk, (size_t)n)) return fail_io(k, name, "stored", err);
  }
}

static kr_status copy(intake *k, int from, const char *name, kr_error *err) {
  int to = openat(k->to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (to < 0) return fail_io(k, name, "stored", err);
  kr_status status = pour(k, from, to, name, err);
  if (status == KR_OK && fsync(to) != 0) status = fail_io(k, name, "stored", err);
  if (close(to) != 0 && status == KR_OK) status = fail_io(k, name, "stored", err);
  return status;
}

static kr_status take(intake *k, int from, const char *name, const char *as, kr_error *err) {
  int fd = -1;
  kr_status status = open_file(k, from, name, &fd, err);
  if (status != KR_OK) return status;
  status = k->to == NOWHERE ? pour(k, fd, NOWHERE, name, err) : copy(k, fd, as, err);
  close(fd);
  return status;
}

static bool is_among(const char *name, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(name, names[i]) == 0) return true;
  return false;
}

static bool is_instance_file(const char *name) {
  for (int32_t i = 0; i < KR_INSTANCE_FILES; i++)
    if (strcmp(name, kr_instance_file(i)) == 0) return true;
  return false;
}

/** One entry of a folder. */
static kr_status take_entry(intake *k, int folder, const char *name, kr_error *err) {
  static const char *const beside[] = {"datapackage.json", "README.md", "SOURCE.md"};
  if (is_instance_file(name)) return take(k, folder, name, name, err);
  if (is_among(name, beside, sizeof beside / sizeof *beside)) return KR_OK;
  return refuse(k, name, "is no file of an instance; leave it out", err);
}

static kr_status take_folder(intake *k, kr_error *err) {
  int fd = open(k->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir) {
    kr_status status =
        kr_fail(err, errno == EACCES ? KR_ERR_INPUT : KR_ERR_IO, "%s: cannot be read: %s", k->path, strerror(errno));
    if (fd >= 0) close(fd);
    return status;
  }
  kr_status status = KR_OK;
  for (const char *name; status == KR_OK && (name = kr_folder_next(dir));)
    status = take_entry(k, dirfd(dir), name, err);
  if (status == KR_OK && errno != 0)
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", k->path, strerror(errno));
  closedir(dir);
  return status;
}

kr_status kr_intake_copy(const char *path, int to, int64_t most_bytes, kr_error *err) {
  intake k = {path, to, most_bytes, 0};
  struct stat info;
  if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) return take_folder(&k, err);
  return take(&k, AT_FDCWD, path, "shipment.csv", err);
}

kr_status kr_intake_stream(int from, int to, int64_t most_bytes, kr_error *err) {
  intake k = {"standard input", to, most_bytes, 0};
  return copy(&k, from, "shipment.csv", err);
}

kr_status kr_intake_check(const char *path, int64_t most_bytes, kr_error *err) {
  intake k = {path, NOWHERE, most_bytes, 0};
  return take_folder(&k, err);
}
