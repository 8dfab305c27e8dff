#include <math.h>

#include "cli/report/html.h"
#include "cli/report/map_internal.h"

/* The JSON for the script: lists in the order in which ways and nodes are drawn, a number for each step of the slider.
 * Tonnes are rounded to whole ones; the tables of the page have them all. */

int32_t kr_map_steps(const kr_map *m) { return (m->flow->n_days + m->stride - 1) / m->stride; }

/** What a thing has over the days of a step. */
typedef int64_t (*merge)(const kr_map *m, int64_t so_far, int64_t day);
static int64_t sum(const kr_map *m, int64_t so_far, int64_t day) { return (void)m, so_far + day; }
static int64_t last(const kr_map *m, int64_t so_far, int64_t day) { return (void)m, (void)so_far, day; }

static int64_t over_step(const kr_map *m, const int64_t *days, int32_t step, merge how) {
  int64_t kg = 0;
  for (int32_t d = step * m->stride; d < m->flow->n_days && d < (step + 1) * m->stride; ++d) kg = how(m, kg, days[d]);
  return kg;
}

static void put_tonnes(const kr_map *m, const int64_t *days, merge how) {
  bool is_empty = true;
  for (int32_t d = 0; d < m->flow->n_days; ++d) is_empty &= days[d] == 0;
  fputc('[', m->sink->file);
  for (int32_t step = 0; step < kr_map_steps(m) && !is_empty; ++step)
    fprintf(m->sink->file, "%s%lld", step ? "," : "", (long long)((over_step(m, days, step, how) + 500) / 1000));
  fputc(']', m->sink->file);
}

/** The day of a step on which a share is highest; NAN where it is closed on all. */
typedef double (*share_of)(const kr_map *m, int32_t thing, int way, int32_t day);

static double way_share(const kr_map *m, int32_t track, int way, int32_t day) {
  int32_t busiest = kr_track_busiest(m->tracks, m->flow, track, way, day);
  return busiest == KR_NONE ? NAN : kr_flow_utilisation(m->flow, busiest, day);
}

static double ring_share(const kr_map *m, int32_t node, int way, int32_t day) {
  int32_t busiest = kr_rings_busiest(m->rings, m->flow, node, day);
  return (void)way, busiest == KR_NONE ? NAN : kr_flow_utilisation(m->flow, busiest, day);
}

static double step_share(const kr_map *m, share_of of, int32_t thing, int way, int32_t step) {
  double most = NAN;
  for (int32_t d = step * m->stride; d < m->flow->n_days && d < (step + 1) * m->stride; ++d)
    most = fmax(most, of(m, thing, way, d)); /* fmax passes NAN over */
  return most;
}

static void put_way(const kr_map *m, int32_t track, int way) {
  fputc('[', m->sink->file);
  put_tonnes(m, m->tracks->kg[way] + kr_flow_at(m->flow, track, 0), sum);
  fputs(",\"", m->sink->file);
  for (int32_t step = 0; step < kr_map_steps(m); ++step)
    fprintf(m->sink->file, "%d", kr_map_class(step_share(m, way_share, track, way, step)));
  fputs("\"]", m->sink->file);
}

static void put_ways(const kr_map *m) {
  const char *between = "";
  fputs("\"ways\":[", m->sink->file);
  for (int32_t i = 0; i < m->tracks->n; ++i)
    for (int way = 0; way < 2; ++way) {
      if (!kr_map_has_way(m, i, way)) continue;
      fputs(between, m->sink->file);
      put_way(m, i, way);
      between = ",\n";
    }
  fputs("]", m->sink->file);
}

static void put_ring(const kr_map *m, int32_t node) {
  fputc('[', m->sink->file);
  bool has_ring = kr_rings_busiest(m->rings, m->flow, node, m->flow->n_days) != KR_NONE;
  for (int32_t step = 0; step < kr_map_steps(m) && has_ring; ++step) {
    double share = step_share(m, ring_share, node, 0, step);
    fprintf(m->sink->file, "%s%d", step ? "," : "", isnan(share) ? -1 : (int)floor(100 * share + 0.05));
  }
  fputc(']', m->sink->file);
}

static void put_nodes(const kr_map *m) {
  fputs("\"nodes\":[", m->sink->file);
  for (int32_t i = 0; i < kr_n_nodes(m->flow->corridor); ++i) {
    fputs(i ? ",\n[" : "[", m->sink->file);
    put_tonnes(m, m->flow->waiting_kg + kr_flow_at(m->flow, i, 0), last);
    fputc(',', m->sink->file);
    put_tonnes(m, m->flow->stays_kg + kr_flow_at(m->flow, i, 0), last);
    fputc(',', m->sink->file);
    put_ring(m, i);
    fputc(']', m->sink->file);
  }
  fputs("]", m->sink->file);
}

/** The most of any way in any step, and of any node, for the scales. */
static int64_t most_of_ways(const kr_map *m) {
  int64_t most = 0;
  for (int32_t i = 0; i < m->tracks->n; ++i)
    for (int way = 0; way < 2; ++way)
      for (int32_t step = 0; step < kr_map_steps(m); ++step) {
        int64_t kg = over_step(m, m->tracks->kg[way] + kr_flow_at(m->flow, i, 0), step, sum);
        if (kg > most) most = kg;
      }
  return most;
}

static int64_t most_of_nodes(const kr_map *m) {
  int64_t most = 0;
  for (int32_t i = 0; i < kr_n_nodes(m->flow->corridor); ++i)
    for (int32_t d = 0; d < m->flow->n_days; ++d) {
      size_t at = kr_flow_at(m->flow, i, d);
      int64_t kg = m->flow->waiting_kg[at] + m->flow->stays_kg[at];
      if (kg > most) most = kg;
    }
  return most;
}

static void put_word(const kr_map *m, const char *key, const char *word) {
  fprintf(m->sink->file, ",\"%s\":", key);
  kr_html_json(m->sink, word);
}

void kr_map_put_data(const kr_map *m) {
  char start[11];
  kr_date_write(m->flow->corridor->start, start);
  fprintf(m->sink->file,
          "{\"start\":\"%s\",\"steps\":%d,\"stride\":%d,\"mostWay\":%.3f,\"mostNode\":%.3f,\"widest\":%g", start,
          (int)kr_map_steps(m), (int)m->stride, (double)most_of_ways(m) / 1e3, (double)most_of_nodes(m) / 1e3,
          KR_MAP_WIDEST);
  put_word(m, "t", m->words->tonnes);
  put_word(m, "all", m->words->whole_horizon);
  put_word(m, "play", m->words->play);
  put_word(m, "pause", m->words->pause);
  put_word(m, "waits", m->words->waiting);
  put_word(m, "stays", m->words->stays);
  fputs(",\n", m->sink->file);
  put_ways(m);
  fputs(",\n", m->sink->file);
  put_nodes(m);
  fputs("}", m->sink->file);
}
