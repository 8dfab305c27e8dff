#include "solver/stress.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/totals.h"

#define LEAST_T 0.5 /* a detour of less is none */

typedef struct stress {
  const kr_whatif_base *base;
  kr_totals before;
  double *over_before, *over; /* [resources] tonnes that use it */
  kr_loss *losses;
  bool has_failed;
} stress;

void kr_stress_over(const kr_corridor *c, const kr_allocation *a, double *over) {
  memset(over, 0, (size_t)kr_n_resources(c) * sizeof *over);
  for (size_t i = 0; i < a->n_lots; ++i)
    for (int32_t k = 0; k < a->lots[i].n_legs; ++k) {
      kr_span span = kr_leg_resources(c, &a->legs[a->lots[i].first_leg + (size_t)k]);
      for (int32_t j = 0; j < span.count && c->resource_lists[span.first + j] < kr_first_quota(c); ++j)
        over[c->resource_lists[span.first + j]] += (double)a->lots[i].quantity_kg * 1e-3;
    }
}

static void insert_detour(kr_loss *l, int32_t resource, double more) {
  for (int k = 0; k < KR_DETOURS; ++k) {
    if (l->detour[k] != KR_NONE && more <= l->detour_t[k]) continue;
    int32_t last = l->detour[k];
    double last_t = l->detour_t[k];
    l->detour[k] = resource;
    l->detour_t[k] = more;
    if (last == KR_NONE) return;
    resource = last;
    more = last_t;
  }
}

static void find_detours(const stress *s, kr_loss *l) {
  for (int k = 0; k < KR_DETOURS; ++k) l->detour[k] = KR_NONE;
  for (int32_t r = 0; r < kr_n_resources(s->base->corridor); ++r)
    if (s->over[r] - s->over_before[r] > LEAST_T) insert_detour(l, r, s->over[r] - s->over_before[r]);
}

static void take(void *context, int32_t i, const kr_corridor *c, const kr_solution *solution) {
  stress *s = context;
  kr_loss *l = &s->losses[i];
  kr_totals after;
  if (kr_totals_sum(c, solution->timetable, &solution->result, NULL, 1, &after) != KR_OK) {
    s->has_failed = true;
    return;
  }
  l->objective = solution->result.objective;
  l->bound = solution->result.bound;
  l->extra_t_h = l->objective - s->base->solution->result.objective;
  l->extra_unserved_t = s->before.served_t - after.served_t;
  l->extra_late_t_h = after.late_t_h - s->before.late_t_h;
  kr_stress_over(c, &solution->result.allocation, s->over);
  find_detours(s, l);
}

static int compare_losses(const void *a, const void *b) {
  const kr_loss *x = a, *y = b;
  if (x->extra_t_h != y->extra_t_h) return x->extra_t_h > y->extra_t_h ? -1 : 1;
  return x->resource < y->resource ? -1 : x->resource > y->resource;
}

void kr_losses_rank(kr_loss *losses, int32_t n) {
  if (n > 1) qsort(losses, (size_t)n, sizeof *losses, compare_losses);
}

static kr_status lose_each(stress *s, const kr_window *w, int32_t threads, int32_t n, kr_error *err) {
  kr_change *changes = kr_zeros((size_t)n, sizeof *changes);
  if (!changes) return kr_fail_memory(err);
  for (int32_t i = 0; i < n; ++i)
    changes[i] = (kr_change){s->losses[i].resource, w->from_day, w->from_day + w->days - 1, w->factor, 0};
  kr_status status = kr_whatifs_run(s->base, changes, n, threads, take, s, err);
  free(changes);
  return status == KR_OK && s->has_failed ? kr_fail_memory(err) : status;
}

kr_status kr_stress_find(const kr_whatif_base *base, const kr_window *window, int32_t threads, kr_loss *losses,
                         int32_t n, kr_error *err) {
  const kr_solution *now = base->solution;
  size_t n_resources = (size_t)kr_n_resources(base->corridor);
  stress s = {.base = base, .losses = losses};
  s.over_before = kr_zeros(n_resources, sizeof *s.over_before);
  s.over = kr_zeros(n_resources, sizeof *s.over);
  bool have = s.over_before && s.over &&
              kr_totals_sum(base->corridor, now->timetable, &now->result, NULL, 1, &s.before) == KR_OK;
  kr_status status = have ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) {
    kr_stress_over(base->corridor, &now->result.allocation, s.over_before);
    status = lose_each(&s, window, threads, n, err);
  }
  if (status == KR_OK) kr_losses_rank(losses, n);
  free(s.over_before);
  free(s.over);
  return status;
}
