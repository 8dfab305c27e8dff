#include "cli/lib/judging.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "instances/read_result.h"

/** Totals of shipment_result.csv as the judge wants them; a shipment without a row counts as claimed at -1. */
static kr_status spread_claims(const kr_corridor *c, const kr_claims *claims, int64_t **served, int64_t **unserved) {
  size_t n = (size_t)kr_n_shipments(c);
  *served = kr_zeros(n, sizeof **served);
  *unserved = kr_zeros(n, sizeof **unserved);
  if (!*served || !*unserved) return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s) {
    const kr_shipment_claim *claim = &claims->shipments[s];
    (*served)[s] = claim->is_given ? claim->served_kg : -1;
    (*unserved)[s] = claim->is_given ? claim->unserved_kg : -1;
  }
  return KR_OK;
}

/** Rows of forwarder.csv as the judge wants them; NULL without fairness. */
static kr_status spread_floors(const kr_corridor *c, const kr_claims *claims, kr_verify_floor **floors) {
  if (!claims->forwarders) return KR_OK;
  *floors = kr_zeros((size_t)kr_ids_count(c->forwarder_ids), sizeof **floors);
  if (!*floors) return KR_ERR_MEMORY;
  for (int32_t f = 0; f < kr_ids_count(c->forwarder_ids); ++f) {
    const kr_forwarder_claim *claim = &claims->forwarders[f];
    (*floors)[f] = (kr_verify_floor){claim->asked_kg, claim->served_kg, claim->floor_kg, claim->share, claim->price};
  }
  return KR_OK;
}

static kr_status judge(kr_verdict *verdict, const kr_corridor *c, const kr_allocation *a, const kr_claims *claims,
                       double gap, kr_error *err) {
  int64_t *served = NULL, *unserved = NULL;
  kr_verify_floor *floors = NULL;
  kr_status status = KR_OK;
  KR_TRY(spread_claims(c, claims, &served, &unserved));
  KR_TRY(spread_floors(c, claims, &floors));
  kr_verify_options options = {claims->plan, claims->is_static, claims->is_integer, gap};
  kr_verify_claims said = {.objective = claims->objective,
                           .bound = claims->bound,
                           .gap = claims->gap,
                           .is_optimal = claims->is_optimal,
                           .served_kg = served,
                           .unserved_kg = unserved,
                           .totals_t = (const double[]){claims->served_t, claims->unserved_t},
                           .used = claims->used,
                           .shadow_price = claims->has_prices ? claims->shadow_price : NULL,
                           .floors = floors};
  KR_TRY(kr_verify(verdict, c, &options, a, &said, err));
  status = kr_verdict_status(verdict, err);
done:
  free(served);
  free(unserved);
  free(floors);
  return status;
}

kr_status kr_judge_quietly(kr_verdict *verdict, kr_messages *messages, const kr_judged *what, kr_error *err) {
  kr_allocation allocation = {0};
  kr_claims claims = {0};
  verdict->n_violations = 0;
  kr_status status = kr_result_read(&allocation, &claims, what->folder, what->corridor, messages, err);
  if (status == KR_ERR_INPUT)
    status = kr_fail(err, KR_ERR_VERIFY, "%s: the result's files are not in form", what->folder);
  else if (status == KR_OK)
    status = judge(verdict, what->corridor, &allocation, &claims, what->gap, err);
  kr_allocation_clear(&allocation);
  kr_claims_clear(&claims);
  return status;
}
