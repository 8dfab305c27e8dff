#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/study.h"
#include "graph/memory.h"
#include "solver/stress.h"

#define SCHEMA "keruen.stress/1"
#define DAYS 14
#define SHOWN 20

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
    {0}};

const kr_usage kr_usage_stress = {
    .command = "stress",
    .summary = "each resource lost or cut for some days: what it costs, and where the freight goes",
    .synopsis = "INSTANCE [--resources ID,… | --all] [--from DATE] [--days 14] [--factor 0] [-o FOLDER]",
    .about =
        "Loses, or cuts, each resource in turn for some days, allocates all freight anew, and ranks what that costs:\n"
        "a storm at a port, a crossing at nine trains a day, a border shut for thirteen days.",
    .options = options,
    .notes = "Freight that is on its way when the days begin has its place already only if commitment.csv says so.",
};

#define GAP 1e-7

typedef struct answer {
  const kr_study *study;
  kr_solution *solution;
  kr_loss *losses;
  int32_t n;
  kr_window window;
} answer;

/* ---- what is printed and written ---- */

static void print(const answer *s) {
  const kr_corridor *c = s->study->corridor;
  char from[11], factor[KR_DECIMAL_ROOM], extra[32], stays[32], more[32];
  kr_date_write(c->start + s->window.from_day, from);
  kr_decimal_write(s->window.factor, factor);
  printf("Each of %d resources at %s of its capacity for %d days from %s:\n", s->n, factor, s->window.days, from);
  printf("%-34s %17s %12s %12s  %s\n", "resource", "extra t*h", "not served t", "late t*d", "more over, t");
  for (int32_t i = 0; i < s->n && i < SHOWN; ++i) {
    const kr_loss *l = &s->losses[i];
    printf("%-34s %17s %12s %12.0f ", kr_ids_text(c->resource_ids, l->resource), kr_thousands(l->extra_t_h, extra),
           kr_thousands(l->extra_unserved_t, stays), l->extra_late_t_h / 24);
    for (int k = 0; k < KR_DETOURS && l->detour[k] != KR_NONE; ++k)
      printf("%s %s %s", k ? "," : "", kr_ids_text(c->resource_ids, l->detour[k]), kr_thousands(l->detour_t[k], more));
    putchar('\n');
  }
  if (s->n > SHOWN) printf("… and %d more (stress.csv with -o)\n", s->n - SHOWN);
}

static kr_status put_losses(const void *context, kr_sink *sink) {
  const answer *s = context;
  const kr_corridor *c = s->study->corridor;
  kr_sink_text(sink,
               "resource_id,extra_weighted_tonne_hours,extra_unserved_t,extra_late_tonne_days,objective,bound,detour_1,"
               "detour_1_t,detour_2,detour_2_t,detour_3,detour_3_t\n");
  for (int32_t i = 0; i < s->n; ++i) {
    const kr_loss *l = &s->losses[i];
    kr_sink_id(sink, kr_ids_text(c->resource_ids, l->resource));
    kr_sink_rounded(sink, l->extra_t_h);
    kr_sink_rounded(sink, l->extra_unserved_t);
    kr_sink_rounded(sink, l->extra_late_t_h / 24);
    kr_sink_exact(sink, l->objective);
    kr_sink_exact(sink, l->bound);
    for (int k = 0; k < KR_DETOURS; ++k) {
      kr_sink_id(sink, l->detour[k] == KR_NONE ? "" : kr_ids_text(c->resource_ids, l->detour[k]));
      if (l->detour[k] == KR_NONE) kr_sink_blank(sink);
      if (l->detour[k] != KR_NONE) kr_sink_rounded(sink, l->detour_t[k]);
    }
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

static kr_status put(const void *context, const char *folder, kr_error *err) {
  const answer *s = context;
  kr_json j = {.depth = 0};
  char from[11];
  kr_status status = KR_OK;
  kr_date_write(s->study->corridor->start + s->window.from_day, from);
  KR_TRY(kr_study_csv(folder, "stress.csv", put_losses, s, err));
  KR_TRY(kr_sink_open(&j.sink, folder, "summary.json", err));
  kr_study_head(&j, s->study, SCHEMA);
  kr_json_text(&j, "from_date", from);
  kr_json_whole(&j, "days", s->window.days);
  kr_json_decimal(&j, "factor", s->window.factor);
  kr_study_solution(&j, s->solution);
  kr_json_whole(&j, "resources", s->n);
  status = kr_study_tail(&j, s->study, err);
done:
  return status;
}

/* ---- what is asked for ---- */

typedef struct wishes {
  const char *resources, *from;
  int32_t days;
  kr_micro factor;
} wishes;

static int choose_named(answer *s, const char *list) {
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

/** Losing what nothing uses costs nothing. */
static kr_status choose_used(answer *s, kr_error *err) {
  const kr_corridor *c = s->study->corridor;
  double *over = kr_zeros((size_t)kr_n_resources(c), sizeof *over);
  if (!over) return kr_fail_memory(err);
  kr_stress_over(c, &s->solution->result.allocation, over);
  for (int32_t r = 0; r < kr_n_resources(c); ++r)
    if (over[r] > 0) s->losses[s->n++].resource = r;
  free(over);
  return KR_OK;
}

static int take_window(answer *s, const wishes *w) {
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

static kr_status find(answer *s, bool all, kr_error *err) {
  kr_status status = kr_study_solve(s->study, &s->solution, err);
  if (status == KR_OK && all) status = choose_used(s, err);
  kr_whatif_base base = {s->study->corridor, &s->study->settings, s->solution};
  if (status == KR_OK) status = kr_stress_find(&base, &s->window, s->study->threads, s->losses, s->n, err);
  return status == KR_OK ? kr_study_publish(s->study, put, s, err) : status;
}

static int run(const kr_study *q, const void *wanted) {
  const wishes *w = wanted;
  kr_error err = {0};
  answer s = {.study = q, .losses = kr_zeros((size_t)kr_n_resources(q->corridor), sizeof *s.losses)};
  if (!s.losses) return kr_exit_failure(KR_ERR_MEMORY, NULL);
  int code = take_window(&s, w);
  if (code == KR_EXIT_OK && w->resources) code = choose_named(&s, w->resources);
  if (code == KR_EXIT_OK) {
    kr_status status = find(&s, !w->resources, &err);
    if (status == KR_OK) print(&s);
    if (status != KR_OK) code = kr_exit_failure(status, &err);
  }
  kr_solution_free(s.solution);
  free(s.losses);
  return code;
}

typedef struct asked {
  kr_study *study;
  wishes *wishes;
} asked;

static int take_option(void *context, int option) {
  asked *a = context;
  wishes *w = a->wishes;
  switch (option) {
    case OPT_RESOURCES: w->resources = optarg; return KR_EXIT_OK;
    case OPT_ALL: w->resources = NULL; return KR_EXIT_OK;
    case OPT_FROM: w->from = optarg; return KR_EXIT_OK;
    case OPT_DAYS:
      if (kr_take_count(optarg, 400, &w->days)) return KR_EXIT_OK;
      return kr_exit_usage("stress", "--days takes a whole number from 1 to 400");
    case OPT_FACTOR:
      if (kr_decimal_read(optarg, strlen(optarg), 6, &w->factor) == KR_DECIMAL_FINE && w->factor >= 0 &&
          w->factor <= KR_MICRO)
        return KR_EXIT_OK;
      return kr_exit_usage("stress", "--factor takes a number from 0 to 1");
    default: return kr_study_take(a->study, option);
  }
}

int kr_command_stress(int argc, char **argv) {
  kr_study q = {.command = "stress", .plan = "", .settings = kr_settings_default()};
  wishes w = {.days = DAYS};
  q.settings.gap = GAP;
  asked a = {&q, &w};
  int code;
  if (!kr_options_read(&code, &kr_usage_stress, argc, argv, take_option, &a)) return code;
  return kr_study_run(&q, argc, argv, run, &w);
}
