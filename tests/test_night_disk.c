/* A night whose disk refuses a call, any of those that publishing makes: it says so, and run again it comes to its end.
 */
#include <criterion/criterion.h>
#include <errno.h>

#include "cli/nightly/answer.h"
#include "cli/nightly/night_internal.h"
#include "tests/failing_disk.h"
#include "tests/night_rig.h"

static night_rig rig;
static kr_ledger *ledger;
static kr_night_orders orders;
static kr_night_account account;
static int n_nights;

static kr_status judge(const char *folder, const kr_corridor *c, double gap, kr_error *err) {
  (void)folder, (void)c, (void)gap, (void)err;
  return KR_OK;
}

static void make(void) {
  rig = night_rig_make();
  cr_assert_eq(kr_ledger_open(&ledger, rig.path, &rig.err), KR_OK, "%s", rig.err.text);
  orders = (kr_night_orders){.folder = rig.folder.path,
                             .corridor = rig.corridor,
                             .plan = "",
                             .settings = kr_settings_default(),
                             .what_if = {.wall_s = 2, .memory_mb = 64},
                             .judge = judge};
  orders.settings.threads = 1;
}

static void drop(void) {
  failing_disk_disarm();
  kr_ledger_close(ledger);
  night_rig_drop(&rig);
}

TestSuite(night_disk, .init = make, .fini = drop);

static kr_status run(kr_date date) {
  rig.err = (kr_error){0};
  return kr_night_run(&account, rig.spool, ledger, &orders, date, &rig.err);
}

static void is_answered(const char *number, const char *shipment) {
  char path[128], row[64];
  snprintf(path, sizeof path, "spool/forwarder/KTZ/out/%s@KTZ/allocation.csv", number);
  snprintf(row, sizeof row, "%s,1,1,1,link,L,", shipment);
  char *text = scratch_read(&rig.folder, path);
  cr_expect(strstr(text, row), "%s: %s", path, text);
  free(text);
}

/** One more night, in which the n-th such call fails. @return whether it came */
static bool spoil_night(const char *call, long n, int code) {
  char number[16], shipment[16], day[11], rows[100];
  kr_date date = rig.corridor->start + n_nights;
  kr_date_write(date + 1, day);
  snprintf(number, sizeof number, "R%d", n_nights);
  snprintf(shipment, sizeof shipment, "S%d", n_nights++);
  snprintf(rows, sizeof rows, "%s,A,B,box,1,%s\n", shipment, day);
  cr_assert_eq(night_submit_rows(&rig, "KTZ", number, rows), KR_OK, "%s", rig.err.text);
  failing_disk_arm(call, n, code);
  kr_status status = run(date);
  bool has_failed = failing_disk_disarm();
  cr_expect(status == KR_OK || status == KR_ERR_IO || code == ENOMEM, "%s %ld: %s", call, n, kr_status_name(status));
  cr_expect(status == KR_OK || *rig.err.text, "%s %ld says nothing", call, n);
  cr_assert_eq(run(date), KR_OK, "%s %ld, and again: %s", call, n, rig.err.text);
  is_answered(number, shipment);
  return has_failed;
}

Test(night_disk, whatever_call_fails_a_second_run_ends_the_night) {
  static const struct refusal {
    const char *call;
    int code;
  } refusals[] = {{"fsync", EIO},          {"syncfs", EIO},   {"rename", EXDEV}, {"renameat2", EPERM},
                  {"mkdir", ENOSPC},       {"write", ENOSPC}, {"open", EMFILE},  {"openat", EMFILE},
                  {"fopencookie", ENOMEM}, {"readdir", EIO},  {"fstatat", EIO},  {"faccessat", EIO}};
  for (size_t k = 0; k < sizeof refusals / sizeof *refusals; k++)
    for (long n = 1; n < 100; n += 1 + n / 8)
      if (!spoil_night(refusals[k].call, n, refusals[k].code)) break;
  cr_expect_gt(n_nights, 40);
}

/** A night has it: it lies in cur/. Where the disk does not say so, the same number is not taken for a new one. */
Test(night_disk, a_receipt_that_cannot_be_looked_for_is_not_taken_twice) {
  bool has_failed = true;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK, "%s", rig.err.text);
  cr_assert_eq(run(rig.corridor->start), KR_OK, "%s", rig.err.text);
  for (long n = 1; has_failed; n++) {
    failing_disk_arm("openat", n, EMFILE);
    kr_status status = night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n");
    has_failed = failing_disk_disarm();
    cr_expect(status == KR_ERR_INPUT || (status == KR_ERR_IO && has_failed), "%ld: %s: %s", n, kr_status_name(status),
              rig.err.text);
    cr_expect(!night_has(&rig, KR_SPOOL_NEW, "R1@KTZ"), "%ld", n);
    cr_assert(n < 100);
  }
}

static int files_in(const char *folder) { return scratch_count(scratch_path(&rig.folder, folder)); }

/** @param place what is to be there whole or not at all. @return whether the call came */
static bool is_whole_or_not_there(kr_status status, const char *place, int n_files) {
  bool has_failed = failing_disk_disarm();
  cr_expect(status == KR_OK || (status == KR_ERR_IO && has_failed), "%s: %s", place, rig.err.text);
  cr_expect_eq(scratch_has(&rig.folder, place), status == KR_OK, "%s", place);
  if (status == KR_OK) cr_expect_eq(files_in(place), n_files, "%s", place);
  return has_failed;
}

static bool copy_answer(long n) {
  int n_files = files_in("spool/forwarder/KTZ/out/R1@KTZ");
  failing_disk_arm("readdir", n, EIO);
  kr_status status = kr_answer_copy(rig.spool, "R1@KTZ", scratch_path(&rig.folder, "mine"), &rig.err);
  return is_whole_or_not_there(status, "mine", n_files);
}

static bool submit_instance(long n) {
  char number[16], place[64];
  int n_files = files_in("own");
  snprintf(number, sizeof number, "W%ld", n);
  snprintf(place, sizeof place, "spool/forwarder/DHL/new/%s@DHL", number);
  failing_disk_arm("readdir", n, EIO);
  kr_status status = night_submit(&rig, "DHL", "own", number);
  return is_whole_or_not_there(status, place, n_files);
}

Test(night_disk, of_a_folder_that_cannot_be_listed_no_part_is_copied) {
  long n = 1;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", "S1,A,B,box,1,2025-01-06\n"), KR_OK, "%s", rig.err.text);
  cr_assert_eq(run(rig.corridor->start), KR_OK, "%s", rig.err.text);
  night_copy_instance(&rig.folder);
  while (n < 100 && copy_answer(n)) n++;
  cr_expect(n > 2 && n < 100, "%ld", n);
  for (n = 1; n < 100 && submit_instance(n); n++) continue;
  cr_expect(n > 2 && n < 100, "%ld", n);
}
