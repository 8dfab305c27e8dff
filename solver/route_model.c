#include "solver/route_model.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

/** The row of each shipment, of each resource-day and of its whole units; KR_NONE = none. */
typedef struct numbering {
  int64_t *shipment_row, *use_row;
  int64_t *entry_row;
  double *entry;
} numbering;

/** Whether a base row is of whole units, which the model has as columns. */
static bool is_whole(const kr_lp *lp, int32_t row) {
  const kr_timeline *line = lp->line;
  return line->by_cargo && row < kr_n_base_rows(line) && line->corridor->resources[row / line->n_days].whole_units;
}

static bool goes_whole(const kr_lp *lp, int32_t s) {
  return lp->line->by_cargo && !lp->line->corridor->shipments[s].splittable;
}

static double units_of(const kr_lp *lp, int32_t row) { return floor(lp->capacity[row] * (1 + 1e-12)); }

/** The base row of a cargo's row of whole units; KR_NONE for other rows. */
static int32_t base_of(const kr_lp *lp, int32_t row) {
  int32_t n = kr_n_base_rows(lp->line);
  return row >= n && is_whole(lp, row % n) ? row % n : KR_NONE;
}

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
  for (size_t i = 0; i < pool->n_uses; ++i) {
    int32_t row = pool->uses[i].row;
    if (row < kr_n_base_rows(lp->line) || base_of(lp, row) != KR_NONE) m->use_row[row] = 0;
  }
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (m->use_row[r] != KR_NONE) m->use_row[r] = next++;
  return KR_OK;
}

/** Units of a row are shared out by the base row; those of a cargo carry what it uses. */
static double bound_of(const kr_lp *lp, int32_t row) {
  if (is_whole(lp, row)) return units_of(lp, row);
  return base_of(lp, row) != KR_NONE ? 0 : lp->capacity[row];
}

static kr_status tell_rows(const numbering *m, const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  kr_status status = KR_OK;
  int32_t n = kr_n_shipments(lp->line->corridor);
  for (int32_t s = 0; s < n; ++s)
    if (m->shipment_row[s] != KR_NONE)
      KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_EQUAL, lp->open_t[s]}, err));
  for (int32_t r = 0; r < lp->n_rows; ++r)
    if (m->use_row[r] != KR_NONE)
      KR_TRY(sink->row(sink->context, (kr_model_row){KR_ROW_AT_MOST, bound_of(lp, r)}, err));
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

/** Per tonne, or for all of a shipment that goes whole. */
static kr_status tell_route(const numbering *m, const kr_lp *lp, const kr_column *route, const kr_model_sink *sink,
                            kr_error *err) {
  bool whole = goes_whole(lp, route->shipment);
  double t = whole ? lp->open_t[route->shipment] : 1;
  int32_t n = 1;
  m->entry_row[0] = m->shipment_row[route->shipment];
  m->entry[0] = t;
  for (int32_t i = 0; i < route->n_uses; ++i) {
    kr_use use = lp->pool->uses[route->first_use + (size_t)i];
    if (is_whole(lp, use.row) || (use.row >= kr_n_base_rows(lp->line) && base_of(lp, use.row) == KR_NONE)) continue;
    m->entry_row[n] = m->use_row[use.row];
    m->entry[n++] = t * use.per_t;
  }
  kr_model_column column = {t * route->cost, n, m->entry_row, m->entry, whole};
  return sink->column(sink->context, &column, err);
}

/** Whole units of each cargo that uses them. */
static kr_status tell_units(const numbering *m, const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  kr_status status = KR_OK;
  const double value[2] = {-1, 1};
  for (int32_t r = kr_n_base_rows(lp->line); r < lp->n_rows; ++r) {
    int32_t base = base_of(lp, r);
    if (base == KR_NONE || m->use_row[r] == KR_NONE || !(units_of(lp, base) > 0)) continue;
    const int64_t row[2] = {m->use_row[r], m->use_row[base]};
    kr_model_column column = {0, 2, row, value, (int32_t)fmin(INT32_MAX, units_of(lp, base))};
    KR_TRY(sink->column(sink->context, &column, err));
  }
done:
  return status;
}

kr_status kr_route_model_tell(const kr_lp *lp, const kr_model_sink *sink, kr_error *err) {
  numbering m = {0};
  kr_status status = number_rows(&m, lp);
  if (status != KR_OK) kr_fail_memory(err);
  if (status == KR_OK) status = tell_rows(&m, lp, sink, err);
  if (status == KR_OK) status = tell_unserved(&m, lp, sink, err);
  for (size_t j = 0; j < lp->pool->n_columns && status == KR_OK; ++j)
    status = tell_route(&m, lp, &lp->pool->columns[j], sink, err);
  if (status == KR_OK) status = tell_units(&m, lp, sink, err);
  free(m.shipment_row);
  free(m.use_row);
  free(m.entry_row);
  free(m.entry);
  return status;
}
