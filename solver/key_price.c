#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/key_internal.h"

#define NEAR_LEAST 5000
#define NEAR_PER_ROW 20
#define WINDOW 32 /* of the list, priced anew at every pivot */
#define LEAST_CHUNK 1000
#define CHUNKS 10   /* a refill looks at one near column in so many at least */
#define NEAR_FOR 20 /* refills until the near columns are picked anew */

#define FADED 0.001 /* the list is given up when its best falls to this share of what it was */

bool kr_key_list_add(kr_key_list *list, kr_key_candidate c) {
  if (!kr_grow(&list->items, &list->room, list->n + 1, sizeof *list->items)) return false;
  list->items[list->n++] = c;
  return true;
}

static double score(const kr_key *s, int64_t p, double cost) { return -cost * s->unit[p]; }

static int by_score(const void *left, const void *right) {
  const kr_key_candidate *a = left, *b = right;
  if (a->rate != b->rate) return a->rate > b->rate ? -1 : 1;
  return a->enter < b->enter ? -1 : a->enter > b->enter;
}

/** The reduced cost of a column that is out; 0 if it would lower nothing. */
static double violation(kr_key *s, int64_t p) {
  int32_t block = s->lp->block[p];
  if (s->basis.where[p] != KR_KEY_OUT || !(s->lp->demand[block] > 0)) return 0;
  double value = kr_key_value(s, block), cost = kr_key_tolled(s, p) - value;
  return cost < -kr_key_tolerance(s, value) ? cost : 0;
}

/** Prices the near columns that follow, round and round, until some would enter or all were looked at. */
static kr_status scan_near(kr_key *s) {
  size_t n = s->near.n, chunk = LEAST_CHUNK + n / CHUNKS;
  for (size_t i = 0; i < n && (s->list.n == 0 || i % chunk != 0); ++i) {
    if (s->scan_at >= n) s->scan_at = 0;
    int64_t p = s->near.items[s->scan_at++].enter;
    double cost = violation(s, p);
    if (cost < 0 && !kr_key_list_add(&s->list, (kr_key_candidate){p, cost, score(s, p, cost)})) return KR_ERR_MEMORY;
  }
  return KR_OK;
}

/** Near columns; now and then, and when none of them would enter, all columns tell which are near now. */
static kr_status refill(kr_key *s) {
  s->list.n = s->list_at = 0;
  if (++s->n_refills % NEAR_FOR == 0) s->near.n = 0;
  kr_status status = scan_near(s);
  if (status == KR_OK && s->list.n == 0) {
    status = kr_key_find_near(s, NEAR_LEAST + NEAR_PER_ROW * (size_t)s->basis.n);
    s->scan_at = 0;
    if (status == KR_OK) status = scan_near(s);
  }
  if (s->list.n > 1) qsort(s->list.items, s->list.n, sizeof *s->list.items, by_score);
  s->list_best = s->list.n > 0 ? s->list.items[0].rate : 0;
  return status;
}

/** Prices the head of the list anew and drops those that faded. @return the best of it, NULL if none is left */
static const kr_key_candidate *reprice(kr_key *s) {
  const kr_key_candidate *best = NULL;
  size_t at = s->list_at, kept = at;
  for (; at < s->list.n && kept < s->list_at + WINDOW; ++at) {
    kr_key_candidate c = s->list.items[at];
    c.cost = violation(s, c.enter);
    if (!(c.cost < 0)) continue;
    c.rate = score(s, c.enter, c.cost);
    s->list.items[kept] = c;
    if (!best || c.rate > best->rate) best = &s->list.items[kept];
    kept++;
  }
  /* the survivors move up to where the rest of the list begins */
  size_t n = kept - s->list_at, gap = at - kept;
  if (best) best += gap;
  if (gap) memmove(s->list.items + at - n, s->list.items + s->list_at, n * sizeof *s->list.items);
  s->list_at = at - n;
  return best;
}

/** The tight row whose toll is furthest below its floor. */
static double worst_toll(const kr_key *s, int64_t *enter, double *cost) {
  const kr_key_basis *b = &s->basis;
  double most = 0;
  for (int32_t i = 0; i < b->n; ++i) {
    int32_t r = b->row_at[i];
    double below = s->floor[r] - s->toll[r], relative = below * s->row_unit[r];
    if (!(below * s->row_scale[r] > KR_KEY_OPTIMAL * s->cost_unit) || !(relative > most)) continue;
    most = relative;
    *enter = ~(int64_t)r;
    *cost = -below;
  }
  return most;
}

kr_status kr_key_choose(kr_key *s, int64_t *enter, double *cost) {
  *enter = KR_KEY_NOBODY;
  double most = worst_toll(s, enter, cost);
  const kr_key_candidate *best = reprice(s);
  if (!best || best->rate < FADED * s->list_best) {
    kr_status status = refill(s);
    if (status != KR_OK) return status;
    best = reprice(s);
  }
  if (best && best->rate > most) {
    *enter = best->enter;
    *cost = best->cost;
  }
  return KR_OK;
}
