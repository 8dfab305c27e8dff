/*
 * tiny_check FIRST-LAST...
 * tiny_check --write SEED lp|integer FOLDER       writes an instance, as it is told first
 *
 * Tiny random instances (tests/tiny_recipe.h), two of each seed: one for the LP, solved dated and static under each of
 * three plans, and one with whole units and shipments that may not be split, solved under one plan in one view. Each
 * solve is held against GLPK on the plain arc-flow model, integer ones also against all combinations of paths where
 * these can be tried, and judged; and the instance is told in other words (TINY_TELLINGS), which must not move the
 * optimum. Prints each disagreement with its seed, then counts. Exit code 1 when there was any.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/write_instance.h"
#include "solver/solve.h"
#include "solver/verify.h"
#include "tests/arcflow_model.h"
#include "tests/arcflow_solve.h"
#include "tests/tiny_brute.h"
#include "tests/tiny_recipe.h"

static const double same = 1e-6, integer_gap = 1e-9;

static struct { long instances, solves, agreed, unproven_by_glpk, brute, told, proven, faults; } count;

/* One solve, and by which words to find it again. */
typedef struct tiny_case {
  uint64_t seed;
  const kr_corridor *c;
  int32_t plan;
  kr_view view;
  bool is_integer;
  tiny_telling how;
} tiny_case;

static void fault(const tiny_case *k, const char *what, double x, double y) {
  count.faults++;
  printf("seed %llu %s %s plan %d telling %d: %s: %.17g against %.17g\n", (unsigned long long)k->seed,
         k->is_integer ? "integer" : "LP", k->view == KR_VIEW_STATIC ? "static" : "dated", (int)k->plan, (int)k->how,
         what, x, y);
  fflush(stdout);
}

static double near(double x) { return same * fmax(1, fabs(x)); }

/* What whole kilograms can cost: a kilogram of each lot, and one of each shipment, unserved. */
static double kilograms(const tiny_case *k, const kr_result *r) {
  double weight = 0;
  for (int32_t s = 0; s < kr_n_shipments(k->c); s++) weight = fmax(weight, kr_decimal_value(k->c->shipments[s].weight));
  return 0.001 * weight * kr_decimal_value(k->c->unserved_uh) *
         (double)((size_t)kr_n_shipments(k->c) + r->allocation.n_lots);
}

static kr_solution *solve(const tiny_case *k) {
  kr_settings settings = kr_settings_default();
  kr_solution *out = NULL;
  kr_error err = {0};
  settings.plan = k->plan;
  settings.view = k->view;
  settings.integer = k->is_integer;
  settings.threads = 1;
  if (k->is_integer) {
    settings.gap = integer_gap;
    settings.iteration_limit = 3000;
  }
  count.solves++;
  if (kr_solve(&out, k->c, &settings, &err) == KR_OK) return out;
  fault(k, err.text, 0, 0);
  return NULL;
}

static void judge(const tiny_case *k, const kr_result *r) {
  kr_verdict *v = calloc(1, sizeof *v);
  if (!v) abort();
  kr_verify_options o = {k->plan, k->view == KR_VIEW_STATIC, k->is_integer, k->is_integer ? integer_gap : 1e-6};
  kr_verify_claims said = {.objective = r->objective,
                           .bound = r->bound,
                           .gap = r->gap,
                           .is_optimal = r->is_optimal,
                           .shadow_price = r->has_prices ? r->shadow_price : NULL};
  if (kr_verify(v, k->c, &o, &r->allocation, &said, NULL) != KR_OK) abort();
  if (v->n_violations > 0) fault(k, v->violations[0], r->objective, v->objective);
  free(v);
}

/* Bound below, objective above; both at the optimum where the solve says so, but for kilograms. */
static void hold(const tiny_case *k, const kr_result *r, double optimum, const char *whose) {
  char what[80];
  double above = near(optimum) + kilograms(k, r);
  snprintf(what, sizeof what, "bound above %s optimum", whose);
  if (!(r->bound <= optimum + near(optimum))) fault(k, what, r->bound, optimum);
  snprintf(what, sizeof what, "objective below %s optimum", whose);
  if (!(r->objective >= optimum - near(optimum))) fault(k, what, r->objective, optimum);
  snprintf(what, sizeof what, "bound below %s optimum", whose);
  if (!k->is_integer && !(r->bound >= optimum - near(optimum))) fault(k, what, r->bound, optimum);
  snprintf(what, sizeof what, "objective above %s optimum", whose);
  if ((!k->is_integer || r->is_optimal) && !(r->objective <= optimum + above)) fault(k, what, r->objective, optimum);
}

static void hold_against_glpk(const tiny_case *k, const kr_timetable *t, const kr_result *r) {
  kr_flow_model m = {0};
  kr_flow_answer a;
  kr_flow_goal goal = k->is_integer ? KR_FLOW_INTEGER : KR_FLOW_LINEAR;
  if (kr_flow_model_build(&m, k->c, t, goal) != KR_OK) abort();
  if (kr_flow_solve(&a, &m, goal, NULL) == KR_OK) {
    count.agreed++;
    hold(k, r, a.optimum, "GLPK's");
  } else {
    count.unproven_by_glpk++;
  }
  kr_flow_model_clear(&m);
}

static void hold_against_all(const tiny_case *k, const kr_timetable *t, const kr_result *r) {
  double optimum;
  if (!k->is_integer || !tiny_brute(&optimum, k->c, t)) return;
  count.brute++;
  hold(k, r, optimum, "the tried");
  if (r->is_optimal && !(fabs(r->objective - optimum) <= 1e-8 * fmax(1, optimum)))
    fault(k, "proven objective is not the tried optimum", r->objective, optimum);
}

/* The same instance in other words. */
static void tell_again(tiny_case k, const tiny_recipe *recipe, const kr_result *r) {
  k.how = (tiny_telling)(TINY_PERMUTED + k.seed % (TINY_TELLINGS - TINY_PERMUTED));
  kr_corridor *c = tiny_build(recipe, k.how, k.seed);
  k.c = c;
  if (k.how == TINY_PERMUTED) k.plan = k.plan == 0 ? 0 : kr_ids_find(c->plan_ids, k.plan == 1 ? "P1" : "P2", 2);
  kr_solution *other = solve(&k);
  if (other) {
    double scale = k.how == TINY_THOUSAND ? 1000 : 1, bound = other->result.bound, objective = other->result.objective;
    count.told++;
    judge(&k, &other->result);
    if (!k.is_integer && !(fabs(bound - scale * r->bound) <= scale * near(r->bound)))
      fault(&k, "another bound in other words", bound / scale, r->bound);
    if (k.is_integer && r->is_optimal && other->result.is_optimal &&
        !(fabs(objective - scale * r->objective) <= scale * (near(r->objective) + 2 * kilograms(&k, r))))
      fault(&k, "another proven optimum in other words", objective / scale, r->objective);
  }
  kr_solution_free(other);
  kr_corridor_free(c);
}

static void check(const tiny_case *k, const tiny_recipe *recipe, bool tells) {
  kr_solution *solution = solve(k);
  if (!solution) return;
  const kr_result *r = &solution->result;
  count.proven += r->is_optimal;
  judge(k, r);
  hold_against_glpk(k, solution->timetable, r);
  hold_against_all(k, solution->timetable, r);
  if (tells) tell_again(*k, recipe, r);
  kr_solution_free(solution);
}

static void check_seed(uint64_t seed) {
  kr_view views[] = {KR_VIEW_DATED, KR_VIEW_STATIC};
  int32_t one_plan = (int32_t)(seed / 10 % 3);
  kr_view one_view = views[seed / 5 % 2];
  for (int i = 0; i < 2; i++) {
    tiny_recipe recipe = tiny_draw(seed, i == 1);
    tiny_case k = {.seed = seed, .c = tiny_build(&recipe, TINY_AS_IS, seed), .is_integer = i == 1};
    count.instances++;
    for (k.plan = 0; k.plan < 3; k.plan++) {
      for (int v = 0; v < 2; v++) {
        bool is_the_one = k.plan == one_plan && views[v] == one_view;
        k.view = views[v];
        if (!k.is_integer || is_the_one) check(&k, &recipe, is_the_one);
      }
    }
    kr_corridor_free((kr_corridor *)(uintptr_t)k.c);
  }
}

/* What is built by hand has no names; files need them. */
static void name_all(kr_corridor *c) {
  c->dataset_name = kr_copy_text("tiny", 4);
  for (int32_t i = 0; i < kr_n_nodes(c); i++) c->nodes[i].name = c->nodes[i].type = "tiny";
  for (int32_t i = 0; i < kr_n_cargo(c); i++) c->cargo_names[i] = "tiny";
  for (int32_t i = 0; i < kr_n_resources(c); i++) c->resources[i].name = "tiny";
  for (int32_t i = 0; i < kr_n_plans(c); i++) c->plans[i].name = "tiny";
}

static int write_one(char **argv) {
  bool is_integer = strcmp(argv[3], "integer") == 0;
  uint64_t seed = strtoull(argv[2], NULL, 10);
  tiny_recipe recipe = tiny_draw(seed, is_integer);
  kr_corridor *c = tiny_build(&recipe, TINY_AS_IS, seed);
  kr_error err = {0};
  name_all(c);
  kr_status status = kr_instance_write(argv[4], c, &err);
  if (status != KR_OK) fprintf(stderr, "%s\n", err.text);
  kr_corridor_free(c);
  return status != KR_OK;
}

int main(int argc, char **argv) {
  if (argc == 5 && strcmp(argv[1], "--write") == 0) return write_one(argv);
  for (int i = 1; i < argc; i++) {
    unsigned long long first, last;
    if (sscanf(argv[i], "%llu-%llu", &first, &last) != 2) return 64;
    for (uint64_t seed = first; seed <= last; seed++) check_seed(seed);
  }
  printf(
      "%ld instances, %ld solves (%ld proven), %ld held against GLPK (%ld more it could not prove), %ld against all "
      "combinations, %ld told otherwise; %ld disagreements\n",
      count.instances, count.solves, count.proven, count.agreed, count.unproven_by_glpk, count.brute, count.told,
      count.faults);
  return count.faults > 0;
}
