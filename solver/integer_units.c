#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/integer_internal.h"
#include "solver/promised.h"

/** Units that kilograms are. A few of them, less than rounding elsewhere, hold a whole unit all the same. */
static double units_held(int64_t kg, int64_t g_per_unit) {
  int64_t whole = (kg * 1000 + g_per_unit - 1) / g_per_unit;
  double units = (double)kg * 1e3 / (double)g_per_unit;
  return kr_units_needed(units) < whole ? (double)(whole - 1) + 2 * KR_NEARLY : units;
}

/** Units that promised lots hold, by cargo. */
static kr_status count_promised(kr_integer *p, const kr_allocation *taken) {
  const kr_corridor *c = p->line->corridor;
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  int64_t *kg = kr_zeros(cells, sizeof *kg);
  if (!kg) return KR_ERR_MEMORY;
  kr_promised_kg(c, p->line->timetable, taken, kg);
  for (size_t i = 0; i < cells; ++i) {
    int32_t row = (int32_t)(i / (size_t)p->n_cargo), cargo = (int32_t)(i % (size_t)p->n_cargo);
    if (kg[i] > 0) p->promised[i] = units_held(kg[i], kr_t_per_unit(c, cargo, row / p->line->n_days));
  }
  free(kg);
  return KR_OK;
}

/** How often a route can load a resource: it takes each arc once at most, a link in one direction only. */
static int32_t count_loads(const kr_integer *p, int32_t resource) {
  const kr_network *net = p->line->network;
  const int32_t *lists = p->line->corridor->resource_lists;
  int32_t n = 0;
  for (int32_t a = 0; a < net->n_arcs; ++a) {
    kr_span loads = net->arcs[a].resources;
    for (int32_t k = 0; k < loads.count && !net->arcs[a].backward; ++k) n += lists[loads.first + k] == resource;
  }
  return n;
}

/** Units that promised lots hold of a resource on all days. */
static double all_promised(const kr_integer *p, int32_t resource) {
  double units = 0;
  int64_t n = (int64_t)p->line->n_days * p->n_cargo;
  for (int64_t i = 0; i < n; ++i) units += ceil(p->promised[resource * n + i]);
  return units;
}

/** Units that all open freight can use on all days together, whatever is planned. */
static double most_asked(const kr_integer *p, int32_t resource) {
  const kr_corridor *c = p->line->corridor;
  double units = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    kr_micro t_per_unit = kr_t_per_unit(c, c->shipments[s].cargo, resource);
    if (t_per_unit > 0) units += ceil(p->open_t[s] / kr_decimal_value(t_per_unit));
  }
  return units * count_loads(p, resource);
}

static double all_capacity(const kr_integer *p, int32_t resource) {
  double units = 0;
  for (int32_t d = 0; d < p->line->n_days; ++d)
    units += floor(kr_decimal_value(p->line->timetable->capacity[resource * p->line->n_days + d]));
  return units;
}

/** More capacity than can be counted is as good as without end: unless the freight comes to as much. */
static kr_status check_countable(const kr_integer *p, kr_error *err) {
  const kr_corridor *c = p->line->corridor;
  for (int32_t r = 0; r < p->n_rows / p->line->n_days; ++r) {
    double promised = all_promised(p, r);
    double units = fmin(promised + most_asked(p, r), fmax(promised, all_capacity(p, r)));
    if (!c->resources[r].whole_units || units <= KR_MOST_UNITS) continue;
    return kr_fail(
        err, KR_ERR_INPUT,
        "resource %s: %.3g whole units of it can be asked for, at most %d can be counted; say whole_units 0, "
        "or mend the tonnes per unit",
        kr_ids_text(c->resource_ids, r), units, KR_MOST_UNITS);
  }
  return KR_OK;
}

/** Which cargoes are still to be planned. @param is_open [cargo] false */
static void mark_open(const kr_integer *p, bool *is_open) {
  for (int32_t s = 0; s < p->n_shipments; ++s)
    if (p->open_t[s] > 0) is_open[p->line->corridor->shipments[s].cargo] = true;
}

/** What is left of a row's units for the cargoes to be planned: of the others' units nothing can be used. */
static double left_for_open(const kr_integer *p, int32_t row, int64_t units, const bool *is_open) {
  double left = (double)units;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    double used = p->promised[(int64_t)row * p->n_cargo + k];
    left -= is_open[k] ? used : kr_units_needed(used);
  }
  return left;
}

/** Only whole units are there; for the LP likewise. */
static void count_units(kr_integer *p, const bool *is_open) {
  const kr_corridor *c = p->line->corridor;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    kr_micro capacity = p->line->timetable->capacity[r];
    p->capacity[r] = p->lp->capacity[r];
    p->is_whole[r] = c->resources[r / p->line->n_days].whole_units;
    if (!p->is_whole[r]) continue;
    int64_t units = capacity / KR_MICRO,
            promised = 0; /* a row that promised lots fill counts as one without capacity */
    for (int32_t k = 0; k < p->n_cargo; ++k) promised += kr_units_needed(p->promised[(int64_t)r * p->n_cargo + k]);
    if (units < promised) units = promised;
    p->there[r] = units > KR_MOST_UNITS ? KR_MOST_UNITS : (int32_t)units;
    double left = p->lp->capacity[r] - kr_decimal_value(capacity % KR_MICRO);
    p->capacity[r] = fmax(0, fmin(left, left_for_open(p, r, units, is_open)));
  }
}

kr_status kr_integer_count_units(kr_integer *p, const kr_allocation *taken, kr_error *err) {
  bool *is_open = kr_zeros((size_t)p->n_cargo, sizeof *is_open);
  kr_status status = is_open ? count_promised(p, taken) : KR_ERR_MEMORY;
  if (status != KR_OK) kr_fail_memory(err);
  if (status == KR_OK) status = check_countable(p, err);
  if (status == KR_OK) {
    mark_open(p, is_open);
    count_units(p, is_open);
  }
  free(is_open);
  return status;
}
