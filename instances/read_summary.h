#ifndef KR_INSTANCES_READ_SUMMARY_H
#define KR_INSTANCES_READ_SUMMARY_H

#include "instances/read_result.h"

/**
 * Reads summary.json into the claims' plain members. A `bound` or `gap` of null is -INFINITY and INFINITY.
 * @return KR_OK, also when the file is wrong (see messages; what could not be read stays zero); KR_ERR_IO,
 * KR_ERR_MEMORY
 */
kr_status kr_summary_read(kr_claims *claims, const char *folder, const kr_corridor *c, kr_messages *messages,
                          kr_error *err);

#endif
