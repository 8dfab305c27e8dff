#ifndef KR_CLI_COMMAND_H
#define KR_CLI_COMMAND_H

#include "cli/usage.h"
#include "graph/corridor.h"
#include "instances/instance.h"
#include "instances/messages.h"

/** Exit codes of FORMAT.md. */
enum {
  KR_EXIT_OK = 0,
  KR_EXIT_INPUT = 2,
  KR_EXIT_STOPPED = 4,
  KR_EXIT_NO_PLAN = 5,
  KR_EXIT_IO = 6,
  KR_EXIT_VERIFY = 7,
  KR_EXIT_USAGE = 64
};

/** One command: `run` gets its own arguments, argv[0] being the command's name, and returns an exit code. */
typedef struct kr_command {
  const kr_usage *usage;
  int (*run)(int argc, char **argv);
} kr_command;

/* The commands: what each is told, and what it does. */
extern const kr_usage kr_usage_help, kr_usage_check, kr_usage_solve, kr_usage_verify, kr_usage_import, kr_usage_export,
    kr_usage_compare, kr_usage_bottlenecks, kr_usage_stress, kr_usage_invest, kr_usage_explain, kr_usage_submit,
    kr_usage_status, kr_usage_result, kr_usage_cancel, kr_usage_nightly, kr_usage_ledger, kr_usage_report,
    kr_usage_quote;

int kr_command_help(int argc, char **argv);
int kr_command_check(int argc, char **argv);
int kr_command_solve(int argc, char **argv);
int kr_command_verify(int argc, char **argv);
int kr_command_import(int argc, char **argv);
int kr_command_export(int argc, char **argv);
int kr_command_compare(int argc, char **argv);
int kr_command_bottlenecks(int argc, char **argv);
int kr_command_stress(int argc, char **argv);
int kr_command_invest(int argc, char **argv);
int kr_command_explain(int argc, char **argv);
int kr_command_submit(int argc, char **argv);
int kr_command_status(int argc, char **argv);
int kr_command_result(int argc, char **argv);
int kr_command_cancel(int argc, char **argv);
int kr_command_nightly(int argc, char **argv);
int kr_command_ledger(int argc, char **argv);
int kr_command_report(int argc, char **argv);
int kr_command_quote(int argc, char **argv);

/** All commands, in the order of help. */
extern const kr_command kr_commands[];
extern const size_t kr_n_commands;

/** The command of this name; NULL = there is none. */
const kr_command *kr_command_find(const char *name);

/** The exit code of a status. */
int kr_exit_code(kr_status status);

/** The exit code of a failure, whose text goes to stderr as `keruen: text`. */
int kr_exit_failure(kr_status status, const kr_error *err);

/** `keruen: text; see keruen COMMAND --help` on stderr. @return KR_EXIT_USAGE */
int kr_exit_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * Reads an instance and prints its messages on stderr, errors first counted, then the summary line.
 * @param inputs may be NULL
 * @return an exit code; `*out` is set only on KR_EXIT_OK
 */
int kr_read_instance(kr_corridor **out, kr_inputs *inputs, const char *folder);

/** Prints what a collector kept, and its summary line, on stderr. */
void kr_print_messages(kr_messages *messages);

/** The plan of this id. @return KR_EXIT_OK, or KR_EXIT_USAGE with a sentence that names the nearest */
int kr_find_plan(const kr_corridor *c, const char *command, const char *id, int32_t *plan);

/** 1234567.8 as "1,234,568": rounded, with thousands separators; `out` of at least 32 bytes. @return out */
char *kr_thousands(double value, char *out);

#endif
