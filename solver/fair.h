#ifndef KR_SOLVER_FAIR_H
#define KR_SOLVER_FAIR_H

#include "solver/solve.h"

/**
 * Allocates with fairness as a stage between volume and hours:
 *
 *  1. the most tonnes that any plan within the capacities and the horizon can serve (whatever their weights, and on any
 *     route: a forwarder's share is not bought by leaving freight that could travel);
 *  2. among those plans, fair shares of the forwarders (solver/fair_shares.h); commitments count as served;
 *  3. among those with these shares, the least weighted tonne-hours: an LP with a floor on what each forwarder is
 *     served, whose prices are published beside the shadow prices and prove the bound together with them.
 *
 * The plain plan (kr_solve) comes first: it is what fairness is measured against, and where everything else starts.
 * Shares are met up to 1e-9 of all tonnes and what whole kilograms lose.
 * @param kind     KR_FAIR_NONE = just kr_solve
 * Integer solves keep the LP's floors as far as whole trains and shipments reach them (kr_fair_integers): each floor is
 * then what is served, or the LP's, whichever is less, and the bound is one for all plans that keep these floors.
 * @param settings without limits on staying or fees
 * @return as kr_solve; is_stopped also where time or a signal ended a part of it. Stopped before the shares are known:
 * the plain plan, is_stopped, fairness->is_settled false
 * @cost two solves, and some that start from each other: cuts of solver/fair_oracle.h; in integer solves up to six
 * more
 */
kr_status kr_solve_fairly(kr_solution **out, const kr_corridor *c, const kr_settings *settings, kr_fair_kind kind,
                          kr_error *err);

#endif
