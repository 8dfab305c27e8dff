#include "cli/nightly/copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "instances/atomic.h"
#include "instances/folder.h"
#include "instances/sink.h"

#define CHUNK_BYTES 65536

static kr_status pour(int from, const char *name, kr_sink *sink, kr_error *err) {
  char chunk[CHUNK_BYTES];
  for (;;) {
    ssize_t n = read(from, chunk, sizeof chunk);
    if (n < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", name, strerror(errno));
    if (n == 0) return KR_OK;
    fwrite(chunk, 1, (size_t)n, sink->file); /* a failure is told when the sink is closed */
  }
}

kr_status kr_file_copy(int folder, const char *name, const char *to, kr_error *err) {
  kr_sink sink;
  int from = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", name, strerror(errno));
  kr_status status = kr_sink_open(&sink, to, name, err);
  if (status == KR_OK) {
    status = pour(from, name, &sink, err);
    if (status == KR_OK)
      status = kr_sink_close(&sink, err);
    else
      kr_sink_drop(&sink);
  }
  close(from);
  return status;
}

kr_status kr_file_copy_if_there(int folder, const char *name, const char *to, kr_error *err) {
  bool has;
  kr_status status = kr_folder_has(folder, name, &has, err);
  return status == KR_OK && has ? kr_file_copy(folder, name, to, err) : status;
}

static kr_status copy_all(const char *from, const char *to, kr_error *err) {
  DIR *dir = opendir(from);
  if (!dir) return kr_fail(err, KR_ERR_IO, "%s: no answer can be read: %s", from, strerror(errno));
  kr_status status = KR_OK;
  for (const char *name; status == KR_OK && (name = kr_folder_next(dir));)
    if (*name != '.') status = kr_file_copy(dirfd(dir), name, to, err);
  if (status == KR_OK && errno != 0) status = kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", from, strerror(errno));
  closedir(dir);
  return status;
}

kr_status kr_folder_copy(const char *from, const char *to, kr_error *err) {
  kr_folder *folder = NULL;
  kr_status status;
  KR_TRY(kr_folder_begin(&folder, to, err));
  KR_TRY(copy_all(from, kr_folder_path(folder), err));
  status = kr_folder_commit(folder, err);
done:
  kr_folder_abandon(folder);
  return status;
}
