#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/compare.h"
#include "cli/options.h"
#include "cli/stop.h"
#include "instances/atomic.h"

static const char help[] =
    "usage: keruen compare INSTANCE --plans ID,ID,… [--demand 1.0,1.2,…] [-o FOLDER]\n\n"
    "Allocates the same freight under each plan, and times each level of demand, and lays the answers side by side:\n"
    "what differs in the input, then what it buys, for whom, and which limit binds next.\n"
    "      --plans LIST   plans of plan.csv; base is the network as it is. The others are compared with the first\n"
    "      --demand LIST  factors on every shipment's quantity (default 1)\n"
    "      --static       no time: one bucket for the whole horizon\n"
    "  -o, --output DIR   also write summary.json, scenarios.csv, groups.csv (by cargo, flow, forwarder),\n"
    "                     shipments.csv (who gains and who loses), input_diff.csv, compare.svg\n"
    "      --gap G        relative gap at which a solve stops (default 1e-6)\n"
    "      --threads N    threads, each solving one combination at a time (default: all cores; the answer is the same)\n\n"
    "A plan is dominated where another one, at the same demand, is nowhere worse in tonnes served, weighted\n"
    "tonne-hours, late tonne-hours, cost and CO2, and somewhere better.\n";

enum { OPT_PLANS = 256, OPT_DEMAND, OPT_STATIC, OPT_GAP, OPT_THREADS };

typedef struct request {
  const char *instance, *output, *plans, *demand;
  kr_settings settings;
  int32_t threads;
} request;

static int take_option(request *q, int option) {
  switch (option) {
    case 'o': q->output = optarg; return KR_EXIT_OK;
    case OPT_PLANS: q->plans = optarg; return KR_EXIT_OK;
    case OPT_DEMAND: q->demand = optarg; return KR_EXIT_OK;
    case OPT_STATIC: q->settings.view = KR_VIEW_STATIC; return KR_EXIT_OK;
    case OPT_GAP:
      return kr_take_positive(optarg, &q->settings.gap) ? KR_EXIT_OK
                                                        : kr_exit_usage("compare", "--gap takes a number > 0");
    case OPT_THREADS:
      return kr_take_count(optarg, KR_MOST_THREADS, &q->threads)
                 ? KR_EXIT_OK
                 : kr_exit_usage("compare", "--threads takes a whole number from 1 to %d", KR_MOST_THREADS);
    case ':': return kr_exit_usage("compare", "an option lacks its value");
    default: return kr_exit_usage("compare", "unknown option");
  }
}

/** @return KR_EXIT_OK to go on, else the exit code, -1 for help */
static int read_request(request *q, int argc, char **argv) {
  static const struct option options[] = {
      {"output", required_argument, NULL, 'o'},       {"plans", required_argument, NULL, OPT_PLANS},
      {"demand", required_argument, NULL, OPT_DEMAND}, {"static", no_argument, NULL, OPT_STATIC},
      {"gap", required_argument, NULL, OPT_GAP},      {"threads", required_argument, NULL, OPT_THREADS},
      {"help", no_argument, NULL, 'h'},               {NULL, 0, NULL, 0}};
  *q = (request){.demand = "1", .settings = kr_settings_default()};
  int option;
  opterr = 0;
  while ((option = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
    if (option == 'h') return -1;
    int code = take_option(q, option);
    if (code != KR_EXIT_OK) return code;
  }
  if (!q->plans) return kr_exit_usage("compare", "say which plans: --plans base,2025");
  if (argc - optind != 1) return kr_exit_usage("compare", "compare takes one instance folder");
  q->instance = argv[optind];
  return KR_EXIT_OK;
}

static int take_plans(kr_compare *x, const char *text) {
  char id[KR_LIST_ITEM];
  x->plans = calloc(kr_list_length(text), sizeof *x->plans);
  if (!x->plans) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  for (const char *at = text; (at = kr_list_next(at, id)) != NULL;) {
    int32_t plan;
    int code = kr_find_plan(x->corridor, "compare", id, &plan);
    if (code != KR_EXIT_OK) return code;
    for (int32_t i = 0; i < x->n_plans; ++i)
      if (x->plans[i] == plan) return kr_exit_usage("compare", "plan %s is there twice", id);
    x->plans[x->n_plans++] = plan;
  }
  return KR_EXIT_OK;
}

static int take_demands(kr_compare *x, const char *text) {
  char item[KR_LIST_ITEM];
  x->demands = calloc(kr_list_length(text), sizeof *x->demands);
  if (!x->demands) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  for (const char *at = text; (at = kr_list_next(at, item)) != NULL;) {
    kr_micro factor;
    if (kr_decimal_read(item, strlen(item), 6, &factor) != KR_DECIMAL_FINE || factor <= 0 || factor > 1000 * KR_MICRO)
      return kr_exit_usage("compare", "--demand takes factors > 0 and up to 1000, like 1.0,1.2");
    x->demands[x->n_demands++] = factor;
  }
  return KR_EXIT_OK;
}

static kr_status publish(const kr_compare *x, const char *output, const kr_inputs *inputs, kr_error *err) {
  kr_folder *folder = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_folder_begin(&folder, output, err));
  KR_TRY(kr_compare_write(x, kr_folder_path(folder), inputs, err));
  KR_TRY(kr_folder_commit(folder, err));
done:
  kr_folder_abandon(folder);
  return status;
}

static int run(const request *q, const kr_corridor *c, const kr_inputs *inputs) {
  kr_error err = {0};
  kr_compare x = {.corridor = c, .view = q->settings.view};
  int code = take_plans(&x, q->plans);
  if (code == KR_EXIT_OK) code = take_demands(&x, q->demand);
  if (code == KR_EXIT_OK) {
    kr_status status = kr_compare_run(&x, &q->settings, q->threads, &err);
    if (status == KR_OK && q->output) status = publish(&x, q->output, inputs, &err);
    if (status == KR_OK) kr_compare_print(&x);
    if (status != KR_OK) code = kr_exit_failure(status, &err);
  }
  kr_compare_clear(&x);
  return code;
}

int kr_command_compare(int argc, char **argv) {
  request q;
  int code = read_request(&q, argc, argv);
  if (code == -1) {
    fputs(help, stdout);
    return KR_EXIT_OK;
  }
  if (code != KR_EXIT_OK) return code;
  q.settings.stop = kr_stop_on_signals();
  kr_corridor *c = NULL;
  kr_inputs *inputs = calloc(1, sizeof *inputs);
  if (!inputs) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  code = kr_read_instance(&c, inputs, q.instance);
  if (code == KR_EXIT_OK) code = run(&q, c, inputs);
  kr_corridor_free(c);
  free(inputs);
  return code;
}
