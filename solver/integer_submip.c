#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_internal.h"
#include "solver/mip.h"

#define WAYS 12           /* routes of a shipment that are considered, at most */
#define FIRST_NODES 100.0 /* of GLPK's tree … */
#define MOST_NODES 20000.0
#define MORE_NODES 1.02 /* … more after each failure */
#define SURPLUS 4.0     /* times as many are taken back as there is room for: those that matter are drawn from them */
#define LEAST_REACH 4.0
#define MOST_REACH 400.0
#define GROW 1.05
#define SHRINK 0.8
#define WORTH 1e-7 /* relative to the freight thought over */

/** A route of a free shipment, and what it would cost under the tolls of the root. */
typedef struct route {
  int32_t column;
  double price;
} route;

/** The program: a column is a route that carries its shipment or not, or a number of whole units. */
typedef struct submip {
  kr_integer *p;
  int32_t *members, n_members;
  bool *is_member;   /* [shipments] */
  double *load;      /* [rows * cargo] units that the others use, promises left out */
  int32_t *row_at;   /* [rows * cargo] row of the program, KR_NONE */
  int32_t *share_at; /* [rows] of units shared by cargoes, KR_NONE */
  kr_mip mip;
  int32_t *column; /* [columns of the program] of the pool; KR_NONE for units */
  size_t column_room;
  route *routes; /* scratch */
  size_t route_room;
  double cost_now;
} submip;

static void clear(submip *m) {
  free(m->members);
  free(m->is_member);
  free(m->load);
  free(m->row_at);
  free(m->share_at);
  kr_mip_clear(&m->mip);
  free(m->column);
  free(m->routes);
}

static bool allocate(submip *m) {
  const kr_integer *p = m->p;
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  m->members = kr_zeros((size_t)p->n_shipments, sizeof *m->members);
  m->is_member = kr_zeros((size_t)p->n_shipments, sizeof *m->is_member);
  m->load = kr_zeros(cells, sizeof *m->load);
  m->row_at = kr_zeros(cells, sizeof *m->row_at);
  m->share_at = kr_zeros((size_t)p->n_rows, sizeof *m->share_at);
  if (!m->members || !m->is_member || !m->load || !m->row_at || !m->share_at) return false;
  for (size_t i = 0; i < cells; ++i) m->row_at[i] = KR_NONE;
  for (int32_t r = 0; r < p->n_rows; ++r) m->share_at[r] = KR_NONE;
  return true;
}

/** Of the shipments whose way is taken back about `reach` become members; the others keep theirs. */
static void choose_members(submip *m, double reach) {
  kr_integer *p = m->p;
  int32_t n = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) n += p->now.way[s] != p->best.way[s];
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    if (p->now.way[s] == p->best.way[s]) continue;
    m->is_member[s] = kr_integer_random(p) * n < reach;
    if (m->is_member[s]) m->members[m->n_members++] = s;
    if (!m->is_member[s]) p->now.way[s] = p->best.way[s];
  }
}

static void measure_others(submip *m) {
  const kr_integer *p = m->p;
  for (size_t j = 0; j < p->n_best; ++j)
    if (p->best_flow[j] > 0 && !m->is_member[p->lp->pool->columns[j].shipment])
      kr_integer_count(p, (int32_t)j, p->best_flow[j], m->load);
}

/* ---- rows ---- */

static bool add_column(submip *m, kr_mip_column column, int32_t of_pool) {
  if (!kr_grow(&m->column, &m->column_room, m->mip.n_columns + 1, sizeof *m->column)) return false;
  m->column[m->mip.n_columns] = of_pool;
  return kr_mip_add_column(&m->mip, column);
}

/** A whole-unit row: what is begun of a cargo's units, and whole ones more; Σ of these <= what is free. */
static bool add_unit_row(submip *m, int32_t row, int32_t cargo) {
  const kr_integer *p = m->p;
  int64_t at = (int64_t)row * p->n_cargo + cargo;
  double used = p->promised[at] + m->load[at],
         spare = (double)(p->there[row] - kr_integer_units_taken(p, m->load, row));
  if (m->share_at[row] == KR_NONE) {
    m->share_at[row] = (int32_t)m->mip.n_rows;
    if (!kr_mip_add_row(&m->mip, fmax(0, spare))) return false;
  }
  m->row_at[at] = (int32_t)m->mip.n_rows;
  int32_t units = (int32_t)m->mip.n_columns;
  return kr_mip_add_row(&m->mip, fmax(0, kr_units_needed(used) - used)) &&
         add_column(m, (kr_mip_column){0, fmax(0, spare), true}, KR_NONE) &&
         kr_mip_add_entry(&m->mip, (kr_mip_entry){m->row_at[at], units, -1}) &&
         kr_mip_add_entry(&m->mip, (kr_mip_entry){m->share_at[row], units, 1});
}

/** The program's row for what a cargo uses of a resource-day. @return KR_NONE without memory */
static int32_t row_for(submip *m, int32_t row, int32_t cargo) {
  const kr_integer *p = m->p;
  int32_t *at = p->is_whole[row] ? &m->row_at[(int64_t)row * p->n_cargo + cargo] : &m->share_at[row];
  if (*at != KR_NONE) return *at;
  if (p->is_whole[row]) return add_unit_row(m, row, cargo) ? *at : KR_NONE;
  int32_t here = (int32_t)m->mip.n_rows;
  if (!kr_mip_add_row(&m->mip, fmax(0, kr_integer_room(p, m->load, row, cargo)))) return KR_NONE;
  return *at = here;
}

/* ---- routes ---- */

static int compare_routes(const void *a, const void *b) {
  const route *x = a, *y = b;
  if (x->price != y->price) return x->price < y->price ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

static double price_of(const kr_integer *p, const kr_column *col) {
  double price = col->cost;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    if (use.row < p->n_rows) price += use.per_t * p->root_toll[use.row];
  }
  return price;
}

/** The routes of a member that could carry it whole, the cheapest first; the one it has now is among them. */
static bool find_routes(submip *m, int32_t s, size_t *n) {
  const kr_integer *p = m->p;
  const kr_columns *pool = p->lp->pool;
  *n = 0;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    const kr_column *col = &pool->columns[j];
    if (!(col->cost < p->lp->unserved_cost[s]) || !kr_integer_fits(p, m->load, pool, col)) continue;
    if (!kr_grow(&m->routes, &m->route_room, *n + 1, sizeof *m->routes)) return false;
    m->routes[(*n)++] = (route){j, j == p->best.way[s] ? -INFINITY : price_of(p, col)};
  }
  if (*n > 1) qsort(m->routes, *n, sizeof *m->routes, compare_routes);
  if (*n > WAYS) *n = WAYS;
  return true;
}

static bool add_route(submip *m, int32_t j, int32_t choice) {
  const kr_integer *p = m->p;
  const kr_column *col = &p->lp->pool->columns[j];
  int32_t s = col->shipment, cargo = p->line->corridor->shipments[s].cargo, here = (int32_t)m->mip.n_columns;
  double t = p->open_t[s];
  if (!add_column(m, (kr_mip_column){t * (col->cost - p->lp->unserved_cost[s]), 1, true}, j)) return false;
  if (!kr_mip_add_entry(&m->mip, (kr_mip_entry){choice, here, 1})) return false;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->lp->pool->uses[col->first_use + (size_t)k];
    int32_t row = use.row < p->n_rows ? row_for(m, use.row, cargo) : KR_NONE;
    if (use.row >= p->n_rows) continue;
    if (row == KR_NONE || !kr_mip_add_entry(&m->mip, (kr_mip_entry){row, here, t * use.per_t})) return false;
  }
  return true;
}

static bool add_member(submip *m, int32_t s) {
  const kr_integer *p = m->p;
  size_t n;
  int32_t choice = (int32_t)m->mip.n_rows, way = p->best.way[s];
  if (!find_routes(m, s, &n) || !kr_mip_add_row(&m->mip, 1)) return false;
  for (size_t i = 0; i < n; ++i)
    if (!add_route(m, m->routes[i].column, choice)) return false;
  if (way >= 0) m->cost_now += p->open_t[s] * (p->lp->pool->columns[way].cost - p->lp->unserved_cost[s]);
  return true;
}

/* ---- the answer ---- */

/** Ways as the program has them; units of the rows it touched are open again, the dive counts them. */
static void take_answer(submip *m, const double *x) {
  kr_integer *p = m->p;
  for (int32_t i = 0; i < m->n_members; ++i) p->now.way[m->members[i]] = KR_REJECTED;
  for (size_t j = 0; j < m->mip.n_columns; ++j)
    if (m->column[j] != KR_NONE && x[j] > 0.5) p->now.way[p->lp->pool->columns[m->column[j]].shipment] = m->column[j];
  memcpy(p->now.units, p->best.units, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *p->now.units);
  for (int32_t r = 0; r < p->n_rows; ++r)
    for (int32_t k = 0; k < p->n_cargo && p->is_whole[r] && m->share_at[r] != KR_NONE; ++k)
      *kr_units_at(p, &p->now, r, k) = KR_UNDECIDED;
}

/** The best plan's own ways, for GLPK to prune by. */
static void set_start(const submip *m, double *x) {
  const kr_integer *p = m->p;
  const kr_mip *mip = &m->mip;
  for (size_t j = 0; j < mip->n_columns; ++j) {
    int32_t column = m->column[j];
    x[j] = column != KR_NONE && p->best.way[p->lp->pool->columns[column].shipment] == column;
  }
  for (size_t e = 0; e < mip->n_entries; ++e) { /* units as many as their row needs */
    int32_t units = mip->entries[e].column;
    if (m->column[units] != KR_NONE || mip->entries[e].value > 0) continue;
    double used = -mip->most[mip->entries[e].row];
    for (size_t i = 0; i < mip->n_entries; ++i)
      if (mip->entries[i].row == mip->entries[e].row && i != e)
        used += mip->entries[i].value * x[mip->entries[i].column];
    x[units] = kr_units_needed(used);
  }
}

static kr_status solve(submip *m, kr_mip_answer *answer, kr_error *err) {
  const kr_integer *p = m->p;
  size_t n = m->mip.n_columns;
  double *start = kr_zeros(n, sizeof *start);
  answer->x = kr_zeros(n, sizeof *answer->x);
  kr_status status = start && answer->x ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) {
    set_start(m, start);
    kr_mip_limits limits = {m->cost_now - WORTH * fabs(m->cost_now), start, (int64_t)p->mip_nodes, p->deadline_s,
                            p->lp->settings->stop};
    status = kr_mip_solve(&m->mip, &limits, answer, err);
    if (status == KR_ERR_SOLVER) status = KR_OK; /* a fault of GLPK costs this trial only */
  }
  if (status == KR_OK && answer->is_found) take_answer(m, answer->x);
  free(start);
  free(answer->x);
  return status;
}

/** Larger programs while they are closed, smaller ones where the tree has no end; longer ones where nothing is found.
 */
static void adapt(kr_integer *p, const kr_mip_answer *answer) {
  p->mip_nodes = answer->is_found ? FIRST_NODES : fmin(MOST_NODES, p->mip_nodes * MORE_NODES);
  p->mip_reach *= answer->is_closed ? GROW : answer->is_found ? 1 : SHRINK;
  p->mip_reach = fmin(MOST_REACH, fmax(LEAST_REACH, p->mip_reach));
}

kr_status kr_integer_submip(kr_integer *p, bool *is_found, kr_error *err) {
  submip m = {.p = p};
  kr_mip_answer answer = {0};
  if (!(p->mip_nodes > 0)) p->mip_nodes = FIRST_NODES;
  kr_integer_take_back(p, SURPLUS * p->mip_reach);
  bool have = allocate(&m);
  if (have) choose_members(&m, p->mip_reach);
  if (have) measure_others(&m);
  for (int32_t i = 0; i < m.n_members && have; ++i) have = add_member(&m, m.members[i]);
  kr_status status = have ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK && m.n_members > 1) {
    status = solve(&m, &answer, err);
    adapt(p, &answer);
  }
  *is_found = answer.is_found;
  clear(&m);
  return status;
}
