#include "solver/route_model.h"

#include <stdlib.h>

#include "graph/memory.h"

/** The row of each shipment and of each resource-day; KR_NONE = none. */
typedef struct numbering {
  int64_t *shipment_row, *use_row;
  int64_t *entry_row;
  double *entry;
} numbering;

static int32_t most_uses(const kr_columns *pool) {
  int32_t most = 0;
  for (size_t j = 0; j < pool->n_columns; ++j)
    if (pool->columns[j].n_uses > most) most = pool->columns[j].n_uses;
  return most;
}

static kr_status number_rows(numbering *m, const kr_lp *lp) {
  const kr_columns *pool = lp->pool;
  int32_t n = kr_n_shipments(lp->line->corridor);
  int64_t next = 0;
  m->shipment_row = kr_zeros((size_t)n, sizeof *m->shipment_row);
  m->use_row = kr_zeros((size_t)lp->n_rows, sizeof *m->use_row);
  m->entry_row = kr_zeros((size_t)most_uses(pool) + 1, sizeof *m->entry_row);
  m->entry = kr_zeros((size_t)most_uses(pool) + 1, sizeof *m->entry);
  if (!m->shipment_row || !m->use_row || !m->entry_row || !m->entry) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < n; ++s) m->shipment_row[s] = lp->open_t[s] > 0 ? next++ : KR_NONE;
  for (int32_t r = 0; r < lp->n_rows; ++r) m->use_row[r] = KR_NONE;
  for (size_t i = 0; i < pool->n_uses; ++i) m->use_row[pool->uses[i].row] = 0;
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (m->use_row[r] != KR_NONE) m->use_row[r] = next++;
  return KR_OK;
}

static kr_status tell_rows(const numbering *m, const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  kr_status status = KR_OK;
  int32_t n = kr_n_shipments(lp->line->corridor);
  for (int32_t s = 0; s < n; ++s)
    if (m->shipment_row[s] != KR_NONE)
      KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, lp->open_t[s]}, err));
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (m->use_row[r] != KR_NONE)
      KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_AT_MOST, lp->capacity[r]}, err));
done:
  return status;
}

static kr_status tell_unserved(const numbering *m, const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  kr_status status = KR_OK;
  const double one = 1;
  int32_t n = kr_n_shipments(lp->line->corridor);
  for (int32_t s = 0; s < n; ++s) {
    kr_model_column column = {lp->unserved_cost[s], 1, &m->shipment_row[s], &one, 0};
    if (m->shipment_row[s] != KR_NONE) KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

static kr_status tell_route(const numbering *m, const kr_columns *pool, const kr_column *route,
                            const kr_model_sink *sink, kr_error *err) {
  m->entry_row[0] = m->shipment_row[route->shipment];
  m->entry[0] = 1;
  for (int32_t i = 0; i < route->n_uses; ++i) {
    kr_use use = pool->uses[route->first_use + (size_t)i];
    m->entry_row[i + 1] = m->use_row[use.row];
    m->entry[i + 1] = use.per_t;
  }
  kr_model_column column = {route->cost, route->n_uses + 1, m->entry_row, m->entry, 0};
  return sink->column(sink->context, &column, err);
}

kr_status kr_route_model_tell(const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  numbering m = {0};
  kr_status status = number_rows(&m, lp);
  if (status != KR_OK) kr_fail_memory(err);
  if (status == KR_OK) status = tell_rows(&m, lp, sink, err);
  if (status == KR_OK) status = tell_unserved(&m, lp, sink, err);
  for (size_t j = 0; j < lp->pool->n_columns && status == KR_OK; ++j)
    status = tell_route(&m, lp->pool, &lp->pool->columns[j], sink, err);
  free(m.shipment_row);
  free(m.use_row);
  free(m.entry_row);
  free(m.entry);
  return status;
}
