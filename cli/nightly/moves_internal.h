#ifndef KR_NIGHTLY_MOVES_INTERNAL_H
#define KR_NIGHTLY_MOVES_INTERNAL_H

#include "cli/nightly/moves.h"

/** A night solved with some promised lots let go. */
typedef struct kr_moves_trial {
  kr_moves moves;
  double total_t_h; /**< objective and price of the moves */
  bool breaks;      /**< some promise is not kept well enough … */
} kr_moves_trial;

/**
 * Finds out which lots that were let go go otherwise, numbers all lots, adds up.
 * @param is_free [commitments] which were let go; those whose promise would be broken are taken out of it again
 */
kr_status kr_moves_settle(kr_moves_trial *t, const kr_moves_case *q, bool *is_free, kr_error *err);

#endif
