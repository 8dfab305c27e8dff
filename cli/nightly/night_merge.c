#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nightly/copy.h"
#include "cli/nightly/night_internal.h"
#include "cli/nightly/spool_internal.h"
#include "solver/clock.h"

/** The heart beats while a chunk is at work; a disk that fails meanwhile is told by the next write. */
static void beat(void *context) {
  kr_night *n = context;
  if (kr_clock_wall() - n->beat_s > 5) kr_night_beat(n, "solving", NULL);
}

kr_status kr_night_run_chunk(kr_night *n, int32_t number, kr_error *err) {
  kr_chunk_orders orders = {.program = n->orders->what_if.program,
                            .threads = n->orders->settings.threads,
                            .stop = n->orders->settings.stop,
                            .beat = beat,
                            .beat_context = n};
  bool was_done;
  double began_s = kr_clock_wall();
  kr_status status = kr_chunk_run(n->spool, n->folder, number, &orders, &was_done, err);
  if (status == KR_OK && number == 0 && !was_done) n->solve_s = kr_clock_wall() - began_s;
  return status;
}

/** How a chunk ended. @param reason of a failure */
static kr_status look(const kr_night *n, int32_t number, kr_chunk_end *end, char reason[KR_CHUNK_REASON],
                      kr_error *err) {
  kr_chunk chunk;
  bool is_there;
  *end = KR_CHUNK_OPEN;
  kr_status status = kr_chunk_read(&chunk, n->folder, number, &is_there, err);
  return status == KR_OK && is_there ? kr_chunk_look(n->folder, number, chunk.sha256, end, reason, err) : status;
}

/** @param n_open one more when there is no answer */
static kr_status check(kr_night *n, int32_t number, int32_t *n_open, kr_error *err) {
  char reason[KR_CHUNK_REASON];
  kr_chunk_end end;
  kr_status status = look(n, number, &end, reason, err);
  if (status != KR_OK || end != KR_CHUNK_OPEN) return status;
  ++*n_open;
  kr_night_say(n, KR_NIGHT_WARNING, "open", "chunk %d has no answer yet", (int)number);
  return KR_OK;
}

kr_status kr_night_check_chunks(kr_night *n, bool needs_joint, kr_error *err) {
  kr_night_what_ifs w = {.numbers = NULL};
  int32_t n_open = 0;
  kr_status status = kr_night_find_what_ifs(n, &w, err);
  if (status == KR_OK && needs_joint) status = check(n, 0, &n_open, err);
  for (size_t i = 0; i < w.receipts.n && status == KR_OK; i++)
    if (w.numbers[i]) status = check(n, w.numbers[i], &n_open, err);
  kr_night_what_ifs_clear(&w);
  if (status == KR_OK && n_open > 0)
    status = kr_fail(err, KR_ERR_LIMIT, "%d chunks have no answer yet; run them, then merge again", (int)n_open);
  return status;
}

static kr_status read_answer(kr_night *n, const char *folder, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = kr_result_read(&n->lots, &n->claims, folder, n->corridor, messages, err);
  if (status == KR_ERR_INPUT) kr_fail(err, KR_ERR_VERIFY, "%s: %s", folder, kr_messages_text(messages, 0));
  kr_messages_free(messages);
  return status == KR_ERR_INPUT ? KR_ERR_VERIFY : status;
}

/** The answer must be to the job, the job be about the instance that lies there. */
static kr_status read_inputs(kr_night *n, kr_error *err) {
  char path[KR_NIGHT_PATH + 16], sha256[65], reason[KR_CHUNK_REASON];
  kr_chunk chunk;
  kr_chunk_end end;
  bool is_there;
  kr_status status;
  snprintf(path, sizeof path, "%s/instance", n->folder);
  KR_TRY(kr_night_read(n, path, err));
  KR_TRY(kr_chunk_read(&chunk, n->folder, 0, &is_there, err));
  KR_TRY(kr_chunk_look(n->folder, 0, chunk.sha256, &end, reason, err));
  kr_inputs_hash(&n->inputs, sha256);
  if (end == KR_CHUNK_OPEN || strcmp(sha256, chunk.inputs_sha256) != 0)
    return kr_fail(err, KR_ERR_INPUT, "%s: not what was planned; plan the night anew", path);
  n->account->time_struck = n->account->time_struck || end == KR_CHUNK_CUT;
done:
  return status;
}

kr_status kr_night_take_joint(kr_night *n, kr_error *err) {
  char answer[KR_CHUNK_PATH], result[KR_NIGHT_PATH + 16];
  kr_status status;
  kr_chunk_path(answer, n->folder, 0, "answer");
  snprintf(result, sizeof result, "%s/result", n->folder);
  KR_TRY(read_inputs(n, err));
  KR_TRY(kr_night_take_moved(n, answer, err));
  status = n->orders->judge(answer, n->corridor, n->orders->settings.gap, err);
  if (status == KR_OK) status = read_answer(n, answer, err);
  if (status == KR_ERR_VERIFY) kr_folder_discard(AT_FDCWD, answer); /* for another try */
  if (status != KR_OK) return status;
  KR_TRY(kr_timetable_create(&n->timetable, n->corridor, n->claims.plan, KR_VIEW_DATED, err));
  status = kr_folder_copy(answer, result, err);
done:
  return status;
}

/** Publishes what came of a what-if. */
static kr_status end_one(kr_night *n, const char *receipt, int32_t number, kr_error *err) {
  char answer[KR_CHUNK_PATH], reason[KR_CHUNK_REASON];
  kr_chunk_end end;
  char *out = kr_spool_path(n->spool, KR_SPOOL_OUT, receipt);
  if (!out) return kr_fail_memory(err);
  kr_status status;
  KR_TRY(look(n, number, &end, reason, err));
  if (end == KR_CHUNK_OPEN) {
    status = kr_fail(err, KR_ERR_LIMIT, "chunk %d has no answer; run it, then merge again", (int)number);
    goto done;
  }
  bool is_failed = end == KR_CHUNK_FAILED;
  if (is_failed) kr_night_say(n, KR_NIGHT_WARNING, "what-if", "%s failed: %s", receipt, reason);
  if (!is_failed) KR_TRY(kr_folder_copy(kr_chunk_path(answer, n->folder, number, "answer"), out, err));
  status = kr_ledger_job_step(n->ledger, receipt, is_failed ? KR_JOB_FAILED : KR_JOB_DONE, reason, err);
done:
  free(out);
  return status;
}

static kr_status run_one(kr_night *n, const char *receipt, int32_t number, bool runs_here, kr_error *err) {
  kr_status status = kr_ledger_job_step(n->ledger, receipt, KR_JOB_RUNNING, "", err);
  if (status == KR_OK && runs_here) status = kr_night_run_chunk(n, number, err);
  return status == KR_OK ? end_one(n, receipt, number, err) : status;
}

kr_status kr_night_end_what_ifs(kr_night *n, bool runs_here, kr_error *err) {
  kr_night_what_ifs w = {.numbers = NULL};
  kr_status status = kr_night_find_what_ifs(n, &w, err);
  if (status == KR_OK && w.receipts.n > 0) status = kr_night_beat(n, "what-ifs", err);
  for (size_t i = 0; i < w.receipts.n && status == KR_OK; i++)
    if (w.numbers[i]) status = run_one(n, w.receipts.text[i], w.numbers[i], runs_here, err);
  kr_night_what_ifs_clear(&w);
  n->account->was_stopped = status == KR_ERR_LIMIT && kr_night_must_stop(n);
  if (!n->account->was_stopped) kr_night_sweep_chunks(n);
  return n->account->was_stopped ? KR_OK : status;
}
