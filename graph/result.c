#include "graph/result.h"

#include <stdlib.h>
#include <string.h>

#define MINUTES_PER_HOUR 60.0

static const char *const fair_names[] = {"none", "proportional", "maxmin"};

const char *kr_fair_kind_name(kr_fair_kind kind) { return fair_names[kind]; }

bool kr_fair_kind_find(const char *name, kr_fair_kind *out) {
  for (int i = 0; i < 3; i++) {
    if (strcmp(name, fair_names[i]) != 0) continue;
    *out = (kr_fair_kind)i;
    return true;
  }
  return false;
}

void kr_result_free(kr_result *r) {
  if (!r) return;
  kr_allocation_clear(&r->allocation);
  free(r->shadow_price);
  free(r->stay_price);
  free(r->reason);
  free(r->ideal_h);
  free(r->first_binding);
  free(r->bindings);
  free(r->incumbents);
  free(r->streams);
  if (r->fairness) free(r->fairness->shares);
  free(r->fairness);
  memset(r, 0, sizeof *r);
}

/** What a sum needs to know at every leg. */
typedef struct adding {
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_shipment *shipment;
  int32_t rank; /* of its forwarder's quotas */
  int64_t quantity_kg;
  double *used;
} adding;

static void add_use(const adding *a, const kr_leg *leg) {
  int32_t day = kr_day_of(a->c, a->t, leg->depart_min);
  if (day < 0) return;
  kr_span span = kr_leg_resources(a->c, leg);
  for (int32_t i = 0; i < span.count; i++) {
    int32_t resource = a->c->resource_lists[span.first + i];
    kr_micro t_per_unit = kr_t_per_unit(a->c, a->shipment->cargo, resource);
    if (t_per_unit > 0 && kr_counts_on(a->c, a->rank, resource))
      a->used[(int64_t)resource * a->t->n_days + day] += (double)a->quantity_kg * 1e3 / (double)t_per_unit;
  }
}

double kr_leg_hours(const kr_corridor *c, const kr_timetable *t, const kr_leg *leg) {
  if (leg->kind != KR_LEG_LINK) return kr_decimal_value(c->transfers[leg->what].hours_uh);
  return kr_decimal_value(kr_transit_of(t, leg->what, 0));
}

/** … and from ready to being unloaded at `arrive_min`: the dated view's. */
static double hours_until(const kr_corridor *c, const kr_shipment *s, int32_t arrive_min) {
  int64_t step_min = (int64_t)c->step_hours * 60;
  return (double)(arrive_min - kr_ready_step(c, s) * step_min) / MINUTES_PER_HOUR;
}

double kr_lot_hours(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, const kr_lot *lot) {
  const kr_leg *legs = a->legs + lot->first_leg;
  if (!t->is_static) return hours_until(c, &c->shipments[lot->shipment], legs[lot->n_legs - 1].arrive_min);
  double hours = 0;
  for (int32_t i = 0; i < lot->n_legs; i++) hours += kr_leg_hours(c, t, &legs[i]);
  return hours;
}

static void add_leg(const adding *a, const kr_leg *leg, kr_tally *tally, double *static_h) {
  double quantity_t = (double)a->quantity_kg / 1e3;
  bool is_link = leg->kind == KR_LEG_LINK;
  tally->cost_usd +=
      quantity_t * (is_link ? a->c->links[leg->what].cost_usd_per_t : a->c->transfers[leg->what].cost_usd_per_t);
  tally->co2_kg +=
      quantity_t * (is_link ? a->c->links[leg->what].co2_kg_per_t : a->c->transfers[leg->what].co2_kg_per_t);
  if (a->t->is_static) *static_h += kr_leg_hours(a->c, a->t, leg);
  if (a->used) add_use(a, leg);
}

/** Hours from ready and hours behind due of a lot that is unloaded at `arrive_min`. */
static void add_arrival(const adding *a, int32_t arrive_min, kr_tally *tally) {
  int64_t step_min = (int64_t)a->c->step_hours * 60;
  tally->hours_kg_h += (double)a->quantity_kg * hours_until(a->c, a->shipment, arrive_min);
  if (a->shipment->due_min != KR_NO_DUE) {
    int64_t late_min = arrive_min - kr_due_step(a->c, a->shipment) * step_min;
    if (late_min > 0) {
      tally->late_kg += a->quantity_kg;
      tally->late_kg_h += (double)a->quantity_kg * ((double)late_min / MINUTES_PER_HOUR);
    }
  }
  if (tally->first_arrival_min == KR_NO_TIME || arrive_min < tally->first_arrival_min)
    tally->first_arrival_min = arrive_min;
  if (tally->last_arrival_min == KR_NO_TIME || arrive_min > tally->last_arrival_min)
    tally->last_arrival_min = arrive_min;
}

void kr_tally_sum(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a, kr_tally *tally, double *used) {
  for (int32_t s = 0; s < kr_n_shipments(c); s++)
    tally[s] = (kr_tally){.first_arrival_min = KR_NO_TIME, .last_arrival_min = KR_NO_TIME};
  size_t n_used = (size_t)kr_n_resources(c) * (size_t)t->n_days;
  if (used && n_used) memset(used, 0, n_used * sizeof *used);
  for (size_t l = 0; l < a->n_lots; l++) {
    const kr_lot *lot = &a->lots[l];
    const kr_leg *legs = a->legs + lot->first_leg;
    adding sum = {c, t, &c->shipments[lot->shipment], kr_rank_of(c, lot->shipment), lot->quantity_kg, used};
    kr_tally *own = &tally[lot->shipment];
    double static_h = 0;
    for (int32_t i = 0; i < lot->n_legs; i++) add_leg(&sum, &legs[i], own, &static_h);
    own->served_kg += lot->quantity_kg;
    if (t->is_static)
      own->hours_kg_h += (double)lot->quantity_kg * static_h;
    else
      add_arrival(&sum, legs[lot->n_legs - 1].arrive_min, own);
  }
}

double kr_tally_objective(const kr_corridor *c, const kr_tally *tally) {
  long double sum = 0, late_factor = (long double)c->late_factor / 1e6L,
              unserved_h = (long double)c->unserved_uh / 1e6L;
  for (int32_t s = 0; s < kr_n_shipments(c); s++) {
    long double unserved_kg = (long double)(c->shipments[s].quantity_kg - tally[s].served_kg);
    long double kg_h = (long double)tally[s].hours_kg_h + late_factor * (long double)tally[s].late_kg_h;
    sum += (long double)c->shipments[s].weight / 1e6L * (kg_h + unserved_h * unserved_kg) / 1e3L;
  }
  return (double)sum;
}
