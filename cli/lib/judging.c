#include "cli/lib/judging.h"

#include <math.h>

#include "cli/lib/spread_claims.h"
#include "instances/read_result.h"
#include "instances/read_summary.h"
#include "instances/summary_text.h"

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

static kr_status judge(kr_verdict *verdict, const hearing *h, double gap, kr_error *err) {
  const kr_claims *claims = &h->claims;
  kr_verify_options options = {claims->plan, claims->is_static, claims->is_integer, fmin(gap, claims->gap_asked)};
  kr_spread_claims spread;
  kr_status status;
  KR_TRY(kr_spread_claims_lay(&spread, h->c, claims));
  KR_TRY(kr_verify(verdict, h->c, &options, &h->allocation, &spread.said, err));
  status = kr_verdict_status(verdict, err);
done:
  if (status == KR_ERR_MEMORY) kr_fail_memory(err);
  kr_spread_claims_clear(&spread);
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
