#include <math.h>

#include "cli/report/html.h"
#include "cli/report/map_internal.h"

#define RING 6.5 /* radius, pixels */

static void put_at(const kr_map *m, const char *tag, int32_t node) {
  kr_point p = m->layout->nodes[node];
  fprintf(m->sink->file, "<%s transform=\"translate(%.1f %.1f)\"", tag, p.x, p.y);
}

static void put_fact(const kr_map *m, const char *name, int64_t kg) {
  char text[KR_HTML_NUMBER_ROOM];
  if (kg <= 0) return;
  fprintf(m->sink->file, "\n%s ", kr_html_tonnes(kg, text));
  kr_html_text(m->sink, m->words->tonnes);
  fputs(name[0] ? " " : "", m->sink->file);
  kr_html_text(m->sink, name);
}

static void put_title(const kr_map *m, int32_t node, int32_t busiest) {
  const kr_flow *f = m->flow;
  const kr_node *n = &f->corridor->nodes[node];
  size_t all = kr_flow_at(f, node, f->n_days);
  fputs("<title>", m->sink->file);
  kr_html_text(m->sink, n->name);
  if (n->type[0]) fputs(" · ", m->sink->file);
  kr_html_text(m->sink, n->type);
  put_fact(m, "", f->node_kg[all]);
  put_fact(m, m->words->stays, f->stays_kg[all]);
  if (busiest != KR_NONE) {
    fprintf(m->sink->file, "\n%.1f %% ", 100 * kr_flow_utilisation(f, busiest, f->n_days));
    kr_html_text(m->sink, kr_ids_text(f->corridor->resource_ids, busiest));
  }
  fputs("</title>", m->sink->file);
}

static void put_ring(const kr_map *m, double share) {
  fprintf(m->sink->file,
          "<circle class=\"rim\" r=\"%g\"/><circle class=\"ring u%d\" r=\"%g\" pathLength=\"100\" "
          "stroke-dasharray=\"%.1f 200\" transform=\"rotate(-90)\"/>",
          RING, kr_map_class(share), RING, 100 * fmin(share, 1));
}

static void put_node(const kr_map *m, int32_t node) {
  const kr_flow *f = m->flow;
  int32_t busiest = kr_rings_busiest(m->rings, f, node, f->n_days);
  size_t all = kr_flow_at(f, node, f->n_days);
  bool has_freight = f->node_kg[all] > 0 || f->stays_kg[all] > 0;
  put_at(m, "g", node);
  fprintf(m->sink->file, " class=\"node%s\">", has_freight ? "" : " idle");
  fputs("<circle class=\"stays\" r=\"0\"/><circle class=\"waits\" r=\"0\"/>", m->sink->file);
  if (busiest != KR_NONE && has_freight) put_ring(m, kr_flow_utilisation(f, busiest, f->n_days));
  fprintf(m->sink->file, "<circle class=\"dot\" r=\"%g\"/>", has_freight ? 3.2 : 1.8);
  put_title(m, node, busiest);
  fputs("</g>\n", m->sink->file);
}

static void put_label(const kr_map *m, int32_t node) {
  static const char *const anchors[] = {"end", "middle", "start"};
  const kr_label *label = &m->labels[node];
  if (label->zoom == KR_NONE) return;
  put_at(m, "g", node);
  fprintf(m->sink->file, " data-z=\"%g\"%s><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
          kr_label_zooms[label->zoom], label->zoom > KR_LABEL_PLAIN ? " class=\"far\"" : "", label->dx, label->dy,
          anchors[label->anchor + 1]);
  kr_html_text(m->sink, label->text);
  fputs("</text></g>\n", m->sink->file);
}

void kr_map_put_nodes(const kr_map *m) {
  int32_t n = kr_n_nodes(m->flow->corridor);
  fputs("<g class=\"nodes\">\n", m->sink->file);
  for (int32_t i = 0; i < n; ++i) put_node(m, i);
  fputs("</g>\n<g class=\"labels\" aria-hidden=\"true\">\n", m->sink->file);
  for (int32_t i = 0; i < n; ++i) put_label(m, i);
  fputs("</g>\n", m->sink->file);
}
