#include "solver/master_compile.h"

#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

void kr_compiled_clear(kr_compiled *k) {
  free(k->first_column);
  free(k->first_entry);
  free(k->cost);
  free(k->entry_value);
  free(k->demand);
  free(k->capacity);
  free(k->entry_row);
  free(k->shipment);
  free(k->pool_column);
  free(k->point.flow);
  free(k->point.spare);
  free(k->point.value);
  free(k->point.slack);
  free(k->point.toll);
  *k = (kr_compiled){0};
}

static void count_sizes(const kr_compile_request *q, int64_t *columns, int64_t *entries) {
  const kr_columns *pool = q->problem->pool;
  *columns = *entries = 0;
  for (int32_t s = 0; s < q->problem->n_shipments; ++s) *columns += q->in_block[s];
  for (size_t j = 0; j < pool->n_columns; ++j) {
    if (!q->selected[j]) continue;
    ++*columns;
    *entries += pool->columns[j].n_uses;
  }
}

static bool allocate(kr_compiled *k, int64_t blocks, int64_t columns, int64_t entries, int32_t rows) {
  size_t b = (size_t)blocks, n = (size_t)columns, e = (size_t)entries, r = (size_t)rows;
  k->first_column = kr_zeros(b + 1, sizeof *k->first_column);
  k->first_entry = kr_zeros(n + 1, sizeof *k->first_entry);
  k->cost = kr_zeros(n, sizeof *k->cost);
  k->entry_value = kr_zeros(e, sizeof *k->entry_value);
  k->entry_row = kr_zeros(e, sizeof *k->entry_row);
  k->demand = kr_zeros(b, sizeof *k->demand);
  k->capacity = kr_zeros(r, sizeof *k->capacity);
  k->shipment = kr_zeros(b, sizeof *k->shipment);
  k->pool_column = kr_zeros(n, sizeof *k->pool_column);
  k->point.flow = kr_zeros(n, sizeof *k->point.flow);
  k->point.spare = kr_zeros(n, sizeof *k->point.spare);
  k->point.value = kr_zeros(b, sizeof *k->point.value);
  k->point.slack = kr_zeros(r, sizeof *k->point.slack);
  k->point.toll = kr_zeros(r, sizeof *k->point.toll);
  return k->first_column && k->first_entry && k->cost && k->entry_value && k->entry_row && k->demand && k->capacity &&
         k->shipment && k->pool_column && k->point.flow && k->point.spare && k->point.value && k->point.slack &&
         k->point.toll;
}

/** Entries of one column in ascending order of LP row; insertion sort, since routes are short. */
static int64_t compile_entries(const kr_compile_request *q, const kr_column *col, kr_compiled *k, int64_t at) {
  int64_t first = at;
  for (int32_t i = 0; i < col->n_uses; ++i) {
    kr_use use = q->problem->pool->uses[col->first_use + (size_t)i];
    int32_t row = q->lp_row[use.row];
    if (row == KR_NONE) continue;
    int64_t to = at++;
    for (; to > first && k->entry_row[to - 1] > row; --to) {
      k->entry_row[to] = k->entry_row[to - 1];
      k->entry_value[to] = k->entry_value[to - 1];
    }
    k->entry_row[to] = row;
    k->entry_value[to] = use.per_t * q->row_scale[use.row];
  }
  return at;
}

static void compile_block(const kr_compile_request *q, int32_t s, kr_compiled *k, int64_t *column, int64_t *entry) {
  const kr_columns *pool = q->problem->pool;
  k->shipment[k->lp.n_blocks] = s;
  k->demand[k->lp.n_blocks] = q->problem->demand_t[s];
  k->cost[*column] = q->problem->unserved_cost[s];
  k->pool_column[*column] = KR_NONE;
  k->first_entry[++*column] = *entry;
  for (int32_t j = pool->newest[s]; j != KR_NONE; j = pool->columns[j].previous) {
    if (!q->selected[j]) continue;
    k->cost[*column] = pool->columns[j].cost;
    k->pool_column[*column] = j;
    *entry = compile_entries(q, &pool->columns[j], k, *entry);
    k->first_entry[++*column] = *entry;
  }
  k->first_column[++k->lp.n_blocks] = *column;
}

static void scale_rows(const kr_compile_request *q) {
  const kr_columns *pool = q->problem->pool;
  for (int32_t i = 0; i < q->n_included; ++i) q->row_scale[q->included[i]] = 0;
  for (size_t e = 0; e < pool->n_uses; ++e)
    if (pool->uses[e].per_t > q->row_scale[pool->uses[e].row]) q->row_scale[pool->uses[e].row] = pool->uses[e].per_t;
  for (int32_t i = 0; i < q->n_included; ++i) q->row_scale[q->included[i]] = 1.0 / q->row_scale[q->included[i]];
}

kr_status kr_compile(kr_compiled *k, const kr_compile_request *q) {
  int64_t columns, entries, blocks = 0, column = 0, entry = 0;
  count_sizes(q, &columns, &entries);
  for (int32_t s = 0; s < q->problem->n_shipments; ++s) blocks += q->in_block[s];
  if (!allocate(k, blocks, columns, entries, q->n_included)) return KR_ERR_MEMORY;
  scale_rows(q);
  for (int32_t s = 0; s < q->problem->n_shipments; ++s)
    if (q->in_block[s]) compile_block(q, s, k, &column, &entry);
  for (int32_t i = 0; i < q->n_included; ++i) {
    int32_t r = q->included[i];
    k->capacity[i] = q->problem->capacity[r] * q->row_scale[r];
    k->point.toll[i] = q->toll[r] / q->row_scale[r];
  }
  k->lp.n_rows = q->n_included;
  k->lp.first_column = k->first_column;
  k->lp.cost = k->cost;
  k->lp.first_entry = k->first_entry;
  k->lp.entry_row = k->entry_row;
  k->lp.entry_value = k->entry_value;
  k->lp.demand = k->demand;
  k->lp.capacity = k->capacity;
  return KR_OK;
}

void kr_compiled_give(kr_compiled *k, const double *flow) {
  memcpy(k->point.slack, k->capacity, (size_t)k->lp.n_rows * sizeof *k->capacity);
  for (int32_t b = 0; b < k->lp.n_blocks; ++b) {
    int64_t unserved = k->first_column[b];
    double left = k->demand[b];
    for (int64_t p = unserved + 1; p < k->first_column[b + 1]; ++p) {
      left -= k->point.flow[p] = flow[k->pool_column[p]];
      for (int64_t e = k->first_entry[p]; e < k->first_entry[p + 1]; ++e)
        k->point.slack[k->entry_row[e]] -= k->entry_value[e] * k->point.flow[p];
    }
    k->point.flow[unserved] = left > 0 ? left : 0;
  }
}
