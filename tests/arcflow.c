/*
 * arcflow INSTANCE [--plan ID] [--static] [--integer]
 *
 * The reference that the solver must agree with: the plain arc-flow model of an instance, solved by GLPK. It shares
 * the reader of files and the dated capacities with the solver, and nothing else. Meant for small instances: a row for
 * every shipment, node, mode and step.
 *
 * Prints `optimum X` in weighted tonne-hours and a line of figures. Exit code 0; 1 when GLPK cannot prove an optimum;
 * 2 for bad input; 64 for bad usage.
 */
#include <stdio.h>
#include <string.h>

#include "instances/instance.h"
#include "tests/arcflow_model.h"
#include "tests/arcflow_solve.h"

typedef struct request {
  const char *folder, *plan;
  kr_view view;
  kr_flow_goal goal;
} request;

static bool read_arguments(request *r, int argc, char **argv) {
  *r = (request){NULL, "", KR_VIEW_DATED, KR_FLOW_LINEAR};
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--static") == 0)
      r->view = KR_VIEW_STATIC;
    else if (strcmp(argv[i], "--integer") == 0)
      r->goal = KR_FLOW_INTEGER;
    else if (strcmp(argv[i], "--plan") == 0 && i + 1 < argc)
      r->plan = argv[++i];
    else if (argv[i][0] == '-' || r->folder)
      return false;
    else
      r->folder = argv[i];
  }
  return r->folder != NULL;
}

static kr_status read_instance(kr_corridor **out, const request *r, kr_error *err) {
  kr_messages *messages = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_messages_create(&messages));
  status = kr_instance_read(out, r->folder, messages, err);
  for (size_t i = 0; status != KR_OK && i < kr_messages_kept(messages); i++)
    fprintf(stderr, "%s\n", kr_messages_text(messages, i));
done:
  kr_messages_free(messages);
  return status;
}

static void print_answer(const kr_flow_answer *a, const kr_flow_model *m) {
  printf("optimum %.17g\n", a->optimum);
  printf("bound %.17g infeasibility %.1e rows %zu columns %zu binding %d attempts %d\n", a->bound, a->infeasibility,
         m->n_rows, m->n_columns, a->n_binding, a->attempts);
}

static kr_status run(const request *r, kr_error *err) {
  kr_corridor *c = NULL;
  kr_timetable *t = NULL;
  kr_flow_model model = {0};
  kr_flow_answer answer = {0};
  kr_status status = KR_OK;
  KR_TRY(read_instance(&c, r, err));
  int32_t plan = kr_ids_find(c->plan_ids, r->plan, strlen(r->plan));
  if (plan < 0) KR_TRY(kr_fail(err, KR_ERR_INPUT, "there is no plan \"%s\"", r->plan));
  KR_TRY(kr_timetable_create(&t, c, plan, r->view, err));
  KR_TRY(kr_flow_model_build(&model, c, t, r->goal));
  KR_TRY(kr_flow_solve(&answer, &model, r->goal, err));
  print_answer(&answer, &model);
done:
  kr_flow_model_clear(&model);
  kr_timetable_free(t);
  kr_corridor_free(c);
  return status;
}

int main(int argc, char **argv) {
  request r;
  kr_error err = {0};
  if (!read_arguments(&r, argc, argv)) {
    fprintf(stderr, "usage: arcflow INSTANCE [--plan ID] [--static] [--integer]\n");
    return 64;
  }
  kr_status status = run(&r, &err);
  if (status == KR_OK) return 0;
  fprintf(stderr, "arcflow: %s: %s\n", kr_status_name(status), err.text);
  return status == KR_ERR_INPUT || status == KR_ERR_IO ? 2 : 1;
}
