#include "solver/integer_node.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"

#define ROUNDS 500
#define MOST_AGE 200 /* nodes */

kr_status kr_node_init(kr_node_lp *n, kr_integer *p, kr_error *err) {
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo, lp_rows;
  *n = (kr_node_lp){.p = p};
  n->least = kr_zeros(cells, sizeof *n->least);
  n->most = kr_zeros(cells, sizeof *n->most);
  n->apart = kr_zeros((size_t)p->n_rows, sizeof *n->apart);
  n->is_heavy = kr_zeros((size_t)p->n_shipments, sizeof *n->is_heavy);
  lp_rows = (size_t)p->n_rows * (size_t)(2 + p->n_cargo);
  n->capacity = kr_zeros(lp_rows, sizeof *n->capacity);
  n->capacity_room = lp_rows;
  n->newest_cut = kr_zeros((size_t)p->n_rows, sizeof *n->newest_cut);
  n->toll = kr_zeros(lp_rows, sizeof *n->toll);
  n->demand_t = kr_zeros((size_t)p->n_shipments, sizeof *n->demand_t);
  n->unserved_cost = kr_zeros((size_t)p->n_shipments, sizeof *n->unserved_cost);
  if (!n->least || !n->most || !n->apart || !n->is_heavy || !n->toll || !n->newest_cut || !n->capacity ||
      !n->demand_t || !n->unserved_cost)
    return kr_fail_memory(err);
  for (int32_t r = 0; r < p->n_rows; ++r) n->newest_cut[r] = KR_NONE;
  kr_node_weigh(n);
  n->line = *p->line;
  n->line.apart = n->apart;
  if (kr_node_find_once(n) != KR_OK) return kr_fail_memory(err);
  return kr_seeker_init(&n->seeker, &n->line, err);
}

static void drop_lp(kr_node_lp *n) {
  kr_master_free(n->master);
  kr_columns_free(n->pool);
  n->master = NULL;
  n->pool = NULL;
}

void kr_node_clear(kr_node_lp *n) {
  drop_lp(n);
  free(n->least);
  free(n->most);
  free(n->apart);
  free(n->is_heavy);
  free(n->is_taken_once);
  free(n->capacity);
  for (int32_t i = 0; i < n->n_cuts; ++i) free(n->cuts[i].members);
  free(n->cuts);
  free(n->days_rows);
  free(n->newest_cut);
  free(n->carried);
  free(n->toll);
  free(n->demand_t);
  free(n->unserved_cost);
  kr_seeker_clear(&n->seeker);
  free(n->origin);
  free(n->flow);
}

static double tonnes_per_unit(const kr_node_lp *n, int32_t s, int32_t row) {
  const kr_corridor *c = n->p->line->corridor;
  return kr_decimal_value(kr_t_per_unit(c, c->shipments[s].cargo, row / n->p->line->n_days));
}

static bool add_origin(kr_node_lp *n, int32_t from) {
  size_t at = n->pool->n_columns - 1;
  if (!kr_grow(&n->origin, &n->origin_room, at + 1, sizeof *n->origin)) return false;
  n->origin[at] = from;
  return true;
}

/** The node's newest column, in the cuts of which its shipment is a member. */
static kr_status add_cut_uses(kr_node_lp *n, int32_t j) {
  kr_columns *pool = n->pool;
  kr_column *col = &pool->columns[j];
  int32_t n_uses = col->n_uses, s = col->shipment;
  if (!kr_grow(&pool->uses, &pool->use_room, pool->n_uses + (size_t)n_uses * (size_t)n->n_cuts, sizeof *pool->uses))
    return KR_ERR_MEMORY;
  for (int32_t k = 0; k < n_uses; ++k) {
    kr_use use = pool->uses[col->first_use + (size_t)k];
    if (use.row >= n->p->n_rows) continue;
    for (int32_t i = n->newest_cut[use.row]; i != KR_NONE; i = n->cuts[i].next) {
      if (!kr_cut_has(n, &n->cuts[i], s)) continue;
      double times = use.per_t * tonnes_per_unit(n, s, use.row);
      pool->uses[pool->n_uses++] = (kr_use){kr_node_cut_row(n) + i, times / n->p->open_t[s]};
      col->n_uses++;
      pool->n_entries++;
    }
  }
  return KR_OK;
}

kr_status kr_node_take_column(kr_node_lp *n, int32_t from) {
  const kr_columns *store = n->p->lp->pool;
  const kr_column *col = &store->columns[from];
  int32_t j, before = (int32_t)n->pool->n_columns;
  kr_status status =
      kr_columns_add(n->pool, col->shipment, store->moves + col->first_move, (size_t)col->n_moves, col->arrival, &j);
  if (status != KR_OK || j < before) return status;
  if (add_cut_uses(n, j) != KR_OK || kr_node_add_days_uses(n) != KR_OK) return KR_ERR_MEMORY;
  return add_origin(n, from) ? KR_OK : KR_ERR_MEMORY;
}

/** Routes that came since the last node count as new. */
static kr_status note_new(kr_node_lp *n) {
  size_t all = n->p->lp->pool->n_columns;
  if (!kr_grow(&n->carried, &n->carried_room, all + 1, sizeof *n->carried)) return KR_ERR_MEMORY;
  for (; n->n_carried < all; ++n->n_carried) n->carried[n->n_carried] = n->n_solved;
  return KR_OK;
}

/** Routes of the store that are allowed and carried something lately: those that are missed are priced in again. */
static kr_status take_columns(kr_node_lp *n) {
  const kr_columns *store = n->p->lp->pool;
  kr_status status = note_new(n);
  for (size_t j = 0; j < store->n_columns && status == KR_OK; ++j)
    if (n->n_solved - n->carried[j] <= MOST_AGE && n->demand_t[store->columns[j].shipment] > 0 &&
        kr_node_is_allowed(n, &store->columns[j]))
      status = kr_node_take_column(n, (int32_t)j);
  return status;
}

static kr_status begin_lp(kr_node_lp *n, kr_error *err) {
  kr_integer *p = n->p;
  drop_lp(n);
  kr_status status = kr_columns_create(&n->pool, &n->line, err);
  if (status == KR_OK && take_columns(n) != KR_OK) status = kr_fail_memory(err);
  kr_master_problem problem = {.pool = n->pool,
                               .demand_t = n->demand_t,
                               .unserved_cost = n->unserved_cost,
                               .capacity = n->capacity,
                               .n_shipments = p->n_shipments,
                               .n_rows = kr_node_n_rows(n),
                               .stop = p->lp->settings->stop};
  return status == KR_OK ? kr_master_create(&n->master, KR_MASTER_KEY, &problem, err) : status;
}

/** Begins from the point of the node before, as far as its routes are allowed. */
static kr_status begin_from_last(kr_node_lp *n, kr_error *err) {
  size_t columns = n->pool->n_columns;
  if (n->n_flow == 0 || !kr_master_can_restart(n->master)) return KR_OK;
  double *flow = kr_zeros(columns + 1, sizeof *flow);
  if (!flow) return kr_fail_memory(err);
  for (size_t j = 0; j < columns; ++j)
    if ((size_t)n->origin[j] < n->n_flow) flow[j] = n->flow[n->origin[j]];
  kr_status status = kr_master_restart(n->master, flow, err);
  free(flow);
  return status;
}

static kr_status generate(kr_node_lp *n, double cutoff, kr_error *err) {
  kr_status status = begin_lp(n, err);
  if (status == KR_OK) status = begin_from_last(n, err);
  for (int round = 0; round < ROUNDS && status == KR_OK; ++round) {
    bool is_new;
    status = kr_master_solve(n->master, 0, n->p->deadline_s - kr_clock_wall(), err);
    if (status != KR_OK) return status;
    kr_master_point point = kr_master_last(n->master);
    n->objective = point.objective;
    status = kr_node_price(n, &point, &is_new);
    if (status != KR_OK) return kr_fail(err, status, "branch and price: %s", kr_status_name(status));
    if (!is_new || n->bound >= cutoff) return KR_OK;
    if (kr_lp_must_stop(n->p->lp, n->p->deadline_s)) return KR_ERR_LIMIT;
  }
  return status;
}

/* ---- the point ---- */

/** Whether two columns of a shipment take the same arcs on the same days: they differ in hours of waiting only. */
static bool is_same_way(const kr_node_lp *n, const kr_column *x, const kr_column *y) {
  const kr_move *moves = n->p->lp->pool->moves;
  if (x->n_moves != y->n_moves) return false;
  for (int32_t i = 0; i < x->n_moves; ++i) {
    kr_move a = moves[x->first_move + (size_t)i], b = moves[y->first_move + (size_t)i];
    if (a.arc != b.arc || kr_bucket(n->p->line, a.tau) != kr_bucket(n->p->line, b.tau)) return false;
  }
  return true;
}

/** The flow by columns of the store; what goes the same way is joined on the cheapest of these columns. */
static kr_status read_flow(kr_node_lp *n) {
  const kr_columns *store = n->p->lp->pool;
  const double *flow = kr_master_last(n->master).flow;
  if (!kr_grow(&n->flow, &n->flow_room, store->n_columns + 1, sizeof *n->flow)) return KR_ERR_MEMORY;
  if (note_new(n) != KR_OK) return KR_ERR_MEMORY;
  n->n_flow = store->n_columns;
  memset(n->flow, 0, n->n_flow * sizeof *n->flow);
  for (size_t j = 0; j < n->pool->n_columns; ++j) {
    if (!(flow[j] > 0)) continue;
    int32_t mine = n->origin[j], into = mine;
    n->carried[mine] = n->n_solved;
    const kr_column *col = &store->columns[mine];
    for (int32_t i = store->newest[col->shipment]; i != KR_NONE; i = store->columns[i].previous)
      if (n->flow[i] > 0 && is_same_way(n, col, &store->columns[i])) into = i;
    if (into != mine && col->cost < store->columns[into].cost) {
      n->flow[mine] = n->flow[into];
      n->flow[into] = 0;
      into = mine;
    }
    n->flow[into] += flow[j];
  }
  return KR_OK;
}

kr_status kr_node_solve(kr_node_lp *n, const kr_branch *branches, int32_t n_branches, double cutoff, kr_error *err) {
  n->branches = branches;
  n->n_branches = n_branches;
  n->bound = -INFINITY;
  kr_node_take_branches(n);
  kr_node_set_capacities(n);
  if (kr_node_make_days_rows(n) != KR_OK) return kr_fail_memory(err);
  if (!kr_grow(&n->capacity, &n->capacity_room, (size_t)kr_node_n_rows(n), sizeof *n->capacity))
    return kr_fail_memory(err);
  for (int32_t i = 0; i < n->n_cuts; ++i) n->capacity[kr_node_cut_row(n) + i] = n->cuts[i].most;
  for (int32_t i = 0; i < n->n_days_rows; ++i) n->capacity[kr_node_days_row(n) + i] = n->days_rows[i].most;
  if (n->is_infeasible) {
    n->bound = INFINITY;
    return KR_OK;
  }
  kr_status status = generate(n, cutoff, err);
  n->n_solved++;
  if (status == KR_OK && n->bound < cutoff && read_flow(n) != KR_OK) status = kr_fail_memory(err);
  drop_lp(n);
  return status;
}
