#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_node.h"

#define MOST_DAYS 60 /* of a run whose parts are looked at */

static bool is_about_days(kr_branch b) { return (b.kind == KR_BRANCH_MOST || b.kind == KR_BRANCH_LEAST) && b.days > 1; }

static bool is_same_days(kr_branch x, kr_branch y) { return x.a == y.a && x.days == y.days; }

/** Units of a cargo that promised lots hold on these days. */
static double promised_on(const kr_integer *p, kr_branch days, int32_t cargo) {
  double sum = 0;
  for (int32_t d = 0; d < days.days; ++d) sum += p->promised[(int64_t)(days.a + d) * p->n_cargo + cargo];
  return sum;
}

static int64_t there_on(const kr_integer *p, int32_t row, int32_t days) {
  int64_t sum = 0;
  for (int32_t d = 0; d < days; ++d) sum += p->there[row + d];
  return sum;
}

static kr_status add_row(kr_node_lp *n, kr_branch days, uint64_t cargoes, double units) {
  if (!kr_grow(&n->days_rows, &n->days_row_room, (size_t)n->n_days_rows + 1, sizeof *n->days_rows))
    return KR_ERR_MEMORY;
  for (int32_t k = 0; k < n->p->n_cargo; ++k)
    if (cargoes >> k & 1) units -= promised_on(n->p, days, k);
  n->is_infeasible = n->is_infeasible || units < -KR_NEARLY;
  n->days_rows[n->n_days_rows++] = (kr_days_row){days.a, days.days, cargoes, fmax(0, units)};
  return KR_OK;
}

/** The most units that branches say a cargo has at least on these days. */
static int32_t least_on(const kr_node_lp *n, kr_branch days, int32_t cargo) {
  int32_t least = 0;
  for (int32_t i = 0; i < n->n_branches; ++i) {
    kr_branch b = n->branches[i];
    if (b.kind == KR_BRANCH_LEAST && is_same_days(b, days) && b.b == cargo && b.c > least) least = b.c;
  }
  return least;
}

/** What cargoes that must have units leave: to all others together, and to each of them. */
static kr_status add_least_rows(kr_node_lp *n, kr_branch days) {
  int64_t left = there_on(n->p, days.a, days.days);
  uint64_t others = 0;
  for (int32_t k = 0; k < n->p->n_cargo; ++k) {
    int32_t least = least_on(n, days, k);
    left -= least;
    if (least == 0) others |= UINT64_C(1) << k;
  }
  if (left < 0) n->is_infeasible = true;
  kr_status status = add_row(n, days, others, (double)left);
  for (int32_t k = 0; k < n->p->n_cargo && status == KR_OK; ++k)
    if (!(others >> k & 1)) status = add_row(n, days, UINT64_C(1) << k, (double)(left + least_on(n, days, k)));
  return status;
}

static bool is_first_least(const kr_node_lp *n, int32_t i) {
  for (int32_t j = 0; j < i; ++j)
    if (n->branches[j].kind == KR_BRANCH_LEAST && is_same_days(n->branches[j], n->branches[i])) return false;
  return true;
}

kr_status kr_node_make_days_rows(kr_node_lp *n) {
  kr_status status = KR_OK;
  n->n_days_rows = 0;
  for (int32_t i = 0; i < n->n_branches && status == KR_OK; ++i) {
    kr_branch b = n->branches[i];
    if (!is_about_days(b)) continue;
    if (b.kind == KR_BRANCH_MOST) status = add_row(n, b, UINT64_C(1) << b.b, b.c);
    if (b.kind == KR_BRANCH_LEAST && is_first_least(n, i)) status = add_least_rows(n, b);
  }
  return status;
}

kr_status kr_node_add_days_uses(kr_node_lp *n) {
  kr_columns *pool = n->pool;
  kr_column *col = &pool->columns[pool->n_columns - 1];
  int32_t n_uses = col->n_uses, cargo = n->p->line->corridor->shipments[col->shipment].cargo;
  if (!kr_grow(&pool->uses, &pool->use_room, pool->n_uses + (size_t)n->n_days_rows, sizeof *pool->uses))
    return KR_ERR_MEMORY;
  for (int32_t i = 0; i < n->n_days_rows; ++i) {
    kr_days_row row = n->days_rows[i];
    double per_t = 0;
    for (int32_t k = 0; k < n_uses && row.cargoes >> cargo & 1; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      if (use.row >= row.row && use.row < row.row + row.days) per_t += use.per_t;
    }
    if (per_t == 0) continue;
    pool->uses[pool->n_uses++] = (kr_use){kr_node_days_row(n) + i, per_t};
    col->n_uses++;
    pool->n_entries++;
  }
  return KR_OK;
}

const double *kr_node_tolls(kr_node_lp *n, const double *toll) {
  memcpy(n->toll, toll, (size_t)kr_node_cut_row(n) * sizeof *n->toll);
  for (int32_t i = 0; i < n->n_days_rows; ++i) {
    kr_days_row row = n->days_rows[i];
    double price = toll[kr_node_days_row(n) + i];
    for (int32_t k = 0; k < n->p->n_cargo && price > 0; ++k)
      for (int32_t d = 0; d < row.days && row.cargoes >> k & 1; ++d)
        n->toll[kr_cargo_row(n->p->line, row.row + d, k)] += price;
  }
  return n->toll;
}

/* ---- splitting ---- */

static bool is_full(const kr_integer *p, int32_t row) {
  double used = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) used += p->used[(int64_t)row * p->n_cargo + k];
  return p->is_whole[row] && p->there[row] > 0 && used > p->there[row] - KR_NEARLY * p->there[row];
}

/** Full days of the resource from this one on. */
static int32_t run_from(const kr_integer *p, int32_t row) {
  int32_t n = 0, left = p->line->n_days - row % p->line->n_days;
  while (n < left && is_full(p, row + n)) n++;
  return n;
}

static double used_on(const kr_integer *p, int32_t row, int32_t days, int32_t cargo) {
  double sum = 0;
  for (int32_t d = 0; d < days; ++d) sum += p->used[(int64_t)(row + d) * p->n_cargo + cargo];
  return sum;
}

/** The cargo whose units on these days are farthest from whole, KR_NONE where all find room. */
static int32_t cargo_to_split(const kr_node_lp *n, kr_branch days) {
  const kr_integer *p = n->p;
  int64_t need = 0;
  int32_t best = KR_NONE;
  double most = KR_NEARLY;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    double used = used_on(p, days.a, days.days, k), part = used - floor(used), score = fmin(part, 1 - part);
    need += kr_units_needed(used);
    if (score <= most || kr_units_needed(used) <= least_on(n, days, k)) continue;
    most = score;
    best = k;
  }
  return need > there_on(p, days.a, days.days) ? best : KR_NONE;
}

static bool split_run(const kr_node_lp *n, int32_t row, int32_t days, kr_branch out[2]) {
  kr_branch most = {KR_BRANCH_MOST, row, 0, 0, days};
  if ((most.b = cargo_to_split(n, most)) == KR_NONE) return false;
  most.c = kr_units_needed(used_on(n->p, row, days, most.b)) - 1;
  out[0] = most;
  out[1] = (kr_branch){KR_BRANCH_LEAST, row, most.b, most.c + 1, days};
  return true;
}

bool kr_node_split_days(const kr_node_lp *n, kr_branch out[2]) {
  const kr_integer *p = n->p;
  for (int32_t r = 0, run; r<p->n_rows; r += run> 0 ? run : 1) {
    run = run_from(p, r);
    if (run > MOST_DAYS) continue;
    for (int32_t days = run; days > 1; --days) /* long ones raise the bound most */
      for (int32_t i = 0; i + days <= run; ++i)
        if (split_run(n, r + i, days, out)) return true;
  }
  return false;
}
