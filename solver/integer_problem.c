#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_branch.h"

#define FIRST_REACH 60.0 /* shipments thought over at once … */
#define FIRST_MIP_REACH 20.0

void kr_integer_free_decisions(kr_decisions *d) {
  free(d->units);
  free(d->way);
}

void kr_integer_free(kr_integer *p) {
  if (!p) return;
  kr_branching_free(p->tree);
  kr_integer_free_decisions(&p->now);
  kr_integer_free_decisions(&p->best);
  kr_integer_free_decisions(&p->base);
  kr_integer_free_decisions(&p->graft);
  free(p->is_whole);
  free(p->there);
  free(p->capacity);
  free(p->promised);
  free(p->open_t);
  free(p->held);
  free(p->root_toll);
  free(p->used);
  free(p->best_flow);
  free(p->incumbents);
  free(p->streams);
  kr_seeker_clear(&p->seeker);
  free(p);
}

bool kr_integer_make_decisions(const kr_integer *p, kr_decisions *d) {
  size_t n = (size_t)p->n_rows * (size_t)p->n_cargo;
  d->units = kr_zeros(n, sizeof *d->units);
  d->way = kr_zeros((size_t)p->n_shipments, sizeof *d->way);
  if (!d->units || !d->way) return false;
  for (size_t i = 0; i < n; ++i) d->units[i] = KR_UNDECIDED;
  for (int32_t s = 0; s < p->n_shipments; ++s) d->way[s] = KR_UNDECIDED;
  return true;
}

void kr_integer_copy(const kr_integer *p, kr_decisions *to, const kr_decisions *from) {
  memcpy(to->units, from->units, (size_t)p->n_rows * (size_t)p->n_cargo * sizeof *to->units);
  memcpy(to->way, from->way, (size_t)p->n_shipments * sizeof *to->way);
}

static bool allocate(kr_integer *p) {
  size_t rows = (size_t)p->n_rows, cells = rows * (size_t)p->n_cargo, n = (size_t)p->n_shipments;
  p->is_whole = kr_zeros(rows, sizeof *p->is_whole);
  p->there = kr_zeros(rows, sizeof *p->there);
  p->capacity = kr_zeros(rows, sizeof *p->capacity);
  p->promised = kr_zeros(cells, sizeof *p->promised);
  p->open_t = kr_zeros(n, sizeof *p->open_t);
  p->held = kr_zeros(cells, sizeof *p->held);
  p->root_toll = kr_zeros(rows, sizeof *p->root_toll);
  p->used = kr_zeros(cells, sizeof *p->used);
  bool have = p->is_whole && p->there && p->capacity && p->promised && p->open_t && p->root_toll && p->held && p->used;
  return have && kr_integer_make_decisions(p, &p->now) && kr_integer_make_decisions(p, &p->best);
}

/** An empty search over an LP. */
static kr_status create_empty(kr_integer **out, kr_lp *lp, kr_timeline *line, kr_error *err) {
  kr_integer *p = kr_zeros(1, sizeof *p);
  if (!p) return kr_fail_memory(err);
  p->lp = lp;
  p->line = line;
  p->n_rows = kr_n_base_rows(lp->line);
  p->n_cargo = kr_n_cargo(lp->line->corridor);
  p->n_shipments = kr_n_shipments(lp->line->corridor);
  p->best_objective = INFINITY;
  p->reach = FIRST_REACH;
  p->mip_reach = FIRST_MIP_REACH;
  for (int i = 0; i < KR_TRIALS; ++i) p->luck[i] = (kr_luck){1, 1, 0};
  p->bound = -INFINITY;
  p->seed = UINT64_C(0x2545F4914F6CDD1D) + lp->settings->seed * UINT64_C(0x9E3779B97F4A7C15);
  kr_status status = allocate(p) ? KR_OK : kr_fail_memory(err);
  if (status == KR_OK) status = kr_seeker_init(&p->seeker, line, err);
  if (status == KR_OK) {
    *out = p;
  } else {
    kr_integer_free(p);
  }
  return status;
}

kr_status kr_integer_create(kr_integer **out, kr_lp *lp, kr_timeline *line, const kr_allocation *taken, kr_error *err) {
  kr_integer *p;
  kr_status status = create_empty(&p, lp, line, err);
  if (status != KR_OK) return status;
  memcpy(p->open_t, lp->open_t, (size_t)p->n_shipments * sizeof *p->open_t);
  status = kr_integer_count_units(p, taken, err);
  if (status != KR_OK) {
    kr_integer_free(p);
    return status;
  }
  kr_integer_apply(p);
  *out = p;
  return KR_OK;
}

/* ---- streams ---- */

static void copy_problem(kr_integer *to, const kr_integer *from) {
  size_t rows = (size_t)to->n_rows, cells = rows * (size_t)to->n_cargo;
  memcpy(to->is_whole, from->is_whole, rows * sizeof *to->is_whole);
  memcpy(to->there, from->there, rows * sizeof *to->there);
  memcpy(to->capacity, from->capacity, rows * sizeof *to->capacity);
  memcpy(to->promised, from->promised, cells * sizeof *to->promised);
  memcpy(to->open_t, from->open_t, (size_t)to->n_shipments * sizeof *to->open_t);
  memcpy(to->root_toll, from->root_toll, rows * sizeof *to->root_toll);
  to->bound = from->bound;
  to->deadline_s = from->deadline_s;
  to->began_s = from->began_s;
}

kr_status kr_integer_create_stream(kr_integer **out, const kr_integer *p, const kr_settings *settings, uint64_t seed,
                                   kr_error *err) {
  kr_lp *lp = NULL;
  kr_status status = kr_lp_clone(&lp, p->lp, settings, p->open_t, err);
  if (status == KR_OK) status = create_empty(out, lp, p->line, err);
  if (status != KR_OK) {
    kr_lp_free(lp);
    return status;
  }
  copy_problem(*out, p);
  (*out)->seed = seed;
  return KR_OK;
}

void kr_integer_free_stream(kr_integer *p) {
  if (p) kr_lp_free(p->lp);
  kr_integer_free(p);
}
