/* A whole instance, made from a valid one by changed cells (mutate.c): what can be read can be solved, and the judge
 * agrees with every plan. The sum of all bytes chooses the kind of solve: view, integer, master, plan, fairness. */
#include <math.h>
#include <stdio.h>

#include "instances/instance.h"
#include "solver/fair.h"
#include "solver/verify.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/target.h"

#define DAYS_MAX 10
#define SHIPMENTS_MAX 12
#define TRIALS 10

static kr_settings settings_of(uint32_t choice, const kr_corridor *c) {
  kr_settings s = kr_settings_default();
  s.threads = 1;
  s.view = choice % 4 == 1 ? KR_VIEW_STATIC : KR_VIEW_DATED;
  s.integer = choice % 4 == 2;
  s.iteration_limit = s.integer ? TRIALS : 0;
  s.gap = s.integer ? KR_INTEGER_GAP : s.gap;
  s.plan = (int32_t)(choice / 16 % (uint32_t)kr_ids_count(c->plan_ids));
  s.master = choice / 4 % 4 == 1 ? KR_MASTER_KEY : choice / 4 % 4 == 2 ? KR_MASTER_INTERIOR : KR_MASTER_AUTO;
  return s;
}

static kr_fair_kind fairness_of(uint32_t choice) {
  static const kr_fair_kind kinds[] = {KR_FAIR_NONE, KR_FAIR_NONE, KR_FAIR_PROPORTIONAL, KR_FAIR_MAXMIN};
  return kinds[choice / 64 % 4];
}

static void judge(const kr_corridor *c, const kr_settings *s, const kr_result *r) {
  static kr_verdict verdict;
  const kr_verify_options options = {s->plan, s->view == KR_VIEW_STATIC, s->integer, s->gap};
  const kr_verify_claims claims = {.objective = r->objective,
                                   .bound = r->bound,
                                   .gap = r->gap,
                                   .is_optimal = r->is_optimal,
                                   .shadow_price = r->has_prices && !r->fairness ? r->shadow_price : NULL};
  MUST(kr_verify(&verdict, c, &options, &r->allocation, &claims, NULL) == KR_OK);
  if (verdict.n_violations > 0) fprintf(stderr, "violation: %s\n", verdict.violations[0]);
  MUST(verdict.n_violations == 0);
  MUST(r->bound <= r->objective + 1e-6 * fmax(1.0, fabs(r->objective)));
}

#define TINY (KR_MICRO / 1000)

/** Units under a kilogram, or thousandths of a unit: coefficients of an LP then lie 10^12 and more apart, and every
 * master may give up. To stop without a plan is honest there. */
static bool is_beyond_doubles(const kr_corridor *c) {
  for (int64_t i = 0; i < (int64_t)kr_n_cargo(c) * kr_n_units(c); ++i)
    if (c->t_per_unit[i] > 0 && c->t_per_unit[i] <= TINY) return true;
  for (int32_t i = 0; i < c->n_capacities; ++i)
    if (c->capacities[i].per_day > 0 && c->capacities[i].per_day <= TINY) return true;
  return false;
}

static void solve(const kr_corridor *c, uint32_t choice) {
  kr_settings settings = settings_of(choice, c);
  kr_solution *solution = NULL;
  kr_error err = {0};
  kr_status status = kr_solve_fairly(&solution, c, &settings, fairness_of(choice), &err);
  if (status == KR_ERR_SOLVER && is_beyond_doubles(c)) return;
  if (status == KR_ERR_RANGE && settings.view == KR_VIEW_STATIC) return; /* its days add up to more than is counted */
  if (status != KR_OK && status != KR_ERR_INPUT) fprintf(stderr, "%s\n", err.text);
  must_be_read(status); /* KR_ERR_INPUT: this plan cannot carry what is promised */
  if (status == KR_OK) judge(c, &settings, &solution->result);
  kr_solution_free(solution);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  kr_corridor *c = NULL;
  kr_messages *messages = NULL;
  uint32_t choice = 0;
  for (size_t i = 0; i < n; i++) choice = choice * 31 + data[i];
  memory_folder_clear();
  memory_folder_put_all((const char *)data, n);
  MUST(kr_messages_create(&messages) == KR_OK);
  must_be_read(kr_instance_read(&c, MEMORY_FOLDER, messages, NULL));
  kr_messages_free(messages);
  if (c && c->days <= DAYS_MAX && kr_n_shipments(c) <= SHIPMENTS_MAX) solve(c, choice >> 8);
  kr_corridor_free(c);
  return 0;
}
