/* One instance, one solve of its LP, one CSV row: what the LP costs, without reading and writing. See bench/README.md.
 */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/lp.h"

static const char help[] =
    "usage: bench_lp INSTANCE [--static] [--plan ID] [--gap 0.000001] [--threads N] [--master auto|interior|key|glpk] "
    "[--no-header]\n\n"
    "Reads the instance, solves its LP to a proven gap and prints a CSV row (with a header) on stdout:\n"
    "CPU and wall seconds of the LP from the instance in memory to the optimum, of its pricing and its master, and of\n"
    "one full pass of pricing at the final tolls; objective and bound, both computed anew from the flow and the "
    "tolls.\n";

#define PASSES 3      /* timed; the least counts */
#define OVERLOAD 1e-9 /* relative: what FORMAT.md lets a plan use beyond a capacity */

typedef struct request {
  const char *instance, *plan;
  kr_settings settings;
  bool no_header;
} request;

typedef struct seconds {
  double wall, cpu;
} seconds;

/** Everything the LP stands on, and what was measured. */
typedef struct bench {
  const kr_corridor *c;
  const kr_settings *settings;
  kr_timetable *timetable;
  kr_network *network;
  kr_timeline *line;
  kr_lp *lp;
  double *open_t, *used; /* [shipments], [rows] */
  seconds all, pass;
  double objective, bound, overload; /* overload: the most a resource-day is used beyond its capacity, relative */
} bench;

static seconds now(void) { return (seconds){kr_clock_wall(), kr_clock_cpu()}; }

static seconds since(seconds began) { return (seconds){kr_clock_wall() - began.wall, kr_clock_cpu() - began.cpu}; }

static void free_bench(bench *b) {
  kr_lp_free(b->lp);
  kr_timeline_free(b->line);
  kr_network_free(b->network);
  kr_timetable_free(b->timetable);
  free(b->open_t);
  free(b->used);
}

static kr_status solve(bench *b, kr_error *err) {
  kr_status status = KR_OK;
  seconds began = now();
  b->open_t = kr_zeros((size_t)kr_n_shipments(b->c), sizeof *b->open_t);
  if (!b->open_t) return kr_fail_memory(err);
  for (int32_t s = 0; s < kr_n_shipments(b->c); ++s) b->open_t[s] = (double)b->c->shipments[s].quantity_kg * 1e-3;
  KR_TRY(kr_timetable_create(&b->timetable, b->c, b->settings->plan, b->settings->view, err));
  KR_TRY(kr_network_create(&b->network, b->c, err));
  KR_TRY(kr_timeline_create(&b->line, b->c, b->timetable, b->network, err));
  KR_TRY(kr_lp_create(&b->lp, b->line, b->settings, b->open_t, err));
  KR_TRY(kr_lp_solve(b->lp, b->settings->gap, INFINITY, err));
  KR_TRY(kr_lp_expand(b->lp, false, err));
  b->all = since(began);
done:
  return status;
}

/** The objective from the flow itself, and the capacity it uses: not the solver's word for it. */
static kr_status check_flow(bench *b, kr_error *err) {
  const kr_lp *lp = b->lp;
  const kr_columns *pool = lp->pool;
  long double sum = 0;
  double *left_t = kr_zeros((size_t)kr_n_shipments(b->c), sizeof *left_t);
  b->used = kr_zeros((size_t)lp->n_rows, sizeof *b->used);
  if (!left_t || !b->used) {
    free(left_t);
    return kr_fail_memory(err);
  }
  for (int32_t s = 0; s < kr_n_shipments(b->c); ++s) left_t[s] = b->open_t[s];
  for (size_t j = 0; j < lp->n_flow; ++j) {
    const kr_column *column = &pool->columns[j];
    sum += (long double)column->cost * lp->flow[j];
    left_t[column->shipment] -= lp->flow[j];
    for (int32_t i = 0; i < column->n_uses; ++i) {
      const kr_use *use = &pool->uses[column->first_use + (size_t)i];
      b->used[use->row] += use->per_t * lp->flow[j];
    }
  }
  for (int32_t s = 0; s < kr_n_shipments(b->c); ++s) sum += (long double)lp->unserved_cost[s] * left_t[s];
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (b->used[r] > 0) b->overload = fmax(b->overload, (b->used[r] - lp->capacity[r]) / fmax(lp->capacity[r], 1e-9));
  b->objective = (double)sum;
  free(left_t);
  return KR_OK;
}

/** One full pass at the final tolls by a pricing of its own that remembers nothing: the bound anew, and what a pass
 * costs. */
static kr_status price_anew(bench *b, kr_pass *pass, seconds *took, kr_error *err) {
  kr_status status = KR_OK;
  kr_pricing *pricing = NULL;
  KR_TRY(kr_pricing_create(&pricing, b->line, b->open_t, b->settings->threads, err));
  seconds began = now();
  KR_TRY(kr_pricing_run(pricing, b->lp->pool, pass, err));
  *took = since(began);
  b->bound = kr_pricing_bound(pricing, pass, b->lp->capacity);
done:
  kr_pricing_free(pricing);
  return status;
}

static kr_status check_bound(bench *b, kr_error *err) {
  kr_status status = KR_OK;
  size_t n = (size_t)kr_n_shipments(b->c);
  double *cost = kr_zeros(n, sizeof *cost), *limit = kr_zeros(n, sizeof *limit);
  if (!cost || !limit) status = kr_fail_memory(err);
  for (size_t s = 0; s < n && status == KR_OK; ++s) limit[s] = -INFINITY;
  for (int i = 0; i < PASSES && status == KR_OK; ++i) {
    kr_pass pass = {.price = b->lp->toll, .limit = limit, .cost = cost};
    seconds took = {0};
    status = price_anew(b, &pass, &took, err);
    if (i == 0 || took.wall < b->pass.wall) b->pass = took;
  }
  free(cost);
  free(limit);
  return status;
}

/** The most memory this program itself ever held: rusage counts in whatever started it. 0 where the system does not
 * say. */
static double peak_mib(void) {
  char text[128];
  kr_micro kib = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(text, sizeof text, file)) {
    if (strncmp(text, "VmHWM:", 6) != 0) continue;
    const char *digits = text + 6 + strspn(text + 6, " \t");
    kr_decimal_read(digits, strspn(digits, "0123456789"), 0, &kib);
  }
  if (file) fclose(file);
  return kr_decimal_value(kib) / 1024.0;
}

static int32_t tight_rows(const kr_lp *lp) {
  int32_t n = 0;
  for (int32_t r = 0; r < lp->n_rows; ++r) n += lp->toll[r] > 0;
  return n;
}

static void print_row(const request *q, const bench *b) {
  const kr_lp *lp = b->lp;
  double gap = kr_relative_gap(b->objective, b->bound);
  if (!q->no_header)
    puts(
        "status,threads,nodes,links,shipments,objective,bound,gap,overload,passes,iterations,pivots,columns,tight_rows,"
        "cpu_s,wall_s,pricing_cpu_s,pricing_wall_s,master_cpu_s,master_wall_s,pass_cpu_s,pass_wall_s,peak_mib");
  printf("%s,%d,%d,%d,%d,%.12g,%.12g,%.3g,%.3g,",
         b->overload > OVERLOAD    ? "overloaded"
         : gap <= b->settings->gap ? "optimal"
                                   : "gap",
         b->settings->threads, kr_n_nodes(b->c), kr_n_links(b->c), kr_n_shipments(b->c), b->objective, b->bound, gap,
         b->overload);
  printf("%lld,%lld,,%zu,%d,", (long long)lp->n_rounds, (long long)kr_master_last(lp->master).n_iterations,
         lp->pool->n_columns, tight_rows(lp));
  printf("%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.5f,%.5f,%.1f\n", b->all.cpu, b->all.wall, lp->cpu_pricing_s,
         lp->wall_pricing_s, lp->cpu_master_s, lp->wall_master_s, b->pass.cpu, b->pass.wall, peak_mib());
}

static int run(request *q, const kr_corridor *c) {
  bench b = {.c = c, .settings = &q->settings};
  kr_error err = {0};
  kr_status status = solve(&b, &err);
  if (status == KR_OK) status = check_flow(&b, &err);
  if (status == KR_OK) status = check_bound(&b, &err);
  if (status == KR_OK) print_row(q, &b);
  free_bench(&b);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}

static bool take_master(kr_settings *settings, const char *name) {
  static const char *const names[] = {"auto", "interior", "glpk", "key"}; /* by kr_master_kind */
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
    if (strcmp(name, names[i]) != 0) continue;
    settings->master = (kr_master_kind)i;
    return true;
  }
  return false;
}

static bool take_number(const char *text, double *out) {
  kr_micro value;
  if (kr_decimal_read(text, strlen(text), 6, &value) != KR_DECIMAL_FINE) return false;
  *out = kr_decimal_value(value);
  return *out > 0;
}

/** @return whether to go on */
static bool read_request(request *q, int argc, char **argv) {
  static const struct option options[] = {{"static", no_argument, NULL, 's'},
                                          {"plan", required_argument, NULL, 'p'},
                                          {"gap", required_argument, NULL, 'g'},
                                          {"threads", required_argument, NULL, 't'},
                                          {"master", required_argument, NULL, 'm'},
                                          {"no-header", no_argument, NULL, 'n'},
                                          {NULL, 0, NULL, 0}};
  *q = (request){.plan = "", .settings = kr_settings_default()};
  q->settings.threads = 1;
  double number = 1;
  bool fine = true;
  for (int option; fine && (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    if (option == 's')
      q->settings.view = KR_VIEW_STATIC;
    else if (option == 'p')
      q->plan = optarg;
    else if (option == 'n')
      q->no_header = true;
    else if (option == 'm')
      fine = take_master(&q->settings, optarg);
    else if (option == 'g')
      fine = take_number(optarg, &q->settings.gap);
    else if (option == 't')
      fine = take_number(optarg, &number) && number < 1025;
    else
      fine = false;
  }
  q->settings.threads = (int32_t)number;
  if (fine && argc - optind == 1) q->instance = argv[optind];
  return q->instance != NULL;
}

int main(int argc, char **argv) {
  request q;
  if (!read_request(&q, argc, argv)) {
    fputs(help, stderr);
    return KR_EXIT_USAGE;
  }
  kr_corridor *c = NULL;
  int code = kr_read_instance(&c, NULL, q.instance);
  if (code == KR_EXIT_OK) code = kr_find_plan(c, "solve", q.plan, &q.settings.plan);
  if (code == KR_EXIT_OK) code = run(&q, c);
  kr_corridor_free(c);
  return code;
}
