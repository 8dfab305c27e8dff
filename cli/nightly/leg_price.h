#ifndef KR_NIGHTLY_LEG_PRICE_H
#define KR_NIGHTLY_LEG_PRICE_H

#include "graph/result.h"

/**
 * What a tonne of a lot takes of what others would use: Σ over its legs of units used times their shadow price.
 * @param lot of `a`, of `c` under `t`
 * @param shadow_price [resource * n_days + day] of `priced`: the same network, and the quotas of those who ship there
 * @return weighted hours per tonne
 */
double kr_legs_price(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const kr_lot *lot,
                     const kr_corridor *priced, const double *shadow_price);

#endif
