#include "instances/messages.h"

#include <criterion/criterion.h>
#include <string.h>

static kr_messages *m;

static void make(void) { cr_assert_eq(kr_messages_create(&m), KR_OK); }
static void drop(void) { kr_messages_free(m); }

TestSuite(messages, .init = make, .fini = drop);

static void error_at(const char *file, int64_t line, int64_t column, const char *text) {
  kr_place place = {file, line, column};
  kr_messages_add(m, KR_SEVERITY_ERROR, &place, "%s", text);
}

static void warning_at(const char *file, int64_t line, int64_t column, const char *text) {
  kr_place place = {file, line, column};
  kr_messages_add(m, KR_SEVERITY_WARNING, &place, "%s", text);
}

Test(messages, come_in_the_order_of_files_then_lines_then_columns) {
  kr_messages_order(m, "config.csv");
  kr_messages_order(m, "node.csv");
  error_at("node.csv", 10, 1, "c");
  warning_at("node.csv", 9, 7, "b");
  error_at("config.csv", 99, 1, "a");
  error_at("node.csv", 10, 1, "d");
  error_at("other.csv", 1, 1, "e");
  static const char *const expected[] = {"config.csv:99:1: error: a", "node.csv:9:7: warning: b",
                                         "node.csv:10:1: error: c", "node.csv:10:1: error: d",
                                         "other.csv:1:1: error: e"};
  cr_assert_eq(kr_messages_kept(m), 5u);
  for (size_t i = 0; i < 5; i++) cr_expect_str_eq(kr_messages_text(m, i), expected[i]);
  cr_expect_str_eq(kr_messages_text(m, 5), "");
}

Test(messages, keep_the_first_hundred_of_each_kind_whatever_order_they_are_found_in) {
  for (int64_t line = 1000; line > 0; line--) error_at("a.csv", line, 1, "e");
  warning_at("a.csv", 2000, 1, "w");
  cr_expect_eq(kr_messages_errors(m), 1000);
  cr_assert_eq(kr_messages_kept(m), 101u);
  cr_expect_str_eq(kr_messages_text(m, 0), "a.csv:1:1: error: e");
  cr_expect_str_eq(kr_messages_text(m, 99), "a.csv:100:1: error: e");
  cr_expect_str_eq(kr_messages_text(m, 100), "a.csv:2000:1: warning: w");
  cr_expect_str_eq(kr_messages_summary(m), "1000 errors (the first 100 are shown), 1 warning; nothing was planned");
}

Test(messages, know_whether_one_more_would_be_kept) {
  for (int64_t line = 1; line <= 100; line++) error_at("a.csv", line, 1, "e");
  kr_place early = {"a.csv", 50, 1}, late = {"a.csv", 101, 1};
  cr_expect(kr_messages_wants(m, KR_SEVERITY_ERROR, &early));
  cr_expect(!kr_messages_wants(m, KR_SEVERITY_ERROR, &late));
  cr_expect(kr_messages_wants(m, KR_SEVERITY_WARNING, &late));
}

Test(messages, sum_up_in_words) {
  cr_expect_str_eq(kr_messages_summary(m), "");
  warning_at("a.csv", 1, 1, "w");
  warning_at("a.csv", 1, 1, "w");
  cr_expect_str_eq(kr_messages_summary(m), "2 warnings");
  error_at("a.csv", 1, 1, "e");
  cr_expect_str_eq(kr_messages_summary(m), "1 error, 2 warnings; nothing was planned");
}

static void quotes(const char *text, const char *expected) {
  char out[KR_QUOTE_ROOM];
  cr_expect_str_eq(kr_quote(text, strlen(text), out), expected);
}

Test(messages, quote_data_so_that_it_cannot_steer_a_terminal) {
  quotes("Алматы", "\"Алматы\"");
  quotes("", "\"\"");
  quotes("a\x1b[31mb\tc", "\"a\\x1B[31mb\\x09c\"");
  quotes("\xff", "\"\\xFF\"");
  quotes(
      "a\xE2\x80\xAE"
      "b",
      "\"a\\xE2\\x80\\xAEb\""); /* U+202E turns the text around */
}

Test(messages, quote_no_more_than_sixty_characters) {
  char text[200], out[KR_QUOTE_ROOM];
  memset(text, 'x', sizeof text);
  kr_quote(text, sizeof text, out);
  cr_expect_eq(strlen(out), 1u + 60 + 3 + 1); /* the ellipsis has three bytes */
  kr_quote(text, 60, out);
  cr_expect_eq(strlen(out), 62u);
  memset(text, 1, sizeof text);
  kr_quote(text, sizeof text, out);
  cr_expect_lt(strlen(out), (size_t)KR_QUOTE_ROOM);
}
