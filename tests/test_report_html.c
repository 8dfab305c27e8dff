#include <criterion/criterion.h>
#include <string.h>

#include "cli/report/html.h"
#include "tests/scratch.h"

static scratch folder;
static kr_sink sink;

static void make(void) {
  folder = scratch_make();
  cr_assert_eq(kr_sink_open(&sink, folder.path, "p.html", NULL), KR_OK);
}

static void drop(void) { scratch_remove(&folder); }

TestSuite(report_html, .init = make, .fini = drop);

static void holds(const char *expected) {
  cr_assert_eq(kr_sink_close(&sink, NULL), KR_OK);
  char *text = scratch_read(&folder, "p.html");
  cr_expect_str_eq(text, expected);
  free(text);
}

Test(report_html, a_name_stays_a_text) {
  kr_html_text(&sink, "<script>alert('1')&\x01 Қ");
  holds("&lt;script&gt;alert(&#39;1&#39;)&amp;  Қ");
}

Test(report_html, an_attribute_cannot_be_left) {
  kr_html_attribute(&sink, "title", "\" onload=\"x");
  holds(" title=\"&quot; onload=&quot;x\"");
}

Test(report_html, nothing_turns_the_direction_of_what_follows) {
  kr_html_text(&sink,
               "a\xE2\x80\xAE"
               "b\xE2\x81\xA6"
               "c\xE2\x80\xA9");
  kr_html_json(&sink,
               "\xE2\x80\xAA"
               "d\xE2\x81\xA9");
  holds("abc\xE2\x80\xA9\"d\"");
}

Test(report_html, json_cannot_end_its_script) {
  kr_html_json(&sink, "</script><!--&\"\\\n\x7F\xE2\x80\xA8\xE2\x80\xA9 Қ");
  holds("\"\\u003c/script\\u003e\\u003c!--\\u0026\\u0022\\u005c\\u000a\\u007f\\u2028\\u2029 Қ\"");
}

#define GAP "\xE2\x80\xAF"

static void expect_fixed(int64_t value, int scale, int decimals, const char *expected) {
  char text[KR_HTML_NUMBER_ROOM];
  cr_expect_str_eq(kr_html_fixed(value, scale, decimals, text), expected);
}

Test(report_html_numbers, are_rounded_exactly_and_grouped) {
  expect_fixed(0, 3, 0, "0");
  expect_fixed(499, 3, 0, "0");
  expect_fixed(500, 3, 0, "1");
  expect_fixed(-499, 3, 0, "0");
  expect_fixed(-1500, 3, 0, "-2");
  expect_fixed(999499, 3, 0, "999");
  expect_fixed(999500, 3, 0, "1" GAP "000");
  expect_fixed(1234567891, 6, 2, "1" GAP "234.57");
  expect_fixed(1000005, 6, 6, "1.000005");
  expect_fixed(INT64_MAX, 6, 0, "9" GAP "223" GAP "372" GAP "036" GAP "855");
  expect_fixed(INT64_MIN, 0, 0, "-9" GAP "223" GAP "372" GAP "036" GAP "854" GAP "775" GAP "808");
}
