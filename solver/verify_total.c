#include "solver/verify_total.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "solver/outward.h"

static_assert(LDBL_MANT_DIG >= 64, "the bound's sums need 64 bits, as x86-64 has them");

/* What rounding took away from x * y; exact, by halves of 32 bits. */
static long double lost_by_product(long double x, long double y, long double product) {
  const long double splitter = 4294967297.0L; /* 2^32 + 1 */
  long double cx = splitter * x, cy = splitter * y, hx = cx - (cx - x), hy = cy - (cy - y), lx = x - hx, ly = y - hy;
  return lx * ly - (((product - hx * hy) - lx * hy) - hx * ly);
}

static long double product_down(long double x, long double y) {
  long double product = x * y;
  return lost_by_product(x, y, product) < 0 ? product * (1 - LDBL_EPSILON) : product;
}

static long double product_up(long double x, long double y) {
  long double product = x * y;
  return lost_by_product(x, y, product) > 0 ? product * (1 + LDBL_EPSILON) : product;
}

void kr_bound_gain(kr_bound_total *t, long double factor, double x) {
  if (x < KR_TINY) return;
  long double more = product_down(factor, x), sum = t->gain + more;
  t->gain = kr_lost_by_sum(t->gain, more, sum) < 0 ? sum * (1 - LDBL_EPSILON) : sum;
}

void kr_bound_cost(kr_bound_total *t, long double factor, double x) {
  if (!(factor > 0) || !(x > 0)) return;
  long double more = product_up(factor, fmax(x, KR_TINY)), sum = t->cost + more;
  t->cost = kr_lost_by_sum(t->cost, more, sum) > 0 ? sum * (1 + LDBL_EPSILON) : sum;
}

long double kr_less_up(long double whole, long double n, long double d) {
  long double q = n / d, back = q * d;
  if ((n - back) - lost_by_product(q, d, back) < 0) q *= 1 - LDBL_EPSILON;
  long double left = whole - q;
  return kr_lost_by_sum(whole, -q, left) > 0 ? nextafterl(left, INFINITY) : left;
}

double kr_bound_value(const kr_bound_total *t) {
  const long double micro = 1e6L;
  long double left = t->gain - t->cost;
  if (kr_lost_by_sum(t->gain, -t->cost, left) < 0) left = nextafterl(left, -INFINITY);
  double out = (double)(left / micro);
  for (;;) {
    long double back = (long double)out * micro;
    if (back < left || (back == left && lost_by_product(out, micro, back) <= 0)) return out;
    out = nextafter(out, -INFINITY);
  }
}
