#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/nightly/last_lot.h"
#include "cli/nightly/night_internal.h"
#include "cli/nightly/spool_internal.h"
#include "graph/memory.h"

int32_t kr_night_count_chunks(const kr_night *n) {
  char path[KR_CHUNK_PATH];
  int32_t count = 0;
  while (count < KR_CHUNK_MOST && access(kr_chunk_path(path, n->folder, count, "job.csv"), F_OK) == 0) count++;
  return count;
}

/** What the joint allocation and what-ifs are told alike. */
static kr_chunk make_chunk(const kr_night *n) {
  const kr_settings *s = &n->orders->settings;
  return (kr_chunk){.integer = s->integer,
                    .iteration_limit = s->iteration_limit,
                    .gap = s->gap,
                    .time_limit_s = s->time_limit_s,
                    .move_h = INFINITY};
}

static kr_status put_chunk(const kr_night *n, const kr_chunk *chunk, int32_t number, kr_error *err) {
  kr_status status = kr_chunk_make(n->folder, number, err);
  return status == KR_OK ? kr_chunk_write(chunk, n->folder, number, err) : status;
}

kr_status kr_night_plan_joint(kr_night *n, kr_error *err) {
  char path[KR_NIGHT_PATH + 16];
  kr_chunk chunk = make_chunk(n);
  kr_status status;
  snprintf(path, sizeof path, "%s/" KR_LAST_LOT_FILE, n->folder);
  chunk.fairness = n->orders->fairness;
  if (n->orders->may_move) chunk.move_h = n->orders->move_h;
  snprintf(chunk.plan, sizeof chunk.plan, "%s", n->orders->plan);
  kr_inputs_hash(&n->inputs, chunk.inputs_sha256);
  KR_TRY(kr_last_lots_write(n->ledger, n->corridor, path, err));
  KR_TRY(kr_chunk_hash_file(path, chunk.lots_sha256, err));
  status = put_chunk(n, &chunk, 0, err);
done:
  return status;
}

static kr_status note(void *context, const char *receipt, kr_error *err) {
  return kr_receipts_add(context, receipt, err);
}

static int by_text(const void *a, const void *b) { return strcmp(a, b); }

/** Looks through the night's chunks for those of the receipts, which are sorted. */
static kr_status find_numbers(const kr_night *n, kr_night_what_ifs *w, kr_error *err) {
  int32_t n_chunks = kr_night_count_chunks(n);
  kr_status status = KR_OK;
  for (int32_t number = 1; number < n_chunks && status == KR_OK && w->receipts.n > 0; number++) {
    kr_chunk chunk;
    bool is_there;
    status = kr_chunk_read(&chunk, n->folder, number, &is_there, err);
    const char *found = bsearch(chunk.receipt, w->receipts.text, w->receipts.n, KR_RECEIPT_ROOM, by_text);
    if (found) w->numbers[(size_t)(found - w->receipts.text[0]) / KR_RECEIPT_ROOM] = number;
  }
  return status;
}

kr_status kr_night_find_what_ifs(kr_night *n, kr_night_what_ifs *out, kr_error *err) {
  kr_status status = kr_ledger_each_what_if(n->ledger, n->date, note, &out->receipts, err);
  if (status != KR_OK) return status;
  out->numbers = kr_zeros(out->receipts.n, sizeof *out->numbers);
  return out->numbers ? find_numbers(n, out, err) : kr_fail_memory(err);
}

void kr_night_what_ifs_clear(kr_night_what_ifs *w) {
  kr_receipts_clear(&w->receipts);
  free(w->numbers);
}

static kr_status plan_what_if(kr_night *n, const char *receipt, int32_t number, kr_error *err) {
  const kr_what_if_rules *rules = &n->orders->what_if;
  kr_chunk chunk = make_chunk(n);
  char *instance = kr_spool_path(n->spool, KR_SPOOL_CUR, receipt);
  if (!instance) return kr_fail_memory(err);
  chunk.integer = rules->integer;
  chunk.iteration_limit = rules->iteration_limit;
  chunk.wall_s = rules->wall_s;
  chunk.memory_mb = rules->memory_mb;
  snprintf(chunk.receipt, sizeof chunk.receipt, "%s", receipt);
  kr_status status = kr_chunk_hash_instance(instance, chunk.inputs_sha256, err);
  if (status == KR_OK) status = put_chunk(n, &chunk, number, err);
  free(instance);
  return status;
}

kr_status kr_night_plan_what_ifs(kr_night *n, kr_error *err) {
  kr_night_what_ifs w = {.numbers = NULL};
  kr_status status = kr_night_find_what_ifs(n, &w, err);
  int32_t next = kr_night_count_chunks(n);
  for (size_t i = 0; i < w.receipts.n && status == KR_OK; i++)
    status = plan_what_if(n, w.receipts.text[i], w.numbers[i] ? w.numbers[i] : next++, err);
  kr_night_what_ifs_clear(&w);
  return status;
}
