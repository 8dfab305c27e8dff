#ifndef KR_SOLVER_FAIR_INTERNAL_H
#define KR_SOLVER_FAIR_INTERNAL_H

#include "solver/fair_shares.h"

/* Private to solver/fair_*.c. */

#define KR_FAIR_MOST_ASKED 1000 /* cuts are finite; far more than were ever needed */

/** From max-min shares to proportionally fair ones. @return as kr_fair_shares_find */
kr_status kr_fair_proportional(const kr_fair_shares *shares, kr_fair_oracle *o, kr_error *err);

#endif
