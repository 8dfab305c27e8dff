#include "solver/invest_search.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

/** A choice that is still open. */
typedef struct branch {
  kr_choice choice;
  double bound;
  kr_micro cost;  /* of what is in */
  int32_t partly; /* the upgrade that the best cut takes in part */
  size_t n_seen;  /* cuts that the bound knows */
} branch;

typedef struct search {
  kr_invest *x;
  const kr_upgrades *u;
  kr_micro budget;
  double *limit;
  double floor; /* of all that was closed */
  branch *heap;
  size_t n, room;
  branch ripe[KR_INVEST_BATCH]; /* choices to be solved */
  int32_t n_ripe;
} search;

/* ---- the heap ---- */

static bool comes_first(const branch *a, const branch *b) {
  if (a->bound != b->bound) return a->bound < b->bound;
  if (a->cost != b->cost) return a->cost < b->cost;
  if (a->choice.in != b->choice.in) return a->choice.in < b->choice.in;
  return a->choice.out < b->choice.out;
}

static kr_status push(search *s, const branch *b, kr_error *err) {
  if (!kr_grow(&s->heap, &s->room, s->n + 1, sizeof *s->heap)) return kr_fail_memory(err);
  size_t at = s->n++;
  for (; at > 0 && comes_first(b, &s->heap[(at - 1) / 2]); at = (at - 1) / 2) s->heap[at] = s->heap[(at - 1) / 2];
  s->heap[at] = *b;
  return KR_OK;
}

static branch pop(search *s) {
  branch first = s->heap[0], last = s->heap[--s->n];
  size_t at = 0;
  for (size_t child; (child = 2 * at + 1) < s->n; at = child) {
    if (child + 1 < s->n && comes_first(&s->heap[child + 1], &s->heap[child])) child++;
    if (!comes_first(&s->heap[child], &last)) break;
    s->heap[at] = s->heap[child];
  }
  s->heap[at] = last;
  return first;
}

/* ---- choices ---- */

static kr_set undecided(const kr_choice *choice) { return ~(choice->in | choice->out); }

/** What can no longer be bought is out. */
static void settle(const search *s, branch *b) {
  kr_set open = undecided(&b->choice);
  b->cost = kr_upgrades_cost(s->u, b->choice.in);
  for (int32_t i = 0; i < s->u->n; ++i) {
    if (!kr_set_has(open, i)) continue;
    bool is_barred = (s->u->bars[i] & b->choice.in) || (s->u->needs[i] & b->choice.out);
    if (is_barred || b->cost + kr_upgrades_cost(s->u, s->u->needs[i] & ~b->choice.in) > s->budget)
      b->choice.out |= s->u->carries[i];
  }
}

/** All that is undecided can be bought together: nothing of the choice is better than all of it. */
static bool is_ripe(const search *s, const branch *b) {
  kr_set all = b->choice.in | undecided(&b->choice);
  return kr_upgrades_cost(s->u, all) <= s->budget && kr_upgrades_allow(s->u, all);
}

static void prove(const search *s, branch *b) {
  b->bound = kr_invest_bound(s->x, &b->choice, s->budget, b->n_seen, b->bound, &b->partly);
  b->n_seen = s->x->n_cuts;
}

/** Into the heap, or closed. */
static kr_status file(search *s, const branch *b, kr_error *err) {
  if (b->bound < *s->limit) return push(s, b, err);
  s->floor = fmin(s->floor, b->bound);
  return KR_OK;
}

static kr_status open_branch(search *s, branch *b, kr_error *err) {
  settle(s, b);
  b->n_seen = 0;
  prove(s, b);
  return file(s, b, err);
}

/** The upgrade that the best cut breaks; else the one that it values most. */
static int32_t pick(const search *s, const branch *b) {
  kr_set open = undecided(&b->choice);
  if (b->partly != KR_NONE && kr_set_has(open, b->partly)) return b->partly;
  int32_t best = KR_NONE;
  double most = -1;
  for (int32_t i = 0; i < s->u->n; ++i) {
    if (!kr_set_has(open, i)) continue;
    double worth = 0;
    for (size_t k = 0; k < s->x->n_cuts; ++k) worth = fmax(worth, s->x->cuts[k].worth[i]);
    if (worth > most) {
      most = worth;
      best = i;
    }
  }
  return best;
}

static kr_status divide(search *s, const branch *b, kr_error *err) {
  int32_t i = pick(s, b);
  branch with = *b, without = *b;
  with.choice.in |= s->u->needs[i];
  with.choice.out |= s->u->bars[i];
  without.choice.out |= s->u->carries[i];
  kr_status status = open_branch(s, &without, err);
  return status == KR_OK ? open_branch(s, &with, err) : status;
}

/* ---- solving ---- */

static kr_set set_of(const branch *b) { return b->choice.in | undecided(&b->choice); }

/** Solves the ripe choices; first with cracks, for the cut, then, where it could be the best, as it is. */
static kr_status solve_ripe(search *s, kr_error *err) {
  kr_set sets[KR_INVEST_BATCH];
  int32_t n = 0;
  for (int32_t i = 0; i < s->n_ripe; ++i) sets[i] = set_of(&s->ripe[i]);
  kr_status status = kr_invest_relax(s->x, sets, s->n_ripe, err);
  for (int32_t i = 0; i < s->n_ripe && status == KR_OK; ++i)
    if (kr_invest_bound_of(s->x, set_of(&s->ripe[i])) < *s->limit) sets[n++] = set_of(&s->ripe[i]);
  if (status == KR_OK) status = kr_invest_try(s->x, sets, n, err);
  for (int32_t i = 0; i < s->n_ripe && status == KR_OK; ++i) {
    const kr_trial *t = kr_invest_trial(s->x, set_of(&s->ripe[i]));
    s->floor = fmin(s->floor, fmax(t->bound, kr_invest_bound_of(s->x, t->set)));
    *s->limit = fmin(*s->limit, kr_invest_better(s->x, t->objective));
  }
  if (status == KR_OK) s->n_ripe = 0;
  return status;
}

static kr_status look_at(search *s, branch *b, kr_error *err) {
  double before = b->bound;
  prove(s, b);
  if (b->bound > before) return file(s, b, err);
  s->x->work.n_nodes++;
  if (!is_ripe(s, b)) return divide(s, b, err);
  s->ripe[s->n_ripe++] = *b;
  return s->n_ripe == KR_INVEST_BATCH ? solve_ripe(s, err) : KR_OK;
}

static double proven(const search *s) {
  double bound = s->floor;
  if (s->n > 0) bound = fmin(bound, s->heap[0].bound);
  for (int32_t i = 0; i < s->n_ripe; ++i) bound = fmin(bound, s->ripe[i].bound);
  return bound;
}

kr_status kr_invest_search(kr_invest *x, kr_micro budget, double *limit, double *bound, kr_error *err) {
  search s = {.x = x, .u = x->upgrades, .budget = budget, .limit = limit, .floor = INFINITY};
  branch root = {.choice = {0, ~x->upgrades->all}, .bound = -INFINITY, .partly = KR_NONE};
  kr_status status = open_branch(&s, &root, err);
  while (status == KR_OK && (s.n > 0 || s.n_ripe > 0)) {
    if (s.n > 0 && s.heap[0].bound < *limit) {
      branch b = pop(&s);
      status = look_at(&s, &b, err);
    } else if (s.n_ripe > 0) {
      status = solve_ripe(&s, err);
    } else {
      break;
    }
  }
  *bound = proven(&s);
  free(s.heap);
  return status;
}
