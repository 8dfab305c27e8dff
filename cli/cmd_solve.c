#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/judge.h"
#include "cli/lib/run.h"
#include "cli/report/report.h"
#include "cli/solve_request.h"
#include "cli/stop.h"
#include "cli/warm.h"
#include "instances/atomic.h"
#include "solver/clock.h"
#include "solver/fair.h"

/** A solve under way. */
typedef struct job {
  kr_solve_request asked;
  kr_curve curve;
  double limit_s;
} job;

/** One live line on a terminal; with -v a line a round; else nothing. */
static void show_progress(void *context, const kr_progress *p) {
  job *j = context;
  kr_curve_add(&j->curve, p);
  bool live = j->asked.loud == KR_NORMAL && isatty(STDERR_FILENO);
  if (!live && j->asked.loud != KR_VERBOSE) return;
  fprintf(stderr, "%s%6.1f s  %s %3lld  plan %.8g  bound %.8g  gap %.2e  routes %lld  tight %d%s",
          live ? "\r\033[K" : "", p->elapsed_s, p->phase, (long long)p->round, p->objective, p->bound, p->gap,
          (long long)p->n_columns, p->n_tight, live ? "" : "\n");
  if (live) fflush(stderr);
}

static void end_progress(const kr_solve_request *q) {
  if (q->loud == KR_NORMAL && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

static kr_run run_of(const job *j) {
  return (kr_run){.settings = &j->asked.settings,
                  .limit_s = j->limit_s,
                  .fairness = j->asked.fairness,
                  .warm = j->asked.warm,
                  .curve = &j->curve,
                  .reproducible = j->asked.reproducible};
}

static kr_status print_file(const char *folder, const char *name, kr_error *err) {
  char path[4096], buffer[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) return kr_fail(err, KR_ERR_IO, "%s: cannot be read back", path);
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) fwrite(buffer, 1, n, stdout);
  fclose(file);
  return KR_OK;
}

/** Of more than one thread of an integer search: what each did, so that what a thread brings is seen. */
static void tell_streams(const kr_solve_request *q, const kr_result *r) {
  for (int32_t i = 0; i < r->n_streams && r->n_streams > 1 && q->loud == KR_VERBOSE; ++i)
    fprintf(stderr, "thread %d: %.1f CPU s, %lld trials, %lld plans better than all before\n", (int)i + 1,
            r->streams[i].cpu_s, (long long)r->streams[i].n_dives, (long long)r->streams[i].n_better);
}

/** Where the result is made. Without -o that is a temporary folder, for as long as it takes to verify it. */
typedef struct place {
  kr_folder *folder;
  char scratch[KR_TEMPORARY_ROOM]; /* "" with -o */
} place;

static kr_status begin_place(place *p, const kr_solve_request *q, kr_error *err) {
  char path[KR_TEMPORARY_ROOM + 8];
  *p = (place){NULL, ""};
  if (q->output) return kr_folder_begin(&p->folder, q->output, err);
  kr_status status = kr_folder_make_temporary(p->scratch, false, err);
  if (status != KR_OK) return status;
  snprintf(path, sizeof path, "%s/result", p->scratch);
  return kr_folder_begin(&p->folder, path, err);
}

static void end_place(place *p) {
  kr_folder_abandon(p->folder);
  if (p->scratch[0]) rmdir(p->scratch);
}

/** The page of the result, which is judged: in place, or where it is made. */
static kr_status put_page(const place *p, const kr_solve_request *q, const kr_corridor *c, kr_error *err) {
  const kr_report report = {.corridor = c,
                            .folder = q->output ? q->output : kr_folder_path(p->folder),
                            .output = q->report,
                            .language = q->language,
                            .has_no_files = !q->output,
                            .is_judged = true};
  return q->report ? kr_report_write(&report, err) : KR_OK;
}

/** Written, read back, judged; only then is it there. */
static kr_status publish(place *p, const job *j, const kr_corridor *c, const kr_inputs *inputs, kr_solution *solution,
                         kr_error *err) {
  kr_status status = KR_OK;
  const kr_solve_request *q = &j->asked;
  const char *path = kr_folder_path(p->folder);
  const kr_run run = run_of(j);
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  if (!verdict) return kr_fail_memory(err);
  KR_TRY(kr_run_write(path, &run, c, inputs, solution, err));
  KR_TRY(kr_judge_folder(verdict, path, c, q->settings.gap, err));
  KR_TRY(kr_run_certify(path, &run, c, inputs, solution, verdict->bound, err));
  if (q->json) KR_TRY(print_file(path, "summary.json", err));
  if (q->output) KR_TRY(kr_folder_commit(p->folder, err));
  KR_TRY(put_page(p, q, c, err));
  if (!q->json) KR_TRY(kr_answer_print(c, solution));
done:
  free(verdict);
  return status;
}

/** The LP may split any shipment; whoever said otherwise must know. */
static void warn_splits(const kr_solve_request *q, const kr_corridor *c) {
  int32_t n = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) n += !c->shipments[s].splittable;
  if (n > 0 && q->loud != KR_QUIET && !q->settings.integer)
    fprintf(stderr,
            "keruen: %d shipment%s not splittable; this solve is of the LP, which may split them all the same\n",
            (int)n, n == 1 ? " is" : "s are");
}

/** What is said of a plan that is not within the gap. @return the exit code */
static int tell_end(const kr_solve_request *q, const kr_solution *solution) {
  const kr_result *r = &solution->result;
  if (r->is_optimal) return KR_EXIT_OK;
  if (q->loud != KR_QUIET && solution->is_stopped)
    fprintf(stderr, "keruen: stopped before the gap; the plan is verified\n");
  if (q->loud != KR_QUIET && !solution->is_stopped)
    fprintf(stderr, "keruen: the %s is at its end; %s leave a gap of %.2g\n", q->settings.integer ? "search" : "LP",
            q->settings.integer ? "whole trains and shares" : "whole kilograms", r->gap);
  return solution->is_stopped ? KR_EXIT_STOPPED : KR_EXIT_OK;
}

static int solve_and_publish(job *j, const kr_corridor *c, const kr_inputs *inputs) {
  kr_solve_request *q = &j->asked;
  kr_error err = {0};
  kr_solution *solution = NULL;
  q->settings.progress = show_progress;
  q->settings.progress_context = j;
  place p;
  warn_splits(q, c);
  kr_status status = begin_place(&p, q, &err);
  if (status == KR_OK) status = kr_solve_fairly(&solution, c, &q->settings, q->fairness, &err);
  end_progress(q);
  if (status == KR_OK) tell_streams(q, &solution->result);
  if (status == KR_OK) status = publish(&p, j, c, inputs, solution, &err);
  end_place(&p);
  int code = status == KR_OK ? tell_end(q, solution) : kr_exit_failure(status, &err);
  kr_solution_free(solution);
  return code;
}

/** Of an instance that is read. @param began when reading began: it is part of the time limit */
static int solve_read(job *j, kr_corridor *c, const kr_inputs *inputs, double began) {
  kr_solve_request *q = &j->asked;
  kr_warm_folder warm = {0};
  int code = kr_find_plan(c, "solve", q->plan, &q->settings.plan);
  if (code == KR_EXIT_OK && q->warm) {
    code = kr_warm_read(&warm, q->warm, c, q->settings.view, q->loud == KR_QUIET);
    q->settings.warm = &warm.warm;
  }
  j->limit_s = q->settings.time_limit_s; /* what was asked for */
  q->settings.time_limit_s = fmax(0.5 * j->limit_s, j->limit_s - (kr_clock_wall() - began));
  if (code == KR_EXIT_OK) code = solve_and_publish(j, c, inputs);
  kr_warm_clear(&warm);
  return code;
}

int kr_command_solve(int argc, char **argv) {
  job j = {0};
  int code;
  if (!kr_solve_request_read(&code, &j.asked, argc, argv)) return code;
  j.asked.settings.stop = kr_stop_on_signals();
  double began = kr_clock_wall();
  kr_corridor *c = NULL;
  kr_inputs *inputs = calloc(1, sizeof *inputs);
  if (!inputs) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  code = kr_read_instance(&c, inputs, j.asked.instance);
  if (code == KR_EXIT_OK) code = solve_read(&j, c, inputs, began);
  kr_corridor_free(c);
  kr_curve_clear(&j.curve);
  free(inputs);
  return code;
}
