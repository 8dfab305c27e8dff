#include "solver/promised.h"

#include <stdlib.h>

#include "graph/memory.h"

#define OVERCOMMITTED 1e-9 /* relative: what FORMAT allows */
#define FULL 1e-12         /* relative: less than this left is nothing left */
#define GRAMS_PER_KG 1000

void kr_promised_clear(kr_promised *p) {
  free(p->open_kg);
  free(p->open_t);
  free(p->room);
  *p = (kr_promised){0};
}

void kr_promised_kg(const kr_corridor *c, const kr_timetable *t, const kr_allocation *taken, int64_t *kg) {
  for (size_t i = 0; i < taken->n_lots; ++i)
    for (int32_t k = 0; k < taken->lots[i].n_legs; ++k) {
      const kr_leg *leg = &taken->legs[taken->lots[i].first_leg + (size_t)k];
      int32_t bucket = kr_day_of(c, t, leg->depart_min);
      kr_span span = kr_leg_resources(c, leg);
      for (int32_t j = 0; j < span.count && bucket >= 0; ++j) {
        int32_t r = c->resource_lists[span.first + j], s = taken->lots[i].shipment;
        int64_t row = (int64_t)r * t->n_days + bucket;
        if (kr_counts_on(c, kr_rank_of(c, s), r))
          kg[row * kr_n_cargo(c) + c->shipments[s].cargo] += taken->lots[i].quantity_kg;
      }
    }
}

static kr_status refuse(const kr_corridor *c, const kr_settings *settings, const kr_timetable *t, size_t row,
                        double used, const char *what, double there, kr_error *err) {
  char day[12] = "the horizon";
  if (!t->is_static) kr_date_write(c->start + (int32_t)(row % (size_t)t->n_days), day);
  return kr_fail(err, KR_ERR_INPUT,
                 "commitments use %.6g%s of %s on %s, but plan '%s' has %.6g; release some or raise the capacity", used,
                 what, kr_ids_text(c->resource_ids, (int32_t)(row / (size_t)t->n_days)), day,
                 kr_ids_text(c->plan_ids, settings->plan), there);
}

/** Whole units that the lots of each cargo need on one resource-day, together. */
static int64_t units_needed(const kr_corridor *c, int32_t resource, const int64_t *kg) {
  int64_t units = 0;
  for (int32_t k = 0; k < kr_n_cargo(c); ++k) {
    int64_t per_g = kr_t_per_unit(c, k, resource);
    if (per_g > 0 && kg[k] > 0) units += (kg[k] * GRAMS_PER_KG + per_g - 1) / per_g;
  }
  return units;
}

/** Two cargoes cannot share a train, whatever was promised. */
static kr_status check_units(const kr_corridor *c, const kr_settings *settings, const kr_timetable *t, kr_error *err) {
  size_t n_rows = (size_t)kr_n_resources(c) * (size_t)t->n_days, n_cargo = (size_t)kr_n_cargo(c);
  if (!settings->integer || c->commitments.n_lots == 0) return KR_OK;
  int64_t *kg = kr_zeros(n_rows * n_cargo, sizeof *kg);
  if (!kg) return kr_fail_memory(err);
  kr_status status = KR_OK;
  kr_promised_kg(c, t, &c->commitments, kg);
  for (size_t r = 0; r < n_rows && status == KR_OK; ++r) {
    int32_t resource = (int32_t)(r / (size_t)t->n_days);
    int64_t units = c->resources[resource].whole_units ? units_needed(c, resource, kg + r * n_cargo) : 0;
    int64_t there = t->capacity[r] / KR_MICRO;
    if (units > there) status = refuse(c, settings, t, r, (double)units, " whole units", (double)there, err);
  }
  free(kg);
  return status;
}

static int64_t at_most(int64_t kg, int64_t most_kg) { return most_kg < 0 ? 0 : kg < most_kg ? kg : most_kg; }

/** Of an unsplittable shipment that was promised in part the rest stays for good in integer solves. */
static void take_kilograms(kr_promised *p, const kr_corridor *c, const kr_settings *settings, const kr_tally *tally) {
  double unserved_h = kr_decimal_value(c->unserved_uh);
  for (int32_t i = 0; i < kr_n_shipments(c); ++i) {
    bool is_whole = settings->integer && !c->shipments[i].splittable && tally[i].served_kg > 0;
    int64_t rest_kg = c->shipments[i].quantity_kg - tally[i].served_kg;
    p->open_kg[i] = is_whole ? 0 : rest_kg;
    if (settings->most_kg) p->open_kg[i] = at_most(p->open_kg[i], settings->most_kg[i] - tally[i].served_kg);
    p->open_t[i] = (double)p->open_kg[i] * 1e-3;
    p->staying_cost += (double)(rest_kg - p->open_kg[i]) * 1e-3 * kr_decimal_value(c->shipments[i].weight) * unserved_h;
  }
}

static kr_status take_room(kr_promised *p, const kr_corridor *c, const kr_settings *settings, kr_timetable *left,
                           kr_error *err) {
  kr_status status = KR_OK;
  for (size_t r = 0; r < (size_t)kr_n_resources(c) * (size_t)left->n_days; ++r) {
    double capacity = kr_decimal_value(left->capacity[r]), used = p->room[r];
    if (used > capacity * (1 + OVERCOMMITTED) && status == KR_OK)
      status = refuse(c, settings, left, r, used, "", capacity, err);
    p->room[r] = capacity - used;
    if (used > 0 && p->room[r] <= FULL * capacity) p->room[r] = (double)(left->capacity[r] = 0);
  }
  return status;
}

kr_status kr_promised_take(kr_promised *p, const kr_corridor *c, const kr_settings *settings, kr_timetable *left,
                           kr_error *err) {
  size_t n = (size_t)kr_n_shipments(c), n_rows = (size_t)kr_n_resources(c) * (size_t)left->n_days;
  p->open_kg = kr_zeros(n, sizeof *p->open_kg);
  p->open_t = kr_zeros(n, sizeof *p->open_t);
  p->room = kr_zeros(n_rows, sizeof *p->room);
  kr_tally *tally = kr_zeros(n, sizeof *tally);
  kr_status status = p->open_kg && p->open_t && p->room && tally ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) {
    kr_tally_sum(c, left, &c->commitments, tally, p->room);
    take_kilograms(p, c, settings, tally);
    status = check_units(c, settings, left, err);
  }
  if (status == KR_OK) status = take_room(p, c, settings, left, err);
  free(tally);
  return status;
}
