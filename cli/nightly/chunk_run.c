#include <stdlib.h>
#include <string.h>

#include "cli/nightly/chunk_internal.h"
#include "cli/nightly/spool_internal.h"

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

/** What kr_chunk_do has to have done. */
typedef struct task {
  const kr_spool *spool;
  const char *night;
  kr_chunk chunk;
  const kr_chunk_orders *orders;
} task;

static kr_status work(void *context, const char *to, kr_chunk_end *end, char reason[KR_CHUNK_REASON], kr_error *err) {
  const task *t = context;
  return t->chunk.receipt[0] ? ask(t->spool, &t->chunk, to, t->orders, end, reason, err)
                             : kr_chunk_allocate(&t->chunk, t->night, to, t->orders, end, err);
}

kr_status kr_chunk_run(const kr_spool *spool, const char *night, int32_t number, const kr_chunk_orders *orders,
                       bool *was_done, kr_error *err) {
  task t = {.spool = spool, .night = night, .orders = orders};
  bool is_there;
  kr_status status = kr_chunk_read(&t.chunk, night, number, &is_there, err);
  if (status != KR_OK) return status;
  if (!is_there) return kr_fail(err, KR_ERR_INPUT, "%s has no chunk %d; plan the night first", night, (int)number);
  return kr_chunk_do(night, number, t.chunk.sha256, work, &t, was_done, err);
}
