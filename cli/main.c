#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "instances/plain_locale.h"

static const kr_command commands[] = {
    {"check", "read an instance, report every error in it, and say what it holds", kr_command_check},
    {"solve", "allocate the freight: a dated itinerary for every shipment, with a proof", kr_command_solve},
    {"compare", "the same freight under several plans and levels of demand, side by side", kr_command_compare},
    {"bottlenecks", "which capacities hold the freight up, and what more of each would save", kr_command_bottlenecks},
    {"stress", "each resource lost or cut for some days: what it costs, and where the freight goes", kr_command_stress},
    {"invest", "which upgrades to buy with a budget, proven; or all that are efficient", kr_command_invest},
    {"explain", "why a shipment goes as it does, or stays, and what would serve it", kr_command_explain},
    {"report", "one HTML page of a result, with a map; and GeoJSON", kr_command_report},
    {"verify", "judge a result folder against its instance", kr_command_verify},
    {"import", "make an instance of a public multicommodity-flow problem (commalab, tntp)", kr_command_import},
    {"export", "write the LP as an MPS file, for other solvers", kr_command_export},
    {"submit", "hand in a forwarder's freight for the night", kr_command_submit},
    {"status", "what became of a submission", kr_command_status},
    {"result", "the answer to a submission", kr_command_result},
    {"cancel", "withdraw what waits of a submission", kr_command_cancel},
    {"nightly", "the night: all that was handed in, allocated together around all that is promised",
     kr_command_nightly},
    {"quote", "what tonight would do with one shipment: arrival, route, price; nothing is changed", kr_command_quote},
    {"ledger", "what the nights promised: by shipment, by resource and day, by night", kr_command_ledger},
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

static void print_help(FILE *to) {
  fputs("keruen " KERUEN_VERSION
        " - allocates multimodal freight over crossings, ports and roads,\n"
        "with least total transit time within every dated capacity, and proves it.\n\n"
        "usage: keruen COMMAND [options]\n\n",
        to);
  for (size_t i = 0; i < N_COMMANDS; ++i) fprintf(to, "  %-12s %s\n", commands[i].name, commands[i].summary);
  fputs(
      "\nkeruen COMMAND --help tells a command's options. Exit codes: 0 done, 2 input rejected,\n"
      "4 stopped with a verified plan, 5 stopped without one, 6 i/o failure, 7 verification failed, 64 usage.\n",
      to);
}

/** What stdout did not take is an i/o failure, whatever the command said. */
static int finish(int code) {
  if (fflush(stdout) == 0 && !ferror(stdout)) return code;
  fputs("keruen: the answer could not be written to standard output\n", stderr);
  return code == KR_EXIT_OK ? KR_EXIT_IO : code;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  kr_plain_locale_take();
  if (argc < 2) {
    print_help(stderr);
    return KR_EXIT_USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
    print_help(stdout);
    return KR_EXIT_OK;
  }
  if (strcmp(argv[1], "--version") == 0) {
    puts("keruen " KERUEN_VERSION);
    return KR_EXIT_OK;
  }
  for (size_t i = 0; i < N_COMMANDS; ++i)
    if (strcmp(argv[1], commands[i].name) == 0) return finish(commands[i].run(argc - 1, argv + 1));
  return kr_exit_usage("", "there is no command '%s'", argv[1]);
}
