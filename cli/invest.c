#include "cli/invest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const kr_trial *kr_invest_nothing(const kr_invest_answer *a) { return kr_invest_trial(a->invest, 0); }

double kr_invest_alone(const kr_invest_answer *a, int32_t upgrade) {
  const kr_upgrades *u = kr_invest_upgrades(a->invest);
  if (!kr_set_has(u->all, upgrade)) return NAN;
  const kr_trial *t = kr_invest_trial(a->invest, u->needs[upgrade]);
  return t && t->objective < INFINITY ? kr_invest_nothing(a)->objective - t->objective : NAN;
}

double kr_invest_loss(const kr_invest_answer *a, int32_t upgrade) {
  const kr_upgrades *u = kr_invest_upgrades(a->invest);
  const kr_trial *best = &a->bests[0].trial;
  if (!a->has_losses || !kr_set_has(best->set, upgrade)) return NAN;
  return kr_invest_trial(a->invest, best->set & ~u->carries[upgrade])->objective - best->objective;
}

char *kr_invest_ids(const kr_corridor *c, kr_set set, const char *between, char *out, size_t room) {
  size_t at = 0;
  out[0] = '\0';
  for (int32_t i = 0; i < kr_n_upgrades(c); ++i) {
    if (!kr_set_has(set, i)) continue;
    int n = snprintf(out + at, room - at, "%s%s", at ? between : "", kr_ids_text(c->upgrade_ids, i));
    if (n < 0 || (size_t)n >= room - at) break;
    at += (size_t)n;
  }
  return out;
}

/* ---- for people ---- */

#define HOURS_PER_DAY 24

static const char *amount(double value, char *out) {
  return isnan(value) ? strcpy(out, "-") : kr_thousands(value, out);
}

static const char *money(kr_micro musd, char out[KR_DECIMAL_ROOM]) {
  kr_decimal_write(musd, out);
  return out;
}

static void print_best(const kr_invest_answer *a) {
  const kr_best *b = &a->bests[0];
  const kr_trial *nothing = kr_invest_nothing(a);
  char budget[KR_DECIMAL_ROOM], cost[KR_DECIMAL_ROOM], saved[32], days[32], served[32], more[32];
  double saves = nothing->objective - b->trial.objective;
  printf("With %s M$ buy %d of %d upgrades for %s M$: they save %s weighted t*h (%s t*days), %.3g %% of %.0f.\n",
         money(b->budget, budget), __builtin_popcountll(b->trial.set), kr_invest_upgrades(a->invest)->n,
         money(b->trial.cost, cost), kr_thousands(saves, saved), kr_thousands(saves / HOURS_PER_DAY, days),
         100 * saves / nothing->objective, nothing->objective);
  printf("Served %s t, %s t more than without them.\n", kr_thousands(b->trial.totals.served_t, served),
         kr_thousands(b->trial.totals.served_t - nothing->totals.served_t, more));
}

static void print_upgrades(const kr_invest_answer *a) {
  const kr_corridor *c = a->study->corridor;
  char cost[KR_DECIMAL_ROOM], alone[32], loss[32];
  printf("%-6s %-22s %10s %16s %18s  %s\n", "", "upgrade", "M$", "alone saves t*h", "without it lost", "name");
  for (int32_t is_out = 0; is_out < 2; ++is_out)
    for (int32_t i = 0; i < kr_n_upgrades(c); ++i)
      if (kr_set_has(a->bests[0].trial.set, i) == !is_out)
        printf("%-6s %-22s %10s %16s %18s  %s\n", is_out ? "" : "buy", kr_ids_text(c->upgrade_ids, i),
               money(c->upgrades[i].cost_musd, cost), amount(kr_invest_alone(a, i), alone),
               amount(kr_invest_loss(a, i), loss), c->upgrades[i].name);
}

static void print_runner_up(const kr_invest_answer *a) {
  const kr_trial *t = kr_invest_runner_up(a->invest, &a->bests[0]);
  char less[32], cost[KR_DECIMAL_ROOM], ids[KR_MOST_UPGRADES * 70];
  if (!t) return;
  printf("Best solved with something else instead: %s, %s M$, saves %s less.\n",
         kr_invest_ids(a->study->corridor, t->set, " ", ids, sizeof ids), money(t->cost, cost),
         kr_thousands(t->objective - a->bests[0].trial.objective, less));
}

static void print_proof(const kr_invest_answer *a) {
  const kr_best *b = &a->bests[0];
  kr_invest_work w = kr_invest_worked(a->invest);
  printf("Total %.0f weighted t*h; no allowed set within the budget can be below %.0f: %s (gap %.2g).\n",
         b->trial.objective, b->bound, b->is_proven ? "proven" : "stopped before more was proven", b->gap);
  if (a->is_frontier && w.is_stopped) puts("Stopped: cheaper sets were not looked for.");
  printf("%lld networks solved, %lld choices looked at.\n", (long long)w.n_solves, (long long)w.n_nodes);
}

static void print_frontier(const kr_invest_answer *a) {
  char cost[KR_DECIMAL_ROOM], saved[32], served[32], ids[KR_MOST_UPGRADES * 70];
  printf("%10s %18s %14s  %s\n", "M$", "saves t*h", "served t", "upgrades");
  for (size_t i = a->n_bests; i-- > 0;) {
    const kr_best *b = &a->bests[i];
    printf("%10s %18s %14s  %s\n", money(b->trial.cost, cost),
           kr_thousands(kr_invest_nothing(a)->objective - b->trial.objective, saved),
           kr_thousands(b->trial.totals.served_t, served),
           kr_invest_ids(a->study->corridor, b->trial.set, " ", ids, sizeof ids));
  }
}

void kr_invest_print(const kr_invest_answer *a) {
  print_best(a);
  print_upgrades(a);
  if (a->is_frontier) print_frontier(a);
  if (!a->is_frontier) print_runner_up(a);
  print_proof(a);
}
