#ifndef KR_CLI_USAGE_H
#define KR_CLI_USAGE_H

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * What a command is told, as a table: getopt_long, --help, the manual pages and the completions of the shells
 * (cli/help.h) all read it, so that none of them can say what another does not.
 */

/** One option. A table of them ends with {0}; --help is always there, and not in it. */
typedef struct kr_option {
  const char *name;  /**< the long one, without dashes */
  int code;          /**< what the command gets: the short letter, or a number above 255 where there is none */
  const char *value; /**< NULL = takes none; "a|b" = one of these words; else what it is: DIR, FILE, ID, N … */
  const char *text;  /**< what it does: one paragraph, no full stop */
} kr_option;

#define KR_MOST_OPTIONS 32

/** Whether it has a short form: its code. */
bool kr_option_has_letter(const kr_option *option);

typedef struct kr_usage {
  const char *command, *summary;
  const char *synopsis; /**< what follows the command's name; a line for each way to call it */
  const char *about;    /**< paragraphs, as they stand in --help; a line that begins with a space is kept apart */
  const kr_option *options;
  const char *notes; /**< more paragraphs, behind the options; NULL = none */
} kr_usage;

/* Options that many commands have; `code` is the command's own. */
#define KR_OPTION_PLAN(code) \
  { "plan", code, "ID", "capacities and running times of this plan (default: base)" }
#define KR_OPTION_STATIC(code) \
  { "static", code, NULL, "no time: one bucket for the whole horizon" }
#define KR_LANGUAGES "en|ru|kk|zh"
#define KR_FAIR_KINDS "none|proportional|maxmin"

/** What --help prints. */
void kr_usage_print(const kr_usage *usage, FILE *to);

/** Takes one option, its value in optarg. @return an exit code; not KR_EXIT_OK = said what is wrong */
typedef int (*kr_option_take)(void *context, int code);

/**
 * Hands every option of a command line to `take`, in order; optind then is the first word that is none.
 * @return true to go on; false to leave with `*exit_code`: --help was asked for and printed, or something is wrong
 */
bool kr_options_read(int *exit_code, const kr_usage *usage, int argc, char **argv, kr_option_take take, void *context);

#endif
