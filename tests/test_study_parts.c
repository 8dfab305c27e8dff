#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/study_job.h"
#include "tests/failing_alloc.h"
#include "tests/quiet_scratch.h"
#include "tests/run_line.h"

/* compare and stress in chunks, on instances/tiny-caspian; tests/check_parts.py kills them. */

TestSuite(study_parts, .init = make, .fini = drop);

/** Runs a line in which %s is the scratch folder. */
static int run(int (*command)(int, char **), const char *format) {
  char line[500];
  const char *at = strstr(format, "%s");
  if (at)
    snprintf(line, sizeof line, "%.*s%s%s", (int)(at - format), format, folder.path, at + 2);
  else
    snprintf(line, sizeof line, "%s", format);
  return run_line(command, line);
}

static void expect_refused(const char *line) { cr_expect_eq(run(kr_command_compare, line), KR_EXIT_USAGE, "%s", line); }

Test(study_parts, take_what_belongs_to_them) {
  expect_refused("compare plan --plans base " TINY);
  expect_refused("compare plan --plans base --threads 2 -o %s/p " TINY);
  expect_refused("compare plan --plans base --report x.html -o %s/p " TINY);
  expect_refused("compare plan --plans base --chunk 1 -o %s/p " TINY);
  expect_refused("compare plan --plans base --per-chunk 1 -o %s/p " TINY);
  expect_refused("compare again --plans base -o %s/p " TINY);
  expect_refused("compare --plans base --chunk 1 " TINY);
  expect_refused("compare run %s/p");
  expect_refused("compare run %s/p --chunk x");
  expect_refused("compare run %s/p --chunk 1000000");
  expect_refused("compare run %s/p --chunk 0 --plans base");
  expect_refused("compare run %s/p --chunk 0 -o out");
  expect_refused("compare merge %s/p --gap 1e-6");
  expect_refused("compare merge %s/p --threads 2");
  cr_expect_eq(run(kr_command_stress, "stress --per-chunk 4 " TINY), KR_EXIT_USAGE);
  cr_expect_eq(run(kr_command_stress, "stress plan --per-chunk 0 -o %s/p " TINY), KR_EXIT_USAGE);
  cr_expect_eq(scratch_has(&folder, "p"), 0, "nothing was written");
}

Test(study_parts, need_a_plan) {
  cr_expect_eq(run(kr_command_compare, "compare run %s --chunk 0"), KR_EXIT_INPUT);
  cr_expect_eq(run(kr_command_compare, "compare merge %s/nowhere"), KR_EXIT_INPUT);
  scratch_write(&folder, "study.csv", "kind,name,value\nstudy,command,compare\nstudy,version," KERUEN_VERSION "\n");
  cr_expect_neq(run(kr_command_compare, "compare run %s --chunk 0"), KR_EXIT_OK, "of no instance");
  cr_expect_eq(run(kr_command_stress, "stress run %s --chunk 0"), KR_EXIT_INPUT, "of the other command");
}

Test(study_parts, are_planned_where_nothing_else_is) {
  cr_assert_eq(run(kr_command_compare, "compare plan --plans base -o %s/p " TINY), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_stress, "stress plan -o %s/p " TINY), KR_EXIT_OK, "over another plan");
  scratch_write(&folder, "letter.txt", "mine");
  cr_expect_eq(run(kr_command_compare, "compare plan --plans base -o %s " TINY), KR_EXIT_IO);
  cr_expect_eq(run(kr_command_compare, "compare plan --plans base -o %s/letter.txt " TINY), KR_EXIT_IO);
}

Test(study_parts, end_as_one_process_does) {
  cr_assert_eq(run(kr_command_compare, "compare --plans base,hub --demand 1,1.5 -o %s/one " TINY), KR_EXIT_OK);
  cr_assert_eq(run(kr_command_compare, "compare plan --plans base,hub --demand 1,1.5 -o %s/p " TINY), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_compare, "compare run %s/p --chunk 4"), KR_EXIT_INPUT, "there are four");
  cr_expect_eq(run(kr_command_compare, "compare merge %s/p"), KR_EXIT_NO_PLAN);
  cr_expect_eq(run(kr_command_compare, "compare run %s/p --chunk 3"), KR_EXIT_OK);
  cr_expect_eq(run(kr_command_compare, "compare run %s/p --chunk 2"), KR_EXIT_OK);
  cr_expect(scratch_has(&folder, "p/chunks/0000/answer/values.csv"), "made first: chunk 2 begins from it");
  cr_expect_eq(run(kr_command_compare, "compare merge %s/p"), KR_EXIT_OK, "0 and 1 were done by the way");
  static const char *const files[] = {"summary.json",   "scenarios.csv", "groups.csv", "shipments.csv",
                                      "input_diff.csv", "compare.svg",   "pareto.svg"};
  for (size_t i = 0; i < sizeof files / sizeof *files; ++i) {
    char one[64], parts[64];
    snprintf(one, sizeof one, "one/%s", files[i]);
    snprintf(parts, sizeof parts, "p/result/%s", files[i]);
    char *a = scratch_read(&folder, one), *b = scratch_read(&folder, parts);
    cr_expect_str_eq(b, a, "%s", files[i]);
    cr_expect_gt(strlen(a), 40);
    free(a);
    free(b);
  }
}

/** Plans, runs and merges; each must end well, or, starved, with the code of memory. */
static bool starve(int (*command)(int, char **), const char *line, long n) {
  failing_alloc_arm(n);
  int code = run(command, line);
  bool refused = failing_alloc_disarm();
  cr_assert_eq(code, refused ? KR_EXIT_IO : KR_EXIT_OK, "%s: allocation %ld: exit %d", line, n, code);
  return refused;
}

Test(study_parts, survive_the_failure_of_allocations) {
  cr_assert_eq(run(kr_command_stress, "stress plan --days 2 --per-chunk 20 -o %s/p " TINY), KR_EXIT_OK);
  for (long n = 1; starve(kr_command_stress, "stress run %s/p --chunk 1 --threads 1", n); n += n < 400 ? 1 : 37)
    continue;
  for (long n = 1; starve(kr_command_stress, "stress merge %s/p", n); n += n < 400 ? 1 : 37) continue;
  for (long n = 1; starve(kr_command_compare, "compare plan --plans base,hub -o %s/q " TINY, n); n += 3) continue;
}

Test(study_parts, know_their_instance_by_its_files) {
  kr_study_job job = {.rows = NULL};
  kr_error err = {0};
  kr_inputs inputs = {.files = {{"config.csv", "aa", 1}, {"node.csv", "bb", 1}}, .n_files = 2};
  cr_assert_eq(kr_study_job_add(&job, "study", "instance", "/far/away", &err), KR_OK);
  cr_assert_eq(kr_study_job_add_inputs(&job, &inputs, &err), KR_OK);
  cr_expect_eq(kr_study_job_check_inputs(&job, &inputs, &err), KR_OK);
  inputs.n_files = 1;
  cr_expect_eq(kr_study_job_check_inputs(&job, &inputs, &err), KR_ERR_INPUT);
  cr_expect_str_eq(err.text, "node.csv of /far/away is not what it was when the study was planned; plan it anew");
  kr_study_job_clear(&job);
}

Test(study_parts, keep_every_word_of_their_file) {
  static const char *const words[] = {"", "a,b", "say \"so\"", "=1+1", "-3", "two\nlines", "Ұлы дала"};
  kr_study_job job = {.rows = NULL}, read = {.rows = NULL};
  kr_error err = {0};
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i)
    cr_assert_eq(kr_study_job_add(&job, "option", "word", words[i], &err), KR_OK);
  cr_assert_eq(kr_study_job_write(&job, folder.path, &err), KR_OK, "%s", err.text);
  cr_assert_eq(kr_study_job_read(&read, folder.path, &err), KR_OK, "%s", err.text);
  cr_expect_str_eq(read.sha256, job.sha256);
  cr_assert_eq(read.n_rows, job.n_rows);
  for (size_t i = 0; i < read.n_rows; ++i) cr_expect_str_eq(read.rows[i].value, words[i]);
  kr_study_job_clear(&job);
  kr_study_job_clear(&read);
}
