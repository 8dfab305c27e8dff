#include <getopt.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/spool.h"

static const char help[] =
    "usage: keruen submit SPOOL FORWARDER FILE [options]\n\n"
    "Hands in freight for the next night: FILE is a shipment.csv, whose forwarder_id may be left out, or the folder "
    "of\n"
    "an instance (a what-if, answered to its forwarder alone). Prints the receipt when it is safely on disk; "
    "otherwise\n"
    "every error on stderr, and nothing is left of it. Ids of shipments are the forwarder's own, but used only "
    "once.\n\n"
    "      --corridor INSTANCE  hold nodes and cargo against this corridor at once; the night does so in any case\n"
    "      --receipt NUMBER     the receipt becomes NUMBER@FORWARDER, for scripts that must repeat\n\n"
    "SPOOL/spool.csv may set most_bytes (of a submission), most_rows, most_new (submissions of a forwarder that "
    "wait).\n"
    "Exit codes: 0 handed in, 2 refused, 6 i/o failure, 64 usage.\n";

enum { OPT_CORRIDOR = 256, OPT_RECEIPT };

static int submit(kr_spool *spool, const kr_drop *drop) {
  kr_error err = {0};
  char receipt[KR_RECEIPT_ROOM];
  kr_messages *messages = NULL;
  kr_status status = kr_messages_create(&messages);
  if (status != KR_OK) return kr_exit_failure(status, NULL);
  status = kr_spool_submit(spool, drop, messages, receipt, &err);
  bool is_said = status == KR_ERR_INPUT && kr_messages_errors(messages) > 0;
  kr_print_messages(messages);
  kr_messages_free(messages);
  if (status == KR_OK) puts(receipt);
  if (status == KR_OK) return KR_EXIT_OK;
  return is_said ? KR_EXIT_INPUT : kr_exit_failure(status, &err);
}

static int run(const char *path, kr_drop *drop, const char *instance) {
  kr_corridor *corridor = NULL;
  kr_office office = {0};
  int code = instance ? kr_read_instance(&corridor, NULL, instance) : KR_EXIT_OK;
  drop->corridor = corridor;
  if (code == KR_EXIT_OK) code = kr_office_open(&office, path);
  if (code == KR_EXIT_OK) code = submit(office.spool, drop);
  kr_office_close(&office);
  kr_corridor_free(corridor);
  return code;
}

int kr_command_submit(int argc, char **argv) {
  static const struct option options[] = {{"corridor", required_argument, NULL, OPT_CORRIDOR},
                                          {"receipt", required_argument, NULL, OPT_RECEIPT},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
  kr_drop drop = {0};
  const char *instance = NULL;
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
    if (option == 'h') return fputs(help, stdout), KR_EXIT_OK;
    if (option == OPT_CORRIDOR)
      instance = optarg;
    else if (option == OPT_RECEIPT)
      drop.number = optarg;
    else
      return kr_exit_usage("submit", "unknown option");
  }
  if (argc - optind != 3) return kr_exit_usage("submit", "submit takes a spool, a forwarder and a file");
  drop.forwarder = argv[optind + 1];
  drop.path = argv[optind + 2];
  return run(argv[optind], &drop, instance);
}
