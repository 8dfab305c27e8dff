#include <math.h>
#include <string.h>

#include "cli/report/map_internal.h"

#define THINNEST 1.3

/** By how a mode's id begins, in small letters; the last one is for all others. */
static const struct {
  const char *prefix;
  kr_map_line line;
} kinds[] = {{"rail", {"rail", {0}, 0, false}},
             {"road", {"road", {2.6, 1.2}, 2, false}},
             {"truck", {"road", {2.6, 1.2}, 2, false}},
             {"sea", {"sea", {0.01, 1.9}, 2, false}},
             {"ferry", {"sea", {0.01, 1.9}, 2, false}},
             {"ship", {"sea", {0.01, 1.9}, 2, false}},
             {"river", {"river", {3, 1.6, 0.6, 1.6}, 4, false}},
             {"barge", {"river", {3, 1.6, 0.6, 1.6}, 4, false}},
             {"air", {"air", {5, 2.5}, 2, false}},
             {"", {"other", {1.2, 1.2}, 2, false}}};
static const kr_map_line second_rail = {"rail2", {0}, 0, true};

static bool begins(const char *id, const char *prefix) {
  for (; *prefix; ++id, ++prefix)
    if ((*id | 0x20) != *prefix) return false;
  return true;
}

static bool is_second_rail(const kr_corridor *c, int32_t mode) {
  for (int32_t i = 0; i < mode; ++i)
    if (begins(kr_ids_text(c->mode_ids, i), "rail")) return true;
  return false;
}

const kr_map_line *kr_map_line_of(const kr_corridor *c, int32_t mode) {
  const char *id = kr_ids_text(c->mode_ids, mode);
  size_t i = 0;
  while (!begins(id, kinds[i].prefix)) ++i;
  return i == 0 && is_second_rail(c, mode) ? &second_rail : &kinds[i].line;
}

double kr_map_width(const kr_map *m, int64_t kg) {
  double most = (double)m->tracks->most_kg;
  return most > 0 ? fmax(THINNEST, KR_MAP_WIDEST * (double)kg / most) : THINNEST;
}

void kr_map_put_stroke(const kr_map *m, const kr_map_line *line, double width) {
  fprintf(m->sink->file, " stroke-width=\"%.1f\"", width);
  for (int32_t i = 0; i < line->n_dashes; ++i)
    fprintf(m->sink->file, "%s%.1f", i ? " " : " stroke-dasharray=\"", fmax(line->dashes[i] * fmax(width, 1.8), 0.1));
  if (line->n_dashes) fputs("\"", m->sink->file);
}

int kr_map_class(double utilisation) {
  static const double tops[] = {0.5, 0.8, 0.95, 0.9995};
  if (isnan(utilisation)) return KR_MAP_NO_LIMIT;
  int class = KR_MAP_UNDER_50;
  for (size_t i = 0; i < sizeof tops / sizeof *tops && utilisation >= tops[i]; ++i) ++class;
  return class;
}
