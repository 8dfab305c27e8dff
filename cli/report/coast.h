#ifndef KR_CLI_REPORT_COAST_H
#define KR_CLI_REPORT_COAST_H

#include "cli/report/layout.h"
#include "instances/sink.h"

/** coast.txt (see make_coast.py): Natural Earth 1:50m, public domain; finest in Europe, Asia and the north of Africa.
 */
extern const char kr_coast_text[];

/**
 * Writes land and borders as two SVG paths of the classes `land` and `border`, cut off some way outside the frame;
 * nothing for a schematic layout. @return KR_ERR_MEMORY. @cost O(bytes of kr_coast_text)
 */
kr_status kr_coast_put(kr_sink *sink, const kr_layout *layout);

#endif
