#include <getopt.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/report/report.h"

static const char help[] =
    "usage: keruen report INSTANCE RESULT [-o report.html] [options]\n\n"
    "One self-contained HTML page of a result folder: the answer in a line, the map day by day, how full each "
    "resource\n"
    "is, shadow prices, flows, days on the way, the shipments with their itineraries, and how the plan was found. It\n"
    "needs no network, and nothing in it can run but its own script. Folders of compare, invest and stress have pages\n"
    "of their own kind. A plan is judged first, as by verify; what does not hold is not shown.\n"
    "  -o, --output FILE     the page (default report.html); an earlier page is replaced, no other file\n"
    "      --geojson FILE    nodes and links with flow, utilisation and price, for QGIS, geojson.io or kepler.gl\n"
    "      --language LANG   en (default), ru, kk or zh\n\n"
    "Exit codes: 0 written; 2 the result's files are not in form; 6 i/o failure; 7 the judge objects to the plan.\n";

enum { OPT_LANGUAGE = 256, OPT_GEOJSON };

static int take_option(kr_report *r, int option) {
  switch (option) {
    case 'o': r->output = optarg; return KR_EXIT_OK;
    case OPT_GEOJSON: r->geojson = optarg; return KR_EXIT_OK;
    case OPT_LANGUAGE:
      if (kr_language_find(optarg, &r->language)) return KR_EXIT_OK;
      return kr_exit_usage("report", "--language takes en, ru, kk or zh");
    case ':': return kr_exit_usage("report", "an option lacks its value");
    default: return kr_exit_usage("report", "unknown option");
  }
}

static int write(kr_report *r, const char *instance) {
  kr_error err = {0};
  kr_corridor *c = NULL;
  kr_inputs inputs = {.n_files = 0};
  int code = kr_read_instance(&c, &inputs, instance);
  if (code != KR_EXIT_OK) return code;
  r->corridor = c;
  r->inputs = &inputs;
  kr_status status = kr_report_write(r, &err);
  kr_corridor_free(c);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

int kr_command_report(int argc, char **argv) {
  static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                          {"geojson", required_argument, NULL, OPT_GEOJSON},
                                          {"language", required_argument, NULL, OPT_LANGUAGE},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  kr_report r = {.output = "report.html"};
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, ":o:h", options, NULL)) != -1;) {
    if (option == 'h') return fputs(help, stdout), KR_EXIT_OK;
    int code = take_option(&r, option);
    if (code != KR_EXIT_OK) return code;
  }
  if (argc - optind != 2) return kr_exit_usage("report", "report takes an instance and a result folder");
  r.folder = argv[optind + 1];
  return write(&r, argv[optind]);
}
