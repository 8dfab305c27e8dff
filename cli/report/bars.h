#ifndef KR_CLI_REPORT_BARS_H
#define KR_CLI_REPORT_BARS_H

#include "cli/report/chart.h"
#include "instances/grid.h"

/**
 * A column of a study's table as bars with names, drawn for wide and for narrow screens: its first rows, as they stand.
 * @param other a second column, as thinner bars below; NULL = none. @param name of the picture
 */
void kr_bars_put(kr_page *page, const kr_grid *g, const char *column, const char *other, const char *name);

/** The row in which a column is largest; 0 of an empty table. */
int32_t kr_bars_largest(const kr_grid *g, const char *column);

#endif
