#ifndef KR_CLI_REPORT_MAP_INTERNAL_H
#define KR_CLI_REPORT_MAP_INTERNAL_H

#include "cli/report/labels.h"
#include "cli/report/map.h"
#include "cli/report/rings.h"

/* What the files that draw the map share. */

#define KR_MAP_WIDEST 11.0 /* pixels, of the way with most tonnes */

typedef struct kr_map {
  kr_sink *sink;
  const kr_flow *flow;
  const kr_map_words *words;
  kr_layout *layout;
  kr_tracks *tracks;
  kr_rings *rings;
  kr_label *labels; /* [nodes] */
  int32_t stride;   /* days that the slider goes at a step: many days of a large network are told in groups */
} kr_map;

/** How the lines of a mode look: dashes as multiples of the width. */
typedef struct kr_map_line {
  const char *kind; /* a CSS class and a word */
  double dashes[4];
  int32_t n_dashes;
  bool is_hollow; /* light dashes within: the second gauge of rail, where it is wide enough to see */
} kr_map_line;
const kr_map_line *kr_map_line_of(const kr_corridor *c, int32_t mode);

#define KR_MAP_CORE 0.35      /* of the width, of the dashes within */
#define KR_MAP_LEAST_CORE 3.0 /* pixels: narrower lines have none */

/** Pixels of a way with so much freight. */
double kr_map_width(const kr_map *m, int64_t kg);

/** ` stroke-width` and ` stroke-dasharray` of a line. */
void kr_map_put_stroke(const kr_map *m, const kr_map_line *line, double width);

/* Parts of the picture, in order. */
void kr_map_put_tracks(const kr_map *m);
void kr_map_put_nodes(const kr_map *m);
void kr_map_put_legend(const kr_map *m);

/** Steps of the slider. */
int32_t kr_map_steps(const kr_map *m);

/** The JSON for the script, inside its <script>. */
void kr_map_put_data(const kr_map *m);

/** Whether a way of a track has freight on any day: only such ways are drawn, and told in the data. */
static inline bool kr_map_has_way(const kr_map *m, int32_t track, int way) {
  return m->tracks->tracks[track].whole_kg[way] > 0;
}

#endif
