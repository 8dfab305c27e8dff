#ifndef KR_CLI_REPORT_TRACKS_H
#define KR_CLI_REPORT_TRACKS_H

#include "cli/report/flow.h"

/**
 * Links as a map draws them. All links of one mode between the same two nodes are one track with two ways. A link that
 * is as long and has the same resources as several others of its mode, one after the other, is a run over them (see
 * runs.h): it is not drawn itself, its freight goes over theirs. So a section shows all trains on it.
 */
typedef struct kr_track {
  int32_t a, b, mode;          /**< a < b; way 0 leads from a to b */
  int32_t fan, n_fan;          /**< it is the fan-th of n_fan tracks, of any mode, between a and b */
  int64_t whole_kg[2];         /**< over the horizon */
  int32_t first_link, n_links; /**< its own, links[first_link …]; runs are not among them */
} kr_track;

typedef struct kr_tracks {
  kr_track *tracks;
  int32_t n;
  int32_t *links;  /**< [links] grouped by track; runs last, in none */
  int64_t *kg[2];  /**< [track], by way, as tables of a flow: use kr_flow_at */
  int64_t most_kg; /**< of any way over the horizon */
} kr_tracks;

/** @return KR_ERR_MEMORY. @cost O(links * (days + length of runs) + links log links) */
kr_status kr_tracks_create(kr_tracks **out, const kr_flow *flow, kr_error *err);
void kr_tracks_free(kr_tracks *tracks);

/** The busiest resource of one way of a track; KR_NONE where it has none that is open. */
int32_t kr_track_busiest(const kr_tracks *t, const kr_flow *flow, int32_t track, int way, int32_t day);

#endif
