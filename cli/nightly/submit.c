#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/nightly/intake.h"
#include "cli/nightly/spool_internal.h"

/** The forwarder's four folders, open. */
typedef struct desk {
  kr_spool *spool;
  const char *forwarder;
  int at[KR_SPOOL_PLACES];
} desk;

static void close_desk(desk *d) {
  for (int i = 0; i < KR_SPOOL_PLACES; i++)
    if (d->at[i] >= 0) close(d->at[i]);
}

static kr_status open_desk(desk *d, kr_error *err) {
  for (int i = 0; i < KR_SPOOL_PLACES; i++) d->at[i] = -1;
  int all = kr_folder_make(d->spool->root, "forwarder");
  int own = all < 0 ? -1 : kr_folder_make(all, d->forwarder);
  bool fine = own >= 0;
  for (int i = 0; i < KR_SPOOL_PLACES && fine; i++) {
    d->at[i] = kr_folder_make(own, kr_spool_place_name((kr_spool_place)i));
    fine = d->at[i] >= 0;
  }
  kr_status status = KR_OK;
  if (!fine)
    status =
        kr_fail(err, KR_ERR_IO, "%s/forwarder/%s: cannot be used: %s", d->spool->path, d->forwarder, strerror(errno));
  if (all >= 0) close(all);
  if (own >= 0) close(own);
  return status;
}

/** Sweeps out what killed processes left in tmp/. */
static void sweep(const desk *d) {
  int fd = kr_folder_open(d->at[KR_SPOOL_TMP], ".");
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  struct stat info;
  if (!dir) return;
  for (const char *name; (name = kr_folder_next(dir));)
    if (*name != '.' && fstatat(dirfd(dir), name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
        time(NULL) - info.st_mtime > KR_SPOOL_STALE_S)
      kr_folder_discard(dirfd(dir), name);
  closedir(dir);
}

static kr_status check_queue(const desk *d, kr_error *err) {
  kr_receipts waiting = {0};
  kr_status status = kr_spool_list(d->spool, KR_SPOOL_NEW, d->forwarder, &waiting, err);
  int32_t most = d->spool->limits.most_new;
  if (status == KR_OK && waiting.n >= (size_t)most)
    status = kr_fail(err, KR_ERR_INPUT, "%s: %zu submissions wait for the night already, at most %d may; cancel some",
                     d->forwarder, waiting.n, (int)most);
  kr_receipts_clear(&waiting);
  return status;
}

static kr_status taken(const char *receipt, kr_error *err) {
  return kr_fail(err, KR_ERR_INPUT, "receipt %s: is there already; choose another", receipt);
}

/** Claims the receipt in tmp/. Only one that was chosen by the submitter can be there already. */
static kr_status begin(const desk *d, const char *receipt, kr_error *err) {
  for (int place = KR_SPOOL_NEW; place <= KR_SPOOL_OUT; place++) {
    bool has;
    kr_status status = kr_spool_has(d->spool, (kr_spool_place)place, receipt, &has, err);
    if (status != KR_OK) return status;
    if (has) return taken(receipt, err);
  }
  if (mkdirat(d->at[KR_SPOOL_TMP], receipt, 0777) == 0) return KR_OK;
  if (errno == EEXIST) return taken(receipt, err);
  return kr_fail(err, KR_ERR_IO, "%s: cannot be stored: %s", receipt, strerror(errno));
}

/** Copies the submission and checks the copy: what is judged is what lies in the spool. */
static kr_status fill(const desk *d, const kr_drop *drop, const char *receipt, kr_messages *messages, kr_error *err) {
  kr_submission s = {0};
  strcpy(s.receipt, receipt);
  strcpy(s.forwarder, drop->forwarder);
  const kr_limits *limits = &d->spool->limits;
  char *path = kr_spool_path(d->spool, KR_SPOOL_TMP, receipt);
  int folder = kr_folder_open(d->at[KR_SPOOL_TMP], receipt);
  kr_status status = path ? KR_OK : kr_fail_memory(err);
  if (path && folder < 0) status = kr_fail(err, KR_ERR_IO, "%s: %s", receipt, strerror(errno));
  if (status == KR_OK) status = kr_intake_copy(drop->path, folder, limits->most_bytes, err);
  if (status == KR_OK) status = kr_submission_read(&s, path, limits, drop->corridor, messages, err);
  if (status == KR_OK && fsync(folder) != 0)
    status = kr_fail(err, KR_ERR_IO, "%s: cannot be stored: %s", receipt, strerror(errno));
  kr_submission_clear(&s);
  if (folder >= 0) close(folder);
  free(path);
  return status;
}

/** Lets it appear. A folder is never renamed onto one that holds something, so two with one receipt cannot both. */
static kr_status publish(const desk *d, const char *receipt, kr_error *err) {
  int from = d->at[KR_SPOOL_TMP], to = d->at[KR_SPOOL_NEW];
  if (renameat(from, receipt, to, receipt) != 0)
    return errno == ENOTEMPTY || errno == EEXIST
               ? taken(receipt, err)
               : kr_fail(err, KR_ERR_IO, "%s: cannot be stored: %s", receipt, strerror(errno));
  if (fsync(to) == 0 && fsync(from) == 0) return KR_OK;
  /* It may or may not outlast a crash, and no receipt is given: so it must not be there. */
  int reason = errno;
  kr_folder_discard(to, receipt);
  return kr_fail(err, KR_ERR_IO, "%s: cannot be stored: %s", receipt, strerror(reason));
}

kr_status kr_spool_submit(kr_spool *s, const kr_drop *drop, kr_messages *messages, char receipt[KR_RECEIPT_ROOM],
                          kr_error *err) {
  char own[KR_RECEIPT_ROOM];
  desk d = {.spool = s, .forwarder = drop->forwarder};
  kr_status status = kr_receipt_make(own, drop->number, drop->forwarder, err);
  if (status != KR_OK) return status;
  KR_TRY(open_desk(&d, err));
  sweep(&d);
  KR_TRY(check_queue(&d, err));
  KR_TRY(begin(&d, own, err));
  status = fill(&d, drop, own, messages, err);
  if (status == KR_OK) status = publish(&d, own, err);
  if (status != KR_OK) kr_folder_discard(d.at[KR_SPOOL_TMP], own);
  if (status == KR_OK) strcpy(receipt, own);
done:
  close_desk(&d);
  return status;
}
