#include "solver/vertex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/key_simplex.h"

static kr_status reach(const kr_key_lp *lp, double *flow, double *slack, double least_flow,
                       const kr_interior_limit *limit) {
  kr_key *s = NULL;
  kr_status status = kr_key_create(&s, lp);
  if (status == KR_OK) status = kr_key_start_flow(s, flow, least_flow, limit);
  if (status == KR_OK) status = kr_key_solve(s, limit);
  if (status == KR_OK) {
    kr_key_point point = kr_key_last(s);
    memcpy(flow, point.flow, (size_t)lp->n_columns * sizeof *flow);
    memcpy(slack, point.slack, (size_t)lp->n_rows * sizeof *slack);
  }
  kr_key_free(s);
  return status;
}

kr_status kr_vertex_reach(const kr_block_lp *lp, double *flow, double *slack, double least_flow,
                          const kr_interior_limit *limit) {
  int32_t *block = kr_zeros((size_t)lp->first_column[lp->n_blocks], sizeof *block);
  if (!block) return KR_ERR_MEMORY;
  for (int32_t s = 0; s < lp->n_blocks; ++s)
    for (int64_t p = lp->first_column[s]; p < lp->first_column[s + 1]; ++p) block[p] = s;
  kr_key_lp key_lp = {.n_blocks = lp->n_blocks,
                      .n_rows = lp->n_rows,
                      .n_columns = lp->first_column[lp->n_blocks],
                      .block = block,
                      .cost = lp->cost,
                      .first_entry = lp->first_entry,
                      .entry_row = lp->entry_row,
                      .entry_value = lp->entry_value,
                      .demand = lp->demand,
                      .capacity = lp->capacity,
                      .home = lp->first_column};
  kr_status status = reach(&key_lp, flow, slack, least_flow, limit);
  free(block);
  return status;
}
