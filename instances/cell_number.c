#include <math.h>
#include <string.h>

#include "instances/cell.h"

#define REAL_MAX 1e30

const kr_bounds kr_bounds_not_negative = {0, KR_DECIMAL_MAX, false, 6};
const kr_bounds kr_bounds_positive = {0, KR_DECIMAL_MAX, true, 6};

/** The text with its decimal comma as a point, for the advice. */
static const char *with_point(kr_field f, char out[KR_QUOTE_ROOM]) {
  size_t n = f.n < 40 ? f.n : 40;
  memcpy(out, f.text, n);
  out[n] = '\0';
  char *comma = strchr(out, ',');
  if (comma) *comma = '.';
  return out;
}

static void report_decimal(kr_table *t, int column, kr_decimal_fault fault, int decimals) {
  char text[KR_QUOTE_ROOM];
  const kr_severity e = KR_SEVERITY_ERROR;
  switch (fault) {
    case KR_DECIMAL_COMMA:
      kr_cell_say(t, column, e, "decimal comma; write %s", with_point(kr_cell(t, column), text));
      break;
    case KR_DECIMAL_THOUSANDS: kr_cell_say(t, column, e, "thousands separator; write the digits without it"); break;
    case KR_DECIMAL_EXPONENT: kr_cell_say(t, column, e, "exponent; write the number in full"); break;
    case KR_DECIMAL_DIGITS:
      if (decimals == 0)
        kr_cell_say(t, column, e, "not a whole number; write it without decimals");
      else
        kr_cell_say(t, column, e, "more than %d decimals; round it", decimals);
      break;
    case KR_DECIMAL_LARGE: kr_cell_say(t, column, e, "too large; at most 1000000000000 is read"); break;
    default: kr_cell_say(t, column, e, "not a number; write digits with a decimal point"); break;
  }
}

/** Reads a decimal of any size; false when there is none (reported). */
static bool read_decimal(kr_table *t, int column, int decimals, kr_micro *out) {
  if (!kr_cell_has_value(t, column)) return false;
  kr_field f = kr_cell(t, column);
  kr_decimal_fault fault = kr_decimal_read(f.text, f.n, decimals, out);
  if (fault != KR_DECIMAL_FINE) report_decimal(t, column, fault, decimals);
  return fault == KR_DECIMAL_FINE;
}

kr_micro kr_cell_decimal(kr_table *t, int column, const kr_bounds *bounds, kr_micro blank) {
  kr_micro value;
  char bound[KR_DECIMAL_ROOM];
  if (!read_decimal(t, column, bounds->decimals, &value)) return blank;
  if (value > bounds->most) {
    kr_decimal_write(bounds->most, bound);
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "too large; give at most %s", bound);
    return blank;
  }
  if (value > bounds->least || (value == bounds->least && !bounds->is_open)) return value;
  kr_decimal_write(bounds->least, bound);
  if (bounds->is_open)
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "too small; give more than %s", bound);
  else
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "too small; give %s or more", bound);
  return blank;
}

kr_micro kr_cell_signed(kr_table *t, int column, int64_t most) {
  kr_micro value;
  if (!read_decimal(t, column, 6, &value)) return 0;
  if (value >= -most * KR_MICRO && value <= most * KR_MICRO) return value;
  kr_cell_say(t, column, KR_SEVERITY_ERROR, "out of range; give degrees between -%lld and %lld", (long long)most,
              (long long)most);
  return 0;
}

/** `digits[.digits]` as the nearest double (or its neighbour); false when it is nothing of the kind. */
static bool read_real(kr_field f, double *out) {
  long double value = 0, unit = 1;
  bool has_digit = false, has_point = false;
  for (size_t i = 0; i < f.n; i++) {
    char c = f.text[i];
    if (c == '.' && !has_point && has_digit) {
      has_point = true;
      has_digit = false;
    } else if (c >= '0' && c <= '9') {
      has_digit = true;
      value = value * 10 + (c - '0');
      if (has_point) unit *= 10;
    } else {
      return false;
    }
  }
  *out = (double)(value / unit);
  return has_digit && *out <= REAL_MAX;
}

double kr_cell_real(kr_table *t, int column) {
  double value;
  if (!kr_cell_has_value(t, column)) return NAN;
  if (read_real(kr_cell(t, column), &value)) return value;
  kr_cell_say(t, column, KR_SEVERITY_ERROR, "not a number of 0 or more; write digits with a decimal point");
  return NAN;
}

int32_t kr_cell_whole(kr_table *t, int column, int32_t least, int32_t most, int32_t blank) {
  kr_micro value;
  if (!read_decimal(t, column, 0, &value)) return blank;
  if (value >= least * KR_MICRO && value <= most * KR_MICRO) return (int32_t)(value / KR_MICRO);
  kr_cell_say(t, column, KR_SEVERITY_ERROR, "out of range; give %d to %d", (int)least, (int)most);
  return blank;
}

bool kr_cell_flag(kr_table *t, int column, bool blank) {
  if (!kr_cell_has_value(t, column)) return blank;
  kr_field f = kr_cell(t, column);
  if (f.n == 1 && (*f.text == '0' || *f.text == '1')) return *f.text == '1';
  kr_cell_say(t, column, KR_SEVERITY_ERROR, "neither 0 nor 1; write 0 or 1");
  return blank;
}

bool kr_cell_date(kr_table *t, int column, kr_date *out) {
  if (!kr_cell_has_value(t, column)) return false;
  kr_field f = kr_cell(t, column);
  kr_calendar_fault fault = kr_date_read(f.text, f.n, out);
  if (fault == KR_CALENDAR_FINE) return true;
  if (fault == KR_CALENDAR_NO_DAY)
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "no such day; give a day of the years 1900 to 2999");
  else
    kr_cell_say(t, column, KR_SEVERITY_ERROR, "not a date; write YYYY-MM-DD");
  return false;
}

bool kr_cell_instant(kr_table *t, int column, int64_t *minutes) {
  if (!kr_cell_has_value(t, column)) return false;
  kr_field f = kr_cell(t, column);
  const kr_severity e = KR_SEVERITY_ERROR;
  switch (kr_instant_read(f.text, f.n, minutes)) {
    case KR_CALENDAR_FINE: return true;
    case KR_CALENDAR_NO_DAY: kr_cell_say(t, column, e, "no such day; give a day of the years 1900 to 2999"); break;
    case KR_CALENDAR_NO_TIME:
      kr_cell_say(t, column, e, "no such time; give 00:00 to 23:59 and at most 14:00 off");
      break;
    case KR_CALENDAR_NO_ZONE: kr_cell_say(t, column, e, "a time without its zone; add Z for UTC, or +06:00"); break;
    default: kr_cell_say(t, column, e, "not an instant; write YYYY-MM-DD or YYYY-MM-DDTHH:MMZ"); break;
  }
  return false;
}
