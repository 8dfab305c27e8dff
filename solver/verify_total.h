#ifndef KR_SOLVER_VERIFY_TOTAL_H
#define KR_SOLVER_VERIFY_TOTAL_H

#include <stdint.h>

/**
 * The sum that a bound is: what is gained is never counted too high, what it costs never too low. In millionths of
 * weighted tonne-hours, so that kilograms and millionths of units are whole factors.
 */
typedef struct kr_bound_total {
  long double gain, cost;
} kr_bound_total;

/** Adds factor * x, both >= 0, to what is gained, or to what it costs. */
void kr_bound_gain(kr_bound_total *t, long double factor, double x);
void kr_bound_cost(kr_bound_total *t, long double factor, double x);

/** The bound in weighted tonne-hours, rounded down. */
double kr_bound_value(const kr_bound_total *t);

/** At least `whole` less Σ: takes off at most n / d, n and d whole. */
long double kr_less_up(long double whole, long double n, long double d);

#endif
