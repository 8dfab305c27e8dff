#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/invest.h"
#include "cli/options.h"

#define GAP 1e-6

enum { OPT_BUDGET = 256 };

static const kr_option options[] = {
    {"budget", OPT_BUDGET, "B",
     "millions of dollars, as cost_musd counts them; or LOW:HIGH, every efficient set that costs so much (blank LOW = "
     "0, blank HIGH = all of them)"},
    {"plan", KR_STUDY_PLAN, "ID", "the network to improve (default: base)"},
    KR_OPTION_STATIC(KR_STUDY_STATIC),
    {"output", 'o', "DIR", "also write summary.json, invest.csv (each upgrade), frontier.csv (each best set)"},
    KR_STUDY_PAGE_OPTIONS,
    {"gap", KR_STUDY_GAP, "G", "no set is better by more than this, relative to the objective (default 1e-6)"},
    {"threads", KR_STUDY_THREADS, "N", "solves at a time (default: all cores; the answer is the same)"},
    {0}};

const kr_usage kr_usage_invest = {
    .command = "invest",
    .summary = "which upgrades to buy with a budget, proven; or all that are efficient",
    .synopsis = "INSTANCE --budget B | --budget LOW:HIGH [--plan ID] [--static] [-o FOLDER]",
    .about =
        "Which upgrades of upgrade.csv to buy: the set within the budget that leaves the least weighted tonne-hours, "
        "exactly.\n"
        "Sets are ruled out by what shadow prices prove about them; what they do not rule out is solved and judged.",
    .options = options,
    .notes =
        "upgrade.csv: upgrade_id, name, cost_musd, plan_id, requires, conflicts (the last two: upgrade ids separated "
        "by ;).\n"
        "An upgrade brings what its plan says otherwise than the plan it stands on, the base or the one of --plan:\n"
        "capacities of upgrades bought together add, the shortest running time holds; nothing may become less or "
        "slower.\n"
        "A signal ends the search: the best set so far and what is proven about it are still told (exit code 4).",
};

/** Millions of dollars, at least 0. */
static bool take_amount(const char *text, size_t n, kr_micro blank, kr_micro *out) {
  *out = blank;
  if (n == 0) return true;
  return kr_decimal_read(text, n, 6, out) == KR_DECIMAL_FINE && *out >= 0;
}

static int take_budget(kr_invest_answer *a, const char *text) {
  const char *colon = strchr(text, ':');
  kr_micro all = 0;
  for (int32_t i = 0; i < kr_n_upgrades(a->study->corridor); ++i) all += a->study->corridor->upgrades[i].cost_musd;
  a->is_frontier = colon != NULL;
  bool is_fine = colon ? take_amount(text, (size_t)(colon - text), 0, &a->low) &&
                             take_amount(colon + 1, strlen(colon + 1), all, &a->high)
                       : *text && take_amount(text, strlen(text), 0, &a->high);
  if (!is_fine) return kr_exit_usage("invest", "--budget takes an amount >= 0, or two like 0:500");
  if (a->low > a->high) return kr_exit_usage("invest", "--budget: the first amount is more than the second");
  return KR_EXIT_OK;
}

/** The best without each of its upgrades, and those that require it. */
static kr_status find_losses(kr_invest_answer *a, kr_error *err) {
  const kr_upgrades *u = kr_invest_upgrades(a->invest);
  kr_set sets[KR_MOST_UPGRADES], best = a->bests[0].trial.set;
  int32_t n = 0;
  for (int32_t i = 0; i < u->n; ++i)
    if (kr_set_has(best, i)) sets[n++] = best & ~u->carries[i];
  kr_status status = kr_invest_try(a->invest, sets, n, err);
  a->has_losses = status == KR_OK;
  return status == KR_ERR_LIMIT ? KR_OK : status;
}

static kr_status find(kr_invest_answer *a, kr_error *err) {
  const kr_study *q = a->study;
  kr_status status = kr_invest_create(&a->invest, q->corridor, &q->settings, a->high, q->threads, err);
  if (status != KR_OK) return status;
  status = kr_invest_frontier(a->invest, a->is_frontier ? a->low : a->high, a->high, &a->bests, &a->n_bests, err);
  if (status == KR_OK) status = find_losses(a, err);
  return status == KR_OK ? kr_study_publish(q, kr_invest_put, a, err) : status;
}

static int run(const kr_study *q, const char *budget) {
  kr_error err = {0};
  kr_invest_answer a = {.study = q};
  if (kr_n_upgrades(q->corridor) == 0) {
    fprintf(stderr, "keruen: %s: there is nothing to buy; write upgrade.csv\n", q->instance);
    return KR_EXIT_INPUT;
  }
  int code = take_budget(&a, budget);
  if (code != KR_EXIT_OK) return code;
  kr_status status = find(&a, &err);
  if (status == KR_OK) kr_invest_print(&a);
  if (status != KR_OK) code = kr_exit_failure(status, &err);
  if (status == KR_OK && kr_invest_worked(a.invest).is_stopped) code = KR_EXIT_STOPPED;
  free(a.bests);
  kr_invest_free(a.invest);
  return code;
}

typedef struct asked {
  kr_study *study;
  const char **budget;
} asked;

static int take_option(void *context, int option) {
  asked *a = context;
  if (option != OPT_BUDGET) return kr_study_take(a->study, option);
  *a->budget = optarg;
  return KR_EXIT_OK;
}

int kr_command_invest(int argc, char **argv) {
  kr_study q = {.command = "invest", .plan = "", .settings = kr_settings_default()};
  const char *budget = NULL;
  q.settings.gap = GAP;
  asked a = {&q, &budget};
  int code;
  if (!kr_options_read(&code, &kr_usage_invest, argc, argv, take_option, &a)) return code;
  if (argc - optind != 1) return kr_exit_usage("invest", "invest takes one instance folder");
  if (!budget) return kr_exit_usage("invest", "--budget is missing");
  q.instance = argv[optind];
  code = kr_study_open(&q);
  if (code == KR_EXIT_OK) code = run(&q, budget);
  kr_study_close(&q);
  return code;
}
