#ifndef KR_LIB_SPREAD_CLAIMS_H
#define KR_LIB_SPREAD_CLAIMS_H

#include "instances/read_result.h"
#include "solver/verify.h"

/** What a result folder says of itself, laid out as the judge wants it. Points into itself: not to be copied. */
typedef struct kr_spread_claims {
  kr_verify_claims said; /**< borrows the rest, and the claims it was made from */
  kr_verify_totals totals;
  kr_verify_fair fair;
  int64_t *served_kg, *unserved_kg; /**< [shipments] -1 where there is no row */
  kr_verify_row *rows;              /**< [shipments] */
  kr_verify_floor *floors;          /**< [forwarders] these three: NULL without fairness */
  int64_t *target_kg;
  double *share_plain;
} kr_spread_claims;

/**
 * @param out    to be cleared in any case
 * @param claims borrowed by out
 * @return KR_ERR_MEMORY
 */
kr_status kr_spread_claims_lay(kr_spread_claims *out, const kr_corridor *c, const kr_claims *claims);
void kr_spread_claims_clear(kr_spread_claims *x);

#endif
