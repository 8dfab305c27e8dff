#include "solver/pricing.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"
#include "solver/threads.h"

static kr_status allocate(kr_pricing *p, int32_t threads) {
  size_t n = (size_t)kr_n_shipments(p->line->corridor);
  p->n_workers = kr_threads(threads);
  if (p->n_workers > p->n_batches) p->n_workers = p->n_batches > 0 ? p->n_batches : 1;
  p->found = kr_zeros(n, sizeof *p->found);
  p->last = kr_zeros(n, sizeof *p->last);
  p->n_blocks = (int32_t)((n + KR_BLOCK - 1) / KR_BLOCK);
  p->block = kr_zeros((size_t)p->n_blocks + 1, sizeof *p->block);
  p->unserved = kr_zeros(n, sizeof *p->unserved);
  p->workers = kr_zeros((size_t)p->n_workers, sizeof *p->workers);
  if (!p->found || !p->last || !p->block || !p->unserved || !p->workers) return KR_ERR_MEMORY;
  for (size_t s = 0; s < n; ++s)
    p->unserved[s] = kr_decimal_value(p->line->corridor->shipments[s].weight) * p->line->unserved_h;
  return KR_OK;
}

static kr_status build(kr_pricing *p, int32_t threads, kr_error *err) {
  kr_status status = kr_pricing_group(p);
  if (status == KR_OK) status = allocate(p, threads);
  if (status != KR_OK) return kr_fail_memory(err);
  status = kr_tolls_create(&p->tolls, p->line, err);
  if (status != KR_OK) return status;
  return p->line->is_static ? kr_pricing_plant(p, err) : kr_pricing_lay(p, err);
}

kr_status kr_pricing_create(kr_pricing **out, const kr_timeline *line, const double *open_t, int32_t threads,
                            kr_error *err) {
  kr_pricing *p = kr_zeros(1, sizeof *p);
  if (!p) return kr_fail_memory(err);
  p->line = line;
  p->open_t = open_t;
  kr_status status = build(p, threads, err);
  if (status == KR_OK) {
    *out = p;
  } else {
    kr_pricing_free(p);
  }
  return status;
}

void kr_pricing_free(kr_pricing *p) {
  if (!p) return;
  kr_pricing_uproot(p);
  kr_pricing_unlay(p);
  for (int32_t w = 0; p->workers && w < p->n_workers; ++w) {
    free(p->workers[w].route.moves);
    free(p->workers[w].moves);
    free(p->workers[w].traced);
    free(p->workers[w].uses.uses);
  }
  kr_tolls_free(p->tolls);
  free(p->members);
  free(p->groups);
  free(p->deadlines);
  free(p->batches);
  free(p->workers);
  free(p->found);
  free(p->last);
  free(p->block);
  free(p->hash);
  free(p->unserved);
  free(p);
}

/** One thread's share of resetting what is kept per shipment. */
static void reset_shipments(kr_pricing *p, kr_pass *pass) {
#pragma omp for schedule(static)
  for (int32_t s = 0; s < kr_n_shipments(p->line->corridor); ++s) {
    p->found[s].worker = KR_NONE;
    pass->cost[s] = INFINITY;
    if (pass->route) pass->route[s] = KR_NONE;
    if (pass->least) pass->least[s] = INFINITY;
    if (pass->least) pass->arrival[s] = KR_NONE;
  }
}

static void note_status(kr_status *all, kr_status mine) {
  if (mine == KR_OK) return;
#pragma omp critical
  *all = mine;
}

/** One thread's share of a pass in the static view. */
static void price_static(const kr_shift *shift, kr_status *status) {
  kr_pricing *p = shift->pricing;
#pragma omp for schedule(dynamic)
  for (int32_t k = 0; k < p->tolls->n_wares; ++k) kr_pricing_set_trees(p, k, shift->pass->price);
#pragma omp for schedule(dynamic)
  for (int32_t b = 0; b < p->n_batches; ++b) note_status(status, kr_pricing_grow(shift, &p->batches[b]));
}

/** One thread's share of a pass in the dated view. */
static void price_dated(const kr_shift *shift, kr_status *status) {
  kr_pricing *p = shift->pricing;
#pragma omp for schedule(dynamic)
  for (int32_t k = 0; k < p->tolls->n_wares; ++k) kr_pricing_set_plan(p, k, shift->pass->price);
#pragma omp for schedule(dynamic)
  for (int32_t b = 0; b < p->n_batches; ++b) note_status(status, kr_pricing_sweep(shift, &p->batches[b]));
#pragma omp single
  kr_pricing_gather_late(p);
#pragma omp for schedule(dynamic)
  for (int32_t b = 0; b < p->n_late_batches; ++b)
    note_status(status, kr_pricing_sweep_late(shift, &p->late_batches[b]));
}

/** One thread's share of bringing the new routes into the pool; none without any, or after a failure. */
static void take_routes(const kr_shift *shift, kr_columns *pool, kr_status *status) {
  kr_pricing *p = shift->pricing;
  size_t n = 0;
  for (int32_t w = 0; w < p->n_workers; ++w) n += p->workers[w].n_traced;
  if (n == 0 || *status != KR_OK) return;
#pragma omp for schedule(static)
  for (int32_t b = 0; b < p->n_blocks; ++b) kr_pricing_measure(p, b);
#pragma omp single
  note_status(status, kr_pricing_make_room(p, pool));
  if (*status != KR_OK) return;
#pragma omp for schedule(dynamic)
  for (int32_t b = 0; b < p->n_blocks; ++b) kr_pricing_place(p, pool, shift->pass, b);
#pragma omp single
  kr_pricing_enter(p, pool, shift->pass);
}

/** Routes of earlier passes are known by their columns; in another pool these mean nothing. */
static void forget_routes(kr_pricing *p, const kr_columns *pool) {
  for (int32_t s = 0; s < kr_n_shipments(p->line->corridor); ++s) p->last[s] = KR_NONE;
  for (int32_t i = 0; i < p->n_members; ++i) p->members[i].arc = KR_NONE;
  p->pool = pool;
}

kr_status kr_pricing_run(kr_pricing *p, kr_columns *pool, kr_pass *pass, kr_error *err) {
  p->pass++;
  pass->n_added = 0;
  if (pool != p->pool || pool->n_columns < p->n_columns) forget_routes(p, pool);
  for (int32_t w = 0; w < p->n_workers; ++w) p->workers[w].n_moves = p->workers[w].n_traced = p->workers[w].uses.n = 0;
  kr_status status = KR_OK;
#pragma omp parallel num_threads(p->n_workers)
  {
    kr_shift shift = {p, &p->workers[omp_get_thread_num()], pool, pass};
    reset_shipments(p, pass);
    if (p->line->is_static) {
      price_static(&shift, &status);
    } else {
      price_dated(&shift, &status);
    }
    take_routes(&shift, pool, &status);
  }
  p->n_columns = status == KR_OK ? pool->n_columns : SIZE_MAX; /* after a failure nothing is known */
  return status == KR_OK ? KR_OK : kr_fail(err, status, "pricing: %s", kr_status_name(status));
}

double kr_pricing_bound(const kr_pricing *p, const kr_pass *pass, const double *capacity) {
  const kr_corridor *c = p->line->corridor;
  const double *staying = pass->staying ? pass->staying : p->unserved;
  long double bound = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    if (p->open_t[s] <= 0) continue;
    bound += (long double)p->open_t[s] * (pass->cost[s] < staying[s] ? pass->cost[s] : staying[s]);
  }
  int64_t n_rows = kr_n_rows(p->line);
  for (int64_t r = 0; r < n_rows && pass->price; ++r) bound -= (long double)pass->price[r] * capacity[r];
  return (double)bound;
}
