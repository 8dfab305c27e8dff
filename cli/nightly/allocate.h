#ifndef KR_NIGHTLY_ALLOCATE_H
#define KR_NIGHTLY_ALLOCATE_H

#include "solver/solve.h"

/**
 * Solves a night's instance, fairly where that is asked for, and numbers the lots as the ledger does: what was promised
 * keeps its numbers, new lots of a shipment go on from its last. New lots that would begin at the very end of the
 * horizon wait; a forwarder's floor is then no more than what is left, and the price of fairness what it was before.
 * @param out      receives the solution; NULL where there is none
 * @param is_cut   receives whether the time limit ended the solve: the plan holds, but another run may find another
 * @param last_lot [shipments] the highest number that a lot of each ever had
 * @param plan     its id
 * @param fairness KR_FAIR_NONE: the plan of least cost
 * @param settings but for the plan
 * @return KR_ERR_INPUT: there is no such plan; KR_ERR_LIMIT: stopped by the flag; KR_ERR_MEMORY, KR_ERR_SOLVER
 */
kr_status kr_allocate(kr_solution **out, bool *is_cut, const kr_corridor *c, const int32_t *last_lot, const char *plan,
                      kr_fair_kind fairness, kr_settings settings, kr_error *err);

#endif
