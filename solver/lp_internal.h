#ifndef KR_SOLVER_LP_INTERNAL_H
#define KR_SOLVER_LP_INTERNAL_H

#include "solver/lp.h"

/* Shared by the files of the LP; private to solver/lp*.c. */

/** One pass under `toll` (NULL = none); keeps the tolls if their bound is the best. @return KR_ERR_MEMORY */
kr_status kr_lp_price(kr_lp *lp, const double *toll, const double *limit, int64_t *n_added, kr_error *err);

/**
 * Before the first master: the pass over the empty network, then the routes and prices of an earlier solve, or a dual
 * ascent in the static view; and the master that suits what they found. @param limit [shipments] scratch
 */
kr_status kr_lp_start(kr_lp *lp, double deadline_s, double *limit, kr_error *err);

/** Whether the signal came or the time is up. */
bool kr_lp_must_stop(const kr_lp *lp, double deadline_s);

#endif
