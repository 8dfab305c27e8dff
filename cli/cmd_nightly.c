#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/judge.h"
#include "cli/night_log.h"
#include "cli/night_options.h"
#include "cli/report/report.h"
#include "cli/spool.h"
#include "cli/stop.h"

#define PATH_ROOM 4096

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

/** The page of a night that is done. Its result is one of the instance without the promises it has moved. */
static int put_page(const kr_night_request *q) {
  char date[11], instance[PATH_ROOM], result[PATH_ROOM], page[PATH_ROOM];
  kr_date_write(q->date, date);
  snprintf(instance, sizeof instance, "%s/nights/%s/moved", q->spool, date);
  if (access(instance, F_OK) != 0) snprintf(instance, sizeof instance, "%s/nights/%s/instance", q->spool, date);
  snprintf(result, sizeof result, "%s/nights/%s/result", q->spool, date);
  snprintf(page, sizeof page, "%s/nights/%s/report.html", q->spool, date);
  kr_report report = {.folder = result, .output = page, .language = q->language};
  return kr_report_make(&report, instance);
}

/** The night is done also where its page cannot be made. */
static int finish(const kr_night_request *q, const kr_night_account *account) {
  int page = q->has_report ? put_page(q) : KR_EXIT_OK, code = say_end(q, account);
  return page == KR_EXIT_OK ? code : page;
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
  if (q->part != KR_NIGHT_PLAN) return finish(q, &account);
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
  int code;
  if (!kr_night_request_read(&code, &q, argc, argv)) return code;
  form = kr_night_log_choose(q.is_json);
  q.orders.settings.stop = kr_stop_on_signals();
  return q.part == KR_NIGHT_RUN ? run_chunk(&q) : open_and_run(&q);
}
