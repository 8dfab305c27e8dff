#include "solver/master.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/master_internal.h"

struct kr_master {
  kr_master_problem problem;
  kr_master_kind kind;
  unsigned tried; /* bit KIND */
  void *self;
  const kr_master_way *way;
};

static kr_status begin_way(kr_master *m, kr_error *err) {
  m->tried |= 1u << m->kind;
  if (m->kind == KR_MASTER_KEY) return kr_master_key_create(&m->self, &m->way, &m->problem, err);
  return m->kind == KR_MASTER_GLPK ? kr_master_glpk_create(&m->self, &m->way, &m->problem, err)
                                   : kr_master_interior_create(&m->self, &m->way, &m->problem, err);
}

kr_status kr_master_create(kr_master **out, kr_master_kind kind, const kr_master_problem *problem, kr_error *err) {
  kr_master *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->problem = *problem;
  m->kind = kind;
  kr_status status = begin_way(m, err);
  if (status == KR_OK) {
    *out = m;
  } else {
    free(m);
  }
  return status;
}

void kr_master_free(kr_master *master) {
  if (!master) return;
  master->way->free(master->self);
  free(master);
}

/** A way that has not failed yet. @return KR_MASTER_AUTO when there is none */
static kr_master_kind next_kind(const kr_master *m) {
  static const kr_master_kind kinds[] = {KR_MASTER_GLPK, KR_MASTER_INTERIOR, KR_MASTER_KEY};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i)
    if (!(m->tried & 1u << kinds[i])) return kinds[i];
  return KR_MASTER_AUTO;
}

/** Another way starts from nothing: a failure leaves no point to trust. */
static kr_status change_way(kr_master *m, kr_master_kind kind, kr_error *err) {
  const kr_master_way *old_way = m->way;
  void *old_self = m->self;
  m->kind = kind;
  kr_status status = begin_way(m, err);
  if (status == KR_OK) old_way->free(old_self);
  return status;
}

kr_status kr_master_solve(kr_master *master, double gap, double seconds, kr_error *err) {
  double until = kr_clock_wall() + seconds;
  kr_status status = master->way->solve(master->self, gap, seconds, err);
  for (kr_master_kind kind; status == KR_ERR_SOLVER && (kind = next_kind(master)) != KR_MASTER_AUTO;) {
    status = change_way(master, kind, err);
    if (status == KR_OK) status = master->way->solve(master->self, gap, until - kr_clock_wall(), err);
  }
  return status;
}

void kr_master_hint(kr_master *master, const double *toll, double gap) {
  if (master->way->hint) master->way->hint(master->self, toll, gap);
}

kr_status kr_master_settle(kr_master *master, double seconds, kr_error *err) {
  return master->way->settle ? master->way->settle(master->self, seconds, err) : KR_OK;
}

bool kr_master_can_restart(const kr_master *master) { return master->way->start != NULL; }

kr_status kr_master_restart(kr_master *master, const double *flow, kr_error *err) {
  return master->way->start(master->self, flow, err);
}

kr_master_point kr_master_last(const kr_master *master) { return master->way->last(master->self); }

kr_status kr_active_init(kr_active *active, const kr_master_problem *p) {
  *active = (kr_active){.problem = p};
  active->potential = kr_zeros((size_t)p->n_rows, sizeof *active->potential);
  active->row = kr_zeros((size_t)p->n_rows, sizeof *active->row);
  active->rows = kr_zeros((size_t)p->n_rows, sizeof *active->rows);
  active->shipment = kr_zeros((size_t)p->n_shipments, sizeof *active->shipment);
  if (active->potential && active->row && active->rows && active->shipment) return KR_OK;
  kr_active_clear(active);
  return KR_ERR_MEMORY;
}

void kr_active_clear(kr_active *active) {
  free(active->potential);
  free(active->row);
  free(active->rows);
  free(active->shipment);
  *active = (kr_active){0};
}

/** The largest use of `row` among the columns of the same shipment before column j. */
static double largest_use_before(const kr_columns *pool, const kr_column *col, int32_t row) {
  double largest = 0;
  for (int32_t i = col->previous; i != KR_NONE; i = pool->columns[i].previous) {
    const kr_column *other = &pool->columns[i];
    for (int32_t k = 0; k < other->n_uses; ++k) {
      kr_use use = pool->uses[other->first_use + (size_t)k];
      if (use.row == row && use.per_t > largest) largest = use.per_t;
    }
  }
  return largest;
}

static void add_potential(kr_active *active, const kr_column *col) {
  const kr_master_problem *p = active->problem;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = p->pool->uses[col->first_use + (size_t)k];
    if (active->row[use.row]) continue;
    double more = use.per_t - largest_use_before(p->pool, col, use.row);
    if (more <= 0) continue;
    active->potential[use.row] += more * p->demand_t[col->shipment];
    if (active->potential[use.row] <= p->capacity[use.row]) continue;
    active->row[use.row] = true;
    active->rows[active->n_rows++] = use.row;
  }
}

static bool touches_active(const kr_active *active, const kr_column *col) {
  for (int32_t k = 0; k < col->n_uses; ++k)
    if (active->row[active->problem->pool->uses[col->first_use + (size_t)k].row]) return true;
  return false;
}

int32_t kr_active_follow(kr_active *active) {
  const kr_columns *pool = active->problem->pool;
  int32_t rows_before = active->n_rows;
  size_t old = active->n_seen;
  for (size_t j = old; j < pool->n_columns; ++j) add_potential(active, &pool->columns[j]);
  active->n_seen = pool->n_columns;
  size_t from = active->n_rows > rows_before ? 0 : old;
  for (size_t j = from; j < pool->n_columns; ++j)
    if (!active->shipment[pool->columns[j].shipment] && touches_active(active, &pool->columns[j]))
      active->shipment[pool->columns[j].shipment] = true;
  return active->n_rows - rows_before;
}

int32_t kr_active_cheapest(const kr_active *active, int32_t s, double *cost) {
  const kr_columns *pool = active->problem->pool;
  int32_t best = KR_NONE;
  *cost = active->problem->unserved_cost[s];
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    if (pool->columns[j].cost > *cost || (pool->columns[j].cost == *cost && best == KR_NONE)) continue;
    *cost = pool->columns[j].cost;
    best = j;
  }
  return best;
}
