#ifndef KR_NIGHTLY_QUOTE_INTERNAL_H
#define KR_NIGHTLY_QUOTE_INTERNAL_H

#include "cli/nightly/night_internal.h"
#include "cli/nightly/quote.h"

/** Reads the shipment that is asked about, by the rules of a submission. @param folder empty; receives shipment.csv */
kr_status kr_quote_take(kr_submission *ask, const kr_quote_request *q, const char *folder, kr_messages *messages,
                        kr_error *err);

/**
 * What the route is worth to others: Σ over the legs of the shipment's lots of the units used times their shadow price
 * in the LP of all that waits tonight, around all that is promised and without this shipment; weighted tonne-hours.
 * By duality the LP's optimum for those who wait rises by at least that much where the shipment takes its place before
 * them, and by just that while the prices hold. 0 where nothing waits.
 * @param n tonight as it stands, not filled yet; @param folder empty
 */
kr_status kr_quote_price(kr_quoted *quote, kr_night *n, const char *folder, kr_error *err);

#endif
