#ifndef KR_CLI_WARM_H
#define KR_CLI_WARM_H

#include "graph/corridor.h"
#include "instances/read_result.h"
#include "solver/warm.h"

/** A result folder read as the start of another solve. Zero it before, clear it after. */
typedef struct kr_warm_folder {
  kr_allocation routes;
  kr_claims claims;
  kr_warm warm; /**< points into the two above */
} kr_warm_folder;

/**
 * Reads the routes and shadow prices of a result folder. Its instance may differ from `c`: what does not fit is left
 * out, and said once on stderr unless `quiet`.
 * @return an exit code: KR_EXIT_OK, KR_EXIT_INPUT when it is a result of the other view of time, KR_EXIT_IO
 */
int kr_warm_read(kr_warm_folder *out, const char *folder, const kr_corridor *c, kr_view view, bool quiet);
void kr_warm_clear(kr_warm_folder *folder);

#endif
