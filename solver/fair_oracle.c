#include "solver/fair_oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"

#define OVER_COST 1e8    /* weighted hours per tonne beyond the limits, where an hour of a tonne counts KR_MICRO⁻¹ */
#define ORACLE_GAP 1e-9  /* relative */
#define TOLERANCE 1e-10  /* of all tonnes … */
#define TOLERANCE_T 1e-8 /* … and this */

static kr_status copy_corridor(kr_fair_oracle *o, const kr_corridor *c) {
  size_t n = (size_t)kr_n_shipments(c);
  o->corridor = *c;
  o->corridor.late_factor = 0;
  o->n_forwarders = kr_ids_count(c->forwarder_ids);
  o->shipments = kr_zeros(n, sizeof *o->shipments);
  o->most_t = kr_zeros((size_t)o->n_forwarders, sizeof *o->most_t);
  if (!o->shipments || !o->most_t) return KR_ERR_MEMORY;
  if (n > 0) memcpy(o->shipments, c->shipments, n * sizeof *o->shipments);
  for (size_t s = 0; s < n; ++s) o->shipments[s].weight = 1;
  o->corridor.shipments = o->shipments;
  return KR_OK;
}

static void choose_settings(kr_fair_oracle *o, const kr_settings *settings) {
  o->stay = (kr_stay_limits){o->most_t, KR_LP_AMPLE, OVER_COST, true, o->tol_t};
  o->settings = *settings;
  o->settings.stay = &o->stay;
  o->settings.progress = NULL;
  o->settings.warm = &o->warm;
}

/** Where the first answer starts: from the plain solve's tolls, as if their hours were tonnes. */
static kr_status take_tolls(kr_fair_oracle *o, const kr_warm *plain) {
  int32_t n = kr_n_base_rows(o->ground.line);
  double scale = OVER_COST / fmax(1, kr_decimal_value(o->corridor.unserved_uh));
  o->toll = kr_zeros((size_t)n, sizeof *o->toll);
  if (!o->toll) return KR_ERR_MEMORY;
  for (int32_t r = 0; r < n; ++r) o->toll[r] = scale * plain->toll[r];
  o->warm = (kr_warm){plain->routes, o->toll};
  return KR_OK;
}

static double all_open_t(const kr_fair_oracle *o) {
  double sum = 0;
  for (int32_t s = 0; s < kr_n_shipments(&o->corridor); ++s) sum += o->ground.promised.open_t[s];
  return sum;
}

static kr_status lay(kr_fair_oracle *o, const kr_settings *settings, kr_error *err) {
  kr_status status = kr_ground_lay(&o->ground, &o->corridor, settings, err);
  if (status != KR_OK) return status;
  o->tol_t = TOLERANCE * all_open_t(o) + TOLERANCE_T;
  if (take_tolls(o, settings->warm) != KR_OK) return kr_fail_memory(err);
  choose_settings(o, settings);
  status = kr_lp_create(&o->lp, o->ground.line, &o->settings, o->ground.promised.open_t, err);
  for (int32_t r = 0; status == KR_OK && r < kr_n_base_rows(o->ground.line); ++r)
    o->lp->capacity[r] = o->ground.promised.room[r];
  return status;
}

kr_status kr_fair_oracle_open(kr_fair_oracle *o, const kr_corridor *c, const kr_settings *settings, double deadline_s,
                              kr_error *err) {
  bool is_kept;
  o->deadline_s = deadline_s;
  kr_status status = copy_corridor(o, c) == KR_OK ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = lay(o, settings, err);
  if (status == KR_OK) status = kr_fair_oracle_ask(o, &is_kept, err);
  if (status != KR_OK) return status;
  o->all_t = kr_lp_over_t(o->lp);
  o->stay.most_all_t = o->all_t + 0.5 * o->tol_t;
  return KR_OK;
}

void kr_fair_oracle_close(kr_fair_oracle *o) {
  for (size_t k = 0; k < o->n_cuts; ++k) free(o->cuts[k].price);
  free(o->cuts);
  kr_lp_free(o->lp);
  kr_ground_clear(&o->ground);
  free(o->shipments);
  free(o->most_t);
  free(o->toll);
}

/** What the hours of any plan may add to the cost of its freight beyond the limits. */
static double hours_cost(const kr_fair_oracle *o) {
  double dearest = 0;
  for (size_t j = 0; j < o->lp->pool->n_columns; ++j) dearest = fmax(dearest, o->lp->pool->columns[j].cost);
  return dearest * all_open_t(o);
}

/** A cut is as blunt as hours are dear: to nobody who waits for days, but to one who waits for a century. */
static void widen_tolerance(kr_fair_oracle *o) {
  o->tol_t = fmax(o->tol_t, 2 * hours_cost(o) / OVER_COST);
  o->stay.enough_t = o->tol_t;
}

static kr_status add_cut(kr_fair_oracle *o) {
  kr_fair_cut cut = {.price = kr_zeros((size_t)o->n_forwarders, sizeof *cut.price)};
  if (!cut.price || !kr_grow(&o->cuts, &o->cut_room, o->n_cuts + 1, sizeof *o->cuts)) {
    free(cut.price);
    return KR_ERR_MEMORY;
  }
  cut.rhs = o->lp->bound - hours_cost(o);
  for (int32_t f = 0; f < o->n_forwarders; ++f) {
    double toll = o->lp->toll[kr_lp_stay_row(o->lp, f)];
    cut.price[f] = toll / OVER_COST;
    cut.rhs += toll * o->most_t[f];
  }
  cut.rhs /= OVER_COST;
  o->cuts[o->n_cuts++] = cut;
  return KR_OK;
}

kr_status kr_fair_oracle_ask(kr_fair_oracle *o, bool *is_kept, kr_error *err) {
  kr_lp_limit_stays(o->lp);
  kr_status status = o->n_asked < 2 ? kr_lp_afresh(o->lp, ORACLE_GAP, o->deadline_s, err)
                                    : kr_lp_again(o->lp, ORACLE_GAP, o->deadline_s, err);
  o->n_asked++;
  for (int32_t r = 0; r < kr_n_base_rows(o->ground.line); ++r) o->toll[r] = o->lp->toll[r];
  if (status != KR_OK) return status;
  widen_tolerance(o);
  *is_kept = o->lp->flow && kr_lp_over_t(o->lp) <= o->tol_t;
  if (*is_kept) return KR_OK;
  if (o->lp->is_stopped) return KR_ERR_LIMIT;
  return add_cut(o) == KR_OK ? KR_OK : kr_fail_memory(err);
}

kr_status kr_fair_oracle_routes(const kr_fair_oracle *o, kr_allocation *routes) {
  const kr_columns *pool = o->lp->pool;
  int32_t longest = 1;
  for (size_t j = 0; j < o->lp->n_flow; ++j)
    if (pool->columns[j].n_moves > longest) longest = pool->columns[j].n_moves;
  kr_leg *legs = kr_zeros((size_t)longest, sizeof *legs);
  kr_status status = legs ? KR_OK : KR_ERR_MEMORY;
  for (size_t j = 0; j < o->lp->n_flow && status == KR_OK; ++j) {
    const kr_column *column = &pool->columns[j];
    if (!(o->lp->flow[j] > 0) || column->arrival == KR_STAYS) continue;
    int32_t n = kr_column_legs(pool, column, legs);
    status = kr_allocation_add(routes, column->shipment, (int32_t)j, 1, legs, n);
  }
  free(legs);
  return status;
}
