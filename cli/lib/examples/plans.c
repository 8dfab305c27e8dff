/* Solves every plan of an instance, each in a thread of its own, all on the one instance.
 *   cc plans.c $(pkg-config --cflags --libs keruen) -pthread -o plans && ./plans INSTANCE  */
#include <keruen.h>
#include <pthread.h>
#include <stdio.h>

#define MOST 64

typedef struct job {
  const kr_instance *instance;
  int32_t plan;
  int code;
  kr_outcome outcome;
} job;

static void *solve(void *context) {
  job *j = context;
  kr_task *task = kr_task_create(j->instance);
  j->outcome.size = sizeof j->outcome;
  kr_task_set_threads(task, 1);
  j->code = kr_task_set_plan(task, kr_instance_id(j->instance, KR_PLAN, j->plan));
  if (j->code == KR_DONE) j->code = kr_task_solve(task);
  if (j->code == KR_DONE) j->code = kr_task_outcome(task, &j->outcome);
  kr_task_free(task);
  return NULL;
}

int main(int argc, char **argv) {
  static job jobs[MOST];
  pthread_t threads[MOST];
  int code = KR_DONE;
  if (argc != 2) return fprintf(stderr, "usage: %s INSTANCE\n", argv[0]), KR_MISUSE;
  kr_instance *instance = kr_instance_open(argv[1]);
  if (kr_instance_code(instance) != KR_DONE) return kr_instance_free(instance), KR_REJECTED;
  int32_t n = kr_instance_count(instance, KR_PLAN);
  if (n > MOST) n = MOST;
  for (int32_t p = 0; p < n; ++p) {
    jobs[p] = (job){.instance = instance, .plan = p};
    if (pthread_create(&threads[p], NULL, solve, &jobs[p]) != 0) return KR_NO_MEMORY;
  }
  for (int32_t p = 0; p < n; ++p) {
    pthread_join(threads[p], NULL);
    if (jobs[p].code != KR_DONE) code = jobs[p].code;
    printf("%s: %.12g\n", p == 0 ? "base" : kr_instance_id(instance, KR_PLAN, p), jobs[p].outcome.objective);
  }
  kr_instance_free(instance);
  return code;
}
