#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/judge.h"
#include "cli/night_log.h"
#include "cli/night_options.h"
#include "cli/spool.h"
#include "cli/stop.h"

static const char help[] =
    "usage: keruen nightly [plan|merge] SPOOL --corridor INSTANCE --date DATE [options]\n"
    "       keruen nightly run SPOOL --date DATE --chunk N [--threads N]\n\n"
    "Allocates together what was handed in until now and what waits, around all that is promised, from midnight after\n"
    "DATE on; records it in the ledger, and answers every forwarder in SPOOL/forwarder/F/out/RECEIPT. Of INSTANCE its\n"
    "network, plans and capacities count, not its freight. A night that was stopped at any moment is run again and\n"
    "comes to the same end; an earlier one that was not ended is ended first; one that is done says so.\n\n"
    "On more than one machine in three parts: plan claims, writes the night's work in chunks into SPOOL/nights/DATE,\n"
    "and says their numbers (0-7); run does one of them, on any machine that sees the spool, as often as one likes;\n"
    "merge takes the answers in. The outcome is that of the one command, byte for byte.\n\n"
    "      --corridor INSTANCE    the corridor\n"
    "      --date DATE            the night of this date, or of today (UTC)\n"
    "      --days N               length of the horizon (default: the corridor's)\n"
    "      --plan ID              capacities and running times of this plan (default: base)\n"
    "      --lp                   split units and shipments: the LP, not whole trains and whole shipments\n"
    "      --gap G                stop when the proven gap is at most G (default 1e-3, with --lp 1e-6)\n"
    "      --iteration-limit N    stop after N dives and nodes (default 40), so that the outcome is the clock's not\n"
    "      --time-limit S         stop after S seconds all the same (default 150); a line of the log says so\n"
    "      --threads N            threads for pricing (default: all cores); the answer does not depend on it\n"
    "      --fairness KIND        none (default), proportional or maxmin: among the plans that serve the most tonnes,\n"
    "                             fair served shares of the forwarders, what was promised counted; forwarder.csv of "
    "the\n"
    "                             night's result has them, each answer its own; not with --allow-moves\n"
    "      --allow-moves P        promises that have not departed may be moved where it is worth more than P hours a\n"
    "                             tonne: never into waiting, never past their due; without it all promises hold\n"
    "      --what-if-seconds S    wall time of each what-if (default 120), and\n"
    "      --what-if-memory MB    its memory (default 2048); it runs in a process of its own, after the night\n"
    "      --chunk N              which chunk to run\n"
    "      --log text|json        form of the log on stderr; under systemd text has its priorities\n\n"
    "Exit codes: 0 the night is done, 2 refused (a date before the last night, a corridor that cannot carry what is\n"
    "promised), 4 done, but a limit cut the solve or a signal the what-ifs, 5 nothing decided: a signal, another\n"
    "nightly is running, or (merge) a chunk has no answer yet, 6 i/o failure, 7 verification failed, nothing\n"
    "published, 64 usage. After 2, 5, 6 and 7 the same command goes on where it stopped.\n";

static kr_status judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  if (!verdict) return kr_fail_memory(err);
  kr_status status = kr_judge_folder(verdict, folder, c, gap, err);
  free(verdict);
  return status;
}

static int say_end(const kr_night_request *q, const kr_night_account *account) {
  char date[11];
  kr_date_write(q->date, date);
  printf("night of %s: %s\n", date, account->was_done ? "was done before" : "done");
  return account->time_struck || account->was_stopped ? KR_EXIT_STOPPED : KR_EXIT_OK;
}

static int run_locked(kr_night_request *q, kr_office *office) {
  kr_error err = {0};
  kr_night_account account = {0};
  int32_t n_chunks = 0;
  int code = kr_office_need_ledger(office);
  if (code != KR_EXIT_OK) return code;
  const kr_corridor *c = q->orders.corridor;
  if (q->part != KR_NIGHT_MERGE && (kr_n_shipments(c) > 0 || c->commitments.n_lots > 0))
    q->orders.log(q->orders.log_context, KR_NIGHT_NOTE, q->date, "corridor",
                  "its own shipments and commitments do not count; freight comes from the spool");
  kr_status status;
  if (q->part == KR_NIGHT_PLAN)
    status = kr_night_plan(&n_chunks, office->spool, office->ledger, &q->orders, q->date, &err);
  else if (q->part == KR_NIGHT_MERGE)
    status = kr_night_merge(&account, office->spool, office->ledger, &q->orders, q->date, &err);
  else
    status = kr_night_run(&account, office->spool, office->ledger, &q->orders, q->date, &err);
  if (status != KR_OK) {
    q->orders.log(q->orders.log_context, KR_NIGHT_TROUBLE, q->date, "ended",
                  err.text[0] ? err.text : kr_status_name(status));
    return kr_exit_code(status);
  }
  if (q->part != KR_NIGHT_PLAN) return say_end(q, &account);
  printf("0-%d\n", (int)n_chunks - 1);
  return KR_EXIT_OK;
}

/** The lock is let go when the process ends, however it ends. */
static int run_night(kr_night_request *q, kr_office *office) {
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

static int open_and_run(kr_night_request *q) {
  kr_corridor *c = NULL;
  kr_office office = {0};
  int32_t plan;
  int code = kr_read_instance(&c, NULL, q->orders.folder);
  q->orders.corridor = c;
  if (code == KR_EXIT_OK) code = kr_find_plan(c, "nightly", q->orders.plan, &plan);
  if (code == KR_EXIT_OK) q->orders.plan = kr_ids_text(c->plan_ids, plan);
  if (code == KR_EXIT_OK) code = kr_office_open(&office, q->spool);
  if (code == KR_EXIT_OK) code = run_night(q, &office);
  kr_office_close(&office);
  kr_corridor_free(c);
  return code;
}

/** Needs neither ledger nor lock nor corridor, only the spool's folder. */
static int run_chunk(const kr_night_request *q) {
  char night[KR_CHUNK_PATH], date[11];
  kr_error err = {0};
  kr_spool *spool = NULL;
  bool was_done = false;
  kr_chunk_orders orders = {
      .program = q->orders.what_if.program, .threads = q->orders.settings.threads, .stop = q->orders.settings.stop};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  kr_date_write(q->date, date);
  snprintf(night, sizeof night, "%s/nights/%s", q->spool, date);
  if (status == KR_OK) status = kr_spool_open(&spool, q->spool, messages, &err);
  if (status == KR_OK) status = kr_chunk_run(spool, night, q->chunk, &orders, &was_done, &err);
  kr_spool_close(spool);
  kr_messages_free(messages);
  if (status != KR_OK) return kr_exit_failure(status, &err);
  printf("chunk %d of the night of %s: %s\n", (int)q->chunk, date, was_done ? "was done before" : "done");
  return KR_EXIT_OK;
}

int kr_command_nightly(int argc, char **argv) {
  kr_night_log_form form = {0};
  kr_night_request q = kr_night_request_default();
  q.orders.judge = judge;
  q.orders.log = kr_night_log_print;
  q.orders.log_context = &form;
  int code = kr_night_request_read(&q, argc, argv);
  if (code == -1) return fputs(help, stdout), KR_EXIT_OK;
  if (code != KR_EXIT_OK) return code;
  form = kr_night_log_choose(q.is_json);
  q.orders.settings.stop = kr_stop_on_signals();
  return q.part == KR_NIGHT_RUN ? run_chunk(&q) : open_and_run(&q);
}
