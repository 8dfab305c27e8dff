#ifndef KR_LIB_RUN_H
#define KR_LIB_RUN_H

#include "cli/lib/curve.h"
#include "instances/instance.h"
#include "solver/solve.h"

#define KR_INTEGER_TIME_S 60.0 /* what integer solves get where nobody says */

/** How a solve was asked for, as summary.json tells it. All borrowed. */
typedef struct kr_run {
  const kr_settings *settings;
  double limit_s; /**< the time limit asked for, INFINITY = none; what the solver got may be less */
  kr_fair_kind fairness;
  const char *warm;      /**< the folder it started from; NULL = none */
  const kr_curve *curve; /**< may be empty */
  bool reproducible;     /**< without times and threads */
} kr_run;

/** "auto", "interior", "glpk" or "key". @return false when no master has this name; `out` stays */
bool kr_master_find(const char *name, kr_master_kind *out);

/** Writes the files of a result into a folder that is there (instances/write_result.h). */
kr_status kr_run_write(const char *folder, const kr_run *run, const kr_corridor *c, const kr_inputs *inputs,
                       const kr_solution *solution, kr_error *err);

/**
 * Of an LP's bound only what the judge has certified is published: the solver's has the rounding of its sums. Lowers it
 * where it must, in the solution and in the folder's summary. @param certified kr_verdict's bound
 */
kr_status kr_run_certify(const char *folder, const kr_run *run, const kr_corridor *c, const kr_inputs *inputs,
                         kr_solution *solution, double certified, kr_error *err);

#endif
