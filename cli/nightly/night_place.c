#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/nightly/night_internal.h"
#include "cli/nightly/spool_internal.h"

kr_status kr_night_lock(const char *spool, int *fd, kr_error *err) {
  char path[KR_NIGHT_PATH];
  snprintf(path, sizeof path, "%s/nightly.lock", spool);
  *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (*fd < 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
  if (flock(*fd, LOCK_EX | LOCK_NB) == 0) return KR_OK;
  int reason = errno;
  close(*fd);
  *fd = -1;
  return reason == EWOULDBLOCK ? KR_OK : kr_fail(err, KR_ERR_IO, "%s: cannot be locked: %s", path, strerror(reason));
}

/** With the lock held nobody writes: what is half written was left by a run that was killed. */
static void sweep(int in) {
  static const char *const files[] = {"heartbeat", "metrics.prom", "job.csv", "last_lot.csv", "report.html", NULL};
  kr_folder_sweep(in, files);
}

static kr_status sweep_answers(void *context, const char *forwarder, kr_error *err) {
  (void)err;
  int fd = kr_spool_place_open(context, forwarder, KR_SPOOL_OUT);
  sweep(fd);
  if (fd >= 0) close(fd);
  return KR_OK;
}

/** A cancel may be writing one. */
static kr_status sweep_all_answers(kr_night *n, kr_error *err) {
  kr_status status = kr_spool_lock_answers(n->spool, err);
  if (status != KR_OK) return status;
  status = kr_spool_each_forwarder(n->spool, sweep_answers, n->spool, err);
  kr_spool_unlock_answers(n->spool);
  return status;
}

void kr_night_name_folder(kr_night *n) {
  char date[11];
  kr_date_write(n->date, date);
  snprintf(n->folder, sizeof n->folder, "%s/nights/%s", kr_spool_root(n->spool), date);
}

kr_status kr_night_prepare(kr_night *n, kr_error *err) {
  char date[11];
  kr_date_write(n->date, date);
  kr_night_name_folder(n);
  int nights = kr_folder_make(n->spool->root, "nights");
  int own = nights < 0 ? -1 : kr_folder_make(nights, date);
  kr_status status = KR_OK;
  if (own < 0) status = kr_fail(err, KR_ERR_IO, "%s: cannot be made: %s", n->folder, strerror(errno));
  sweep(own);
  sweep(n->spool->root);
  if (own >= 0) close(own);
  if (nights >= 0) close(nights);
  return status == KR_OK ? sweep_all_answers(n, err) : status;
}

void kr_night_sweep_chunks(const kr_night *n) {
  char path[KR_CHUNK_PATH];
  int32_t n_chunks = kr_night_count_chunks(n);
  for (int32_t i = 0; i < n_chunks; i++) {
    int fd = open(kr_chunk_path(path, n->folder, i, ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    sweep(fd);
    if (fd >= 0) close(fd);
  }
}
