#include "solver/glpk_guard.h"

#include <setjmp.h>

static _Thread_local int n_problems;
static _Thread_local bool is_broken;

/** GLPK announces a fault on standard output, which is not its own. */
static int swallow(void *context, const char *text) {
  (void)context;
  (void)text;
  return 1;
}

static void jump_out(void *where) { longjmp(*(jmp_buf *)where, 1); }

bool kr_glpk_guard(void (*calls)(void *context), void *context) {
  jmp_buf where;
  if (is_broken) return false;
  if (setjmp(where) != 0) {
    is_broken = true;
    return false;
  }
  glp_term_hook(swallow, NULL);
  glp_error_hook(jump_out, &where);
  calls(context);
  glp_error_hook(NULL, NULL);
  glp_term_hook(NULL, NULL);
  return true;
}

static void create(void *problem) { *(glp_prob **)problem = glp_create_prob(); }

/** The environment goes, with all that a fault left behind. */
static void leave(void) {
  glp_free_env();
  is_broken = false;
}

glp_prob *kr_glpk_create(void) {
  glp_prob *problem = NULL;
  if (glp_init_env() > 1) return NULL; /* 1: it is there */
  glp_term_out(GLP_OFF);
  if (kr_glpk_guard(create, &problem))
    n_problems++;
  else if (n_problems == 0)
    leave();
  return problem;
}

void kr_glpk_delete(glp_prob *problem) {
  if (!problem) return;
  if (!is_broken) glp_delete_prob(problem);
  if (--n_problems == 0) leave();
}
