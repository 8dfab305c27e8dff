#include "cli/answer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "graph/memory.h"
#include "graph/totals.h"

#define N_TIGHTEST 5
#define NOISE 1e-7 /* of the objective: a resource worth less than this is not scarce */

static void print_head(const kr_totals *t) {
  char asked[32], served[32], late[32];
  printf("Served %s of %s t (%.1f %%)", kr_thousands(t->served_t, served), kr_thousands(t->asked_t, asked),
         t->asked_t > 0 ? 100.0 * t->served_t / t->asked_t : 0.0);
  if (t->served_t > 0) printf(", mean transit %.2f days", t->hours_t_h / t->served_t / 24.0);
  if (t->n_late)
    printf("; late: %s t, of %d shipment%s.\n", kr_thousands(t->late_t, late), t->n_late, t->n_late == 1 ? "" : "s");
  else
    printf("; nothing is late.\n");
  printf("Shipments: %d served, %d in part, %d not.\n", t->n_served, t->n_partial, t->n_unserved);
}

static void print_unserved(const kr_totals *t) {
  static const struct {
    kr_reason reason;
    const char *text;
  } lines[] = {{KR_REASON_CAPACITY, "others hold the capacity they need"},
               {KR_REASON_QUOTA, "quotas of their forwarders leave them no way"},
               {KR_REASON_STOPPED, "the solve was stopped before a place was found"},
               {KR_REASON_HORIZON, "cannot arrive before the horizon ends, even alone on the network"},
               {KR_REASON_NOT_WORTH, "the best route costs as much as staying"},
               {KR_REASON_NO_ROUTE, "no route at any time"}};
  char tonnes[32];
  for (size_t i = 0; i < sizeof lines / sizeof *lines; ++i)
    if (t->stays_t[lines[i].reason] > 0)
      printf("  stays: %13s t  %s\n", kr_thousands(t->stays_t[lines[i].reason], tonnes), lines[i].text);
}

static void print_proof(const kr_result *r) {
  printf("Total %.10g weighted t*h; no plan can be below %.10g: %s (gap %.2g).\n", r->objective, r->bound,
         r->is_optimal ? "optimal" : "feasible", r->gap);
}

/** From the least served forwarder to the best, with fairness and without. */
static kr_status print_fairness(const kr_corridor *c, const kr_result *r, const kr_tally *tally) {
  const kr_fairness *fair = r->fairness;
  int32_t n = kr_ids_count(c->forwarder_ids);
  double least[2] = {1, 1}, most[2] = {0, 0};
  int64_t *served_kg = kr_zeros((size_t)n, sizeof *served_kg);
  if (!served_kg) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) served_kg[c->shipments[s].forwarder] += tally[s].served_kg;
  for (int32_t f = 0; f < n; ++f) {
    const int64_t kg[2] = {served_kg[f], fair->shares[f].plain_kg};
    for (int i = 0; i < 2; ++i) {
      least[i] = fmin(least[i], (double)kg[i] / (double)fair->shares[f].asked_kg);
      most[i] = fmax(most[i], (double)kg[i] / (double)fair->shares[f].asked_kg);
    }
  }
  free(served_kg);
  printf(
      "Fairness (%s): forwarders are served %.1f to %.1f %% of what they asked, %.1f to %.1f %% without it; its price\n"
      "is %.10g weighted t*h.%s\n",
      kr_fair_kind_name(fair->kind), 100 * least[0], 100 * most[0], 100 * least[1], 100 * most[1],
      r->objective - fair->plain_objective,
      fair->is_settled ? "" : " Stopped before fair shares were known: this is the plan without it.");
  return KR_OK;
}

/** A resource, by what its capacity is worth over the horizon. */
typedef struct tight {
  int32_t resource, n_full, n_open, peak_day;
  double worth, peak;
} tight;

static tight measure(const kr_timetable *t, const kr_result *r, const double *used, int32_t resource) {
  tight out = {.resource = resource};
  for (int32_t d = 0; d < t->n_days; ++d) {
    int64_t at = (int64_t)resource * t->n_days + d;
    double capacity = kr_decimal_value(t->capacity[at]), price = r->shadow_price[at];
    out.worth += price * capacity;
    out.n_open += capacity > 0;
    out.n_full += capacity > 0 && used[at] >= capacity * (1 - 1e-4);
    if (price > out.peak) {
      out.peak = price;
      out.peak_day = d;
    }
  }
  return out;
}

static int compare_tight(const void *a, const void *b) {
  const tight *x = a, *y = b;
  if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
  return x->resource < y->resource ? -1 : x->resource > y->resource;
}

static void print_tight(const kr_corridor *c, const kr_timetable *t, const tight *list, int32_t n, double objective) {
  double least = NOISE * fabs(objective);
  if (n == 0 || list[0].worth <= least) {
    puts("No resource is scarce: every shadow price is 0.");
    return;
  }
  printf("%-34s %-9s %9s  %s\n", "Tightest resources", "unit", "full days", "shadow price at its peak");
  for (int32_t i = 0; i < n && i < N_TIGHTEST && list[i].worth > least; ++i) {
    const tight *x = &list[i];
    char price[32], day[16] = "";
    if (!t->is_static) {
      char date[11];
      kr_date_write(c->start + x->peak_day, date);
      snprintf(day, sizeof day, " on %s", date);
    }
    printf("%-34s %-9s %4d of %-3d %s t*h%s\n", kr_ids_text(c->resource_ids, x->resource),
           kr_ids_text(c->unit_ids, c->resources[x->resource].unit), x->n_full, x->n_open, kr_thousands(x->peak, price),
           day);
  }
}

/** @param list [resources] scratch */
static void print_tightest(const kr_corridor *c, const kr_solution *solution, const double *used, tight *list) {
  int32_t n = kr_n_resources(c);
  for (int32_t i = 0; i < n; ++i) list[i] = measure(solution->timetable, &solution->result, used, i);
  if (n > 1) qsort(list, (size_t)n, sizeof *list, compare_tight);
  print_tight(c, solution->timetable, list, n, solution->result.objective);
}

kr_status kr_answer_print(const kr_corridor *c, const kr_solution *solution) {
  const kr_timetable *t = solution->timetable;
  const kr_result *r = &solution->result;
  size_t n = (size_t)kr_n_resources(c);
  kr_totals sum;
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  double *used = kr_zeros(n * (size_t)t->n_days, sizeof *used);
  tight *list = kr_zeros(n, sizeof *list);
  kr_status status = tally && used && list ? KR_OK : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  kr_tally_sum(c, t, &r->allocation, tally, used);
  KR_TRY(kr_totals_sum(c, t, r, NULL, 1, &sum));
  print_head(&sum);
  print_unserved(&sum);
  print_proof(r);
  if (r->fairness) KR_TRY(print_fairness(c, r, tally));
  if (r->has_prices) print_tightest(c, solution, used, list);
done:
  free(tally);
  free(used);
  free(list);
  return status;
}
