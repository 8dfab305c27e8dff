#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/decimal.h"

static kr_decimal_fault read(const char *text, int decimals, kr_micro *out) {
  return kr_decimal_read(text, strlen(text), decimals, out);
}

static void reads(const char *text, kr_micro expected) {
  kr_micro value = -77;
  cr_expect_eq(read(text, 6, &value), KR_DECIMAL_FINE, "%s", text);
  cr_expect_eq(value, expected, "%s was read as %lld", text, (long long)value);
}

static void refuses(const char *text, int decimals, kr_decimal_fault fault) {
  kr_micro value = -77;
  cr_expect_eq(read(text, decimals, &value), fault, "\"%s\" gave %d", text, (int)read(text, decimals, &value));
  cr_expect_eq(value, -77, "\"%s\" wrote its output", text);
}

Test(decimal, reads_plain_numbers_exactly) {
  reads("0", 0);
  reads("12.5", 12500000);
  reads("-0.000001", -1);
  reads("007", 7000000);
  reads("0.100000", 100000);
  reads("1000000000000", KR_DECIMAL_MAX);
  reads("-1000000000000", -KR_DECIMAL_MAX);
  reads("-0", 0);
}

Test(decimal, names_what_is_wrong_with_a_number) {
  refuses("", 6, KR_DECIMAL_EMPTY);
  refuses("12,5", 6, KR_DECIMAL_COMMA);
  refuses("1 000", 6, KR_DECIMAL_THOUSANDS);
  refuses("1'000", 6, KR_DECIMAL_THOUSANDS);
  refuses("1,000,000", 6, KR_DECIMAL_THOUSANDS);
  refuses("1,000.5", 6, KR_DECIMAL_THOUSANDS);
  refuses(
      "1\xc2\xa0"
      "000",
      6, KR_DECIMAL_THOUSANDS);
  refuses("1e3", 6, KR_DECIMAL_EXPONENT);
  refuses("2.5E-4", 6, KR_DECIMAL_EXPONENT);
  refuses("inf", 6, KR_DECIMAL_WORD);
  refuses("nan", 6, KR_DECIMAL_WORD);
  refuses("0x1F", 6, KR_DECIMAL_WORD);
  refuses("5 t", 6, KR_DECIMAL_WORD);
  refuses("1.2.3", 6, KR_DECIMAL_FORM);
  refuses("--5", 6, KR_DECIMAL_FORM);
  refuses(".", 6, KR_DECIMAL_FORM);
  refuses(".5", 6, KR_DECIMAL_FORM);
  refuses("5.", 6, KR_DECIMAL_FORM);
  refuses("5-", 6, KR_DECIMAL_FORM);
  refuses("+5", 6, KR_DECIMAL_FORM);
  refuses("-", 6, KR_DECIMAL_FORM);
  refuses(" 5", 6, KR_DECIMAL_FORM);
}

Test(decimal, counts_decimals_with_their_trailing_zeros) {
  kr_micro value;
  cr_expect_eq(read("1.123", 3, &value), KR_DECIMAL_FINE);
  refuses("1.1230", 3, KR_DECIMAL_DIGITS);
  refuses("1.1234567", 6, KR_DECIMAL_DIGITS);
  refuses("3.0", 0, KR_DECIMAL_DIGITS);
}

Test(decimal, refuses_more_than_a_million_million) {
  refuses("1000000000000.000001", 6, KR_DECIMAL_LARGE);
  refuses("1000000000001", 6, KR_DECIMAL_LARGE);
  refuses("99999999999999999999999999999999", 6, KR_DECIMAL_LARGE);
  refuses("-9223372036854775808", 6, KR_DECIMAL_LARGE);
}

Test(decimal, does_not_look_behind_its_length) {
  kr_micro value;
  cr_expect_eq(kr_decimal_read("125", 2, 6, &value), KR_DECIMAL_FINE);
  cr_expect_eq(value, 12000000);
}

static void writes(kr_micro value, const char *expected) {
  char text[KR_DECIMAL_ROOM];
  size_t n = kr_decimal_write(value, text);
  cr_expect_str_eq(text, expected);
  cr_expect_eq(n, strlen(expected));
}

Test(decimal, writes_the_shortest_decimal) {
  writes(0, "0");
  writes(12500000, "12.5");
  writes(-1, "-0.000001");
  writes(3000000, "3");
  writes(1000010, "1.00001");
  writes(INT64_MIN, "-9223372036854.775808");
}

Test(decimal, reads_back_what_it_wrote) {
  unsigned long long state = 20250106;
  for (int i = 0; i < 20000; i++) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    kr_micro value = (kr_micro)(state >> (i % 40)) % KR_DECIMAL_MAX, back = 0;
    char text[KR_DECIMAL_ROOM];
    size_t n = kr_decimal_write(value, text);
    cr_assert_eq(kr_decimal_read(text, n, 6, &back), KR_DECIMAL_FINE, "%s", text);
    cr_assert_eq(back, value, "%s", text);
  }
}

static void writes_number(double value, const char *expected) {
  char text[KR_DECIMAL_ROOM];
  size_t n = kr_number_write(value, text);
  cr_expect_str_eq(text, expected);
  cr_expect_eq(n, strlen(expected));
}

Test(decimal, writes_doubles_with_the_fewest_digits_that_read_back) {
  writes_number(0.1, "0.1");
  writes_number(1.0 / 3, "0.3333333333333333");
  writes_number(0.1 + 0.2, "0.30000000000000004");
  writes_number(281400, "281400");
  writes_number(-2.5, "-2.5");
  writes_number(0, "0");
  writes_number(-0.0, "0");
  writes_number(1e-6, "0.000001");
  writes_number(1e-7, "1e-07");
  writes_number(1.25e-9, "1.25e-09");
  writes_number(1e20, "1e+20");
  writes_number(12345678901234567890.0, "12345678901234567000");
}

Test(decimal, writes_any_double_so_that_it_reads_back) {
  unsigned long long state = 7;
  for (int i = 0; i < 50000; i++) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    double value;
    memcpy(&value, &state, sizeof value);
    if (!isfinite(value)) continue;
    char text[KR_DECIMAL_ROOM];
    size_t n = kr_number_write(value, text);
    cr_assert_lt(n, (size_t)KR_DECIMAL_ROOM);
    cr_assert_eq(strtod(text, NULL), value, "%s", text);
  }
}

Test(decimal, does_not_care_for_the_locale) {
  /* de_DE writes 1,5. Where it is not installed the test still holds, in the C locale. */
  setlocale(LC_ALL, "de_DE.UTF-8");
  writes_number(1.5, "1.5");
  writes_number(1.25e-9, "1.25e-09");
  reads("1.5", 1500000);
  setlocale(LC_ALL, "C");
}
