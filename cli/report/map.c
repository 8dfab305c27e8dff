#include "cli/report/map.h"

#include <stdlib.h>

#include "cli/report/coast.h"
#include "cli/report/html.h"
#include "cli/report/map_internal.h"
#include "graph/memory.h"

#define MOST_CELLS 60000 /* numbers for the slider: with more, it goes several days at a step */

const kr_map_words kr_map_english = {
    .title = "Map of the plan",
    .description =
        "Links drawn as wide as their tonnes and coloured by the utilisation of their busiest resource. "
        "All figures are in the tables of this page.",
    .schematic = "The nodes have no coordinates: they stand by their distance along links.",
    .tonnes = "t",
    .tonnes_each_way = "Tonnes each way",
    .utilisation = "Utilisation",
    .full = "full",
    .no_limit = "no limit",
    .modes = "Modes",
    .waiting = "waits at the day's end",
    .stays = "ready, but stays: in no lot",
    .ring = "busiest resource of a port or crossing",
    .day = "Day",
    .whole_horizon = "All days",
    .play = "Play",
    .pause = "Pause",
    .zoom_in = "Zoom in",
    .zoom_out = "Zoom out",
    .zoom_reset = "Whole map",
};

static void put_element(kr_sink *sink, const char *tag, const char *text) {
  fprintf(sink->file, "<%s>", tag);
  kr_html_text(sink, text);
  fprintf(sink->file, "</%s>", tag);
}

static void put_button(const kr_map *m, const char *key, const char *name, const char *face) {
  fprintf(m->sink->file, "<button type=\"button\" value=\"%s\"", key);
  kr_html_attribute(m->sink, "title", name);
  kr_html_attribute(m->sink, "aria-label", name);
  fprintf(m->sink->file, ">%s</button>", face);
}

/** Hidden until the script shows it: without it nothing here would do anything. */
static void put_controls(const kr_map *m) {
  fputs("<div class=\"zoom\" hidden>", m->sink->file);
  put_button(m, "+", m->words->zoom_in, "+");
  put_button(m, "-", m->words->zoom_out, "−");
  put_button(m, "0", m->words->zoom_reset, "⤢");
  fputs("</div>\n", m->sink->file);
}

static void put_slider(const kr_map *m) {
  if (kr_map_steps(m) < 2) return;
  fputs("<div class=\"days\" hidden>", m->sink->file);
  put_button(m, "play", m->words->play, "▶");
  fprintf(m->sink->file, "<input type=\"range\" min=\"0\" max=\"%d\" value=\"0\"", (int)kr_map_steps(m));
  kr_html_attribute(m->sink, "aria-label", m->words->day);
  fputs("><output>", m->sink->file);
  kr_html_text(m->sink, m->words->whole_horizon);
  fputs("</output></div>\n", m->sink->file);
}

static kr_status put_picture(const kr_map *m) {
  fputs("<div class=\"frame\" role=\"group\"", m->sink->file);
  kr_html_attribute(m->sink, "aria-label", m->words->title);
  fprintf(m->sink->file, "><svg viewBox=\"0 0 %g %.0f\" role=\"img\"", KR_LAYOUT_WIDTH, m->layout->height);
  kr_html_attribute(m->sink, "aria-label", m->words->title); /* a <title> would be a tooltip over all of the map */
  fputs(">", m->sink->file);
  put_element(m->sink, "desc", m->words->description);
  fputs("\n", m->sink->file);
  kr_status status = kr_coast_put(m->sink, m->layout);
  kr_map_put_tracks(m);
  kr_map_put_nodes(m);
  fputs("</svg>\n", m->sink->file);
  put_controls(m);
  fputs("</div>\n", m->sink->file);
  return status;
}

static kr_status put_all(const kr_map *m) {
  fprintf(m->sink->file, "<div class=\"map%s\">\n", m->layout->is_schematic ? " schematic" : "");
  if (m->layout->is_schematic) put_element(m->sink, "p", m->words->schematic);
  kr_status status = put_picture(m);
  put_slider(m);
  kr_map_put_legend(m);
  fputs("<script type=\"application/json\">", m->sink->file);
  kr_map_put_data(m);
  fputs("</script>\n</div>\n", m->sink->file);
  return status;
}

static kr_status prepare(kr_map *m) {
  const kr_flow *f = m->flow;
  kr_status status;
  KR_TRY(kr_layout_create(&m->layout, f->corridor, NULL));
  KR_TRY(kr_tracks_create(&m->tracks, f, NULL));
  KR_TRY(kr_rings_create(&m->rings, f->corridor));
  m->labels = kr_zeros((size_t)kr_n_nodes(f->corridor), sizeof *m->labels);
  if (!m->labels) return KR_ERR_MEMORY;
  KR_TRY(kr_labels_place(m->layout, f, m->tracks, m->labels));
  int64_t things = 2 * (int64_t)m->tracks->n + 2 * (int64_t)kr_n_nodes(f->corridor);
  m->stride = (int32_t)(1 + things * f->n_days / MOST_CELLS);
done:
  return status;
}

kr_status kr_map_put(kr_sink *sink, const kr_flow *flow, const kr_map_words *words, kr_error *err) {
  kr_map m = {.sink = sink, .flow = flow, .words = words};
  kr_status status = prepare(&m);
  if (status == KR_OK) status = put_all(&m);
  kr_layout_free(m.layout);
  kr_tracks_free(m.tracks);
  kr_rings_free(m.rings);
  free(m.labels);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}
