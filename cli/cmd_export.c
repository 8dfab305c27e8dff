#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/stop.h"
#include "graph/memory.h"
#include "instances/write_mps.h"
#include "solver/arc_model.h"
#include "solver/route_model.h"

enum { OPT_LP = 256, OPT_PLAN, OPT_STATIC, OPT_INTEGER };

static const kr_option options[] = {
    {"lp", OPT_LP, "arc|master", "which model"},
    KR_OPTION_PLAN(OPT_PLAN),
    KR_OPTION_STATIC(OPT_STATIC),
    {"integer", OPT_INTEGER, NULL,
     "whole units and whole shipments, as in keruen solve --integer; the routes of --lp master are those that the LP "
     "found, so that model's optimum may lie above the best plan"},
    {0}};

const kr_usage kr_usage_export = {
    .command = "export",
    .summary = "write the LP as an MPS file, for other solvers",
    .synopsis = "--lp arc|master INSTANCE FILE.mps [--plan ID] [--static] [--integer]",
    .about =
        "Writes the LP of an instance as free-format MPS, for other solvers: glpsol --freemps, clp, cbc, HiGHS.\n"
        "  --lp arc     the plain arc-flow model: a commodity for each destination, cargo, weight and due instant (or "
        "each\n"
        "               origin, cargo and weight, where that makes fewer, with --static), a row for each place and "
        "boundary, a\n"
        "               column for each link or transfer then; large for many days\n"
        "  --lp master  solves first, then writes the path model over the routes found: a row for each shipment and "
        "each\n"
        "               resource-day, a column for each route",
    .options = options,
    .notes = "The optimum of either is that of keruen solve before whole kilograms, in weighted tonne-hours.",
};

typedef enum model_kind { MODEL_NONE, MODEL_ARC, MODEL_MASTER } model_kind;

#define MASTER_GAP 1e-9 /* the pool should hold the optimum, not only a plan within the usual gap */

typedef struct request {
  const char *instance, *file, *plan;
  model_kind model;
  kr_settings settings;
} request;

static int take_option(void *context, int option) {
  request *q = context;
  switch (option) {
    case OPT_PLAN: q->plan = optarg; return KR_EXIT_OK;
    case OPT_INTEGER: q->settings.integer = true; return KR_EXIT_OK;
    case OPT_STATIC: q->settings.view = KR_VIEW_STATIC; return KR_EXIT_OK;
    case OPT_LP:
      q->model = strcmp(optarg, "arc") == 0 ? MODEL_ARC : strcmp(optarg, "master") == 0 ? MODEL_MASTER : MODEL_NONE;
      return q->model == MODEL_NONE ? kr_exit_usage("export", "--lp takes arc or master") : KR_EXIT_OK;
    default: return KR_EXIT_USAGE;
  }
}

/** @return an exit code; KR_EXIT_OK with no instance: --help was printed */
static int read_request(request *q, int argc, char **argv) {
  *q = (request){.plan = "", .settings = kr_settings_default()};
  int code;
  if (!kr_options_read(&code, &kr_usage_export, argc, argv, take_option, q)) return code;
  if (q->model == MODEL_NONE) return kr_exit_usage("export", "say which model: --lp arc or --lp master");
  if (argc - optind != 2) return kr_exit_usage("export", "export takes an instance folder and the file to write");
  q->instance = argv[optind];
  q->file = argv[optind + 1];
  return KR_EXIT_OK;
}

static kr_status stopped(kr_error *err) { return kr_fail(err, KR_ERR_LIMIT, "stopped; nothing was written"); }

static kr_status put_row(void *context, kr_model_row row, kr_error *err) {
  if (kr_stop_requested()) return stopped(err);
  return kr_mps_row(context, row.sense == KR_ROW_EQUAL ? KR_MPS_EQUAL : KR_MPS_AT_MOST, row.bound, err);
}

static kr_status put_column(void *context, const kr_model_column *column, kr_error *err) {
  if (kr_stop_requested()) return stopped(err);
  kr_mps_column_data data = {column->cost, column->n, column->row, column->value, column->most};
  return kr_mps_column(context, &data, err);
}

static kr_status tell_arcs(const request *q, const kr_timeline *line, const kr_model_sink *sink, kr_error *err) {
  kr_arc_model *model = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_arc_model_create(&model, line, q->settings.integer, err));
  printf("arc-flow model with %d commodities, one for each %s, cargo%s%s\n", kr_arc_model_commodities(model),
         kr_arc_model_is_by_origin(model) ? "origin" : "destination",
         line->is_static ? " and weight" : ", weight and due instant",
         q->settings.integer ? ", and for each shipment that may not be split" : "");
  fflush(stdout); /* what follows may take long */
  KR_TRY(kr_arc_model_tell(model, sink, err));
done:
  kr_arc_model_free(model);
  return status;
}

static kr_status tell_routes(const request *q, const kr_timeline *line, const kr_model_sink *sink, kr_error *err) {
  const kr_corridor *c = line->corridor;
  kr_status status = KR_OK;
  kr_lp *lp = NULL;
  double *open_t = kr_zeros((size_t)kr_n_shipments(c), sizeof *open_t);
  if (!open_t) return kr_fail_memory(err);
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) open_t[s] = (double)c->shipments[s].quantity_kg * 1e-3;
  KR_TRY(kr_lp_create(&lp, line, &q->settings, open_t, err));
  KR_TRY(kr_lp_solve(lp, MASTER_GAP, INFINITY, err));
  KR_TRY(kr_lp_expand(lp, true, err));
  printf("path model; the LP's optimum lies between %.12g and %.12g\n", lp->bound, lp->objective);
  KR_TRY(kr_route_model_tell(lp, sink, err));
done:
  kr_lp_free(lp);
  free(open_t);
  return status;
}

static kr_status write_model(const request *q, const kr_timeline *line, kr_error *err) {
  char title[400];
  kr_mps *mps = NULL;
  kr_status status = KR_OK;
  snprintf(title, sizeof title, "keruen " KERUEN_VERSION " export --lp %s%s%s%s%s: %.200s",
           q->model == MODEL_ARC ? "arc" : "master", q->settings.integer ? " --integer" : "",
           q->settings.view == KR_VIEW_STATIC ? " --static" : "", *q->plan ? " --plan " : "", q->plan,
           line->corridor->dataset_name);
  KR_TRY(kr_mps_open(&mps, q->file, title, err));
  kr_model_sink sink = {mps, put_row, put_column};
  KR_TRY(q->model == MODEL_ARC ? tell_arcs(q, line, &sink, err) : tell_routes(q, line, &sink, err));
  KR_TRY(kr_mps_commit(mps, err));
  kr_mps_size size = kr_mps_count(mps);
  printf("%s: %lld rows, %lld columns, %lld entries\n", q->file, (long long)size.rows, (long long)size.columns,
         (long long)size.entries);
done:
  kr_mps_abandon(mps);
  return status;
}

static kr_status export_model(const request *q, const kr_corridor *c, kr_error *err) {
  kr_timetable *timetable = NULL;
  kr_network *network = NULL;
  kr_timeline *line = NULL;
  kr_status status = KR_OK;
  if (c->commitments.n_lots > 0)
    return kr_fail(err, KR_ERR_RANGE, "%s: commitments are not exported; remove commitment.csv first", q->instance);
  KR_TRY(kr_timetable_create(&timetable, c, q->settings.plan, q->settings.view, err));
  KR_TRY(kr_network_create(&network, c, err));
  KR_TRY(kr_timeline_create(&line, c, timetable, network, err));
  line->by_cargo = q->settings.integer && q->model == MODEL_MASTER;
  KR_TRY(write_model(q, line, err));
done:
  kr_timeline_free(line);
  kr_network_free(network);
  kr_timetable_free(timetable);
  return status;
}

int kr_command_export(int argc, char **argv) {
  request q;
  int code = read_request(&q, argc, argv);
  if (!q.instance) return code;
  q.settings.stop = kr_stop_on_signals(); /* so that Ctrl-C leaves no half-written file behind */
  kr_error err = {0};
  kr_corridor *c = NULL;
  code = kr_read_instance(&c, NULL, q.instance);
  if (code == KR_EXIT_OK) code = kr_find_plan(c, "export", q.plan, &q.settings.plan);
  if (code == KR_EXIT_OK) {
    kr_status status = export_model(&q, c, &err);
    if (status != KR_OK) code = kr_exit_failure(status, &err);
  }
  kr_corridor_free(c);
  return code;
}
