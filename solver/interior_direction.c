#include "solver/cholesky.h"
#include "solver/interior_internal.h"

/** Right-hand side: rows' own terms, and for each block Σ g_p (e_p - h / D) with g = xz target / z. */
static void right_hand_side(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  const kr_block_point *pt = m->pt;
  for (int32_t r = 0; r < lp->n_rows; ++r) m->way.dtoll[r] = m->tm[r] / pt->toll[r] - m->residual[r];
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1];
    double total = 0;
    for (int64_t p = from; p < to; ++p) {
      m->way.dx[p] = m->xz[p] / pt->spare[p];
      total += m->way.dx[p];
    }
    double share = total / m->normal.sum_d[s], key_factor = 0;
    for (int64_t p = from; p < to; ++p) {
      double factor = m->way.dx[p] - share * m->normal.d[p];
      if (p - from == m->normal.key[s]) continue;
      kr_column_add(lp, p, factor, m->way.dtoll);
      key_factor -= factor;
    }
    kr_column_add(lp, from + m->normal.key[s], key_factor, m->way.dtoll);
    m->way.dvalue[s] = total;
  }
}

/** From Δμ to the whole direction; the key column takes what the others leave, so block sums stay exact. */
static void spread_direction(kr_interior *m) {
  const kr_block_lp *lp = m->lp;
  const kr_block_point *pt = m->pt;
  for (int32_t s = 0; s < lp->n_blocks; ++s) {
    int64_t from = lp->first_column[s], to = lp->first_column[s + 1], key = from + m->normal.key[s];
    double weighted = 0, at_key = kr_column_dot(lp, key, m->way.dtoll);
    for (int64_t p = from; p < to; ++p) {
      m->way.dz[p] = p == key ? 0.0 : kr_column_dot(lp, p, m->way.dtoll) - at_key;
      weighted += m->normal.d[p] * m->way.dz[p];
    }
    double shift = (weighted - m->way.dvalue[s]) / m->normal.sum_d[s], moved = 0;
    m->way.dvalue[s] = at_key + shift;
    for (int64_t p = from; p < to; ++p) {
      m->way.dz[p] -= shift;
      m->way.dx[p] -= m->normal.d[p] * m->way.dz[p];
      if (p != key) moved += m->way.dx[p];
    }
    m->way.dx[key] = -moved;
  }
  for (int32_t r = 0; r < lp->n_rows; ++r) m->way.dt[r] = (m->tm[r] - pt->slack[r] * m->way.dtoll[r]) / pt->toll[r];
}

void kr_normal_direction(kr_interior *m) {
  right_hand_side(m);
  kr_cholesky_solve(m->normal.matrix, m->lp->n_rows, m->lp->n_rows, m->way.dtoll);
  spread_direction(m);
}
