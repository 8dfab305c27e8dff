#include "solver/bottleneck.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

#define HOLDS 0.01 /* relative: as near as a price must be */
#define HALVINGS 8 /* pieces tried are step / 2^k, k = 0 … HALVINGS */
#define DOUBLINGS 3
#define N_PIECES (HALVINGS + DOUBLINGS + 1)
#define NOISE 1e-7 /* of the objective: a resource worth less is not scarce */

/** One resource's trials: V at step * 2^(k - HALVINGS). */
typedef struct trials {
  double saved[N_PIECES];
} trials;

typedef struct survey {
  const kr_whatif_base *base;
  kr_bottleneck *list;
  int32_t n;
  trials *trials;
} survey;

static int compare_worth(const void *a, const void *b) {
  const kr_bottleneck *x = a, *y = b;
  if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
  return x->resource < y->resource ? -1 : x->resource > y->resource;
}

/** A power of ten near a tenth of the capacity on a mean day, at least 1. */
static double natural_step(double mean_capacity) {
  return mean_capacity > 100 ? pow(10, floor(log10(mean_capacity)) - 1) : 1;
}

/** @param dated the plan's capacities by day, whatever the view */
static kr_bottleneck measure(const kr_whatif_base *base, const kr_timetable *dated, int32_t resource) {
  const kr_timetable *t = base->solution->timetable;
  kr_bottleneck b = {.resource = resource};
  double capacity = 0, n_open = 0;
  for (int32_t d = 0; d < dated->n_days; ++d) {
    if (kr_capacity_of(dated, resource, d) == KR_NO_LIMIT) continue;
    capacity += kr_decimal_value(kr_capacity_of(dated, resource, d));
    n_open += kr_capacity_of(dated, resource, d) > 0;
  }
  for (int32_t d = 0; d < t->n_days; ++d) {
    double price = base->solution->result.shadow_price[(int64_t)resource * t->n_days + d];
    if (kr_capacity_of(t, resource, d) == 0) continue;
    b.worth += price * kr_decimal_value(kr_capacity_of(t, resource, d));
    b.shadow_price += t->is_static ? price * n_open : price; /* the one bucket holds the units of all days */
  }
  b.step = natural_step(capacity / fmax(1, n_open));
  b.predicted = b.step * b.shadow_price;
  return b;
}

static kr_status rank(const kr_whatif_base *base, int32_t most, kr_bottleneck *out, int32_t *n, kr_error *err) {
  int32_t all = kr_n_resources(base->corridor), kept = 0;
  kr_timetable *dated = NULL;
  kr_bottleneck *list = kr_zeros((size_t)all, sizeof *list);
  if (!list) return kr_fail_memory(err);
  kr_status status = kr_timetable_create(&dated, base->corridor, base->settings->plan, KR_VIEW_DATED, err);
  double least = NOISE * fabs(base->solution->result.objective);
  for (int32_t r = 0; r < all && status == KR_OK; ++r) {
    list[kept] = measure(base, dated, r);
    if (list[kept].worth > least) kept++;
  }
  if (kept > 1) qsort(list, (size_t)kept, sizeof *list, compare_worth);
  *n = kept < most ? kept : most;
  for (int32_t i = 0; i < *n; ++i) out[i] = list[i];
  kr_timetable_free(dated);
  free(list);
  return status;
}

static double piece(const kr_bottleneck *b, int k) { return ldexp(b->step, k - HALVINGS); }

static void take(void *context, int32_t i, const kr_corridor *corridor, const kr_solution *solution) {
  survey *s = context;
  (void)corridor;
  double before = s->base->solution->result.bound; /* bounds: objectives have rounding to kilograms in them */
  s->trials[i / N_PIECES].saved[i % N_PIECES] = fmax(0, before - solution->result.bound);
}

static kr_status try_all(survey *s, int32_t threads, kr_error *err) {
  int32_t n = s->n * N_PIECES, days = s->base->corridor->days;
  kr_change *changes = kr_zeros((size_t)n, sizeof *changes);
  if (!changes) return kr_fail_memory(err);
  for (int32_t i = 0; i < n; ++i) {
    const kr_bottleneck *b = &s->list[i / N_PIECES];
    kr_micro add = (kr_micro)llround(piece(b, i % N_PIECES) * (double)KR_MICRO);
    changes[i] = (kr_change){b->resource, 0, days - 1, KR_MICRO, add};
  }
  kr_status status = kr_whatifs_run(s->base, changes, n, threads, take, s, err);
  free(changes);
  return status;
}

/** The price that holds furthest: the LP's own where the smallest piece bears it out, else that of the smallest piece.
 */
static void conclude(kr_bottleneck *b, const trials *t) {
  double smallest = t->saved[0] / piece(b, 0);
  bool is_true = fabs(smallest - b->shadow_price) <= HOLDS * b->shadow_price;
  b->price = is_true ? b->shadow_price : smallest;
  b->saved = t->saved[HALVINGS];
  for (int k = 0; k < N_PIECES; ++k) {
    double predicted = b->price * piece(b, k);
    if (fabs(t->saved[k] - predicted) > HOLDS * predicted) return;
    b->holds_up_to = piece(b, k);
    b->saved_there = t->saved[k];
  }
}

kr_status kr_bottlenecks_find(const kr_whatif_base *base, int32_t most, int32_t threads, kr_bottleneck *out, int32_t *n,
                              kr_error *err) {
  survey s = {.base = base, .list = out};
  kr_status status = rank(base, most, out, &s.n, err);
  if (status != KR_OK) return status;
  s.trials = kr_zeros((size_t)s.n, sizeof *s.trials);
  status = s.trials ? try_all(&s, threads, err) : kr_fail_memory(err);
  for (int32_t i = 0; i < s.n && status == KR_OK; ++i) conclude(&out[i], &s.trials[i]);
  *n = s.n;
  free(s.trials);
  return status;
}
