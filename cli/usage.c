#include "cli/usage.h"

#include <string.h>

#include "cli/command.h"

#define COLUMNS 118
#define LETTER_MOST 255

bool kr_option_has_letter(const kr_option *o) { return o->code <= LETTER_MOST; }

/** Characters, not bytes. */
static int width_of(const char *text, size_t n) {
  int width = 0;
  for (size_t i = 0; i < n; ++i) width += ((unsigned char)text[i] & 0xc0) != 0x80;
  return width;
}

static int name_width(const kr_option *o) {
  size_t value = o->value ? 1 + strlen(o->value) : 0;
  return (int)(strlen("  -o, --") + strlen(o->name) + value);
}

static int widest(const kr_option *options) {
  int most = 0;
  for (const kr_option *o = options; o->name; ++o)
    if (name_width(o) > most) most = name_width(o);
  return most;
}

/** Words from column `indent` on; where the line is full the next begins there too. */
static void put_wrapped(const char *text, int indent, FILE *to) {
  int at = indent;
  for (const char *word = text; *word;) {
    size_t n = strcspn(word, " ");
    int width = width_of(word, n);
    if (at > indent && at + 1 + width > COLUMNS) at = fprintf(to, "\n%*s", indent, "") - 1;
    if (at > indent) at += fprintf(to, " ");
    fwrite(word, 1, n, to);
    at += width;
    word += n + strspn(word + n, " ");
  }
  fputs("\n", to);
}

static void put_option(const kr_option *o, int indent, FILE *to) {
  if (kr_option_has_letter(o)) fprintf(to, "  -%c, ", o->code);
  fprintf(to, "%s--%s%s%s", kr_option_has_letter(o) ? "" : "      ", o->name, o->value ? " " : "",
          o->value ? o->value : "");
  fprintf(to, "%*s", indent - name_width(o), "");
  put_wrapped(o->text, indent, to);
}

static void put_synopsis(const kr_usage *u, FILE *to) {
  const char *lead = "usage: keruen";
  for (const char *line = u->synopsis; *line; lead = "       keruen") {
    size_t n = strcspn(line, "\n");
    fprintf(to, "%s %s %.*s\n", lead, u->command, (int)n, line);
    line += n + (line[n] == '\n');
  }
}

void kr_usage_print(const kr_usage *u, FILE *to) {
  int indent = widest(u->options) + 2;
  put_synopsis(u, to);
  fprintf(to, "\n%s\n", u->about);
  if (u->options->name) fputs("\n", to);
  for (const kr_option *o = u->options; o->name; ++o) put_option(o, indent, to);
  if (u->notes) fprintf(to, "\n%s\n", u->notes);
}

/** The same table for getopt_long: `longs` of KR_MOST_OPTIONS + 2, `letters` of twice that. */
static void translate(const kr_option *options, struct option *longs, char *letters) {
  int n = 0;
  *letters++ = ':';
  for (const kr_option *o = options; o->name && n < KR_MOST_OPTIONS; ++o) {
    longs[n++] = (struct option){o->name, o->value ? required_argument : no_argument, NULL, o->code};
    if (!kr_option_has_letter(o)) continue;
    *letters++ = (char)o->code;
    if (o->value) *letters++ = ':';
  }
  longs[n++] = (struct option){"help", no_argument, NULL, 'h'};
  longs[n] = (struct option){NULL, 0, NULL, 0};
  memcpy(letters, "h", 2);
}

static bool has_letter(const kr_option *options, int letter) {
  while (options->name && options->code != letter) ++options;
  return options->name || letter == 'h';
}

/** What getopt_long did not like: a letter that is not in the table, or the word it has just passed. */
static int refuse(const kr_usage *u, char **argv, int option) {
  const char *word = argv[optind - 1];
  if (option == ':') return kr_exit_usage(u->command, "option '%s' lacks its value", word);
  if (optopt > 0 && optopt <= LETTER_MOST && !has_letter(u->options, optopt))
    return kr_exit_usage(u->command, "unknown option '-%c'", optopt);
  if (optopt > 0) return kr_exit_usage(u->command, "option '%s' takes no value", word);
  return kr_exit_usage(u->command, "unknown option '%s'", word);
}

/** The long option that getopt_long has just taken, as it was written, with its dashes: `*n` bytes. */
static const char *written(char **argv, size_t *n) {
  const char *word = optarg && optarg == argv[optind - 1] ? argv[optind - 2] : argv[optind - 1];
  *n = strcspn(word, "=");
  return word;
}

/** getopt_long takes beginnings of names too; a script that says --plan where there is --plans must not mean that. */
static int refuse_part(const kr_usage *u, char **argv, const char *name) {
  size_t n;
  const char *word = written(argv, &n);
  if (n == strlen(name) + strlen("--")) return KR_EXIT_OK;
  return kr_exit_usage(u->command, "unknown option '%.*s'; did you mean --%s", (int)n, word, name);
}

bool kr_options_read(int *exit_code, const kr_usage *u, int argc, char **argv, kr_option_take take, void *context) {
  struct option longs[KR_MOST_OPTIONS + 2];
  char letters[2 * KR_MOST_OPTIONS + 4];
  translate(u->options, longs, letters);
  *exit_code = KR_EXIT_OK;
  opterr = 0;
  for (int option, at = -1; (option = getopt_long(argc, argv, letters, longs, &at)) != -1; at = -1) {
    if (option == 'h') return kr_usage_print(u, stdout), false;
    if (option == '?' || option == ':') return *exit_code = refuse(u, argv, option), false;
    if (at >= 0) *exit_code = refuse_part(u, argv, longs[at].name);
    if (*exit_code == KR_EXIT_OK) *exit_code = take(context, option);
    if (*exit_code != KR_EXIT_OK) return false;
  }
  return true;
}
