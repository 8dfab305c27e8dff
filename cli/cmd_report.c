#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/report/report.h"

enum { OPT_LANGUAGE = 256, OPT_GEOJSON };

static const kr_option options[] = {
    {"output", 'o', "FILE", "the page (default report.html); an earlier page is replaced, no other file"},
    {"geojson", OPT_GEOJSON, "FILE",
     "nodes and links with flow, utilisation and price, for QGIS, geojson.io or kepler.gl"},
    {"language", OPT_LANGUAGE, KR_LANGUAGES, "of the page (default en)"},
    {0}};

const kr_usage kr_usage_report = {
    .command = "report",
    .summary = "one HTML page of a result, with a map; and GeoJSON",
    .synopsis = "INSTANCE RESULT [-o report.html] [options]",
    .about =
        "One self-contained HTML page of a result folder: the answer in a line, the map day by day, how full each "
        "resource\n"
        "is, shadow prices, flows, days on the way, the shipments with their itineraries, and how the plan was found. "
        "It\n"
        "needs no network, and nothing in it can run but its own script. Folders of compare, invest, stress and "
        "bottlenecks\n"
        "have pages of their own kind. A plan is judged first, as by verify; the tables of a study are held against "
        "each\n"
        "other and its summary.json; what does not hold is not shown.",
    .options = options,
    .notes =
        "Exit codes: 0 written; 2 the result's files are not in form; 6 i/o failure; 7 the judge objects to the plan,\n"
        "or the figures of a study do not agree.",
};

static int take_option(void *context, int option) {
  kr_report *r = context;
  switch (option) {
    case 'o': r->output = optarg; return KR_EXIT_OK;
    case OPT_GEOJSON: r->geojson = optarg; return KR_EXIT_OK;
    case OPT_LANGUAGE: return kr_take_language("report", optarg, &r->language);
    default: return KR_EXIT_USAGE;
  }
}

int kr_command_report(int argc, char **argv) {
  kr_report r = {.output = "report.html"};
  int code;
  if (!kr_options_read(&code, &kr_usage_report, argc, argv, take_option, &r)) return code;
  if (argc - optind != 2) return kr_exit_usage("report", "report takes an instance and a result folder");
  r.folder = argv[optind + 1];
  return kr_report_make(&r, argv[optind]);
}
