#include <string.h>

#include "cli/report/chart.h"
#include "cli/report/labels.h"
#include "cli/report/parts.h"
#include "cli/report/stages.h"
#include "cli/report/text_width.h"

/* Ribbons of tonnes from stage to stage (a Sankey diagram). */

#define HEIGHT 440.0 /* of all tonnes, gaps aside */
#define TOP 30.0
#define GAP 13.0
#define BOX 12.0
#define NAME_ROOM 300
#define NAME_SIZE 11.5 /* of letters, as report.css has it */
#define BESIDE 5.0     /* from a box to its name */
#define FIGURE 56.0    /* a box's tonnes */

/** Where a box stands, and how far its ribbons fill it on either side. */
typedef struct box {
  double y, in, out;
} box;

typedef struct picture {
  const kr_corridor *c;
  const kr_stages *stages;
  box boxes[KR_N_STAGES][KR_STAGE_BOXES];
  double height, width;
  int first, last; /* stages shown: all, or two of them where the screen is narrow */
} picture;

static double x_of(const picture *p, int stage) { return (stage - p->first) * (p->width - BOX) / (p->last - p->first); }

/** Between two stages stand the names of the one, and at the right end those of the last as well. */
static double name_room(const picture *p, int stage) {
  double room = (p->width - BOX) / (p->last - p->first) - BOX - 2 * BESIDE;
  return (stage + 1 >= p->last ? room / 2 : room) - FIGURE;
}

static double size_of(const picture *p, int64_t kg) { return HEIGHT * (double)kg / (double)p->stages->all_kg; }

static void lay_out(picture *p) {
  for (int k = p->first; k <= p->last; ++k) {
    double y = TOP;
    for (int b = 0; b < KR_STAGE_BOXES; ++b) {
      p->boxes[k][b] = (box){.y = y};
      if (p->stages->kg[k][b] > 0) y += size_of(p, p->stages->kg[k][b]) + GAP;
    }
    if (y > p->height) p->height = y;
  }
}

static void put_others(const kr_page *page, int32_t n, char out[NAME_ROOM]) {
  const char *text = kr_page_word(page, KR_MESSAGE_OTHERS), *at = strstr(text, "{0}");
  snprintf(out, NAME_ROOM, "%.*s%d%s", (int)(at - text), text, (int)n, at + 3);
}

static void put_node(const picture *p, int stage, int32_t node, char out[NAME_ROOM]) {
  const char *name = p->c->nodes[node].name, *beyond;
  int32_t other = stage == KR_STAGE_CROSSING ? p->stages->partner[node] : KR_NONE;
  char label[KR_LABEL_ROOM];
  snprintf(out, NAME_ROOM, "%s", name[0] ? name : kr_ids_text(p->c->node_ids, node));
  if (other == KR_NONE) return;
  beyond = p->c->nodes[other].name;
  snprintf(out, NAME_ROOM, "%s", kr_label_text(name[0] ? name : kr_ids_text(p->c->node_ids, node), label));
  size_t n = strlen(out);
  snprintf(out + n, NAME_ROOM - n, " – %s",
           kr_label_text(beyond[0] ? beyond : kr_ids_text(p->c->node_ids, other), label));
}

/** What a box is called. @return out */
static const char *name_of(const kr_page *page, const picture *p, int stage, int b, char out[NAME_ROOM]) {
  if (b == KR_STAGE_WITHOUT) {
    kr_message none = stage == KR_STAGE_PORT ? KR_MESSAGE_NO_PORT : KR_MESSAGE_NO_CROSSING;
    snprintf(out, NAME_ROOM, "%s", kr_page_word(page, none));
  } else if (b == KR_STAGE_OTHERS) {
    put_others(page, p->stages->n_others[stage], out);
  } else {
    put_node(p, stage, p->stages->node[stage][b], out);
  }
  return out;
}

static void put_title(kr_page *page, const picture *p, int stage, int from, int to) {
  char one[NAME_ROOM], two[NAME_ROOM], text[2 * NAME_ROOM + KR_VALUE_ROOM + 16], plain[KR_VALUE_ROOM];
  double tonnes = (double)p->stages->flow_kg[stage][from][to] * 1e-3;
  snprintf(text, sizeof text, "%s → %s: %s %s", name_of(page, p, stage, from, one),
           name_of(page, p, stage + 1, to, two), kr_value_plain(tonnes, 0, plain), kr_page_word(page, KR_MESSAGE_T));
  fputs("<title>", page->sink.file);
  kr_html_text(&page->sink, text);
  fputs("</title>", page->sink.file);
}

/** Narrow screens have no pointer to ask for a title with. */
static void put_ribbon(kr_page *page, picture *p, int stage, int from, int to) {
  int64_t kg = p->stages->flow_kg[stage][from][to];
  box *a = &p->boxes[stage][from], *b = &p->boxes[stage + 1][to];
  double h = size_of(p, kg), x0 = x_of(p, stage) + BOX, x1 = x_of(p, stage + 1), mid = (x0 + x1) / 2;
  double y0 = a->y + a->out, y1 = b->y + b->in;
  if (kg == 0) return;
  a->out += h;
  b->in += h;
  fprintf(page->sink.file,
          "<path class=\"ribbon\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fv%.1fC%.1f %.1f %.1f %.1f %.1f "
          "%.1fZ\">",
          x0, y0, mid, y0, mid, y1, x1, y1, h, mid, y1 + h, mid, y0 + h, x0, y0 + h);
  if (p->width > KR_NARROW_WIDTH) put_title(page, p, stage, from, to);
  fputs("</path>\n", page->sink.file);
}

/** A name is cut off where it would run into the next column; the table has it whole. */
static void put_box(kr_page *page, const picture *p, int stage, int b) {
  int64_t kg = p->stages->kg[stage][b];
  double h = size_of(p, kg), y = p->boxes[stage][b].y, x = x_of(p, stage);
  bool is_last = stage == p->last;
  char name[NAME_ROOM], fit[NAME_ROOM], plain[KR_VALUE_ROOM];
  if (kg == 0) return;
  kr_chart_rect(page, x, y, BOX, h < 1 ? 1 : h, "box");
  name_of(page, p, stage, b, name);
  fprintf(page->sink.file, "<text x=\"%.1f\" y=\"%.1f\" class=\"name halo%s\">",
          is_last ? x - BESIDE : x + BOX + BESIDE, y + h / 2 + 4, is_last ? " end" : "");
  kr_html_text(&page->sink, kr_text_fit(name, name_room(p, stage) / NAME_SIZE, fit, sizeof fit));
  fprintf(page->sink.file, " <tspan class=\"tick\">%s</tspan></text>\n", kr_value_plain((double)kg * 1e-3, 0, plain));
}

static const kr_message heads[] = {KR_MESSAGE_ORIGIN, KR_MESSAGE_CROSSING, KR_MESSAGE_PORT, KR_MESSAGE_DESTINATION};

static void put_picture(kr_page *page, picture *p, kr_screen screen) {
  lay_out(p);
  kr_chart_open(page, screen, p->width, p->height, kr_page_word(page, KR_MESSAGE_FLOWS));
  for (int k = p->first; k < p->last; ++k)
    for (int a = 0; a < KR_STAGE_BOXES; ++a)
      for (int b = 0; b < KR_STAGE_BOXES; ++b) put_ribbon(page, p, k, a, b);
  for (int k = p->first; k <= p->last; ++k) {
    bool is_last = k == p->last;
    kr_chart_text(page, is_last ? p->width : x_of(p, k), 14, is_last ? "head end" : "head",
                  kr_page_word(page, heads[k]));
    for (int b = 0; b < KR_STAGE_BOXES; ++b) put_box(page, p, k, b);
  }
  kr_chart_close(page);
}

/** Four stages side by side; on narrow screens each two of them, one picture under the other. */
static void put_pictures(kr_page *page, const kr_corridor *c, const kr_stages *stages) {
  picture p = {.c = c, .stages = stages, .width = 1000, .last = KR_N_STAGES - 1};
  put_picture(page, &p, KR_WIDE);
  for (int k = 0; k + 1 < KR_N_STAGES; ++k) {
    p = (picture){.c = c, .stages = stages, .width = KR_NARROW_WIDTH, .first = k, .last = k + 1};
    put_picture(page, &p, KR_NARROW);
  }
}

static void put_numbers(kr_page *page, const picture *p) {
  static const kr_message columns[] = {KR_MESSAGE_FROM, KR_MESSAGE_TO, KR_NUMBER(TONNES)};
  char name[NAME_ROOM];
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_FLOWS), columns, 3);
  for (int k = 0; k + 1 < KR_N_STAGES; ++k)
    for (int a = 0; a < KR_STAGE_BOXES; ++a)
      for (int b = 0; b < KR_STAGE_BOXES; ++b) {
        if (p->stages->flow_kg[k][a][b] == 0) continue;
        fputs("<tr>", page->sink.file);
        kr_page_cell_text(page, name_of(page, p, k, a, name));
        kr_page_cell_text(page, name_of(page, p, k + 1, b, name));
        kr_page_cell(page, (double)p->stages->flow_kg[k][a][b] * 1e-3, 0);
      }
  kr_page_close_numbers(page);
}

kr_status kr_part_flows(kr_page *page, const kr_facts *f, kr_error *err) {
  kr_stages *stages = NULL;
  kr_status status = kr_stages_create(&stages, f->corridor, f->allocation);
  if (status == KR_OK) {
    const picture p = {.c = f->corridor, .stages = stages};
    kr_page_section(page, "flows", KR_MESSAGE_FLOWS);
    kr_page_element(page, "p class=\"note\"", KR_MESSAGE_FLOWS_NOTE);
    if (stages->all_kg > 0) {
      put_pictures(page, f->corridor, stages);
      put_numbers(page, &p);
    } else {
      kr_page_element(page, "p", KR_MESSAGE_FLOWS_NONE);
    }
    kr_page_end_section(page);
  }
  kr_stages_free(stages);
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}
