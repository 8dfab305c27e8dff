#include "cli/study_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/chunks/chunk_answer.h"
#include "cli/options.h"
#include "cli/study_answer.h"
#include "cli/study_place.h"
#include "cli/study_request.h"
#include "instances/folder.h"

#define ANSWERS_TEXT 160 /* of the numbers without an answer */

struct kr_study_parts {
  const kr_study_kind *kind;
  void *study;
  const char *folder;
  const kr_study_job *job;
};

/* ---- one chunk ---- */

/** A chunk that is to be done. */
typedef struct task {
  const kr_study_parts *parts;
  int32_t number;
} task;

static kr_status work(void *context, const char *to, kr_chunk_end *end, char reason[KR_CHUNK_REASON], kr_error *err) {
  const task *t = context;
  (void)reason;
  *end = KR_CHUNK_WHOLE;
  return t->parts->kind->chunk(t->parts->study, t->parts, t->number, to, err);
}

static kr_status do_chunk(const kr_study_parts *p, int32_t number, bool *was_done, kr_error *err) {
  task t = {p, number};
  kr_status status = kr_chunk_make(p->folder, number, err);
  return status == KR_OK ? kr_chunk_do(p->folder, number, p->job->sha256, work, &t, was_done, err) : status;
}

const char *kr_study_parts_answer(const kr_study_parts *p, int32_t number, char *out) {
  return kr_chunk_path(out, p->folder, number, "answer");
}

kr_status kr_study_parts_refuse(const kr_study_parts *p, int32_t number, kr_status status) {
  char path[KR_CHUNK_PATH];
  if (status == KR_ERR_VERIFY) kr_folder_discard(AT_FDCWD, kr_study_parts_answer(p, number, path));
  return status;
}

kr_status kr_study_parts_need(const kr_study_parts *p, int32_t number, kr_scenario *x, kr_error *err) {
  char path[KR_CHUNK_PATH];
  bool was_done;
  kr_status status = do_chunk(p, number, &was_done, err);
  if (status == KR_OK) status = kr_study_answer_read(x, kr_study_parts_answer(p, number, path), err);
  return kr_study_parts_refuse(p, number, status);
}

/* ---- the verbs; each returns an exit code ---- */

static kr_status solve_whole(const kr_study_parts *p, const kr_study *q, kr_error *err) {
  kr_status status = p->kind->solve(p->study, err);
  return status == KR_OK ? kr_study_publish(q, p->kind->put, p->study, err) : status;
}

static kr_status count_chunks(const kr_study_job *job, int32_t *n, kr_error *err) {
  const char *text = kr_study_job_value(job, "study", "chunks");
  return kr_take_count(text, KR_CHUNK_MOST, n) ? KR_OK
                                               : kr_fail(err, KR_ERR_INPUT, "%s: no count of chunks; plan anew", text);
}

static kr_status write_plan(kr_study_parts *p, kr_study *q, kr_study_job *job, kr_error *err) {
  int32_t n_chunks = 0;
  char text[16];
  bool was_done, is_new = false;
  kr_status status;
  KR_TRY(kr_study_place_make(q->output, &is_new, err));
  KR_TRY(kr_study_place_name(job, q, err));
  KR_TRY(p->kind->plan(p->study, job, &n_chunks, err));
  snprintf(text, sizeof text, "%d", (int)n_chunks);
  KR_TRY(kr_study_job_add(job, "study", "chunks", text, err));
  KR_TRY(count_chunks(job, &n_chunks, err));
  KR_TRY(kr_study_job_write(job, p->folder, err));
  if (p->kind->is_first_planned) KR_TRY(do_chunk(p, 0, &was_done, err));
  printf("0-%d\n", (int)n_chunks - 1);
done:
  if (status != KR_OK && is_new) rmdir(q->output); /* which stays where study.csv is in it */
  return status;
}

static kr_status run_chunk(const kr_study_parts *p, const kr_study_request *r, kr_error *err) {
  int32_t n_chunks;
  bool was_done = false;
  kr_status status = count_chunks(p->job, &n_chunks, err);
  if (status == KR_OK && r->chunk >= n_chunks)
    status = kr_fail(err, KR_ERR_INPUT, "%s has chunks 0 to %d; there is no chunk %d", p->folder, (int)n_chunks - 1,
                     (int)r->chunk);
  if (status == KR_OK) status = do_chunk(p, r->chunk, &was_done, err);
  if (status == KR_OK) printf("chunk %d of %s: %s\n", (int)r->chunk, p->folder, was_done ? "was done before" : "done");
  return status;
}

/** Appends "2" or "5-7" to a list, as sbatch --array takes it; "…" where it is full. */
static void append_range(char text[ANSWERS_TEXT], int32_t first, int32_t last) {
  size_t n = strlen(text);
  if (n + 32 > ANSWERS_TEXT) {
    if (strcmp(text + n - strlen("…"), "…") != 0) strcat(text, "…");
    return;
  }
  n += (size_t)snprintf(text + n, ANSWERS_TEXT - n, "%s%d", n ? "," : "", (int)first);
  if (last > first) snprintf(text + n, ANSWERS_TEXT - n, "-%d", (int)last);
}

/** KR_ERR_LIMIT with their numbers where chunks have no answer. */
static kr_status check_answers(const kr_study_parts *p, int32_t n_chunks, kr_error *err) {
  char missing[ANSWERS_TEXT] = "", reason[KR_CHUNK_REASON];
  int32_t first = KR_NONE;
  for (int32_t i = 0; i <= n_chunks; ++i) {
    kr_chunk_end end = KR_CHUNK_WHOLE;
    if (i < n_chunks) {
      kr_status status = kr_chunk_look(p->folder, i, p->job->sha256, &end, reason, err);
      if (status != KR_OK) return status;
    }
    if (end == KR_CHUNK_OPEN && first == KR_NONE) first = i;
    if (end == KR_CHUNK_OPEN || first == KR_NONE) continue;
    append_range(missing, first, i - 1);
    first = KR_NONE;
  }
  if (!missing[0]) return KR_OK;
  return kr_fail(err, KR_ERR_LIMIT, "%s: no answer yet of chunks %s; run them, then merge again", p->folder, missing);
}

static kr_status merge_all(const kr_study_parts *p, kr_study *q, kr_error *err) {
  char result[KR_CHUNK_PATH];
  int32_t n_chunks;
  kr_status status;
  snprintf(result, sizeof result, "%s/result", p->folder);
  KR_TRY(count_chunks(p->job, &n_chunks, err));
  KR_TRY(check_answers(p, n_chunks, err));
  KR_TRY(p->kind->merge(p->study, p, err));
  if (!q->output) q->output = result;
  KR_TRY(kr_study_publish(q, p->kind->put, p->study, err));
  kr_study_place_sweep(p->folder, n_chunks);
done:
  if (q->output == result) q->output = NULL;
  return status;
}

/* ---- the command ---- */

static int act(kr_study_parts *p, kr_study_request *r) {
  kr_error err = {0};
  kr_status status = KR_OK;
  switch (r->verb) {
    case KR_STUDY_WHOLE: status = solve_whole(p, r->q, &err); break;
    case KR_STUDY_DO_PLAN: status = write_plan(p, r->q, &r->job, &err); break;
    case KR_STUDY_DO_RUN: status = run_chunk(p, r, &err); break;
    case KR_STUDY_DO_MERGE: status = merge_all(p, r->q, &err); break;
  }
  if (status != KR_OK) return kr_exit_failure(status, &err);
  if (r->verb == KR_STUDY_WHOLE || r->verb == KR_STUDY_DO_MERGE) p->kind->print(p->study);
  return KR_EXIT_OK;
}

/** Reads a planned study, and takes over what it was asked for. */
static int read_plan(kr_study_request *r, kr_study_job *job) {
  kr_error err = {0};
  kr_status status = kr_study_place_read(job, r->place, r->q->command, &err);
  if (status != KR_OK) return kr_exit_failure(status, &err);
  r->q->instance = kr_study_job_value(job, "study", "instance");
  return kr_study_request_replay(r, job);
}

static int check_instance(const kr_study_request *r, const kr_study_job *job) {
  kr_error err = {0};
  kr_status status = kr_study_job_check_inputs(job, r->q->inputs, &err);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static int open_and_act(kr_study_request *r, kr_study_job *planned) {
  bool is_planned = r->verb == KR_STUDY_DO_RUN || r->verb == KR_STUDY_DO_MERGE;
  kr_study_parts p = {
      .kind = r->kind, .folder = is_planned ? r->place : r->q->output, .job = is_planned ? planned : &r->job};
  r->q->instance = r->place;
  int code = is_planned ? read_plan(r, planned) : KR_EXIT_OK;
  if (code == KR_EXIT_OK) code = kr_study_open(r->q);
  if (code == KR_EXIT_OK && is_planned) code = check_instance(r, planned);
  if (code == KR_EXIT_OK) code = r->kind->open(&p.study, r->q, r->wishes, is_planned ? planned : NULL);
  if (code == KR_EXIT_OK) code = act(&p, r);
  r->kind->close(p.study);
  kr_study_close(r->q);
  return code;
}

int kr_study_command(const kr_study_kind *kind, kr_study *q, void *wishes, int argc, char **argv) {
  kr_study_request r = {.kind = kind, .q = q, .wishes = wishes};
  kr_study_job planned = {.rows = NULL};
  int code;
  if (kr_study_request_read(&code, &r, argc, argv)) code = open_and_act(&r, &planned);
  kr_study_job_clear(&planned);
  kr_study_job_clear(&r.job);
  return code;
}
