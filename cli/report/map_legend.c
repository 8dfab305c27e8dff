#include <math.h>

#include "cli/report/html.h"
#include "cli/report/map_internal.h"

/** A sample of a line, as a picture of its own. */
static void put_sample(const kr_map *m, const kr_map_line *line, int class, double width) {
  fprintf(m->sink->file,
          "<svg width=\"34\" height=\"14\" aria-hidden=\"true\"><g class=\"way %s u%d\"><path d=\"M2 7H32\"",
          line->kind, class);
  kr_map_put_stroke(m, line, width);
  fputs("/>", m->sink->file);
  if (line->is_hollow)
    fprintf(m->sink->file, "<path class=\"core\" d=\"M2 7H32\" stroke-width=\"%.1f\"/>", KR_MAP_CORE * width);
  fputs("</g></svg>", m->sink->file);
}

static void put_heading(const kr_map *m, const char *text) {
  fputs("<li class=\"head\">", m->sink->file);
  kr_html_text(m->sink, text);
  fputs("</li>\n", m->sink->file);
}

static void put_classes(const kr_map *m) {
  static const char *const ranges[] = {"", "< 50 %", "50–80 %", "80–95 %", "95–100 %", ""};
  static const kr_map_line solid = {"rail", {0}, 0, false};
  fputs("<ul>", m->sink->file);
  put_heading(m, m->words->utilisation);
  for (int i = 1; i <= KR_MAP_CLASSES; ++i) {
    int class = i % KR_MAP_CLASSES; /* no limit comes last */
    fputs("<li>", m->sink->file);
    put_sample(m, &solid, class, 6);
    kr_html_text(m->sink, class == KR_MAP_FULL ? m->words->full : class ? ranges[class] : m->words->no_limit);
    fputs("</li>\n", m->sink->file);
  }
  fputs("</ul>\n", m->sink->file);
}

/** Each mode with the tonnes that change into it over the whole horizon. */
static void put_modes(const kr_map *m) {
  const kr_flow *f = m->flow;
  char text[KR_HTML_NUMBER_ROOM];
  fputs("<ul>", m->sink->file);
  put_heading(m, m->words->modes);
  for (int32_t i = 0; i < kr_n_modes(f->corridor); ++i) {
    fputs("<li>", m->sink->file);
    put_sample(m, kr_map_line_of(f->corridor, i), KR_MAP_NO_LIMIT, 5);
    fprintf(m->sink->file, "%s <span class=\"of-all\">· %s ", kr_ids_text(f->corridor->mode_ids, i),
            kr_html_tonnes(f->mode_kg[kr_flow_at(f, i, f->n_days)], text));
    kr_html_text(m->sink, m->words->tonnes);
    fputs("</span></li>\n", m->sink->file);
  }
  fputs("</ul>\n", m->sink->file);
}

/** The largest of 1, 2, 5 times a power of ten that is not above. */
static int64_t round_below(int64_t value) {
  int64_t power = 1;
  while (power <= value / 10) power *= 10;
  return power * (value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1);
}

/** Widths for round numbers of tonnes; the script tells them anew for the scale of days. */
static void put_widths(const kr_map *m) {
  static const kr_map_line solid = {"rail", {0}, 0, false};
  int64_t most_t = m->tracks->most_kg / 1000;
  char text[KR_HTML_NUMBER_ROOM];
  if (most_t < 1) return;
  fputs("<ul class=\"widths\">", m->sink->file);
  put_heading(m, m->words->tonnes_each_way);
  for (int64_t part = 10; part >= 1; part /= 3) {
    int64_t kg = round_below(most_t * part / 10 > 0 ? most_t * part / 10 : 1) * 1000;
    fputs("<li>", m->sink->file);
    put_sample(m, &solid, KR_MAP_NO_LIMIT, kr_map_width(m, kg));
    fprintf(m->sink->file, "<span>%s</span></li>\n", kr_html_tonnes(kg, text));
  }
  fputs("</ul>\n", m->sink->file);
}

static void put_marks(const kr_map *m) {
  fputs("<ul>", m->sink->file);
  fprintf(
      m->sink->file,
      "<li><svg width=\"18\" height=\"18\" aria-hidden=\"true\"><g transform=\"translate(9 9)\"><circle class=\"rim\" "
      "r=\"6.5\"/><circle class=\"ring u3\" r=\"6.5\" pathLength=\"100\" stroke-dasharray=\"80 200\" "
      "transform=\"rotate(-90)\"/><circle class=\"dot\" r=\"3.2\"/></g></svg>");
  kr_html_text(m->sink, m->words->ring);
  fputs(
      "</li>\n<li><svg width=\"18\" height=\"18\" aria-hidden=\"true\"><circle class=\"waits\" cx=\"9\" cy=\"9\" "
      "r=\"7\"/></svg>",
      m->sink->file);
  kr_html_text(m->sink, m->words->waiting);
  fputs(
      "</li>\n<li><svg width=\"18\" height=\"18\" aria-hidden=\"true\"><circle class=\"stays\" cx=\"9\" cy=\"9\" "
      "r=\"7\"/></svg>",
      m->sink->file);
  kr_html_text(m->sink, m->words->stays);
  fputs("</li></ul>\n", m->sink->file);
}

void kr_map_put_legend(const kr_map *m) {
  fputs("<div class=\"legend\">\n", m->sink->file);
  put_classes(m);
  put_modes(m);
  put_widths(m);
  put_marks(m);
  fputs("</div>\n", m->sink->file);
}
