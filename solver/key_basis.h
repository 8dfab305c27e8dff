#ifndef KR_SOLVER_KEY_BASIS_H
#define KR_SOLVER_KEY_BASIS_H

#include "graph/status.h"
#include "solver/key_lp.h"
#include "solver/key_sparse.h"

/**
 * A key-route basis: Rosen's primal partitioning of the basis of a block LP.
 *
 * A basis of the whole LP has one column more per block than it has tight rows: blocks + rows in all, of which the
 * slacks of the rows that are not tight stand for themselves. Choose in each block one of its columns as the *key*
 * (k_s) and subtract it from the others: what is left is the square matrix over tight rows r and basic columns j that
 * are no keys,
 *
 *     W[r][j] = a_rj - a_r,key(block of j)
 *
 * and everything the simplex method asks of the basis of the whole LP is one product with W⁻¹:
 *   - an entering column q moves the basic columns by -u, u = W⁻¹ w_q with w_q = a_q - a_key on the tight rows, the key
 *     of a block s by Σ_{j of s} u_j - [q of s], and the use of any other row r by w_q[r] - W_r u;
 *   - tolls are μ = -W⁻ᵀ g with g_j = c_j - c_key;
 *   - the row of the tableau of place k is ρ = e_kᵀ W⁻¹: column p has α_p = ρ·(a_p - a_key), the slack of a tight row
 * ρ_r. Tight rows stand on *lines*, basic columns on *places*, both 0 … n - 1 and not tied to one another.
 *
 * W⁻¹ is kept explicitly and dense. Four updates are all there is:
 *   extend(r)      row r becomes a line, its own slack the column of a new place (W grows by a unit column)
 *   replace(k, q)  the column of place k leaves, q takes the place; u = W⁻¹ w_q
 *   swap_key(k)    the column of place k and the key of its block change roles: the same basis, told differently.
 *                  W' = W E with E = E⁻¹, so that only place k of W⁻¹ changes: minus the sum over the block's places
 *   drop(i, k)     place k holds the slack of line i: both go, the rest of W⁻¹ stays as it is
 * Any pivot is a sequence of them: a slack that blocks is extended and replaced, a key that blocks is swapped with any
 * basic column of its block and replaced (a block without one hands the key to the entering column, W untouched), a
 * slack that enters replaces and is dropped.
 *
 * @source Rosen, Math. Prog. 1 (1964); Farvolden, Powell, Lustig, Oper. Res. 41 (1993)
 */
enum { KR_KEY_OUT = -1, KR_KEY_IS_KEY = -2, KR_KEY_SUPERBASIC = -3 };

typedef struct kr_key_basis {
  const kr_key_lp *lp;
  int64_t *key;       /**< [blocks] */
  int32_t *where;     /**< [columns] place, or one of the above */
  int32_t *line_of;   /**< [rows] line of a tight row, KR_KEY_OUT */
  int64_t *column_at; /**< [room] place -> column, or ~row for the slack of a tight row */
  int32_t *row_at;    /**< [room] line -> row */
  double *inverse;    /**< [room * room] line i, place k: W⁻¹[k][i] at i * room + k */
  double *u;          /**< [room] by place; what the last solve found, kept when W grows */
  double *weight;     /**< [room] by place, for whoever weighs basic columns; moves with them */
  double *du, *g;     /**< [room] scratch */
  int32_t *picked;    /**< [room] scratch: places */
  int32_t n, room;
  size_t column_room;
} kr_key_basis;

/** Nothing tight, every block's key its home. @return KR_ERR_MEMORY; clear either way */
kr_status kr_key_basis_init(kr_key_basis *b, const kr_key_lp *lp);
void kr_key_basis_clear(kr_key_basis *b);

/** Takes in columns that the LP got since: they are out. @param known how many it had. @return KR_ERR_MEMORY */
kr_status kr_key_basis_follow(kr_key_basis *b, int64_t known);

/** Nothing tight any more, basic columns out, keys as they are. */
void kr_key_basis_empty(kr_key_basis *b);

/** u = W⁻¹ w of the tight rows' part of w. @param u out [n]. @cost n * nonzeros of w */
void kr_key_basis_solve(const kr_key_basis *b, const kr_sparse *w, double *u);

/** y = W⁻ᵀ g. @param g [n] by place @param y out [n] by line. @cost n² */
void kr_key_basis_solve_transposed(const kr_key_basis *b, const double *g, double *y);

/** @return KR_ERR_MEMORY, nothing changed. @cost n * (entries of the basic columns + nonzeros of the new row) */
kr_status kr_key_basis_extend(kr_key_basis *b, int32_t row);

/** @param enter column, or ~row of a tight row; @param u [n], u[place] != 0. @cost n² */
void kr_key_basis_replace(kr_key_basis *b, int32_t place, int64_t enter, const double *u);

/** @cost n * places of that block */
void kr_key_basis_swap_key(kr_key_basis *b, int32_t place);

/** @cost n */
void kr_key_basis_drop(kr_key_basis *b, int32_t line, int32_t place);

/** Row `row` of W: places of its nonzeros go to picked. @param use out [n], the nonzeros. @return how many */
int32_t kr_key_basis_pick_row(kr_key_basis *b, int32_t row, double *use);

/** A place with a basic column of block s, KR_KEY_OUT if there is none. @cost n */
int32_t kr_key_basis_heir(const kr_key_basis *b, int32_t s);

/** Hands the key of a block without basic columns to q. */
void kr_key_basis_hand_key(kr_key_basis *b, int64_t q);

/** W⁻¹[place][line]. */
static inline double kr_key_basis_at(const kr_key_basis *b, int32_t place, int32_t line) {
  return b->inverse[(int64_t)line * b->room + place];
}

#endif
