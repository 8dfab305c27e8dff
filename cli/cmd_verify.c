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
        "Judges a result folder by its files alone: that the instance is still the one it was made from; every lot a "
        "real\n"
        "route at real times, no capacity exceeded; every number in its tables and totals worked out again; and the "
        "bound\n"
        "from the shadow prices, in arithmetic that errs to the safe side. Shares no code with the solver.\n"
        "It says which bound is certified: integer results have no prices, theirs goes beyond what files can prove.\n"
        "Exit code 0 when clean, 7 when not (on stderr, by file and line).",
    .options = options,
};

/** What the files prove, and what is the program's word. */
static void print_bound(const kr_verdict *v, const kr_said *said) {
  if (!isfinite(v->bound)) return;
  double more = said->bound - v->bound;
  printf("bound certified: %.17g <= optimum, %s\n", v->bound,
         said->is_integer ? "each shipment alone on the network" : "from the shadow prices alone");
  if (said->is_integer && more > 0)
    printf("bound published: %.17g: the program's word, an integer result has no prices to prove it\n", said->bound);
  else if (more > 0)
    printf("bound published: %.17g; the last %.2g of it are not certified\n", said->bound, more);
  if (v->bound > v->objective)
    printf("the plan costs %.2g less than that: it takes up to 1e-9 of a capacity more than there is\n",
           v->bound - v->objective);
}

static void print_verdict(const kr_verdict *v, const kr_said *said) {
  char served[32], unserved[32];
  printf("clean: %s t served, %s t not; objective %.9g weighted t*h, gap %.2g\n",
         kr_thousands((double)v->served_kg * 1e-3, served), kr_thousands((double)v->unserved_kg * 1e-3, unserved),
         v->objective, said->gap);
  print_bound(v, said);
}

int kr_command_verify(int argc, char **argv) {
  int code;
  if (!kr_options_read(&code, &kr_usage_verify, argc, argv, NULL, NULL)) return code;
  if (argc - optind != 2) return kr_exit_usage("verify", "verify takes an instance and a result folder");
  kr_corridor *c = NULL;
  kr_inputs inputs = {.n_files = 0};
  code = kr_read_instance(&c, &inputs, argv[optind]);
  if (code != KR_EXIT_OK) return code;
  kr_error err = {0};
  kr_said said = {0};
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  kr_status status = verdict ? kr_judge_result(verdict, &said, argv[optind + 1], c, &inputs, &err) : KR_ERR_MEMORY;
  if (status == KR_OK) {
    print_verdict(verdict, &said);
  } else {
    code = kr_exit_failure(status, &err);
  }
  free(verdict);
  kr_corridor_free(c);
  return code;
}
