#include "instances/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "instances/atomic.h"

int kr_folder_open(int in, const char *name) {
  return openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int kr_folder_make(int in, const char *name) {
  if (mkdirat(in, name, 0777) == 0) {
    if (fsync(in) != 0) return -1;
  } else if (errno != EEXIST) {
    return -1;
  }
  return kr_folder_open(in, name);
}

kr_status kr_folder_has(int in, const char *name, bool *has, kr_error *err) {
  *has = faccessat(in, name, F_OK, 0) == 0;
  if (*has || errno == ENOENT || errno == ENOTDIR) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: cannot be looked for: %s", name, strerror(errno));
}

const char *kr_folder_next(DIR *dir) {
  struct dirent *entry;
  do {
    errno = 0;
    entry = readdir(dir);
  } while (entry && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
  return entry ? entry->d_name : NULL;
}

void kr_folder_discard(int in, const char *name) {
  int fd = kr_folder_open(in, name);
  if (fd >= 0) {
    kr_folder_empty(fd);
    close(fd);
  }
  if (unlinkat(in, name, AT_REMOVEDIR) != 0) unlinkat(in, name, 0);
}

static bool is_leftover(const char *name, const char *const *files) {
  bool is_ours = *name == '.';
  for (; *files; files++) {
    size_t n = strlen(*files);
    is_ours = is_ours || (strncmp(name, *files, n) == 0 && name[n] == '.');
  }
  return is_ours && (strstr(name, ".tmp-") || strstr(name, ".old-"));
}

void kr_folder_sweep(int in, const char *const *files) {
  int fd = in < 0 ? -1 : kr_folder_open(in, ".");
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir) return;
  for (const char *name; (name = kr_folder_next(dir));)
    if (is_leftover(name, files)) kr_folder_discard(dirfd(dir), name);
  closedir(dir);
}
