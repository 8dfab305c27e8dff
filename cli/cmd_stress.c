#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/stress_study.h"
#include "graph/memory.h"

#define DAYS 14
#define GAP 1e-7

enum { OPT_RESOURCES = 256, OPT_ALL, OPT_FROM, OPT_DAYS, OPT_FACTOR };

static const kr_option options[] = {
    {"resources", OPT_RESOURCES, "LIST", "these only, ids separated by commas"},
    {"all", OPT_ALL, NULL, "all that anything uses (the default)"},
    {"from", OPT_FROM, "DATE", "first day (default: the first of the horizon)"},
    {"days", OPT_DAYS, "N", "how many days (default 14)"},
    {"factor", OPT_FACTOR, "F", "what is left of the capacity, 0 to 1 (default 0)"},
    KR_OPTION_PLAN(KR_STUDY_PLAN),
    KR_OPTION_STATIC(KR_STUDY_STATIC),
    {"output", 'o', "DIR", "also write summary.json and stress.csv"},
    KR_STUDY_PAGE_OPTIONS,
    {"gap", KR_STUDY_GAP, "G", "relative gap of every solve (default 1e-7)"},
    {"threads", KR_STUDY_THREADS, "N", "solves at a time (default: all cores; the answer is the same)"},
    KR_STUDY_PARTS_OPTIONS,
    {"per-chunk", KR_STUDY_PER_CHUNK, "N", "of plan: resources of a chunk (default 8)"},
    {0}};

const kr_usage kr_usage_stress = {
    .command = "stress",
    .summary = "each resource lost or cut for some days: what it costs, and where the freight goes",
    .synopsis =
        "INSTANCE [--resources ID,… | --all] [--from DATE] [--days 14] [--factor 0] [-o "
        "FOLDER]\n" KR_STUDY_PARTS_SYNOPSIS,
    .about =
        "Loses, or cuts, each resource in turn for some days, allocates all freight anew, and ranks what that costs:\n"
        "a storm at a port, a crossing at nine trains a day, a border shut for thirteen days.",
    .options = options,
    .notes =
        "Freight that is on its way when the days begin has its place already only if commitment.csv says "
        "so.\n\n" KR_STUDY_PARTS_NOTES,
};

/* ---- what is asked for ---- */

typedef struct wishes {
  const char *resources, *from;
  int32_t days, per_chunk;
  kr_micro factor;
} wishes;

static int choose_named(kr_stress_study *s, const char *list) {
  const kr_corridor *c = s->study->corridor;
  char id[KR_LIST_ITEM];
  for (const char *at = list; (at = kr_list_next(at, id)) != NULL;) {
    int32_t r = kr_ids_find(c->resource_ids, id, strlen(id)), near = kr_ids_nearest(c->resource_ids, id, strlen(id));
    if (r < 0 && near >= 0)
      return kr_exit_usage("stress", "there is no resource '%s'; did you mean %s", id,
                           kr_ids_text(c->resource_ids, near));
    if (r < 0) return kr_exit_usage("stress", "there is no resource '%s' in resource.csv", id);
    for (int32_t i = 0; i < s->n; ++i)
      if (s->losses[i].resource == r) return kr_exit_usage("stress", "resource %s is there twice", id);
    s->losses[s->n++].resource = r;
  }
  return KR_EXIT_OK;
}

/** Those that the plan of a study in parts names. */
static int choose_planned(kr_stress_study *s, const kr_study_job *job) {
  kr_ids *ids = s->study->corridor->resource_ids;
  for (size_t i = 0; i < job->n_rows; ++i) {
    const kr_job_row *row = &job->rows[i];
    if (strcmp(row->kind, "chunk") != 0 || !row->value[0]) continue;
    int32_t r = kr_ids_find(ids, row->value, strlen(row->value));
    if (r < 0 || s->n == kr_n_resources(s->study->corridor))
      return kr_exit_usage("stress", "resource '%s' of %s is none; plan anew", row->value, KR_STUDY_JOB_FILE);
    s->losses[s->n++].resource = r;
  }
  return KR_EXIT_OK;
}

kr_status kr_stress_choose_used(kr_stress_study *s, kr_error *err) {
  const kr_corridor *c = s->study->corridor;
  if (!s->takes_used) return KR_OK;
  double *over = kr_zeros((size_t)kr_n_resources(c), sizeof *over);
  if (!over) return kr_fail_memory(err);
  kr_stress_over(c, &s->solution->result.allocation, over);
  for (int32_t r = 0; r < kr_n_resources(c); ++r)
    if (over[r] > 0) s->losses[s->n++].resource = r;
  free(over);
  return KR_OK;
}

static int take_window(kr_stress_study *s, const wishes *w) {
  const kr_corridor *c = s->study->corridor;
  kr_date from = c->start;
  if (w->from && kr_date_read(w->from, strlen(w->from), &from) != KR_CALENDAR_FINE)
    return kr_exit_usage("stress", "--from takes a date like 2025-07-14");
  s->window.from_day = from - c->start;
  s->window.days = w->days;
  s->window.factor = w->factor;
  if (s->window.from_day < 0 || s->window.from_day >= c->days)
    return kr_exit_usage("stress", "--from lies outside the horizon of %d days", (int)c->days);
  if (s->window.days > c->days - s->window.from_day) s->window.days = c->days - s->window.from_day;
  return KR_EXIT_OK;
}

static int open_stress(void **study, const kr_study *q, const void *wanted, const kr_study_job *job) {
  const wishes *w = wanted;
  kr_stress_study *s = *study = kr_zeros(1, sizeof *s);
  if (!s) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  s->study = q;
  s->per_chunk = w->per_chunk;
  s->takes_used = !job && !w->resources;
  s->losses = kr_zeros((size_t)kr_n_resources(q->corridor), sizeof *s->losses);
  if (!s->losses) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  int code = take_window(s, w);
  if (code == KR_EXIT_OK && job) return choose_planned(s, job);
  return code == KR_EXIT_OK && w->resources ? choose_named(s, w->resources) : code;
}

static void close_stress(void *study) {
  kr_stress_study *s = study;
  if (!s) return;
  kr_solution_free(s->solution);
  free(s->losses);
  free(s);
}

static kr_status solve(void *study, kr_error *err) {
  kr_stress_study *s = study;
  kr_status status;
  KR_TRY(kr_study_solve(s->study, &s->solution, err));
  KR_TRY(kr_stress_choose_used(s, err));
  kr_whatif_base base = {s->study->corridor, &s->study->settings, s->solution};
  status = kr_stress_find(&base, &s->window, s->study->threads, s->losses, s->n, err);
done:
  return status;
}

static int take_option(kr_study *q, void *wanted, int option) {
  wishes *w = wanted;
  switch (option) {
    case OPT_RESOURCES: w->resources = optarg; return KR_EXIT_OK;
    case OPT_ALL: w->resources = NULL; return KR_EXIT_OK;
    case OPT_FROM: w->from = optarg; return KR_EXIT_OK;
    case OPT_DAYS: return kr_take_whole("stress", "days", optarg, 400, &w->days);
    case OPT_FACTOR:
      if (kr_decimal_read(optarg, strlen(optarg), 6, &w->factor) == KR_DECIMAL_FINE && w->factor >= 0 &&
          w->factor <= KR_MICRO)
        return KR_EXIT_OK;
      return kr_exit_usage("stress", "--factor takes a number from 0 to 1");
    case KR_STUDY_PER_CHUNK: return kr_take_whole("stress", "per-chunk", optarg, 1000000, &w->per_chunk);
    default: return kr_study_take(q, option);
  }
}

int kr_command_stress(int argc, char **argv) {
  static const kr_study_kind kind = {.usage = &kr_usage_stress,
                                     .in_chunks = "resources",
                                     .is_first_planned = true,
                                     .take = take_option,
                                     .open = open_stress,
                                     .close = close_stress,
                                     .solve = solve,
                                     .plan = kr_stress_plan_chunks,
                                     .chunk = kr_stress_do_chunk,
                                     .merge = kr_stress_merge,
                                     .put = kr_stress_write,
                                     .print = kr_stress_print};
  kr_study q = {.command = "stress", .plan = "", .settings = kr_settings_default()};
  wishes w = {.days = DAYS, .per_chunk = KR_STRESS_PER_CHUNK};
  q.settings.gap = GAP;
  return kr_study_command(&kind, &q, &w, argc, argv);
}
