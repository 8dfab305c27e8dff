#include <criterion/criterion.h>

#include "tests/whole_night.h"

/* What-ifs run after the night, each in a process of its own; here the program is a script. */

TestSuite(night_what_if, .init = make, .fini = drop);

/** A what-if, and a program that is to solve it. */
static void run_what_if(const char *script) {
  char path[200];
  snprintf(path, sizeof path, "%s/program", rig.folder.path);
  scratch_write(&rig.folder, "program", script);
  cr_assert_eq(chmod(path, 0755), 0);
  night_copy_instance(&rig.folder);
  cr_assert_eq(night_submit(&rig, "DHL", "own", "W1"), KR_OK, "%s", rig.err.text);
  SUBMITS("KTZ", "R1", "S1,A,B,box,10,2025-01-06\n");
  orders.what_if.program = path;
  orders.what_if.wall_s = 2;
  orders.what_if.memory_mb = 64;
  RUNS(day);
  cr_expect(night_has(&rig, KR_SPOOL_OUT, "R1@KTZ"));
  cr_expect_eq(state_of(day), KR_NIGHT_DONE);
}

static kr_job job(void) {
  kr_job is = KR_JOB_UNKNOWN;
  kr_ledger_job(ledger, "W1@DHL", &is, &rig.err);
  return is;
}

Test(night_what_if, it_is_asked_for_its_answer) {
  run_what_if("#!/bin/sh\n[ \"$1\" = solve ] && [ -f \"$2/config.csv\" ] && [ \"$3\" = -o ] && mkdir -p \"$4\"\n");
  cr_expect_eq(job(), KR_JOB_DONE);
  cr_expect(night_has(&rig, KR_SPOOL_OUT, "W1@DHL"));
}

Test(night_what_if, one_that_crashes_costs_only_itself) {
  run_what_if("#!/bin/sh\nkill -SEGV $$\n");
  cr_expect_eq(job(), KR_JOB_FAILED);
  cr_expect_str_eq(standing("W1@DHL"), "ended by signal 11, of itself or at a limit (64 MB)\n");
}

Test(night_what_if, one_that_is_refused_says_why) {
  run_what_if("#!/bin/sh\necho 'keruen: no such plan' >&2\necho more >&2\nexit 64\n");
  cr_expect_eq(job(), KR_JOB_FAILED);
  cr_expect_str_eq(standing("W1@DHL"), "keruen: no such plan (exit code 64)\n");
}

Test(night_what_if, one_that_cannot_be_started_says_so) {
  run_what_if("#!/no/such/shell\n");
  cr_expect_str_eq(standing("W1@DHL"), "its program could not be started (exit code 127)\n");
}

Test(night_what_if, one_that_hangs_is_ended) {
  run_what_if("#!/bin/sh\nexec sleep 60\n");
  cr_expect_eq(job(), KR_JOB_FAILED);
  cr_expect_str_eq(standing("W1@DHL"), "took longer than the 2 s that a what-if has\n");
}

#ifndef __SANITIZE_ADDRESS__ /* where there is no limit */
Test(night_what_if, one_that_eats_memory_is_stopped) {
  run_what_if("#!/bin/sh\na=xxxxxxxx\nwhile :; do a=$a$a; done\n");
  cr_expect_eq(job(), KR_JOB_FAILED);
  cr_expect_null(strstr(standing("W1@DHL"), "took longer"), "%s", told);
}
#endif

Test(night_what_if, one_that_floods_us_with_words_is_heard_out) {
  run_what_if("#!/bin/sh\nhead -c 3000000 /dev/zero | tr '\\0' x >&2\nexit 6\n");
  cr_expect_eq(job(), KR_JOB_FAILED);
}
