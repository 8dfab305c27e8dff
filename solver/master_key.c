#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/key_simplex.h"
#include "solver/master_internal.h"

#define LEAST_FLOW_T 1e-7 /* less than this is an interior point's dust */

/**
 * The pool as a key LP: column s is shipment s left unserved, column n_shipments + j is the pool's j-th. Rows are those
 * of the problem, but entries are there only for rows that could be overloaded; when there are more of these, the
 * entries are written anew.
 */
typedef struct master_key {
  kr_master_problem problem;
  kr_active active;
  int32_t n_written_rows;    /* active rows when the entries were written */
  double *demand, *capacity; /* what they were when the active rows were found */
  kr_key_lp lp;
  kr_key *simplex;
  int32_t *block;
  double *cost;
  int64_t *first_entry, *home;
  int32_t *entry_row;
  double *entry_value;
  size_t block_room, cost_room, first_room, row_room, value_room;
  double *hint; /* [rows] tolls to start from, NULL = none */
  bool has_started;
  double *toll, *value;
  double objective;
  int32_t n_tight;
} master_key;

static void free_key(void *self) {
  master_key *m = self;
  if (!m) return;
  kr_key_free(m->simplex);
  kr_active_clear(&m->active);
  free(m->demand);
  free(m->capacity);
  free(m->block);
  free(m->cost);
  free(m->first_entry);
  free(m->home);
  free(m->entry_row);
  free(m->entry_value);
  free(m->hint);
  free(m->toll);
  free(m->value);
  free(m);
}

/* ---- the LP ---- */

static bool make_room(master_key *m, size_t columns, size_t entries) {
  return kr_grow(&m->block, &m->block_room, columns, sizeof *m->block) &&
         kr_grow(&m->cost, &m->cost_room, columns, sizeof *m->cost) &&
         kr_grow(&m->first_entry, &m->first_room, columns + 1, sizeof *m->first_entry) &&
         kr_grow(&m->entry_row, &m->row_room, entries + 1, sizeof *m->entry_row) &&
         kr_grow(&m->entry_value, &m->value_room, entries + 1, sizeof *m->entry_value);
}

static void activate(master_key *m, int32_t row) {
  if (m->active.row[row]) return;
  m->active.row[row] = true;
  m->active.rows[m->active.n_rows++] = row;
}

/** Less capacity, or more freight on routes known, may overload rows that were none to care about: they become active.
 */
static void follow_changes(master_key *m) {
  const kr_master_problem *p = &m->problem;
  const kr_columns *pool = p->pool;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    if (p->capacity[r] < m->capacity[r] && m->active.potential[r] > 0) activate(m, r);
    m->capacity[r] = p->capacity[r];
  }
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    bool is_more = p->demand_t[s] > m->demand[s];
    m->demand[s] = p->demand_t[s];
    for (int32_t j = is_more ? pool->newest[s] : KR_NONE; j != KR_NONE; j = pool->columns[j].previous)
      for (int32_t k = 0; k < pool->columns[j].n_uses && (size_t)j < m->active.n_seen; ++k)
        activate(m, pool->uses[pool->columns[j].first_use + (size_t)k].row);
  }
}

/** Writes the pool's columns from number `from` on. @return KR_ERR_RANGE for a cost or use that is no number */
static kr_status write_columns(master_key *m, int64_t from) {
  const kr_columns *pool = m->problem.pool;
  int64_t base = m->problem.n_shipments, entry = m->first_entry[base + from];
  for (int64_t j = from; j < (int64_t)pool->n_columns; ++j) {
    const kr_column *col = &pool->columns[j];
    if (!isfinite(col->cost)) return KR_ERR_RANGE;
    m->block[base + j] = col->shipment;
    m->cost[base + j] = col->cost;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      if (!(use.per_t >= 0) || use.per_t == INFINITY) return KR_ERR_RANGE;
      if (!m->active.row[use.row] || use.per_t == 0) continue;
      m->entry_row[entry] = use.row;
      m->entry_value[entry++] = use.per_t;
    }
    m->first_entry[base + j + 1] = entry;
  }
  return KR_OK;
}

static kr_status follow_pool(master_key *m) {
  const kr_columns *pool = m->problem.pool;
  int64_t base = m->problem.n_shipments, known = m->lp.n_columns - base;
  if (!make_room(m, (size_t)base + pool->n_columns, pool->n_entries)) return KR_ERR_MEMORY;
  follow_changes(m);
  kr_active_follow(&m->active);
  kr_status status = write_columns(m, m->active.n_rows > m->n_written_rows ? 0 : known);
  if (status != KR_OK) return status;
  m->n_written_rows = m->active.n_rows;
  for (int32_t s = 0; s < m->problem.n_shipments; ++s) m->cost[s] = m->problem.unserved_cost[s];
  m->lp.n_columns = base + (int64_t)pool->n_columns;
  m->lp.block = m->block;
  m->lp.cost = m->cost;
  m->lp.first_entry = m->first_entry;
  m->lp.entry_row = m->entry_row;
  m->lp.entry_value = m->entry_value;
  return m->simplex ? kr_key_follow(m->simplex) : kr_key_create(&m->simplex, &m->lp);
}

/* ---- what a master does ---- */

static void take_point(master_key *m) {
  kr_key_point point = kr_key_last(m->simplex);
  long double objective = 0;
  m->n_tight = 0;
  for (int32_t r = 0; r < m->problem.n_rows; ++r) {
    m->toll[r] = point.toll[r] > 0 ? point.toll[r] : 0;
    m->n_tight += m->toll[r] > 0;
  }
  for (int32_t s = 0; s < m->problem.n_shipments; ++s) m->value[s] = kr_key_value_of(m->simplex, s);
  for (int64_t p = 0; p < m->lp.n_columns; ++p) objective += (long double)point.flow[p] * m->cost[p];
  m->objective = (double)objective;
}

static kr_status fail(kr_status status, kr_error *err) {
  return status == KR_OK ? KR_OK : kr_fail(err, status, "key-route master: %s", kr_status_name(status));
}

static kr_status solve_key(void *self, double gap, double seconds, kr_error *err) {
  master_key *m = self;
  kr_interior_limit limit = {kr_clock_wall() + seconds, m->problem.stop};
  (void)gap;
  kr_status status = follow_pool(m);
  if (status == KR_OK && !m->has_started) status = kr_key_start_cold(m->simplex, m->hint);
  if (status == KR_OK) {
    m->has_started = true;
    status = kr_key_solve(m->simplex, &limit);
  }
  if (status == KR_OK) take_point(m);
  return fail(status, err);
}

static kr_master_point last_key(const void *self) {
  const master_key *m = self;
  kr_key_stats n = kr_key_count(m->simplex);
  return (kr_master_point){m->objective, m->toll,
                           m->value,     kr_key_last(m->simplex).flow + m->problem.n_shipments,
                           m->n_tight,   n.n_primal + n.n_dual + n.n_pushed};
}

/** Tolls choose the keys of a cold start; if there is no memory for them it does without. */
static void hint_key(void *self, const double *toll, double gap) {
  master_key *m = self;
  (void)gap;
  if (!m->hint) m->hint = kr_zeros((size_t)m->problem.n_rows, sizeof *m->hint);
  if (m->hint) memcpy(m->hint, toll, (size_t)m->problem.n_rows * sizeof *m->hint);
}

kr_status kr_master_key_start(void *self, const double *flow, kr_error *err) {
  master_key *m = self;
  int32_t base = m->problem.n_shipments;
  kr_interior_limit limit = {INFINITY, m->problem.stop};
  m->has_started = false;
  kr_status status = follow_pool(m);
  double *x = status == KR_OK ? kr_zeros((size_t)m->lp.n_columns, sizeof *x) : NULL;
  if (status == KR_OK && !x) status = KR_ERR_MEMORY;
  if (status == KR_OK) {
    memcpy(x, m->problem.demand_t, (size_t)base * sizeof *x);
    for (int64_t p = base; p < m->lp.n_columns; ++p) {
      x[p] = flow[p - base];
      x[m->block[p]] -= x[p];
    }
    status = kr_key_start_flow(m->simplex, x, LEAST_FLOW_T, &limit);
    m->has_started = status == KR_OK;
  }
  free(x);
  return fail(status, err);
}

static bool allocate(master_key *m) {
  const kr_master_problem *p = &m->problem;
  size_t n = (size_t)p->n_shipments, rows = (size_t)p->n_rows;
  m->home = kr_zeros(n, sizeof *m->home);
  m->toll = kr_zeros(rows, sizeof *m->toll);
  m->value = kr_zeros(n, sizeof *m->value);
  m->demand = kr_zeros(n, sizeof *m->demand);
  m->capacity = kr_zeros(rows, sizeof *m->capacity);
  bool have = m->home && m->toll && m->value && m->demand && m->capacity && make_room(m, n, 0);
  return have && kr_active_init(&m->active, p) == KR_OK;
}

/** The LP of no routes: every shipment stays. */
static void set_homes(master_key *m) {
  const kr_master_problem *p = &m->problem;
  memcpy(m->capacity, p->capacity, (size_t)p->n_rows * sizeof *m->capacity);
  memcpy(m->demand, p->demand_t, (size_t)p->n_shipments * sizeof *m->demand);
  m->first_entry[0] = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    m->home[s] = s;
    m->block[s] = s;
    m->cost[s] = p->unserved_cost[s];
    m->first_entry[s + 1] = 0;
  }
  m->lp = (kr_key_lp){.n_blocks = p->n_shipments,
                      .n_rows = p->n_rows,
                      .n_columns = p->n_shipments,
                      .demand = p->demand_t,
                      .capacity = p->capacity,
                      .home = m->home};
}

kr_status kr_master_key_create(void **self, const kr_master_way **way, const kr_master_problem *p, kr_error *err) {
  static const kr_master_way key_way = {free_key, solve_key, last_key, hint_key, NULL, kr_master_key_start};
  master_key *m = kr_zeros(1, sizeof *m);
  if (!m) return kr_fail_memory(err);
  m->problem = *p;
  if (!allocate(m)) {
    free_key(m);
    return kr_fail_memory(err);
  }
  set_homes(m);
  *self = m;
  *way = &key_way;
  return KR_OK;
}
