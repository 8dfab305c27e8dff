#include "cli/nightly/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/nightly/spool_internal.h"
#include "graph/memory.h"

kr_status kr_spool_open(kr_spool **out, const char *path, kr_messages *messages, kr_error *err) {
  kr_spool *s = kr_zeros(1, sizeof *s);
  if (!s) return kr_fail_memory(err);
  kr_status status = KR_OK;
  s->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (s->root < 0) {
    status = kr_fail(err, KR_ERR_IO, "%s: no spool: %s; make the folder first", path, strerror(errno));
    goto done;
  }
  s->path = kr_copy_text(path, strlen(path));
  if (!s->path) {
    status = kr_fail_memory(err);
    goto done;
  }
  KR_TRY(kr_limits_read(&s->limits, path, messages, err));
  *out = s;
  s = NULL;
done:
  kr_spool_close(s);
  return status;
}

void kr_spool_close(kr_spool *s) {
  if (!s) return;
  if (s->root >= 0) close(s->root);
  free(s->path);
  free(s);
}

const kr_limits *kr_spool_limits(const kr_spool *s) { return &s->limits; }

const char *kr_spool_root(const kr_spool *s) { return s->path; }

const char *kr_spool_place_name(kr_spool_place place) {
  static const char *const names[KR_SPOOL_PLACES] = {"tmp", "new", "cur", "out"};
  return names[place];
}

int kr_spool_place_open(const kr_spool *s, const char *forwarder, kr_spool_place place) {
  int all = kr_folder_open(s->root, "forwarder");
  int own = all < 0 ? -1 : kr_folder_open(all, forwarder);
  int fd = own < 0 ? -1 : kr_folder_open(own, kr_spool_place_name(place));
  int reason = errno;
  if (all >= 0) close(all);
  if (own >= 0) close(own);
  errno = reason;
  return fd;
}

char *kr_spool_path(const kr_spool *s, kr_spool_place place, const char *receipt) {
  char forwarder[KR_NAME_ROOM];
  if (!kr_receipt_forwarder(receipt, forwarder)) return NULL;
  size_t room = strlen(s->path) + KR_NAME_ROOM + KR_RECEIPT_ROOM + 32;
  char *path = malloc(room);
  if (path) snprintf(path, room, "%s/forwarder/%s/%s/%s", s->path, forwarder, kr_spool_place_name(place), receipt);
  return path;
}

kr_status kr_spool_has(const kr_spool *s, kr_spool_place place, const char *receipt, bool *has, kr_error *err) {
  char forwarder[KR_NAME_ROOM];
  struct stat info;
  *has = false;
  if (!kr_receipt_forwarder(receipt, forwarder)) return KR_OK;
  int folder = kr_spool_place_open(s, forwarder, place);
  bool is_found = folder >= 0 && fstatat(folder, receipt, &info, AT_SYMLINK_NOFOLLOW) == 0;
  int reason = errno;
  if (folder >= 0) close(folder);
  if (!is_found && reason != ENOENT)
    return kr_fail(err, KR_ERR_IO, "%s: cannot be looked for: %s", receipt, strerror(reason));
  *has = is_found && S_ISDIR(info.st_mode);
  return KR_OK;
}

kr_status kr_spool_lock_answers(kr_spool *s, kr_error *err) {
  while (flock(s->root, LOCK_EX) != 0)
    if (errno != EINTR)
      return kr_fail(err, KR_ERR_IO, "%s: its answers cannot be locked: %s", s->path, strerror(errno));
  return KR_OK;
}

void kr_spool_unlock_answers(kr_spool *s) { flock(s->root, LOCK_UN); }
