#include <math.h>

#include "solver/key_internal.h"

bool kr_key_is_sick_row(const kr_key *s, int32_t row) {
  return s->basis.line_of[row] == KR_KEY_OUT && !(s->slack[row] >= -s->healthy * s->row_unit[row]);
}

bool kr_key_is_sick_flow(const kr_key *s, int64_t p) { return !(s->x[p] >= -s->healthy * s->unit[p]); }

static void note_row(kr_key *s, int32_t row) {
  if (s->is_sick_row[row] || !kr_key_is_sick_row(s, row)) return;
  s->is_sick_row[row] = true;
  s->row_weight[row] = 0;
  s->sick_rows[s->n_sick_rows++] = row;
}

static void note_block(kr_key *s, int32_t block) {
  if (s->is_sick_block[block] || !kr_key_is_sick_flow(s, s->basis.key[block])) return;
  s->is_sick_block[block] = true;
  s->key_weight[block] = 0;
  s->sick_blocks[s->n_sick_blocks++] = block;
}

bool kr_key_find_sick(kr_key *s) {
  for (int32_t i = 0; i < s->n_sick_rows; ++i) s->is_sick_row[s->sick_rows[i]] = false;
  for (int32_t i = 0; i < s->n_sick_blocks; ++i) s->is_sick_block[s->sick_blocks[i]] = false;
  s->n_sick_rows = s->n_sick_blocks = 0;
  for (int32_t r = 0; r < s->lp->n_rows; ++r) note_row(s, r);
  for (int32_t block = 0; block < s->lp->n_blocks; ++block) note_block(s, block);
  bool any = s->n_sick_rows > 0 || s->n_sick_blocks > 0;
  for (int32_t k = 0; k < s->basis.n && !any; ++k) any = kr_key_is_sick_flow(s, s->basis.column_at[k]);
  return any;
}

void kr_key_note_moved(kr_key *s) {
  for (int32_t i = 0; i < s->keys.n; ++i) note_block(s, s->keys.index[i]);
  for (int32_t i = 0; i < s->use.n; ++i) note_row(s, s->use.index[i]);
}

static void consider(kr_key_blocker *worst, kr_key_blocker candidate, double value, double weight) {
  candidate.rate = value * value / weight;
  if (candidate.rate > worst->rate) *worst = candidate;
}

static void consider_blocks(kr_key *s, kr_key_blocker *worst) {
  int32_t kept = 0;
  for (int32_t i = 0; i < s->n_sick_blocks; ++i) {
    int32_t block = s->sick_blocks[i];
    int64_t key = s->basis.key[block];
    s->is_sick_block[block] = kr_key_is_sick_flow(s, key);
    if (!s->is_sick_block[block]) continue;
    s->sick_blocks[kept++] = block;
    if (!(s->key_weight[block] > 0)) s->key_weight[block] = kr_key_weigh_key(s, block);
    consider(worst, (kr_key_blocker){KR_KEY_ITS_KEY, block, 0, 0}, s->x[key], s->key_weight[block]);
  }
  s->n_sick_blocks = kept;
}

static void consider_rows(kr_key *s, kr_key_blocker *worst) {
  int32_t kept = 0;
  for (int32_t i = 0; i < s->n_sick_rows; ++i) {
    int32_t r = s->sick_rows[i];
    s->is_sick_row[r] = kr_key_is_sick_row(s, r);
    if (!s->is_sick_row[r]) continue;
    s->sick_rows[kept++] = r;
    if (!(s->row_weight[r] > 0)) s->row_weight[r] = kr_key_weigh_row(s, r);
    consider(worst, (kr_key_blocker){KR_KEY_SLACK, r, 0, 0}, s->slack[r] / s->row_scale[r], s->row_weight[r]);
  }
  s->n_sick_rows = kept;
}

kr_key_blocker kr_key_find_leaver(kr_key *s) {
  const kr_key_basis *b = &s->basis;
  kr_key_blocker worst = {KR_KEY_NOTHING, 0, 0, 0};
  for (int32_t k = 0; k < b->n; ++k)
    if (kr_key_is_sick_flow(s, b->column_at[k]))
      consider(&worst, (kr_key_blocker){KR_KEY_BASIC, k, 0, 0}, s->x[b->column_at[k]], b->weight[k]);
  consider_blocks(s, &worst);
  consider_rows(s, &worst);
  return worst;
}
