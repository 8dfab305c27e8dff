#ifndef KR_SOLVER_STAY_H
#define KR_SOLVER_STAY_H

#include <stdbool.h>

/**
 * Limits on what may stay. In an LP with such limits, staying is a column like any route: it costs w_s U per tonne and
 * uses two rows, its forwarder's and the one of all freight. Freight beyond the limits stays at `over_cost`, so that
 * every restricted master has a plan; where the limits can be kept at all, and `over_cost` is above their prices, none
 * does. The prices ν of the rows only make staying dearer, so the Lagrangian bound is
 *
 *     Σ_s q_s min(w_s U + ν_f(s) + ν_all, cheapest route of s)  −  Σ_r toll_r cap_r  −  Σ_f ν_f most_f  −  ν_all most.
 */
typedef struct kr_stay_limits {
  const double *most_t; /**< [forwarders] tonnes of its open freight that may stay */
  double most_all_t;    /**< … of all freight together; KR_LP_AMPLE = no limit */
  double over_cost;     /**< weighted hours per tonne beyond */
  bool is_free;         /**< staying within them costs nothing: for asking whether they can be kept */
  double enough_t;      /**< with is_free: the answer is yes once no more than this is beyond */
} kr_stay_limits;

#endif
