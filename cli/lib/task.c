#include <math.h>
#include <stdlib.h>

#include "cli/lib/handles.h"
#include "cli/lib/judging.h"
#include "cli/lib/run.h"
#include "graph/memory.h"
#include "instances/atomic.h"
#include "instances/plain_locale.h"
#include "solver/fair.h"

static void note(void *context, const kr_progress *progress) {
  kr_task *t = context;
  kr_curve_add(&t->curve, progress);
}

kr_task *kr_task_create(const kr_instance *instance) {
  kr_task *t = kr_instance_code(instance) == KR_DONE ? calloc(1, sizeof *t) : NULL;
  if (!t) return NULL;
  t->instance = instance;
  t->settings = kr_settings_default();
  t->settings.gap = 0; /* by the kind of solve */
  t->settings.stop = &t->stop;
  t->settings.progress = note;
  t->settings.progress_context = t;
  return t;
}

void kr_task_free(kr_task *t) {
  if (!t) return;
  kr_solution_free(t->solution);
  kr_curve_clear(&t->curve);
  free(t->tally);
  free(t->used);
  free(t);
}

const char *kr_task_error(const kr_task *t) { return t ? t->err.text : "there is no task"; }

void kr_task_stop(kr_task *t) {
  if (t) t->stop = 1;
}

/** As keruen solve does where nothing is said. */
static void settle(kr_settings *s) {
  if (s->gap <= 0) s->gap = s->integer ? KR_INTEGER_GAP : kr_settings_default().gap;
  if (s->integer && isinf(s->time_limit_s) && s->iteration_limit == 0) s->time_limit_s = KR_INTEGER_TIME_S;
}

/** The plan as the judge of solver/verify.h sees it; what it claims is held against the files when they are written. */
static kr_status judge(kr_task *t, const kr_solution *s, kr_error *err) {
  const kr_verify_options options = {t->settings.plan, t->settings.view == KR_VIEW_STATIC, t->settings.integer,
                                     t->settings.gap};
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  if (!verdict) return kr_fail_memory(err);
  kr_status status = kr_verify(verdict, t->instance->corridor, &options, &s->result.allocation, NULL, err);
  if (status == KR_OK) status = kr_verdict_status(verdict, err);
  free(verdict);
  return status;
}

static kr_status add_up(kr_task *t, const kr_solution *s, kr_error *err) {
  const kr_corridor *c = t->instance->corridor;
  t->tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *t->tally);
  t->used = kr_zeros((size_t)kr_n_resources(c) * (size_t)s->timetable->n_days, sizeof *t->used);
  if (!t->tally || !t->used) return kr_fail_memory(err);
  kr_tally_sum(c, s->timetable, &s->result.allocation, t->tally, t->used);
  return KR_OK;
}

int kr_task_solve(kr_task *t) {
  kr_solution *s = NULL;
  if (!kr_task_may_set(t, true)) return KR_MISUSE;
  locale_t had = kr_plain_locale_take();
  t->is_begun = true;
  settle(&t->settings);
  kr_status status = KR_OK;
  KR_TRY(kr_solve_fairly(&s, t->instance->corridor, &t->settings, t->fairness, &t->err));
  KR_TRY(judge(t, s, &t->err));
  KR_TRY(add_up(t, s, &t->err));
  t->solution = s;
done:
  kr_plain_locale_give_back(had);
  if (status != KR_OK) kr_solution_free(s);
  if (status != KR_OK) return kr_code_of(status);
  return s->is_stopped && !s->result.is_optimal ? KR_STOPPED : KR_DONE;
}

/** @param certified receives what the judge has certified */
static kr_status judge_files(const kr_task *t, const char *folder, double *certified, kr_error *err) {
  const kr_judged what = {folder, t->instance->corridor, t->settings.gap};
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  kr_messages *messages = NULL;
  kr_status status = KR_ERR_MEMORY;
  if (verdict) status = kr_messages_create(&messages);
  if (status == KR_OK) status = kr_judge_quietly(verdict, NULL, messages, &what, err);
  if (status == KR_OK) *certified = verdict->bound;
  kr_messages_free(messages);
  free(verdict);
  return status == KR_ERR_MEMORY ? kr_fail_memory(err) : status;
}

int kr_task_write(kr_task *t, const char *folder) {
  kr_folder *place = NULL;
  double certified = INFINITY;
  if (!t || !folder) return KR_MISUSE;
  t->err = (kr_error){0};
  if (!t->solution) return kr_fail(&t->err, KR_ERR_RANGE, "there is no plan to write"), KR_MISUSE;
  const kr_run run = {
      .settings = &t->settings, .limit_s = t->settings.time_limit_s, .fairness = t->fairness, .curve = &t->curve};
  const kr_instance *i = t->instance;
  locale_t had = kr_plain_locale_take();
  kr_status status = KR_OK;
  KR_TRY(kr_folder_begin(&place, folder, &t->err));
  KR_TRY(kr_run_write(kr_folder_path(place), &run, i->corridor, &i->inputs, t->solution, &t->err));
  KR_TRY(judge_files(t, kr_folder_path(place), &certified, &t->err));
  KR_TRY(kr_run_certify(kr_folder_path(place), &run, i->corridor, &i->inputs, t->solution, certified, &t->err));
  KR_TRY(kr_folder_commit(place, &t->err));
done:
  kr_folder_abandon(place);
  kr_plain_locale_give_back(had);
  return kr_code_of(status);
}
