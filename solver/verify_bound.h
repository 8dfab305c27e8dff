#ifndef KR_SOLVER_VERIFY_BOUND_H
#define KR_SOLVER_VERIFY_BOUND_H

#include "solver/verify_facts.h"

/** What prices prove, in weighted tonne-hours. */
typedef struct kr_proof {
  double bound; /**< no plan costs less */
  double paid;  /**< what all the capacity is paid for: Σ_r μ_r cap_r, and the floors */
} kr_proof;

/**
 * The lower bound that shadow prices alone prove. Let capacities be paid for instead of kept: for any μ >= 0,
 *
 *   Σ_s q_s · min( w_s U, min over routes p of s: w_s (H_p + λ L_p) + Σ_r μ_r a_rp )  −  Σ_r μ_r cap_r
 *
 * is at most the cost of every plan that keeps them (a_rp: units of r that a tonne takes on p, closed where cap_r is
 * 0). Quotas are resources like any other, of the freight of one forwarder only. Committed lots are constants: their
 * cost is added, their use is taken off the capacities, their quantity off q_s.
 *
 * Floors on what forwarders are served are paid for likewise: a tonne of forwarder f that stays costs its price ν_f
 * more, and Σ_f ν_f times what may stay is taken off.
 *
 * Dated: one forward pass over the boundaries per (cargo, holder of quotas, origin, ready step) gives the least tolls
 * to stand in every place at every boundary; the hours and the lateness follow from the boundary of arrival alone, so
 * all weights and due times share a pass. A pass ends when nobody in it can gain by arriving later. Static: one
 * Dijkstra per (cargo, origin, weight).
 *
 * Every step errs downward (solver/outward.h), so that what comes out is a bound and not nearly one: in whole
 * kilograms, which decides where nothing fits any more, and for plans that keep capacities to the last of their digits.
 * A plan that exceeds them by a part ε of themselves may cost less by ε times what all the capacity is paid for.
 *
 * @param out           written only on KR_OK
 * @param shadow_price  [resource * n_buckets + bucket] finite and >= 0
 * @param floors        [forwarders] prices finite and >= 0; NULL = none
 * @return KR_ERR_MEMORY
 * @cost   dated O(passes * N * (places + arcs)) at worst, memory O(arcs * days + places * longest arc in steps);
 *         static O(passes * arcs log places)
 * @source Lagrangian bound: Ahuja, Magnanti, Orlin (1993) §16.2; time expansion: Ford, Fulkerson (1962)
 */
kr_status kr_verify_bound(kr_proof *out, const kr_facts *f, const double *shadow_price, const kr_verify_floor *floors,
                          kr_error *err);

#endif
