#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/verify_judge.h"

/* A share is written with six decimals. */
static const double same_share = 1e-6;

static void add_up(const kr_judge *j, int64_t *asked_kg, int64_t *served_kg) {
  for (int32_t s = 0; s < kr_n_shipments(j->c); s++) {
    kr_count_kg(&asked_kg[j->c->shipments[s].forwarder], j->c->shipments[s].quantity_kg);
    kr_count_kg(&served_kg[j->c->shipments[s].forwarder], j->served_kg[s]);
  }
}

static bool judge_floor(kr_judge *j, int32_t forwarder, const kr_verify_floor *floor, int64_t asked, int64_t served) {
  const char *id = kr_ids_text(j->c->forwarder_ids, forwarder);
  double share = asked > 0 ? (double)served / (double)asked : 1.0;
  if (floor->asked_kg != asked)
    kr_judge_complain(j, kr_spot_forwarder(forwarder), "forwarder %s: said to ask %lld kg but its shipments are %lld",
                      id, (long long)floor->asked_kg, (long long)asked);
  if (floor->served_kg != served)
    kr_judge_complain(j, kr_spot_forwarder(forwarder),
                      "forwarder %s: said to be served %lld kg but its lots carry %lld", id,
                      (long long)floor->served_kg, (long long)served);
  if (!(fabs(floor->share - share) <= same_share))
    kr_judge_complain(j, kr_spot_forwarder(forwarder), "forwarder %s: its share is said to be %.6f but is %.6f", id,
                      floor->share, share);
  if (served < floor->floor_kg)
    kr_judge_complain(j, kr_spot_forwarder(forwarder), "forwarder %s: served %lld kg, less than its floor of %lld", id,
                      (long long)served, (long long)floor->floor_kg);
  bool is_price = floor->price >= 0 && isfinite(floor->price);
  if (!is_price)
    kr_judge_complain(j, kr_spot_forwarder(forwarder), "forwarder %s: floor price %g; it must be 0 or more", id,
                      floor->price);
  return floor->asked_kg == asked && served >= floor->floor_kg && is_price;
}

static void judge_number(kr_judge *j, const char *member, double said, double found, double slack) {
  if (fabs(said - found) <= slack + 1e-12 * fmax(1, fabs(found))) return;
  kr_judge_complain(j, kr_spot_total(member), "%s: said to be %.12g but is %.12g", member, said, found);
}

/* The plain plan is not there to be judged: what is said of it must agree with itself. */
static void judge_fair(kr_judge *j, const kr_verify_claims *claims) {
  const kr_verify_fair *fair = claims->fair;
  double short_kg = 0, plain_kg = 0, asked_kg = 0;
  for (int32_t f = 0; f < kr_ids_count(j->c->forwarder_ids); f++) {
    const kr_verify_floor *floor = &claims->floors[f];
    if (fair->target_kg[f] < floor->floor_kg)
      kr_judge_complain(j, kr_spot_forwarder(f), "forwarder %s: its target of %lld kg is less than its floor of %lld",
                        kr_ids_text(j->c->forwarder_ids, f), (long long)fair->target_kg[f], (long long)floor->floor_kg);
    short_kg += (double)(fair->target_kg[f] - floor->floor_kg);
    plain_kg += fair->share_plain[f] * (double)floor->asked_kg;
    asked_kg += (double)floor->asked_kg;
  }
  judge_number(j, "fairness.short_t", fair->short_t, short_kg / 1000, 0);
  judge_number(j, "fairness.served_plain_t", fair->plain_t, plain_kg / 1000, same_share * asked_kg / 1000);
  judge_number(j, "fairness.price_tonne_hours", fair->price_t_h, claims->objective - fair->plain_objective,
               1e-12 * fabs(claims->objective));
}

kr_status kr_judge_floors(kr_judge *j, const kr_verify_claims *claims, bool *good, kr_error *err) {
  const kr_verify_floor *floors = claims->floors;
  size_t n = (size_t)kr_ids_count(j->c->forwarder_ids);
  *good = true;
  if (!floors) return KR_OK;
  int64_t *kg = kr_zeros(2 * n, sizeof *kg);
  if (!kg) return kr_fail_memory(err);
  add_up(j, kg, kg + n);
  for (size_t f = 0; f < n; f++) *good = judge_floor(j, (int32_t)f, &floors[f], kg[f], kg[n + f]) && *good;
  free(kg);
  if (claims->fair) judge_fair(j, claims);
  return KR_OK;
}
