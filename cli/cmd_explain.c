#include <stdio.h>
#include <string.h>

#include "cli/explain.h"
#include "cli/study.h"

#define ITERATIONS 100

static const char help[] =
    "usage: keruen explain INSTANCE RESULT SHIPMENT\n\n"
    "Why a shipment goes as it does: its route leg by leg, what each wait is for, the way it would take alone on the\n"
    "network, which days of which limits stand in that way, who holds them, and the least relief that would serve it "
    "in\n"
    "full and, if it is late, in time. Each relief was written into the instance and solved from nothing, as the "
    "result\n"
    "was (dated or static, LP or integer): with it the shipment is served, with a twentieth less it is not. Of "
    "integer\n"
    "results only the first is proven, by a plan that is found and judged; such a search ends at the gap, or after "
    "100\n"
    "dives and nodes.\n"
    "      --no-relief    without the relief, at once\n"
    "      --gap G        relative gap of the solves (default 1e-6, of integer results 1e-3, as keruen solve)\n";

enum { OPT_NO_RELIEF = 256 };

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

int kr_command_explain(int argc, char **argv) {
  static const struct option options[] = {{"no-relief", no_argument, NULL, OPT_NO_RELIEF},
                                          {"gap", required_argument, NULL, KR_STUDY_GAP},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  kr_study q = {.command = "explain", .plan = "", .settings = kr_settings_default()};
  q.settings.gap = 0; /* by the kind of result */
  request r = {0};
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
    if (option == 'h') return fputs(help, stdout), KR_EXIT_OK;
    if (option == OPT_NO_RELIEF) r.no_relief = true;
    int code = option == OPT_NO_RELIEF ? KR_EXIT_OK : kr_study_take(&q, option);
    if (code != KR_EXIT_OK) return code;
  }
  if (argc - optind != 3) return kr_exit_usage("explain", "explain takes an instance, a result and a shipment");
  q.instance = argv[optind];
  r.result = argv[optind + 1];
  r.shipment = argv[optind + 2];
  int code = kr_study_open(&q);
  if (code == KR_EXIT_OK) code = read_and_explain(&q, &r);
  kr_study_close(&q);
  return code;
}
