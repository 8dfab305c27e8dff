#include <string.h>

#include "cli/command.h"
#include "cli/help.h"

/** Text as roff takes it: no sign of it is a command; a minus is one, not a hyphen. */
static void put(FILE *to, const char *text, size_t n) {
  if (n > 0 && (*text == '.' || *text == '\'')) fputs("\\&", to);
  for (size_t i = 0; i < n; ++i) {
    if (text[i] == '\\')
      fputs("\\e", to);
    else if (text[i] == '-')
      fputs("\\-", to);
    else
      fputc(text[i], to);
  }
}

static void put_all(FILE *to, const char *text) { put(to, text, strlen(text)); }

/** Paragraphs of --help: filled, but for lines that begin with a space. */
static void put_paragraphs(FILE *to, const char *text) {
  bool is_apart = false;
  for (const char *line = text; *line;) {
    size_t n = strcspn(line, "\n");
    bool apart = *line == ' ';
    if (apart != is_apart) fputs(apart ? ".PP\n.nf\n" : ".fi\n.PP\n", to);
    is_apart = apart;
    if (n == 0) fputs(".PP", to);
    put(to, line, n);
    fputs("\n", to);
    line += n + (line[n] == '\n');
  }
  if (is_apart) fputs(".fi\n", to);
}

static void put_title(FILE *to, const char *command, const char *summary) {
  fprintf(to, ".TH KERUEN%s%s 1 \"\" \"keruen " KERUEN_VERSION "\" \"User Commands\"\n.SH NAME\nkeruen%s%s \\- ",
          command ? "\\-" : "", command ? command : "", command ? "\\-" : "", command ? command : "");
  put_all(to, summary);
  fputs("\n.SH SYNOPSIS\n", to);
}

static void put_synopsis(FILE *to, const kr_usage *u) {
  for (const char *line = u->synopsis; *line;) {
    size_t n = strcspn(line, "\n");
    fprintf(to, "%s.B keruen %s\n", line == u->synopsis ? "" : ".br\n", u->command);
    put(to, line, n);
    fputs("\n", to);
    line += n + (line[n] == '\n');
  }
}

static void put_option(FILE *to, const kr_option *o) {
  fputs(".TP\n\\fB", to);
  if (kr_option_has_letter(o)) fprintf(to, "\\-%c\\fR, \\fB", o->code);
  fputs("\\-\\-", to);
  put_all(to, o->name);
  fputs("\\fR", to);
  if (o->value) fputs(" \\fI", to);
  if (o->value) put_all(to, o->value);
  fputs(o->value ? "\\fR\n" : "\n", to);
  put_all(to, o->text);
  fputs("\n", to);
}

static void put_command(FILE *to, const kr_usage *u) {
  put_title(to, u->command, u->summary);
  put_synopsis(to, u);
  fputs(".SH DESCRIPTION\n", to);
  put_paragraphs(to, u->about);
  if (u->options->name) fputs(".SH OPTIONS\n", to);
  for (const kr_option *o = u->options; o->name; ++o) put_option(to, o);
  if (u->notes) fputs(".SH NOTES\n", to);
  if (u->notes) put_paragraphs(to, u->notes);
  fputs(".SH SEE ALSO\n.BR keruen (1)\n", to);
}

static const char codes[] =
    ".SH EXIT STATUS\n"
    ".TP\n0\na verified plan within the gap that was asked for; done\n"
    ".TP\n2\ninput rejected, nothing written\n"
    ".TP\n4\nstopped by a limit or a signal; a verified plan was written\n"
    ".TP\n5\nstopped without a plan\n"
    ".TP\n6\ni/o failure\n"
    ".TP\n7\nverification failed, nothing published\n"
    ".TP\n64\nusage\n"
    ".SH ENVIRONMENT\n"
    ".TP\nTMPDIR\nwhere temporary folders are made (default /tmp)\n"
    ".TP\nOMP_NUM_THREADS, OMP_WAIT_POLICY\nthreads where \\-\\-threads does not say, and how they wait\n";

void kr_manual_print(const kr_usage *usage, FILE *to) {
  if (usage) {
    put_command(to, usage);
    return;
  }
  put_title(to, NULL, "allocates multimodal freight within dated capacities, and proves how well");
  fputs(
      ".B keruen\n.I COMMAND\n[options]\n.SH DESCRIPTION\n"
      "Freight over border crossings, ports, railways and roads whose capacities change on known dates: the plan with\n"
      "the least total transit time within every capacity, in whole kilograms, beside a bound that no plan can\n"
      "undercut. Instances and results are folders of CSV files.\n.SH COMMANDS\n",
      to);
  for (size_t i = 0; i < kr_n_commands; ++i) {
    fprintf(to, ".TP\n.BR keruen\\-%s (1)\n", kr_commands[i].usage->command);
    put_all(to, kr_commands[i].usage->summary);
    fputs("\n", to);
  }
  fputs(codes, to);
}
