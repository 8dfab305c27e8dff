#include "solver/vertex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

#define TINY_RATE 1e-9 /* a rate of change below this does not block */
#define REFINEMENTS 3
#define HARRIS 1e-9 /* how far a bound may be overrun to get a better pivot, relative to the demand */

enum { OUT = -1, SUPERBASIC = -2, KEY = -3 }; /* where a column stands; >= 0: place in the basis */

typedef struct vertex {
  const kr_block_lp *lp;
  double *x, *slack;
  int32_t *block;     /* [columns] */
  int64_t *key;       /* [blocks] */
  int32_t *where;     /* [columns] */
  int32_t n;          /* basis size */
  int64_t *column_at; /* [rows] basis place -> column */
  int32_t *place_of;  /* [rows] row -> basis place of its tight row, OUT */
  double *inverse_t;  /* [rows * rows] W⁻¹ transposed: line = tight row's place, along it the columns' places */
  double *u;          /* [rows] W⁻¹ w_q by place */
  double *w;          /* [rows] w_q, dense by row, then rates of the slacks */
  int32_t *touched;   /* [rows] rows where w may be nonzero */
  bool *is_touched;
  int32_t n_touched;
  double *key_rate; /* [blocks] */
  int32_t *rated;   /* [blocks] blocks where key_rate may be nonzero */
  bool *is_rated;
  int32_t n_rated;
  double *line; /* [rows] scratch */
  kr_vertex_stats stats;
} vertex;

static void free_vertex(vertex *v) {
  free(v->block);
  free(v->key);
  free(v->where);
  free(v->column_at);
  free(v->place_of);
  free(v->inverse_t);
  free(v->u);
  free(v->w);
  free(v->touched);
  free(v->is_touched);
  free(v->key_rate);
  free(v->rated);
  free(v->is_rated);
  free(v->line);
}

static bool init_vertex(vertex *v, const kr_block_lp *lp, double *flow, double *slack) {
  *v = (vertex){.lp = lp, .x = flow, .slack = slack};
  size_t rows = (size_t)lp->n_rows, blocks = (size_t)lp->n_blocks, columns = (size_t)lp->first_column[blocks];
  v->block = kr_zeros(columns, sizeof *v->block);
  v->key = kr_zeros(blocks, sizeof *v->key);
  v->where = kr_zeros(columns, sizeof *v->where);
  v->column_at = kr_zeros(rows, sizeof *v->column_at);
  v->place_of = kr_zeros(rows, sizeof *v->place_of);
  v->inverse_t = kr_zeros(rows * rows, sizeof *v->inverse_t);
  v->u = kr_zeros(rows, sizeof *v->u);
  v->w = kr_zeros(rows, sizeof *v->w);
  v->touched = kr_zeros(rows, sizeof *v->touched);
  v->is_touched = kr_zeros(rows, sizeof *v->is_touched);
  v->key_rate = kr_zeros(blocks, sizeof *v->key_rate);
  v->rated = kr_zeros(blocks, sizeof *v->rated);
  v->is_rated = kr_zeros(blocks, sizeof *v->is_rated);
  v->line = kr_zeros(rows, sizeof *v->line);
  return v->block && v->key && v->where && v->column_at && v->place_of && v->inverse_t && v->u && v->w && v->touched &&
         v->is_touched && v->key_rate && v->rated && v->is_rated && v->line;
}

static void classify(vertex *v, double least_flow) {
  const kr_block_lp *lp = v->lp;
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    v->place_of[r] = OUT;
    if (!(v->slack[r] > 0)) v->slack[r] = 0;
  }
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t key = lp->first_column[s];
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) {
      v->block[p] = s;
      if (v->x[p] < least_flow) v->x[p] = 0;
      v->where[p] = v->x[p] > 0 ? SUPERBASIC : OUT;
      if (v->x[p] > v->x[key]) key = p;
    }
    v->key[s] = key;
    v->where[key] = KEY;
  }
}

static void touch(vertex *v, int32_t r) {
  if (v->is_touched[r]) return;
  v->is_touched[r] = true;
  v->touched[v->n_touched++] = r;
}

static void add_to_w(vertex *v, int64_t p, double factor) {
  const kr_block_lp *lp = v->lp;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) {
    touch(v, lp->entry_row[e]);
    v->w[lp->entry_row[e]] += factor * lp->entry_value[e];
  }
}

static void rate_key(vertex *v, int32_t s, double rate) {
  if (!v->is_rated[s]) {
    v->is_rated[s] = true;
    v->rated[v->n_rated++] = s;
  }
  v->key_rate[s] += rate;
}

static void clear_rates(vertex *v) {
  for (int32_t i = 0; i < v->n_touched; ++i) {
    v->w[v->touched[i]] = 0;
    v->is_touched[v->touched[i]] = false;
  }
  for (int32_t i = 0; i < v->n_rated; ++i) {
    v->key_rate[v->rated[i]] = 0;
    v->is_rated[v->rated[i]] = false;
  }
  v->n_touched = v->n_rated = 0;
}

/** u = W⁻¹ w over the tight rows, from the dense w. */
static void solve_basis(vertex *v) {
  int64_t stride = v->lp->n_rows;
  memset(v->u, 0, (size_t)v->n * sizeof *v->u);
  for (int32_t i = 0; i < v->n_touched; ++i) {
    int32_t r = v->touched[i], place = v->place_of[r];
    if (place == OUT || v->w[r] == 0) continue;
    const double *line = v->inverse_t + place * stride;
    for (int32_t k = 0; k < v->n; ++k) v->u[k] += v->w[r] * line[k];
  }
}

/** Rates of everything per unit of x_q; slack rates end up in w (of rows that are not tight). @return cost rate */
static double find_rates(vertex *v, int64_t q) {
  const kr_block_lp *lp = v->lp;
  int64_t key = v->key[v->block[q]];
  double rate = lp->cost[q] - lp->cost[key];
  add_to_w(v, q, 1.0);
  add_to_w(v, key, -1.0);
  rate_key(v, v->block[q], -1.0);
  solve_basis(v);
  for (int32_t k = 0; k < v->n; ++k) {
    if (fabs(v->u[k]) < TINY_RATE) {
      v->u[k] = 0;
      continue;
    }
    int64_t p = v->column_at[k], its_key = v->key[v->block[p]];
    add_to_w(v, p, -v->u[k]);
    add_to_w(v, its_key, v->u[k]);
    rate_key(v, v->block[p], v->u[k]);
    rate -= v->u[k] * (lp->cost[p] - lp->cost[its_key]);
  }
  return rate;
}

/** What stops a push. */
typedef struct blocker {
  enum { NOTHING, ITSELF, BASIC, SLACK, ITS_KEY } kind;
  int32_t at; /* basis place, row or block */
  double step, rate;
} blocker;

/** Calls `consider` on every quantity that falls. The first pass finds how far bounds may be overrun, the second the
 * steepest among those met by then. */
static void consider(blocker *best, double *limit, blocker candidate, double value, double slack) {
  if (!(candidate.rate < -TINY_RATE)) return;
  candidate.step = value / -candidate.rate;
  if (slack > 0) {
    double with_slack = (value + slack) / -candidate.rate;
    if (with_slack < *limit) *limit = with_slack;
  } else if (candidate.step <= *limit && candidate.rate < best->rate) {
    *best = candidate;
  }
}

static void scan(const vertex *v, int64_t q, double sign, bool first, blocker *best, double *limit) {
  const kr_block_lp *lp = v->lp;
  double h = first ? HARRIS : 0.0;
  if (sign < 0) consider(best, limit, (blocker){ITSELF, 0, 0, -1.0}, v->x[q], h * lp->demand[v->block[q]]);
  for (int32_t k = 0; k < v->n; ++k) {
    int64_t p = v->column_at[k];
    consider(best, limit, (blocker){BASIC, k, 0, -sign * v->u[k]}, v->x[p], h * lp->demand[v->block[p]]);
  }
  for (int32_t i = 0; i < v->n_rated; ++i) {
    int32_t s = v->rated[i];
    consider(best, limit, (blocker){ITS_KEY, s, 0, sign * v->key_rate[s]}, v->x[v->key[s]], h * lp->demand[s]);
  }
  for (int32_t i = 0; i < v->n_touched; ++i) {
    int32_t r = v->touched[i];
    if (v->place_of[r] != OUT) continue;
    consider(best, limit, (blocker){SLACK, r, 0, -sign * v->w[r]}, v->slack[r], h * lp->capacity[r]);
  }
}

static blocker find_blocker(const vertex *v, int64_t q, double sign) {
  blocker best = {NOTHING, 0, 0, 0};
  double limit = INFINITY;
  scan(v, q, sign, true, &best, &limit);
  scan(v, q, sign, false, &best, &limit);
  return best;
}

static void lower(double *value, double by) {
  *value += by;
  if (*value < 0) *value = 0;
}

static void walk(vertex *v, int64_t q, double step) {
  lower(&v->x[q], step);
  for (int32_t k = 0; k < v->n; ++k) lower(&v->x[v->column_at[k]], -step * v->u[k]);
  for (int32_t i = 0; i < v->n_rated; ++i) lower(&v->x[v->key[v->rated[i]]], step * v->key_rate[v->rated[i]]);
  for (int32_t i = 0; i < v->n_touched; ++i)
    if (v->place_of[v->touched[i]] == OUT) lower(&v->slack[v->touched[i]], -step * v->w[v->touched[i]]);
}

/* ---- updates of W⁻¹; u is W⁻¹ times the column that comes ---- */

/** Column `place` of W is replaced. */
static void replace_column(vertex *v, int32_t place, const double *u) {
  int64_t stride = v->lp->n_rows;
  for (int32_t i = 0; i < v->n; ++i) {
    double *line = v->inverse_t + i * stride, pivot = line[place] / u[place];
    if (pivot == 0) continue;
    for (int32_t k = 0; k < v->n; ++k) line[k] -= u[k] * pivot;
    line[place] = pivot;
  }
}

/** W gets a row (tight row r) and a column (q, its u and w[r] net of u known) more. `net` = w_q[r] - W_r u. */
static void border(vertex *v, int32_t r, int64_t q, double net) {
  const kr_block_lp *lp = v->lp;
  int64_t stride = lp->n_rows;
  memset(v->line, 0, (size_t)v->n * sizeof *v->line);
  for (int32_t k = 0; k < v->n; ++k) { /* row r of W */
    int64_t p = v->column_at[k], key = v->key[v->block[p]];
    for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
      if (lp->entry_row[e] == r) v->line[k] += lp->entry_value[e];
    for (int64_t e = lp->first_entry[key]; e < lp->first_entry[key + 1]; ++e)
      if (lp->entry_row[e] == r) v->line[k] -= lp->entry_value[e];
  }
  for (int32_t i = 0; i < v->n; ++i) {
    double *line = v->inverse_t + i * stride, share = 0;
    for (int32_t k = 0; k < v->n; ++k) share += v->line[k] * line[k];
    share /= net;
    for (int32_t k = 0; k < v->n && share != 0; ++k) line[k] += v->u[k] * share;
    line[v->n] = -share;
  }
  double *last = v->inverse_t + v->n * stride;
  for (int32_t k = 0; k < v->n; ++k) last[k] = -v->u[k] / net;
  last[v->n] = 1.0 / net;
  v->column_at[v->n] = q;
  v->place_of[r] = v->n;
  v->where[q] = v->n++;
}

/** q becomes the key of its own block: columns of that block in W lose w_q. */
static void make_key(vertex *v, int64_t q) {
  int32_t s = v->block[q];
  int64_t stride = v->lp->n_rows;
  double rest = 1.0;
  for (int32_t k = 0; k < v->n; ++k)
    if (v->block[v->column_at[k]] == s) rest -= v->u[k];
  for (int32_t i = 0; i < v->n; ++i) {
    double *line = v->inverse_t + i * stride, sum = 0;
    for (int32_t k = 0; k < v->n; ++k)
      if (v->block[v->column_at[k]] == s) sum += line[k];
    if (sum == 0) continue;
    for (int32_t k = 0; k < v->n; ++k) line[k] += v->u[k] * (sum / rest);
  }
  v->where[v->key[s]] = OUT;
  v->key[s] = q;
  v->where[q] = KEY;
}

/** A basic column of block s becomes its key, and q takes its place. */
static void hand_over_key(vertex *v, int32_t s, int64_t q) {
  int64_t stride = v->lp->n_rows;
  int32_t heir = OUT;
  for (int32_t k = 0; k < v->n; ++k) {
    if (v->block[v->column_at[k]] != s || v->u[k] == 0) continue;
    if (heir == OUT || v->x[v->column_at[k]] > v->x[v->column_at[heir]]) heir = k;
  }
  for (int32_t i = 0; i < v->n; ++i) {
    double *line = v->inverse_t + i * stride;
    for (int32_t k = 0; k < v->n; ++k)
      if (k != heir && v->block[v->column_at[k]] == s) line[heir] += line[k];
  }
  for (int32_t k = 0; k < v->n; ++k)
    if (k != heir && v->block[v->column_at[k]] == s) v->u[heir] += v->u[k];
  replace_column(v, heir, v->u);
  v->where[v->key[s]] = OUT;
  v->key[s] = v->column_at[heir];
  v->where[v->key[s]] = KEY;
  v->column_at[heir] = q;
  v->where[q] = heir;
}

/** One event of pushing q, the rates being known. */
static void settle(vertex *v, int64_t q, const blocker *b) {
  switch (b->kind) {
    case NOTHING:
    case ITSELF:
      v->x[q] = 0;
      v->where[q] = OUT;
      break;
    case BASIC:
      v->x[v->column_at[b->at]] = 0;
      v->where[v->column_at[b->at]] = OUT;
      replace_column(v, b->at, v->u);
      v->column_at[b->at] = q;
      v->where[q] = b->at;
      break;
    case SLACK:
      v->slack[b->at] = 0;
      border(v, b->at, q, v->w[b->at]);
      break;
    case ITS_KEY:
      v->x[v->key[b->at]] = 0;
      if (v->block[q] == b->at)
        make_key(v, q);
      else
        hand_over_key(v, b->at, q);
      break;
  }
}

static void push(vertex *v, int64_t q) {
  double rate = find_rates(v, q), sign = rate < 0 ? 1.0 : -1.0;
  blocker b = find_blocker(v, q, sign);
  if (b.kind != NOTHING) walk(v, q, sign * b.step);
  settle(v, q, &b);
  clear_rates(v);
  v->stats.n_events++;
}

/** Keys take what their blocks miss; then w = b - A x on the tight rows. */
static void find_misses(vertex *v) {
  const kr_block_lp *lp = v->lp;
  for (int32_t r = 0; r < lp->n_rows; ++r) {
    if (v->place_of[r] == OUT) continue;
    touch(v, r);
    v->w[r] = lp->capacity[r];
  }
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    double left = lp->demand[s];
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p)
      if (p != v->key[s]) left -= v->x[p];
    v->x[v->key[s]] = left;
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p)
      for (int64_t e = lp->first_entry[p]; v->x[p] != 0 && e < lp->first_entry[p + 1]; ++e)
        if (v->place_of[lp->entry_row[e]] != OUT) v->w[lp->entry_row[e]] -= lp->entry_value[e] * v->x[p];
  }
}

/** Iterative refinement: what pushing and dropping dust have blurred is solved for anew on the final basis. */
static void refine(vertex *v) {
  for (int round = 0; round < REFINEMENTS; ++round) {
    find_misses(v);
    solve_basis(v);
    for (int32_t k = 0; k < v->n; ++k) v->x[v->column_at[k]] += v->u[k];
    clear_rates(v);
  }
  find_misses(v);
  clear_rates(v);
  for (int64_t p = 0; p < v->lp->first_column[v->lp->n_blocks]; ++p)
    if (!(v->x[p] > 0)) v->x[p] = 0;
}

kr_status kr_vertex_reach(const kr_block_lp *lp, double *flow, double *slack, double least_flow,
                          kr_vertex_stats *stats) {
  vertex v;
  kr_status status = init_vertex(&v, lp, flow, slack) ? KR_OK : KR_ERR_MEMORY;
  if (status == KR_OK) {
    classify(&v, least_flow);
    for (int64_t p = 0; p < lp->first_column[lp->n_blocks]; ++p) {
      if (v.where[p] != SUPERBASIC) continue;
      v.stats.n_superbasic++;
      push(&v, p);
    }
    refine(&v);
    v.stats.n_tight = v.n;
    if (stats) *stats = v.stats;
  }
  free_vertex(&v);
  return status;
}
