#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <getopt.h>

#include "cli/command.h"
#include "tests/scratch.h"

static scratch folder;

static void make(void) {
  folder = scratch_make();
  mkdir(scratch_path(&folder, "spool"), 0777);
  scratch_write(&folder, "mine.csv",
                "shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\nS1,A,B,box,1,2025-01-06\n");
  cr_redirect_stdout();
  cr_redirect_stderr();
}

static void drop(void) { scratch_remove(&folder); }

TestSuite(night_commands, .init = make, .fini = drop);

/** Runs a command with words between spaces; %s is the test's folder. */
static int run(int (*command)(int, char **), const char *format) {
  static char words[600];
  char *argv[16];
  int argc = 0;
  const char *at = strstr(format, "%s"), *again = at ? strstr(at + 2, "%s") : NULL;
  if (again)
    snprintf(words, sizeof words, "%.*s%s%.*s%s%s", (int)(at - format), format, folder.path, (int)(again - at - 2),
             at + 2, folder.path, again + 2);
  else
    snprintf(words, sizeof words, "%.*s%s%s", at ? (int)(at - format) : (int)strlen(format), format,
             at ? folder.path : "", at ? at + 2 : "");
  for (char *w = strtok(words, " "); w && argc < 15; w = strtok(NULL, " ")) argv[argc++] = w;
  argv[argc] = NULL;
  optind = 1;
  return command(argc, argv);
}

Test(night_commands, a_submission_is_told_of_until_it_is_cancelled) {
  cr_expect_eq(run(kr_command_submit, "submit %s/spool KTZ %s/mine.csv --receipt R1"), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_status, "status %s/spool R1@KTZ"), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_result, "result %s/spool R1@KTZ"), KR_EXIT_NO_PLAN);
  cr_expect_eq(run(kr_command_ledger, "ledger %s/spool dump"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_cancel, "cancel %s/spool R1@KTZ"), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_cancel, "cancel %s/spool R1@KTZ"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_status, "status %s/spool --forwarder KTZ"), KR_EXIT_OK);
  fflush(stdout);
  cr_assert_stdout_eq_str("R1@KTZ\nR1@KTZ received\nR1@KTZ cancelled\nR1@KTZ cancelled\n");
}

Test(night_commands, what_is_refused_says_why_and_leaves_nothing) {
  scratch_write(&folder, "mine.csv", "shipment_id\nS1\n");
  cr_expect_eq(run(kr_command_submit, "submit %s/spool KTZ %s/mine.csv"), KR_EXIT_INPUT);
  cr_expect_eq(scratch_count(scratch_path(&folder, "spool/forwarder/KTZ/new")), 0);
  cr_expect_eq(scratch_count(scratch_path(&folder, "spool/forwarder/KTZ/tmp")), 0);
  cr_expect_eq(run(kr_command_submit, "submit %s/spool KTZ %s/none.csv"), KR_EXIT_IO);
  cr_expect_eq(run(kr_command_submit, "submit %s/nowhere KTZ %s/mine.csv"), KR_EXIT_IO);
  cr_expect_eq(run(kr_command_submit, "submit %s/spool ../KTZ %s/mine.csv"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_status, "status %s/spool R9@KTZ"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_result, "result %s/spool ../../R9"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_status, "status %s/spool --forwarder ../.."), KR_EXIT_INPUT);
}

Test(night_commands, other_words_are_a_usage_error) {
  static const struct {
    int (*command)(int, char **);
    const char *words;
  } lines[] = {
      {kr_command_submit, "submit %s/spool KTZ"},
      {kr_command_submit, "submit %s/spool KTZ %s/mine.csv --else"},
      {kr_command_status, "status %s/spool"},
      {kr_command_status, "status %s/spool R1@KTZ --forwarder KTZ"},
      {kr_command_status, "status %s/spool R1@KTZ -o x"},
      {kr_command_result, "result %s/spool --forwarder KTZ"},
      {kr_command_cancel, "cancel %s/spool"},
      {kr_command_cancel, "cancel %s/spool R1@KTZ -o x"},
      {kr_command_quote, "quote %s/spool KTZ --corridor %s --date 2025-01-05"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --date 2025-01-05"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --corridor x"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --corridor x --date tonight"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --corridor x --date today --row S1"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --corridor x --date today --days 0"},
      {kr_command_quote, "quote %s/spool KTZ %s/mine.csv --corridor x --date today --fairness half"},
      {kr_command_nightly, "nightly %s/spool --corridor x --date today --fairness half"},
      {kr_command_nightly, "nightly %s/spool --corridor x --date today --fairness maxmin --allow-moves 5"},
      {kr_command_nightly, "nightly plan %s/spool --corridor x --date today --allow-moves 5 --fairness maxmin"},
      {kr_command_ledger, "ledger"},
      {kr_command_ledger, "ledger %s/spool"},
      {kr_command_ledger, "ledger %s/spool where"},
      {kr_command_ledger, "ledger %s/spool resource R"},
      {kr_command_ledger, "ledger %s/spool resource R --date 2025-02-30"},
      {kr_command_ledger, "ledger %s/spool night yesterday"},
      {kr_command_ledger, "ledger %s/spool night --date 2025-02-03"},
      {kr_command_ledger, "ledger %s/spool dump all"}};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    cr_expect_eq(run(lines[i].command, lines[i].words), KR_EXIT_USAGE, "%s", lines[i].words);
  cr_expect_eq(scratch_count(scratch_path(&folder, "spool")), 0);
}
