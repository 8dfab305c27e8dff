#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/options.h"
#include "cli/study.h"
#include "graph/memory.h"
#include "solver/bottleneck.h"

#define SCHEMA "keruen.bottlenecks/1"
#define TOP 20
#define GAP 1e-9 /* what small changes save must not drown in it */
#define WEEK 7

enum { OPT_TOP = 256 };

static const kr_option options[] = {
    {"top", OPT_TOP, "N", "resources to try (default 20), by shadow price times capacity"},
    KR_OPTION_PLAN(KR_STUDY_PLAN),
    KR_OPTION_STATIC(KR_STUDY_STATIC),
    {"output", 'o', "DIR", "also write summary.json, bottlenecks.csv, weeks.csv (shadow prices by resource and week)"},
    KR_STUDY_PAGE_OPTIONS,
    {"gap", KR_STUDY_GAP, "G", "relative gap of every solve (default 1e-9)"},
    {"threads", KR_STUDY_THREADS, "N", "solves at a time (default: all cores; the answer is the same)"},
    {0}};

const kr_usage kr_usage_bottlenecks = {
    .command = "bottlenecks",
    .summary = "which capacities hold the freight up, and what more of each would save",
    .synopsis = "INSTANCE [--top 20] [--plan ID] [--static] [-o FOLDER]",
    .about =
        "Which capacities hold the freight up, and what more of each would save. Prices of the LP are not taken at "
        "their\n"
        "word: for each of the top resources units are really added on every day on which it is open, and everything "
        "is\n"
        "solved again.",
    .options = options,
    .notes =
        "predicted: what the shadow prices promise for the units added. saves: what they do save. holds up to: units a "
        "day\n"
        "up to which the price per unit is right to 1 %; beyond, each further unit saves less.",
};

typedef struct answer {
  const kr_study *study;
  const kr_solution *solution;
  kr_bottleneck *list;
  int32_t n;
} answer;

static const char *unit_of(const kr_corridor *c, int32_t resource) {
  return kr_ids_text(c->unit_ids, c->resources[resource].unit);
}

static void print(const answer *a) {
  const kr_corridor *c = a->study->corridor;
  if (a->n == 0) {
    puts("No resource is scarce: every shadow price is 0.");
    return;
  }
  printf("%-34s %-9s %8s %16s %16s %14s %12s\n", "resource", "unit", "added", "predicted t*h", "saves t*h", "per unit",
         "holds up to");
  for (int32_t i = 0; i < a->n; ++i) {
    const kr_bottleneck *b = &a->list[i];
    char predicted[32], saved[32], price[32];
    printf("%-34s %-9s %8g %16s %16s %14s %12.4g\n", kr_ids_text(c->resource_ids, b->resource), unit_of(c, b->resource),
           b->step, kr_thousands(b->predicted, predicted), kr_thousands(b->saved, saved), kr_thousands(b->price, price),
           b->holds_up_to);
  }
}

static kr_status put_list(const void *context, kr_sink *sink) {
  const answer *a = context;
  const kr_corridor *c = a->study->corridor;
  kr_sink_text(sink,
               "resource_id,unit,worth,shadow_price_per_unit_a_day,added_per_day,predicted,saved,price_per_unit_a_day,"
               "holds_up_to_per_day,saved_there\n");
  for (int32_t i = 0; i < a->n; ++i) {
    const kr_bottleneck *b = &a->list[i];
    kr_sink_id(sink, kr_ids_text(c->resource_ids, b->resource));
    kr_sink_id(sink, unit_of(c, b->resource));
    const double numbers[] = {b->worth, b->shadow_price, b->step,        b->predicted,
                              b->saved, b->price,        b->holds_up_to, b->saved_there};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; ++k) kr_sink_rounded(sink, numbers[k]);
    kr_sink_end_row(sink);
  }
  return KR_OK;
}

/** Shadow prices summed over days: saved by a unit more on each of them. No row where that is nothing. */
static void put_week(const answer *a, int32_t resource, int32_t first, int32_t last, kr_sink *sink) {
  const kr_corridor *c = a->study->corridor;
  const kr_timetable *t = a->solution->timetable;
  double price = 0, capacity = 0;
  char date[11];
  for (int32_t d = first; d < last; ++d) {
    price += a->solution->result.shadow_price[(int64_t)resource * t->n_days + d];
    if (kr_capacity_of(t, resource, d) < KR_NO_LIMIT) capacity += kr_decimal_value(kr_capacity_of(t, resource, d));
  }
  if (!(price > 0)) return;
  kr_date_write(c->start + first, date);
  kr_sink_id(sink, kr_ids_text(c->resource_ids, resource));
  kr_sink_id(sink, unit_of(c, resource));
  kr_sink_id(sink, date);
  kr_sink_whole(sink, last - first);
  kr_sink_rounded(sink, price);
  kr_sink_rounded(sink, capacity);
  kr_sink_end_row(sink);
}

static kr_status put_weeks(const void *context, kr_sink *sink) {
  const answer *a = context;
  int32_t n_days = a->solution->timetable->n_days;
  kr_sink_text(sink, "resource_id,unit,from_date,days,shadow_price,capacity\n");
  for (int32_t r = 0; r < kr_n_resources(a->study->corridor); ++r)
    for (int32_t first = 0; first < n_days; first += WEEK)
      put_week(a, r, first, first + WEEK < n_days ? first + WEEK : n_days, sink);
  return KR_OK;
}

static void put_bottleneck(kr_json *j, const kr_corridor *c, const kr_bottleneck *b) {
  kr_json_open(j, NULL);
  kr_json_text(j, "resource_id", kr_ids_text(c->resource_ids, b->resource));
  kr_json_number(j, "added_per_day", b->step);
  kr_json_number(j, "predicted", b->predicted);
  kr_json_number(j, "saved", b->saved);
  kr_json_number(j, "price_per_unit_a_day", b->price);
  kr_json_number(j, "holds_up_to_per_day", b->holds_up_to);
  kr_json_close(j);
}

static kr_status put(const void *context, const char *folder, kr_error *err) {
  const answer *a = context;
  kr_json j = {.depth = 0};
  kr_status status = KR_OK;
  KR_TRY(kr_study_csv(folder, "bottlenecks.csv", put_list, a, err));
  KR_TRY(kr_study_csv(folder, "weeks.csv", put_weeks, a, err));
  KR_TRY(kr_sink_open(&j.sink, folder, "summary.json", err));
  kr_study_head(&j, a->study, SCHEMA);
  kr_study_solution(&j, a->solution);
  kr_json_open_array(&j, "bottlenecks");
  for (int32_t i = 0; i < a->n; ++i) put_bottleneck(&j, a->study->corridor, &a->list[i]);
  kr_json_close_array(&j);
  status = kr_study_tail(&j, a->study, err);
done:
  return status;
}

static int run(const kr_study *q, const void *wishes) {
  int32_t top = *(const int32_t *)wishes;
  kr_error err = {0};
  kr_solution *solution = NULL;
  answer a = {.study = q, .list = kr_zeros((size_t)top, sizeof *a.list)};
  kr_status status = KR_OK;
  if (!a.list) status = kr_fail_memory(&err);
  if (status == KR_OK) status = kr_study_solve(q, &solution, &err);
  a.solution = solution;
  kr_whatif_base base = {q->corridor, &q->settings, solution};
  if (status == KR_OK) status = kr_bottlenecks_find(&base, top, q->threads, a.list, &a.n, &err);
  if (status == KR_OK) status = kr_study_publish(q, put, &a, &err);
  if (status == KR_OK) print(&a);
  free(a.list);
  kr_solution_free(solution);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

typedef struct asked {
  kr_study *study;
  int32_t *top;
} asked;

static int take_option(void *context, int option) {
  asked *a = context;
  return option == OPT_TOP ? kr_take_whole("bottlenecks", "top", optarg, 100000, a->top)
                           : kr_study_take(a->study, option);
}

int kr_command_bottlenecks(int argc, char **argv) {
  kr_study q = {.command = "bottlenecks", .plan = "", .settings = kr_settings_default()};
  int32_t top = TOP;
  q.settings.gap = GAP;
  asked a = {&q, &top};
  int code;
  if (!kr_options_read(&code, &kr_usage_bottlenecks, argc, argv, take_option, &a)) return code;
  return kr_study_run(&q, argc, argv, run, &top);
}
