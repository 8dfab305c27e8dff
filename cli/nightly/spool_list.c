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

/** What vanishes meanwhile, or is something else, is no folder. @return KR_ERR_IO: it is not known, errno says why */
static kr_status is_folder(DIR *in, const char *name, bool *is) {
  struct stat info;
  bool is_there = fstatat(dirfd(in), name, &info, AT_SYMLINK_NOFOLLOW) == 0;
  *is = is_there && S_ISDIR(info.st_mode);
  return is_there || errno == ENOENT ? KR_OK : KR_ERR_IO;
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

/** What is asked for, of one forwarder or of all. */
typedef struct list {
  const kr_spool *spool;
  kr_spool_place place;
  kr_receipt_test test; /* NULL: all */
  void *context;
  kr_receipts *out;
} list;

static kr_status fail_to_read(const list *k, const char *forwarder, kr_error *err) {
  return kr_fail(err, KR_ERR_IO, "%s/forwarder/%s/%s: cannot be read: %s", k->spool->path, forwarder,
                 kr_spool_place_name(k->place), strerror(errno));
}

static kr_status add_tested(const list *k, const char *receipt, kr_error *err) {
  bool is_wanted = true;
  kr_status status = k->test ? k->test(k->context, receipt, &is_wanted, err) : KR_OK;
  return status == KR_OK && is_wanted ? kr_receipts_add(k->out, receipt, err) : status;
}

static kr_status add_entry(const list *k, DIR *dir, const char *name, const char *forwarder, kr_error *err) {
  char owner[KR_NAME_ROOM];
  bool is = false;
  if (!kr_receipt_forwarder(name, owner) || strcmp(owner, forwarder) != 0) return KR_OK;
  if (is_folder(dir, name, &is) != KR_OK) return fail_to_read(k, forwarder, err);
  return is ? add_tested(k, name, err) : KR_OK;
}

/** A place that is not there yet is an empty one. */
static kr_status list_forwarder(void *context, const char *forwarder, kr_error *err) {
  const list *k = context;
  DIR *dir = dir_of(kr_spool_place_open(k->spool, forwarder, k->place));
  if (!dir) return errno == ENOENT ? KR_OK : fail_to_read(k, forwarder, err);
  kr_status status = KR_OK;
  const char *name;
  while (status == KR_OK && (name = kr_folder_next(dir))) status = add_entry(k, dir, name, forwarder, err);
  if (status == KR_OK && errno != 0) status = fail_to_read(k, forwarder, err);
  closedir(dir);
  return status;
}

static kr_status fail_to_look(const kr_spool *s, kr_error *err) {
  return kr_fail(err, KR_ERR_IO, "%s/forwarder: cannot be read: %s", s->path, strerror(errno));
}

kr_status kr_spool_each_forwarder(const kr_spool *s, kr_forwarder_visit visit, void *context, kr_error *err) {
  DIR *dir = dir_of(kr_folder_open(s->root, "forwarder"));
  if (!dir) return errno == ENOENT ? KR_OK : fail_to_look(s, err);
  kr_status status = KR_OK;
  const char *name;
  while (status == KR_OK && (name = kr_folder_next(dir))) {
    bool is = false;
    if (kr_forwarder_check(name, NULL) != KR_OK) continue;
    if (is_folder(dir, name, &is) != KR_OK) status = fail_to_look(s, err);
    if (is) status = visit(context, name, err);
  }
  if (status == KR_OK && errno != 0) status = fail_to_look(s, err);
  closedir(dir);
  return status;
}

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

static kr_status list_all(list *k, const char *forwarder, kr_error *err) {
  kr_receipts *out = k->out;
  kr_status status =
      forwarder ? list_forwarder(k, forwarder, err) : kr_spool_each_forwarder(k->spool, list_forwarder, k, err);
  if (status == KR_OK && out->n > 1) qsort(out->text, out->n, sizeof *out->text, by_text);
  return status;
}

kr_status kr_spool_list(const kr_spool *s, kr_spool_place place, const char *forwarder, kr_receipts *out,
                        kr_error *err) {
  list k = {s, place, NULL, NULL, out};
  kr_status status = forwarder ? kr_forwarder_check(forwarder, err) : KR_OK;
  return status == KR_OK ? list_all(&k, forwarder, err) : status;
}

kr_status kr_spool_list_tested(const kr_spool *s, kr_spool_place place, kr_receipt_test test, void *context,
                               kr_receipts *out, kr_error *err) {
  list k = {s, place, test, context, out};
  return list_all(&k, NULL, err);
}
