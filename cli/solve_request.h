#ifndef KR_CLI_SOLVE_REQUEST_H
#define KR_CLI_SOLVE_REQUEST_H

#include "cli/report/messages.h"
#include "graph/result.h"
#include "solver/settings.h"

/** How much is said on stderr: nothing but errors and warnings; one live line on a terminal; a line a round. */
typedef enum kr_verbosity { KR_QUIET, KR_NORMAL, KR_VERBOSE } kr_verbosity;

/** What `keruen solve` was told. NULL = not given. */
typedef struct kr_solve_request {
  const char *instance, *output, *warm, *report;
  const char *plan; /**< "" = base */
  kr_language language;
  kr_settings settings;
  kr_fair_kind fairness;
  bool json, reproducible, has_gap, has_time;
  kr_verbosity loud;
} kr_solve_request;

/** @return true to go on; false to leave with `*code` */
bool kr_solve_request_read(int *code, kr_solve_request *q, int argc, char **argv);

#endif
