#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/integer_node.h"

#define LEAST_BREACH 0.01 /* of one shipment: a cut must be broken by so much */
#define MOST_PER_ROW 4    /* covers of up to so many shipments and one */
#define MOST_CUTS 400
#define MARGIN 1e-9 /* relative: loads so near the threshold are not members */

double kr_node_load(const kr_node_lp *n, int32_t s, int32_t row) {
  const kr_corridor *c = n->p->line->corridor;
  kr_micro per = kr_t_per_unit(c, c->shipments[s].cargo, row / n->p->line->n_days);
  return per > 0 ? n->p->open_t[s] / kr_decimal_value(per) : 0;
}

bool kr_cut_has(const kr_node_lp *n, const kr_cut *cut, int32_t s) {
  if (!(n->p->open_t[s] > 0) || n->p->line->corridor->shipments[s].splittable) return false;
  return kr_node_load(n, s, cut->row) > cut->least_load * (1 + MARGIN);
}

static bool is_known(const kr_node_lp *n, const kr_cut *cut) {
  for (int32_t i = 0; i < n->n_cuts; ++i)
    if (n->cuts[i].row == cut->row && n->cuts[i].most == cut->most) return true;
  return false;
}

/** How often unsplittable shipments go over each row: z by shipment of one row. */
static void count_crossings(const kr_node_lp *n, int32_t row, double *z) {
  const kr_columns *store = n->p->lp->pool;
  for (int32_t s = 0; s < n->p->n_shipments; ++s) z[s] = 0;
  for (size_t j = 0; j < n->n_flow; ++j) {
    const kr_column *col = &store->columns[j];
    for (int32_t k = 0; k < col->n_uses && n->flow[j] > 0; ++k) {
      kr_use use = store->uses[col->first_use + (size_t)k];
      if (use.row == row) z[col->shipment] += n->flow[j] * use.per_t / kr_node_load(n, col->shipment, row);
    }
  }
}

kr_status kr_node_cut(kr_node_lp *n, int32_t *n_added) {
  const kr_integer *p = n->p;
  double *z = kr_zeros((size_t)p->n_shipments, sizeof *z);
  *n_added = 0;
  if (!z) return KR_ERR_MEMORY;
  for (int32_t r = 0; r < p->n_rows && n->n_cuts < MOST_CUTS; ++r) {
    bool is_counted = false;
    for (int32_t most = 1; most <= MOST_PER_ROW; ++most) {
      kr_cut cut = {r, most, p->capacity[r] / (most + 1)};
      if (!(p->capacity[r] > 0) || is_known(n, &cut)) continue;
      if (!is_counted) count_crossings(n, r, z);
      is_counted = true;
      double sum = 0;
      for (int32_t s = 0; s < p->n_shipments; ++s)
        if (z[s] > 0 && kr_cut_has(n, &cut, s)) sum += z[s];
      if (sum <= most + LEAST_BREACH) continue;
      if (!kr_grow(&n->cuts, &n->cut_room, (size_t)n->n_cuts + 1, sizeof *n->cuts)) {
        free(z);
        return KR_ERR_MEMORY;
      }
      n->cuts[n->n_cuts++] = cut;
      ++*n_added;
    }
  }
  free(z);
  return KR_OK;
}
