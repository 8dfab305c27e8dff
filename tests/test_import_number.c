#include "instances/import_number.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static kr_figure figure(const char *text) {
  kr_figure f = {0};
  cr_assert(kr_figure_read(text, strlen(text), &f), "%s", text);
  return f;
}

static void is_figure(const char *text, uint64_t digits, int32_t exponent) {
  kr_figure f = figure(text);
  cr_expect_eq(f.digits, digits, "%s: %llu", text, (unsigned long long)f.digits);
  cr_expect(digits == 0 || f.exponent == exponent, "%s: exponent %d", text, f.exponent);
  cr_expect(!f.is_cut);
}

Test(import_number, reads_every_usual_way_to_write_a_number) {
  is_figure("0", 0, 0);
  is_figure("19357", 19357, 0);
  is_figure("0012.50", 125, -1);
  is_figure("0.78000001907349000000", 78000001907349, -14);
  is_figure("1.05276140898915000000E-16", 105276140898915, -30);
  is_figure("49500", 495, 2);
  is_figure("+3e2", 3, 2);
  is_figure(".5", 5, -1);
  is_figure("5.", 5, 0);
  cr_expect(figure("-3").is_negative);
  cr_expect(!figure("-0.0").is_negative);
}

Test(import_number, refuses_what_is_no_number) {
  static const char *const texts[] = {"",    "-",   ".",   "1e",   "1e+", "e5", "1.2.3",
                                      "1,5", "inf", "nan", "0x1F", "12a", "--1"};
  kr_figure f;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    cr_expect(!kr_figure_read(texts[i], strlen(texts[i]), &f), "%s", texts[i]);
}

Test(import_number, keeps_18_digits_and_remembers_that_there_were_more) {
  kr_figure f = figure("1234567890123456789012");
  cr_expect_eq(f.digits, UINT64_C(123456789012345678));
  cr_expect_eq(f.exponent, 4);
  cr_expect(f.is_cut);
  is_figure("1000000000000000000000000", 1, 24);
}

Test(import_number, gives_the_value_as_a_double) {
  kr_figure f = figure("-1260907.4400005303");
  cr_expect(fabs(kr_figure_value(&f) + 1260907.4400005303) < 1e-9);
}

/** Rounds a text to units of 10^-decimals. */
static int64_t rounded(const char *text, kr_micro factor, int decimals, kr_rounding *tally) {
  kr_figure f = figure(text);
  kr_scale scale = {factor, decimals, 0, KR_DECIMAL_MAX};
  int64_t out = -1;
  cr_assert(kr_figure_round(&f, &scale, tally, &out), "%s", text);
  return out;
}

Test(import_number, leaves_a_number_that_fits_as_it_is) {
  kr_rounding tally = {0};
  cr_expect_eq(rounded("273.18", KR_MICRO, 3, &tally), 273180);
  cr_expect_eq(rounded("19357", KR_MICRO, 6, &tally), 19357000000);
  cr_expect_eq(rounded("0.780000", KR_MICRO, 6, &tally), 780000);
  cr_expect_eq(rounded("1e3", KR_MICRO, 0, &tally), 1000);
  cr_expect_eq(rounded("0e400", KR_MICRO, 6, &tally), 0);
  cr_expect_eq(tally.n, 0);
}

Test(import_number, multiplies_exactly_before_it_rounds) {
  kr_rounding tally = {0};
  cr_expect_eq(rounded("49500", 2400000, 6, &tally), INT64_C(118800000000)); /* 49500 * 2.4 = 118800 */
  cr_expect_eq(rounded("0.0000005", 2 * KR_MICRO, 6, &tally), 1);
  cr_expect_eq(tally.n, 0);
}

Test(import_number, counts_what_it_rounds_and_the_largest_change) {
  /* 0.0125 -> 0.013: 0.0005 / 0.0125 = 0.04; 2.0004 -> 2: 0.0004 / 2.0004 */
  kr_rounding tally = {0};
  cr_expect_eq(rounded("2.0004", KR_MICRO, 3, &tally), 2000);
  cr_expect_eq(tally.n, 1);
  cr_expect(fabs(tally.largest - 0.0004 / 2.0004) < 1e-15);
  cr_expect_eq(rounded("0.0125", KR_MICRO, 3, &tally), 13);
  cr_expect_eq(rounded("1", KR_MICRO, 3, &tally), 1000);
  cr_expect_eq(tally.n, 2);
  cr_expect(fabs(tally.largest - 0.04) < 1e-15);
}

Test(import_number, rounds_what_is_too_small_to_nothing) {
  kr_rounding tally = {0};
  cr_expect_eq(rounded("1e-300", KR_MICRO, 6, &tally), 0);
  cr_expect_eq(tally.n, 1);
  cr_expect_eq(tally.largest, 1.0);
}

Test(import_number, lifts_what_is_more_than_nothing_to_the_least) {
  /* 0.0002 -> 0.001: 0.0008 / 0.0002 = 4 */
  kr_rounding tally = {0};
  kr_scale kilograms = {KR_MICRO, 3, 1, 1000};
  kr_figure small = figure("0.0002"), nothing = figure("0.000");
  int64_t out;
  cr_assert(kr_figure_round(&small, &kilograms, &tally, &out));
  cr_expect_eq(out, 1);
  cr_expect(fabs(tally.largest - 4) < 1e-12);
  cr_assert(kr_figure_round(&nothing, &kilograms, &tally, &out));
  cr_expect_eq(out, 0);
  cr_expect_eq(tally.n, 1);
}

Test(import_number, refuses_what_is_beyond_the_most) {
  static const char *const texts[] = {"1.0005", "1e300", "99999999999999999999", "1e18"};
  kr_scale one_tonne = {KR_MICRO, 3, 1, 1000};
  kr_rounding tally = {0};
  int64_t out = 7;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    kr_figure f = figure(texts[i]);
    cr_expect(!kr_figure_round(&f, &one_tonne, &tally, &out), "%s", texts[i]);
  }
  cr_expect_eq(out, 7);
  cr_expect_eq(tally.n, 0);
  kr_figure fits = figure("1.0004");
  cr_expect(kr_figure_round(&fits, &one_tonne, &tally, &out));
}
