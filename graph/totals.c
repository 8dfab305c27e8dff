#include "graph/totals.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define PART_90 0.9

/** A lot's hours on the way. */
typedef struct ride {
  int32_t group;
  double hours;
  int64_t kg;
} ride;

static int compare_rides(const void *a, const void *b) {
  const ride *x = a, *y = b;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  if (x->hours != y->hours) return x->hours < y->hours ? -1 : 1;
  return x->kg < y->kg ? -1 : x->kg > y->kg;
}

static void set_p90(kr_totals *totals, const ride *rides, size_t n) {
  for (size_t first = 0, last; first < n; first = last) {
    int64_t kg = 0, so_far = 0;
    for (last = first; last < n && rides[last].group == rides[first].group; ++last) kg += rides[last].kg;
    size_t i = first;
    for (; i + 1 < last && (double)(so_far += rides[i].kg) < PART_90 * (double)kg; ++i) continue;
    totals[rides[first].group].p90_h = rides[i].hours;
  }
}

static kr_status find_p90(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const int32_t *group,
                          kr_totals *totals) {
  ride *rides = kr_zeros(a->n_lots, sizeof *rides);
  size_t n = 0;
  if (!rides) return KR_ERR_MEMORY;
  for (size_t i = 0; i < a->n_lots; ++i) {
    int32_t g = group ? group[a->lots[i].shipment] : 0;
    if (g != KR_NONE) rides[n++] = (ride){g, kr_lot_hours(c, t, a, &a->lots[i]), a->lots[i].quantity_kg};
  }
  if (n > 1) qsort(rides, n, sizeof *rides, compare_rides);
  set_p90(totals, rides, n);
  free(rides);
  return KR_OK;
}

static void add_shipment(const kr_corridor *c, const kr_result *r, int32_t s, const kr_tally *tally, kr_totals *sum) {
  const kr_shipment *sh = &c->shipments[s];
  double asked_t = (double)sh->quantity_kg * 1e-3, served_t = (double)tally->served_kg * 1e-3;
  double late_factor = kr_decimal_value(c->late_factor), stays_t = asked_t - served_t;
  sum->n_shipments++;
  sum->asked_t += asked_t;
  sum->served_t += served_t;
  sum->hours_t_h += tally->hours_kg_h * 1e-3;
  sum->late_t_h += tally->late_kg_h * 1e-3;
  sum->weighted_t_h += kr_decimal_value(sh->weight) * ((tally->hours_kg_h + late_factor * tally->late_kg_h) * 1e-3 +
                                                       kr_decimal_value(c->unserved_uh) * stays_t);
  sum->cost_usd += tally->cost_usd;
  sum->co2_t += tally->co2_kg * 1e-3;
  sum->stays_t[r->reason[s]] += stays_t;
  sum->n_late += tally->late_kg > 0;
  sum->late_t += (double)tally->late_kg * 1e-3;
  sum->n_served += tally->served_kg == sh->quantity_kg;
  sum->n_partial += tally->served_kg > 0 && tally->served_kg < sh->quantity_kg;
  sum->n_unserved += tally->served_kg == 0;
}

kr_status kr_totals_sum(const kr_corridor *c, const kr_timetable *t, const kr_result *r, const int32_t *group,
                        int32_t n_groups, kr_totals *totals) {
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(c), sizeof *tally);
  if (!tally) return KR_ERR_MEMORY;
  memset(totals, 0, (size_t)n_groups * sizeof *totals);
  kr_tally_sum(c, t, &r->allocation, tally, NULL);
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    int32_t g = group ? group[s] : 0;
    if (g != KR_NONE) add_shipment(c, r, s, &tally[s], &totals[g]);
  }
  free(tally);
  return find_p90(c, t, &r->allocation, group, totals);
}
