#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/answer.h"
#include "cli/command.h"
#include "cli/judge.h"
#include "cli/lib/run.h"
#include "cli/options.h"
#include "cli/report/report.h"
#include "cli/stop.h"
#include "cli/warm.h"
#include "instances/atomic.h"
#include "solver/clock.h"
#include "solver/fair.h"

enum {
  OPT_PLAN = 256,
  OPT_STATIC,
  OPT_GAP,
  OPT_TIME,
  OPT_THREADS,
  OPT_MASTER,
  OPT_WARM,
  OPT_JSON,
  OPT_REPRODUCIBLE,
  OPT_INTEGER,
  OPT_FAIRNESS,
  OPT_ITERATIONS,
  OPT_SEED,
  OPT_REPORT,
  OPT_LANGUAGE
};

static const kr_option options[] = {
    {"output", 'o', "DIR",
     "write the result folder there (allocation.csv, shipment_result.csv, resource_day.csv, summary.json; "
     "quota_day.csv with quotas); it appears whole, after it was verified, or not at all"},
    KR_OPTION_PLAN(OPT_PLAN),
    KR_OPTION_STATIC(OPT_STATIC),
    {"integer", OPT_INTEGER, NULL, "whole units (trains, sailings) and whole shipments, as the instance says"},
    {"fairness", OPT_FAIRNESS, KR_FAIR_KINDS,
     "among the plans that serve the most tonnes, fair served shares of the forwarders, then the least hours "
     "(forwarder.csv); with --integer as far as whole trains and shipments come to those shares (default none)"},
    {"gap", OPT_GAP, "G", "stop when the proven gap is at most G (default 1e-6, with --integer 1e-3)"},
    {"time-limit", OPT_TIME, "S",
     "stop after S seconds with the best plan so far (exit code 4; with --integer default 60)"},
    {"iteration-limit", OPT_ITERATIONS, "N",
     "with --integer: stop after N dives and nodes; the same N gives the same bytes"},
    {"seed", OPT_SEED, "N", "with --integer: other chances for the search (default 0)"},
    {"threads", OPT_THREADS, "N", "threads for pricing (default: all cores); the answer does not depend on it"},
    {"warm", OPT_WARM, "RESULT",
     "start from the routes and shadow prices of this result folder, of the same instance or one that changed a little "
     "(capacities, plan, shipments)"},
    {"master", OPT_MASTER, "auto|interior|key|glpk", "how the LP is solved (default auto)"},
    {"report", OPT_REPORT, "FILE", "also write one HTML page of the result (keruen report)"},
    {"language", OPT_LANGUAGE, KR_LANGUAGES, "of the page (default en)"},
    {"json", OPT_JSON, NULL, "print summary.json instead of the text"},
    {"reproducible", OPT_REPRODUCIBLE, NULL, "leave times and threads out of summary.json"},
    {"quiet", 'q', NULL, "nothing on stderr but errors and warnings about the data"},
    {"verbose", 'v', NULL, "a line for every round"},
    {0}};

const kr_usage kr_usage_solve = {
    .command = "solve",
    .summary = "allocate the freight: a dated itinerary for every shipment, with a proof",
    .synopsis = "INSTANCE [-o DIR] [options]",
    .about =
        "Allocates the freight of an instance: the plan with the least total transit time within every capacity, in "
        "whole\n"
        "kilograms, with a bound that no plan can undercut. Ctrl-C stops with the best plan so far, verified and "
        "written.",
    .options = options,
};

typedef enum verbosity { QUIET, NORMAL, VERBOSE } verbosity;

typedef struct request {
  const char *instance, *output, *plan, *warm, *report;
  kr_language language;
  kr_curve curve;
  kr_settings settings;
  kr_fair_kind fairness;
  bool json, reproducible, has_gap, has_time;
  double limit_s;
  verbosity loud;
} request;

static int take_master(request *q, const char *name) {
  if (kr_master_find(name, &q->settings.master)) return KR_EXIT_OK;
  return kr_exit_usage("solve", "--master takes auto, interior, key or glpk");
}

static int take_option(void *context, int option) {
  request *q = context;
  int32_t number;
  switch (option) {
    case 'o': q->output = optarg; return KR_EXIT_OK;
    case 'q': q->loud = QUIET; return KR_EXIT_OK;
    case 'v': q->loud = VERBOSE; return KR_EXIT_OK;
    case OPT_PLAN: q->plan = optarg; return KR_EXIT_OK;
    case OPT_STATIC: q->settings.view = KR_VIEW_STATIC; return KR_EXIT_OK;
    case OPT_JSON: q->json = true; return KR_EXIT_OK;
    case OPT_REPRODUCIBLE: q->reproducible = true; return KR_EXIT_OK;
    case OPT_INTEGER: q->settings.integer = true; return KR_EXIT_OK;
    case OPT_ITERATIONS:
      if (!kr_take_count(optarg, 1000000000, &number))
        return kr_exit_usage("solve", "--iteration-limit takes a whole number from 1 to 1000000000");
      q->settings.iteration_limit = number;
      return KR_EXIT_OK;
    case OPT_SEED:
      if (!kr_take_count(optarg, 1000000000, &number))
        return kr_exit_usage("solve", "--seed takes a whole number from 1 to 1000000000");
      q->settings.seed = (uint64_t)number;
      return KR_EXIT_OK;
    case OPT_GAP:
      q->has_gap = true;
      if (!kr_take_positive(optarg, &q->settings.gap)) return kr_exit_usage("solve", "--gap takes a number > 0");
      return KR_EXIT_OK;
    case OPT_TIME:
      q->has_time = true;
      if (!kr_take_positive(optarg, &q->settings.time_limit_s))
        return kr_exit_usage("solve", "--time-limit takes seconds > 0");
      return KR_EXIT_OK;
    case OPT_THREADS:
      if (!kr_take_count(optarg, KR_MOST_THREADS, &q->settings.threads))
        return kr_exit_usage("solve", "--threads takes a whole number from 1 to 1024");
      return KR_EXIT_OK;
    case OPT_WARM: q->warm = optarg; return KR_EXIT_OK;
    case OPT_FAIRNESS: return kr_take_fairness("solve", optarg, &q->fairness);
    case OPT_MASTER: return take_master(q, optarg);
    case OPT_REPORT: q->report = optarg; return KR_EXIT_OK;
    case OPT_LANGUAGE:
      if (kr_language_find(optarg, &q->language)) return KR_EXIT_OK;
      return kr_exit_usage("solve", "--language takes en, ru, kk or zh");
    default: return KR_EXIT_USAGE;
  }
}

/** @return false to leave with `*code` */
static bool read_request(int *code, request *q, int argc, char **argv) {
  *q = (request){.plan = "", .settings = kr_settings_default(), .loud = NORMAL};
  if (!kr_options_read(code, &kr_usage_solve, argc, argv, take_option, q)) return false;
  if (argc - optind != 1) {
    *code = kr_exit_usage("solve", "solve takes one instance folder");
    return false;
  }
  if (q->settings.integer && !q->has_gap) q->settings.gap = KR_INTEGER_GAP;
  if (q->settings.integer && !q->has_time && q->settings.iteration_limit == 0)
    q->settings.time_limit_s = KR_INTEGER_TIME_S;
  q->instance = argv[optind];
  return true;
}

/** One live line on a terminal; with -v a line a round; else nothing. */
static void show_progress(void *context, const kr_progress *p) {
  request *q = context;
  kr_curve_add(&q->curve, p);
  bool live = q->loud == NORMAL && isatty(STDERR_FILENO);
  if (!live && q->loud != VERBOSE) return;
  fprintf(stderr, "%s%6.1f s  %s %3lld  plan %.8g  bound %.8g  gap %.2e  routes %lld  tight %d%s",
          live ? "\r\033[K" : "", p->elapsed_s, p->phase, (long long)p->round, p->objective, p->bound, p->gap,
          (long long)p->n_columns, p->n_tight, live ? "" : "\n");
  if (live) fflush(stderr);
}

static void end_progress(const request *q) {
  if (q->loud == NORMAL && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

static kr_run run_of(const request *q) {
  return (kr_run){.settings = &q->settings,
                  .limit_s = q->limit_s,
                  .fairness = q->fairness,
                  .warm = q->warm,
                  .curve = &q->curve,
                  .reproducible = q->reproducible};
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
static void tell_streams(const request *q, const kr_result *r) {
  for (int32_t i = 0; i < r->n_streams && r->n_streams > 1 && q->loud == VERBOSE; ++i)
    fprintf(stderr, "thread %d: %.1f CPU s, %lld trials, %lld plans better than all before\n", (int)i + 1,
            r->streams[i].cpu_s, (long long)r->streams[i].n_dives, (long long)r->streams[i].n_better);
}

/** Where the result is made. Without -o that is a temporary folder, for as long as it takes to verify it. */
typedef struct place {
  kr_folder *folder;
  char scratch[KR_TEMPORARY_ROOM]; /* "" with -o */
} place;

static kr_status begin_place(place *p, const request *q, kr_error *err) {
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
static kr_status put_page(const place *p, const request *q, const kr_corridor *c, kr_error *err) {
  const kr_report report = {.corridor = c,
                            .folder = q->output ? q->output : kr_folder_path(p->folder),
                            .output = q->report,
                            .language = q->language,
                            .has_no_files = !q->output,
                            .is_judged = true};
  return q->report ? kr_report_write(&report, err) : KR_OK;
}

/** Written, read back, judged; only then is it there. */
static kr_status publish(place *p, const request *q, const kr_corridor *c, const kr_inputs *inputs,
                         kr_solution *solution, kr_error *err) {
  kr_status status = KR_OK;
  const char *path = kr_folder_path(p->folder);
  const kr_run run = run_of(q);
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
static void warn_splits(const request *q, const kr_corridor *c) {
  int32_t n = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) n += !c->shipments[s].splittable;
  if (n > 0 && q->loud != QUIET && !q->settings.integer)
    fprintf(stderr,
            "keruen: %d shipment%s not splittable; this solve is of the LP, which may split them all the same\n",
            (int)n, n == 1 ? " is" : "s are");
}

static int solve_and_publish(request *q, const kr_corridor *c, const kr_inputs *inputs) {
  kr_error err = {0};
  kr_solution *solution = NULL;
  q->settings.progress = show_progress;
  q->settings.progress_context = q;
  place p;
  warn_splits(q, c);
  kr_status status = begin_place(&p, q, &err);
  if (status == KR_OK) status = kr_solve_fairly(&solution, c, &q->settings, q->fairness, &err);
  end_progress(q);
  if (status == KR_OK) tell_streams(q, &solution->result);
  if (status == KR_OK) status = publish(&p, q, c, inputs, solution, &err);
  end_place(&p);
  int code = status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
  if (status == KR_OK && solution->is_stopped && !solution->result.is_optimal) {
    code = KR_EXIT_STOPPED;
    if (q->loud != QUIET) fprintf(stderr, "keruen: stopped before the gap; the plan is verified\n");
  } else if (status == KR_OK && !solution->result.is_optimal && q->loud != QUIET) {
    fprintf(stderr, "keruen: the %s is at its end; %s leave a gap of %.2g\n", q->settings.integer ? "search" : "LP",
            q->settings.integer ? "whole trains and shares" : "whole kilograms", solution->result.gap);
  }
  kr_solution_free(solution);
  return code;
}

int kr_command_solve(int argc, char **argv) {
  request q;
  int code;
  if (!read_request(&code, &q, argc, argv)) return code;
  q.settings.stop = kr_stop_on_signals();
  double began = kr_clock_wall();
  kr_corridor *c = NULL;
  kr_inputs *inputs = calloc(1, sizeof *inputs);
  if (!inputs) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  code = kr_read_instance(&c, inputs, q.instance);
  if (code == KR_EXIT_OK) code = kr_find_plan(c, "solve", q.plan, &q.settings.plan);
  kr_warm_folder warm = {0};
  if (code == KR_EXIT_OK && q.warm) {
    code = kr_warm_read(&warm, q.warm, c, q.settings.view, q.loud == QUIET);
    q.settings.warm = &warm.warm;
  }
  q.limit_s = q.settings.time_limit_s; /* what was asked for; reading was part of it */
  q.settings.time_limit_s = fmax(0.5 * q.limit_s, q.limit_s - (kr_clock_wall() - began));
  if (code == KR_EXIT_OK) code = solve_and_publish(&q, c, inputs);
  kr_warm_clear(&warm);
  kr_corridor_free(c);
  kr_curve_clear(&q.curve);
  free(inputs);
  return code;
}
