#include "cli/report/facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "instances/write_reason.h"
#include "solver/pricing.h"

#define FULL (1 - 1e-4)

/* ---- the best route of each shipment alone on the network ---- */

/** One pass of pricing without tolls that lets no route in. */
static kr_status price_alone(const kr_facts *f, const kr_timeline *line, double *cost, kr_error *err) {
  const kr_corridor *c = f->corridor;
  size_t n = (size_t)kr_n_shipments(c);
  kr_columns *pool = NULL;
  kr_pricing *pricing = NULL;
  kr_status status = KR_OK;
  double *asked_t = kr_zeros(n, sizeof *asked_t), *limit = kr_zeros(n, sizeof *limit);
  double *with_due = kr_zeros(n, sizeof *with_due);
  int32_t *arrival = kr_zeros(n, sizeof *arrival);
  if (!asked_t || !limit || !with_due || !arrival) KR_TRY(kr_fail_memory(err));
  for (size_t s = 0; s < n; ++s) asked_t[s] = (double)c->shipments[s].quantity_kg * 1e-3;
  for (size_t s = 0; s < n; ++s) limit[s] = -INFINITY;
  KR_TRY(kr_columns_create(&pool, line, err));
  KR_TRY(kr_pricing_create(&pricing, line, asked_t, 0, err));
  kr_pass pass = {.limit = limit, .cost = line->is_static ? cost : with_due, .arrival = arrival};
  if (!line->is_static) pass.least = cost;
  KR_TRY(kr_pricing_run(pricing, pool, &pass, err));
done:
  kr_pricing_free(pricing);
  kr_columns_free(pool);
  free(asked_t);
  free(limit);
  free(with_due);
  free(arrival);
  return status;
}

static kr_status find_ideals(kr_facts *f, kr_error *err) {
  kr_network *network = NULL;
  kr_timeline *line = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_network_create(&network, f->corridor, err));
  KR_TRY(kr_timeline_create(&line, f->corridor, f->timetable, network, err));
  KR_TRY(price_alone(f, line, f->ideal_h, err));
  for (int32_t s = 0; s < kr_n_shipments(f->corridor); ++s)
    f->ideal_h[s] /= kr_decimal_value(f->corridor->shipments[s].weight);
done:
  kr_timeline_free(line);
  kr_network_free(network);
  return status;
}

/* ---- all of it ---- */

static void read_reasons(kr_facts *f) {
  for (int32_t s = 0; s < kr_n_shipments(f->corridor); ++s)
    f->reason[s] = (uint8_t)kr_reason_kind(f->claims->shipments[s].reason);
}

static kr_status add_up(kr_facts *f, kr_error *err) {
  const kr_allocation *a = f->allocation;
  const kr_result result = {.allocation = *a, .reason = f->reason};
  for (size_t i = 0; i < a->n_lots; ++i) f->lot_h[i] = kr_lot_hours(f->corridor, f->timetable, a, &a->lots[i]);
  kr_status status = kr_totals_sum(f->corridor, f->timetable, &result, NULL, 1, &f->totals);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

kr_status kr_facts_find(kr_facts *facts, const kr_corridor *c, const kr_allocation *a, const kr_claims *claims,
                        kr_error *err) {
  size_t n = (size_t)kr_n_shipments(c);
  kr_status status = KR_OK;
  *facts = (kr_facts){.corridor = c, .allocation = a, .claims = claims};
  facts->lot_h = kr_zeros(a->n_lots, sizeof *facts->lot_h);
  facts->ideal_h = kr_zeros(n, sizeof *facts->ideal_h);
  facts->reason = kr_zeros(n, sizeof *facts->reason);
  if (!facts->lot_h || !facts->ideal_h || !facts->reason) return kr_fail_memory(err);
  KR_TRY(
      kr_timetable_create(&facts->timetable, c, claims->plan, claims->is_static ? KR_VIEW_STATIC : KR_VIEW_DATED, err));
  read_reasons(facts);
  KR_TRY(add_up(facts, err));
  KR_TRY(find_ideals(facts, err));
done:
  return status;
}

void kr_facts_clear(kr_facts *facts) {
  kr_timetable_free(facts->timetable);
  free(facts->lot_h);
  free(facts->ideal_h);
  free(facts->reason);
  memset(facts, 0, sizeof *facts);
}

/* ---- resources ---- */

double kr_facts_utilisation(const kr_facts *facts, int32_t resource, int32_t day) {
  int64_t at = (int64_t)resource * facts->claims->n_days + day;
  double capacity = facts->claims->capacity[at], used = facts->claims->used[at];
  if (isnan(capacity) || !(used > 0)) return 0;
  return capacity > 0 ? used / capacity : INFINITY;
}

static kr_tightness measure(const kr_facts *f, int32_t resource) {
  const kr_claims *claims = f->claims;
  kr_tightness out = {.resource = resource};
  for (int32_t d = 0; d < claims->n_days; ++d) {
    int64_t at = (int64_t)resource * claims->n_days + d;
    if (isnan(claims->capacity[at])) continue;
    out.capacity += claims->capacity[at];
    out.used += claims->used[at];
    out.worth += claims->shadow_price[at] * claims->capacity[at];
    out.n_open += claims->capacity[at] > 0;
    out.n_full += claims->capacity[at] > 0 && claims->used[at] >= claims->capacity[at] * FULL;
    if (claims->shadow_price[at] <= out.peak) continue;
    out.peak = claims->shadow_price[at];
    out.peak_day = d;
  }
  return out;
}

static int compare_tightness(const void *a, const void *b) {
  const kr_tightness *x = a, *y = b;
  if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
  if (x->n_full != y->n_full) return x->n_full > y->n_full ? -1 : 1;
  double of_x = x->capacity > 0 ? x->used / x->capacity : 0, of_y = y->capacity > 0 ? y->used / y->capacity : 0;
  if (of_x != of_y) return of_x > of_y ? -1 : 1;
  return x->resource < y->resource ? -1 : x->resource > y->resource;
}

int32_t kr_facts_tightest(const kr_facts *facts, kr_tightness *list) {
  int32_t n = 0;
  for (int32_t r = 0; r < kr_n_resources(facts->corridor); ++r) {
    kr_tightness t = measure(facts, r);
    if (t.capacity > 0 || t.used > 0) list[n++] = t;
  }
  if (n > 1) qsort(list, (size_t)n, sizeof *list, compare_tightness);
  return n;
}
