#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/outward.h"
#include "solver/verify_passes.h"

struct kr_sweep {
  const kr_arcs *g;
  int32_t rows;   /* of the ring: the boundary now and all that a move can end at */
  double *labels; /* [rows * places] least tolls to stand there; boundary t is row t % rows */
  double *before; /* [places] labels of the boundary before, after waiting */
  /* the boundary being swept */
  int32_t now, row, bucket;
  bool is_new_day; /* prices differ from those of the boundary before */
  int32_t origin, ready;
};

kr_status kr_sweep_create(kr_sweep **out, const kr_arcs *g, kr_error *err) {
  size_t places = (size_t)g->f->n_places;
  kr_sweep *w = kr_zeros(1, sizeof *w);
  if (!w) return kr_fail_memory(err);
  w->g = g;
  w->rows = g->longest + 1;
  w->labels = kr_zeros((size_t)w->rows * places, sizeof *w->labels);
  w->before = kr_zeros(places, sizeof *w->before);
  if (!w->labels || !w->before) {
    kr_sweep_free(w);
    return kr_fail_memory(err);
  }
  *out = w;
  return KR_OK;
}

void kr_sweep_free(kr_sweep *w) {
  if (!w) return;
  free(w->labels);
  free(w->before);
  free(w);
}

/* The labels `steps` boundaries from now, at most g->longest. */
static double *row_after(const kr_sweep *w, int32_t steps) {
  int32_t row = w->row + steps;
  if (row >= w->rows) row -= w->rows;
  return w->labels + (int64_t)row * w->g->f->n_places;
}

static void lower(double *label, double toll) {
  if (toll < *label) *label = toll;
}

/* Loading later on the same day costs the same, so once a day is enough; without a row the freight just stands there.
 */
static void load(kr_sweep *w) {
  const kr_facts *f = w->g->f;
  int32_t end = kr_facts_first_place(f, w->origin + 1);
  for (int32_t p = kr_facts_first_place(f, w->origin); p < end; p++) {
    if (f->load_row[p] == KR_NONE) {
      if (w->now == w->ready && kr_facts_may_start(f, p)) row_after(w, 0)[p] = 0;
      continue;
    }
    double toll = w->g->load_toll[(int64_t)w->bucket * f->n_places + p];
    if (isfinite(toll)) lower(&row_after(w, w->g->load_steps[p])[p], toll);
  }
}

/* Transfers of no step stay within the boundary: repeat until nothing gets cheaper. */
static void transfer_at_once(kr_sweep *w) {
  const kr_moves *m = &w->g->at_once;
  const double *toll = m->toll + (int64_t)w->bucket * m->n;
  double *label = row_after(w, 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (int32_t i = 0; i < m->n; i++) {
      double x = kr_sum_down(label[m->from[i]], toll[i]);
      if (!(x < label[m->to[i]])) continue;
      label[m->to[i]] = x;
      changed = true;
    }
  }
}

/* Whether a label says more than the boundary before has passed on: what left then on the same day is there already. */
static bool is_news(const kr_sweep *w, const double *label, int32_t place) {
  return w->is_new_day ? label[place] < INFINITY : label[place] < w->before[place];
}

static void move_on(kr_sweep *w) {
  const kr_moves *m = &w->g->later;
  const double *toll = m->toll + (int64_t)w->bucket * m->n;
  const int32_t *steps = m->steps + (int64_t)w->bucket * m->n;
  const double *label = row_after(w, 0);
  double *waited = row_after(w, 1);
  for (int32_t p = 0; p < w->g->f->n_places; p++) {
    lower(&waited[p], label[p]);
    if (!is_news(w, label, p)) continue;
    for (int32_t i = m->first[p]; i < m->first[p + 1]; i++)
      lower(&row_after(w, steps[i])[m->to[i]], kr_sum_down(label[p], toll[i]));
  }
}

/* w (H + λ L) of an arrival at boundary `a`, rounded down. */
static double time_cost(const kr_sweep *w, const kr_bidder *b, int64_t a) {
  const kr_corridor *c = w->g->f->c;
  double h = (double)(a - w->ready) * c->step_hours, late_h = 0;
  if (b->due != KR_NO_DUE && a > b->due) late_h = (double)(a - b->due) * c->step_hours;
  return kr_product_down(b->weight, kr_sum_down(h, kr_product_down(kr_decimal_down(c->late_factor), late_h)));
}

static void bid(const kr_sweep *w, kr_bidder *b) {
  const kr_facts *f = w->g->f;
  const double *label = row_after(w, 0), *toll = w->g->unload_toll + (int64_t)w->bucket * f->n_places;
  int64_t last = (int64_t)(b->destination + 1) * kr_n_modes(f->c);
  for (int32_t p = b->first_place; p < f->n_places && f->places[p] < last; p++) {
    int64_t arrival = (int64_t)w->now + w->g->unload_steps[p];
    if (!is_news(w, label, p) || arrival > f->n_steps) continue;
    lower(&b->best, kr_sum_down(kr_sum_down(label[p], toll[p]), time_cost(w, b, arrival)));
  }
}

/* Lets everybody bid; those whom no later arrival can serve better leave. @return how many stay, at the front */
static size_t let_bid(const kr_sweep *w, kr_bidder *bidders, size_t n) {
  for (size_t i = 0; i < n;) {
    bid(w, &bidders[i]);
    if (bidders[i].best <= time_cost(w, &bidders[i], w->now + 1)) {
      kr_bidder gone = bidders[i];
      bidders[i] = bidders[--n];
      bidders[n] = gone;
    } else {
      i++;
    }
  }
  return n;
}

static void empty(double *labels, int64_t n) {
  for (int64_t i = 0; i < n; i++) labels[i] = INFINITY;
}

void kr_sweep_run(kr_sweep *w, int32_t origin, int32_t ready, kr_bidder *bidders, size_t n) {
  const kr_facts *f = w->g->f;
  empty(w->labels, (int64_t)w->rows * f->n_places);
  empty(w->before, f->n_places);
  w->origin = origin;
  w->ready = ready;
  w->row = 0;
  w->bucket = -1;
  for (w->now = ready; w->now <= f->n_steps && n > 0; w->now++) {
    int32_t bucket = kr_facts_bucket(f, w->now * f->step_min);
    w->is_new_day = bucket != w->bucket;
    w->bucket = bucket;
    if (w->is_new_day) load(w);
    transfer_at_once(w);
    move_on(w);
    n = let_bid(w, bidders, n);
    memcpy(w->before, row_after(w, 0), (size_t)f->n_places * sizeof *w->before);
    empty(row_after(w, 0), f->n_places);
    w->row = w->row + 1 == w->rows ? 0 : w->row + 1;
  }
}
