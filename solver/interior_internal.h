#ifndef KR_SOLVER_INTERIOR_INTERNAL_H
#define KR_SOLVER_INTERIOR_INTERNAL_H

#include <stdbool.h>

#include "solver/interior.h"

/** Where a point moves. */
typedef struct kr_direction {
  double *dx, *dz;    /**< [columns] */
  double *dvalue;     /**< [blocks] */
  double *dt, *dtoll; /**< [rows] */
} kr_direction;

/** The normal equations of one solve: interior_normal.c. */
typedef struct kr_normal {
  double *matrix;        /**< [rows * rows] S, then its factor: the lower triangle */
  double *d, *sum_d;     /**< [columns] x / z; [blocks] */
  int32_t *key;          /**< [blocks] place of the largest d within the block */
  int64_t *first_shared; /**< [blocks + 1] */
  int32_t *shared_row;   /**< rows that the columns of a block use, ascending */
  int32_t *entry_place;  /**< [entries] place of the entry's row among them */
  double *panel;         /**< scratch of one block */
  int32_t *live;         /**< … */
  double *scratch;       /**< of the factorisation */
} kr_normal;

/** One solve at work; private to interior*.c. */
typedef struct kr_interior {
  const kr_block_lp *lp;
  kr_block_point *pt;
  int64_t n_columns;
  double gap;            /**< where to stop */
  double *residual;      /**< [rows] b - Ax - t */
  double *xz, *tm;       /**< [columns], [rows] by how much products x z and t μ are to change */
  kr_direction way, old; /**< the direction; the one before, while a corrector is on trial */
  kr_normal normal;
} kr_interior;

/** a_p · v */
static inline double kr_column_dot(const kr_block_lp *lp, int64_t p, const double *v) {
  double sum = 0;
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e) sum += lp->entry_value[e] * v[lp->entry_row[e]];
  return sum;
}

static inline void kr_column_add(const kr_block_lp *lp, int64_t p, double factor, double *v) {
  for (int64_t e = lp->first_entry[p]; e < lp->first_entry[p + 1]; ++e)
    v[lp->entry_row[e]] += factor * lp->entry_value[e];
}

/** Starts from tolls alone, or from a point with gaps: interior_start.c. */
void kr_interior_start_cold(kr_interior *m, double start_gap);
void kr_interior_start_warm(kr_interior *m);

void kr_interior_residuals(kr_interior *m);

/** What it would cost to shrink flows on overloaded rows and to leave the rest unserved. Needs the residuals, uses tm.
 */
double kr_interior_mending_cost(kr_interior *m);

bool kr_normal_init(kr_normal *n, const kr_block_lp *lp);
void kr_normal_clear(kr_normal *n);

/** Builds and factors S at the point. */
void kr_normal_factor(kr_normal *n, const kr_block_lp *lp, const kr_block_point *pt);

/** Newton's direction for the targets xz and tm. */
void kr_normal_direction(kr_interior *m);

/** One predictor-corrector step. @param total Σ x z + Σ t μ; @return the shorter of its two lengths */
double kr_interior_step(kr_interior *m, double total);

#endif
