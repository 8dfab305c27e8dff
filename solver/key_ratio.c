#include <math.h>

#include "solver/key_internal.h"

#define LEAST_RATE 1e-9
#define SHIFT 1e-9 /* relative to the costs: what a reduced cost below 0 is lifted to */
#define NEAR_LEAST 5000
#define NEAR_PER_ROW 20
#define NEAR_FIRST 0.5 /* reduced cost by value: farther columns are not near */

/** Columns that a change of tolls may well bring in: those of least reduced cost for what their block's freight costs.
 */
kr_status kr_key_find_near(kr_key *s) {
  size_t most = NEAR_LEAST + NEAR_PER_ROW * (size_t)s->basis.n;
  s->near.n = 0;
  for (int64_t p = 0; p < s->lp->n_columns; ++p) {
    int32_t block = s->lp->block[p];
    if (s->basis.where[p] != KR_KEY_OUT || !(s->lp->demand[block] > 0)) continue;
    double value = kr_key_value(s, block), far = (kr_key_tolled(s, p) - value) / (s->cost_unit + fabs(value));
    if (far < NEAR_FIRST && !kr_key_list_add(&s->near, (kr_key_candidate){p, 0, far})) return KR_ERR_MEMORY;
  }
  for (double limit = 0.5 * NEAR_FIRST; s->near.n > most; limit *= 0.5) {
    size_t kept = 0;
    for (size_t i = 0; i < s->near.n; ++i)
      if (s->near.items[i].rate < limit) s->near.items[kept++] = s->near.items[i];
    if (kept == s->near.n && limit < SHIFT) break;
    s->near.n = kept;
  }
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
    if (~(int64_t)r == leaver || !(rate < -LEAST_RATE)) continue;
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
  if (!(rate < -LEAST_RATE)) return true;
  return kr_key_list_add(&s->list, (kr_key_candidate){p, lift_column(s, p, cost, s->value[block]), rate});
}

kr_status kr_key_find_eligible(kr_key *s, int64_t leaver) {
  s->list.n = 0;
  kr_status status = add_slacks(s, leaver);
  for (size_t i = 0; i < s->near.n && status == KR_OK; ++i)
    if (!add_column(s, s->near.items[i].enter)) status = KR_ERR_MEMORY;
  if (s->list.n > 0) return status;
  for (int64_t p = 0; p < s->lp->n_columns && status == KR_OK; ++p)
    if (!add_column(s, p)) status = KR_ERR_MEMORY;
  for (size_t i = 0; i < s->list.n && status == KR_OK; ++i)
    if (!kr_key_list_add(&s->near, s->list.items[i])) status = KR_ERR_MEMORY;
  return status;
}

const kr_key_candidate *kr_key_find_enterer(const kr_key *s) {
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
