#include <string.h>

#include "graph/memory.h"
#include "solver/lp_internal.h"

static kr_status copy_routes(kr_lp *to, const kr_columns *from) {
  kr_status status = KR_OK;
  for (size_t j = 0; j < from->n_columns && status == KR_OK; ++j) {
    const kr_column *col = &from->columns[j];
    int32_t column;
    status = kr_columns_add(to->pool, col->shipment, from->moves + col->first_move, (size_t)col->n_moves, col->arrival,
                            &column);
  }
  return status;
}

static kr_status copy_flow(kr_lp *to, const kr_lp *from) {
  if (!kr_grow(&to->flow, &to->flow_room, to->pool->n_columns + 1, sizeof *to->flow)) return KR_ERR_MEMORY;
  to->n_flow = to->pool->n_columns;
  for (size_t j = 0; j < to->n_flow; ++j) to->flow[j] = j < from->n_flow ? from->flow[j] : 0;
  return KR_OK;
}

kr_status kr_lp_clone(kr_lp **out, const kr_lp *from, const kr_settings *settings, const double *open_t,
                      kr_error *err) {
  kr_lp *lp = NULL;
  kr_status status = kr_lp_create(&lp, from->line, settings, open_t, err);
  if (status != KR_OK) return status;
  lp->is_again = true;
  memcpy(lp->capacity, from->capacity, (size_t)lp->n_rows * sizeof *lp->capacity);
  if (copy_routes(lp, from->pool) != KR_OK || copy_flow(lp, from) != KR_OK) status = kr_fail_memory(err);
  if (status == KR_OK) {
    *out = lp;
  } else {
    kr_lp_free(lp);
  }
  return status;
}
