#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/compare.h"
#include "cli/options.h"

static const char help[] =
    "usage: keruen compare INSTANCE --plans ID,ID,… [--demand 1.0,1.2,…] [-o FOLDER]\n\n"
    "Allocates the same freight under each plan, and times each level of demand, and lays the answers side by side:\n"
    "what differs in the input, then what it buys, for whom, and which limit binds next.\n"
    "      --plans LIST   plans of plan.csv; base is the network as it is. The others are compared with the first\n"
    "      --demand LIST  factors on every shipment's quantity (default 1)\n"
    "      --static       no time: one bucket for the whole horizon\n"
    "  -o, --output DIR   also write summary.json, scenarios.csv, groups.csv (by cargo, flow, forwarder),\n"
    "                     shipments.csv (who gains and who loses), input_diff.csv, and the\n"
    "                     pictures compare.svg and pareto.svg (which plans are dominated)\n" KR_STUDY_PAGE_HELP
    "      --gap G        relative gap at which a solve stops (default 1e-6)\n"
    "      --threads N    threads, each solving one combination at a time (default: all cores; the answer is the "
    "same)\n\n"
    "A plan is dominated where another one, at the same demand, is nowhere worse in tonnes served, weighted\n"
    "tonne-hours, late tonne-hours, cost and CO2, and somewhere better.\n";

enum { OPT_PLANS = 256, OPT_DEMAND };

static int take_plans(kr_compare *x, const char *text) {
  char id[KR_LIST_ITEM];
  x->plans = calloc(kr_list_length(text), sizeof *x->plans);
  if (!x->plans) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  for (const char *at = text; (at = kr_list_next(at, id)) != NULL;) {
    int32_t plan;
    int code = kr_find_plan(x->corridor, "compare", id, &plan);
    if (code != KR_EXIT_OK) return code;
    for (int32_t i = 0; i < x->n_plans; ++i)
      if (x->plans[i] == plan) return kr_exit_usage("compare", "plan '%s' is there twice", id);
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

/** What is published: the comparison, and who asked. */
typedef struct answer {
  const kr_compare *compare;
  const kr_study *study;
} answer;

static kr_status put(const void *context, const char *folder, kr_error *err) {
  const answer *a = context;
  return kr_compare_write(a->compare, folder, a->study, err);
}

typedef struct wishes {
  const char *plans, *demands;
} wishes;

static int run(const kr_study *q, const void *wanted) {
  const wishes *w = wanted;
  kr_error err = {0};
  kr_compare x = {.corridor = q->corridor, .view = q->settings.view};
  answer a = {&x, q};
  int code = take_plans(&x, w->plans);
  if (code == KR_EXIT_OK) code = take_demands(&x, w->demands);
  if (code == KR_EXIT_OK) {
    kr_status status = kr_compare_run(&x, &q->settings, q->threads, &err);
    if (status == KR_OK) status = kr_study_publish(q, put, &a, &err);
    if (status == KR_OK) kr_compare_print(&x);
    if (status != KR_OK) code = kr_exit_failure(status, &err);
  }
  kr_compare_clear(&x);
  return code;
}

int kr_command_compare(int argc, char **argv) {
  static const struct option options[] = {KR_STUDY_OPTIONS,
                                          KR_STUDY_PAGE_OPTIONS,
                                          {"plans", required_argument, NULL, OPT_PLANS},
                                          {"demand", required_argument, NULL, OPT_DEMAND},
                                          {NULL, 0, NULL, 0}};
  kr_study q = {.command = "compare", .plan = "", .settings = kr_settings_default()};
  wishes w = {.demands = "1"};
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, KR_STUDY_SHORT, options, NULL)) != -1;) {
    if (option == 'h') return fputs(help, stdout), KR_EXIT_OK;
    if (option == KR_STUDY_PLAN) return kr_exit_usage("compare", "plans go into --plans");
    int code = KR_EXIT_OK;
    if (option == OPT_PLANS) w.plans = optarg;
    if (option == OPT_DEMAND) w.demands = optarg;
    if (option != OPT_PLANS && option != OPT_DEMAND) code = kr_study_take(&q, option);
    if (code != KR_EXIT_OK) return code;
  }
  if (!w.plans) return kr_exit_usage("compare", "say which plans: --plans base,2025");
  return kr_study_run(&q, argc, argv, run, &w);
}
