#ifndef KR_INSTANCES_WRITE_REASON_H
#define KR_INSTANCES_WRITE_REASON_H

#include "graph/result.h"

#define KR_REASON_ROOM 160

/**
 * Why freight stays or is late, as one short line; "" for KR_REASON_NONE.
 * @param ideal_h hours of the best route alone on the network; not finite = not told
 * @return out
 */
const char *kr_reason_text(kr_reason reason, double ideal_h, char out[KR_REASON_ROOM]);

#endif
