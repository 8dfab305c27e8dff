#ifndef KR_SOLVER_SOLVE_INTERNAL_H
#define KR_SOLVER_SOLVE_INTERNAL_H

#include "solver/ground.h"
#include "solver/integer.h"
#include "solver/lp.h"
#include "solver/solve.h"

/** A solve under way; its parts stand in solve.c, solve_lots.c and solve_reasons.c. */
typedef struct kr_solve_work {
  const kr_corridor *c;
  const kr_settings *settings;
  kr_ground ground;
  kr_lp *lp;
  kr_integer *integer;
  int64_t *kg; /**< [pool columns] published */
  double lp_deadline_s, deadline_s;
  kr_solution *out;
} kr_solve_work;

/** Lots of the result: what is promised, then what is published, in order of shipments, committed first. */
kr_status kr_solve_lay_lots(kr_solve_work *s, kr_error *err);

/** Objective of the result, from its lots; why freight stays or is late, and on what it waits. */
kr_status kr_solve_reason(kr_solve_work *s, kr_error *err);

#endif
