#include "cli/study.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/options.h"
#include "cli/report/report.h"
#include "cli/stop.h"
#include "instances/atomic.h"

int kr_study_take(kr_study *q, int option) {
  switch (option) {
    case 'o': q->output = optarg; return KR_EXIT_OK;
    case KR_STUDY_PLAN: q->plan = optarg; return KR_EXIT_OK;
    case KR_STUDY_STATIC: q->settings.view = KR_VIEW_STATIC; return KR_EXIT_OK;
    case KR_STUDY_GAP: return kr_take_gap(q->command, optarg, &q->settings.gap);
    case KR_STUDY_THREADS: return kr_take_threads(q->command, optarg, &q->threads);
    case KR_STUDY_REPORT: q->report = optarg; return KR_EXIT_OK;
    case KR_STUDY_LANGUAGE: return kr_take_language(q->command, optarg, &q->language);
    default: return KR_EXIT_USAGE;
  }
}

int kr_study_open(kr_study *q) {
  q->settings.stop = kr_stop_on_signals();
  q->inputs = calloc(1, sizeof *q->inputs);
  if (!q->inputs) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  int code = kr_read_instance(&q->corridor, q->inputs, q->instance);
  return code == KR_EXIT_OK ? kr_find_plan(q->corridor, q->command, q->plan, &q->settings.plan) : code;
}

void kr_study_close(kr_study *q) {
  kr_corridor_free(q->corridor);
  free(q->inputs);
}

int kr_study_run(kr_study *q, int argc, char **argv, kr_study_answer answer, const void *wishes) {
  if (argc - optind != 1) return kr_exit_usage(q->command, "%s takes one instance folder", q->command);
  q->instance = argv[optind];
  int code = kr_study_open(q);
  if (code == KR_EXIT_OK) code = answer(q, wishes);
  kr_study_close(q);
  return code;
}

kr_status kr_study_solve(const kr_study *q, kr_solution **out, kr_error *err) {
  kr_scenario one = {.corridor = q->corridor, .settings = q->settings, .from = KR_NONE};
  kr_status status = kr_scenarios_solve(&one, 1, 1, err);
  if (status == KR_OK) {
    *out = one.solution;
  } else {
    kr_solution_free(one.solution);
  }
  return status;
}

static kr_status put_page(const kr_study *q, const char *folder, kr_error *err) {
  const kr_report report = {
      .corridor = q->corridor, .folder = folder, .output = q->report, .language = q->language, .is_judged = true};
  return q->report ? kr_report_write(&report, err) : KR_OK;
}

/** Only for the page: in a private folder, which goes when it is read. */
static kr_status put_page_alone(const kr_study *q, kr_study_put put, const void *context, kr_error *err) {
  char scratch[KR_TEMPORARY_ROOM], path[KR_TEMPORARY_ROOM + 8];
  kr_folder *folder = NULL;
  kr_status status = kr_folder_make_temporary(scratch, true, err);
  if (status != KR_OK) return status;
  snprintf(path, sizeof path, "%s/study", scratch);
  KR_TRY(kr_folder_begin(&folder, path, err));
  KR_TRY(put(context, kr_folder_path(folder), err));
  KR_TRY(put_page(q, kr_folder_path(folder), err));
done:
  kr_folder_abandon(folder);
  rmdir(scratch);
  return status;
}

kr_status kr_study_publish(const kr_study *q, kr_study_put put, const void *context, kr_error *err) {
  kr_folder *folder = NULL;
  kr_status status = KR_OK;
  if (!q->output) return q->report ? put_page_alone(q, put, context, err) : KR_OK;
  KR_TRY(kr_folder_begin(&folder, q->output, err));
  KR_TRY(put(context, kr_folder_path(folder), err));
  KR_TRY(kr_folder_commit(folder, err));
  KR_TRY(put_page(q, q->output, err));
done:
  kr_folder_abandon(folder);
  return status;
}

kr_status kr_study_csv(const char *folder, const char *name, kr_study_rows rows, const void *context, kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, name, err);
  if (status != KR_OK) return status;
  status = rows(context, &sink);
  if (status == KR_OK) return kr_sink_close(&sink, err);
  kr_sink_drop(&sink);
  return kr_fail_memory(err);
}

void kr_study_head(kr_json *j, const kr_study *q, const char *schema) {
  kr_json_open(j, NULL);
  kr_json_text(j, "schema", schema);
  kr_json_text(j, "version", KERUEN_VERSION);
  kr_json_text(j, "plan", q->plan);
  kr_json_flag(j, "static", q->settings.view == KR_VIEW_STATIC);
  kr_json_number(j, "gap_asked", q->settings.gap);
}

void kr_study_solution(kr_json *j, const kr_solution *solution) {
  kr_json_number(j, "objective", solution->result.objective);
  kr_json_number(j, "bound", solution->result.bound);
}

kr_status kr_study_tail(kr_json *j, const kr_study *q, kr_error *err) {
  kr_json_inputs(j, q->inputs);
  kr_json_close(j);
  kr_sink_text(&j->sink, "\n");
  return kr_sink_close(&j->sink, err);
}
