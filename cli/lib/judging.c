#include "cli/lib/judging.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "instances/read_result.h"
#include "instances/read_summary.h"
#include "instances/summary_text.h"
#include "instances/write_reason.h"

/** A result and what it is said to be. */
typedef struct hearing {
  const kr_corridor *c;
  const char *folder;
  kr_allocation allocation;
  kr_claims claims;
} hearing;

/** Where a violation stands, as far as files know. */
static kr_place place_of(const kr_spot *spot, const hearing *h) {
  const kr_claims *claims = &h->claims;
  switch (spot->about) {
    case KR_ABOUT_LOT: {
      int32_t leg = (int32_t)h->allocation.lots[spot->index].first_leg + (spot->leg > 0 ? spot->leg - 1 : 0);
      return (kr_place){"allocation.csv", kr_lines_of(&claims->leg_lines, leg), 1};
    }
    case KR_ABOUT_SHIPMENT: return (kr_place){"shipment_result.csv", claims->shipments[spot->index].line, 1};
    case KR_ABOUT_RESOURCE:
      return (kr_place){spot->index / claims->n_days >= kr_first_quota(h->c) ? "quota_day.csv" : "resource_day.csv",
                        claims->day_line[spot->index], 1};
    case KR_ABOUT_FORWARDER:
      return (kr_place){KR_FORWARDER_FILE, claims->forwarders ? claims->forwarders[spot->index].line : 1, 1};
    case KR_ABOUT_TOTAL: return (kr_place){KR_SUMMARY_FILE, kr_summary_line(h->folder, spot->member), 1};
    case KR_ABOUT_PLAN: break;
  }
  return (kr_place){KR_SUMMARY_FILE, 1, 1};
}

/** The violations as messages about the folder's files. */
static void tell(kr_messages *messages, const kr_verdict *v, const hearing *h) {
  for (int64_t i = 0; i < v->n_violations && i < KR_VERDICT_TEXTS; ++i) {
    kr_place place = place_of(&v->spots[i], h);
    if (place.line < 1) place.line = 1;
    kr_messages_add(messages, KR_SEVERITY_ERROR, &place, "%s", v->violations[i]);
  }
}

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

/** What is said of each shipment, as the judge wants it. */
static kr_status spread_rows(const kr_corridor *c, const kr_claims *claims, kr_verify_row **rows) {
  *rows = kr_zeros((size_t)kr_n_shipments(c), sizeof **rows);
  if (!*rows) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    const kr_shipment_claim *claim = &claims->shipments[s];
    (*rows)[s] =
        (kr_verify_row){.is_given = claim->is_given,
                        .served = claim->status,
                        .reason = (uint8_t)kr_reason_kind(claim->reason),
                        .is_reason_odd = claim->reason && !kr_reason_is_formed(claim->reason, c, claims->is_static),
                        .first_arrival_min = claim->is_given ? claim->first_arrival_min : KR_NO_TIME,
                        .last_arrival_min = claim->is_given ? claim->last_arrival_min : KR_NO_TIME,
                        .transit_h = claim->transit_h,
                        .late_h = claim->late_h,
                        .cost_usd = claim->cost_usd,
                        .co2_kg = claim->co2_kg};
  }
  return KR_OK;
}

/** What fairness says of itself; all NULL without it. */
typedef struct fair_said {
  int64_t *target_kg;
  double *share_plain;
  kr_verify_fair fair;
} fair_said;

static kr_status spread_fair(const kr_corridor *c, const kr_claims *claims, fair_said *out) {
  size_t n = (size_t)kr_ids_count(c->forwarder_ids);
  if (!claims->forwarders) return KR_OK;
  out->target_kg = kr_zeros(n, sizeof *out->target_kg);
  out->share_plain = kr_zeros(n, sizeof *out->share_plain);
  if (!out->target_kg || !out->share_plain) return KR_ERR_MEMORY;
  for (size_t f = 0; f < n; ++f) {
    out->target_kg[f] = claims->forwarders[f].target_kg;
    out->share_plain[f] = claims->forwarders[f].share_plain;
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

static kr_status judge(kr_verdict *verdict, const hearing *h, double gap, kr_error *err) {
  const kr_claims *claims = &h->claims;
  int64_t *served = NULL, *unserved = NULL;
  kr_verify_floor *floors = NULL;
  kr_verify_row *rows = NULL;
  fair_said fair = {0};
  kr_status status = KR_OK;
  KR_TRY(spread_claims(h->c, claims, &served, &unserved));
  KR_TRY(spread_rows(h->c, claims, &rows));
  KR_TRY(spread_floors(h->c, claims, &floors));
  KR_TRY(spread_fair(h->c, claims, &fair));
  kr_verify_options options = {claims->plan, claims->is_static, claims->is_integer, fmin(gap, claims->gap_asked)};
  kr_verify_totals totals = totals_of(claims);
  kr_verify_claims said = {.objective = claims->objective,
                           .bound = claims->bound,
                           .gap = claims->gap,
                           .is_optimal = claims->is_optimal,
                           .is_unsettled = claims->is_fair && !claims->fairness.is_settled,
                           .served_kg = served,
                           .unserved_kg = unserved,
                           .rows = rows,
                           .totals = &totals,
                           .fair = floors ? &fair.fair : NULL,
                           .used = claims->used,
                           .capacity = claims->capacity,
                           .shadow_price = claims->shadow_price,
                           .floors = floors};
  KR_TRY(kr_verify(verdict, h->c, &options, &h->allocation, &said, err));
  status = kr_verdict_status(verdict, err);
done:
  free(served);
  free(unserved);
  free(floors);
  free(rows);
  free(fair.target_kg);
  free(fair.share_plain);
  return status;
}

kr_status kr_judge_quietly(kr_verdict *verdict, kr_said *said, kr_messages *messages, const kr_judged *what,
                           kr_error *err) {
  hearing h = {.c = what->corridor, .folder = what->folder};
  verdict->n_violations = 0;
  kr_status status = kr_result_read(&h.allocation, &h.claims, h.folder, h.c, messages, err);
  if (status == KR_ERR_INPUT) status = kr_fail(err, KR_ERR_VERIFY, "%s: the result's files are not in form", h.folder);
  if (said) *said = (kr_said){h.claims.bound, h.claims.gap, h.claims.is_integer};
  if (status == KR_OK) {
    status = judge(verdict, &h, what->gap, err);
    tell(messages, verdict, &h);
  }
  kr_allocation_clear(&h.allocation);
  kr_claims_clear(&h.claims);
  return status;
}

static void tell_change(kr_messages *messages, const kr_changed_input *file) {
  const kr_place place = {file->name, 1, 1};
  if (!file->then[0])
    kr_messages_add(messages, KR_SEVERITY_ERROR, &place, "was not there when this result was made; solve anew");
  else if (!file->now[0])
    kr_messages_add(messages, KR_SEVERITY_ERROR, &place, "is not there any more; put it back or solve anew");
  else
    kr_messages_add(messages, KR_SEVERITY_ERROR, &place,
                    "has changed since this result: SHA-256 was %.12s… and is %.12s…; put it back or solve anew",
                    file->then, file->now);
}

kr_status kr_judge_inputs(const kr_judged *what, const kr_inputs *inputs, kr_messages *messages, kr_error *err) {
  kr_changed_inputs changed;
  kr_status status = kr_summary_list_changed(what->folder, inputs, &changed, err);
  if (status != KR_OK || !changed.is_json) return status; /* kr_judge_quietly says what is wrong with it */
  if (!changed.is_told) {
    kr_messages_add(messages, KR_SEVERITY_ERROR, &(kr_place){KR_SUMMARY_FILE, 1, 1},
                    "inputs: not there; every result names the files it was made from");
    return kr_fail(err, KR_ERR_VERIFY, "%s: does not say what it was made from", what->folder);
  }
  for (int32_t i = 0; i < changed.n; ++i) tell_change(messages, &changed.files[i]);
  if (changed.n == 0) return KR_OK;
  return kr_fail(err, KR_ERR_VERIFY, "%s: of another instance than this; %d of its files changed", what->folder,
                 (int)changed.n);
}
