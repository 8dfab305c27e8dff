#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/judge.h"

static const kr_option options[] = {{0}};

const kr_usage kr_usage_verify = {
    .command = "verify",
    .summary = "judge a result folder against its instance",
    .synopsis = "INSTANCE RESULT",
    .about =
        "Judges a result folder by its files alone: every lot a real route at real times, no capacity exceeded, sums "
        "and\n"
        "objective right, and the bound proven from the shadow prices. Shares no code with the solver.\n"
        "Exit code 0 when clean, 7 when not (violations on stderr).",
    .options = options,
};

static void print_verdict(const kr_verdict *v) {
  char served[32], unserved[32];
  printf("clean: %s t served, %s t not; objective %.9g weighted t*h", kr_thousands((double)v->served_kg * 1e-3, served),
         kr_thousands((double)v->unserved_kg * 1e-3, unserved), v->objective);
  if (isfinite(v->bound))
    printf(", the shadow prices prove %.9g (gap %.2g)", v->bound,
           fmax(0.0, (v->objective - v->bound) / fmax(1.0, fabs(v->objective))));
  puts("");
}

int kr_command_verify(int argc, char **argv) {
  int code;
  if (!kr_options_read(&code, &kr_usage_verify, argc, argv, NULL, NULL)) return code;
  if (argc - optind != 2) return kr_exit_usage("verify", "verify takes an instance and a result folder");
  kr_corridor *c = NULL;
  code = kr_read_instance(&c, NULL, argv[optind]);
  if (code != KR_EXIT_OK) return code;
  kr_error err = {0};
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  kr_status status = verdict ? kr_judge_folder(verdict, argv[optind + 1], c, INFINITY, &err) : KR_ERR_MEMORY;
  if (status == KR_OK) {
    print_verdict(verdict);
  } else {
    code = kr_exit_failure(status, &err);
  }
  free(verdict);
  kr_corridor_free(c);
  return code;
}
