#ifndef KR_CLI_REPORT_PICKS_H
#define KR_CLI_REPORT_PICKS_H

#include "cli/report/facts.h"

#define KR_PICKS_MOST 500

/**
 * The shipments that a page lists: all where there are few; else the largest of those that stay, of those that are late
 * and of those that are served, so that no kind crowds out the others. Those that stay come first, the most tonnes
 * first; then the late, the most tonne-hours first; then the others, the largest first.
 * @param list [KR_PICKS_MOST] receives shipments. @param n receives how many
 * @return KR_ERR_MEMORY. @cost O(n log n)
 */
kr_status kr_picks_choose(const kr_facts *f, int32_t *list, int32_t *n);

#endif
