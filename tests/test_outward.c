#include <criterion/criterion.h>
#include <math.h>

#include "solver/outward.h"
#include "solver/verify_total.h"
#include "tests/random_corridor.h"

/*
 * Never on the wrong side, exact where that is possible, and never far off: against the next wider format, in which
 * sums of two doubles of near size and products of two short ones are exact.
 */

/* 1 … 2^53 times a power of two between 2^-20 and 2^20. */
static double draw_double(luck *l) {
  double x = 1 + draw(l, 1 << 30) + (double)draw(l, 1 << 22) * (1 << 30);
  return ldexp(x, draw(l, 41) - 60);
}

Test(outward, sums_are_not_above_the_truth) {
  luck l = luck_of(1);
  for (int i = 0; i < 200000; i++) {
    double x = draw_double(&l), y = draw_double(&l), sum = kr_sum_down(x, y);
    double lost = (double)kr_lost_by_sum((long double)x, (long double)y, (long double)x + (long double)y);
    cr_assert((long double)sum <= (long double)x + (long double)y + fminl(0, lost), "%a + %a", x, y);
    cr_assert_geq(sum, fmax(x, y));
    cr_assert_geq(sum, (x + y) * (1 - 4 * DBL_EPSILON));
  }
  cr_assert_eq(kr_sum_down(0.5, 1549296), 1549296.5);
  cr_assert_eq(kr_sum_down(1, ldexp(1, -60)), 1);
  cr_assert_eq(kr_sum_down(0, INFINITY), INFINITY);
}

/* Of 26 bits each, so that the product is a double: nothing may be taken off. */
Test(outward, products_are_exact_where_they_can_be) {
  luck l = luck_of(2);
  for (int i = 0; i < 100000; i++) {
    double x = draw(&l, 1 << 26), y = draw(&l, 1 << 26);
    cr_assert_eq(kr_product_down(x, y), x * y);
    cr_assert_eq(kr_quotient_down(x * y, fmax(1, y)), y > 0 ? x : 0);
  }
}

Test(outward, products_and_quotients_are_not_above_the_truth) {
  luck l = luck_of(3);
  for (int i = 0; i < 200000; i++) {
    double x = draw_double(&l), y = draw_double(&l), product = kr_product_down(x, y), q = kr_quotient_down(x, y);
    cr_assert_leq(fma(-x, y, product), 0, "%a * %a", x, y); /* one rounding, which keeps the sign */
    cr_assert_leq(fma(q, y, -x), 0, "%a / %a", x, y);
    cr_assert_geq(product, x * y * (1 - 2 * DBL_EPSILON));
    cr_assert_geq(q, x / y * (1 - 2 * DBL_EPSILON));
  }
  cr_assert_eq(kr_product_down(1e-200, 1e-200), 0);
}

/* 0.1 is no double: the next below it. 1.25 is one. */
Test(outward, decimals_are_not_above_what_is_written) {
  cr_assert_eq(kr_decimal_down(1250000), 1.25);
  cr_assert_leq(fma(kr_decimal_down(100000), 1e6, -100000), 0);
  cr_assert_geq(kr_decimal_down(100000), 0.1 * (1 - 2 * DBL_EPSILON));
  cr_assert_lt(kr_decimal_down(INT64_MAX), 9223372036854.7758);
}

/* 3 kg at 0.1 h a tonne, thirty times over, less what a tonne and a half at 1 costs: 3000 * 30 * 0.1 - 1.5e6
 * millionths. */
Test(outward, totals_are_not_above_the_truth) {
  kr_bound_total t = {0};
  for (int i = 0; i < 30; i++) kr_bound_gain(&t, 3000, 0.1);
  cr_assert_leq(kr_bound_value(&t), 9000e-6);
  cr_assert_geq(kr_bound_value(&t), 9000e-6 * (1 - 1e-15));
  kr_bound_cost(&t, 1500000, 1);
  cr_assert_float_eq(kr_bound_value(&t), -1.491, 1e-15);
  cr_assert_leq(kr_bound_value(&t), -1.491);
}

Test(outward, whole_totals_stay_whole) {
  kr_bound_total t = {0};
  kr_bound_gain(&t, 1e6L, 1549300.5);
  kr_bound_cost(&t, 4.5e6L, 1);
  cr_assert_eq(kr_bound_value(&t), 1549296);
}

/* A third of a unit is taken off three times. */
Test(outward, what_is_left_is_not_below_the_truth) {
  long double left = 1e6L;
  for (int i = 0; i < 3; i++) left = kr_less_up(left, 1e6L, 3);
  cr_assert_geq(left, 0);
  cr_assert_leq(left, 1e-9L);
  cr_assert_eq(kr_less_up(10, 6, 2), 7);
}
