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
    kr_judge_complain(j, "forwarder %s: said to ask %lld kg but its shipments are %lld", id, (long long)floor->asked_kg,
                      (long long)asked);
  if (floor->served_kg != served)
    kr_judge_complain(j, "forwarder %s: said to be served %lld kg but its lots carry %lld", id,
                      (long long)floor->served_kg, (long long)served);
  if (!(fabs(floor->share - share) <= same_share))
    kr_judge_complain(j, "forwarder %s: its share is said to be %.6f but is %.6f", id, floor->share, share);
  if (served < floor->floor_kg)
    kr_judge_complain(j, "forwarder %s: served %lld kg, less than its floor of %lld", id, (long long)served,
                      (long long)floor->floor_kg);
  bool is_price = floor->price >= 0 && isfinite(floor->price);
  if (!is_price) kr_judge_complain(j, "forwarder %s: floor price %g; it must be 0 or more", id, floor->price);
  return floor->asked_kg == asked && served >= floor->floor_kg && is_price;
}

kr_status kr_judge_floors(kr_judge *j, const kr_verify_floor *floors, bool *good, kr_error *err) {
  size_t n = (size_t)kr_ids_count(j->c->forwarder_ids);
  *good = true;
  if (!floors) return KR_OK;
  int64_t *kg = kr_zeros(2 * n, sizeof *kg);
  if (!kg) return kr_fail_memory(err);
  add_up(j, kg, kg + n);
  for (size_t f = 0; f < n; f++) *good = judge_floor(j, (int32_t)f, &floors[f], kg[f], kg[n + f]) && *good;
  free(kg);
  return KR_OK;
}
