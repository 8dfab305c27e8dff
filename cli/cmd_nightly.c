#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/judge.h"
#include "cli/night_log.h"
#include "cli/options.h"
#include "cli/spool.h"
#include "cli/stop.h"
#include "nightly/night.h"

static const char help[] =
    "usage: keruen nightly SPOOL --corridor INSTANCE --date DATE [options]\n\n"
    "Allocates together what was handed in until now and what waits, around all that is promised, from midnight after\n"
    "DATE on; records it in the ledger, and answers every forwarder in SPOOL/forwarder/F/out/RECEIPT. Of INSTANCE its\n"
    "network, plans and capacities count, not its freight. A night that was stopped at any moment is run again and\n"
    "comes to the same end; an earlier one that was not ended is ended first; one that is done says so.\n\n"
    "      --corridor INSTANCE    the corridor\n"
    "      --date DATE            the night of this date, or of today (UTC)\n"
    "      --days N               length of the horizon (default: the corridor's)\n"
    "      --plan ID              capacities and running times of this plan (default: base)\n"
    "      --lp                   split units and shipments: the LP, not whole trains and whole shipments\n"
    "      --gap G                stop when the proven gap is at most G (default 1e-3, with --lp 1e-6)\n"
    "      --iteration-limit N    stop after N dives and nodes (default 40), so that the outcome is the clock's not\n"
    "      --time-limit S         stop after S seconds all the same (default 150); a line of the log says so\n"
    "      --threads N            threads for pricing (default: all cores); the answer does not depend on it\n"
    "      --what-if-seconds S    wall time of each what-if (default 120), and\n"
    "      --what-if-memory MB    its memory (default 2048); it runs in a process of its own, after the night\n"
    "      --log text|json        form of the log on stderr; under systemd text has its priorities\n\n"
    "Exit codes: 0 the night is done, 2 refused (a date before the last night, a corridor that cannot carry what is\n"
    "promised), 4 done, but a limit cut the solve or a signal the what-ifs, 5 nothing decided: a signal, or another\n"
    "nightly is running, 6 i/o failure, 7 verification failed, nothing published, 64 usage. After 2, 5, 6 and 7 the\n"
    "same command goes on where it stopped.\n";

#define WHAT_IF_S 120
#define WHAT_IF_MB 2048
#define MOST_DAYS 400

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
  OPT_LOG
};

typedef struct request {
  const char *spool, *date_text;
  kr_date date;
  kr_night_orders orders;
  bool has_gap, is_json;
} request;

static int take_number(const char *option, int32_t most, int32_t *out) {
  if (kr_take_count(optarg, most, out)) return KR_EXIT_OK;
  return kr_exit_usage("nightly", "--%s takes a whole number from 1 to %d", option, (int)most);
}

static int take_log(request *q) {
  q->is_json = strcmp(optarg, "json") == 0;
  return q->is_json || strcmp(optarg, "text") == 0 ? KR_EXIT_OK : kr_exit_usage("nightly", "--log takes text or json");
}

static int take_option(request *q, int option) {
  kr_night_orders *o = &q->orders;
  int32_t number;
  int code;
  switch (option) {
    case OPT_CORRIDOR: o->folder = optarg; return KR_EXIT_OK;
    case OPT_DATE: q->date_text = optarg; return KR_EXIT_OK;
    case OPT_DAYS: return take_number("days", MOST_DAYS, &o->days);
    case OPT_PLAN: o->plan = optarg; return KR_EXIT_OK;
    case OPT_LP: o->settings.integer = false; return KR_EXIT_OK;
    case OPT_GAP:
      q->has_gap = true;
      if (kr_take_positive(optarg, &o->settings.gap)) return KR_EXIT_OK;
      return kr_exit_usage("nightly", "--gap takes a number > 0");
    case OPT_ITERATIONS:
      code = take_number("iteration-limit", 1000000000, &number);
      if (code == KR_EXIT_OK) o->settings.iteration_limit = number;
      return code;
    case OPT_TIME:
      if (kr_take_positive(optarg, &o->settings.time_limit_s)) return KR_EXIT_OK;
      return kr_exit_usage("nightly", "--time-limit takes seconds > 0");
    case OPT_THREADS: return take_number("threads", KR_MOST_THREADS, &o->settings.threads);
    case OPT_WHAT_IF_S: return take_number("what-if-seconds", 86400, &o->what_if.wall_s);
    case OPT_WHAT_IF_MB: return take_number("what-if-memory", 1 << 20, &o->what_if.memory_mb);
    case OPT_LOG: return take_log(q);
    default: return kr_exit_usage("nightly", "unknown option, or one without its value");
  }
}

static int check_request(request *q, int argc, char **argv) {
  kr_settings *s = &q->orders.settings;
  if (argc - optind != 1) return kr_exit_usage("nightly", "nightly takes one spool");
  if (!q->orders.folder) return kr_exit_usage("nightly", "say which corridor: --corridor INSTANCE");
  if (!q->date_text) return kr_exit_usage("nightly", "say which night: --date DATE");
  if (!kr_take_night(q->date_text, &q->date))
    return kr_exit_usage("nightly", "'%s' is no date; write YYYY-MM-DD or today", q->date_text);
  q->spool = argv[optind];
  if (s->integer && !q->has_gap) s->gap = KR_INTEGER_GAP;
  if (!s->integer) s->iteration_limit = 0;
  q->orders.what_if.integer = s->integer;
  q->orders.what_if.iteration_limit = s->iteration_limit;
  return KR_EXIT_OK;
}

/** @return KR_EXIT_OK to go on, else the exit code, -1 for help */
static int read_request(request *q, int argc, char **argv) {
  static const struct option options[] = {{"corridor", required_argument, NULL, OPT_CORRIDOR},
                                          {"date", required_argument, NULL, OPT_DATE},
                                          {"days", required_argument, NULL, OPT_DAYS},
                                          {"plan", required_argument, NULL, OPT_PLAN},
                                          {"lp", no_argument, NULL, OPT_LP},
                                          {"gap", required_argument, NULL, OPT_GAP},
                                          {"iteration-limit", required_argument, NULL, OPT_ITERATIONS},
                                          {"time-limit", required_argument, NULL, OPT_TIME},
                                          {"threads", required_argument, NULL, OPT_THREADS},
                                          {"what-if-seconds", required_argument, NULL, OPT_WHAT_IF_S},
                                          {"what-if-memory", required_argument, NULL, OPT_WHAT_IF_MB},
                                          {"log", required_argument, NULL, OPT_LOG},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  int code = KR_EXIT_OK;
  opterr = 0;
  for (int option; code == KR_EXIT_OK && (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;)
    code = option == 'h' ? -1 : take_option(q, option);
  return code == KR_EXIT_OK ? check_request(q, argc, argv) : code;
}

static kr_status judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  if (!verdict) return kr_fail_memory(err);
  kr_status status = kr_judge_folder(verdict, folder, c, gap, err);
  free(verdict);
  return status;
}

static int run_locked(request *q, kr_office *office) {
  kr_error err = {0};
  kr_night_account account = {0};
  int code = kr_office_need_ledger(office);
  if (code != KR_EXIT_OK) return code;
  const kr_corridor *c = q->orders.corridor;
  if (kr_n_shipments(c) > 0 || c->commitments.n_lots > 0)
    q->orders.log(q->orders.log_context, KR_NIGHT_NOTE, q->date, "corridor",
                  "its own shipments and commitments do not count; freight comes from the spool");
  kr_status status = kr_night_run(&account, office->spool, office->ledger, &q->orders, q->date, &err);
  if (status != KR_OK) {
    q->orders.log(q->orders.log_context, KR_NIGHT_TROUBLE, q->date, "ended",
                  err.text[0] ? err.text : kr_status_name(status));
    return kr_exit_code(status);
  }
  char date[11];
  kr_date_write(q->date, date);
  printf("night of %s: %s\n", date, account.was_done ? "was done before" : "done");
  return account.time_struck || account.was_stopped ? KR_EXIT_STOPPED : KR_EXIT_OK;
}

/** The lock is let go when the process ends, however it ends. */
static int run(request *q, kr_office *office) {
  kr_error err = {0};
  int lock;
  kr_status status = kr_night_lock(q->spool, &lock, &err);
  if (status == KR_OK && lock < 0)
    status = kr_fail(&err, KR_ERR_LIMIT, "another nightly is running on %s; this one has done nothing", q->spool);
  if (status != KR_OK) return kr_exit_failure(status, &err);
  int code = run_locked(q, office);
  close(lock);
  return code;
}

int kr_command_nightly(int argc, char **argv) {
  kr_corridor *c = NULL;
  kr_office office = {0};
  kr_night_log_form form = {0};
  request q = {.orders = {.plan = "",
                          .settings = kr_settings_default(),
                          .what_if = {.program = "/proc/self/exe", .wall_s = WHAT_IF_S, .memory_mb = WHAT_IF_MB},
                          .judge = judge,
                          .log = kr_night_log_print,
                          .log_context = &form}};
  q.orders.settings.integer = true;
  q.orders.settings.iteration_limit = KR_NIGHT_ITERATIONS;
  q.orders.settings.time_limit_s = KR_NIGHT_TIME_S;
  int code = read_request(&q, argc, argv);
  if (code == -1) return fputs(help, stdout), KR_EXIT_OK;
  if (code != KR_EXIT_OK) return code;
  form = kr_night_log_choose(q.is_json);
  q.orders.settings.stop = kr_stop_on_signals();
  code = kr_read_instance(&c, NULL, q.orders.folder);
  int32_t plan;
  q.orders.corridor = c;
  if (code == KR_EXIT_OK) code = kr_find_plan(c, "nightly", q.orders.plan, &plan);
  if (code == KR_EXIT_OK) q.orders.plan = kr_ids_text(c->plan_ids, plan);
  if (code == KR_EXIT_OK) code = kr_office_open(&office, q.spool);
  if (code == KR_EXIT_OK) code = run(&q, &office);
  kr_office_close(&office);
  kr_corridor_free(c);
  return code;
}
