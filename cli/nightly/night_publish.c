#include "cli/nightly/night_answer.h"
#include "cli/nightly/spool_internal.h"
#include "instances/disk.h"

#define TOGETHER 1000 /* answers beside their places at once */

/** Answers that are written, and not yet in their places. */
typedef struct batch {
  kr_night *night;
  bool is_synced_at_once; /* one sync for all of them; else one for each file */
  kr_folder *folders[TOGETHER];
  size_t n;
} batch;

static kr_status sync_all(const batch *b, kr_error *err) {
  const kr_spool *s = b->night->spool;
  return b->is_synced_at_once ? kr_disk_sync(s->root, s->path, err) : KR_OK;
}

/** To their places, once they are on disk. */
static kr_status place_all(batch *b, kr_error *err) {
  kr_status status = sync_all(b, err);
  for (size_t i = 0; i < b->n && status == KR_OK; i++)
    status = b->is_synced_at_once ? kr_folder_commit_synced(b->folders[i], err) : kr_folder_commit(b->folders[i], err);
  return status;
}

static void clear(batch *b) {
  for (size_t i = 0; i < b->n; i++) kr_folder_abandon(b->folders[i]);
  b->n = 0;
}

static kr_status write_all(batch *b, const kr_receipts *receipts, size_t from, kr_error *err) {
  kr_status status = KR_OK;
  for (size_t i = from; i < receipts->n && b->n < TOGETHER && status == KR_OK; i++) {
    status = kr_answer_write(&b->folders[b->n], b->night, receipts->text[i], b->is_synced_at_once, err);
    if (status == KR_OK) b->n++;
  }
  return status;
}

static kr_status publish(kr_night *n, const kr_receipts *receipts, kr_error *err) {
  batch b = {.night = n, .is_synced_at_once = kr_disk_tells_all(n->spool->root)};
  kr_status status = KR_OK;
  for (size_t at = 0; at < receipts->n && status == KR_OK; at += TOGETHER) {
    status = kr_night_beat(n, "publishing", err);
    if (status == KR_OK) status = write_all(&b, receipts, at, err);
    if (status == KR_OK) status = place_all(&b, err);
    clear(&b);
  }
  return status == KR_OK ? sync_all(&b, err) : status; /* the new names too, before the night is done */
}

static kr_status note(void *context, const char *receipt, kr_error *err) {
  return kr_receipts_add(context, receipt, err);
}

kr_status kr_night_publish(kr_night *n, kr_error *err) {
  kr_receipts receipts = {0};
  kr_status status = kr_spool_lock_answers(n->spool, err);
  if (status != KR_OK) return status;
  KR_TRY(kr_night_read_shares(n, err));
  KR_TRY(kr_ledger_each_answer(n->ledger, n->date, note, &receipts, err));
  KR_TRY(publish(n, &receipts, err));
  kr_night_say(n, KR_NIGHT_NOTE, "published", "%zu answers", receipts.n);
done:
  kr_spool_unlock_answers(n->spool);
  kr_receipts_clear(&receipts);
  return status;
}
