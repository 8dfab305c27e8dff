#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <string.h>

#include "cli/command.h"
#include "tests/run_line.h"
#include "tests/scratch.h"

static scratch folder;
static char file[128], out[128], model[128];

static void make(void) {
  folder = scratch_make();
  snprintf(file, sizeof file, "%s/two", folder.path);
  snprintf(out, sizeof out, "%s/out", folder.path);
  snprintf(model, sizeof model, "%s/m.mps", folder.path);
  cr_redirect_stdout();
  cr_redirect_stderr();
}

static void drop(void) { scratch_remove(&folder); }

TestSuite(import_command, .init = make, .fini = drop);

/** Two arcs from 1 to 2: 5 t at 3 hours, the rest at 4. */
#define TWO "2 2 2\n1 2 3 5\n1 2 4.0000004 -1\n1 2 8.0004\n2 2 1\n"

static int import(const char *format) {
  char line[500];
  snprintf(line, sizeof line, format, file, out);
  return run_line(kr_command_import, line);
}

static int export(const char *format) {
  char line[500];
  snprintf(line, sizeof line, format, out, model);
  return run_line(kr_command_export, line);
}

Test(import_command, makes_an_instance_and_says_what_had_to_give_way) {
  char said[1200];
  scratch_write(&folder, "two", TWO);
  cr_assert_eq(import("import commalab %s -o %s"), KR_EXIT_OK);
  snprintf(
      said, sizeof said,
      "two, commalab multicommodity flow\n"
      "network    2 nodes, 2 links, 1 of them with a capacity\n"
      "shipments  1, 8 t\n"
      "left out   1 OD pairs within one node or of quantity 0\n"
      "rounded    1 of 2 costs to 6 decimals, by 1e-07 of the value at most\n"
      "rounded    1 of 1 quantities to 3 decimals, by 5e-05 of the value at most\n"
      "unserved   each tonne counts 9 hours; if a solve leaves freight for want of capacity, raise unserved_hours\n");
  fflush(stdout);
  cr_assert_stdout_eq_str(said);
  cr_expect(scratch_has(&folder, "out/shipment.csv"));
}

Test(import_command, a_file_out_of_form_is_refused_and_nothing_is_written) {
  char said[400];
  scratch_write(&folder, "two", "2 2 2\n1 2 3\n");
  cr_assert_eq(import("import commalab %s -o %s"), KR_EXIT_INPUT);
  snprintf(said, sizeof said,
           "%s:2: error: 3 words; arc 1 of 2 needs 4: tail head cost capacity\nnothing was written\n", file);
  fflush(stderr);
  cr_assert_stderr_eq_str(said);
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(import_command, what_cannot_be_read_or_written_is_an_io_failure) {
  cr_expect_eq(import("import commalab %s -o %s"), KR_EXIT_IO);
  scratch_write(&folder, "two", TWO);
  mkdir(out, 0777);
  scratch_write(&folder, "out/mine", "x");
  cr_expect_eq(import("import commalab %s -o %s"), KR_EXIT_IO);
  cr_expect_eq(scratch_count(out), 1);
}

Test(import_command, other_words_are_a_usage_error) {
  static const char *const lines[] = {"import",
                                      "import other %s -o %s",
                                      "import commalab %s",
                                      "import commalab -o %s",
                                      "import commalab %s %s -o x",
                                      "import tntp %s -o %s",
                                      "import commalab %s -o %s --capacity-factor 0",
                                      "import commalab %s -o %s --capacity-factor 1e3",
                                      "import commalab %s -o %s --capacity-factor 0.0000001",
                                      "import commalab %s -o %s --else"};
  scratch_write(&folder, "two", TWO);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    cr_expect_eq(import(lines[i]), KR_EXIT_USAGE, "%s", lines[i]);
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(import_command, warns_when_the_trips_do_not_add_up_to_what_the_file_claims) {
  char line[500], said[600];
  scratch_write(&folder, "two",
                "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<NUMBER OF LINKS> 1\n<END OF METADATA>\n1 2 5 0 1 ;\n");
  scratch_write(&folder, "trips", "<TOTAL OD FLOW> 7\n<END OF METADATA>\nOrigin 1\n2 : 5;\n");
  snprintf(line, sizeof line, "import tntp %s %s/trips -o %s", file, folder.path, out);
  cr_assert_eq(run_line(kr_command_import, line), KR_EXIT_OK);
  snprintf(said, sizeof said,
           "%s, %s/trips: warning: TOTAL OD FLOW is 7, but the trips add up to 5; is the file whole?\n", file,
           folder.path);
  fflush(stderr);
  cr_assert_stderr_eq_str(said);
}

Test(import_command, an_imported_instance_can_be_exported) {
  /* 5 t at 3 hours and 3 at 4, both models */
  scratch_write(&folder, "two", TWO);
  cr_assert_eq(import("import commalab %s -o %s"), KR_EXIT_OK);
  cr_expect_eq(export("export --lp arc --static %s %s"), KR_EXIT_OK);
  char *text = scratch_read(&folder, "m.mps");
  cr_expect(strstr(text, "* keruen " KERUEN_VERSION " export --lp arc --static: two, commalab multicommodity flow\n"));
  cr_expect(strstr(text, "\n C3 cost 3 R3 1\n C3 R4 -1 R1 1\n"), "%s", text);
  cr_expect(strstr(text, "\nRHS\n RHS R1 5\n RHS R2 8\nENDATA\n"), "%s", text);
  free(text);
  cr_expect_eq(export("export --lp master --static %s %s"), KR_EXIT_OK);
  text = scratch_read(&folder, "m.mps");
  cr_expect(strstr(text, "\n C1 cost 9 R1 1\n"), "%s", text);
  free(text);
  cr_expect_eq(scratch_count(folder.path), 3);
}

Test(import_command, an_export_of_nothing_known_is_a_usage_error) {
  static const char *const lines[] = {"export",
                                      "export %s %s",
                                      "export --lp tree %s %s",
                                      "export --lp arc %s",
                                      "export --lp arc %s %s --plan none",
                                      "export --lp arc %s %s --else"};
  scratch_write(&folder, "two", TWO);
  cr_assert_eq(import("import commalab %s -o %s"), KR_EXIT_OK);
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    cr_expect_eq(export(lines[i]), KR_EXIT_USAGE, "%s", lines[i]);
  cr_expect(!scratch_has(&folder, "m.mps"));
}
