#include <math.h>
#include <string.h>

#include "solver/integer_node.h"

#define FEW_UNITS 3 /* of a row: one of them is much */

static void measure(kr_node_lp *n) {
  kr_integer *p = n->p;
  memcpy(p->used, p->promised, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *p->used);
  for (size_t j = 0; j < n->n_flow; ++j)
    if (n->flow[j] > 0) kr_integer_count(p, (int32_t)j, n->flow[j], p->used);
}

/* ---- units ---- */

static int64_t missing_units(const kr_integer *p, int32_t row) {
  int64_t need = 0;
  for (int32_t k = 0; k < p->n_cargo; ++k) need += kr_units_needed(p->used[(int64_t)row * p->n_cargo + k]);
  return need - p->there[row];
}

/** The cargo whose use is farthest from whole, of those that the branches do not give enough yet. */
static int32_t most_fractional(const kr_node_lp *n, int32_t row) {
  const kr_integer *p = n->p;
  int32_t best = KR_NONE;
  double most = -1;
  for (int32_t k = 0; k < p->n_cargo; ++k) {
    int64_t at = (int64_t)row * p->n_cargo + k;
    if (kr_units_needed(p->used[at]) <= n->least[at]) continue;
    double part = p->used[at] - floor(p->used[at]), score = fmin(part, 1 - part);
    if (score <= most) continue;
    most = score;
    best = k;
  }
  return best;
}

/** The row of at most so many units where most are missing. */
static bool split_units(kr_node_lp *n, int32_t most_there, kr_branch out[2]) {
  const kr_integer *p = n->p;
  int32_t row = KR_NONE, cargo = KR_NONE;
  int64_t most = 0;
  for (int32_t r = 0; r < p->n_rows; ++r) {
    int64_t missing = p->is_whole[r] ? missing_units(p, r) : 0;
    if (p->there[r] > most_there || missing <= most || most_fractional(n, r) == KR_NONE) continue;
    most = missing;
    row = r;
  }
  if (row == KR_NONE) return false;
  cargo = most_fractional(n, row);
  int32_t units = kr_units_needed(p->used[(int64_t)row * p->n_cargo + cargo]);
  out[0] = (kr_branch){KR_BRANCH_MOST, row, cargo, units - 1, 1};
  out[1] = (kr_branch){KR_BRANCH_LEAST, row, cargo, units, 1};
  return true;
}

/* ---- shipments ---- */

/** The two ways with most flow, and what they and all others carry. */
typedef struct ways {
  int32_t first, second;
  double first_t, second_t, all_t;
} ways;

static ways find_ways(const kr_node_lp *n, int32_t s) {
  const kr_columns *store = n->p->lp->pool;
  ways w = {KR_NONE, KR_NONE, 0, 0, 0};
  for (int32_t j = store->newest[s]; j != KR_NONE; j = store->columns[j].previous) {
    double t = (size_t)j < n->n_flow ? n->flow[j] : 0;
    if (t <= KR_NEARLY * n->p->open_t[s]) continue;
    w.all_t += t;
    if (t > w.first_t) {
      w.second = w.first;
      w.second_t = w.first_t;
      w.first = j;
      w.first_t = t;
    } else if (t > w.second_t) {
      w.second = j;
      w.second_t = t;
    }
  }
  return w;
}

/** Where two ways part: by arc, or by the day on which they leave a platform. */
static void split_ways(const kr_node_lp *n, int32_t s, ways w, kr_branch out[2]) {
  const kr_columns *store = n->p->lp->pool;
  const kr_column *x = &store->columns[w.first], *y = &store->columns[w.second];
  for (int32_t i = 0; i < x->n_moves && i < y->n_moves; ++i) {
    kr_move a = store->moves[x->first_move + (size_t)i], b = store->moves[y->first_move + (size_t)i];
    int32_t day_a = kr_bucket(n->p->line, a.tau), day_b = kr_bucket(n->p->line, b.tau);
    int32_t platform = n->p->line->network->arcs[a.arc].tail;
    if (a.arc != b.arc) {
      out[0] = (kr_branch){KR_BRANCH_ONLY_ARC, s, a.arc, 0, 0};
      out[1] = (kr_branch){KR_BRANCH_NOT_ARC, s, a.arc, 0, 0};
      return;
    }
    if (day_a == day_b) continue;
    int32_t last = day_a < day_b ? day_a : day_b;
    out[day_a > day_b] = (kr_branch){KR_BRANCH_BY_DAY, s, platform, last, 0};
    out[day_a < day_b] = (kr_branch){KR_BRANCH_AFTER_DAY, s, platform, last, 0};
    return;
  }
}

/** The shipment whose second way carries the largest share; or one that goes in part. */
static bool split_shipment(kr_node_lp *n, kr_branch out[2]) {
  const kr_integer *p = n->p;
  int32_t best = KR_NONE;
  double most = 0;
  for (int32_t s = 0; s < p->n_shipments; ++s) {
    if (!(p->open_t[s] > 0) || p->line->corridor->shipments[s].splittable) continue;
    ways w = find_ways(n, s);
    double stays = p->open_t[s] - w.all_t;
    double score = fmin(w.first_t, fmax(w.second_t, stays));
    if (score <= most || score <= KR_NEARLY * p->open_t[s]) continue;
    most = score;
    best = s;
  }
  if (best == KR_NONE) return false;
  ways w = find_ways(n, best);
  if (w.second != KR_NONE) {
    split_ways(n, best, w, out);
  } else {
    out[0] = (kr_branch){KR_BRANCH_SERVE, best, 0, 0, 0};
    out[1] = (kr_branch){KR_BRANCH_STAY, best, 0, 0, 0};
  }
  return true;
}

void kr_node_split(kr_node_lp *n, kr_branch out[2]) {
  out[0] = out[1] = (kr_branch){KR_BRANCH_NONE, 0, 0, 0, 0};
  measure(n);
  if (split_shipment(n, out)) return; /* a shipment moves much, one of hundreds of units little */
  if (split_units(n, FEW_UNITS, out) || kr_node_split_days(n, out)) return;
  split_units(n, INT32_MAX, out);
}
