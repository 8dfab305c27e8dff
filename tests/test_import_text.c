#include "instances/import_text.h"

#include <criterion/criterion.h>
#include <string.h>

#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static char path[128];
static kr_text *text;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  snprintf(path, sizeof path, "%s/t", folder.path);
}

static void drop(void) {
  kr_text_close(text);
  scratch_remove(&folder);
}

TestSuite(import_text, .init = make, .fini = drop);

static void open_bytes(const void *bytes, size_t n, kr_text_kind kind) {
  scratch_bytes(&folder, "t", bytes, n);
  cr_assert_eq(kr_text_open(&text, path, kind, &err), KR_OK, "%s", err.text);
}

static void open_text(const char *bytes, kr_text_kind kind) { open_bytes(bytes, strlen(bytes), kind); }

/** The words of the next line as `a|b|c`, or "end". */
static const char *next(void) {
  static char out[400];
  bool more;
  cr_assert_eq(kr_text_next(text, &more, &err), KR_OK, "%s", err.text);
  if (!more) return "end";
  out[0] = '\0';
  for (size_t i = 0; i < kr_text_count(text); i++) {
    kr_word w = kr_text_word(text, i);
    snprintf(out + strlen(out), sizeof out - strlen(out), "%s%.*s", i ? "|" : "", (int)w.n, w.text);
  }
  return out;
}

/** The error's text behind the path. */
static const char *fault(void) {
  cr_assert_eq(strncmp(err.text, path, strlen(path)), 0, "%s", err.text);
  return err.text + strlen(path);
}

static void next_fails(const char *expected) {
  bool more;
  cr_assert_eq(kr_text_next(text, &more, &err), KR_ERR_INPUT);
  cr_expect_str_eq(fault(), expected);
}

/** "1 2\n3\n", compressed. */
static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0x54, 0x30,
                                       0xe2, 0x32, 0xe6, 0x02, 0x00, 0x7d, 0x63, 0x2e, 0xfc, 0x06, 0x00, 0x00, 0x00};

Test(import_text, gives_the_words_of_each_line_and_passes_over_blank_ones) {
  open_text("\n  1\t22 \r\n\n   \n3:4;~5\nlast", KR_TEXT_WORDS);
  cr_expect_str_eq(next(), "1|22");
  cr_expect_str_eq(next(), "3:4;~5");
  cr_expect_str_eq(next(), "last");
  cr_expect_str_eq(next(), "end");
  cr_expect_str_eq(next(), "end");
}

Test(import_text, sets_marks_apart_and_drops_comments_in_tntp) {
  open_text("~ all comment\n 1 :273.18;2:  3 ;~ x\n<A B> 5 ~ y\n", KR_TEXT_TNTP);
  cr_expect_str_eq(next(), "1|:|273.18|;|2|:|3|;");
  cr_expect_str_eq(next(), "<A|B>|5");
  cr_expect_str_eq(next(), "end");
}

Test(import_text, reads_gzip_by_its_first_bytes) {
  open_bytes(packed, sizeof packed, KR_TEXT_WORDS);
  cr_expect_str_eq(next(), "1|2");
  cr_expect_str_eq(next(), "3");
  cr_expect_str_eq(next(), "end");
}

Test(import_text, says_that_gzip_data_is_cut_off) {
  open_bytes(packed, sizeof packed - 9, KR_TEXT_WORDS);
  next_fails(":1: error: damaged gzip data (it ends too early); fetch the file again");
}

Test(import_text, says_that_gzip_data_is_damaged) {
  unsigned char bad[sizeof packed];
  memcpy(bad, packed, sizeof bad);
  bad[18] ^= 1; /* the checksum */
  open_bytes(bad, sizeof bad, KR_TEXT_WORDS);
  next_fails(":1: error: damaged gzip data (its checksum or form is wrong); fetch the file again");
}

Test(import_text, an_empty_file_has_no_line) {
  open_text("", KR_TEXT_WORDS);
  cr_expect_str_eq(next(), "end");
}

Test(import_text, a_line_may_be_longer_than_what_is_read_at_once_but_not_without_end) {
  size_t n = KR_TEXT_LINE_MAX + 2;
  char *bytes = malloc(n);
  cr_assert(bytes);
  memset(bytes, '7', n);
  bytes[200000] = '\n';
  open_bytes(bytes, n, KR_TEXT_WORDS);
  bool more;
  cr_assert_eq(kr_text_next(text, &more, &err), KR_OK);
  cr_expect_eq(kr_text_word(text, 0).n, 200000u);
  kr_text_close(text);
  text = NULL;
  bytes[200000] = '7';
  open_bytes(bytes, n, KR_TEXT_WORDS);
  free(bytes);
  next_fails(":1: error: a line of more than 1 MiB; is this the right file?");
}

Test(import_text, a_file_that_is_not_there_is_an_io_failure) {
  char expected[300];
  cr_expect_eq(kr_text_open(&text, path, KR_TEXT_WORDS, &err), KR_ERR_IO);
  snprintf(expected, sizeof expected, "%s: cannot be read: No such file or directory", path);
  cr_expect_str_eq(err.text, expected);
}

Test(import_text, a_folder_is_an_io_failure) {
  bool more;
  cr_assert_eq(kr_text_open(&text, folder.path, KR_TEXT_WORDS, &err), KR_OK);
  cr_expect_eq(kr_text_next(text, &more, &err), KR_ERR_IO);
  cr_expect(strstr(err.text, ": cannot be read: Is a directory"));
}

Test(import_text, reads_whole_numbers_within_their_bounds) {
  const kr_count count = {"the tail", 1, 30};
  int32_t out = 0;
  open_text("\n30 31 0 2.5 \x1b[2J", KR_TEXT_WORDS);
  next();
  cr_expect_eq(kr_text_whole(text, kr_text_word(text, 0), &count, &out, &err), KR_OK);
  cr_expect_eq(out, 30);
  for (size_t i = 1; i < 5; i++)
    cr_expect_eq(kr_text_whole(text, kr_text_word(text, i), &count, &out, &err), KR_ERR_INPUT);
  cr_expect_str_eq(fault(), ":2: error: \"\\x1B[2J\": the tail must be a whole number from 1 to 30; correct it");
}

Test(import_text, reads_numbers_and_says_what_is_wrong_with_others) {
  kr_rounding tally = {0};
  const kr_measure cost = {"the cost", {KR_MICRO, 3, 0, 5000}, &tally};
  int64_t out;
  open_text("4.9996 abc -1 5.5", KR_TEXT_WORDS);
  next();
  cr_expect_eq(kr_text_measure(text, kr_text_word(text, 0), &cost, &out, &err), KR_OK);
  cr_expect_eq(out, 5000);
  cr_expect_eq(tally.n, 1);
  cr_expect_eq(kr_text_measure(text, kr_text_word(text, 1), &cost, &out, &err), KR_ERR_INPUT);
  cr_expect_str_eq(fault(), ":1: error: \"abc\": the cost is not a number; write digits with a decimal point");
  cr_expect_eq(kr_text_measure(text, kr_text_word(text, 2), &cost, &out, &err), KR_ERR_INPUT);
  cr_expect_str_eq(fault(), ":1: error: \"-1\": the cost is below 0; give 0 or more");
  cr_expect_eq(kr_text_measure(text, kr_text_word(text, 3), &cost, &out, &err), KR_ERR_INPUT);
  cr_expect_str_eq(fault(), ":1: error: \"5.5\": the cost is too large; at most 5 can be had");
}

Test(import_text, a_long_path_leaves_room_for_what_is_wrong) {
  char longer[400];
  int n = snprintf(longer, sizeof longer, "%s/", folder.path);
  memset(longer + n, 'a', 200);
  longer[n + 200] = '\0';
  scratch_write(&folder, longer + n, "x");
  cr_assert_eq(kr_text_open(&text, longer, KR_TEXT_WORDS, &err), KR_OK);
  next();
  kr_text_fail(text, &err, "what; what to do");
  cr_expect_eq(strncmp(err.text, "...aaa", 6), 0);
  cr_expect(strstr(err.text, "a:1: error: what; what to do"));
}

Test(import_text, survives_the_failure_of_any_allocation) {
  scratch_write(&folder, "t", "1 2 3\n4\n");
  for (long n = 1; n < 20; n++) {
    bool more = true;
    failing_alloc_arm(n);
    kr_status status = kr_text_open(&text, path, KR_TEXT_WORDS, &err);
    while (status == KR_OK && more) status = kr_text_next(text, &more, &err);
    bool refused = failing_alloc_disarm();
    kr_text_close(text);
    text = NULL;
    if (!refused) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY);
  }
  cr_expect_fail("it allocates without end");
}
