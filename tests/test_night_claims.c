#include <criterion/criterion.h>

#include "tests/failing_alloc.h"
#include "tests/night_ledger.h"

/** What becomes of submissions when a night claims them. */

TestSuite(night_claims, .init = make, .fini = drop);

Test(night_claims, claims_are_accepted_or_rejected_with_every_reason) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,12.5,2025-01-06\n"), KR_OK);
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R2", "S2,A,C,box,1,2025-01-06\nS3,A,B,ice,1,2025-01-06\n"), KR_OK);
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_RECEIVED);
  kr_claimed claimed = claim(day);
  cr_expect_eq(claimed.accepted, 1);
  cr_expect_eq(claimed.rejected, 1);
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_QUEUED);
  cr_expect_eq(job_of("R2@KTZ"), KR_JOB_REJECTED);
  told[0] = '\0';
  cr_assert_eq(kr_ledger_tell_submission(ledger, "R2@KTZ", tell, NULL, &rig.err), KR_OK);
  cr_expect_str_eq(told,
                   "shipment.csv:2:6: error: destination_node_id \"C\": not in node.csv of the corridor; did you mean "
                   "\"A\"?\n"
                   "shipment.csv:3:8: error: cargo_id \"ice\": not in cargo.csv of the corridor; add it there or "
                   "correct it\n");
}

Test(night_claims, a_claim_is_made_once_however_often_it_is_called) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,12.5,2025-01-06\n"), KR_OK);
  claim(day);
  char *before = strdup(dump());
  kr_claimed again = claim(day);
  cr_expect_eq(again.accepted + again.rejected, 0);
  cr_expect_str_eq(dump(), before);
  free(before);
}

Test(night_claims, a_claim_that_was_killed_between_rename_and_ledger_is_completed) {
  bool won;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,12.5,2025-01-06\n"), KR_OK);
  cr_assert_eq(kr_spool_claim(rig.spool, "R1@KTZ", &won, &rig.err), KR_OK);
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_RECEIVED);
  cr_expect_eq(claim(day).accepted, 1);
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_QUEUED);
}

Test(night_claims, a_submission_or_claim_starved_of_memory_leaves_nothing_and_works_afterwards) {
  kr_claimed claimed;
  char receipt[KR_RECEIPT_ROOM], path[200];
  scratch_write(&rig.folder, "mine.csv", COLUMNS "\nS1,A,B,box,1,2025-01-06\n");
  snprintf(path, sizeof path, "%s/mine.csv", rig.folder.path);
  kr_drop handed = {.forwarder = "KTZ", .path = path, .number = "R1", .corridor = rig.corridor};
  kr_status status = KR_ERR_MEMORY;
  for (long n = 1; status != KR_OK; n++) {
    failing_alloc_arm(n);
    status = kr_spool_submit(rig.spool, &handed, rig.messages, receipt, &rig.err);
    failing_alloc_disarm();
    cr_assert(status == KR_OK || status == KR_ERR_MEMORY, "%ld: %s", n, rig.err.text);
    cr_assert_eq(night_has(&rig, KR_SPOOL_NEW, "R1@KTZ"), status == KR_OK, "%ld", n);
    cr_assert(n < 500);
  }
  cr_assert_eq(kr_ledger_night_plan(ledger, day, &rig.err), KR_OK);
  for (long n = 1; job_of("R1@KTZ") != KR_JOB_QUEUED; n++) {
    failing_alloc_arm(n);
    status = kr_claim(rig.spool, ledger, day, rig.corridor, &claimed, &rig.err);
    failing_alloc_disarm();
    cr_assert_eq(job_of("R1@KTZ"), status == KR_OK ? KR_JOB_QUEUED : KR_JOB_RECEIVED, "%ld: %s", n, rig.err.text);
    cr_assert(n < 500);
  }
}

Test(night_claims, an_id_handed_in_before_is_rejected_but_another_forwarders_is_not) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R2", "S2,A,B,box,1,2025-01-06\nS1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_assert_eq(night_submit_rows(&rig, "DHL", "R3", "S1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_expect_eq(claim(day).accepted, 2);
  cr_expect_eq(job_of("R2@KTZ"), KR_JOB_REJECTED);
  cr_expect_eq(job_of("R3@DHL"), KR_JOB_QUEUED);
  cr_expect(strstr(dump(), "submission|R2@KTZ|KTZ|freight|"), "%s", told);
  cr_expect(
      strstr(told, "|rejected|20094|shipment_id \"S1\": handed in before with receipt R1@KTZ; give it another id"),
      "%s", told);
  cr_expect_null(strstr(told, "KTZ:S2"));
}

Test(night_claims, what_is_put_into_the_spool_by_hand_is_held_to_the_same_rules) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK);
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "spool/forwarder/KTZ/new/X@KTZ"), 0777), 0);
  cr_assert_eq(symlink("/etc/passwd", scratch_path(&rig.folder, "spool/forwarder/KTZ/new/X@KTZ/shipment.csv")), 0);
  cr_assert_eq(symlink("/etc", scratch_path(&rig.folder, "spool/forwarder/KTZ/new/Y@KTZ")), 0);
  kr_claimed claimed;
  cr_assert_eq(kr_ledger_night_plan(ledger, day, &rig.err), KR_OK);
  cr_expect_eq(kr_claim(rig.spool, ledger, day, rig.corridor, &claimed, &rig.err), KR_OK, "%s", rig.err.text);
  cr_expect_eq(job_of("X@KTZ"), KR_JOB_REJECTED);
  cr_expect(strstr(dump(), "\"shipment.csv\" is a symbolic link; hand in the file itself"), "%s", told);
  cr_expect_eq(job_of("Y@KTZ"), KR_JOB_UNKNOWN); /* no submission, only something that lies there */
  cr_expect_eq(job_of("R1@KTZ"), KR_JOB_QUEUED);
}
