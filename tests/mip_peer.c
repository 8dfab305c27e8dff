#include <glpk.h>
#include <stdio.h>
#include <string.h>

/* Solves a model in free-format MPS with GLPK's branch and cut and says what it found: `optimal 123.4`, `feasible …` or
 * `none`. Neither presolver nor cover cuts: both can be wrong, or abort (tests/test_glpk_traps.c). */

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  glp_term_out(GLP_OFF);
  glp_prob *mip = glp_create_prob();
  if (glp_read_mps(mip, GLP_MPS_FILE, NULL, argv[1]) != 0) return 2;
  glp_iocp options;
  glp_init_iocp(&options);
  options.tm_lim = 20000;
  options.gmi_cuts = options.mir_cuts = GLP_ON;
  int failed = glp_simplex(mip, NULL);
  if (!failed && glp_get_status(mip) == GLP_OPT) failed = glp_intopt(mip, &options);
  int status = glp_mip_status(mip);
  if (!failed && status == GLP_OPT) {
    printf("optimal %.12g\n", glp_mip_obj_val(mip));
  } else if (status == GLP_FEAS || status == GLP_OPT) {
    printf("feasible %.12g\n", glp_mip_obj_val(mip));
  } else {
    printf("none\n");
  }
  glp_delete_prob(mip);
  glp_free_env();
  return 0;
}
