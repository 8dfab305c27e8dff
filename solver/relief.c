#include "solver/relief.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "graph/variant.h"
#include "solver/scenario.h"

#define MOST 4.0   /* times the need: beyond that others take what is added */
#define LESS 0.95  /* of the relief must not suffice */
#define CLOSE 0.97 /* how near the two solves around it are brought before */
#define MOST_TRIALS 40
#define SNAP 1e-9       /* a number of units this far above a whole one is that one */
#define ROUNDING_H 1e-4 /* mean hours late: a kilogram of ten tonnes by a day is no lateness */

bool kr_relief_is_late(const kr_tally *tally) { return tally->late_kg_h > ROUNDING_H * (double)tally->served_kg; }

static kr_status is_served(const kr_relief_case *q, const kr_variant *v, bool *served, kr_error *err) {
  kr_scenario one = {.corridor = &v->corridor, .settings = *q->settings, .from = -1};
  one.settings.plan = v->plan;
  kr_status status = kr_scenarios_solve(&one, 1, 1, err);
  kr_tally *tally = kr_zeros((size_t)kr_n_shipments(q->corridor), sizeof *tally);
  if (status == KR_OK && !tally) status = kr_fail_memory(err);
  if (status == KR_OK) {
    kr_tally_sum(&v->corridor, one.solution->timetable, &one.solution->result.allocation, tally, NULL);
    const kr_tally *own = &tally[q->shipment];
    *served =
        own->served_kg == q->corridor->shipments[q->shipment].quantity_kg && (!q->in_time || !kr_relief_is_late(own));
  }
  free(tally);
  kr_solution_free(one.solution);
  return status;
}

kr_micro kr_relief_units(const kr_relief_case *q, const kr_relief_item *item, double theta) {
  bool is_whole = q->settings->integer && q->corridor->resources[item->resource].whole_units;
  kr_micro unit = is_whole ? KR_MICRO : 1;
  return unit * (kr_micro)ceil(item->need * theta * (double)KR_MICRO / (double)unit - SNAP);
}

/** In the static view any day will do on which there is some capacity. */
static int32_t day_of(const kr_relief_case *q, const kr_timetable *under, const kr_relief_item *item) {
  int32_t day = item->day;
  if (q->settings->view == KR_VIEW_STATIC)
    for (day = 0; day < under->n_days - 1 && kr_capacity_of(under, item->resource, day) == 0;) ++day;
  return day;
}

static kr_status try_capacity(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double theta,
                              bool *served, kr_error *err) {
  kr_timetable *under = NULL;
  kr_variant *v = NULL;
  kr_status status = KR_OK;
  KR_TRY(kr_timetable_create(&under, q->corridor, q->settings->plan, KR_VIEW_DATED, err));
  KR_TRY(kr_variant_create(&v, q->corridor, q->settings->plan, "relief", err));
  for (int32_t i = 0; i < n; ++i) {
    int32_t day = day_of(q, under, &items[i]);
    kr_change more = {items[i].resource, day, day, KR_MICRO, kr_relief_units(q, &items[i], theta)};
    KR_TRY(kr_variant_change(v, under, &more, err));
  }
  status = is_served(q, v, served, err);
done:
  kr_variant_free(v);
  kr_timetable_free(under);
  return status;
}

kr_status kr_relief_is_needless(const kr_relief_case *q, bool *served, kr_error *err) {
  return try_capacity(q, NULL, 0, 0, served, err);
}

/** Doubles until it suffices. @param high INFINITY where MOST does not */
static kr_status find_enough(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double *low, double *high,
                             kr_error *err) {
  *low = 0;
  for (*high = 1; *high <= MOST; *high *= 2) {
    bool served = false;
    kr_status status = try_capacity(q, items, n, *high, &served, err);
    if (status != KR_OK || served) return status;
    *low = *high;
  }
  *high = INFINITY;
  return KR_OK;
}

static bool is_same(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double a, double b) {
  for (int32_t i = 0; i < n; ++i)
    if (kr_relief_units(q, &items[i], a) != kr_relief_units(q, &items[i], b)) return false;
  return true;
}

/** The largest θ below that adds a unit less of something; of whole units only. */
static double a_unit_less(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double theta) {
  double next = 0;
  for (int32_t i = 0; i < n; ++i)
    next = fmax(next, (double)(kr_relief_units(q, &items[i], theta) / KR_MICRO - 1) / items[i].need);
  return next;
}

kr_status kr_relief_capacity(const kr_relief_case *q, const kr_relief_item *items, int32_t n, double *theta,
                             kr_error *err) {
  double low, high;
  bool served = false;
  kr_status status = find_enough(q, items, n, &low, &high, err);
  for (int trial = 0; status == KR_OK && high < INFINITY && trial < MOST_TRIALS; ++trial) {
    bool is_close = low >= CLOSE * high;
    double middle = is_close ? LESS * high : 0.5 * (low + high);
    if (is_same(q, items, n, middle, high)) middle = a_unit_less(q, items, n, high);
    if (is_same(q, items, n, middle, low)) break;
    status = try_capacity(q, items, n, middle, &served, err);
    if (status == KR_OK && is_close && !served) break;
    if (served) high = middle;
    if (!served || low > middle) low = served ? 0 : middle; /* who is served need not grow with what is added */
  }
  *theta = high;
  return status;
}

static kr_status try_ready(const kr_relief_case *q, int32_t days, bool *served, kr_error *err) {
  kr_variant *v = NULL;
  kr_status status = kr_variant_create(&v, q->corridor, q->settings->plan, "relief", err);
  if (status != KR_OK) return status;
  v->corridor.shipments[q->shipment].ready_min -= (int64_t)days * KR_MINUTES_PER_DAY;
  status = is_served(q, v, served, err);
  kr_variant_free(v);
  return status;
}

kr_status kr_relief_ready(const kr_relief_case *q, int32_t *days, kr_error *err) {
  int64_t ready_min = q->corridor->shipments[q->shipment].ready_min;
  int32_t most = ready_min > 0 ? (int32_t)((ready_min + KR_MINUTES_PER_DAY - 1) / KR_MINUTES_PER_DAY) : 0;
  int32_t low = 0, high = 0;
  bool served = false;
  kr_status status = KR_OK;
  for (int32_t step = 1; status == KR_OK && !served && high < most; step *= 2) {
    low = high;
    high = high + step < most ? high + step : most;
    status = try_ready(q, high, &served, err);
  }
  *days = 0;
  if (status != KR_OK || !served) return status;
  while (status == KR_OK && high - low > 1) {
    int32_t middle = low + (high - low) / 2;
    status = try_ready(q, middle, &served, err);
    if (served) high = middle;
    if (!served) low = middle;
  }
  *days = high;
  return status;
}
