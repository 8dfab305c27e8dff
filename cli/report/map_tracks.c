#include <math.h>

#include "cli/report/html.h"
#include "cli/report/map_internal.h"

#define FAN 0.16     /* of a track's length, between tracks of the same two nodes */
#define AIR_BOW 0.14 /* flights leave the ground */
#define BETWEEN 0.5  /* pixels between the two ways */

/** Middle of the curve's control point, from the middle of the straight line, as a part of its length. */
static double bow_of(const kr_map *m, const kr_track *t) {
  double bow = FAN * (t->fan - (t->n_fan - 1) / 2.0);
  bool is_air = kr_map_line_of(m->flow->corridor, t->mode)->kind[0] == 'a';
  return is_air && t->n_fan == 1 ? AIR_BOW : 2 * bow;
}

/** The `d` of a track, from a to b or back. */
static void put_curve(const kr_map *m, const kr_track *t, int way) {
  kr_point a = m->layout->nodes[t->a], b = m->layout->nodes[t->b];
  kr_point from = way ? b : a, to = way ? a : b;
  double bow = bow_of(m, t);
  fprintf(m->sink->file, " d=\"M%.1f %.1f", from.x, from.y);
  if (bow != 0)
    fprintf(m->sink->file, "Q%.1f %.1f %.1f %.1f\"", (a.x + b.x) / 2 + bow * (b.y - a.y),
            (a.y + b.y) / 2 - bow * (b.x - a.x), to.x, to.y);
  else
    fprintf(m->sink->file, "L%.1f %.1f\"", to.x, to.y);
}

/** The way keeps to the right of its track, whatever the zoom: the unit normal is there for the script. */
static void put_offset(const kr_map *m, const kr_track *t, int way, double width) {
  kr_point a = m->layout->nodes[t->a], b = m->layout->nodes[t->b];
  double dx = way ? a.x - b.x : b.x - a.x, dy = way ? a.y - b.y : b.y - a.y, length = hypot(dx, dy);
  double x = length > 0 ? -dy / length : 0, y = length > 0 ? dx / length : 0, off = width / 2 + BETWEEN;
  fprintf(m->sink->file, " data-n=\"%.3f %.3f\" transform=\"translate(%.2f %.2f)\"", x, y, off * x, off * y);
}

static void put_title(const kr_map *m, int32_t track, int way) {
  const kr_flow *f = m->flow;
  const kr_track *t = &m->tracks->tracks[track];
  const kr_corridor *c = f->corridor;
  char text[KR_HTML_NUMBER_ROOM];
  int32_t busiest = kr_track_busiest(m->tracks, f, track, way, f->n_days);
  fputs("<title>", m->sink->file);
  kr_html_text(m->sink, c->nodes[way ? t->b : t->a].name);
  fputs(" → ", m->sink->file);
  kr_html_text(m->sink, c->nodes[way ? t->a : t->b].name);
  fprintf(m->sink->file, " · %s\n", kr_ids_text(c->mode_ids, t->mode));
  fprintf(m->sink->file, "%s ", kr_html_tonnes(t->whole_kg[way], text));
  kr_html_text(m->sink, m->words->tonnes);
  if (busiest != KR_NONE) {
    fprintf(m->sink->file, " · %.1f %% ", 100 * kr_flow_utilisation(f, busiest, f->n_days));
    kr_html_text(m->sink, kr_ids_text(c->resource_ids, busiest));
  }
  fputs("</title>", m->sink->file);
}

static double share_of(const kr_map *m, int32_t track, int way, int32_t day) {
  int32_t busiest = kr_track_busiest(m->tracks, m->flow, track, way, day);
  return busiest == KR_NONE ? NAN : kr_flow_utilisation(m->flow, busiest, day);
}

static void put_way(const kr_map *m, int32_t track, int way) {
  const kr_track *t = &m->tracks->tracks[track];
  const kr_map_line *line = kr_map_line_of(m->flow->corridor, t->mode);
  double width = kr_map_width(m, t->whole_kg[way]);
  fprintf(m->sink->file, "<g class=\"way %s u%d\"", line->kind, kr_map_class(share_of(m, track, way, m->flow->n_days)));
  put_offset(m, t, way, width);
  fputs("><path", m->sink->file);
  put_curve(m, t, way);
  kr_map_put_stroke(m, line, width);
  fputs("/>", m->sink->file);
  if (line->is_hollow) {
    fputs("<path class=\"core\"", m->sink->file);
    put_curve(m, t, way);
    fprintf(m->sink->file, " stroke-width=\"%.1f\"/>", width < KR_MAP_LEAST_CORE ? 0 : KR_MAP_CORE * width);
  }
  put_title(m, track, way);
  fputs("</g>\n", m->sink->file);
}

void kr_map_put_tracks(const kr_map *m) {
  fputs("<g class=\"beds\">\n", m->sink->file);
  for (int32_t i = 0; i < m->tracks->n; ++i) {
    fputs("<path", m->sink->file);
    put_curve(m, &m->tracks->tracks[i], 0);
    fputs("/>\n", m->sink->file);
  }
  fputs("</g>\n<g class=\"ways\">\n", m->sink->file);
  for (int32_t i = 0; i < m->tracks->n; ++i)
    for (int way = 0; way < 2; ++way)
      if (kr_map_has_way(m, i, way)) put_way(m, i, way);
  fputs("</g>\n", m->sink->file);
}
