#include <stdio.h>
#include <string.h>

#include "cli/explain.h"
#include "cli/study.h"

#define ITERATIONS 100

enum { OPT_NO_RELIEF = 256 };

static const kr_option options[] = {
    {"no-relief", OPT_NO_RELIEF, NULL, "without the relief, at once"},
    {"gap", KR_STUDY_GAP, "G", "relative gap of the solves (default 1e-6, of integer results 1e-3, as keruen solve)"},
    {0}};

const kr_usage kr_usage_explain = {
    .command = "explain",
    .summary = "why a shipment goes as it does, or stays, and what would serve it",
    .synopsis = "INSTANCE RESULT SHIPMENT [--no-relief] [--gap G]",
    .about =
        "Why a shipment goes as it does: its route leg by leg, what each wait is for, the way it would take alone on "
        "the\n"
        "network, which days of which limits stand in that way, who holds them, and the least relief that would serve "
        "it in\n"
        "full and, if it is late, in time. Each relief was written into the instance and solved from nothing, as the "
        "result\n"
        "was (dated or static, LP or integer): with it the shipment is served, with a twentieth less it is not. Of "
        "integer\n"
        "results only the first is proven, by a plan that is found and judged; such a search ends at the gap, or after "
        "100\n"
        "dives and nodes.",
    .options = options,
};

/* ---- the command ---- */

typedef struct request {
  const char *result, *shipment;
  bool no_relief;
} request;

/** As the result was made; an integer search ends by the gap or by count, so that the answer is the same each time. */
static kr_settings settings_of(const kr_study *q, const kr_claims *claims) {
  kr_settings settings = q->settings;
  settings.plan = claims->plan;
  settings.view = claims->is_static ? KR_VIEW_STATIC : KR_VIEW_DATED;
  settings.integer = claims->is_integer;
  if (claims->is_integer) settings.iteration_limit = ITERATIONS;
  if (!(settings.gap > 0)) settings.gap = claims->is_integer ? KR_INTEGER_GAP : kr_settings_default().gap;
  return settings;
}

static kr_status tell(kr_explained *x, const kr_settings *settings, bool no_relief, kr_error *err) {
  kr_status status = kr_explain_way(x, err);
  if (status != KR_OK) return status;
  kr_explain_print(x);
  if (no_relief || !x->reachable || !(kr_explained_stays(x) || kr_explained_is_late(x))) return KR_OK;
  fflush(stdout);
  status = kr_explain_relief(x, settings, err);
  if (status == KR_OK) kr_explain_print_relief(x, settings);
  return status;
}

static int explain(const kr_study *q, const request *r, const kr_allocation *a, const kr_claims *claims) {
  kr_error err = {0};
  kr_settings settings = settings_of(q, claims);
  kr_timetable *t = NULL;
  kr_explained x = {.corridor = q->corridor,
                    .allocation = a,
                    .is_integer = claims->is_integer,
                    .shipment = kr_ids_find(q->corridor->shipment_ids, r->shipment, strlen(r->shipment))};
  if (x.shipment < 0) return kr_exit_usage("explain", "there is no shipment '%s' in shipment.csv", r->shipment);
  kr_status status = kr_timetable_create(&t, q->corridor, settings.plan, settings.view, &err);
  x.timetable = t;
  if (status == KR_OK) status = tell(&x, &settings, r->no_relief, &err);
  kr_explain_clear(&x);
  kr_timetable_free(t);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static int read_and_explain(const kr_study *q, const request *r) {
  kr_error err = {0};
  kr_allocation a = {0};
  kr_claims claims = {0};
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status == KR_OK) status = kr_result_read(&a, &claims, r->result, q->corridor, messages, &err);
  if (messages) kr_print_messages(messages);
  int code = status == KR_OK ? explain(q, r, &a, &claims) : kr_exit_failure(status, &err);
  kr_messages_free(messages);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  return code;
}

typedef struct asked {
  kr_study *study;
  request *request;
} asked;

static int take_option(void *context, int option) {
  asked *a = context;
  if (option != OPT_NO_RELIEF) return kr_study_take(a->study, option);
  a->request->no_relief = true;
  return KR_EXIT_OK;
}

int kr_command_explain(int argc, char **argv) {
  kr_study q = {.command = "explain", .plan = "", .settings = kr_settings_default()};
  q.settings.gap = 0; /* by the kind of result */
  request r = {0};
  asked a = {&q, &r};
  int code;
  if (!kr_options_read(&code, &kr_usage_explain, argc, argv, take_option, &a)) return code;
  if (argc - optind != 3) return kr_exit_usage("explain", "explain takes an instance, a result and a shipment");
  q.instance = argv[optind];
  r.result = argv[optind + 1];
  r.shipment = argv[optind + 2];
  code = kr_study_open(&q);
  if (code == KR_EXIT_OK) code = read_and_explain(&q, &r);
  kr_study_close(&q);
  return code;
}
