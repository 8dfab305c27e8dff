#ifndef KR_CLI_REPORT_MAP_H
#define KR_CLI_REPORT_MAP_H

#include "cli/report/flow.h"
#include "instances/sink.h"

/** The words on and around the map, as UTF-8 text (escaped where they are put). */
typedef struct kr_map_words {
  const char *title, *description;
  const char *schematic; /**< said above it where nodes have no coordinates */
  const char *tonnes, *tonnes_each_way, *utilisation, *full, *no_limit, *modes;
  const char *waiting, *stays, *ring; /**< what the marks of nodes mean */
  const char *day, *whole_horizon, *play, *pause, *zoom_in, *zoom_out, *zoom_reset;
} kr_map_words;

extern const kr_map_words kr_map_english;

/** A utilisation as one of the steps that pictures show. */
enum { KR_MAP_NO_LIMIT, KR_MAP_UNDER_50, KR_MAP_UNDER_80, KR_MAP_UNDER_95, KR_MAP_NEAR, KR_MAP_FULL, KR_MAP_CLASSES };

/** The class of a share of capacity; NAN is KR_MAP_NO_LIMIT. The page's variables --u0 … --u5 are their colours. */
int kr_map_class(double utilisation);

/**
 * The map of a plan: a `<div class="map">` that holds one inline `<svg>`, buttons, the day slider, a legend, and the
 * flow of each day as JSON for the script. Links are drawn per mode, each way as wide as its tonnes and in the colour
 * of its busiest resource; links that run over the resources of others are drawn along those (see tracks.h). Where
 * nodes have no coordinates they are laid out by their distance along links. Without its script, and in print, it shows
 * the whole horizon. Its size depends on the network and the days, not on shipments.
 * @return KR_ERR_MEMORY. @cost O(links * days + nodes * labels)
 */
kr_status kr_map_put(kr_sink *sink, const kr_flow *flow, const kr_map_words *words, kr_error *err);

/** Rules for the page's <style>: colours as variables on :root for light, dark and print; the rest under .map. */
extern const char kr_map_css[];

/** The texts of the page's <script>s for its one map: the day slider, tooltips and buttons; then zoom and pan. */
extern const char kr_map_days_js[], kr_map_view_js[];

#endif
