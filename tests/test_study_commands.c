#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "tests/quiet_scratch.h"
#include "tests/run_line.h"

/* What compare, bottlenecks, stress, invest and explain refuse, on instances/tiny-caspian. */

TestSuite(study_commands, .init = make, .fini = drop);

static void expect_refused(int (*command)(int, char **), const char *line) {
  cr_expect_eq(run_line(command, line), KR_EXIT_USAGE, "%s", line);
}

Test(study_commands, compare_refuses) {
  expect_refused(kr_command_compare, "compare " TINY);
  expect_refused(kr_command_compare, "compare --plans base");
  expect_refused(kr_command_compare, "compare --plans base,base " TINY);
  expect_refused(kr_command_compare, "compare --plans nowhere " TINY);
  expect_refused(kr_command_compare, "compare --plans base --demand 1,0 " TINY);
  expect_refused(kr_command_compare, "compare --plans base --demand 1,,2 " TINY);
  expect_refused(kr_command_compare, "compare --plans base --demand inf " TINY);
  expect_refused(kr_command_compare, "compare --plans base --plan base " TINY);
  expect_refused(kr_command_compare, "compare --plans base --threads 0 " TINY);
  expect_refused(kr_command_compare, "compare --plans base --gap 0 " TINY);
}

Test(study_commands, bottlenecks_refuses) {
  expect_refused(kr_command_bottlenecks, "bottlenecks --top 0 " TINY);
  expect_refused(kr_command_bottlenecks, "bottlenecks --top 1.5 " TINY);
  expect_refused(kr_command_bottlenecks, "bottlenecks --plan nowhere " TINY);
  expect_refused(kr_command_bottlenecks, "bottlenecks " TINY " " TINY);
  expect_refused(kr_command_bottlenecks, "bottlenecks --nothing " TINY);
}

Test(study_commands, stress_refuses) {
  expect_refused(kr_command_stress, "stress --resources NOWHERE " TINY);
  expect_refused(kr_command_stress, "stress --factor 1.1 " TINY);
  expect_refused(kr_command_stress, "stress --factor -0.1 " TINY);
  expect_refused(kr_command_stress, "stress --days 0 " TINY);
  expect_refused(kr_command_stress, "stress --from 2025-02-30 " TINY);
  expect_refused(kr_command_stress, "stress --from 1999-01-01 " TINY);
}

/** tiny-caspian with a dearer ferry to buy. */
static void put_upgrade(const char *place) {
  char line[600];
  snprintf(line, sizeof line, "cp -r " TINY " %s", place);
  cr_assert_eq(system(line), 0);
  snprintf(line, sizeof line, "printf 'upgrade_id,name,cost_musd,plan_id\\nU1,More,10,hub\\n' > %s/upgrade.csv", place);
  cr_assert_eq(system(line), 0);
}

Test(study_commands, invest_refuses_and_answers) {
  char line[500], place[160];
  cr_expect_eq(run_line(kr_command_invest, "invest --budget 5 " TINY), KR_EXIT_INPUT, "nothing to buy");
  snprintf(place, sizeof place, "%s/instance", folder.path);
  put_upgrade(place);
  expect_refused(kr_command_invest, "invest " TINY);
  expect_refused(kr_command_invest, "invest --budget 5");
  const char *const budgets[] = {"-1", "5:4", "x", "1e3", "1:2:3", "5,5", "nan"};
  for (size_t i = 0; i < sizeof budgets / sizeof *budgets; ++i) {
    snprintf(line, sizeof line, "invest --budget %s %s", budgets[i], place);
    expect_refused(kr_command_invest, line);
  }
  snprintf(line, sizeof line, "invest --budget 0: -o %s/out %s", folder.path, place);
  cr_expect_eq(run_line(kr_command_invest, line), KR_EXIT_OK);
}

Test(study_commands, explain_refuses_and_explains) {
  char line[500];
  expect_refused(kr_command_explain, "explain " TINY);
  snprintf(line, sizeof line, "solve -q -o %s/dated " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
  snprintf(line, sizeof line, "explain " TINY " %s/dated NOBODY", folder.path);
  expect_refused(kr_command_explain, line);
  snprintf(line, sizeof line, "solve -q --static -o %s/static " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
  snprintf(line, sizeof line, "explain " TINY " %s/static S1", folder.path);
  expect_refused(kr_command_explain, line);
  snprintf(line, sizeof line, "explain --gap 0 " TINY " %s/static O1", folder.path);
  expect_refused(kr_command_explain, line);
}

Test(study_commands, a_missing_instance_is_an_input_error) {
  cr_expect_neq(run_line(kr_command_compare, "compare --plans base no/such/folder"), KR_EXIT_OK);
  cr_expect_neq(run_line(kr_command_stress, "stress no/such/folder"), KR_EXIT_OK);
}

Test(study_commands, results_replace_results_and_nothing_else) {
  char line[500], place[160];
  snprintf(place, sizeof place, "%s/out", folder.path);
  snprintf(line, sizeof line, "stress --days 1 -o %s " TINY, place);
  cr_assert_eq(run_line(kr_command_stress, line), KR_EXIT_OK);
  snprintf(line, sizeof line, "bottlenecks -o %s " TINY, place);
  cr_assert_eq(run_line(kr_command_bottlenecks, line), KR_EXIT_OK, "over an earlier result");
  snprintf(line, sizeof line, "compare --plans base -o %s " TINY, folder.path);
  cr_expect_eq(run_line(kr_command_compare, line), KR_EXIT_IO, "not over a folder with something else in it");
}

static void expect_holds(const char *name, const char *what) {
  char *text = scratch_read(&folder, name);
  cr_expect(strstr(text, what), "%s has no '%s'", name, what);
  free(text);
}

Test(study_commands, compare_draws_its_pictures) {
  /* base and hub, by hand: C1's 720 t go late for want of port and feeder; the hub takes twice as many boxes a day */
  char line[500];
  snprintf(line, sizeof line, "compare --plans base,hub --demand 1,1.5 -o %s/out " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_compare, line), KR_EXIT_OK);
  expect_holds("out/compare.svg", ">Demand × 1.5</text>");
  expect_holds("out/compare.svg", ">90th percentile of transit, days</text>");
  expect_holds("out/compare.svg", ">hub</text>");
  expect_holds("out/pareto.svg", ">base, dominated by hub</text>");
}

Test(study_commands, explain_speaks_of_static_and_of_integer_results) {
  char line[500];
  snprintf(line, sizeof line, "solve -q --static -o %s/static " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
  snprintf(line, sizeof line, "solve -q --integer --iteration-limit 50 -o %s/integer " TINY, folder.path);
  cr_assert_eq(run_line(kr_command_solve, line), KR_EXIT_OK);
  for (int k = 0; k < 2; ++k)
    for (int i = 0; i < 2; ++i) {
      snprintf(line, sizeof line, "explain " TINY " %s/%s %s", folder.path, k ? "integer" : "static", i ? "C1" : "D1");
      cr_expect_eq(run_line(kr_command_explain, line), KR_EXIT_OK, "%s", line);
    }
}
