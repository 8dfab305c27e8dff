#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_internal.h"

#define ROUNDS 400
#define MOST_OUT 16 /* shipments taken out at once, at most */
#define COOLING 50.0
#define MOST_PRICE 1.5 /* times the root's tolls */
#define WORTH 1e-7

/** A plan being taken apart and put together again, on routes of its own store. */
typedef struct ruin {
  kr_integer *p;
  kr_columns *routes;
  int32_t *way, *best_way; /* [shipments] of the store; KR_REJECTED; KR_UNDECIDED = not a member */
  int32_t *members, n_members;
  double *load;              /* [rows * cargo] units that all use, promises left out */
  double *per_t;             /* [resources * cargo] */
  int32_t *out, *old, n_out; /* taken out, and the ways they had */
  double cost, best_cost;
  double price; /* of this round: times the root's tolls */
} ruin;

static void clear(ruin *r) {
  kr_columns_free(r->routes);
  free(r->way);
  free(r->best_way);
  free(r->members);
  free(r->load);
  free(r->per_t);
  free(r->out);
  free(r->old);
}

static bool allocate(ruin *r) {
  const kr_integer *p = r->p;
  const kr_corridor *c = p->line->corridor;
  size_t n = (size_t)p->n_shipments, k = (size_t)p->n_cargo;
  r->way = kr_zeros(n, sizeof *r->way);
  r->best_way = kr_zeros(n, sizeof *r->best_way);
  r->members = kr_zeros(n, sizeof *r->members);
  r->out = kr_zeros(n, sizeof *r->out);
  r->old = kr_zeros(n, sizeof *r->old);
  r->load = kr_zeros((size_t)p->n_rows * k, sizeof *r->load);
  r->per_t = kr_zeros((size_t)kr_n_resources(c) * k, sizeof *r->per_t);
  if (!r->way || !r->best_way || !r->members || !r->out || !r->old || !r->load || !r->per_t) return false;
  for (int32_t i = 0; i < kr_n_resources(c); ++i)
    for (int32_t j = 0; j < p->n_cargo; ++j) {
      double t = kr_decimal_value(kr_t_per_unit(c, j, i));
      r->per_t[(size_t)i * k + (size_t)j] = t > 0 ? 1 / t : INFINITY;
    }
  return true;
}

/* ---- moves ---- */

static double cost_of(const ruin *r, int32_t s, int32_t way) {
  const kr_integer *p = r->p;
  return p->open_t[s] * (way >= 0 ? r->routes->columns[way].cost : p->lp->unserved_cost[s]);
}

static void load_way(ruin *r, int32_t s, int32_t way, double sign) {
  const kr_integer *p = r->p;
  if (way < 0) return;
  const kr_column *col = &r->routes->columns[way];
  int32_t cargo = p->line->corridor->shipments[s].cargo;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    kr_use use = r->routes->uses[col->first_use + (size_t)k];
    if (use.row < p->n_rows) r->load[(int64_t)use.row * p->n_cargo + cargo] += sign * p->open_t[s] * use.per_t;
  }
}

static void take_out(ruin *r, int32_t s) {
  r->out[r->n_out] = s;
  r->old[r->n_out++] = r->way[s];
  r->cost -= cost_of(r, s, r->way[s]);
  load_way(r, s, r->way[s], -1);
  r->way[s] = KR_UNDECIDED;
}

static void put_in(ruin *r, int32_t s, int32_t way) {
  r->way[s] = way;
  r->cost += cost_of(r, s, way);
  load_way(r, s, way, 1);
}

static void undo(ruin *r) {
  for (int32_t i = 0; i < r->n_out; ++i) {
    int32_t s = r->out[i];
    if (r->way[s] != KR_UNDECIDED) {
      r->cost -= cost_of(r, s, r->way[s]);
      load_way(r, s, r->way[s], -1);
    }
    put_in(r, s, r->old[i]);
  }
}

/* ---- taking apart ---- */

static bool goes_over(const ruin *r, int32_t s, int32_t row) {
  if (r->way[s] < 0) return false;
  const kr_column *col = &r->routes->columns[r->way[s]];
  for (int32_t k = 0; k < col->n_uses; ++k)
    if (r->routes->uses[col->first_use + (size_t)k].row == row) return true;
  return false;
}

static int32_t draw(kr_integer *p, int32_t n) { return (int32_t)(kr_integer_random(p) * n); }

/** Some of those that go over a row. */
static void take_out_of_row(ruin *r, int32_t row, int32_t most) {
  int32_t first = draw(r->p, r->n_members), n = 0, seen = 0;
  for (int32_t i = 0; i < r->n_members; ++i) seen += goes_over(r, r->members[i], row);
  for (int32_t i = 0; i < r->n_members && n < most; ++i) {
    int32_t s = r->members[(first + i) % r->n_members];
    if (!goes_over(r, s, row) || kr_integer_random(r->p) * seen >= most) continue;
    take_out(r, s);
    n++;
  }
}

static int32_t draw_row_of(ruin *r, int32_t s) {
  const kr_integer *p = r->p;
  if (r->way[s] < 0) return KR_NONE;
  const kr_column *col = &r->routes->columns[r->way[s]];
  int32_t n = 0, row = KR_NONE;
  for (int32_t k = 0; k < col->n_uses; ++k) {
    int32_t at = r->routes->uses[col->first_use + (size_t)k].row;
    if (at < p->n_rows && p->root_toll[at] > 0 && kr_integer_random(r->p) * ++n < 1) row = at;
  }
  return row;
}

/** Some over a dear row, then over other dear rows that these went over. */
static void take_apart(ruin *r) {
  int32_t wanted = 2 + draw(r->p, MOST_OUT - 1), row = kr_integer_draw_tolled_row(r->p);
  r->n_out = 0;
  for (int tries = 0; tries < 6 && r->n_out < wanted && row != KR_NONE; ++tries) {
    take_out_of_row(r, row, 1 + draw(r->p, wanted - r->n_out));
    if (r->n_out == 0) return;
    int32_t i = draw(r->p, r->n_out), s = r->out[i], way = r->way[s];
    r->way[s] = r->old[i];
    row = draw_row_of(r, s);
    r->way[s] = way;
  }
}

/* ---- putting together ---- */

/** Arcs over which a shipment fits, at their hours and some of the root's tolls; the others are closed. */
static void set_tolls(ruin *r, int32_t s) {
  const kr_integer *p = r->p;
  const kr_corridor *c = p->line->corridor;
  int32_t cargo = c->shipments[s].cargo, rank = kr_rank_of(c, s);
  kr_lane_tolls *lane = &r->p->seeker.tolls->of_ware[kr_ware_of(c, s)];
  for (int32_t i = 0; i < lane->n_arcs; ++i) {
    kr_span span = p->line->network->arcs[lane->arc[i]].resources;
    double toll = 0;
    for (int32_t k = 0; k < span.count; ++k) {
      int32_t row = c->resource_lists[span.first + k];
      if (!kr_counts_on(c, rank, row)) continue;
      double per_t = r->per_t[(int64_t)row * p->n_cargo + cargo];
      bool has_room = per_t * p->open_t[s] <= kr_integer_room(p, r->load, row, cargo) + KR_NEARLY;
      toll += has_room ? r->price * per_t * p->root_toll[row] : INFINITY;
    }
    lane->toll[i] = toll;
  }
}

/** Those taken out, in any order. */
static void shuffle(ruin *r) {
  for (int32_t i = r->n_out; i > 1; --i) {
    int32_t j = draw(r->p, i), s = r->out[i - 1], old = r->old[i - 1];
    r->out[i - 1] = r->out[j];
    r->old[i - 1] = r->old[j];
    r->out[j] = s;
    r->old[j] = old;
  }
}

static kr_status put_together(ruin *r) {
  kr_integer *p = r->p;
  shuffle(r);
  r->price = MOST_PRICE * kr_integer_random(p);
  for (int32_t i = 0; i < r->n_out; ++i) {
    int32_t s = r->out[i], way = KR_REJECTED;
    set_tolls(r, s);
    if (kr_seek(&p->seeker, s) < INFINITY) {
      if (kr_seek_add(&p->seeker, s, r->routes, &way) != KR_OK) return KR_ERR_MEMORY;
      const kr_column *col = &r->routes->columns[way];
      if (!kr_integer_fits(p, r->load, r->routes, col) || col->cost >= p->lp->unserved_cost[s]) way = KR_REJECTED;
    }
    put_in(r, s, way);
  }
  return KR_OK;
}

/* ---- the search ---- */

/** The way that a shipment has in the best plan, its route copied into the store. */
static kr_status copy_way(ruin *r, int32_t s) {
  const kr_columns *pool = r->p->lp->pool;
  int32_t way = r->p->best.way[s];
  kr_status status = KR_OK;
  if (way >= 0) {
    const kr_column *col = &pool->columns[way];
    status = kr_columns_add(r->routes, s, pool->moves + col->first_move, (size_t)col->n_moves, col->arrival, &way);
  }
  r->way[s] = way;
  if (status == KR_OK) r->cost += cost_of(r, s, way);
  return status;
}

static kr_status begin(ruin *r, kr_error *err) {
  kr_integer *p = r->p;
  if (!allocate(r)) return kr_fail_memory(err);
  kr_status status = kr_columns_create(&r->routes, p->line, err);
  for (int32_t s = 0; s < p->n_shipments && status == KR_OK; ++s) {
    r->way[s] = p->best.way[s];
    if (r->way[s] == KR_UNDECIDED) continue;
    r->members[r->n_members++] = s;
    status = copy_way(r, s);
  }
  for (size_t j = 0; j < p->n_best; ++j)
    if (p->best_flow[j] > 0) kr_integer_count(p, (int32_t)j, p->best_flow[j], r->load);
  memcpy(r->best_way, r->way, (size_t)p->n_shipments * sizeof *r->way);
  r->best_cost = r->cost;
  return status == KR_OK ? status : kr_fail_memory(err);
}

static kr_status search(ruin *r) {
  kr_integer *p = r->p;
  double heat = p->heat * (p->best_objective - p->bound) / r->n_members;
  for (int i = 0; i < ROUNDS && !kr_lp_must_stop(p->lp, p->deadline_s); ++i) {
    double before = r->cost, may_cost = -log(1 - kr_integer_random(p)) * heat * pow(COOLING, -(double)i / ROUNDS);
    take_apart(r);
    if (put_together(r) != KR_OK) return KR_ERR_MEMORY;
    if (r->cost > before + may_cost) {
      undo(r);
      r->cost = before;
    }
    if (r->cost >= r->best_cost - WORTH * fabs(r->best_cost)) continue;
    r->best_cost = r->cost;
    memcpy(r->best_way, r->way, (size_t)p->n_shipments * sizeof *r->way);
  }
  return KR_OK;
}

/** The better ways are decided; units of whole-unit rows are open again, the dive counts them. */
static kr_status take_answer(ruin *r) {
  kr_integer *p = r->p;
  size_t cells = (size_t)p->n_rows * (size_t)p->n_cargo;
  for (size_t i = 0; i < cells; ++i) p->now.units[i] = KR_UNDECIDED;
  for (int32_t i = 0; i < r->n_members; ++i) {
    int32_t s = r->members[i], way = r->best_way[s];
    p->now.way[s] = way;
    if (way < 0) continue;
    const kr_column *col = &r->routes->columns[way];
    kr_status status = kr_columns_add(p->lp->pool, s, r->routes->moves + col->first_move, (size_t)col->n_moves,
                                      col->arrival, &p->now.way[s]);
    if (status != KR_OK) return status;
  }
  return KR_OK;
}

kr_status kr_integer_ruin(kr_integer *p, bool *is_found, kr_error *err) {
  ruin r = {.p = p};
  double before;
  kr_status status = begin(&r, err);
  before = r.cost;
  *is_found = false;
  if (status == KR_OK && r.n_members > 1 && search(&r) != KR_OK) status = kr_fail_memory(err);
  *is_found = status == KR_OK && r.best_cost < before;
  if (*is_found && take_answer(&r) != KR_OK) status = kr_fail_memory(err);
  clear(&r);
  return status;
}
