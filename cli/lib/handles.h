#ifndef KR_LIB_HANDLES_H
#define KR_LIB_HANDLES_H

#include "cli/lib/curve.h"
#include "cli/lib/keruen.h"
#include "graph/result.h"
#include "instances/instance.h"
#include "instances/write_reason.h"
#include "solver/solve.h"

/* What the handles of keruen.h hold. */

struct kr_instance {
  kr_corridor *corridor; /**< NULL unless code is KR_DONE */
  kr_inputs inputs;
  int code;
  char **texts; /**< messages */
  size_t n_texts, text_room;
};

struct kr_task {
  const kr_instance *instance;
  kr_settings settings;
  kr_fair_kind fairness;
  volatile sig_atomic_t stop;
  bool is_begun;
  kr_curve curve;
  kr_solution *solution; /**< NULL until there is a plan that was judged */
  kr_tally *tally;       /**< [shipments] */
  double *used;          /**< [resource * n_days + day] */
  kr_error err;
  char reason[KR_REASON_ROOM];
};

/** The code of a status. */
int kr_code_of(kr_status status);

/** Reads a folder into a handle. @return NULL for want of memory */
kr_instance *kr_instance_of(const char *folder);

/** A handle that holds nothing but why there is no instance. @return NULL for want of memory */
kr_instance *kr_instance_refused(const kr_error *err);

/** Whether a setting may be taken now; if not, the task says why. @param is_fine the value is */
bool kr_task_may_set(kr_task *task, bool is_fine);

#endif
