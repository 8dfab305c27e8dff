#include "solver/whatif.h"

#include <stdlib.h>

#include "graph/memory.h"
#include "solver/threads.h"

#define PER_THREAD 8 /* what-ifs in memory at a time */

typedef struct batch {
  const kr_whatif_base *base;
  kr_timetable *under; /* dated, of the plan underneath */
  kr_variant **variants;
  kr_scenario *scenarios;
  int32_t room;
} batch;

static void empty(batch *b) {
  for (int32_t i = 0; i < b->room; ++i) {
    kr_solution_free(b->scenarios[i].solution);
    kr_variant_free(b->variants[i]);
    b->scenarios[i] = (kr_scenario){0};
    b->variants[i] = NULL;
  }
}

static kr_status prepare(batch *b, int32_t i, const kr_change *change, kr_error *err) {
  const kr_whatif_base *base = b->base;
  kr_status status = kr_variant_create(&b->variants[i], base->corridor, base->settings->plan, "what-if", err);
  if (status == KR_OK) status = kr_variant_change(b->variants[i], b->under, change, err);
  if (status != KR_OK) return status;
  kr_scenario *s = &b->scenarios[i];
  s->corridor = &b->variants[i]->corridor;
  s->settings = *base->settings;
  s->settings.plan = b->variants[i]->plan;
  s->from = KR_NONE;
  s->from_other = base->solution;
  return KR_OK;
}

static kr_status run_batch(batch *b, const kr_change *changes, int32_t first, int32_t n, int32_t threads,
                           kr_whatif_take take, void *context, kr_error *err) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < n && status == KR_OK; ++i) status = prepare(b, i, &changes[first + i], err);
  if (status == KR_OK) status = kr_scenarios_solve(b->scenarios, n, threads, err);
  for (int32_t i = 0; i < n && status == KR_OK; ++i)
    take(context, first + i, b->scenarios[i].corridor, b->scenarios[i].solution);
  empty(b);
  return status;
}

kr_status kr_whatifs_run(const kr_whatif_base *base, const kr_change *changes, int32_t n, int32_t threads,
                         kr_whatif_take take, void *context, kr_error *err) {
  batch b = {.base = base, .room = PER_THREAD * kr_threads(threads)};
  b.variants = kr_zeros((size_t)b.room, sizeof(kr_variant *));
  b.scenarios = kr_zeros((size_t)b.room, sizeof *b.scenarios);
  kr_status status = b.variants && b.scenarios ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = kr_timetable_create(&b.under, base->corridor, base->settings->plan, KR_VIEW_DATED, err);
  for (int32_t first = 0; first < n && status == KR_OK; first += b.room) {
    int32_t count = n - first < b.room ? n - first : b.room;
    status = run_batch(&b, changes, first, count, threads, take, context, err);
  }
  kr_timetable_free(b.under);
  free(b.variants);
  free(b.scenarios);
  return status;
}
