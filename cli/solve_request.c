#include "cli/solve_request.h"

#include <unistd.h>

#include "cli/command.h"
#include "cli/lib/run.h"
#include "cli/options.h"

#define MOST 1000000000 /* of dives and seeds */

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

static int take_master(const char *name, kr_master_kind *out) {
  if (kr_master_find(name, out)) return KR_EXIT_OK;
  return kr_exit_usage("solve", "--master takes auto, interior, key or glpk");
}

static int take_iterations(kr_settings *s) {
  int32_t number = 0;
  int code = kr_take_whole("solve", "iteration-limit", optarg, MOST, &number);
  s->iteration_limit = number;
  return code;
}

static int take_seed(kr_settings *s) {
  int32_t number = 0;
  int code = kr_take_whole("solve", "seed", optarg, MOST, &number);
  s->seed = (uint64_t)number;
  return code;
}

/** What says how to solve. */
static int take_setting(kr_solve_request *q, int option) {
  kr_settings *s = &q->settings;
  switch (option) {
    case OPT_STATIC: s->view = KR_VIEW_STATIC; return KR_EXIT_OK;
    case OPT_INTEGER: s->integer = true; return KR_EXIT_OK;
    case OPT_ITERATIONS: return take_iterations(s);
    case OPT_SEED: return take_seed(s);
    case OPT_GAP: q->has_gap = true; return kr_take_gap("solve", optarg, &s->gap);
    case OPT_TIME: q->has_time = true; return kr_take_time_limit("solve", optarg, &s->time_limit_s);
    case OPT_THREADS: return kr_take_threads("solve", optarg, &s->threads);
    case OPT_FAIRNESS: return kr_take_fairness("solve", optarg, &q->fairness);
    case OPT_MASTER: return take_master(optarg, &s->master);
    default: return KR_EXIT_USAGE;
  }
}

static int take_option(void *context, int option) {
  kr_solve_request *q = context;
  switch (option) {
    case 'o': q->output = optarg; return KR_EXIT_OK;
    case 'q': q->loud = KR_QUIET; return KR_EXIT_OK;
    case 'v': q->loud = KR_VERBOSE; return KR_EXIT_OK;
    case OPT_PLAN: q->plan = optarg; return KR_EXIT_OK;
    case OPT_JSON: q->json = true; return KR_EXIT_OK;
    case OPT_REPRODUCIBLE: q->reproducible = true; return KR_EXIT_OK;
    case OPT_WARM: q->warm = optarg; return KR_EXIT_OK;
    case OPT_REPORT: q->report = optarg; return KR_EXIT_OK;
    case OPT_LANGUAGE: return kr_take_language("solve", optarg, &q->language);
    default: return take_setting(q, option);
  }
}

bool kr_solve_request_read(int *code, kr_solve_request *q, int argc, char **argv) {
  *q = (kr_solve_request){.plan = "", .settings = kr_settings_default(), .loud = KR_NORMAL};
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
