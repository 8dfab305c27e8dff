/* Reads an instance, solves it, tells what comes of it, writes the result folder and has that judged.
 *   cc plan.c $(pkg-config --cflags --libs keruen) -o plan && ./plan INSTANCE RESULT [PLAN]          */
#include <keruen.h>
#include <stdio.h>

static void print_messages(const kr_instance *instance) {
  for (size_t i = 0; i < kr_instance_messages(instance); ++i) fprintf(stderr, "%s\n", kr_instance_message(instance, i));
}

static void print_outcome(const kr_task *task) {
  kr_outcome o = {.size = sizeof o};
  if (kr_task_outcome(task, &o) != KR_DONE) return;
  printf("%s: objective %.9g, bound %.9g, gap %.1e\n", o.is_optimal ? "optimal" : "feasible", o.objective, o.bound,
         o.gap);
  printf("served %lld kg, not %lld kg; shipments: %d served, %d in part, %d not\n", (long long)o.served_kg,
         (long long)o.unserved_kg, (int)o.n_served, (int)o.n_partial, (int)o.n_unserved);
}

/** The dearest place to have one more unit of. */
static void print_tightest(const kr_instance *instance, const kr_task *task) {
  int32_t best_r = -1, best_day = 0;
  for (int32_t r = 0; r < kr_instance_count(instance, KR_RESOURCE); ++r)
    for (int32_t day = 0; day < kr_instance_days(instance); ++day)
      if (kr_task_shadow_price(task, r, day) > (best_r < 0 ? 0 : kr_task_shadow_price(task, best_r, best_day))) {
        best_r = r;
        best_day = day;
      }
  if (best_r >= 0)
    printf("tightest: %s on day %d, %g of %g units used, %g t*h a unit\n",
           kr_instance_id(instance, KR_RESOURCE, best_r), (int)best_day, kr_task_used(task, best_r, best_day),
           kr_task_capacity(task, best_r, best_day), kr_task_shadow_price(task, best_r, best_day));
}

static int plan(const kr_instance *instance, const char *result, const char *plan_id) {
  char objection[300];
  kr_task *task = kr_task_create(instance);
  int code = kr_task_set_plan(task, plan_id);
  if (code == KR_DONE) code = kr_task_set_threads(task, 2);
  if (code == KR_DONE) code = kr_task_solve(task);
  if (code == KR_DONE || code == KR_STOPPED) {
    print_outcome(task);
    print_tightest(instance, task);
    code = kr_task_write(task, result);
  }
  if (code != KR_DONE) fprintf(stderr, "%s\n", kr_task_error(task));
  if (code == KR_DONE) code = kr_instance_judge(instance, result, objection, sizeof objection);
  puts(code == KR_DONE ? "the files were judged: clean" : objection);
  kr_task_free(task);
  return code;
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: %s INSTANCE RESULT [PLAN]\n", argv[0]), KR_MISUSE;
  printf("libkeruen %s\n", kr_version());
  kr_instance *instance = kr_instance_open(argv[1]);
  print_messages(instance);
  int code = kr_instance_code(instance);
  if (code == KR_DONE) code = plan(instance, argv[2], argc > 3 ? argv[3] : "");
  kr_instance_free(instance);
  return code;
}
