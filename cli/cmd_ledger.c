#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/spool.h"

enum { OPT_DATE = 256 };

static const kr_option options[] = {{"date", OPT_DATE, "DATE", "the day of resource"}, {0}};

const kr_usage kr_usage_ledger = {
    .command = "ledger",
    .summary = "what the nights promised: by shipment, by resource and day, by night",
    .synopsis =
        "SPOOL shipment FORWARDER:ID\n"
        "SPOOL resource RESOURCE --date DATE\n"
        "SPOOL night [DATE]\n"
        "SPOOL dump",
    .about =
        "What the nights promised:\n"
        "  shipment  where it is: history, decisions, lots, legs\n"
        "  resource  who uses it on that day\n"
        "  night     what that night (the last one) changed\n"
        "  dump      every row, without clock times, for comparing",
    .options = options,
    .notes = "Exit codes: 0, 2 the ledger knows nothing of it, 6 i/o failure, 64 usage.",
};

/** A question: what is asked about, and when. */
typedef struct question {
  const char *about, *name;
  bool has_date;
  kr_date date;
} question;

static bool take_date(question *q, const char *text) {
  q->has_date = kr_date_read(text, strlen(text), &q->date) == KR_CALENDAR_FINE;
  return q->has_date;
}

/** Puts the words behind the spool into a question. @return -1 to go on, or an exit code */
static int parse(question *q, int n, char **words, const char *date) {
  q->about = n > 0 ? words[0] : "";
  q->name = n > 1 ? words[1] : "";
  if (date && !take_date(q, date)) return kr_exit_usage("ledger", "'%s' is no date; write YYYY-MM-DD", date);
  bool is_night = strcmp(q->about, "night") == 0, is_resource = strcmp(q->about, "resource") == 0;
  if (date && !is_resource) return kr_exit_usage("ledger", "--date goes with resource");
  if (is_night && n == 2 && !take_date(q, q->name))
    return kr_exit_usage("ledger", "'%s' is no date; write YYYY-MM-DD", q->name);
  if (is_resource && n == 2 && !date) return kr_exit_usage("ledger", "say which day: --date DATE");
  if ((is_night && n <= 2) || (is_resource && n == 2) || (n == 2 && strcmp(q->about, "shipment") == 0) ||
      (n == 1 && strcmp(q->about, "dump") == 0))
    return -1;
  return kr_exit_usage("ledger", "ask for shipment, resource, night or dump");
}

static kr_status tell_night(kr_ledger *l, question *q, kr_error *err) {
  bool found = true;
  kr_status status = KR_OK;
  if (!q->has_date) status = kr_ledger_night_before(l, INT32_MAX, &q->date, &found, err);
  if (status == KR_OK && !found) status = kr_fail(err, KR_ERR_INPUT, "there has been no night yet");
  return status == KR_OK ? kr_ledger_tell_night(l, q->date, kr_office_print, "", err) : status;
}

static kr_status answer(kr_ledger *l, question *q, kr_error *err) {
  switch (*q->about) {
    case 's': return kr_ledger_tell_shipment(l, q->name, kr_office_print, "", err);
    case 'r': return kr_ledger_tell_resource(l, q->name, q->date, kr_office_print, "", err);
    case 'n': return tell_night(l, q, err);
    default: return kr_ledger_dump(l, kr_office_print, "", err);
  }
}

static int run(const char *spool, question *q) {
  kr_office office = {0};
  kr_error err = {0};
  int code = kr_office_open(&office, spool);
  if (code == KR_EXIT_OK && !office.ledger) {
    kr_fail(&err, KR_ERR_INPUT, "%s: there has been no night yet", spool);
    code = kr_exit_failure(err.status, &err);
  }
  if (code == KR_EXIT_OK) {
    kr_status status = answer(office.ledger, q, &err);
    if (status != KR_OK) code = kr_exit_failure(status, &err);
  }
  kr_office_close(&office);
  return code;
}

static int take_date_text(void *context, int option) {
  (void)option; /* there is one alone */
  *(const char **)context = optarg;
  return KR_EXIT_OK;
}

int kr_command_ledger(int argc, char **argv) {
  const char *date = NULL;
  question q = {0};
  int code;
  if (!kr_options_read(&code, &kr_usage_ledger, argc, argv, take_date_text, &date)) return code;
  if (argc - optind < 1) return kr_exit_usage("ledger", "ledger takes a spool and a question");
  code = parse(&q, argc - optind - 1, argv + optind + 1, date);
  return code >= 0 ? code : run(argv[optind], &q);
}
