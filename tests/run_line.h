#ifndef KR_TESTS_RUN_LINE_H
#define KR_TESTS_RUN_LINE_H

#include <getopt.h>
#include <stdio.h>
#include <string.h>

/** Runs a command of cli/command.h with words between spaces. @return its exit code */
static inline int run_line(int (*command)(int, char **), const char *line) {
  static char words[600];
  char *argv[16];
  int argc = 0;
  snprintf(words, sizeof words, "%s", line);
  for (char *w = strtok(words, " "); w && argc < 15; w = strtok(NULL, " ")) argv[argc++] = w;
  argv[argc] = NULL;
  optind = 1;
  return command(argc, argv);
}

#endif
