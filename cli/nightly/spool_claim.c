#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/spool_internal.h"

/** A forwarder's new/ and cur/, open. */
typedef struct pair {
  int from, to;
} pair;

/** Opens the two; where there is no new/ there is nothing to claim, and `from` is -1. */
static kr_status open_pair(const kr_spool *s, const char *forwarder, pair *p, kr_error *err) {
  p->to = -1;
  p->from = kr_spool_place_open(s, forwarder, KR_SPOOL_NEW);
  if (p->from < 0 && errno == ENOENT) return KR_OK;
  if (p->from >= 0) p->to = kr_spool_place_open(s, forwarder, KR_SPOOL_CUR);
  if (p->to >= 0) return KR_OK;
  kr_status status = kr_fail(err, KR_ERR_IO, "%s/forwarder/%s/%s: %s", s->path, forwarder,
                             kr_spool_place_name(p->from < 0 ? KR_SPOOL_NEW : KR_SPOOL_CUR), strerror(errno));
  if (p->from >= 0) close(p->from);
  p->from = -1;
  return status;
}

static void close_pair(const pair *p) {
  if (p->from >= 0) close(p->from);
  if (p->to >= 0) close(p->to);
}

/** ENOENT is no failure: somebody was faster. */
static kr_status move(const pair *p, const char *receipt, bool *won, kr_error *err) {
  *won = renameat(p->from, receipt, p->to, receipt) == 0;
  if (*won || errno == ENOENT) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: cannot be claimed: %s", receipt, strerror(errno));
}

static kr_status sync_pair(const pair *p, const char *forwarder, kr_error *err) {
  if (fsync(p->to) == 0 && fsync(p->from) == 0) return KR_OK;
  return kr_fail(err, KR_ERR_IO, "%s: claims cannot be synced: %s", forwarder, strerror(errno));
}

kr_status kr_spool_claim(kr_spool *s, const char *receipt, bool *won, kr_error *err) {
  char forwarder[KR_NAME_ROOM];
  pair p;
  *won = false;
  if (!kr_receipt_forwarder(receipt, forwarder)) return KR_OK;
  kr_status status = open_pair(s, forwarder, &p, err);
  if (status != KR_OK || p.from < 0) return status;
  status = move(&p, receipt, won, err);
  if (status == KR_OK && *won) status = sync_pair(&p, forwarder, err);
  close_pair(&p);
  return status;
}

static kr_status claim_forwarder(void *context, const char *forwarder, kr_error *err) {
  kr_spool *s = context;
  kr_receipts receipts = {0};
  pair p = {-1, -1};
  bool won;
  kr_status status;
  KR_TRY(kr_spool_list(s, KR_SPOOL_NEW, forwarder, &receipts, err));
  if (receipts.n == 0) goto done;
  KR_TRY(open_pair(s, forwarder, &p, err));
  for (size_t i = 0; i < receipts.n && p.from >= 0; i++) KR_TRY(move(&p, receipts.text[i], &won, err));
  if (p.from >= 0) status = sync_pair(&p, forwarder, err);
done:
  close_pair(&p);
  kr_receipts_clear(&receipts);
  return status;
}

kr_status kr_spool_claim_all(kr_spool *s, kr_error *err) { return kr_spool_each_forwarder(s, claim_forwarder, s, err); }
