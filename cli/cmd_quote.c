#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/night_log.h"
#include "cli/options.h"
#include "cli/quote_print.h"
#include "cli/spool.h"
#include "cli/stop.h"

#define MOST_DAYS 400

enum { OPT_CORRIDOR = 256, OPT_DATE, OPT_DAYS, OPT_PLAN, OPT_LP, OPT_FAIRNESS, OPT_ROW, OPT_NO_PRICE, OPT_JSON };

static const kr_option options[] = {
    {"corridor", OPT_CORRIDOR, "INSTANCE", "the corridor"},
    {"date", OPT_DATE, "DATE", "the night, or today (UTC): not begun yet; it plans from midnight after DATE"},
    {"days", OPT_DAYS, "N", "length of the horizon (default: the corridor's)"},
    KR_OPTION_PLAN(OPT_PLAN),
    {"lp", OPT_LP, NULL, "as nightly --lp: split units and shipments"},
    {"fairness", OPT_FAIRNESS, KR_FAIR_KINDS,
     "as nightly --fairness: say what the night will say; the price knows nothing of it"},
    {"row", OPT_ROW, "ROW", "the shipment, instead of a file"},
    {"no-price", OPT_NO_PRICE, NULL, "without the price, in half the time"},
    {"json", OPT_JSON, NULL, "as JSON"},
    {0}};

const kr_usage kr_usage_quote = {
    .command = "quote",
    .summary = "what tonight would do with one shipment: arrival, route, price; nothing is changed",
    .synopsis =
        "SPOOL FORWARDER FILE --corridor INSTANCE --date DATE [options]\n"
        "SPOOL FORWARDER --row ROW --corridor INSTANCE --date DATE [options]",
    .about =
        "What the night of DATE would do with one shipment if nothing else waited, around all that is promised: when "
        "it\n"
        "arrives, its route, what it costs, and what is in its way. Nothing of SPOOL is changed; keruen submit and "
        "keruen\n"
        "nightly give the same answer where the shipment is alone. FILE is a shipment.csv of one row, - standard "
        "input;\n"
        "ROW such a row without its head, the last columns may be left out:\n"
        "  " KR_QUOTE_COLUMNS
        "\n"
        "\n"
        "The price: the units that it uses of each limit on each day, times their shadow prices in the LP of all that "
        "waits\n"
        "from earlier nights; weighted tonne-hours. Taking that place before them costs them at least as much, in the "
        "LP,\n"
        "and just as much while the prices hold. It is no money, is not among the hours of the shipment itself, and "
        "does\n"
        "not know what was handed in since the last night.",
    .options = options,
    .notes =
        "Exit codes: 0 an answer, also where it is that nothing can be served; 2 refused (a shipment that submit or "
        "the\n"
        "night would refuse, a night that was begun, a corridor that cannot carry what is promised), 4 an answer that "
        "a\n"
        "limit cut, 5 none (a signal, or a night is at work), 6 i/o failure, 64 usage.",
};

typedef struct request {
  const char *spool, *date_text;
  kr_night_orders orders;
  kr_quote_request quote;
  bool is_json;
} request;

static int take_option(void *context, int option) {
  request *r = context;
  kr_night_orders *o = &r->orders;
  switch (option) {
    case OPT_CORRIDOR: o->folder = optarg; return KR_EXIT_OK;
    case OPT_DATE: r->date_text = optarg; return KR_EXIT_OK;
    case OPT_DAYS: return kr_take_whole("quote", "days", optarg, MOST_DAYS, &o->days);
    case OPT_PLAN: o->plan = optarg; return KR_EXIT_OK;
    case OPT_LP: o->settings.integer = false; return KR_EXIT_OK;
    case OPT_FAIRNESS: return kr_take_fairness("quote", optarg, &o->fairness);
    case OPT_ROW: r->quote.row = optarg; return KR_EXIT_OK;
    case OPT_NO_PRICE: r->quote.no_price = true; return KR_EXIT_OK;
    case OPT_JSON: r->is_json = true; return KR_EXIT_OK;
    default: return KR_EXIT_USAGE;
  }
}

static int check_request(request *r, int argc, char **argv) {
  kr_settings *s = &r->orders.settings;
  if (argc - optind != (r->quote.row ? 2 : 3))
    return kr_exit_usage("quote", "quote takes a spool, a forwarder, and a file or --row ROW");
  if (!r->orders.folder) return kr_exit_usage("quote", "say which corridor: --corridor INSTANCE");
  int code = kr_take_night("quote", r->date_text, &r->quote.date);
  if (code != KR_EXIT_OK) return code;
  r->spool = argv[optind];
  r->quote.forwarder = argv[optind + 1];
  if (!r->quote.row) r->quote.path = argv[optind + 2];
  if (s->integer) s->gap = KR_INTEGER_GAP;
  if (s->integer) s->iteration_limit = KR_NIGHT_ITERATIONS;
  return KR_EXIT_OK;
}

/** @return true to go on; false to leave with `*code` */
static bool read_request(int *code, request *r, int argc, char **argv) {
  if (!kr_options_read(code, &kr_usage_quote, argc, argv, take_option, r)) return false;
  *code = check_request(r, argc, argv);
  return *code == KR_EXIT_OK;
}

static kr_status tell(const request *r, const kr_quoted *quote, kr_error *err) {
  kr_explained x = {.corridor = quote->corridor,
                    .allocation = &quote->solution->result.allocation,
                    .timetable = quote->solution->timetable,
                    .is_integer = r->orders.settings.integer,
                    .is_private = true,
                    .shipment = quote->shipment};
  kr_quote_answer a = {quote, &x, r->quote.date};
  kr_status status = kr_explain_way(&x, err);
  if (status == KR_OK) (r->is_json ? kr_quote_print_json : kr_quote_print)(&a);
  kr_explain_clear(&x);
  return status;
}

static int run(const request *r) {
  kr_error err = {0};
  kr_quoted quote = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_exit_failure(status, NULL);
  status = kr_quote_make(&quote, &r->quote, messages, &err);
  bool is_said = status == KR_ERR_INPUT && kr_messages_errors(messages) > 0, is_cut = quote.time_struck;
  kr_print_messages(messages);
  kr_messages_free(messages);
  if (status == KR_OK) status = tell(r, &quote, &err);
  kr_quote_clear(&quote);
  if (status == KR_OK) return is_cut ? KR_EXIT_STOPPED : KR_EXIT_OK;
  return is_said ? KR_EXIT_INPUT : kr_exit_failure(status, &err);
}

static int run_on(request *r, kr_corridor *c) {
  int32_t plan;
  kr_office office = {0};
  r->orders.corridor = c;
  int code = kr_find_plan(c, "quote", r->orders.plan, &plan);
  if (code != KR_EXIT_OK) return code;
  r->orders.plan = kr_ids_text(c->plan_ids, plan);
  code = kr_office_look(&office, r->spool);
  r->quote.spool = office.spool;
  r->quote.ledger = office.ledger;
  r->quote.orders = &r->orders;
  if (code == KR_EXIT_OK) code = run(r);
  kr_office_close(&office);
  return code;
}

int kr_command_quote(int argc, char **argv) {
  kr_corridor *c = NULL;
  kr_night_log_form form = kr_night_log_choose(false);
  request r = {
      .orders = {.plan = "", .settings = kr_settings_default(), .log = kr_night_log_print, .log_context = &form}};
  r.orders.settings.integer = true;
  r.orders.settings.time_limit_s = KR_NIGHT_TIME_S;
  int code;
  if (!read_request(&code, &r, argc, argv)) return code;
  r.orders.settings.stop = kr_stop_on_signals();
  code = kr_read_instance(&c, NULL, r.orders.folder);
  if (code == KR_EXIT_OK) code = run_on(&r, c);
  kr_corridor_free(c);
  return code;
}
