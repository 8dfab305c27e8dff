#ifndef KR_SOLVER_MASTER_H
#define KR_SOLVER_MASTER_H

#include <signal.h>

#include "solver/columns.h"
#include "solver/settings.h"

/**
 * The restricted master: the allocation LP over the routes in the pool,
 *
 *     min  Σ_p c_p x_p + Σ_s w_s U u_s
 *     s.t. Σ_{p of s} x_p + u_s = q_s          for each shipment s    (dual: value_s)
 *          Σ_p a_rp x_p        <= cap_r        for each resource-day r (dual: -toll_r)
 *          x, u >= 0                            tonnes
 *
 * Always feasible, since everything may stay unserved. A resource-day gets a row only once the routes in the pool could
 * overload it together, and a shipment enters only once one of its routes touches such a row: the others simply take
 * their cheapest route, which is what the LP would say.
 *
 * A master follows the pool: every solve takes in the columns that came since the last one, and starts from where that
 * ended. One interface, several ways to do it (master_key.c: the simplex over a key-route basis; master_interior.c: a
 * primal-dual interior-point method; master_glpk.c: GLPK's primal simplex, the reference). When one way fails, another
 * takes over for the rest of the solve.
 */
typedef struct kr_master_problem {
  const kr_columns *pool;      /**< borrowed, grows between solves */
  const double *demand_t;      /**< [shipments] q_s, 0 = left out */
  const double *unserved_cost; /**< [shipments] w_s U per tonne */
  const double *capacity;      /**< [rows] cap_r >= 0, units */
  int32_t n_shipments, n_rows;
  const volatile sig_atomic_t *stop; /**< may be NULL: give up with KR_ERR_LIMIT soon after it becomes nonzero */
} kr_master_problem;

/** The last solve's point; arrays are the master's. */
typedef struct kr_master_point {
  double objective;     /**< of the flow; at least the restricted LP's optimum */
  const double *toll;   /**< [rows] >= 0, weighted hours per unit */
  const double *value;  /**< [shipments] weighted hours per tonne: what a further tonne of it costs */
  const double *flow;   /**< [pool columns] tonnes >= 0 */
  int32_t n_tight;      /**< rows with a toll */
  int64_t n_iterations; /**< of the method, in all solves so far */
} kr_master_point;

typedef struct kr_master kr_master;

/** @param kind not KR_MASTER_AUTO */
kr_status kr_master_create(kr_master **out, kr_master_kind kind, const kr_master_problem *problem, kr_error *err);
void kr_master_free(kr_master *master);

/**
 * Hints at tolls to start from, before the first solve. @param gap how far they may be from the optimum, relative.
 * A way that has no use for them does without.
 */
void kr_master_hint(kr_master *master, const double *toll, double gap);

/**
 * Solves to a relative gap of about `gap` (GLPK: always to the end).
 * @param seconds give up after about this long; KR_ERR_LIMIT then; keep a copy of the last point if it matters
 * @return KR_ERR_SOLVER when the method failed or its answer does not hold; KR_ERR_MEMORY
 */
kr_status kr_master_solve(kr_master *master, double gap, double seconds, kr_error *err);

/**
 * Moves the flow of the last solve to a vertex that costs no more: at most as many split shipments as there are tight
 * rows. Tolls stay. Nothing to do where the method ends at vertices anyway. @param seconds give up after about this
 * long, or at the stop flag: the flow stays as it was. @return KR_ERR_MEMORY, KR_ERR_LIMIT
 */
kr_status kr_master_settle(kr_master *master, double seconds, kr_error *err);

/**
 * Begins anew after demands have changed, from this flow. Where the way cannot, a new master is needed.
 * @param flow [pool columns] tonnes; freight they leave out is unserved, what they exceed is mended
 * @return KR_ERR_MEMORY
 */
bool kr_master_can_restart(const kr_master *master);
kr_status kr_master_restart(kr_master *master, const double *flow, kr_error *err);

/** The point of the last successful solve; invalid before the first. */
kr_master_point kr_master_last(const kr_master *master);

#endif
