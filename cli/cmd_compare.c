#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/compare.h"
#include "cli/options.h"

enum { OPT_PLANS = 256, OPT_DEMAND };

static const kr_option options[] = {
    {"plans", OPT_PLANS, "LIST",
     "plans of plan.csv; base is the network as it is. The others are compared with the first"},
    {"demand", OPT_DEMAND, "LIST", "factors on every shipment's quantity (default 1)"},
    KR_OPTION_STATIC(KR_STUDY_STATIC),
    {"output", 'o', "DIR",
     "also write summary.json, scenarios.csv, groups.csv (by cargo, flow, forwarder), shipments.csv (who gains and who "
     "loses), input_diff.csv, and the pictures compare.svg and pareto.svg (which plans are dominated)"},
    KR_STUDY_PAGE_OPTIONS,
    {"gap", KR_STUDY_GAP, "G", "relative gap at which a solve stops (default 1e-6)"},
    {"threads", KR_STUDY_THREADS, "N",
     "threads, each solving one combination at a time (default: all cores; the answer is the same)"},
    KR_STUDY_PARTS_OPTIONS,
    {0}};

const kr_usage kr_usage_compare = {
    .command = "compare",
    .summary = "the same freight under several plans and levels of demand, side by side",
    .synopsis = "INSTANCE --plans ID,ID,… [--demand 1.0,1.2,…] [-o FOLDER]\n" KR_STUDY_PARTS_SYNOPSIS,
    .about =
        "Allocates the same freight under each plan, and times each level of demand, and lays the answers side by "
        "side:\n"
        "what differs in the input, then what it buys, for whom, and which limit binds next.",
    .options = options,
    .notes =
        "A plan is dominated where another one, at the same demand, is nowhere worse in tonnes served, weighted\n"
        "tonne-hours, late tonne-hours, cost and CO2, and somewhere better.\n\n" KR_STUDY_PARTS_NOTES,
};

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

typedef struct wishes {
  const char *plans, *demands;
} wishes;

static int take_option(kr_study *q, void *wanted, int option) {
  wishes *w = wanted;
  switch (option) {
    case OPT_PLANS: w->plans = optarg; return KR_EXIT_OK;
    case OPT_DEMAND: w->demands = optarg; return KR_EXIT_OK;
    case KR_STUDY_PLAN: return kr_exit_usage("compare", "plans go into --plans");
    default: return kr_study_take(q, option);
  }
}

static int open_compare(void **study, const kr_study *q, const void *wanted, const kr_study_job *job) {
  const wishes *w = wanted;
  kr_error err = {0};
  (void)job;
  if (!w->plans) return kr_exit_usage("compare", "say which plans: --plans base,2025");
  kr_compare *x = *study = calloc(1, sizeof *x);
  if (!x) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  x->study = q;
  x->corridor = q->corridor;
  int code = take_plans(x, w->plans);
  if (code == KR_EXIT_OK) code = take_demands(x, w->demands);
  if (code != KR_EXIT_OK) return code;
  kr_status status = kr_compare_begin(x, &err);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static void close_compare(void *study) {
  if (study) kr_compare_clear(study);
  free(study);
}

static kr_status solve(void *study, kr_error *err) {
  kr_compare *x = study;
  kr_status status = kr_scenarios_solve(x->scenarios, kr_n_scenarios(x), x->study->threads, err);
  return status == KR_OK ? kr_compare_end(x, err) : status;
}

static kr_status put(const void *study, const char *folder, kr_error *err) {
  return kr_compare_write(study, folder, err);
}

static void print(const void *study) { kr_compare_print(study); }

int kr_command_compare(int argc, char **argv) {
  static const kr_study_kind kind = {.usage = &kr_usage_compare,
                                     .take = take_option,
                                     .open = open_compare,
                                     .close = close_compare,
                                     .solve = solve,
                                     .plan = kr_compare_plan_chunks,
                                     .chunk = kr_compare_do_chunk,
                                     .merge = kr_compare_merge,
                                     .put = put,
                                     .print = print};
  kr_study q = {.command = "compare", .plan = "", .settings = kr_settings_default()};
  wishes w = {.demands = "1"};
  return kr_study_command(&kind, &q, &w, argc, argv);
}
