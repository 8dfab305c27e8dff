#ifndef KR_NIGHTLY_MOVES_H
#define KR_NIGHTLY_MOVES_H

#include "cli/nightly/moved.h"
#include "solver/solve.h"

/**
 * Moving what was promised, at a price: a tonne that goes otherwise than promised costs as `hours` more hours of it
 * would. Of lots that have not departed those are tried that use what others wait for:
 *
 * 1. An LP around all promises, a sliver of each let go, prices each resource-day by what others would give for it. A
 * lot whose legs are worth no more than the price of moving it stays.
 * 2. In the order of what may be gained, one more, two, four … lots at a time are let go, and the LP is solved anew;
 *    they stay let go where it comes to less, the price of what then goes otherwise included.
 * 3. The night is solved with these let go, as it is solved without. That plan is taken only where it is better by its
 *    exact cost, the price of its moves included.
 *
 * Two rules hold whatever it would gain: every promised tonne is served, and none arrives after its due that was
 * promised in time, nor later than promised where that was late already. A lot that would break them stays. So do lots
 * in transit, of cancelled shipments, and in integer solves of unsplittable shipments that go in several. It is a
 * search, not a proof: better moves may be left.
 *
 * The new lots get new numbers; what goes just as promised keeps its own.
 */
typedef struct kr_moves_case {
  const kr_corridor *c;    /**< tonight's, all that is promised in its commitments */
  const int32_t *last_lot; /**< [shipments] */
  const bool *is_closed;   /**< [shipments] cancelled or rejected: promises of theirs cannot be renewed */
  const char *plan;        /**< its id */
  kr_settings settings;    /**< of the night's solve, but for the plan; its time limit is for all that is tried */
  double hours;            /**< price of a move, per tonne, >= 0 */
} kr_moves_case;

/** What is better. Start from a zeroed struct. */
typedef struct kr_moves {
  kr_moved moved;        /**< n = 0: nothing is, and the rest is not set */
  kr_allocation kept;    /**< what stays promised, as commitments: the solution's own */
  kr_solution *solution; /**< around those, lots numbered as in the ledger */
  bool is_cut;           /**< the time limit ended the search; also set where nothing is moved */
  double saved_t_h;      /**< against the plain plan, the price of the moves taken off */
} kr_moves;

/**
 * @param plain the night's plan with all promises fixed
 * @return KR_ERR_LIMIT: stopped by the flag; KR_ERR_MEMORY, KR_ERR_SOLVER; kr_moves_clear() either way
 * @cost two dozen LPs and three solves of the night at most
 */
kr_status kr_moves_seek(kr_moves *out, const kr_moves_case *q, const kr_solution *plain, kr_error *err);
void kr_moves_clear(kr_moves *moves);

#endif
