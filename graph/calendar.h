#ifndef KR_GRAPH_CALENDAR_H
#define KR_GRAPH_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Days since 1970-01-01 in the proleptic Gregorian calendar, UTC. */
typedef int32_t kr_date;

#define KR_MINUTES_PER_DAY 1440

/** What is wrong with the text of a date or an instant. */
typedef enum kr_calendar_fault {
  KR_CALENDAR_FINE = 0,
  KR_CALENDAR_FORM,    /**< not YYYY-MM-DD, or not YYYY-MM-DDTHH:MM with Z or ±HH:MM */
  KR_CALENDAR_NO_DAY,  /**< a month or day that the calendar does not have: 2025-02-30 */
  KR_CALENDAR_NO_TIME, /**< an hour or minute that the clock does not have: 24:00, 12:60, offset beyond ±14:00 */
  KR_CALENDAR_NO_ZONE  /**< a time of day without Z or ±HH:MM */
} kr_calendar_fault;

/** Days since the epoch of a civil date; any year 0001…9999. @source Howard Hinnant, "chrono-compatible date
 * algorithms" */
kr_date kr_date_of(int year, int month, int day);

/** The civil date of a day number: the inverse of kr_date_of. */
void kr_date_civil(kr_date date, int *year, int *month, int *day);

/** 1 = Monday … 7 = Sunday. */
int kr_date_weekday(kr_date date);

/** Reads `YYYY-MM-DD`, years 1900…2999; `*out` is written only on KR_CALENDAR_FINE. */
kr_calendar_fault kr_date_read(const char *text, size_t n, kr_date *out);

/**
 * Reads an instant: `YYYY-MM-DD` (midnight UTC) or `YYYY-MM-DDTHH:MM` followed by `Z` or `±HH:MM`.
 * @param minutes since 1970-01-01T00:00Z; written only on KR_CALENDAR_FINE
 */
kr_calendar_fault kr_instant_read(const char *text, size_t n, int64_t *minutes);

/** Writes `YYYY-MM-DD` and a NUL. */
void kr_date_write(kr_date date, char out[11]);

/** Writes `YYYY-MM-DDTHH:MMZ` and a NUL. */
void kr_instant_write(int64_t minutes, char out[18]);

#endif
