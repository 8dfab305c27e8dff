#include <stdio.h>

#include "cli/command.h"
#include "cli/help.h"

enum { OPT_MAN = 256, OPT_COMPLETION };

static const kr_option options[] = {
    {"man", OPT_MAN, NULL, "as a manual page, man(7)"},
    {"completion", OPT_COMPLETION, KR_SHELLS, "what completes keruen's words in this shell, to be sourced"},
    {0}};

const kr_usage kr_usage_help = {
    .command = "help",
    .summary = "this list, or what a command is told; manual pages; completions of shells",
    .synopsis = "[COMMAND] [--man]\n--completion " KR_SHELLS,
    .about =
        "Tells the commands, or the options of one: keruen help COMMAND is keruen COMMAND --help. The manual pages "
        "and\n"
        "completions that a package installs are made so.",
    .options = options,
};

void kr_help_print(FILE *to) {
  fputs("keruen " KERUEN_VERSION
        " - allocates multimodal freight over crossings, ports and roads,\n"
        "with least total transit time within every dated capacity, and proves it.\n\n"
        "usage: keruen COMMAND [options]\n\n",
        to);
  for (size_t i = 0; i < kr_n_commands; ++i)
    fprintf(to, "  %-12s %s\n", kr_commands[i].usage->command, kr_commands[i].usage->summary);
  fputs(
      "\nkeruen COMMAND --help tells a command's options. Exit codes: 0 done, 2 input rejected,\n"
      "4 stopped with a verified plan, 5 stopped without one, 6 i/o failure, 7 verification failed, 64 usage.\n",
      to);
}

typedef struct request {
  const char *shell;
  bool is_manual;
} request;

static int take_option(void *context, int option) {
  request *r = context;
  if (option == OPT_MAN)
    r->is_manual = true;
  else
    r->shell = optarg;
  return KR_EXIT_OK;
}

static int help_with(const request *r, const kr_usage *usage) {
  if (r->shell && !kr_completion_print(r->shell, stdout))
    return kr_exit_usage("help", "--completion takes bash, zsh or fish");
  if (r->shell) return KR_EXIT_OK;
  if (r->is_manual)
    kr_manual_print(usage, stdout);
  else if (usage)
    kr_usage_print(usage, stdout);
  else
    kr_help_print(stdout);
  return KR_EXIT_OK;
}

int kr_command_help(int argc, char **argv) {
  request r = {0};
  int code;
  if (!kr_options_read(&code, &kr_usage_help, argc, argv, take_option, &r)) return code;
  const char *name = optind < argc ? argv[optind] : NULL;
  const kr_command *command = name ? kr_command_find(name) : NULL;
  if (name && !command) return kr_exit_usage("", "there is no command '%s'", name);
  return help_with(&r, command ? command->usage : NULL);
}
