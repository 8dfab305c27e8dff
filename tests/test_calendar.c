#include <criterion/criterion.h>
#include <string.h>

#include "graph/calendar.h"

static kr_calendar_fault instant(const char *text, int64_t *minutes) {
  return kr_instant_read(text, strlen(text), minutes);
}

static void is_instant(const char *text, int64_t expected) {
  int64_t minutes = -77;
  cr_expect_eq(instant(text, &minutes), KR_CALENDAR_FINE, "%s", text);
  cr_expect_eq(minutes, expected, "%s was read as %lld", text, (long long)minutes);
}

static void is_fault(const char *text, kr_calendar_fault fault) {
  int64_t minutes = -77;
  kr_calendar_fault got = instant(text, &minutes);
  cr_expect_eq(got, fault, "%s gave %d", text, (int)got);
  cr_expect_eq(minutes, -77, "%s wrote its output", text);
}

Test(calendar, counts_days_from_1970) {
  cr_expect_eq(kr_date_of(1970, 1, 1), 0);
  cr_expect_eq(kr_date_of(1970, 2, 1), 31);
  cr_expect_eq(kr_date_of(1969, 12, 31), -1);
  /* 30 years of 365 days and the leap days of 1972, 76, 80, 84, 88, 92, 96 = 10957; January and February 2000 = 60 */
  cr_expect_eq(kr_date_of(2000, 3, 1), 10957 + 60);
  cr_expect_eq(kr_date_of(2025, 1, 6), 20094);
}

Test(calendar, goes_through_every_day_of_eleven_centuries_and_back) {
  int year, month, day;
  kr_date first = kr_date_of(1900, 1, 1), last = kr_date_of(2999, 12, 31);
  /* 1100 years, 264 of them leap: every fourth, 275, less 1900, 2100, 2200, 2300, 2500, 2600, 2700, 2900 and those
   * are 8; 2000, 2400, 2800 stay. 275 - 8 = 267. */
  cr_expect_eq(last - first + 1, 1100 * 365 + 267);
  for (kr_date date = first; date <= last; date++) {
    kr_date_civil(date, &year, &month, &day);
    cr_assert_eq(kr_date_of(year, month, day), date);
  }
}

Test(calendar, knows_the_weekday) {
  cr_expect_eq(kr_date_weekday(kr_date_of(1970, 1, 1)), 4);
  cr_expect_eq(kr_date_weekday(kr_date_of(2025, 1, 6)), 1);
  cr_expect_eq(kr_date_weekday(kr_date_of(2025, 1, 12)), 7);
  cr_expect_eq(kr_date_weekday(kr_date_of(1969, 12, 28)), 7);
}

Test(calendar, reads_dates) {
  kr_date date = -77;
  cr_expect_eq(kr_date_read("2024-02-29", 10, &date), KR_CALENDAR_FINE);
  cr_expect_eq(date, kr_date_of(2024, 2, 29));
  cr_expect_eq(kr_date_read("1900-01-01", 10, &date), KR_CALENDAR_FINE);
  cr_expect_eq(kr_date_read("2999-12-31", 10, &date), KR_CALENDAR_FINE);
}

Test(calendar, refuses_dates_that_are_none) {
  static const struct {
    const char *text;
    kr_calendar_fault fault;
  } cases[] = {{"2025-02-29", KR_CALENDAR_NO_DAY}, {"2025-13-01", KR_CALENDAR_NO_DAY},
               {"2025-04-31", KR_CALENDAR_NO_DAY}, {"2025-00-10", KR_CALENDAR_NO_DAY},
               {"2025-01-00", KR_CALENDAR_NO_DAY}, {"1899-12-31", KR_CALENDAR_NO_DAY},
               {"3000-01-01", KR_CALENDAR_NO_DAY}, {"2100-02-29", KR_CALENDAR_NO_DAY},
               {"2025-1-6", KR_CALENDAR_FORM},     {"06.01.2025", KR_CALENDAR_FORM},
               {"2025/01/06", KR_CALENDAR_FORM},   {"2025-01-0x", KR_CALENDAR_FORM},
               {"20250106", KR_CALENDAR_FORM},     {"", KR_CALENDAR_FORM},
               {"-025-01-06", KR_CALENDAR_FORM}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    kr_date date = -77;
    cr_expect_eq(kr_date_read(cases[i].text, strlen(cases[i].text), &date), cases[i].fault, "%s", cases[i].text);
    cr_expect_eq(date, -77);
  }
}

Test(calendar, reads_instants_in_any_zone_as_utc) {
  int64_t midnight = (int64_t)20094 * 1440; /* 2025-01-06 */
  is_instant("2025-01-06", midnight);
  is_instant("2025-01-06T00:00Z", midnight);
  is_instant("2025-01-06T12:30Z", midnight + 750);
  is_instant("2025-01-06T05:00+05:00", midnight);
  is_instant("2025-01-05T20:30-03:30", midnight);
  is_instant("2025-01-06T14:00+14:00", midnight);
  is_instant("2025-01-06T23:59Z", midnight + 1439);
}

Test(calendar, refuses_instants_that_are_none) {
  is_fault("2025-01-06T12:00", KR_CALENDAR_NO_ZONE);
  is_fault("2025-01-06T24:00Z", KR_CALENDAR_NO_TIME);
  is_fault("2025-01-06T12:60Z", KR_CALENDAR_NO_TIME);
  is_fault("2025-01-06T25:00", KR_CALENDAR_NO_TIME);
  is_fault("2025-01-06T12:00+14:01", KR_CALENDAR_NO_TIME);
  is_fault("2025-01-06T12:00+05:60", KR_CALENDAR_NO_TIME);
  is_fault("2025-02-30T12:00Z", KR_CALENDAR_NO_DAY);
  is_fault("2025-01-06 12:00Z", KR_CALENDAR_FORM);
  is_fault("2025-01-06T12:00:00Z", KR_CALENDAR_FORM);
  is_fault("2025-01-06T12:00z", KR_CALENDAR_FORM);
  is_fault("2025-01-06T12:00+0500", KR_CALENDAR_FORM);
  is_fault("2025-01-06T1:00Z", KR_CALENDAR_FORM);
  is_fault("2025-01-06T", KR_CALENDAR_FORM);
  is_fault("2025-01", KR_CALENDAR_FORM);
}

Test(calendar, writes_dates_and_instants) {
  char date[11], text[18];
  kr_date_write(kr_date_of(2024, 2, 29), date);
  cr_expect_str_eq(date, "2024-02-29");
  kr_instant_write((int64_t)20094 * 1440 + 65, text);
  cr_expect_str_eq(text, "2025-01-06T01:05Z");
  kr_instant_write(-1, text);
  cr_expect_str_eq(text, "1969-12-31T23:59Z");
}
