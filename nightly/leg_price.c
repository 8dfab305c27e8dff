#include "nightly/leg_price.h"

static double price_leg(const kr_corridor *c, const kr_timetable *t, int32_t cargo, const kr_leg *leg,
                        const double *shadow_price) {
  kr_span span = kr_leg_resources(c, leg);
  int32_t day = kr_day_of(c, t, leg->depart_min);
  double sum = 0;
  for (int32_t i = 0; i < span.count && day >= 0; i++) {
    int32_t r = c->resource_lists[span.first + i];
    sum += shadow_price[(int64_t)r * t->n_days + day] / kr_decimal_value(kr_t_per_unit(c, cargo, r));
  }
  return sum;
}

double kr_legs_price(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const kr_lot *lot,
                     const double *shadow_price) {
  double sum = 0;
  for (int32_t i = 0; i < lot->n_legs; i++)
    sum += price_leg(c, t, c->shipments[lot->shipment].cargo, &a->legs[lot->first_leg + (size_t)i], shadow_price);
  return sum;
}
