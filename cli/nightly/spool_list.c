#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/nightly/spool_internal.h"
#include "graph/memory.h"

void kr_receipts_clear(kr_receipts *r) {
  free(r->text);
  *r = (kr_receipts){0};
}

static bool is_folder(int in, const char *name) {
  struct stat info;
  return fstatat(in, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

kr_status kr_receipts_add(kr_receipts *r, const char *receipt, kr_error *err) {
  if (!kr_grow(&r->text, &r->room, r->n + 1, sizeof *r->text)) return kr_fail_memory(err);
  strcpy(r->text[r->n++], receipt);
  return KR_OK;
}

/** Takes over an open folder. @return NULL and errno */
static DIR *dir_of(int fd) {
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir && fd >= 0) close(fd);
  return dir;
}

/** A place that is not there yet is an empty one. */
static kr_status list_forwarder(const kr_spool *s, kr_spool_place place, const char *forwarder, kr_receipts *out,
                                kr_error *err) {
  char owner[KR_NAME_ROOM];
  DIR *dir = dir_of(kr_spool_place_open(s, forwarder, place));
  if (!dir && errno == ENOENT) return KR_OK;
  if (!dir)
    return kr_fail(err, KR_ERR_IO, "%s/forwarder/%s/%s: cannot be read: %s", s->path, forwarder,
                   kr_spool_place_name(place), strerror(errno));
  kr_status status = KR_OK;
  for (struct dirent *entry; status == KR_OK && (entry = readdir(dir));)
    if (kr_receipt_forwarder(entry->d_name, owner) && strcmp(owner, forwarder) == 0 &&
        is_folder(dirfd(dir), entry->d_name))
      status = kr_receipts_add(out, entry->d_name, err);
  closedir(dir);
  return status;
}

kr_status kr_spool_each_forwarder(const kr_spool *s, kr_forwarder_visit visit, void *context, kr_error *err) {
  DIR *dir = dir_of(kr_folder_open(s->root, "forwarder"));
  if (!dir && errno == ENOENT) return KR_OK;
  if (!dir) return kr_fail(err, KR_ERR_IO, "%s/forwarder: cannot be read: %s", s->path, strerror(errno));
  kr_status status = KR_OK;
  for (struct dirent *entry; status == KR_OK && (entry = readdir(dir));)
    if (kr_forwarder_check(entry->d_name, NULL) == KR_OK && is_folder(dirfd(dir), entry->d_name))
      status = visit(context, entry->d_name, err);
  closedir(dir);
  return status;
}

/** What list_forwarder is asked for, for all of them. */
typedef struct list {
  const kr_spool *spool;
  kr_spool_place place;
  kr_receipts *out;
} list;

static kr_status list_one(void *context, const char *forwarder, kr_error *err) {
  const list *k = context;
  return list_forwarder(k->spool, k->place, forwarder, k->out, err);
}

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

kr_status kr_spool_list(const kr_spool *s, kr_spool_place place, const char *forwarder, kr_receipts *out,
                        kr_error *err) {
  kr_status status = forwarder ? kr_forwarder_check(forwarder, err) : KR_OK;
  if (status != KR_OK) return status;
  list all = {s, place, out};
  status = forwarder ? list_one(&all, forwarder, err) : kr_spool_each_forwarder(s, list_one, &all, err);
  if (status == KR_OK && out->n > 1) qsort(out->text, out->n, sizeof *out->text, by_text);
  return status;
}
