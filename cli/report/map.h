#ifndef KR_CLI_REPORT_MAP_H
#define KR_CLI_REPORT_MAP_H

#include "cli/report/flow.h"
#include "instances/sink.h"

/** The words on and around the map, as UTF-8; a %s stands for what is said in brackets. */
typedef struct kr_map_words {
  const char *title, *description;
  const char *tonnes, *utilisation, *no_limit, *closed; /**< "t", "Utilisation", "no limit", "closed" */
  const char *busiest, *price, *waiting, *stays;        /**< "Busiest resource", "Shadow price", "Waiting", "Stays" */
  const char *day, *whole_horizon;                      /**< "Day", "All days" */
  const char *play, *pause, *zoom_in, *zoom_out, *zoom_reset;
  const char *schematic; /**< said where nodes have no coordinates */
} kr_map_words;

extern const kr_map_words kr_map_english;

/**
 * The map of a plan: a `<div class="map">` that holds one inline `<svg id="map">`, buttons, the day slider, and the
 * flow of each day as JSON for the script. Links are drawn per mode, as wide as their tonnes and in the colour of their
 * busiest resource; links that run over the same resources as others are drawn along those. Without coordinates the
 * nodes are laid out by their distance along links.
 * Without its script it shows the whole horizon. Size and time depend on the network and its days, not on shipments.
 * @return KR_ERR_MEMORY. @cost O(links * days + nodes^2)
 */
kr_status kr_map_put(kr_sink *sink, const kr_flow *flow, const kr_map_words *words, kr_error *err);

/** Rules for the page's <style>: colours as variables for light, dark and print, under .map. */
extern const char kr_map_css[];

/** The text of the page's <script>: zoom, pan and the day slider. It finds `.map` itself and needs no other script. */
extern const char kr_map_js[];

#endif
