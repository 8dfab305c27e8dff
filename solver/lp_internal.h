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

/** After a pass: splits the classes whose speaker the cheapest route would reach too late (solver/classes.h). */
kr_status kr_lp_split(kr_lp *lp, bool *is_split, kr_error *err);

/** From now on the key-route simplex, from the flow there is. */
kr_status kr_lp_take_key(kr_lp *lp, kr_error *err);

/** Begins anew with a master that cannot follow changes of demand. */
kr_status kr_lp_renew_master(kr_lp *lp, kr_error *err);

/** After the pass over the empty network: what each shipment is measured against. */
void kr_lp_keep_ideals(kr_lp *lp);

/* ---- lp_stay.c: limits on what may stay (solver/stay.h) ---- */

/** Rows behind those of the timeline: one a forwarder, one for all; 0 without limits. */
int32_t kr_lp_n_stay_rows(const kr_timeline *line, const kr_settings *settings);

/** What staying costs within the limits, and beyond. @return KR_ERR_MEMORY */
kr_status kr_lp_price_stays(kr_lp *lp);

/** A column for staying to every shipment or speaker; nothing without limits. @return KR_ERR_MEMORY */
kr_status kr_lp_add_stays(kr_lp *lp, kr_error *err);

/** [shipments] what staying costs per tonne under these tolls. Valid until the next call. */
const double *kr_lp_find_staying(kr_lp *lp, const double *toll);

/** What the limits are worth under these tolls. */
double kr_lp_stay_toll(const kr_lp *lp, const double *toll);

/** Whether it was only asked if the limits can be kept, and the flow keeps them. */
bool kr_lp_keeps_limits(const kr_lp *lp);

/** Takes the flow off columns that are no routes. */
void kr_lp_drop_stays(kr_lp *lp);

/** Whether the signal came or the time is up. */
bool kr_lp_must_stop(const kr_lp *lp, double deadline_s);

#endif
