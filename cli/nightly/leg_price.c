#include "cli/nightly/leg_price.h"

#include <string.h>

/** A lot, and whose prices. */
typedef struct pricing {
  const kr_corridor *c, *priced;
  const kr_timetable *t;
  int32_t shipment;
  const double *shadow_price;
} pricing;

/** Both have the network and number it alike, but only those who ship have quotas; KR_NONE where there is no such. */
static int32_t same_resource(const pricing *p, int32_t r) {
  if (r < kr_first_quota(p->c)) return r;
  const char *id = kr_ids_text(p->c->resource_ids, r);
  return kr_ids_find(p->priced->resource_ids, id, strlen(id));
}

static double price_leg(const pricing *p, const kr_leg *leg) {
  const kr_corridor *c = p->c;
  kr_span span = kr_leg_resources(c, leg);
  int32_t day = kr_day_of(c, p->t, leg->depart_min), cargo = c->shipments[p->shipment].cargo;
  double sum = 0;
  for (int32_t i = 0; i < span.count && day >= 0; i++) {
    int32_t r = c->resource_lists[span.first + i], same = same_resource(p, r);
    if (same < 0 || !kr_counts_on(c, kr_rank_of(c, p->shipment), r)) continue;
    sum += p->shadow_price[(int64_t)same * p->t->n_days + day] / kr_decimal_value(kr_t_per_unit(c, cargo, r));
  }
  return sum;
}

double kr_legs_price(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const kr_lot *lot,
                     const kr_corridor *priced, const double *shadow_price) {
  pricing p = {c, priced, t, lot->shipment, shadow_price};
  double sum = 0;
  for (int32_t i = 0; i < lot->n_legs; i++) sum += price_leg(&p, &a->legs[lot->first_leg + (size_t)i]);
  return sum;
}
