#ifndef KR_SOLVER_MASTER_INTERIOR_H
#define KR_SOLVER_MASTER_INTERIOR_H

#include "solver/interior.h"
#include "solver/master_compile.h"
#include "solver/master_internal.h"

/* The interior-point master; private to master_interior*.c. */

#define KR_MI_OVERLOAD 1e-9 /* relative: beyond it a resource-day gets a row */
#define KR_MI_ROUNDS 50     /* of adding rows within one solve */

typedef struct master_interior {
  kr_master_problem problem;
  kr_active active;
  int32_t *lp_row;   /* [rows] row of the compiled LP, KR_NONE = not included */
  int32_t *included; /* rows in the order they were included */
  int32_t n_included;
  double *row_scale; /* [rows] LP row = scale * use */
  double *usage;     /* [rows] scratch */
  double *toll, *value, *flow;
  double *unserved;      /* [shipments] */
  double *x, *z, *slack; /* the last point: [pool columns], [pool columns], [rows]; 0 = unknown */
  size_t flow_room, x_room, z_room;
  bool is_warm;
  double objective;
  int32_t n_tight;
  int64_t n_iterations;
  bool *selected; /* [pool columns] in the LP of this solve */
  size_t selected_room, n_solved_columns, n_followed;
} master_interior;

/* ---- master_interior_set.c: the rows, shipments and columns that the LP is made of ---- */

void kr_mi_include(master_interior *m, int32_t r);

/** Includes every active row that the flows overload. @return whether there was a new one */
bool kr_mi_include_overloaded(master_interior *m);

/** Which shipments are in the LP: those with a route over an included row. */
void kr_mi_find_blocks(const master_interior *m, bool *in_block);

/** Shipments away from all included rows: their cheapest route, or none. */
void kr_mi_settle_others(master_interior *m, const bool *in_block);

/**
 * The working set: columns that are new, carry flow, or are within a window of their shipment's value. The others wait
 * outside; kr_mi_select_violated brings back those whose reduced cost turns negative, so the answer is that of all.
 */
void kr_mi_select(master_interior *m, const bool *in_block, double gap);
bool kr_mi_select_violated(master_interior *m, const bool *in_block);

kr_status kr_mi_compile(master_interior *m, const bool *in_block, kr_compiled *k);

/* ---- master_interior_flow.c: from its point to a flow that fits, and to a vertex ---- */

/** Room for columns that came since the last solve; they carry nothing. @return KR_ERR_MEMORY */
kr_status kr_mi_follow_pool(master_interior *m);

/** Takes the overload off every row: columns there shrink, the rest stays unserved. */
void kr_mi_mend_flow(master_interior *m);

/** Adds up the objective and counts tolled rows. */
void kr_mi_measure(master_interior *m);

/** A vertex knows only the rows that are included; when it overloads another, that one comes in and it goes on. */
kr_status kr_mi_settle(void *self, double seconds, kr_error *err);

#endif
