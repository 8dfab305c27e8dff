#ifndef KR_CLI_HELP_H
#define KR_CLI_HELP_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/usage.h"

/** The commands, each in a line, and the exit codes. */
void kr_help_print(FILE *to);

/** A manual page, man(7), section 1: of a command, or of the program as a whole (NULL). The same bytes always. */
void kr_manual_print(const kr_usage *usage, FILE *to);

/** The completion of a shell: bash, zsh or fish. @return false for any other */
bool kr_completion_print(const char *shell, FILE *to);

#define KR_SHELLS "bash|zsh|fish"

#endif
