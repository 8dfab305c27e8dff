#include <criterion/criterion.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <utime.h>

#include "cli/nightly/intake.h"
#include "cli/nightly/spool.h"
#include "tests/night_rig.h"

static night_rig rig;

static void make(void) { rig = night_rig_make(); }
static void drop(void) { night_rig_drop(&rig); }

TestSuite(spool, .init = make, .fini = drop);

#define S1 "S1,A,B,box,12.5,2025-01-06\n"

static int count(const char *place) { return scratch_count(scratch_path(&rig.folder, place)); }

Test(spool, a_submission_appears_whole_in_new_under_its_receipt) {
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_OK, "%s", rig.err.text);
  char *text = scratch_read(&rig.folder, "spool/forwarder/KTZ/new/R1@KTZ/shipment.csv");
  cr_expect_str_eq(text, COLUMNS "\n" S1);
  free(text);
  cr_expect_eq(count("spool/forwarder/KTZ/tmp"), 0);
  cr_expect(night_has(&rig, KR_SPOOL_NEW, "R1@KTZ"));
  cr_expect(!night_has(&rig, KR_SPOOL_CUR, "R1@KTZ"));
}

Test(spool, receipts_are_unique_sort_by_time_and_name_their_forwarder) {
  char first[KR_RECEIPT_ROOM], second[KR_RECEIPT_ROOM], forwarder[KR_NAME_ROOM];
  cr_assert_eq(kr_receipt_make(first, NULL, "A@B", NULL), KR_OK);
  cr_assert_eq(kr_receipt_make(second, NULL, "A@B", NULL), KR_OK);
  cr_expect_lt(strcmp(first, second), 0, "%s %s", first, second);
  cr_assert(kr_receipt_forwarder(first, forwarder));
  cr_expect_str_eq(forwarder, "A@B");
}

Test(spool, no_text_that_is_no_receipt_names_a_path) {
  static const char *const texts[] = {"",          "@",     "R1",      "@KTZ",   "R1@",
                                      "../R1@KTZ", "R1@..", ".R1@KTZ", "R1@K/Z", "R1@K:Z"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    cr_expect_null(kr_spool_path(rig.spool, KR_SPOOL_NEW, texts[i]), "%s", texts[i]);
    cr_expect(!night_has(&rig, KR_SPOOL_NEW, texts[i]), "%s", texts[i]);
  }
}

Test(spool, a_forwarder_is_a_name_that_can_be_a_folder) {
  static const char *const bad[] = {"",       ".",   "..",  ".hidden", "a/b",
                                    "../KTZ", "a b", "a:b", "a\nb",    "a-name-of-more-than-thirty-two-bytes"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_expect_eq(night_submit_rows(&rig, bad[i], "R1", S1), KR_ERR_INPUT, "%s", bad[i]);
  cr_expect_str_eq(
      rig.err.text,
      "forwarder \"a-name-of-more-than-thirty-two-bytes\": no name of a forwarder; give at most 32 letters, "
      "digits and _ - . @, no point first");
  cr_expect_eq(count("spool"), 0);
  cr_expect_eq(night_submit_rows(&rig, "ТЖ-1.kz@x", "R1", S1), KR_OK);
}

Test(spool, a_receipt_that_is_there_is_refused_wherever_it_lies) {
  bool won;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_OK);
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "receipt R1@KTZ: is there already; choose another");
  cr_assert_eq(kr_spool_claim(rig.spool, "R1@KTZ", &won, &rig.err), KR_OK);
  cr_expect(won);
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_ERR_INPUT);
  cr_expect_eq(night_submit_rows(&rig, "OTHER", "R1", S1), KR_OK);
}

Test(spool, only_one_claim_wins) {
  bool won;
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_OK);
  cr_assert_eq(kr_spool_claim(rig.spool, "R1@KTZ", &won, &rig.err), KR_OK);
  cr_expect(won);
  cr_assert_eq(kr_spool_claim(rig.spool, "R1@KTZ", &won, &rig.err), KR_OK);
  cr_expect(!won);
}

/** The one message about a file of this text. */
static const char *said_of(const char *text) {
  scratch_write(&rig.folder, "mine.csv", text);
  cr_assert_eq(night_submit(&rig, "KTZ", "mine.csv", "R1"), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_kept(rig.messages), 1);
  return kr_messages_text(rig.messages, 0);
}

Test(spool, errors_of_form_are_told_at_once_and_nothing_is_left) {
  cr_expect_str_eq(said_of(COLUMNS "\nS1,A,B,box,\"12,5\",2025-01-06\n"),
                   "shipment.csv:2:12: error: quantity_t \"12,5\": decimal comma; write 12.5");
  cr_expect_str_eq(said_of(COLUMNS "\n" S1 S1),
                   "shipment.csv:3:1: error: shipment_id \"S1\": also on line 2; remove one of the two");
  cr_expect_str_eq(said_of(COLUMNS "\n"),
                   "shipment.csv:1:1: error: no row behind the header; there is nothing to plan");
  cr_expect_str_eq(said_of(COLUMNS ",forwarder_id\nS1,A,B,box,1,2025-01-06,KTZ\nS2,A,B,box,1,2025-01-06,DHL\n"),
                   "shipment.csv:3:25: error: forwarder_id \"DHL\": this is handed in by KTZ; write that, or leave it "
                   "blank");
  cr_expect_str_eq(
      said_of(COLUMNS "\nS123456789012345678901234567890123456789012345678901234567890,A,B,box,1,2025-01-06\n"),
      "shipment.csv:2:1: error: shipment_id "
      "\"S12345678901234567890123456789012345678901234567890123456789\xe2\x80\xa6\": "
      "an id of 61 bytes; shorten it to at most 60");
  cr_expect_eq(count("spool/forwarder/KTZ/tmp"), 0);
  cr_expect_eq(count("spool/forwarder/KTZ/new"), 0);
}

Test(spool, with_a_corridor_places_and_cargo_are_checked_too) {
  scratch_write(&rig.folder, "mine.csv", COLUMNS "\nS1,A,C,box,1,2025-01-06\nS2,A,B,bx,1,2025-01-06\n");
  char receipt[KR_RECEIPT_ROOM];
  kr_drop handed = {.forwarder = "KTZ", .path = scratch_path(&rig.folder, "mine.csv"), .corridor = rig.corridor};
  cr_assert_eq(kr_spool_submit(rig.spool, &handed, rig.messages, receipt, &rig.err), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_kept(rig.messages), 2);
  cr_expect_str_eq(kr_messages_text(rig.messages, 0),
                   "shipment.csv:2:6: error: destination_node_id \"C\": not in node.csv of the corridor; did you mean "
                   "\"A\"?");
  cr_expect_str_eq(kr_messages_text(rig.messages, 1),
                   "shipment.csv:3:8: error: cargo_id \"bx\": not in cargo.csv of the corridor; did you mean \"box\"?");
  cr_expect_eq(night_submit(&rig, "KTZ", "mine.csv", "R1"), KR_OK);
}

Test(spool, limits_come_from_spool_csv) {
  scratch_write(&rig.folder, "spool/spool.csv", "most_bytes,most_rows,most_new\n300,3,2\n");
  night_open_spool(&rig);
  char long_text[600];
  memset(long_text, 'x', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  scratch_write(&rig.folder, "mine.csv", long_text);
  cr_expect_eq(night_submit(&rig, "KTZ", "mine.csv", "R1"), KR_ERR_INPUT);
  cr_expect(strstr(rig.err.text, "mine.csv: more than 300 bytes; hand in less at a time"), "%s", rig.err.text);
  cr_expect_str_eq(said_of(COLUMNS "\na,A,B,x,1,2025-01-06\nb,A,B,x,1,2025-01-06\nc,A,B,x,1,2025-01-06\n"
                                   "d,A,B,x,1,2025-01-06\n"),
                   "shipment.csv:5:1: error: more than 3 rows; hand in the rest apart");
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_OK);
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R2", S1), KR_OK);
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R3", S1), KR_ERR_INPUT);
  cr_expect_str_eq(rig.err.text, "KTZ: 2 submissions wait for the night already, at most 2 may; cancel some");
  cr_expect_eq(night_submit_rows(&rig, "DHL", "R3", S1), KR_OK);
}

Test(spool, a_wrong_spool_csv_is_an_input_error) {
  kr_spool *spool = NULL;
  scratch_write(&rig.folder, "spool/spool.csv", "most_bytes\n0\n");
  cr_expect_eq(kr_spool_open(&spool, rig.path, rig.messages, &rig.err), KR_ERR_INPUT);
  cr_expect_str_eq(kr_messages_text(rig.messages, 0),
                   "spool.csv:2:1: error: most_bytes \"0\": out of range; give 1 to 1000000000");
}

/** What is said of a thing in the rig's folder that must not be taken. */
static void expect_refused(const char *name, const char *text) {
  char expected[700];
  cr_expect_eq(night_submit(&rig, "KTZ", name, "R1"), KR_ERR_INPUT, "%s", name);
  snprintf(expected, sizeof expected, "%s/%s", rig.folder.path, text);
  cr_expect_str_eq(rig.err.text, expected);
  cr_expect_eq(count("spool/forwarder/KTZ/tmp"), 0);
  cr_expect_eq(count("spool/forwarder/KTZ/new"), 0);
}

Test(spool, links_pipes_sockets_devices_and_folders_are_never_followed) {
  char path[200], text[400];
  scratch_write(&rig.folder, "mine.csv", COLUMNS "\n" S1);
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "box"), 0777), 0);
  snprintf(path, sizeof path, "%s/mine.csv", rig.folder.path);
  cr_assert_eq(symlink(path, scratch_path(&rig.folder, "link")), 0);
  snprintf(text, sizeof text, "link: \"%s/link\" is a symbolic link; hand in the file itself", rig.folder.path);
  expect_refused("link", text);
  cr_assert_eq(mkfifo(scratch_path(&rig.folder, "pipe"), 0666), 0);
  snprintf(text, sizeof text, "pipe: \"%s/pipe\" is a pipe; hand in a file", rig.folder.path);
  expect_refused("pipe", text);
  cr_assert_eq(symlink(path, scratch_path(&rig.folder, "box/shipment.csv")), 0);
  expect_refused("box", "box: \"shipment.csv\" is a symbolic link; hand in the file itself");
  cr_assert_eq(unlink(scratch_path(&rig.folder, "box/shipment.csv")), 0);
  cr_assert_eq(mkfifo(scratch_path(&rig.folder, "box/shipment.csv"), 0666), 0);
  expect_refused("box", "box: \"shipment.csv\" is a pipe; hand in a file");
  cr_assert_eq(unlink(scratch_path(&rig.folder, "box/shipment.csv")), 0);
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "box/node.csv"), 0777), 0);
  expect_refused("box", "box: \"node.csv\" is a folder inside the folder; hand in files only");
  cr_assert_eq(rmdir(scratch_path(&rig.folder, "box/node.csv")), 0);
  scratch_write(&rig.folder, "box/.bashrc", "");
  expect_refused("box", "box: \".bashrc\" is no file of an instance; leave it out");
}

Test(spool, a_device_is_refused_without_being_opened) {
  kr_error err = {0};
  cr_expect_eq(kr_intake_copy("/dev/zero", -1, 100, &err), KR_ERR_INPUT);
  cr_expect_str_eq(err.text, "/dev/zero: \"/dev/zero\" is a device; hand in a file");
}

Test(spool, a_link_in_place_of_a_forwarders_folder_is_not_followed) {
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "elsewhere"), 0777), 0);
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "spool/forwarder"), 0777), 0);
  cr_assert_eq(symlink("../../elsewhere", scratch_path(&rig.folder, "spool/forwarder/KTZ")), 0);
  cr_expect_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_ERR_IO);
  cr_expect_eq(count("elsewhere"), 0);
}

Test(spool, what_was_left_in_tmp_an_hour_ago_is_swept_out) {
  struct utimbuf old = {0, 0};
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R1", S1), KR_OK);
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "spool/forwarder/KTZ/tmp/old@KTZ"), 0777), 0);
  scratch_write(&rig.folder, "spool/forwarder/KTZ/tmp/old@KTZ/shipment.csv", "x");
  cr_assert_eq(mkdir(scratch_path(&rig.folder, "spool/forwarder/KTZ/tmp/young@KTZ"), 0777), 0);
  cr_assert_eq(utime(scratch_path(&rig.folder, "spool/forwarder/KTZ/tmp/old@KTZ"), &old), 0);
  cr_assert_eq(night_submit_rows(&rig, "KTZ", "R2", S1), KR_OK);
  cr_expect(!scratch_has(&rig.folder, "spool/forwarder/KTZ/tmp/old@KTZ"));
  cr_expect(scratch_has(&rig.folder, "spool/forwarder/KTZ/tmp/young@KTZ"));
}

Test(spool, lists_are_sorted_over_all_forwarders) {
  kr_receipts r = {0};
  cr_assert_eq(night_submit_rows(&rig, "B", "1", S1), KR_OK);
  cr_assert_eq(night_submit_rows(&rig, "A", "2", S1), KR_OK);
  cr_assert_eq(night_submit_rows(&rig, "B", "3", S1), KR_OK);
  cr_assert_eq(kr_spool_list(rig.spool, KR_SPOOL_NEW, NULL, &r, &rig.err), KR_OK);
  cr_assert_eq(r.n, 3);
  cr_expect_str_eq(r.text[0], "1@B");
  cr_expect_str_eq(r.text[1], "2@A");
  cr_expect_str_eq(r.text[2], "3@B");
  kr_receipts_clear(&r);
  cr_expect_eq(kr_spool_list(rig.spool, KR_SPOOL_NEW, "../..", &r, &rig.err), KR_ERR_INPUT);
}
