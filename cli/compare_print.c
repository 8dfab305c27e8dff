#include <math.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/compare.h"

#define SHOWN 8 /* differences of a plan; all are in input_diff.csv */

static void print_difference(const kr_corridor *c, const kr_plan_difference *d) {
  char from[11], to[11], before[KR_DECIMAL_ROOM], after[KR_DECIMAL_ROOM];
  kr_date_write(c->start + d->from_day, from);
  kr_date_write(c->start + d->to_day, to);
  kr_decimal_write(d->before, before);
  kr_decimal_write(d->after, after);
  const char *what = kr_ids_text(d->is_running_time ? c->link_ids : c->resource_ids, d->what);
  const char *unit = d->is_running_time ? "h" : kr_ids_text(c->unit_ids, c->resources[d->what].unit);
  printf("  %-34s %12s -> %-12s %s%s  %s to %s\n", what, before, after, unit, d->is_running_time ? "" : " a day", from,
         to);
}

static void print_differences(const kr_compare *x, int32_t plan) {
  size_t n = x->n_differences[plan];
  printf("Plan %s against %s: ", kr_compare_plan(x, plan), kr_compare_plan(x, 0));
  if (n == 0) {
    puts("nothing differs on these days.");
    return;
  }
  printf("%zu capacities or running times differ.\n", n);
  for (size_t i = 0; i < n && i < SHOWN; ++i) print_difference(x->corridor, &x->differences[plan][i]);
  if (n > SHOWN) printf("  … and %zu more (input_diff.csv with -o)\n", n - SHOWN);
}

static void print_scenario(const kr_compare *x, int32_t i) {
  const kr_compared *s = &x->compared[i];
  const kr_totals *t = &s->all;
  char served[32], late[32], demand[KR_DECIMAL_ROOM];
  kr_decimal_write(x->demands[s->demand], demand);
  printf("%-8s %6s %13s %6.2f %7.2f %6.1f %11s %9.1f %8.1f %14.8g", kr_compare_plan(x, s->plan), demand,
         kr_thousands(t->served_t, served), t->asked_t > 0 ? 100 * t->served_t / t->asked_t : 0,
         t->served_t > 0 ? t->hours_t_h / t->served_t / 24 : 0, t->p90_h / 24, kr_thousands(t->late_t_h / 24, late),
         t->cost_usd / 1e6, t->co2_t / 1e3, x->scenarios[i].solution->result.objective);
  if (s->tight[0].worth > 0) printf("  %s", kr_ids_text(x->corridor->resource_ids, s->tight[0].resource));
  if (s->dominated_by != KR_NONE) printf("  (dominated by %s)", kr_compare_plan(x, s->dominated_by));
  putchar('\n');
}

/** Who gains and who loses against the first plan, at one level of demand. */
static void print_gains(const kr_compare *x, int32_t i) {
  const kr_compared *s = &x->compared[i], *first = &x->compared[i - s->plan];
  const kr_groups *g = &x->groupings[KR_BY_FORWARDER];
  int32_t best = 0, worst = 0;
  double most = 0, least = 0;
  for (int32_t k = 0; k < g->n; ++k) {
    double gain = first->groups[KR_BY_FORWARDER][k].weighted_t_h - s->groups[KR_BY_FORWARDER][k].weighted_t_h;
    if (gain > most) best = k, most = gain;
    if (gain < least) worst = k, least = gain;
  }
  char name[256], text[32];
  double saved = first->all.weighted_t_h - s->all.weighted_t_h;
  printf("  %-8s %s %s weighted t*h", kr_compare_plan(x, s->plan), saved < 0 ? "costs" : "saves",
         kr_thousands(fabs(saved), text));
  if (most > 0) printf("; most for %s (%s)", kr_group_name(x, KR_BY_FORWARDER, best, name), kr_thousands(most, text));
  if (least < 0)
    printf("; %s loses most (%s)", kr_group_name(x, KR_BY_FORWARDER, worst, name), kr_thousands(-least, text));
  putchar('\n');
}

void kr_compare_print(const kr_compare *x) {
  for (int32_t p = 1; p < x->n_plans; ++p) print_differences(x, p);
  printf("%s%-8s %6s %13s %6s %7s %6s %11s %9s %8s %14s  %s\n", x->n_plans > 1 ? "\n" : "", "plan", "demand",
         "served t", "%", "mean d", "p90 d", "late t*d", "cost M$", "CO2 kt", "total t*h", "tightest");
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i) print_scenario(x, i);
  for (int32_t d = 0; d < x->n_demands && x->n_plans > 1; ++d) {
    char demand[KR_DECIMAL_ROOM];
    kr_decimal_write(x->demands[d], demand);
    printf("\nAgainst plan %s at demand %s:\n", kr_compare_plan(x, 0), demand);
    for (int32_t p = 1; p < x->n_plans; ++p) print_gains(x, d * x->n_plans + p);
  }
}
