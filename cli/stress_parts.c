#include "cli/chunks/chunk_answer.h"
#include "cli/stress_study.h"
#include "cli/study_answer.h"

/** Which losses a chunk is about: [first, first + n), n = 0 of chunk 0. */
typedef struct share {
  int32_t first, n;
} share;

static share share_of(const kr_stress_study *s, int32_t chunk) {
  int32_t first = (chunk - 1) * s->per_chunk, left = s->n - first;
  return chunk == 0 ? (share){0, 0} : (share){first, left < s->per_chunk ? left : s->per_chunk};
}

static int32_t count_chunks(const kr_stress_study *s) { return 1 + (s->n + s->per_chunk - 1) / s->per_chunk; }

kr_status kr_stress_plan_chunks(void *study, kr_study_job *job, int32_t *n_chunks, kr_error *err) {
  kr_stress_study *s = study;
  kr_status status;
  KR_TRY(kr_study_solve(s->study, &s->solution, err));
  KR_TRY(kr_stress_choose_used(s, err));
  *n_chunks = count_chunks(s);
  KR_TRY(kr_study_job_add_chunk(job, 0, "", err));
  for (int32_t i = 0; i < s->n; ++i)
    KR_TRY(kr_study_job_add_chunk(job, 1 + i / s->per_chunk,
                                  kr_ids_text(s->study->corridor->resource_ids, s->losses[i].resource), err));
done:
  return status;
}

/** Everything as it is; where it was planned the solution is there. */
static kr_status do_first(const kr_stress_study *s, const char *to, kr_error *err) {
  kr_scenario one = {.corridor = s->study->corridor, .settings = s->study->settings, .solution = s->solution};
  kr_status status = s->solution ? KR_OK : kr_study_solve(s->study, &one.solution, err);
  if (status == KR_OK) status = kr_study_answer_write(to, &one, err);
  if (!s->solution) kr_solution_free(one.solution);
  return status;
}

static kr_status need_first(kr_stress_study *s, const kr_study_parts *parts, kr_error *err) {
  kr_scenario one = {.corridor = s->study->corridor, .settings = s->study->settings};
  kr_status status = kr_study_parts_need(parts, 0, &one, err);
  s->solution = one.solution;
  return status;
}

kr_status kr_stress_do_chunk(void *study, const kr_study_parts *parts, int32_t number, const char *to, kr_error *err) {
  kr_stress_study *s = study;
  share own = share_of(s, number);
  if (number == 0) return do_first(s, to, err);
  kr_status status;
  KR_TRY(need_first(s, parts, err));
  kr_whatif_base base = {s->study->corridor, &s->study->settings, s->solution};
  KR_TRY(kr_stress_find(&base, &s->window, s->study->threads, s->losses + own.first, own.n, err));
  status = kr_losses_write(to, s->losses + own.first, own.n, err);
done:
  return status;
}

kr_status kr_stress_merge(void *study, const kr_study_parts *parts, kr_error *err) {
  kr_stress_study *s = study;
  int32_t n_chunks = count_chunks(s);
  char path[KR_CHUNK_PATH];
  kr_status status = need_first(s, parts, err);
  for (int32_t i = 1; i < n_chunks && status == KR_OK; ++i) {
    share own = share_of(s, i);
    kr_study_parts_answer(parts, i, path);
    status = kr_losses_read(path, s->study->corridor, s->losses + own.first, own.n, err);
    status = kr_study_parts_refuse(parts, i, status);
  }
  if (status == KR_OK) kr_losses_rank(s->losses, s->n);
  return status;
}
