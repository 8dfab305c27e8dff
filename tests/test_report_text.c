#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report/page.h"
#include "cli/report/plural.h"
#include "cli/report/text_width.h"

/* ---- widths ---- */

Test(report_text, is_as_wide_as_its_letters) {
  cr_expect_float_eq(kr_text_width("Aktau"), 5 * 0.6, 1e-12);
  cr_expect_float_eq(kr_text_width("Қазақ"), 5 * 0.6, 1e-12);
  cr_expect_float_eq(kr_text_width("西安"), 2 * 1.05, 1e-12, "square letters");
  cr_expect_float_eq(kr_text_width("한글カナ"), 4 * 1.05, 1e-12);
  cr_expect_float_eq(kr_text_width("e\xCC\x81\xE2\x80\x8B"), 0.6, 1e-12, "an accent and a sign without ink");
  cr_expect_float_eq(kr_text_width(""), 0, 0);
}

static void expect_fit(const char *text, double most, const char *expected) {
  char out[40];
  cr_expect_str_eq(kr_text_fit(text, most, out, sizeof out), expected);
}

Test(report_text, is_cut_off_where_it_is_too_wide) {
  expect_fit("Aktau", 3, "Aktau");
  expect_fit("Aktau", 2.9, "Akta…");
  expect_fit("西安国际港", 3.2, "西安国…");
  expect_fit("0123456789012345678901234567890123456789", 100, "012345678901234567890123456789012345…");
  expect_fit("", 0, "");
}

/* ---- forms of words ---- */

static void expect_russian(const char *shown, int form) {
  cr_expect_eq(kr_plural_form(KR_RUSSIAN, shown), form, "%s: form %d", shown, kr_plural_form(KR_RUSSIAN, shown));
}

Test(report_plural, follows_the_last_digits_in_russian) {
  const char *const one[] = {"1", "21", "101",
                             "1\xE2\x80\xAF"
                             "001"},
                    *const few[] = {"2", "3", "24", "102", "1.50"}, *const many[] = {"0",  "5",  "11",  "12", "14",
                                                                                     "19", "20", "111", "112"};
  for (size_t i = 0; i < 4; ++i) expect_russian(one[i], 0);
  for (size_t i = 0; i < 5; ++i) expect_russian(few[i], 1);
  for (size_t i = 0; i < 9; ++i) expect_russian(many[i], 2);
}

Test(report_plural, is_singular_of_just_one_in_english) {
  cr_expect_eq(kr_plural_form(KR_ENGLISH, "1"), 0);
  cr_expect_eq(kr_plural_form(KR_ENGLISH, "<data value=\"1\">1</data>"), 0);
  cr_expect_eq(kr_plural_form(KR_ENGLISH, "0"), 1);
  cr_expect_eq(kr_plural_form(KR_ENGLISH, "21"), 1);
  cr_expect_eq(kr_plural_form(KR_ENGLISH, "1.00"), 1);
  cr_expect_eq(kr_plural_form(KR_KAZAKH, "5"), 0);
  cr_expect_eq(kr_plural_form(KR_CHINESE, "5"), 0);
}

/** A message with its parts, as the page has it. */
static void expect_filled(kr_language language, kr_message message, const char *days, const char *expected) {
  kr_page page = {0};
  const char *parts[] = {"A", "B", days, "6"};
  cr_assert_eq(kr_page_open(&page, KR_PAGE_STUDY, language, "", NULL), KR_OK);
  kr_page_fill(&page, message, parts, 4);
  fflush(page.sink.file);
  cr_expect_str_eq(page.parts.bytes, expected);
  kr_page_drop(&page);
}

Test(report_plural, fills_a_message) {
  expect_filled(KR_ENGLISH, KR_MESSAGE_PERIOD, "1", "A to B: 1 day in steps of 6 hours");
  expect_filled(KR_ENGLISH, KR_MESSAGE_PERIOD, "62", "A to B: 62 days in steps of 6 hours");
  expect_filled(KR_RUSSIAN, KR_MESSAGE_PERIOD, "62", "A – B: 62 дня, шаг 6 ч");
  expect_filled(KR_RUSSIAN, KR_MESSAGE_PERIOD, "14", "A – B: 14 дней, шаг 6 ч");
  expect_filled(KR_RUSSIAN, KR_MESSAGE_PERIOD, "1", "A – B: 1 день, шаг 6 ч");
  expect_filled(KR_CHINESE, KR_MESSAGE_PERIOD, "1", "A 至 B：1 天，步长 6 小时");
}
