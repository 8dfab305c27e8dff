#include "cli/lib/spread_claims.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "instances/write_reason.h"

/** Totals of shipment_result.csv; a shipment without a row counts as claimed at -1. */
static kr_status spread_totals(kr_spread_claims *out, const kr_corridor *c, const kr_claims *claims) {
  size_t n = (size_t)kr_n_shipments(c);
  out->served_kg = kr_zeros(n, sizeof *out->served_kg);
  out->unserved_kg = kr_zeros(n, sizeof *out->unserved_kg);
  if (!out->served_kg || !out->unserved_kg) return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s) {
    const kr_shipment_claim *claim = &claims->shipments[s];
    out->served_kg[s] = claim->is_given ? claim->served_kg : -1;
    out->unserved_kg[s] = claim->is_given ? claim->unserved_kg : -1;
  }
  return KR_OK;
}

static kr_verify_row row_of(const kr_shipment_claim *claim, const kr_corridor *c, bool is_static) {
  return (kr_verify_row){.is_given = claim->is_given,
                         .served = claim->status,
                         .reason = (uint8_t)kr_reason_kind(claim->reason),
                         .is_reason_odd = claim->reason && !kr_reason_is_formed(claim->reason, c, is_static),
                         .first_arrival_min = claim->is_given ? claim->first_arrival_min : KR_NO_TIME,
                         .last_arrival_min = claim->is_given ? claim->last_arrival_min : KR_NO_TIME,
                         .transit_h = claim->transit_h,
                         .late_h = claim->late_h,
                         .cost_usd = claim->cost_usd,
                         .co2_kg = claim->co2_kg};
}

/** What is said of each shipment. */
static kr_status spread_rows(kr_spread_claims *out, const kr_corridor *c, const kr_claims *claims) {
  out->rows = kr_zeros((size_t)kr_n_shipments(c), sizeof *out->rows);
  if (!out->rows) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) out->rows[s] = row_of(&claims->shipments[s], c, claims->is_static);
  return KR_OK;
}

/** Rows of forwarder.csv, and what fairness says of itself. */
static kr_status spread_fairness(kr_spread_claims *out, const kr_corridor *c, const kr_claims *claims) {
  if (!claims->forwarders) return KR_OK;
  size_t n = (size_t)kr_ids_count(c->forwarder_ids);
  out->floors = kr_zeros(n, sizeof *out->floors);
  out->target_kg = kr_zeros(n, sizeof *out->target_kg);
  out->share_plain = kr_zeros(n, sizeof *out->share_plain);
  if (!out->floors || !out->target_kg || !out->share_plain) return KR_ERR_MEMORY;
  for (size_t f = 0; f < n; ++f) {
    const kr_forwarder_claim *claim = &claims->forwarders[f];
    out->floors[f] = (kr_verify_floor){claim->asked_kg, claim->served_kg, claim->floor_kg, claim->share, claim->price};
    out->target_kg[f] = claim->target_kg;
    out->share_plain[f] = claim->share_plain;
  }
  const kr_fair_claim *said = &claims->fairness;
  out->fair = (kr_verify_fair){out->target_kg,        out->share_plain, said->plain_t,
                               said->plain_objective, said->price_t_h,  said->short_t};
  return KR_OK;
}

static kr_verify_totals totals_of(const kr_claims *claims) {
  const kr_counts *n = &claims->counts;
  return (kr_verify_totals){claims->served_t,
                            claims->unserved_t,
                            claims->transit_tonne_h,
                            claims->late_t,
                            n->shipments,
                            n->served,
                            n->partial,
                            n->unserved,
                            n->late,
                            n->lots,
                            n->legs,
                            n->priced};
}

kr_status kr_spread_claims_lay(kr_spread_claims *out, const kr_corridor *c, const kr_claims *claims) {
  kr_status status;
  *out = (kr_spread_claims){.totals = totals_of(claims)};
  KR_TRY(spread_totals(out, c, claims));
  KR_TRY(spread_rows(out, c, claims));
  KR_TRY(spread_fairness(out, c, claims));
  out->said = (kr_verify_claims){.objective = claims->objective,
                                 .bound = claims->bound,
                                 .gap = claims->gap,
                                 .is_optimal = claims->is_optimal,
                                 .is_unsettled = claims->is_fair && !claims->fairness.is_settled,
                                 .served_kg = out->served_kg,
                                 .unserved_kg = out->unserved_kg,
                                 .rows = out->rows,
                                 .totals = &out->totals,
                                 .fair = out->floors ? &out->fair : NULL,
                                 .used = claims->used,
                                 .capacity = claims->capacity,
                                 .shadow_price = claims->shadow_price,
                                 .floors = out->floors};
done:
  return status;
}

void kr_spread_claims_clear(kr_spread_claims *x) {
  free(x->served_kg);
  free(x->unserved_kg);
  free(x->rows);
  free(x->floors);
  free(x->target_kg);
  free(x->share_plain);
}
