#include <math.h>

#include "solver/integer_node.h"

#define REDUCED_COST 1e-9 /* relative: a route must be cheaper by this to enter */

/** Closes what the shipment may not take, until the cargo's tolls are set again. */
static void close_arcs(kr_node_lp *n, int32_t s, kr_lane_tolls *lane) {
  for (int32_t d = 0; d < n->p->line->n_days; ++d)
    for (int32_t i = 0; i < lane->n_arcs; ++i)
      if (!kr_node_may_take(n, s, lane->arc[i], d)) lane->toll[(int64_t)d * lane->n_arcs + i] = INFINITY;
}

/** Tolls of cuts are a shipment's own. @return whether there are any */
static bool add_cut_tolls(kr_node_lp *n, int32_t s, const double *toll, kr_lane_tolls *lane) {
  const kr_corridor *c = n->p->line->corridor;
  bool any = false;
  for (int32_t i = 0; i < n->n_cuts; ++i) {
    double price = toll[kr_node_cut_row(n) + i];
    if (!(price > 0) || !kr_cut_has(n, &n->cuts[i], s)) continue;
    int32_t resource = n->cuts[i].row / n->p->line->n_days, day = n->cuts[i].row % n->p->line->n_days;
    any = true;
    for (int32_t a = 0; a < lane->n_arcs; ++a) {
      kr_span span = n->p->line->network->arcs[lane->arc[a]].resources;
      for (int32_t k = 0; k < span.count; ++k)
        if (c->resource_lists[span.first + k] == resource)
          lane->toll[(int64_t)day * lane->n_arcs + a] += price / n->p->open_t[s];
    }
  }
  return any;
}

/** The route last sought enters the store and the node. */
static kr_status add_sought(kr_node_lp *n, int32_t s, bool *is_new) {
  int32_t in_store;
  size_t before = n->pool->n_columns;
  kr_status status = kr_seek_add(&n->seeker, s, n->p->lp->pool, &in_store);
  if (status == KR_OK) status = kr_node_take_column(n, in_store);
  *is_new = *is_new || n->pool->n_columns > before;
  return status;
}

/** Least cost of a shipment; its route enters node and store where that is below `limit`. */
static kr_status price_shipment(kr_node_lp *n, int32_t s, double limit, const double *toll, double *cost,
                                bool *is_new) {
  int32_t ware = kr_ware_of(n->p->line->corridor, s);
  kr_lane_tolls *lane = &n->seeker.tolls->of_ware[ware];
  bool is_changed = kr_node_is_bound(n, s);
  if (is_changed) close_arcs(n, s, lane);
  if (add_cut_tolls(n, s, toll, lane)) is_changed = true;
  *cost = kr_seek(&n->seeker, s);
  kr_status status = *cost < limit ? add_sought(n, s, is_new) : KR_OK;
  if (is_changed) kr_tolls_set(n->seeker.tolls, &n->line, ware, n->toll);
  return status;
}

kr_status kr_node_price(kr_node_lp *n, const kr_master_point *point, bool *is_new) {
  const kr_integer *p = n->p;
  long double bound = 0;
  *is_new = false;
  const double *toll = kr_node_tolls(n, point->toll);
  for (int32_t k = 0; k < n->seeker.tolls->n_wares; ++k) kr_tolls_set(n->seeker.tolls, &n->line, k, toll);
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    if (!(n->demand_t[s] > 0)) continue;
    double cost, value = point->value[s], limit = fmin(value, n->unserved_cost[s]);
    kr_status status = price_shipment(n, s, limit - REDUCED_COST * fmax(1, fabs(limit)), point->toll, &cost, is_new);
    if (status != KR_OK) return status;
    bound += (long double)n->demand_t[s] * fmin(cost, n->unserved_cost[s]);
  }
  for (int32_t r = 0; r < kr_node_n_rows(n); ++r)
    if (point->toll[r] > 0) bound -= (long double)point->toll[r] * n->capacity[r];
  n->bound = fmax(n->bound, (double)bound);
  return KR_OK;
}
