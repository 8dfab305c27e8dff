#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/nightly/allocate.h"
#include "cli/nightly/chunk_internal.h"
#include "cli/nightly/last_lot.h"
#include "cli/nightly/moves.h"
#include "instances/instance.h"
#include "instances/write_result.h"
#include "solver/clock.h"

/** The joint allocation at work. */
typedef struct joint {
  const kr_chunk *chunk;
  const kr_chunk_orders *orders;
  kr_corridor *corridor;
  kr_inputs inputs;
  kr_last_lots last;
  kr_solution *solution;
  kr_moves moves; /* of what was promised, where that is allowed and better */
} joint;

static void clear(joint *j) {
  kr_corridor_free(j->corridor);
  kr_last_lots_clear(&j->last);
  kr_solution_free(j->solution);
  kr_moves_clear(&j->moves);
}

static kr_status read_inputs(joint *j, const char *night, kr_messages *messages, kr_error *err) {
  char path[KR_CHUNK_PATH], sha256[65];
  snprintf(path, sizeof path, "%s/instance", night);
  kr_status status = kr_instance_read_hashed(&j->corridor, &j->inputs, path, messages, err);
  if (status == KR_ERR_INPUT) return kr_fail(err, status, "%s: %s", path, kr_messages_text(messages, 0));
  if (status != KR_OK) return status;
  kr_inputs_hash(&j->inputs, sha256);
  if (strcmp(sha256, j->chunk->inputs_sha256) != 0)
    return kr_fail(err, KR_ERR_INPUT, "%s: not what was planned; plan the night anew", path);
  status = kr_last_lots_read(&j->last, sha256, night, j->corridor, messages, err);
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

static kr_settings choose_settings(const joint *j) {
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
  return settings;
}

/** In the time that the plain plan has left. */
static kr_status seek_moves(joint *j, double began_s, kr_error *err) {
  kr_moves_case q = {.c = j->corridor,
                     .last_lot = j->last.number,
                     .is_closed = j->last.is_closed,
                     .plan = j->chunk->plan,
                     .settings = choose_settings(j),
                     .hours = j->chunk->move_h};
  q.settings.time_limit_s -= kr_clock_wall() - began_s;
  return isfinite(q.hours) ? kr_moves_seek(&j->moves, &q, j->solution, err) : KR_OK;
}

static kr_status solve(joint *j, bool *is_cut, kr_error *err) {
  const kr_chunk *c = j->chunk;
  double began_s = kr_clock_wall();
  kr_status status =
      kr_allocate(&j->solution, is_cut, j->corridor, j->last.number, c->plan, c->fairness, choose_settings(j), err);
  if (status == KR_OK) status = seek_moves(j, began_s, err);
  *is_cut = *is_cut || j->moves.is_cut;
  return status;
}

static kr_status write_result(const joint *j, const kr_corridor *corridor, const kr_solution *solution, const char *to,
                              kr_error *err) {
  const kr_chunk *c = j->chunk;
  kr_setting settings[5] = {{.name = "gap", .kind = KR_SETTING_NUMBER, .number = c->gap},
                            {.name = "time_limit_s", .kind = KR_SETTING_NUMBER, .number = c->time_limit_s}};
  size_t n = 2;
  if (c->integer)
    settings[n++] =
        (kr_setting){.name = "iteration_limit", .kind = KR_SETTING_NUMBER, .number = (double)c->iteration_limit};
  if (c->fairness != KR_FAIR_NONE)
    settings[n++] = (kr_setting){.name = "fairness", .kind = KR_SETTING_TEXT, .text = kr_fair_kind_name(c->fairness)};
  if (isfinite(c->move_h))
    settings[n++] = (kr_setting){.name = "move_hours", .kind = KR_SETTING_NUMBER, .number = c->move_h};
  kr_run_info run = {.version = KERUEN_VERSION,
                     .inputs = &j->inputs,
                     .is_integer = c->integer,
                     .settings = settings,
                     .n_settings = n,
                     .reproducible = true};
  return kr_result_write(to, corridor, solution->timetable, &solution->result, &run, err);
}

/** The result is one of the instance with these commitments: so says its summary. */
static kr_status note_commitments(joint *j, const char *to, kr_error *err) {
  char path[KR_CHUNK_PATH];
  struct stat info = {.st_size = 0};
  snprintf(path, sizeof path, "%s/commitment.csv", to);
  for (int32_t i = 0; i < j->inputs.n_files; i++) {
    struct kr_input *input = &j->inputs.files[i];
    if (strcmp(input->name, "commitment.csv") != 0) continue;
    if (stat(path, &info) != 0) return kr_fail(err, KR_ERR_IO, "%s: cannot be read: %s", path, strerror(errno));
    input->bytes = info.st_size;
    return kr_chunk_hash_file(path, input->sha256, err);
  }
  return KR_OK;
}

static kr_status write_moved(joint *j, const char *to, kr_error *err) {
  kr_corridor open = *j->corridor;
  kr_status status;
  open.commitments = j->moves.kept;
  KR_TRY(kr_lots_write(to, "commitment.csv", &open, &open.commitments, err));
  KR_TRY(note_commitments(j, to, err));
  KR_TRY(kr_moved_write(&j->moves.moved, &open, to, err));
  status = write_result(j, &open, j->moves.solution, to, err);
done:
  return status;
}

kr_status kr_chunk_allocate(const kr_chunk *chunk, const char *night, const char *to, const kr_chunk_orders *orders,
                            kr_chunk_end *end, kr_error *err) {
  joint j = {.chunk = chunk, .orders = orders};
  bool is_cut = false;
  kr_status status;
  KR_TRY(read_all(&j, night, err));
  KR_TRY(solve(&j, &is_cut, err));
  *end = is_cut ? KR_CHUNK_CUT : KR_CHUNK_WHOLE;
  status = j.moves.moved.n > 0 ? write_moved(&j, to, err) : write_result(&j, j.corridor, j.solution, to, err);
done:
  clear(&j);
  return status;
}
