#include <string.h>

#include "cli/command.h"
#include "cli/help.h"

/* Words and folders are completed; of options their names, and the words that a value can be. */

static bool has_words(const kr_option *o) { return o->value && strchr(o->value, '|'); }

/** "a|b" with `between` for the bar. */
static void put_words(const char *words, char between, FILE *to) {
  for (; *words; ++words) fputc(*words == '|' ? between : *words, to);
}

/** Text within single quotes of a shell; `avoid` goes out as a blank. */
static void put_quoted(const char *text, const char *avoid, FILE *to) {
  for (; *text; ++text) {
    if (*text == '\'')
      fputs("'\\''", to);
    else
      fputc(strchr(avoid, *text) ? ' ' : *text, to);
  }
}

static void put_commands(FILE *to) {
  for (size_t i = 0; i < kr_n_commands; ++i) fprintf(to, "%s%s", i ? " " : "", kr_commands[i].usage->command);
}

static void put_bash_options(const kr_usage *u, FILE *to) {
  fprintf(to, "    %s) words='--help", u->command);
  for (const kr_option *o = u->options; o->name; ++o) {
    if (kr_option_has_letter(o)) fprintf(to, " -%c", o->code);
    fprintf(to, " --%s", o->name);
  }
  fputs("' ;;\n", to);
}

static void put_bash_values(const kr_usage *u, FILE *to) {
  for (const kr_option *o = u->options; o->name; ++o) {
    if (!has_words(o)) continue;
    fprintf(to, "    %s:--%s) words='", u->command, o->name);
    put_words(o->value, ' ', to);
    fputs("' ;;\n", to);
  }
}

static void print_bash(FILE *to) {
  fputs(
      "# bash completion for keruen, made by keruen help --completion bash\n"
      "_keruen() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=\n"
      "  COMPREPLY=()\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '",
      to);
  put_commands(to);
  fputs(" --help --version' -- \"$word\"))\n    return\n  fi\n  case $command:$before in\n", to);
  for (size_t i = 0; i < kr_n_commands; ++i) put_bash_values(kr_commands[i].usage, to);
  fputs("  esac\n  [ -n \"$words\" ] || case $word in -*) case $command in\n", to);
  for (size_t i = 0; i < kr_n_commands; ++i) put_bash_options(kr_commands[i].usage, to);
  fputs(
      "  esac ;; esac\n"
      "  if [ -n \"$words\" ]; then\n"
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  else\n"
      "    compopt -o filenames\n"
      "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
      "  fi\n"
      "}\n"
      "complete -F _keruen keruen\n",
      to);
}

static void put_zsh_option(const kr_option *o, FILE *to) {
  if (kr_option_has_letter(o)) fprintf(to, " '(-%c --%s)'{-%c,--%s}'[", o->code, o->name, o->code, o->name);
  if (!kr_option_has_letter(o)) fprintf(to, " '--%s[", o->name);
  put_quoted(o->text, "[]", to);
  fputs("]", to);
  if (has_words(o)) {
    fputs(":value:(", to);
    put_words(o->value, ' ', to);
    fputs(")", to);
  } else if (o->value) {
    fputs(":", to);
    put_quoted(o->value, ":", to);
    fputs(":_files", to);
  }
  fputs("' \\\n", to);
}

static void print_zsh(FILE *to) {
  fputs(
      "#compdef keruen\n# zsh completion for keruen, made by keruen help --completion zsh\n"
      "_keruen() {\n  local -a commands\n  if (( CURRENT == 2 )); then\n    commands=(\n",
      to);
  for (size_t i = 0; i < kr_n_commands; ++i) {
    fprintf(to, "      '%s:", kr_commands[i].usage->command);
    put_quoted(kr_commands[i].usage->summary, ":", to);
    fputs("'\n", to);
  }
  fputs(
      "    )\n    _describe command commands\n    return\n  fi\n  shift words; (( CURRENT-- ))\n  case $words[1] in\n",
      to);
  for (size_t i = 0; i < kr_n_commands; ++i) {
    fprintf(to, "    %s) _arguments '--help[what it is told]' \\\n", kr_commands[i].usage->command);
    for (const kr_option *o = kr_commands[i].usage->options; o->name; ++o) put_zsh_option(o, to);
    fputs("      '*:file:_files' ;;\n", to);
  }
  fputs("  esac\n}\n_keruen \"$@\"\n", to);
}

static void put_fish_option(const kr_usage *u, const kr_option *o, FILE *to) {
  fprintf(to, "complete -c keruen -n '__fish_seen_subcommand_from %s' -l %s", u->command, o->name);
  if (kr_option_has_letter(o)) fprintf(to, " -s %c", o->code);
  if (has_words(o)) {
    fputs(" -x -a '", to);
    put_words(o->value, ' ', to);
    fputs("'", to);
  } else if (o->value) {
    fputs(" -r", to);
  }
  fputs(" -d '", to);
  put_quoted(o->text, "", to);
  fputs("'\n", to);
}

static void print_fish(FILE *to) {
  fputs("# fish completion for keruen, made by keruen help --completion fish\n", to);
  for (size_t i = 0; i < kr_n_commands; ++i) {
    const kr_usage *u = kr_commands[i].usage;
    fprintf(to, "complete -c keruen -n __fish_use_subcommand -f -a %s -d '", u->command);
    put_quoted(u->summary, "", to);
    fputs("'\n", to);
    for (const kr_option *o = u->options; o->name; ++o) put_fish_option(u, o, to);
  }
}

bool kr_completion_print(const char *shell, FILE *to) {
  if (strcmp(shell, "bash") == 0)
    print_bash(to);
  else if (strcmp(shell, "zsh") == 0)
    print_zsh(to);
  else if (strcmp(shell, "fish") == 0)
    print_fish(to);
  else
    return false;
  return true;
}
