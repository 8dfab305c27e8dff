#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/instance.h"
#include "instances/write_result.h"
#include "nightly/allocate.h"
#include "nightly/chunk_internal.h"
#include "nightly/last_lot.h"

/** The joint allocation at work. */
typedef struct joint {
  const kr_chunk *chunk;
  const kr_chunk_orders *orders;
  kr_corridor *corridor;
  kr_inputs inputs;
  int32_t *last_lot; /* [shipments] */
  kr_solution *solution;
} joint;

static void clear(joint *j) {
  kr_corridor_free(j->corridor);
  free(j->last_lot);
  kr_solution_free(j->solution);
}

static kr_status read_inputs(joint *j, const char *night, kr_messages *messages, kr_error *err) {
  char path[KR_CHUNK_PATH], sha256[65];
  snprintf(path, sizeof path, "%s/instance", night);
  kr_status status = kr_instance_read_hashed(&j->corridor, &j->inputs, path, messages, err);
  if (status != KR_OK) return status;
  kr_inputs_hash(&j->inputs, sha256);
  if (strcmp(sha256, j->chunk->inputs_sha256) != 0)
    return kr_fail(err, KR_ERR_INPUT, "%s: not what was planned; plan the night anew", path);
  status = kr_last_lots_read(&j->last_lot, sha256, night, j->corridor, messages, err);
  if (status == KR_OK && strcmp(sha256, j->chunk->lots_sha256) != 0)
    status = kr_fail(err, KR_ERR_INPUT, "%s/" KR_LAST_LOT_FILE ": not what was planned; plan the night anew", night);
  return status;
}

static kr_status read_all(joint *j, const char *night, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = read_inputs(j, night, messages, err);
  kr_messages_free(messages);
  return status;
}

static void beat(void *context, const kr_progress *p) {
  const kr_chunk_orders *orders = context;
  (void)p;
  if (orders->beat) orders->beat(orders->beat_context);
}

static kr_status solve(joint *j, bool *is_cut, kr_error *err) {
  const kr_chunk *chunk = j->chunk;
  kr_settings settings = kr_settings_default();
  settings.integer = chunk->integer;
  settings.iteration_limit = chunk->iteration_limit;
  settings.gap = chunk->gap;
  settings.time_limit_s = chunk->time_limit_s;
  settings.threads = j->orders->threads;
  settings.stop = j->orders->stop;
  settings.progress = beat;
  settings.progress_context = (void *)(uintptr_t)j->orders;
  return kr_allocate(&j->solution, is_cut, j->corridor, j->last_lot, chunk->plan, settings, err);
}

static kr_status write_result(const joint *j, const char *to, kr_error *err) {
  const kr_chunk *c = j->chunk;
  const kr_setting settings[] = {
      {.name = "gap", .kind = KR_SETTING_NUMBER, .number = c->gap},
      {.name = "time_limit_s", .kind = KR_SETTING_NUMBER, .number = c->time_limit_s},
      {.name = "iteration_limit", .kind = KR_SETTING_NUMBER, .number = (double)c->iteration_limit}};
  kr_run_info run = {.version = KERUEN_VERSION,
                     .inputs = &j->inputs,
                     .is_integer = c->integer,
                     .settings = settings,
                     .n_settings = c->integer ? 3 : 2,
                     .reproducible = true};
  return kr_result_write(to, j->corridor, j->solution->timetable, &j->solution->result, &run, err);
}

kr_status kr_chunk_allocate(const kr_chunk *chunk, const char *night, const char *to, const kr_chunk_orders *orders,
                            kr_chunk_end *end, kr_error *err) {
  joint j = {.chunk = chunk, .orders = orders};
  bool is_cut = false;
  kr_status status;
  KR_TRY(read_all(&j, night, err));
  KR_TRY(solve(&j, &is_cut, err));
  *end = is_cut ? KR_CHUNK_CUT : KR_CHUNK_WHOLE;
  status = write_result(&j, to, err);
done:
  clear(&j);
  return status;
}
