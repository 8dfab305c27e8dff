#include <stdio.h>

#include "cli/command.h"
#include "cli/spool.h"

enum { OPT_CORRIDOR = 256, OPT_RECEIPT };

static const kr_option options[] = {
    {"corridor", OPT_CORRIDOR, "INSTANCE",
     "hold nodes and cargo against this corridor at once; the night does so in any case"},
    {"receipt", OPT_RECEIPT, "NUMBER", "the receipt becomes NUMBER@FORWARDER, for scripts that must repeat"},
    {0}};

const kr_usage kr_usage_submit = {
    .command = "submit",
    .summary = "hand in a forwarder's freight for the night",
    .synopsis = "SPOOL FORWARDER FILE [options]",
    .about =
        "Hands in freight for the next night: FILE is a shipment.csv, whose forwarder_id may be left out, or the "
        "folder of\n"
        "an instance (a what-if, answered to its forwarder alone). Prints the receipt when it is safely on disk; "
        "otherwise\n"
        "every error on stderr, and nothing is left of it. Ids of shipments are the forwarder's own, but used only "
        "once.",
    .options = options,
    .notes =
        "SPOOL/spool.csv may set most_bytes (of a submission), most_rows, most_new (submissions of a forwarder that "
        "wait).\n"
        "Exit codes: 0 handed in, 2 refused, 6 i/o failure, 64 usage.",
};

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

typedef struct asked {
  kr_drop *drop;
  const char *instance;
} asked;

static int take_option(void *context, int option) {
  asked *a = context;
  *(option == OPT_CORRIDOR ? &a->instance : &a->drop->number) = optarg;
  return KR_EXIT_OK;
}

int kr_command_submit(int argc, char **argv) {
  kr_drop drop = {0};
  asked a = {&drop, NULL};
  int code;
  if (!kr_options_read(&code, &kr_usage_submit, argc, argv, take_option, &a)) return code;
  if (argc - optind != 3) return kr_exit_usage("submit", "submit takes a spool, a forwarder and a file");
  drop.forwarder = argv[optind + 1];
  drop.path = argv[optind + 2];
  return run(argv[optind], &drop, a.instance);
}
