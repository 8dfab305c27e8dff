#include "graph/calendar.h"

#define DAYS_PER_ERA 146097 /* 400 years */
#define EPOCH_SHIFT 719468  /* days from 0000-03-01 to 1970-01-01 */

kr_date kr_date_of(int year, int month, int day) {
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - EPOCH_SHIFT;
}

void kr_date_civil(kr_date date, int *year, int *month, int *day) {
  int z = date + EPOCH_SHIFT;
  int era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
  int day_of_era = z - era * DAYS_PER_ERA;
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted_month = (5 * day_of_year + 2) / 153;
  *day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

int kr_date_weekday(kr_date date) {
  int since_thursday = (int)(((int64_t)date % 7 + 7) % 7);
  return (since_thursday + 3) % 7 + 1;
}

/** `width` digits at `text`, or -1. */
static int digits_at(const char *text, int width) {
  int value = 0;
  for (int i = 0; i < width; i++) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

kr_calendar_fault kr_date_read(const char *text, size_t n, kr_date *out) {
  if (n != 10 || text[4] != '-' || text[7] != '-') return KR_CALENDAR_FORM;
  int year = digits_at(text, 4), month = digits_at(text + 5, 2), day = digits_at(text + 8, 2);
  if (year < 0 || month < 0 || day < 0) return KR_CALENDAR_FORM;
  if (year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1) return KR_CALENDAR_NO_DAY;
  int first_of_next = kr_date_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1);
  if (day > first_of_next - kr_date_of(year, month, 1)) return KR_CALENDAR_NO_DAY;
  *out = kr_date_of(year, month, day);
  return KR_CALENDAR_FINE;
}

/** `HH:MM`, both as digits; the ranges are the caller's. */
static bool clock_at(const char *text, int *hours, int *minutes) {
  *hours = digits_at(text, 2);
  *minutes = digits_at(text + 3, 2);
  return *hours >= 0 && *minutes >= 0 && text[2] == ':';
}

/** Minutes east of UTC that the zone behind HH:MM says. */
static kr_calendar_fault zone_read(const char *text, size_t n, int *offset) {
  int hours, minutes;
  *offset = 0;
  if (n == 0) return KR_CALENDAR_NO_ZONE;
  if (n == 1 && *text == 'Z') return KR_CALENDAR_FINE;
  if (n != 6 || (*text != '+' && *text != '-') || !clock_at(text + 1, &hours, &minutes)) return KR_CALENDAR_FORM;
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return KR_CALENDAR_NO_TIME;
  *offset = (hours * 60 + minutes) * (*text == '-' ? -1 : 1);
  return KR_CALENDAR_FINE;
}

kr_calendar_fault kr_instant_read(const char *text, size_t n, int64_t *minutes) {
  int hour = 0, minute = 0, offset = 0;
  if (n < 10 || (n > 10 && (n < 16 || text[10] != 'T' || !clock_at(text + 11, &hour, &minute))))
    return KR_CALENDAR_FORM;
  kr_date date;
  kr_calendar_fault fault = kr_date_read(text, 10, &date);
  if (fault == KR_CALENDAR_FINE && n > 10) {
    fault = zone_read(text + 16, n - 16, &offset);
    if (fault != KR_CALENDAR_FORM && (hour > 23 || minute > 59)) fault = KR_CALENDAR_NO_TIME;
  }
  if (fault == KR_CALENDAR_FINE) *minutes = (int64_t)date * KR_MINUTES_PER_DAY + hour * 60 + minute - offset;
  return fault;
}

static void put_digits(int value, int width, char *out) {
  for (int i = width - 1; i >= 0; i--, value /= 10) out[i] = (char)('0' + value % 10);
}

void kr_date_write(kr_date date, char out[11]) {
  int year, month, day;
  kr_date_civil(date, &year, &month, &day);
  put_digits(year, 4, out);
  out[4] = out[7] = '-';
  put_digits(month, 2, out + 5);
  put_digits(day, 2, out + 8);
  out[10] = '\0';
}

void kr_instant_write(int64_t minutes, char out[18]) {
  int64_t date = minutes / KR_MINUTES_PER_DAY;
  if (minutes % KR_MINUTES_PER_DAY < 0) date--;
  int of_day = (int)(minutes - date * KR_MINUTES_PER_DAY);
  kr_date_write((kr_date)date, out);
  out[10] = 'T';
  put_digits(of_day / 60, 2, out + 11);
  out[13] = ':';
  put_digits(of_day % 60, 2, out + 14);
  out[16] = 'Z';
  out[17] = '\0';
}
