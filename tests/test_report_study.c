#include <criterion/criterion.h>
#include <string.h>

#include "cli/command.h"
#include "tests/quiet_scratch.h"
#include "tests/run_line.h"

#define DEMO "instances/middle-corridor"

TestSuite(report_study, .init = make, .fini = drop);

static int study(int (*command)(int, char **), const char *line) {
  char whole[400];
  snprintf(whole, sizeof whole, "%s -o %s/study", line, folder.path);
  return run_line(command, whole);
}

static int report(const char *instance) {
  char line[400];
  snprintf(line, sizeof line, "report %s %s/study -o %s/p.html", instance, folder.path, folder.path);
  return run_line(kr_command_report, line);
}

static int compare(void) { return study(kr_command_compare, "compare " TINY " --plans base,hub"); }

/** Changes the first digit behind `before` in a file of the study. */
static void change(const char *name, const char *before) {
  char path[100];
  snprintf(path, sizeof path, "study/%s", name);
  char *text = scratch_read(&folder, path), *at = strstr(text, before);
  cr_assert(at, "%s has no %s", name, before);
  at += strlen(before);
  at += strcspn(at, "123456789");
  *at = *at == '9' ? '8' : '9';
  scratch_write(&folder, path, text);
  free(text);
}

static void expect_refused(const char *instance) {
  char path[200];
  snprintf(path, sizeof path, "%s/p.html", folder.path);
  remove(path);
  cr_expect_eq(report(instance), KR_EXIT_VERIFY);
  char *page = scratch_read(&folder, "p.html");
  cr_expect_str_eq(page, "", "a page was written");
  free(page);
}

Test(report_study, of_another_instance_is_refused) {
  cr_assert_eq(compare(), KR_EXIT_OK);
  cr_expect_eq(report(TINY), KR_EXIT_OK);
  cr_expect_eq(report(DEMO), KR_EXIT_INPUT);
}

Test(report_study, a_comparison_agrees_with_its_summary_and_its_groups) {
  cr_assert_eq(compare(), KR_EXIT_OK);
  change("scenarios.csv", "\nbase,1,");
  expect_refused(TINY);
  cr_assert_eq(compare(), KR_EXIT_OK);
  change("summary.json", "\"cost_usd\": ");
  expect_refused(TINY);
  cr_assert_eq(compare(), KR_EXIT_OK);
  change("groups.csv", "\nhub,1,forwarder,");
  expect_refused(TINY);
}

Test(report_study, a_stress_test_agrees_with_its_summary) {
  cr_assert_eq(study(kr_command_stress, "stress " TINY), KR_EXIT_OK);
  cr_expect_eq(report(TINY), KR_EXIT_OK);
  change("stress.csv", "\nAKTAU_PORT,");
  expect_refused(TINY);
}

Test(report_study, bottlenecks_have_a_page_that_agrees_with_their_summary) {
  cr_assert_eq(study(kr_command_bottlenecks, "bottlenecks " TINY), KR_EXIT_OK);
  cr_expect_eq(report(TINY), KR_EXIT_OK);
  char *page = scratch_read(&folder, "p.html");
  cr_expect(strstr(page, "<h2 id=\"resources-h\">"));
  cr_expect_null(strstr(page, "<script"), "a study's page runs nothing");
  cr_expect_null(strstr(page, ".map"), "nor has it rules for a map");
  free(page);
  change("bottlenecks.csv", "\nDOSTYK_QUOTA,train,");
  cr_expect_eq(report(TINY), KR_EXIT_OK, "worth stands in this file alone");
  change("summary.json", "\"saved\": ");
  expect_refused(TINY);
}

/* ---- a night ---- */

/** Runs a command about the spool. @param words with one %s for the test's folder */
static int spool(int (*command)(int, char **), const char *words) {
  char line[400];
  snprintf(line, sizeof line, words, folder.path, folder.path);
  return run_line(command, line);
}

#define NIGHT "nightly %s/spool --corridor " TINY " --date 2025-06-30 "

Test(report_study, a_night_makes_its_page_when_it_is_done) {
  cr_assert_eq(mkdir(scratch_path(&folder, "spool"), 0777), 0);
  scratch_write(&folder, "mine.csv",
                "shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "S1,KARAGANDA,URUMQI,ores,500,2025-07-01\n");
  cr_assert_eq(spool(kr_command_submit, "submit %s/spool KTZ %s/mine.csv"), KR_EXIT_OK);
  cr_assert_eq(spool(kr_command_nightly, NIGHT), KR_EXIT_OK);
  char *page = scratch_read(&folder, "spool/nights/2025-06-30/report.html");
  cr_expect_str_eq(page, "", "nobody asked for it");
  free(page);
  cr_assert_eq(spool(kr_command_nightly, NIGHT "--report --language zh"), KR_EXIT_OK, "the night was done before");
  page = scratch_read(&folder, "spool/nights/2025-06-30/report.html");
  cr_expect(strstr(page, "<html lang=\"zh-Hans\">"));
  cr_expect(strstr(page, ">KTZ:S1<"));
  free(page);
}

Test(report_study, a_page_of_a_night_needs_its_result) {
  cr_expect_eq(spool(kr_command_nightly, "nightly plan %s/spool --corridor x --date 2025-06-30 --report"),
               KR_EXIT_USAGE);
  cr_expect_eq(spool(kr_command_nightly, NIGHT "--report --language fr"), KR_EXIT_USAGE);
}
