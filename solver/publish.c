#include "solver/publish.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/clock.h"
#include "solver/seek.h"

#define NEAREST_KG 1e-4 /* a flow this close below a whole kilogram is that kilogram */
#define MAX_FILLS 64    /* routes sought per shipment */

typedef struct filler {
  const kr_publish_problem *p;
  const kr_timeline *line;
  int64_t *kg; /* [pool columns] */
  size_t kg_room;
  int64_t *left; /* [shipments] */
  kr_room room;
  double *room_for; /* [base rows] scratch: what is left for one cargo */
  kr_seeker seeker;
  int64_t *stamp; /* [wares] fills when its tolls were made; room changed since = stale */
  int64_t n_fills;
} filler;

static bool may_split(const filler *f, int32_t s) {
  return !f->room.is_integer || f->line->corridor->shipments[s].splittable;
}

static void put(filler *f, size_t j, int64_t kg) {
  f->kg[j] += kg;
  f->left[f->p->pool->columns[j].shipment] -= kg;
  kr_room_take(&f->room, f->p->pool, j, kg);
}

/** Of what may not be split all or nothing fits. */
static int64_t fitting_kg(const filler *f, size_t j, int64_t want) {
  int64_t kg = kr_room_fit(&f->room, f->p->pool, j, want);
  return kg < want && !may_split(f, f->p->pool->columns[j].shipment) ? 0 : kg;
}

static void cut_down(filler *f, bool splittable) {
  for (size_t j = 0; j < f->p->n_flow; ++j) {
    if (may_split(f, f->p->pool->columns[j].shipment) != splittable) continue;
    int64_t kg = (int64_t)floor(f->p->flow[j] * 1e3 + NEAREST_KG);
    int64_t left = f->left[f->p->pool->columns[j].shipment];
    if (kg > left) kg = left;
    if (f->room.is_integer) kg = kg < left && !may_split(f, f->p->pool->columns[j].shipment) ? 0 : fitting_kg(f, j, kg);
    if (kg > 0) put(f, j, kg);
  }
}

/** Where flows were beyond capacity by more than rounding to kilograms took off, the later columns give way. */
static void take_off(filler *f) {
  const kr_columns *pool = f->p->pool;
  for (size_t j = f->p->n_flow; j-- > 0;) {
    const kr_column *col = &pool->columns[j];
    int64_t off = 0;
    for (int32_t k = 0; k < col->n_uses && f->kg[j] > 0; ++k) {
      kr_use use = pool->uses[col->first_use + (size_t)k];
      double over = kr_room_excess(&f->room, use.row);
      if (over > 0) off = (int64_t)fmax((double)off, ceil(over / use.per_t * 1e3));
    }
    if (off > f->kg[j]) off = f->kg[j];
    if (off > 0) put(f, j, -off);
  }
}

/** What is left goes to the shipment's own routes first, the cheapest before the others. */
static void top_up(filler *f, int32_t s) {
  const kr_columns *pool = f->p->pool;
  double above = -INFINITY;
  while (f->left[s] > 0) {
    int32_t best = KR_NONE;
    for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
      if (f->kg[j] <= 0 || !(pool->columns[j].cost > above)) continue;
      if (best == KR_NONE || pool->columns[j].cost < pool->columns[best].cost) best = j;
    }
    if (best == KR_NONE) return;
    above = pool->columns[best].cost;
    for (int32_t j = best; j != KR_NONE; j = pool->columns[j].previous)
      if (f->kg[j] > 0 && pool->columns[j].cost <= above) {
        int64_t kg = fitting_kg(f, (size_t)j, f->left[s]);
        if (kg > 0) put(f, (size_t)j, kg);
      }
  }
}

static kr_status add_route(filler *f, int32_t s, int32_t *column) {
  kr_columns *pool = f->p->pool;
  kr_status status = kr_seek_add(&f->seeker, s, pool, column);
  if (status != KR_OK) return status;
  size_t before = f->kg_room;
  if (!kr_grow(&f->kg, &f->kg_room, pool->n_columns, sizeof *f->kg)) return KR_ERR_MEMORY;
  for (size_t j = before; j < f->kg_room; ++j) f->kg[j] = 0;
  return KR_OK;
}

/** The cheapest route on which at least a kilogram fits, as a column; KR_NONE when staying is no dearer. */
static kr_status seek(filler *f, int32_t s, int32_t *column) {
  int32_t cargo = f->line->corridor->shipments[s].cargo;
  *column = KR_NONE;
  bool is_whole = !may_split(f, s);
  int32_t ware = kr_ware_of(f->line->corridor, s);
  if (f->stamp[ware] != f->n_fills || is_whole) {
    kr_room_for(&f->room, cargo, f->room_for);
    kr_tolls_set_room(f->seeker.tolls, f->line, ware, f->room_for, is_whole ? (double)f->left[s] * 1e-3 : 1e-3);
    f->stamp[ware] = is_whole ? -1 : f->n_fills;
  }
  bool pays = kr_seek(&f->seeker, s) < f->p->staying[s];
  return pays ? add_route(f, s, column) : KR_OK;
}

static kr_status fill(filler *f, int32_t s) {
  for (int i = 0; i < MAX_FILLS && f->left[s] > 0; ++i) {
    int32_t j;
    kr_status status = seek(f, s, &j);
    if (status != KR_OK) return status;
    if (j == KR_NONE) return KR_OK;
    int64_t kg = fitting_kg(f, (size_t)j, f->left[s]);
    if (kg <= 0) return KR_OK;
    put(f, (size_t)j, kg);
    f->n_fills++;
  }
  return KR_OK;
}

/** Without any flow yet: every shipment on its routes as far as they have room, in order of shipment. */
static void first_come(filler *f) {
  const kr_columns *pool = f->p->pool;
  for (int32_t s = 0; s < kr_n_shipments(f->line->corridor); ++s)
    for (int32_t j = pool->newest[s]; j != KR_NONE && f->left[s] > 0; j = pool->columns[j].previous) {
      int64_t kg = pool->columns[j].arrival == KR_STAYS ? 0 : fitting_kg(f, (size_t)j, f->left[s]);
      if (kg > 0) put(f, (size_t)j, kg);
    }
}

static kr_status init_filler(filler *f, const kr_publish_problem *p, kr_error *err) {
  const kr_timeline *line = p->pool->line;
  size_t n = (size_t)kr_n_shipments(line->corridor);
  *f = (filler){.p = p, .line = line};
  f->kg_room = p->pool->n_columns + 1;
  f->kg = kr_zeros(f->kg_room, sizeof *f->kg);
  f->left = kr_zeros(n, sizeof *f->left);
  f->room_for = kr_zeros((size_t)kr_n_base_rows(line), sizeof *f->room_for);
  f->stamp = kr_zeros((size_t)kr_n_wares(line->corridor), sizeof *f->stamp);
  if (!f->kg || !f->left || !f->room_for || !f->stamp) return kr_fail_memory(err);
  for (size_t s = 0; s < n; ++s) f->left[s] = p->open_kg[s];
  if (kr_room_init(&f->room, line, p->is_integer, p->room, p->taken) != KR_OK) return kr_fail_memory(err);
  for (int32_t k = 0; k < kr_n_wares(line->corridor); ++k) f->stamp[k] = -1;
  return kr_seeker_init(&f->seeker, line, err);
}

static bool must_stop(const kr_publish_problem *p) { return (p->stop && *p->stop) || kr_clock_wall() >= p->deadline_s; }

kr_status kr_publish_round(int64_t **kg, const kr_publish_problem *problem, kr_error *err) {
  filler f;
  kr_status status = init_filler(&f, problem, err);
  if (status == KR_OK) {
    if (problem->n_flow == 0) first_come(&f);
    cut_down(&f, false);
    cut_down(&f, true);
    if (!problem->is_integer) take_off(&f);
    int32_t n = kr_n_shipments(f.line->corridor);
    for (int32_t s = 0; s < n; ++s)
      if (f.left[s] > 0) top_up(&f, s);
    for (int32_t s = 0; s < n && status == KR_OK && !must_stop(problem); ++s)
      if (f.left[s] > 0) status = fill(&f, s);
  }
  if (status == KR_OK) {
    *kg = f.kg;
    f.kg = NULL;
  } else {
    kr_fail(err, status, "publishing the plan: %s", kr_status_name(status));
  }
  kr_seeker_clear(&f.seeker);
  free(f.kg);
  free(f.left);
  free(f.room_for);
  kr_room_clear(&f.room);
  free(f.stamp);
  return status;
}
