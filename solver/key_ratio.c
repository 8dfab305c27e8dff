#include <math.h>

#include "solver/key_internal.h"

#define LEAST_RATE 1e-7 /* a smaller one is rounding */
#define SHIFT 1e-9      /* relative to the costs: what a reduced cost below 0 is lifted to */
#define SAFETY 1.5      /* columns that are not near may be steeper than those that are, by this */
#define NEAR_FIRST 0.5  /* reduced cost by value: farther columns are not near */

/** Keeps those nearer than half the distance, again and again, until they are few enough. */
static void thin_out(kr_key *s, size_t most) {
  double limit = NEAR_FIRST;
  while (s->near.n > most && limit > SHIFT) {
    size_t kept = 0;
    limit *= 0.5;
    for (size_t i = 0; i < s->near.n; ++i)
      if (s->near.items[i].rate < limit) s->near.items[kept++] = s->near.items[i];
    s->near.n = kept;
  }
}

kr_status kr_key_find_near(kr_key *s, size_t most) {
  s->near.n = 0;
  for (int64_t p = 0; p < s->lp->n_columns; ++p) {
    int32_t block = s->lp->block[p];
    if (s->basis.where[p] != KR_KEY_OUT || !(s->lp->demand[block] > 0)) continue;
    double value = kr_key_value(s, block), cost = kr_key_tolled(s, p) - value;
    double far = cost / (s->cost_unit + fabs(value));
    s->reach[p] = cost;
    if (far < NEAR_FIRST && !kr_key_list_add(&s->near, (kr_key_candidate){p, 0, far})) return KR_ERR_MEMORY;
  }
  s->fallen = 0;
  thin_out(s, most);
  return KR_OK;
}

/** A reduced cost below 0 is lifted by raising the cost until the dual phase is over. */
static double lift_column(kr_key *s, int64_t p, double cost, double value) {
  if (cost >= 0) return cost;
  double lifted = SHIFT * (s->cost_unit + fabs(value)) * kr_key_random(s);
  s->shift[p] += lifted - cost;
  s->is_lifted = true;
  return lifted;
}

static double lift_slack(kr_key *s, int32_t r) {
  double cost = s->toll[r] - s->floor[r];
  if (cost >= 0) return cost;
  double lifted = SHIFT * s->cost_unit / s->row_scale[r] * kr_key_random(s);
  s->floor[r] = s->toll[r] - lifted;
  s->is_lifted = true;
  return lifted;
}

static kr_status add_slacks(kr_key *s, int64_t leaver) {
  const kr_key_basis *b = &s->basis;
  for (int32_t i = 0; i < b->n; ++i) {
    int32_t r = b->row_at[i];
    double rate = s->rho.value[r] * s->row_scale[r];
    if (~(int64_t)r == leaver || !(rate < -LEAST_RATE * s->leaver_scale)) continue;
    kr_key_candidate c = {~(int64_t)r, lift_slack(s, r) * s->row_scale[r], rate};
    if (!kr_key_list_add(&s->list, c)) return KR_ERR_MEMORY;
  }
  return KR_OK;
}

/** ρ·a and the cost with tolls in one go. */
static double price_both(const kr_key *s, int64_t p, double *rate) {
  const kr_key_lp *lp = s->lp;
  double cost = lp->cost[p] + s->shift[p], sum = 0;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) {
    sum += lp->entry_value[e] * s->rho.value[lp->entry_row[e]];
    cost += lp->entry_value[e] * s->toll[lp->entry_row[e]];
  }
  *rate = sum;
  return cost;
}

static bool add_column(kr_key *s, int64_t p) {
  int32_t block = s->lp->block[p];
  if (s->basis.where[p] != KR_KEY_OUT || !(s->lp->demand[block] > 0)) return true;
  if (s->rho_age[block] != s->age) {
    s->rho_age[block] = s->value_age[block] = s->age;
    s->value[block] = price_both(s, s->basis.key[block], &s->rho_of_key[block]);
  }
  double rate, cost = price_both(s, p, &rate) - s->value[block];
  rate -= s->rho_of_key[block];
  if (fabs(rate) > s->steepest) s->steepest = fabs(rate);
  s->reach[p] = cost + s->fallen;
  if (!(rate < -LEAST_RATE * s->leaver_scale)) return true;
  return kr_key_list_add(&s->list, (kr_key_candidate){p, lift_column(s, p, cost, s->value[block]), rate});
}

static bool add_once(kr_key *s, int64_t p) {
  if (s->seen[p] == s->age) return true;
  s->seen[p] = s->age;
  return add_column(s, p);
}

/** Columns that use a row of ρ, and those of blocks whose key does: no others have a rate. */
static kr_status add_by_rows(kr_key *s) {
  const kr_key_lookup *l = &s->lookup;
  bool have = true;
  for (int32_t i = 0; i < s->rho.n && have; ++i) {
    int32_t r = s->rho.index[i];
    for (int64_t j = l->first_of_row[r]; j < l->first_of_row[r + 1] && have; ++j) {
      int64_t p = l->of_row[j];
      have = add_once(s, p);
      if (s->basis.where[p] != KR_KEY_IS_KEY) continue;
      int32_t block = s->lp->block[p];
      for (int64_t k = l->first_of_block[block]; k < l->first_of_block[block + 1] && have; ++k)
        have = add_once(s, l->of_block[k]);
    }
  }
  return have ? KR_OK : KR_ERR_MEMORY;
}

static kr_status add_near(kr_key *s) {
  for (size_t i = 0; i < s->near.n; ++i)
    if (!add_once(s, s->near.items[i].enter)) return KR_ERR_MEMORY;
  return KR_OK;
}

/** The others, but for those whose reduced cost cannot have fallen so far that this step would bring it below 0. */
static kr_status add_within(kr_key *s, double descent) {
  double reach = s->fallen + descent;
  for (int64_t p = 0; p < s->lp->n_columns; ++p)
    if (s->reach[p] <= reach && !add_once(s, p)) return KR_ERR_MEMORY;
  return KR_OK;
}

/** Harris: the steepest among those that pass 0 before any passes a tiny bit below it. */
static const kr_key_candidate *find_steepest(const kr_key *s) {
  const kr_key_candidate *best = NULL;
  double limit = INFINITY, overrun = SHIFT * s->cost_unit;
  for (size_t i = 0; i < s->list.n; ++i) {
    double most = (s->list.items[i].cost + overrun) / -s->list.items[i].rate;
    if (most < limit) limit = most;
  }
  for (size_t i = 0; i < s->list.n; ++i) {
    const kr_key_candidate *c = &s->list.items[i];
    if (c->cost <= limit * -c->rate && (!best || c->rate < best->rate)) best = c;
  }
  return best;
}

/** How far the step to this candidate may bring down a reduced cost. */
static double descent_to(const kr_key *s, const kr_key_candidate *c) {
  return c ? SAFETY * s->steepest * c->cost / -c->rate : INFINITY;
}

/** Columns that a look by rows would take, about. */
static size_t count_by_rows(const kr_key *s) {
  size_t n = 0;
  for (int32_t i = 0; i < s->rho.n; ++i) {
    int32_t r = s->rho.index[i];
    n += (size_t)(s->lookup.first_of_row[r + 1] - s->lookup.first_of_row[r]);
  }
  return n;
}

/** The largest rate of a column that would use one row of ρ only. */
static double steepest_row(const kr_key *s) {
  double most = 0;
  for (int32_t i = 0; i < s->rho.n; ++i)
    most = fmax(most, fabs(s->rho.value[s->rho.index[i]]) * s->row_scale[s->rho.index[i]]);
  return most;
}

kr_status kr_key_find_enterer(kr_key *s, int64_t leaver, const kr_key_candidate **enterer) {
  bool by_rows = count_by_rows(s) < s->near.n;
  s->leaver_scale = leaver < 0 ? s->row_scale[~leaver] : 1.0;
  s->list.n = 0;
  s->steepest = 2 * steepest_row(s);
  kr_status status = add_slacks(s, leaver);
  if (status == KR_OK) status = by_rows ? add_by_rows(s) : add_near(s);
  if (status == KR_OK && !by_rows) status = add_within(s, descent_to(s, find_steepest(s)));
  *enterer = status == KR_OK ? find_steepest(s) : NULL;
  if (*enterer) s->fallen += descent_to(s, *enterer);
  return status;
}
