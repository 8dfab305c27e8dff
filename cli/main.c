#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "instances/atomic.h"
#include "instances/plain_locale.h"

/** What stdout did not take is an i/o failure, whatever the command said. */
static int finish(int code) {
  if (fflush(stdout) == 0 && !ferror(stdout)) return code;
  fputs("keruen: the answer could not be written to standard output\n", stderr);
  return code == KR_EXIT_OK ? KR_EXIT_IO : code;
}

/** `keruen --help` is `keruen help`. */
static const char *word_of(const char *first) {
  return strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 ? "help" : first;
}

static bool has_ended;

/** OpenMP ends the process with code 1 where it gets no memory or no thread: that is ours to say, and to clean up. */
static void end_for_a_library(void) {
  if (has_ended) return;
  kr_folders_remove_unfinished();
  fputs("keruen: out of memory or threads; nothing was written\n", stderr);
  _exit(KR_EXIT_IO);
}

static int run(int argc, char **argv) {
  if (argc < 2) {
    kr_help_print(stderr);
    return KR_EXIT_USAGE;
  }
  if (strcmp(argv[1], "--version") == 0) {
    puts("keruen " KERUEN_VERSION);
    return finish(KR_EXIT_OK);
  }
  const kr_command *command = kr_command_find(word_of(argv[1]));
  if (!command) return kr_exit_usage("", "there is no command '%s'", argv[1]);
  return finish(command->run(argc - 1, argv + 1));
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  kr_plain_locale_take();
  atexit(end_for_a_library);
  int code = run(argc, argv);
  has_ended = true;
  return code;
}
