#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/nightly/answer.h"
#include "cli/nightly/night.h"
#include "cli/spool.h"

static const kr_option status_options[] = {{"forwarder", 'f', "F", "all submissions of this forwarder"}, {0}};

const kr_usage kr_usage_status = {
    .command = "status",
    .summary = "what became of a submission",
    .synopsis =
        "SPOOL RECEIPT\n"
        "SPOOL --forwarder F",
    .about =
        "The state of a submission: received, rejected, queued, running, done, failed or cancelled; then why, and what "
        "is\n"
        "promised and what waits of each shipment. Or the states of all submissions of a forwarder.\n"
        "Exit codes: 0, 2 nobody knows it, 6 i/o failure, 64 usage.",
    .options = status_options,
};

static const kr_option result_options[] = {{"output", 'o', "DIR", "where to put the answer"}, {0}};

const kr_usage kr_usage_result = {
    .command = "result",
    .summary = "the answer to a submission",
    .synopsis = "SPOOL RECEIPT [-o DIR]",
    .about =
        "Copies the answer to a submission into DIR, which appears whole or not at all; without -o tells where it "
        "lies.\n"
        "Exit codes: 0, 2 nobody knows it, 5 there is no answer (yet), 6 i/o failure, 64 usage.",
    .options = result_options,
};

static const kr_option cancel_options[] = {{0}};

const kr_usage kr_usage_cancel = {
    .command = "cancel",
    .summary = "withdraw what waits of a submission",
    .synopsis = "SPOOL RECEIPT",
    .about =
        "Withdraws a submission, or what still waits of it: promised lots stay, and its answer is published anew. Not\n"
        "while a night is at work on it. What was killed in between is ended by the same command again.\n"
        "Exit codes: 0 cancelled, 2 there is nothing to cancel, 6 i/o failure, 64 usage.",
    .options = cancel_options,
};

/** What these commands take. */
typedef struct request {
  const kr_usage *usage;
  const char *spool, *receipt, *forwarder, *output;
} request;

static int take_option(void *context, int option) {
  request *r = context;
  *(option == 'f' ? &r->forwarder : &r->output) = optarg;
  return KR_EXIT_OK;
}

/** Reads the arguments. @return -1 to go on, or an exit code */
static int parse(request *r, int argc, char **argv) {
  int code;
  if (!kr_options_read(&code, r->usage, argc, argv, take_option, r)) return code;
  if (argc - optind != (r->forwarder ? 1 : 2)) return kr_exit_usage(r->usage->command, "give a spool and a receipt");
  r->spool = argv[optind];
  r->receipt = r->forwarder ? NULL : argv[optind + 1];
  return -1;
}

static kr_status print_one(kr_office *o, const char *receipt, kr_error *err) {
  kr_job job;
  kr_status status = kr_standing(o->spool, o->ledger, receipt, &job, err);
  if (status != KR_OK) return status;
  printf("%s %s\n", receipt, kr_job_name(job));
  return o->ledger ? kr_ledger_tell_submission(o->ledger, receipt, kr_office_print, "  ", err) : KR_OK;
}

/** A submission that is claimed between the two lists stands in both. */
static kr_status print_all(kr_office *o, const char *forwarder, kr_error *err) {
  kr_receipts r = {0};
  kr_job job;
  kr_status status;
  KR_TRY(kr_spool_list(o->spool, KR_SPOOL_NEW, forwarder, &r, err));
  KR_TRY(kr_spool_list(o->spool, KR_SPOOL_CUR, forwarder, &r, err));
  for (size_t i = 0; i < r.n; i++) {
    if (i > 0 && strcmp(r.text[i], r.text[i - 1]) == 0) continue;
    KR_TRY(kr_standing(o->spool, o->ledger, r.text[i], &job, err));
    printf("%s %s\n", r.text[i], kr_job_name(job));
  }
done:
  kr_receipts_clear(&r);
  return status;
}

static int finish(kr_office *o, kr_status status, const kr_error *err) {
  kr_office_close(o);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, err);
}

int kr_command_status(int argc, char **argv) {
  request r = {.usage = &kr_usage_status};
  kr_office o = {0};
  kr_error err = {0};
  int code = parse(&r, argc, argv);
  if (code >= 0) return code;
  code = kr_office_open(&o, r.spool);
  if (code != KR_EXIT_OK) return kr_office_close(&o), code;
  return finish(&o, r.forwarder ? print_all(&o, r.forwarder, &err) : print_one(&o, r.receipt, &err), &err);
}

static kr_status give(kr_office *o, const request *r, kr_error *err) {
  kr_job job;
  kr_status status = kr_standing(o->spool, o->ledger, r->receipt, &job, err);
  bool is_answered = false;
  if (status == KR_OK) status = kr_spool_has(o->spool, KR_SPOOL_OUT, r->receipt, &is_answered, err);
  if (status != KR_OK) return status;
  if (!is_answered)
    return kr_fail(err, KR_ERR_LIMIT, "%s is %s; there is no answer to it", r->receipt, kr_job_name(job));
  if (r->output) return kr_answer_copy(o->spool, r->receipt, r->output, err);
  char *path = kr_spool_path(o->spool, KR_SPOOL_OUT, r->receipt);
  if (!path) return kr_fail_memory(err);
  puts(path);
  free(path);
  return KR_OK;
}

int kr_command_result(int argc, char **argv) {
  request r = {.usage = &kr_usage_result};
  kr_office o = {0};
  kr_error err = {0};
  int code = parse(&r, argc, argv);
  if (code >= 0) return code;
  code = kr_office_open(&o, r.spool);
  if (code != KR_EXIT_OK) return kr_office_close(&o), code;
  return finish(&o, give(&o, &r, &err), &err);
}

int kr_command_cancel(int argc, char **argv) {
  request r = {.usage = &kr_usage_cancel};
  kr_office o = {0};
  kr_error err = {0};
  int code = parse(&r, argc, argv);
  if (code >= 0) return code;
  code = kr_office_open(&o, r.spool);
  if (code == KR_EXIT_OK) code = kr_office_need_ledger(&o);
  if (code != KR_EXIT_OK) return kr_office_close(&o), code;
  kr_status status = kr_night_cancel(o.spool, o.ledger, r.receipt, &err);
  if (status == KR_OK) printf("%s cancelled\n", r.receipt);
  return finish(&o, status, &err);
}
