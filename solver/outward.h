#ifndef KR_SOLVER_OUTWARD_H
#define KR_SOLVER_OUTWARD_H

#include <float.h>
#include <math.h>
#include <stdint.h>

#include "graph/decimal.h"

/**
 * Arithmetic that errs to one side, without touching the processor's rounding mode. Each result comes with what it
 * lost, which two doubles always can say exactly (TwoSum, TwoProduct); only where that is on the wrong side is the
 * result moved by a unit or two in the last place. So what is exact stays exact: whole hours and tonnes add up to whole
 * numbers. All arguments are >= 0 (or INFINITY), below 10^280; needs round-to-nearest, and no -ffast-math.
 *
 * @source Knuth (1969) §4.2.2 and Dekker (1971); Ogita, Rump, Oishi, SIAM J. Sci. Comput. 26 (2005), algorithms 3.1-3.3
 */

/** What rounding took away from x + y. Exact. */
static inline long double kr_lost_by_sum(long double x, long double y, long double sum) {
  long double of_y = sum - x;
  return (x - (sum - of_y)) + (y - of_y);
}

/** What rounding took away from x * y. Exact, but for products below 10^-250. */
static inline double kr_lost_by_product(double x, double y, double product) {
  const double splitter = 134217729; /* 2^27 + 1 */
  double cx = splitter * x, cy = splitter * y, hx = cx - (cx - x), hy = cy - (cy - y), lx = x - hx, ly = y - hy;
  return lx * ly - (((product - hx * hy) - lx * hy) - hx * ly);
}

#define KR_TINY 1e-250 /* below this what is lost cannot be told: taken for a loss to the wrong side */

/** At most x + y, at least either: a label never gets less by what is added to it. */
static inline double kr_sum_down(double x, double y) {
  double sum = x + y, of_y = sum - x, lost = (x - (sum - of_y)) + (y - of_y), most = x > y ? x : y;
  if (!(lost < 0)) return sum;
  sum *= 1 - DBL_EPSILON;
  return sum > most ? sum : most;
}

/** At most x * y. */
static inline double kr_product_down(double x, double y) {
  double product = x * y;
  if (product < KR_TINY) return 0;
  return kr_lost_by_product(x, y, product) < 0 ? product * (1 - DBL_EPSILON) : product;
}

/** At most x / y; y > 0. */
static inline double kr_quotient_down(double x, double y) {
  double q = x / y, back = q * y;
  if (q < KR_TINY || back < KR_TINY) return 0;
  return (x - back) - kr_lost_by_product(q, y, back) < 0 ? q * (1 - DBL_EPSILON) : q;
}

/** At most a decimal; most decimals with few digits are what they are. */
static inline double kr_decimal_down(kr_micro value) {
  double whole = (double)value;
  if (value > INT64_C(1) << 53) whole *= 1 - DBL_EPSILON;
  return kr_quotient_down(whole, 1e6);
}

#endif
