#ifndef KR_CLI_REPORT_PLACE_H
#define KR_CLI_REPORT_PLACE_H

#include "graph/status.h"

/**
 * Whether a page may go to a path: what stands there already must be a file that begins as ours do, so that no input
 * and no result is ever replaced by a page; where nothing stands, the name must not be that of a table.
 * @param beginning how our files begin; an empty file may be replaced, too
 * @return KR_ERR_IO, what is in the way
 */
kr_status kr_place_check(const char *path, const char *beginning, kr_error *err);

#endif
