#ifndef KR_INSTANCES_IMPORT_NUMBER_H
#define KR_INSTANCES_IMPORT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/decimal.h"

/**
 * Numbers of foreign files: any number of digits, exponents too, brought to the decimals that FORMAT allows. Nothing
 * passes through floating point: a number that fits stays what it was.
 */
typedef struct kr_figure {
  uint64_t digits; /**< below 10^18; the value is ±digits * 10^exponent */
  int32_t exponent;
  bool is_negative; /**< never of 0 */
  bool is_cut;      /**< further digits stood there, too small to matter but not 0 */
} kr_figure;

/**
 * Reads `[+-]digits[.digits][e[+-]digits]`, digits wanted on one side of the point at least; no locale, no inf, no hex.
 * @param out written only on true. @cost O(n)
 */
bool kr_figure_read(const char *text, size_t n, kr_figure *out);

/** The nearest double or its neighbour. */
double kr_figure_value(const kr_figure *figure);

/** What a number becomes: figure * factor, as a whole number of units of 10^-decimals. */
typedef struct kr_scale {
  kr_micro factor; /**< > 0, at most KR_DECIMAL_MAX */
  int decimals;    /**< 0…6 */
  int64_t least,
      most; /**< in those units: a number of more than 0 becomes `least` at least; beyond `most` is refused */
} kr_scale;

/** How many numbers had to be rounded, and the largest change, relative to the number. Start from zero. */
typedef struct kr_rounding {
  int64_t n;
  double largest;
} kr_rounding;

/**
 * The size of a figure in units of a scale, rounded half up; a sign is not looked at.
 * @param tally counts it when it had to change. @return false beyond scale->most; `*out` and tally as they were
 */
bool kr_figure_round(const kr_figure *figure, const kr_scale *scale, kr_rounding *tally, int64_t *out);

#endif
