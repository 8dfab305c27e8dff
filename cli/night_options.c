#include "cli/night_options.h"

#include <string.h>

#include "cli/command.h"
#include "cli/options.h"

#define WHAT_IF_S 120
#define WHAT_IF_MB 2048
#define MOST_DAYS 400

kr_night_request kr_night_request_default(void) {
  kr_night_request q = {
      .orders = {.plan = "",
                 .settings = kr_settings_default(),
                 .what_if = {.program = "/proc/self/exe", .wall_s = WHAT_IF_S, .memory_mb = WHAT_IF_MB}}};
  q.orders.settings.integer = true;
  q.orders.settings.iteration_limit = KR_NIGHT_ITERATIONS;
  q.orders.settings.time_limit_s = KR_NIGHT_TIME_S;
  return q;
}

enum {
  OPT_CORRIDOR = 256,
  OPT_DATE,
  OPT_DAYS,
  OPT_PLAN,
  OPT_LP,
  OPT_GAP,
  OPT_ITERATIONS,
  OPT_TIME,
  OPT_THREADS,
  OPT_WHAT_IF_S,
  OPT_WHAT_IF_MB,
  OPT_LOG,
  OPT_CHUNK,
  OPT_MOVES,
  OPT_FAIRNESS,
  OPT_REPORT,
  OPT_LANGUAGE
};

static const kr_option options[] = {
    {"corridor", OPT_CORRIDOR, "INSTANCE", "the corridor"},
    {"date", OPT_DATE, "DATE", "the night of this date, or of today (UTC)"},
    {"days", OPT_DAYS, "N", "length of the horizon (default: the corridor's)"},
    KR_OPTION_PLAN(OPT_PLAN),
    {"lp", OPT_LP, NULL, "split units and shipments: the LP, not whole trains and whole shipments"},
    {"gap", OPT_GAP, "G", "stop when the proven gap is at most G (default 1e-3, with --lp 1e-6)"},
    {"iteration-limit", OPT_ITERATIONS, "N",
     "stop after N dives and nodes (default 40), so that the outcome is the clock's not"},
    {"time-limit", OPT_TIME, "S", "stop after S seconds all the same (default 150); a line of the log says so"},
    {"threads", OPT_THREADS, "N", "threads for pricing (default: all cores); the answer does not depend on it"},
    {"fairness", OPT_FAIRNESS, KR_FAIR_KINDS,
     "among the plans that serve the most tonnes, fair served shares of the forwarders, what was promised counted; "
     "forwarder.csv of the night's result has them, each answer its own; not with --allow-moves (default none)"},
    {"allow-moves", OPT_MOVES, "P",
     "promises that have not departed may be moved where it is worth more than P hours a tonne: never into waiting, "
     "never past their due; without it all promises hold"},
    {"what-if-seconds", OPT_WHAT_IF_S, "S",
     "wall time of each what-if (default 120); it runs in a process of its own, after the night"},
    {"what-if-memory", OPT_WHAT_IF_MB, "MB", "its memory (default 2048)"},
    {"report", OPT_REPORT, NULL, "also make the page of the corridor's result, SPOOL/nights/DATE/report.html"},
    {"language", OPT_LANGUAGE, KR_LANGUAGES, "of the page (default en)"},
    {"chunk", OPT_CHUNK, "N", "which chunk to run"},
    {"log", OPT_LOG, "text|json", "form of the log on stderr; under systemd text has its priorities"},
    {0}};

const kr_usage kr_usage_nightly = {
    .command = "nightly",
    .summary = "the night: all that was handed in, allocated together around all that is promised",
    .synopsis =
        "[plan|merge] SPOOL --corridor INSTANCE --date DATE [options]\n"
        "run SPOOL --date DATE --chunk N [--threads N]",
    .about =
        "Allocates together what was handed in until now and what waits, around all that is promised, from midnight "
        "after\n"
        "DATE on; records it in the ledger, and answers every forwarder in SPOOL/forwarder/F/out/RECEIPT. Of INSTANCE "
        "its\n"
        "network, plans and capacities count, not its freight. A night that was stopped at any moment is run again "
        "and\n"
        "comes to the same end; an earlier one that was not ended is ended first; one that is done says so.\n"
        "\n"
        "On more than one machine in three parts: plan claims, writes the night's work in chunks into "
        "SPOOL/nights/DATE,\n"
        "and says their numbers (0-7); run does one of them, on any machine that sees the spool, as often as one "
        "likes;\n"
        "merge takes the answers in. The outcome is that of the one command, byte for byte.",
    .options = options,
    .notes =
        "Exit codes: 0 the night is done, 2 refused (a date before the last night, a corridor that cannot carry what "
        "is\n"
        "promised), 4 done, but a limit cut the solve or a signal the what-ifs, 5 nothing decided: a signal, another\n"
        "nightly is running, or (merge) a chunk has no answer yet, 6 i/o failure, 7 verification failed, nothing\n"
        "published, 64 usage. After 2, 5, 6 and 7 the same command goes on where it stopped.",
};

static int take_number(const char *option, int32_t most, int32_t *out) {
  return kr_take_whole("nightly", option, optarg, most, out);
}

static int take_iterations(kr_settings *s) {
  int32_t number = 0;
  int code = take_number("iteration-limit", 1000000000, &number);
  if (code == KR_EXIT_OK) s->iteration_limit = number;
  return code;
}

static int take_moves(kr_night_orders *o) {
  o->may_move = kr_take_positive(optarg, &o->move_h);
  return o->may_move ? KR_EXIT_OK : kr_exit_usage("nightly", "--allow-moves takes hours > 0");
}

static int take_log(kr_night_request *q) {
  q->is_json = strcmp(optarg, "json") == 0;
  return q->is_json || strcmp(optarg, "text") == 0 ? KR_EXIT_OK : kr_exit_usage("nightly", "--log takes text or json");
}

static int take_option(void *context, int option) {
  kr_night_request *q = context;
  kr_night_orders *o = &q->orders;
  switch (option) {
    case OPT_CORRIDOR: o->folder = optarg; return KR_EXIT_OK;
    case OPT_DATE: q->date_text = optarg; return KR_EXIT_OK;
    case OPT_DAYS: return take_number("days", MOST_DAYS, &o->days);
    case OPT_PLAN: o->plan = optarg; return KR_EXIT_OK;
    case OPT_LP: o->settings.integer = false; return KR_EXIT_OK;
    case OPT_GAP: q->has_gap = true; return kr_take_gap("nightly", optarg, &o->settings.gap);
    case OPT_ITERATIONS: return take_iterations(&o->settings);
    case OPT_TIME: return kr_take_time_limit("nightly", optarg, &o->settings.time_limit_s);
    case OPT_THREADS: return kr_take_threads("nightly", optarg, &o->settings.threads);
    case OPT_WHAT_IF_S: return take_number("what-if-seconds", 86400, &o->what_if.wall_s);
    case OPT_WHAT_IF_MB: return take_number("what-if-memory", 1 << 20, &o->what_if.memory_mb);
    case OPT_LOG: return take_log(q);
    case OPT_MOVES: return take_moves(o);
    case OPT_REPORT: q->has_report = true; return KR_EXIT_OK;
    case OPT_LANGUAGE: return kr_take_language("nightly", optarg, &q->language);
    case OPT_FAIRNESS: return kr_take_fairness("nightly", optarg, &o->fairness);
    case OPT_CHUNK: q->has_chunk = true; return kr_take_chunk("nightly", optarg, &q->chunk);
    default: return KR_EXIT_USAGE;
  }
}

static int take_words(kr_night_request *q, int argc, char **argv) {
  static const char *const verbs[] = {[KR_NIGHT_PLAN] = "plan", [KR_NIGHT_RUN] = "run", [KR_NIGHT_MERGE] = "merge"};
  int n = argc - optind;
  if (n < 1 || n > 2) return kr_exit_usage("nightly", "nightly takes one spool, before it plan, run, merge or nothing");
  q->spool = argv[argc - 1];
  for (int i = KR_NIGHT_PLAN; n == 2 && i <= KR_NIGHT_MERGE; i++)
    if (strcmp(argv[optind], verbs[i]) == 0) q->part = (kr_night_part)i;
  if (n == 2 && q->part == KR_NIGHT_WHOLE)
    return kr_exit_usage("nightly", "'%s' is none of plan, run, merge", argv[optind]);
  if (q->has_chunk != (q->part == KR_NIGHT_RUN))
    return kr_exit_usage("nightly", "--chunk N says which one to run; run needs it, nothing else takes it");
  return KR_EXIT_OK;
}

static int check_request(kr_night_request *q, int argc, char **argv) {
  kr_settings *s = &q->orders.settings;
  int code = take_words(q, argc, argv);
  if (code != KR_EXIT_OK) return code;
  if (!q->orders.folder && q->part != KR_NIGHT_RUN)
    return kr_exit_usage("nightly", "say which corridor: --corridor INSTANCE");
  if (q->orders.may_move && q->orders.fairness != KR_FAIR_NONE)
    return kr_exit_usage("nightly", "--allow-moves goes by cost, not by shares; give it or --fairness, not both");
  if (q->has_report && (q->part == KR_NIGHT_PLAN || q->part == KR_NIGHT_RUN))
    return kr_exit_usage("nightly", "--report goes with the whole night or with merge: before there is no result");
  code = kr_take_night("nightly", q->date_text, &q->date);
  if (code != KR_EXIT_OK) return code;
  if (s->integer && !q->has_gap) s->gap = KR_INTEGER_GAP;
  if (!s->integer) s->iteration_limit = 0;
  q->orders.what_if.integer = s->integer;
  q->orders.what_if.iteration_limit = s->iteration_limit;
  return KR_EXIT_OK;
}

bool kr_night_request_read(int *code, kr_night_request *q, int argc, char **argv) {
  if (!kr_options_read(code, &kr_usage_nightly, argc, argv, take_option, q)) return false;
  *code = check_request(q, argc, argv);
  return *code == KR_EXIT_OK;
}
