#include <math.h>

#include "solver/clock.h"
#include "solver/key_internal.h"

#define NOISE 0.1      /* of the tolerance: tolls that are this exact need no second look */
#define LIMIT_EVERY 32 /* pivots between two looks at the clock */

kr_status kr_key_check_limit(const kr_key *s, const kr_interior_limit *limit) {
  if (limit->stop && *limit->stop) return KR_ERR_LIMIT;
  bool look = (s->stats.n_primal + s->stats.n_dual + s->stats.n_pushed) % LIMIT_EVERY == 0;
  return look && kr_clock_wall() >= limit->until_s ? KR_ERR_LIMIT : KR_OK;
}

/** A step too short to lower the cost is made a tiny bit longer: the bound that blocks is shifted. */
static void lengthen(kr_key *s, kr_key_blocker *b) {
  double unit = b->kind == KR_KEY_SLACK     ? s->row_unit[b->at] / s->row_scale[b->at]
                : b->kind == KR_KEY_ITS_KEY ? s->unit[s->basis.key[b->at]]
                                            : s->unit[s->basis.column_at[b->at]];
  double least = 0.5 * KR_KEY_OVERRUN * unit * kr_key_random(s) / -b->rate;
  if (b->step >= 0.1 * least) return;
  b->step = least;
  s->is_shifted = true;
  s->stats.n_shifted++;
}

/** One pivot. `*is_done` when W⁻¹ had to be made anew instead: flows are those of another basis then. */
static kr_status pivot(kr_key *s, int64_t enter, double cost, bool *is_blurred) {
  *is_blurred = kr_key_find_edge(s, enter) > KR_KEY_BLURRED;
  kr_key_blocker b = kr_key_find_blocker(s, enter, 1.0);
  if (b.kind == KR_KEY_NOTHING) *is_blurred = true;
  kr_status status = KR_OK;
  if (!*is_blurred) {
    lengthen(s, &b);
    kr_key_walk(s, enter, b.step);
    if (b.kind == KR_KEY_BASIC) b.rate = 0;
    status = kr_key_exchange(s, enter, &b, cost);
    s->stats.n_primal++;
  }
  kr_key_clear_edge(s);
  return status;
}

kr_status kr_key_primal(kr_key *s, const kr_interior_limit *limit) {
  for (bool is_sure = false;;) {
    int64_t enter;
    double cost = 0;
    bool is_blurred = false;
    kr_status status = kr_key_check_limit(s, limit);
    if (status == KR_OK) status = kr_key_choose(s, &enter, &cost);
    if (status != KR_OK) return status;
    if (enter == KR_KEY_NOBODY) {
      if (is_sure || kr_key_find_tolls(s) <= NOISE * KR_KEY_OPTIMAL) return KR_OK;
      is_sure = true;
      continue;
    }
    is_sure = false;
    status = pivot(s, enter, cost, &is_blurred);
    if (status == KR_OK && is_blurred) return KR_ERR_RANGE;
    if (status != KR_OK) return status;
  }
}
