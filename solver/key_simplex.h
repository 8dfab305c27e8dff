#ifndef KR_SOLVER_KEY_SIMPLEX_H
#define KR_SOLVER_KEY_SIMPLEX_H

#include "graph/status.h"
#include "solver/interior.h"
#include "solver/key_lp.h"

/**
 * The simplex method over a key-route basis (key_basis.h): the exact end of the LP, and its warm start.
 *
 *     min Σ c_p x_p   s.t.  Σ_{p of block s} x_p = q_s   (value π_s)
 *                           Σ_p a_p x_p + t = b          (toll μ >= 0)      x, t >= 0
 *
 * With tolls μ of the tight rows, π_s is the cost of the block's key with tolls, and d_p = c_p + a_p·μ - π_s the
 * reduced cost of a column; that of the slack of a tight row is its toll. A vertex is optimal when flows, slacks, d and
 * tolls are all >= 0.
 *
 * *Primal phase.* Flows are >= 0 and stay so. A column with d_p < 0, or the slack of a row with a toll below 0, enters;
 * the first of basic columns, keys and slacks of other rows to reach 0 leaves (Harris' two passes: the steepest among
 * those met before any bound is overrun by more than 1e-9). Pricing is partial: some thousand *near* columns, those of
 * least d when last all were priced, a chunk at a time; those that would enter are kept in a list, by how much they
 * could save at most, and used up before the next chunk. When none of the near ones would enter all are priced. *Dual
 * phase.* A change of capacity or demand leaves d and tolls as they were and some flows or slacks below 0. The one
 * furthest below 0 by the norm of its row of the tableau leaves (dual steepest edge, the norms taken over the capacity
 * rows; measured, it takes a tenth of the pivots of the plain rule); among columns and slacks that would raise it, the
 * one of least d by rate enters (Harris). Who that is need not be asked of all columns: where the row of the tableau
 * has few nonzeros, only columns that use its rows, or whose key does, have a rate; else the near ones tell how far the
 * step goes at most, and the others are passed over whose d cannot have fallen that far since they were last priced. A
 * d or toll below 0 does not hinder: its cost is lifted to just above 0 for the phase's duration. So a solve is: flows
 * of the basis; dual phase if some are below 0; primal phase.
 *
 * *Why it stops.* No step has length 0: what blocks at once has its bound shifted by a tiny random bit (the same in
 * every run) below 0, and whatever falls below 0 on the way is set to a tiny random bit above; likewise for d in the
 * dual phase. So each pivot betters the cost of the shifted problem, no basis of it comes back, and there are finitely
 * many. At the end flows are found anew from the true capacities; should shifts have hidden flows below 0, the dual
 * phase mends them from a basis that is optimal but for these, and all begins anew. That this ends as well is not
 * proven but seen; if it does not, tolerance grows from 1e-12 to 1e-9, and at last KR_ERR_SOLVER is returned.
 *
 * *Rounding.* Each solve with W⁻¹ checks its residual and refines itself; where that is not enough W⁻¹ is made anew,
 * dropping columns that turn out dependent. At the end flows and tolls are refined from the exact data, the largest
 * flow of a block being its key, so that a small one is not the difference of two large ones.
 *
 * *Complexity.* With n tight rows a pivot costs O(n² + n * entries of a column), whatever the number of blocks; pricing
 * O(entries of a chunk) now and then; a solve some passes over all columns, whatever has changed.
 *
 * @source Rosen, Math. Prog. 1 (1964); Farvolden, Powell, Lustig, Oper. Res. 41 (1993); Harris, Math. Prog. 5 (1973);
 * Forrest, Goldfarb, Math. Prog. 57 (1992) for steepest edge; Gill, Murray, Saunders, Wright, Math. Prog. 45 (1989) for
 * shifting bounds against cycles; Megiddo, ORSA J. Comput. 3 (1991) for pushing to a basis
 */
typedef struct kr_key kr_key;

#define KR_KEY_NO_COLUMN INT64_C(-1)

/** A basis to start from; lists need not be as long as each other. */
typedef struct kr_key_start {
  const int64_t *key;   /**< [blocks] a column of the block, KR_KEY_NO_COLUMN = its home */
  const int64_t *basic; /**< [n_basic] columns */
  const int32_t *tight; /**< [n_tight] rows */
  int32_t n_basic, n_tight;
} kr_key_start;

/** Where the simplex stands; arrays are its own, valid until its next call. */
typedef struct kr_key_point {
  const double *flow;  /**< [columns] */
  const double *slack; /**< [rows] */
  const double *toll;  /**< [rows] 0 where not tight */
  kr_key_start basis;  /**< as many basic columns as tight rows */
} kr_key_point;

/** What was done since it was created. */
typedef struct kr_key_stats {
  int64_t n_primal, n_dual; /**< pivots */
  int64_t n_pushed;         /**< events of crossover */
  int64_t n_shifted;        /**< steps of length 0 but for a shifted bound */
  int64_t n_rebuilt;        /**< times that W⁻¹ was made from nothing */
  int64_t n_restarts;       /**< times that a solve began anew from keys alone */
} kr_key_stats;

/**
 * @param lp borrowed; read at every call, so that costs, demands, capacities and the entries of columns may change
 *           between calls and columns may come at the end (kr_key_follow); the arrays may move
 * @return KR_ERR_MEMORY. @cost O(columns + blocks + rows)
 */
kr_status kr_key_create(kr_key **out, const kr_key_lp *lp);
void kr_key_free(kr_key *s);

/** Takes in the columns that the LP got since: they carry nothing. @return KR_ERR_MEMORY; call it again then */
kr_status kr_key_follow(kr_key *s);

/**
 * Starts without a basis: each block's key is its cheapest column with room for all of its freight, first come, first
 * served; nothing is tight. @param toll [rows] costs that columns are compared with, NULL = none. @return KR_ERR_MEMORY
 */
kr_status kr_key_start_cold(kr_key *s, const double *toll);

/**
 * Crossover: from a flow to a vertex that costs no more. Each block's largest flow is its key; the other columns with
 * flow are pushed one after the other, the way that does not raise the cost: up to where something reaches 0 and they
 * take its place, or down to 0. Each event takes a column out or makes a row tight: there are at most columns + rows.
 * @param flow  [columns] >= 0; what it misses or exceeds of demands and capacities is mended by kr_key_solve
 * @param least flows below this are dust, and dropped
 * @return KR_ERR_MEMORY, KR_ERR_LIMIT; start otherwise then. @cost events * rows²
 */
kr_status kr_key_start_flow(kr_key *s, const double *flow, double least, const kr_interior_limit *limit);

/** Starts from a basis, as far as it holds: what is dependent or too much is left out. @return KR_ERR_MEMORY */
kr_status kr_key_start_basis(kr_key *s, const kr_key_start *start);

/**
 * Solves to the end from the last basis, whatever has changed.
 * @return KR_ERR_LIMIT at the limit's time or signal; the next solve goes on from there. KR_ERR_SOLVER when rounding
 *         got the better of it; KR_ERR_MEMORY
 */
kr_status kr_key_solve(kr_key *s, const kr_interior_limit *limit);

/** The vertex of the last solve; flows and tolls >= 0. */
kr_key_point kr_key_last(const kr_key *s);

/** Cost of a further tonne of block s, with tolls. */
double kr_key_value_of(kr_key *s, int32_t block);

kr_key_stats kr_key_count(const kr_key *s);

#endif
