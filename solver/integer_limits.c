#include <math.h>

#include "solver/integer_node.h"

#define MUST 1e4 /* times: what leaving a shipment costs that is to be served */

static int64_t cell(const kr_node_lp *n, int32_t row, int32_t cargo) { return (int64_t)row * n->p->n_cargo + cargo; }

void kr_node_take_branches(kr_node_lp *n) {
  const kr_integer *p = n->p;
  for (int32_t r = 0; r < p->n_rows; ++r)
    for (int32_t k = 0; k < p->n_cargo; ++k) {
      n->least[cell(n, r, k)] = p->is_whole[r] ? (int32_t)ceil(p->promised[cell(n, r, k)] - KR_NEARLY) : 0;
      n->most[cell(n, r, k)] = p->there[r];
    }
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    n->demand_t[s] = p->open_t[s];
    n->unserved_cost[s] = p->lp->unserved_cost[s];
  }
  for (int32_t i = 0; i < n->n_branches; ++i) {
    kr_branch b = n->branches[i];
    if (b.kind <= KR_BRANCH_LEAST && b.days > 1) continue;
    if (b.kind == KR_BRANCH_MOST && b.c < n->most[cell(n, b.a, b.b)]) n->most[cell(n, b.a, b.b)] = b.c;
    if (b.kind == KR_BRANCH_LEAST && b.c > n->least[cell(n, b.a, b.b)]) n->least[cell(n, b.a, b.b)] = b.c;
    if (b.kind == KR_BRANCH_SERVE) n->unserved_cost[b.a] *= MUST;
  }
}

static bool is_too_heavy(const kr_node_lp *n, int32_t s, int32_t row) {
  return kr_node_load(n, s, row) > n->p->capacity[row] * (1 + KR_NEARLY) + KR_NEARLY;
}

void kr_node_weigh(kr_node_lp *n) {
  const kr_integer *p = n->p;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    bool may_split = !(p->open_t[s] > 0) || p->line->corridor->shipments[s].splittable;
    for (int32_t r = 0; r < p->n_rows && !may_split && !n->is_heavy[s]; ++r) n->is_heavy[s] = is_too_heavy(n, s, r);
  }
}

/** Whether a shipment that may not be split is more than one of the arc's resources has on a day. */
static bool exceeds_arc(const kr_node_lp *n, int32_t s, int32_t arc, int32_t day) {
  const kr_timeline *line = n->p->line;
  const kr_corridor *c = line->corridor;
  kr_span span = line->network->arcs[arc].resources;
  int32_t rank = kr_rank_of(c, s);
  for (int32_t k = 0; k < span.count; ++k) {
    int32_t r = c->resource_lists[span.first + k];
    if (kr_counts_on(c, rank, r) && is_too_heavy(n, s, r * line->n_days + day)) return true;
  }
  return false;
}

bool kr_node_may_take(const kr_node_lp *n, int32_t s, int32_t arc, int32_t day) {
  const kr_arc *arcs = n->p->line->network->arcs;
  if (n->is_heavy[s] && exceeds_arc(n, s, arc, day)) return false;
  for (int32_t i = 0; i < n->n_branches; ++i) {
    kr_branch b = n->branches[i];
    if (b.a != s || b.kind < KR_BRANCH_STAY) continue;
    if (b.kind == KR_BRANCH_STAY) return false;
    if (b.kind == KR_BRANCH_NOT_ARC && b.b == arc) return false;
    if (b.kind == KR_BRANCH_ONLY_ARC && b.b != arc && arcs[b.b].tail == arcs[arc].tail) return false;
    if (b.kind == KR_BRANCH_BY_DAY && b.b == arcs[arc].tail && day > b.c) return false;
    if (b.kind == KR_BRANCH_AFTER_DAY && b.b == arcs[arc].tail && day <= b.c) return false;
  }
  return true;
}

bool kr_node_is_bound(const kr_node_lp *n, int32_t s) {
  if (n->is_heavy[s]) return true;
  for (int32_t i = 0; i < n->n_branches; ++i)
    if (n->branches[i].a == s && n->branches[i].kind >= KR_BRANCH_STAY) return true;
  return false;
}

bool kr_node_is_allowed(const kr_node_lp *n, const kr_column *col) {
  const kr_columns *store = n->p->lp->pool;
  for (int32_t i = 0; i < col->n_moves; ++i) {
    kr_move move = store->moves[col->first_move + (size_t)i];
    if (!kr_node_may_take(n, col->shipment, move.arc, kr_bucket(n->p->line, move.tau))) return false;
  }
  return true;
}

/** No cargo must have units: what caps there are go to the cargoes' rows. */
static void cap_cargoes(kr_node_lp *n, int32_t row) {
  for (int32_t k = 0; k < n->p->n_cargo; ++k)
    if (n->most[cell(n, row, k)] < n->p->there[row])
      n->capacity[kr_cargo_row(n->p->line, row, k)] = n->most[cell(n, row, k)];
}

/** Cargoes that must have units stand apart; the others share what these leave. @return what is shared */
static double part_cargoes(kr_node_lp *n, int32_t row, int64_t least) {
  const kr_integer *p = n->p;
  double shared = p->there[row];
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t most = p->there[row] - (least - n->least[cell(n, row, k)]);
    if (most > n->most[cell(n, row, k)]) most = n->most[cell(n, row, k)];
    if (most < n->least[cell(n, row, k)]) n->is_infeasible = true;
    n->capacity[kr_cargo_row(p->line, row, k)] = fmax(0, (double)most - p->promised[cell(n, row, k)]);
    if (n->least[cell(n, row, k)] == 0) continue;
    n->apart[row] |= UINT64_C(1) << k;
    shared -= n->least[cell(n, row, k)];
  }
  return fmax(0, shared);
}

void kr_node_set_capacities(kr_node_lp *n) {
  const kr_integer *p = n->p;
  int32_t behind = p->n_rows * (1 + p->n_cargo);
  n->is_infeasible = false;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int64_t least = 0;
    n->capacity[r] = p->capacity[r];
    n->capacity[behind + r] = KR_LP_AMPLE;
    n->apart[r] = 0;
    for (int32_t k = 0; k < p->n_cargo; ++k) n->capacity[kr_cargo_row(p->line, r, k)] = KR_LP_AMPLE;
    if (!p->is_whole[r]) continue;
    for (int32_t k = 0; k < p->n_cargo; ++k) least += n->least[cell(n, r, k)];
    if (least > p->there[r]) n->is_infeasible = true;
    if (least == 0) cap_cargoes(n, r);
    if (least > 0) n->capacity[behind + r] = part_cargoes(n, r, least);
  }
}
