#include <stdlib.h>

#include "graph/memory.h"
#include "solver/solve_internal.h"

/** A lot on its way into the allocation: a published column, or a committed lot. */
typedef struct draft {
  int32_t shipment, arrival, source; /* column, or -1 - committed lot */
} draft;

static int compare_drafts(const void *a, const void *b) {
  const draft *x = a, *y = b;
  if (x->shipment != y->shipment) return x->shipment < y->shipment ? -1 : 1;
  bool x_committed = x->source < 0, y_committed = y->source < 0;
  if (x_committed != y_committed) return x_committed ? -1 : 1;
  if (x_committed) return x->source > y->source ? -1 : x->source < y->source;
  if (x->arrival != y->arrival) return x->arrival < y->arrival ? -1 : 1;
  return x->source < y->source ? -1 : x->source > y->source;
}

static size_t collect_drafts(const kr_solve_work *s, draft *drafts) {
  size_t n = 0;
  for (size_t i = 0; i < s->c->commitments.n_lots; ++i)
    drafts[n++] = (draft){s->c->commitments.lots[i].shipment, 0, -1 - (int32_t)i};
  const kr_columns *pool = s->lp->pool;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (s->kg[j] > 0) drafts[n++] = (draft){pool->columns[j].shipment, pool->columns[j].arrival, (int32_t)j};
  if (n > 1) qsort(drafts, n, sizeof *drafts, compare_drafts);
  return n;
}

static kr_status add_draft(kr_solve_work *s, const draft *d, int32_t number, kr_leg *legs) {
  kr_allocation *a = &s->out->result.allocation;
  if (d->source < 0) {
    const kr_allocation *promised = &s->c->commitments;
    const kr_lot *lot = &promised->lots[-1 - d->source];
    return kr_allocation_add(a, d->shipment, number, lot->quantity_kg, promised->legs + lot->first_leg, lot->n_legs);
  }
  int32_t n_legs = kr_column_legs(s->lp->pool, &s->lp->pool->columns[d->source], legs);
  return kr_allocation_add(a, d->shipment, number, s->kg[d->source], legs, n_legs);
}

static int32_t longest_column(const kr_columns *pool) {
  int32_t longest = 1;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (pool->columns[j].n_moves > longest) longest = pool->columns[j].n_moves;
  return longest;
}

kr_status kr_solve_lay_lots(kr_solve_work *s, kr_error *err) {
  kr_status status = KR_OK;
  draft *drafts = kr_zeros(s->c->commitments.n_lots + s->lp->pool->n_columns, sizeof *drafts);
  kr_leg *legs = kr_zeros((size_t)longest_column(s->lp->pool), sizeof *legs);
  if (!drafts || !legs) status = kr_fail_memory(err);
  size_t n = status == KR_OK ? collect_drafts(s, drafts) : 0;
  int32_t number = 0;
  for (size_t i = 0; i < n && status == KR_OK; ++i) {
    number = i > 0 && drafts[i - 1].shipment == drafts[i].shipment ? number + 1 : 1;
    status = add_draft(s, &drafts[i], number, legs);
    if (status != KR_OK) kr_fail_memory(err);
  }
  free(drafts);
  free(legs);
  return status;
}
