#include <math.h>

#include "solver/key_internal.h"

#define SAME_RATE 1e-4 /* relative: as near as a rate by row and by column must be */
#define NEAR_LEAST 500
#define NEAR_PER_ROW 1
#define RENEW_EVERY 20 /* pivots until near columns are picked and norms found anew */

/** Brings the leaver to a place of W. @return KR_ERR_RANGE for a key without heirs, which only rounding brings about */
static kr_status take_place(kr_key *s, const kr_key_blocker *leaver, int32_t *place) {
  kr_key_basis *b = &s->basis;
  *place = leaver->at;
  if (leaver->kind == KR_KEY_ITS_KEY) {
    *place = kr_key_basis_heir(b, leaver->at);
    if (*place == KR_KEY_OUT) return KR_ERR_RANGE;
    kr_key_basis_swap_key(b, *place);
    b->weight[*place] = s->key_weight[leaver->at];
    s->key_weight[leaver->at] = 0;
    s->age++;
  } else if (leaver->kind == KR_KEY_SLACK) {
    kr_status status = kr_key_basis_extend(b, leaver->at);
    if (status != KR_OK) return status;
    *place = b->n - 1;
    b->weight[*place] = s->row_weight[leaver->at] / (s->row_scale[leaver->at] * s->row_scale[leaver->at]);
  }
  return KR_OK;
}

static void set_rho(kr_key *s, int32_t place) {
  kr_sparse_clear(&s->rho);
  for (int32_t i = 0; i < s->basis.n; ++i) {
    double rate = kr_key_basis_at(&s->basis, place, i);
    if (rate != 0) kr_sparse_add(&s->rho, s->basis.row_at[i], rate);
  }
}

/** The leaver on its place goes up to 0, the enterer comes in. */
static kr_status exchange(kr_key *s, int32_t place, kr_key_candidate c) {
  kr_key_basis *b = &s->basis;
  int64_t leaver = b->column_at[place];
  double cost = c.enter >= 0 ? c.cost : s->toll[~c.enter] - s->floor[~c.enter];
  double left = kr_key_find_edge(s, c.enter), rate = b->u[place];
  double expected = c.enter >= 0 ? c.rate : c.rate / s->row_scale[~c.enter];
  kr_status status = KR_ERR_RANGE;
  if (left <= KR_KEY_BLURRED && fabs(rate - expected) <= SAME_RATE * fabs(expected)) {
    kr_key_blocker blocker = {KR_KEY_BASIC, place, 0, 0};
    kr_key_walk(s, c.enter, (leaver >= 0 ? s->x[leaver] : s->slack[~leaver]) / rate);
    if (leaver < 0) s->slack[~leaver] = 0;
    kr_key_move_weights(s, place);
    status = kr_key_exchange(s, c.enter, &blocker, cost);
    kr_key_note_moved(s);
    if (leaver >= 0 && !kr_key_list_add(&s->near, (kr_key_candidate){leaver, 0, 0})) status = KR_ERR_MEMORY;
    s->stats.n_dual++;
  }
  kr_key_clear_edge(s);
  return status;
}

static kr_status mend(kr_key *s, const kr_key_blocker *leaver) {
  int32_t place;
  kr_status status = take_place(s, leaver, &place);
  if (status != KR_OK) return status;
  set_rho(s, place);
  s->age++;
  const kr_key_candidate *c;
  status = kr_key_find_enterer(s, s->basis.column_at[place], &c);
  if (status == KR_OK) status = c ? exchange(s, place, *c) : KR_ERR_RANGE;
  kr_sparse_clear(&s->rho);
  if (status != KR_OK && place < s->basis.n && s->basis.column_at[place] < 0)
    kr_key_basis_drop(&s->basis, s->basis.line_of[~s->basis.column_at[place]], place);
  return status;
}

kr_status kr_key_dual(kr_key *s, const kr_interior_limit *limit) {
  kr_status status = kr_key_lookup_make(&s->lookup, s->lp);
  s->is_mending = true;
  for (int64_t n = 0; status == KR_OK; ++n) {
    if (n % RENEW_EVERY == 0) kr_key_weigh_anew(s);
    if (n % RENEW_EVERY == 0) status = kr_key_find_near(s, NEAR_LEAST + NEAR_PER_ROW * (size_t)s->basis.n);
    if (status == KR_OK) status = kr_key_check_limit(s, limit);
    if (status != KR_OK) break;
    kr_key_blocker leaver = kr_key_find_leaver(s);
    if (leaver.kind == KR_KEY_NOTHING) break;
    status = mend(s, &leaver);
  }
  s->is_mending = false;
  s->list.n = 0;
  return status;
}
