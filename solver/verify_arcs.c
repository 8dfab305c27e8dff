#include "solver/verify_arcs.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/outward.h"

/* What the building of one cargo's arcs needs all along. */
typedef struct builder {
  const kr_facts *f;
  const kr_shipment *like;
  const double *left, *price;
} builder;

/* One move before it finds its place in the sorted arrays. */
typedef struct raw_move {
  int32_t from, to, what;
  bool is_link;
} raw_move;

static double tonnes_up(kr_micro per_unit) {
  double tonnes = kr_decimal_down(per_unit);
  return kr_product_down(tonnes, 1e6) < (double)per_unit || per_unit > INT64_C(1) << 53 ? tonnes * (1 + 4 * DBL_EPSILON)
                                                                                        : tonnes;
}

/* Not a kilogram of the cargo fits any more; which room is left is told rounded up. */
static bool is_full(double left, kr_micro per_unit) {
  return !(left * kr_decimal_value(per_unit) >= 0.001 * (1 - 1e-12));
}

static double toll_of(const builder *b, kr_span span, int32_t bucket) {
  const kr_corridor *c = b->f->c;
  double toll = 0;
  for (int32_t i = 0; i < span.count; i++) {
    int32_t r = c->resource_lists[span.first + i];
    if (!kr_facts_concerns(b->f, r, b->like->forwarder)) continue;
    int64_t at = (int64_t)r * b->f->n_buckets + bucket;
    kr_micro per_unit = kr_t_per_unit(c, b->like->cargo, r);
    if (per_unit <= 0 || is_full(b->left[at], per_unit)) return INFINITY;
    toll = kr_sum_down(toll, kr_quotient_down(b->price[at], tonnes_up(per_unit)));
  }
  return toll;
}

static bool is_ever_open(const builder *b, kr_span span) {
  for (int32_t bucket = 0; bucket < b->f->n_buckets; bucket++) {
    if (isfinite(toll_of(b, span, bucket))) return true;
  }
  return false;
}

static kr_span span_of(const builder *b, const raw_move *m) {
  return m->is_link ? b->f->c->links[m->what].resources : b->f->c->transfers[m->what].resources;
}

static kr_micro hours_of(const builder *b, const raw_move *m, int32_t bucket) {
  return m->is_link ? b->f->transit_uh[(int64_t)m->what * b->f->n_buckets + bucket]
                    : b->f->c->transfers[m->what].hours_uh;
}

/* A move that cannot end by N is as good as one of N + 1 steps. */
static int32_t steps_of(const builder *b, const raw_move *m, int32_t bucket) {
  int64_t steps = kr_facts_steps(b->f, hours_of(b, m, bucket));
  if (m->is_link && steps < 1) steps = 1;
  return steps > b->f->n_steps ? b->f->n_steps + 1 : (int32_t)steps;
}

static size_t list_links(const builder *b, raw_move *out) {
  const kr_corridor *c = b->f->c;
  size_t n = 0;
  for (int32_t i = 0; i < kr_n_links(c); i++) {
    const kr_link *l = &c->links[i];
    if (!is_ever_open(b, l->resources)) continue;
    int32_t from = kr_facts_place(b->f, l->from_node, l->mode), to = kr_facts_place(b->f, l->to_node, l->mode);
    out[n++] = (raw_move){from, to, i, true};
    if (!l->directed) out[n++] = (raw_move){to, from, i, true};
  }
  return n;
}

/* Transfers that are at once, or those that are not. When static none is at once. */
static size_t list_transfers(const builder *b, bool at_once, raw_move *out) {
  const kr_corridor *c = b->f->c;
  size_t n = 0;
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *x = &c->transfers[i];
    if (x->from_mode == KR_NONE || x->to_mode == KR_NONE || !is_ever_open(b, x->resources)) continue;
    if ((!b->f->is_static && x->hours_uh == 0) != at_once) continue;
    out[n++] =
        (raw_move){kr_facts_place(b->f, x->node, x->from_mode), kr_facts_place(b->f, x->node, x->to_mode), i, false};
  }
  return n;
}

static int by_from(const void *a, const void *b) {
  const raw_move *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  return (x->what > y->what) - (x->what < y->what);
}

static void price_moves(const builder *b, const raw_move *raw, kr_moves *m) {
  for (int32_t i = 0; i < m->n; i++) {
    m->first[raw[i].from + 1]++;
    m->from[i] = raw[i].from;
    m->to[i] = raw[i].to;
    m->hours[i] = kr_decimal_down(hours_of(b, &raw[i], 0));
    for (int32_t bucket = 0; bucket < b->f->n_buckets; bucket++) {
      int64_t at = (int64_t)bucket * m->n + i;
      m->toll[at] = toll_of(b, span_of(b, &raw[i]), bucket);
      m->steps[at] = steps_of(b, &raw[i], bucket);
      if (!b->f->is_static && m->steps[at] > b->f->n_steps) m->toll[at] = INFINITY;
      if (isinf(m->toll[at])) m->steps[at] = 1;
    }
  }
  for (int32_t p = 0; p < b->f->n_places; p++) m->first[p + 1] += m->first[p];
}

static kr_status fill_moves(const builder *b, raw_move *raw, size_t n, kr_moves *m) {
  qsort(raw, n, sizeof *raw, by_from);
  size_t cells = n * (size_t)b->f->n_buckets;
  m->n = (int32_t)n;
  m->first = kr_zeros((size_t)b->f->n_places + 1, sizeof *m->first);
  m->from = kr_zeros(n, sizeof *m->from);
  m->to = kr_zeros(n, sizeof *m->to);
  m->hours = kr_zeros(n, sizeof *m->hours);
  m->steps = kr_zeros(cells, sizeof *m->steps);
  m->toll = kr_zeros(cells, sizeof *m->toll);
  if (!m->first || !m->from || !m->to || !m->hours || !m->steps || !m->toll) return KR_ERR_MEMORY;
  price_moves(b, raw, m);
  return KR_OK;
}

static kr_status make_room_for_ends(kr_arcs *g) {
  size_t places = (size_t)g->f->n_places, cells = places * (size_t)g->f->n_buckets;
  g->load_steps = kr_zeros(places, sizeof *g->load_steps);
  g->unload_steps = kr_zeros(places, sizeof *g->unload_steps);
  g->load_hours = kr_zeros(places, sizeof *g->load_hours);
  g->unload_hours = kr_zeros(places, sizeof *g->unload_hours);
  g->load_toll = kr_zeros(cells, sizeof *g->load_toll);
  g->unload_toll = kr_zeros(cells, sizeof *g->unload_toll);
  bool all = g->load_steps && g->unload_steps && g->load_hours && g->unload_hours && g->load_toll && g->unload_toll;
  return all ? KR_OK : KR_ERR_MEMORY;
}

/* The loading or unloading row of a place, if it has one. */
static void price_end(const builder *b, int32_t place, int32_t row, int32_t *steps, double *hours, double *toll) {
  if (row == KR_NONE) return;
  raw_move m = {place, place, row, false};
  steps[place] = steps_of(b, &m, 0);
  hours[place] = kr_decimal_down(hours_of(b, &m, 0));
  bool fits = b->f->is_static || steps[place] <= b->f->n_steps;
  for (int32_t bucket = 0; bucket < b->f->n_buckets; bucket++)
    toll[(int64_t)bucket * b->f->n_places + place] = fits ? toll_of(b, span_of(b, &m), bucket) : INFINITY;
}

static void price_ends(const builder *b, kr_arcs *g) {
  for (int32_t p = 0; p < g->f->n_places; p++) {
    price_end(b, p, g->f->load_row[p], g->load_steps, g->load_hours, g->load_toll);
    price_end(b, p, g->f->unload_row[p], g->unload_steps, g->unload_hours, g->unload_toll);
  }
}

static void find_longest(kr_arcs *g) {
  int32_t n = g->f->n_steps;
  g->longest = 1;
  for (int64_t i = 0; i < (int64_t)g->later.n * g->f->n_buckets; i++) {
    if (g->later.steps[i] <= n && g->later.steps[i] > g->longest) g->longest = g->later.steps[i];
  }
  for (int32_t p = 0; p < g->f->n_places; p++) {
    if (g->load_steps[p] <= n && g->load_steps[p] > g->longest) g->longest = g->load_steps[p];
  }
}

kr_status kr_arcs_create(kr_arcs **out, const kr_facts *f, const kr_shipment *like, const double *left,
                         const double *price, kr_error *err) {
  builder b = {f, like, left, price};
  kr_arcs *g = kr_zeros(1, sizeof *g);
  raw_move *raw = kr_zeros(2 * (size_t)kr_n_links(f->c) + (size_t)f->c->n_transfers, sizeof *raw);
  kr_status status = g && raw ? KR_OK : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  g->f = f;
  size_t n = list_links(&b, raw);
  n += list_transfers(&b, false, raw + n);
  KR_TRY(fill_moves(&b, raw, n, &g->later));
  n = list_transfers(&b, true, raw);
  KR_TRY(fill_moves(&b, raw, n, &g->at_once));
  KR_TRY(make_room_for_ends(g));
  price_ends(&b, g);
  find_longest(g);
  *out = g;
  g = NULL;
done:
  free(raw);
  kr_arcs_free(g);
  return status == KR_ERR_MEMORY ? kr_fail_memory(err) : status;
}

static void free_moves(kr_moves *m) {
  free(m->first);
  free(m->from);
  free(m->to);
  free(m->hours);
  free(m->steps);
  free(m->toll);
}

void kr_arcs_free(kr_arcs *g) {
  if (!g) return;
  free_moves(&g->later);
  free_moves(&g->at_once);
  free(g->load_steps);
  free(g->unload_steps);
  free(g->load_hours);
  free(g->unload_hours);
  free(g->load_toll);
  free(g->unload_toll);
  free(g);
}
