#include "instances/csv.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static kr_messages *messages;
static kr_csv *csv;

static void make(void) {
  folder = scratch_make();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
}

static void drop(void) {
  kr_csv_close(csv);
  kr_messages_free(messages);
  scratch_remove(&folder);
}

TestSuite(csv, .init = make, .fini = drop);

static void open_bytes(const char *bytes, size_t n) {
  scratch_bytes(&folder, "t.csv", bytes, n);
  cr_assert_eq(kr_csv_open(&csv, scratch_path(&folder, "t.csv"), "t.csv", messages, NULL, NULL), KR_OK);
}

static void open_text(const char *text) { open_bytes(text, strlen(text)); }

/** The next record as `a|b|c`, or "end". */
static const char *next(void) {
  static char text[1000];
  bool more;
  cr_assert_eq(kr_csv_next(csv, &more, NULL), KR_OK);
  if (!more) return "end";
  text[0] = '\0';
  for (int i = 0; i < kr_csv_n_fields(csv); i++) {
    kr_field f = kr_csv_field(csv, i);
    cr_assert_eq(strlen(f.text), f.n);
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.200s", i ? "|" : "", f.text);
  }
  return text;
}

static void place_is(int field, int64_t line, int64_t column) {
  kr_place place = kr_csv_place(csv, field);
  cr_expect_eq(place.line, line, "line %lld", (long long)place.line);
  cr_expect_eq(place.column, column, "column %lld", (long long)place.column);
}

static void only_message(const char *expected) {
  cr_assert_eq(kr_messages_kept(messages), 1u);
  cr_expect_str_eq(kr_messages_text(messages, 0), expected);
}

Test(csv, gives_the_fields_of_each_record) {
  open_text("a,b\n1,2\n,\n");
  cr_expect_str_eq(next(), "a|b");
  cr_expect_str_eq(next(), "1|2");
  cr_expect_str_eq(next(), "|");
  cr_expect_str_eq(next(), "end");
  cr_expect_str_eq(next(), "end");
  cr_expect_eq(kr_messages_kept(messages), 0u);
}

Test(csv, needs_no_line_break_at_the_end) {
  open_text("a,b\n1,2");
  next();
  cr_expect_str_eq(next(), "1|2");
  cr_expect_str_eq(next(), "end");
}

Test(csv, tolerates_a_bom_and_crlf) {
  open_text(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\r\n");
  cr_expect_str_eq(next(), "a|b");
  place_is(1, 1, 3);
  cr_expect_str_eq(next(), "1|2");
  place_is(1, 2, 3);
  cr_expect_str_eq(next(), "end");
  cr_expect_eq(kr_messages_kept(messages), 0u);
}

Test(csv, unquotes_and_keeps_spaces) {
  open_text("\"a,b\",\"say \"\"hi\"\"\", x ,\"\"\n");
  cr_expect_str_eq(next(), "a,b|say \"hi\"| x |");
}

Test(csv, knows_the_column_of_every_field_in_characters) {
  /* Алматы has 6 letters of 2 bytes, so its comma is character 7; "a,""b" is characters 8 to 14, its comma 15. */
  open_text("Алматы,\"a,\"\"b\",z\n");
  next();
  place_is(0, 1, 1);
  place_is(1, 1, 8);
  place_is(2, 1, 16);
  place_is(3, 1, 17);
}

Test(csv, takes_line_breaks_inside_quotes_and_counts_physical_lines) {
  open_text("a,b\n\"one\ntwo\",\"x\r\ny\",z\n5,6\n");
  next();
  cr_expect_str_eq(next(), "one\ntwo|x\r\ny|z");
  place_is(0, 2, 1);
  place_is(1, 3, 6);
  place_is(2, 4, 4);
  cr_expect_str_eq(next(), "5|6");
  place_is(0, 5, 1);
  cr_expect_eq(kr_csv_line(csv), 5);
}

Test(csv, skips_blank_lines) {
  open_text("a,b\n\n  \t\n\r\n1,2\n\n");
  next();
  cr_expect_str_eq(next(), "1|2");
  place_is(0, 5, 1);
  cr_expect_str_eq(next(), "end");
}

Test(csv, is_at_its_end_at_once_when_empty) {
  open_text("");
  cr_expect_str_eq(next(), "end");
  cr_expect(!kr_csv_is_damaged(csv));
}

Test(csv, reports_a_quote_inside_a_bare_field_and_goes_on) {
  open_text("a,b\nx,6\" pipe\n1,2\n");
  next();
  cr_expect_str_eq(next(), "1|2");
  only_message(
      "t.csv:2:4: error: a quote inside a field without quotes; quote the whole field and write the inner quote twice");
  cr_expect(kr_csv_is_damaged(csv));
}

Test(csv, reports_text_behind_a_closing_quote_and_goes_on) {
  open_text("\"a\"b,c\n1,2\n");
  cr_expect_str_eq(next(), "1|2");
  only_message("t.csv:1:4: error: text behind a closing quote; write a quote inside a field twice");
}

Test(csv, reports_where_an_unclosed_quote_was_opened) {
  open_text("a,b\n1,\"two\n3,4\n5,6\n");
  next();
  cr_expect_str_eq(next(), "end");
  only_message("t.csv:2:3: error: the quote opened here is never closed; the rest of the file was not read");
}

Test(csv, reports_bytes_that_are_not_utf8) {
  open_text("a,b\nJ\xFCrgen,2\n3,4\n");
  next();
  cr_expect_str_eq(next(), "3|4");
  only_message("t.csv:2:2: error: not UTF-8; save the file as UTF-8");
}

Test(csv, reports_utf8_that_is_not_well_formed) {
  static const char *const broken[] = {"\xC0\x80",         "\xE0\x80\x80", "\xED\xA0\x80",
                                       "\xF4\x90\x80\x80", "\xE2\x82",     "\x80"};
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    char text[32];
    snprintf(text, sizeof text, "12345678%s,2\n", broken[i]);
    open_text(text);
    cr_expect_str_eq(next(), "end");
    cr_expect_eq(kr_messages_errors(messages), (int64_t)i + 1);
    kr_csv_close(csv);
    csv = NULL;
  }
}

Test(csv, reports_a_nul_byte) {
  open_bytes("a,b\n1\0,2\n3,4\n", 13);
  next();
  cr_expect_str_eq(next(), "3|4");
  only_message("t.csv:2:2: error: a NUL byte; save the file as UTF-8 text");
}

Test(csv, reports_utf16_once) {
  open_bytes(
      "\xFF\xFE"
      "a\0,\0b\0\n\0",
      10);
  cr_expect_str_eq(next(), "end");
  only_message("t.csv:1:1: error: the file is UTF-16; save it as UTF-8");
}

Test(csv, reports_a_lone_carriage_return) {
  open_text("a,b\r1,2\r");
  cr_expect_str_eq(next(), "end");
  only_message("t.csv:1:4: error: a carriage return inside a line; end lines with LF or CRLF");
}

Test(csv, reports_an_over_long_line_and_goes_on_behind_it) {
  size_t n = KR_CSV_RECORD_MAX + 100000;
  char *text = malloc(n + 32);
  memcpy(text, "a,b\n", 4);
  memset(text + 4, 'x', n);
  strcpy(text + 4 + n, "\n3,4\n");
  open_text(text);
  free(text);
  next();
  cr_expect_str_eq(next(), "3|4");
  place_is(0, 3, 1);
  only_message("t.csv:2:1: error: the line is longer than 262,144 bytes; shorten it");
}

Test(csv, takes_a_line_of_just_the_greatest_length) {
  char *text = malloc(KR_CSV_RECORD_MAX + 32);
  memset(text, 'x', KR_CSV_RECORD_MAX);
  for (size_t i = 1000; i < KR_CSV_RECORD_MAX; i += 1000) text[i] = ',';
  strcpy(text + KR_CSV_RECORD_MAX - 1, "\n3,4\n");
  open_text(text);
  free(text);
  cr_expect_str_neq(next(), "end");
  cr_expect_eq(kr_csv_n_fields(csv), 263); /* 262 commas at 1000, 2000 … 262000 */
  cr_expect_str_eq(next(), "3|4");
  cr_expect_eq(kr_messages_kept(messages), 0u);
}

Test(csv, reports_an_over_long_field) {
  size_t n = KR_CSV_FIELD_MAX + 1;
  char *text = malloc(n + 32);
  memcpy(text, "a,", 2);
  memset(text + 2, 'x', n);
  strcpy(text + 2 + n, ",c\n3,4\n");
  open_text(text);
  free(text);
  cr_expect_str_eq(next(), "3|4");
  only_message("t.csv:1:3: error: the field is longer than 16,384 bytes; shorten it");
}

Test(csv, reports_too_many_columns) {
  char text[KR_CSV_FIELDS_MAX + 20];
  memset(text, ',', KR_CSV_FIELDS_MAX);
  strcpy(text + KR_CSV_FIELDS_MAX, "\n3,4\n");
  open_text(text);
  cr_expect_str_eq(next(), "3|4");
  only_message("t.csv:1:1: error: more than 1000 columns; remove some");
}

Test(csv, gives_up_a_quoted_field_that_grows_beyond_the_limit) {
  size_t n = KR_CSV_RECORD_MAX + 5000;
  char *text = malloc(n + 32);
  memcpy(text, "\"open\n", 6);
  for (size_t i = 6; i < n; i++) text[i] = i % 50 ? 'x' : '\n';
  strcpy(text + n, "\n3,4\n");
  open_text(text);
  free(text);
  cr_expect_str_eq(next(), "end");
  only_message("t.csv:1:1: error: the quote opened here is never closed; the rest of the file was not read");
}

Test(csv, hashes_every_byte_of_the_file) {
  kr_sha256 hash;
  char text[65];
  kr_sha256_begin(&hash);
  scratch_write(&folder, "t.csv", "abc");
  cr_assert_eq(kr_csv_open(&csv, scratch_path(&folder, "t.csv"), "t.csv", messages, &hash, NULL), KR_OK);
  while (strcmp(next(), "end") != 0) continue;
  kr_sha256_end(&hash, text);
  /* FIPS 180-4's own example */
  cr_expect_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  cr_expect_eq(kr_csv_bytes(csv), 3);
}

Test(csv, fails_on_a_file_that_is_not_there) {
  kr_error err = {0};
  cr_expect_eq(kr_csv_open(&csv, "/nowhere/t.csv", "t.csv", messages, NULL, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "/nowhere/t.csv: cannot be opened: No such file or directory");
}

Test(csv, says_what_is_no_file_and_has_no_records) {
  cr_assert_eq(kr_csv_open(&csv, folder.path, "t.csv", messages, NULL, NULL), KR_OK);
  cr_expect_str_eq(next(), "end");
  cr_expect(kr_csv_is_damaged(csv));
  only_message("t.csv:1:1: error: a folder, not a file; put the file itself there");
}

Test(csv, does_not_wait_for_a_pipe) {
  cr_assert_eq(mkfifo(scratch_path(&folder, "t.csv"), 0600), 0);
  cr_assert_eq(kr_csv_open(&csv, scratch_path(&folder, "t.csv"), "t.csv", messages, NULL, NULL), KR_OK);
  cr_expect_str_eq(next(), "end");
  only_message("t.csv:1:1: error: a pipe, not a file; put the file itself there");
}

Test(csv, finds_places_in_any_order) {
  open_text("a,\"x,\ny\",б,c\r\nd,e\n");
  cr_expect_str_eq(next(), "a|x,\ny|б|c");
  place_is(3, 2, 6);
  place_is(1, 1, 3);
  place_is(2, 2, 4);
  place_is(4, 2, 7);
  place_is(0, 1, 1);
  cr_expect_str_eq(next(), "d|e");
  place_is(1, 3, 3);
}

Test(csv, survives_the_failure_of_any_allocation) {
  scratch_write(&folder, "t.csv", "a,b\n\"x\ny\",2\n");
  char path[512];
  strcpy(path, scratch_path(&folder, "t.csv"));
  for (long n = 1; n < 50; n++) {
    bool more = true;
    failing_alloc_arm(n);
    kr_status status = kr_csv_open(&csv, path, "t.csv", messages, NULL, NULL);
    while (status == KR_OK && more) status = kr_csv_next(csv, &more, NULL);
    bool refused = failing_alloc_disarm();
    kr_csv_close(csv);
    csv = NULL;
    if (!refused) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_expect_eq(status, KR_ERR_MEMORY);
  }
  cr_expect_fail("it allocates without end");
}
