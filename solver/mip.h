#ifndef KR_SOLVER_MIP_H
#define KR_SOLVER_MIP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

/**
 * A small mixed-integer program for GLPK's branch and cut,
 *
 *     min c x,   A x <= b,   0 <= x <= u,   some x whole,   b, u >= 0:
 *
 * x = 0 always is a point of it. GLPK is not trusted: numbers are checked before they go in; neither the presolver
 * (which can call such a program infeasible) nor cover cuts (which can abort) are used; whole numbers are made whole
 * and every row is checked again before a point comes out; its word on optimality is not asked for. Start from a zeroed
 * struct.
 */
typedef struct kr_mip_column {
  double cost, most; /**< c, u */
  bool is_whole;
} kr_mip_column;

typedef struct kr_mip_entry {
  int32_t row, column;
  double value;
} kr_mip_entry;

typedef struct kr_mip {
  double *most; /**< [rows] b */
  kr_mip_column *columns;
  kr_mip_entry *entries; /**< each place of A once at most */
  size_t n_rows, n_columns, n_entries, row_room, column_room, entry_room;
} kr_mip;

void kr_mip_clear(kr_mip *mip);

/** Row, column or entry behind the others: rows and columns count from 0. @return false without memory */
bool kr_mip_add_row(kr_mip *mip, double most);
bool kr_mip_add_column(kr_mip *mip, kr_mip_column column);
bool kr_mip_add_entry(kr_mip *mip, kr_mip_entry entry);

/** How far a search goes. */
typedef struct kr_mip_limits {
  double cutoff;       /**< only points that cost less are of interest */
  const double *start; /**< [columns] a point that costs about as much, for GLPK to prune by; may be NULL */
  int64_t n_nodes;     /**< of the tree, at most */
  double deadline_s;   /**< on kr_clock_wall(); looked at between nodes */
  const volatile sig_atomic_t *stop; /**< may be NULL */
} kr_mip_limits;

typedef struct kr_mip_answer {
  double *x; /**< [columns] the caller's: the best point found */
  bool is_found;
  bool is_closed; /**< the tree came to its end: GLPK's word that there is nothing better, and no proof */
} kr_mip_answer;

/**
 * Seeks a point below the cutoff.
 * @return KR_ERR_RANGE for a number that is not finite or a negative bound; KR_ERR_SOLVER after a fault of GLPK;
 * KR_ERR_MEMORY
 */
kr_status kr_mip_solve(const kr_mip *mip, const kr_mip_limits *limits, kr_mip_answer *answer, kr_error *err);

#endif
