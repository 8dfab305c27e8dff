#include "instances/import_number.h"

#define DIGITS_MAX UINT64_C(1000000000000000000) /* 10^18 */
#define EXPONENT_MAX 100000                      /* beyond it only 0 and what is too large are left */
#define POWER_MAX 38                             /* the largest power of ten in 128 bits */

__extension__ typedef unsigned __int128 wide;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/** Appends a digit; one that finds no room counts only for its place. */
static void push(kr_figure *f, char c) {
  if (f->digits < DIGITS_MAX / 10) {
    f->digits = f->digits * 10 + (uint64_t)(c - '0');
    return;
  }
  if (c != '0') f->is_cut = true;
  if (f->exponent < EXPONENT_MAX) f->exponent++;
}

/** Digits with a point among them; false when there is no digit. */
static bool read_mantissa(const char *text, size_t n, size_t *i, kr_figure *f) {
  bool has_digit = false, has_point = false;
  for (; *i < n && (is_digit(text[*i]) || (text[*i] == '.' && !has_point)); ++*i) {
    if (text[*i] == '.') {
      has_point = true;
      continue;
    }
    has_digit = true;
    if (has_point && f->exponent > -EXPONENT_MAX) f->exponent--;
    push(f, text[*i]);
  }
  return has_digit;
}

static bool read_exponent(const char *text, size_t n, size_t i, kr_figure *f) {
  if (i < n && text[i] != 'e' && text[i] != 'E') return false;
  if (i++ >= n) return true;
  bool is_negative = i < n && text[i] == '-';
  if (i < n && (text[i] == '-' || text[i] == '+')) i++;
  int32_t value = 0;
  if (i == n) return false;
  for (; i < n; i++) {
    if (!is_digit(text[i])) return false;
    if (value < EXPONENT_MAX) value = value * 10 + (text[i] - '0');
  }
  f->exponent += is_negative ? -value : value;
  return true;
}

bool kr_figure_read(const char *text, size_t n, kr_figure *out) {
  kr_figure f = {0};
  size_t i = 0;
  if (n > 0 && (text[0] == '-' || text[0] == '+')) i = 1;
  if (!read_mantissa(text, n, &i, &f) || !read_exponent(text, n, i, &f)) return false;
  while (f.digits > 0 && f.digits % 10 == 0) {
    f.digits /= 10;
    f.exponent++;
  }
  f.is_negative = text[0] == '-' && f.digits > 0;
  *out = f;
  return true;
}

static long double power_of_ten(int32_t exponent) {
  long double power = 1;
  for (int32_t i = exponent < 0 ? -exponent : exponent; i > 0 && power < 1e4000L; i--) power *= 10;
  return exponent < 0 ? 1 / power : power;
}

double kr_figure_value(const kr_figure *f) {
  double value = (double)((long double)f->digits * power_of_ten(f->exponent));
  return f->is_negative ? -value : value;
}

static wide wide_power(int32_t exponent) {
  wide power = 1;
  for (int32_t i = 0; i < exponent; i++) power *= 10;
  return power;
}

/** `product` * 10^shift for shift >= 0; false beyond `most`. */
static bool scale_up(wide product, int32_t shift, int64_t most, int64_t *out) {
  for (; shift > 0 && product > 0 && product <= (wide)most; shift--) product *= 10;
  if (product > (wide)most) return false;
  *out = (int64_t)product;
  return true;
}

/** `product` / 10^places, rounded half up. @param change by how much, relative to it; 0 = it fits */
static bool scale_down(wide product, int32_t places, int64_t most, int64_t *out, long double *change) {
  *change = product > 0;
  *out = 0;
  if (places > POWER_MAX) return true;
  wide unit = wide_power(places), whole = product / unit, rest = product % unit;
  bool is_up = rest > 0 && rest >= unit - rest;
  whole += is_up;
  if (whole > (wide)most) return false;
  *out = (int64_t)whole;
  *change = product > 0 ? (long double)(is_up ? unit - rest : rest) / (long double)product : 0;
  return true;
}

bool kr_figure_round(const kr_figure *f, const kr_scale *scale, kr_rounding *tally, int64_t *out) {
  wide product = (wide)f->digits * (wide)scale->factor;
  int32_t shift = f->exponent - 6 + scale->decimals;
  long double change = 0;
  int64_t units;
  if (shift >= 0 ? !scale_up(product, shift, scale->most, &units)
                 : !scale_down(product, -shift, scale->most, &units, &change))
    return false;
  if (product > 0 && units < scale->least) {
    long double exact = (long double)product * power_of_ten(shift);
    units = scale->least;
    change = ((long double)units - exact) / exact;
  }
  if (change > 0 || f->is_cut) tally->n++;
  if ((double)change > tally->largest) tally->largest = (double)change;
  *out = units;
  return true;
}
