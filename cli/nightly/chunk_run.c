#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nightly/chunk_internal.h"
#include "cli/nightly/spool_internal.h"
#include "instances/atomic.h"
#include "instances/sink.h"

static kr_status write_ticket(const kr_chunk *chunk, const char *folder, kr_chunk_end end, const char *reason,
                              kr_error *err) {
  static const char *const ends[] = {[KR_CHUNK_WHOLE] = "whole", [KR_CHUNK_CUT] = "cut", [KR_CHUNK_FAILED] = "failed"};
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, KR_CHUNK_TICKET, err);
  if (status != KR_OK) return status;
  kr_sink_text(&sink, chunk->sha256);
  kr_sink_text(&sink, "\n");
  kr_sink_text(&sink, ends[end]);
  kr_sink_text(&sink, "\n");
  kr_sink_text(&sink, reason);
  kr_sink_text(&sink, "\n");
  return kr_sink_close(&sink, err);
}

/** A what-if's instance lies in the spool, and is held to the hash that it had when it was planned. */
static kr_status ask(const kr_spool *spool, const kr_chunk *chunk, const char *to, const kr_chunk_orders *orders,
                     kr_chunk_end *end, char reason[KR_CHUNK_REASON], kr_error *err) {
  char sha256[65];
  char *instance = kr_spool_path(spool, KR_SPOOL_CUR, chunk->receipt);
  if (!instance) return kr_fail_memory(err);
  kr_status status = kr_chunk_hash_instance(instance, sha256, err);
  if (status == KR_OK && strcmp(sha256, chunk->inputs_sha256) != 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s: not what was planned; plan the night anew", instance);
  if (status == KR_OK) status = kr_chunk_ask(chunk, instance, to, orders, end, reason, err);
  free(instance);
  return status;
}

/** Another may have been faster, with the same answer: its is kept. */
static kr_status commit(kr_folder *folder, const kr_chunk *chunk, const char *night, int32_t number, kr_error *err) {
  char reason[KR_CHUNK_REASON];
  kr_chunk_end end;
  kr_error other = {.text = ""};
  kr_status status = kr_folder_commit(folder, err);
  if (status == KR_OK) return KR_OK;
  return kr_chunk_look(chunk, night, number, &end, reason, &other) == KR_OK && end != KR_CHUNK_OPEN ? KR_OK : status;
}

static kr_status work(const kr_spool *spool, const kr_chunk *chunk, const char *night, int32_t number,
                      const kr_chunk_orders *orders, kr_error *err) {
  char path[KR_CHUNK_PATH], reason[KR_CHUNK_REASON] = "";
  kr_chunk_end end = KR_CHUNK_OPEN;
  kr_folder *folder = NULL;
  kr_status status;
  kr_folder_discard(AT_FDCWD, kr_chunk_path(path, night, number, "answer")); /* to another job */
  KR_TRY(kr_folder_begin(&folder, path, err));
  if (chunk->receipt[0])
    KR_TRY(ask(spool, chunk, kr_folder_path(folder), orders, &end, reason, err));
  else
    KR_TRY(kr_chunk_allocate(chunk, night, kr_folder_path(folder), orders, &end, err));
  KR_TRY(write_ticket(chunk, kr_folder_path(folder), end, reason, err));
  status = commit(folder, chunk, night, number, err);
done:
  kr_folder_abandon(folder);
  return status;
}

kr_status kr_chunk_run(const kr_spool *spool, const char *night, int32_t number, const kr_chunk_orders *orders,
                       bool *was_done, kr_error *err) {
  char reason[KR_CHUNK_REASON];
  kr_chunk chunk;
  kr_chunk_end end;
  bool is_there;
  kr_status status;
  KR_TRY(kr_chunk_read(&chunk, night, number, &is_there, err));
  if (!is_there) return kr_fail(err, KR_ERR_INPUT, "%s has no chunk %d; plan the night first", night, (int)number);
  KR_TRY(kr_chunk_look(&chunk, night, number, &end, reason, err));
  *was_done = end != KR_CHUNK_OPEN;
  if (!*was_done) status = work(spool, &chunk, night, number, orders, err);
done:
  return status;
}
