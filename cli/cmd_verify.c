#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/judge.h"

static const char help[] =
    "usage: keruen verify INSTANCE RESULT\n\n"
    "Judges a result folder by its files alone: every lot a real route at real times, no capacity exceeded, sums and\n"
    "objective right, and the bound proven from the shadow prices. Shares no code with the solver.\n"
    "Exit code 0 when clean, 7 when not (violations on stderr).\n";

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
  static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
  int option;
  while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
    if (option != 'h') return kr_exit_usage("verify", "unknown option");
    fputs(help, stdout);
    return KR_EXIT_OK;
  }
  if (argc - optind != 2) return kr_exit_usage("verify", "verify takes an instance and a result folder");
  kr_corridor *c = NULL;
  int code = kr_read_instance(&c, NULL, argv[optind]);
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
