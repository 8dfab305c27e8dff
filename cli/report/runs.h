#ifndef KR_CLI_REPORT_RUNS_H
#define KR_CLI_REPORT_RUNS_H

#include "graph/corridor.h"

/** A link travelled one way. */
typedef struct kr_ride {
  int32_t link;
  bool backward;
} kr_ride;

#define KR_MOST_RIDES 16

/** Finds, for links that lie over others, those others. */
typedef struct kr_runs kr_runs;

/** @return KR_ERR_MEMORY. @cost O(nodes + links) */
kr_status kr_runs_create(kr_runs **out, const kr_corridor *c);
void kr_runs_free(kr_runs *runs);

/**
 * The links, two or more, that lead one after the other from the link's from_node to its to_node in its mode, whose
 * resources, in order, are together its own, and whose lengths add up to its own (where it has none: who all have
 * resources). Each is shorter than it, or has fewer resources, and may itself be a run.
 * @return how many; 0 when there are none, or none were found soon enough, or more than KR_MOST_RIDES
 */
int32_t kr_runs_find(const kr_runs *runs, int32_t link, kr_ride out[KR_MOST_RIDES]);

#endif
