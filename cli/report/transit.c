#include <math.h>
#include <stdlib.h>

#include "cli/report/chart.h"
#include "cli/report/parts.h"

/* Tonnes by days on the way: in the plan, and what the same freight would take alone on the network. */

#define MOST_BINS 40
#define HEIGHT 260.0

static const double widths[KR_N_SCREENS] = {[KR_WIDE] = 960, [KR_NARROW] = KR_NARROW_WIDTH};

typedef struct bins {
  int32_t n; /* the last takes all that is longer */
  double plan_t[MOST_BINS], alone_t[MOST_BINS];
  double plan_t_h, alone_t_h, served_t; /* of lots whose ideal is known */
} bins;

/** Bin i holds what takes more than i - 1 and at most i days. */
static int32_t bin_of(double hours) {
  double day = ceil(hours / 24 - 1e-9);
  return day < MOST_BINS - 1 ? (int32_t)fmax(day, 0) : MOST_BINS - 1;
}

static bins count(const kr_facts *f) {
  bins b = {.n = 1};
  for (size_t i = 0; i < f->allocation->n_lots; ++i) {
    const kr_lot *lot = &f->allocation->lots[i];
    double t = (double)lot->quantity_kg * 1e-3, ideal_h = f->ideal_h[lot->shipment];
    if (!isfinite(ideal_h)) continue;
    int32_t in_plan = bin_of(f->lot_h[i]), alone = bin_of(ideal_h);
    b.plan_t[in_plan] += t;
    b.alone_t[alone] += t;
    b.plan_t_h += t * f->lot_h[i];
    b.alone_t_h += t * ideal_h;
    b.served_t += t;
    if (in_plan >= b.n) b.n = in_plan + 1;
    if (alone >= b.n) b.n = alone + 1;
  }
  return b;
}

/** "0–1", "> 38". @return out */
static const char *bin_name(int32_t i, char out[64]) {
  if (i == MOST_BINS - 1)
    snprintf(out, 64, "> %d", i - 1);
  else if (i == 0)
    snprintf(out, 64, "0");
  else
    snprintf(out, 64, "%d–%d", i - 1, i);
  return out;
}

static void put_bars(kr_page *page, const bins *b, const kr_chart_scale *s) {
  double width = (s->right - s->left) / b->n;
  int32_t step = (int32_t)ceil(22 / width);
  char text[16];
  for (int32_t i = 0; i < b->n; ++i) {
    double x = s->left + i * width, plan = kr_chart_y(s, b->plan_t[i]), alone = kr_chart_y(s, b->alone_t[i]);
    if (b->alone_t[i] > 0) kr_chart_rect(page, x + 0.08 * width, alone, 0.4 * width, s->bottom - alone, "bar-b");
    if (b->plan_t[i] > 0) kr_chart_rect(page, x + 0.5 * width, plan, 0.4 * width, s->bottom - plan, "bar-a");
    snprintf(text, sizeof text, i == MOST_BINS - 1 ? ">%d" : "%d", i == MOST_BINS - 1 ? i - 1 : i);
    if (i % step == 0) kr_chart_text(page, x + width / 2, s->bottom + 16, "tick mid", text);
  }
}

static void put_key(kr_page *page) {
  fputs("<ul class=\"key\"><li><i class=\"bar-b\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_ALONE);
  fputs("<li><i class=\"bar-a\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_IN_PLAN);
  fputs("</ul>\n", page->sink.file);
}

static void put_picture(kr_page *page, const bins *b, kr_screen screen) {
  double most = 1;
  for (int32_t i = 0; i < b->n; ++i) most = fmax(most, fmax(b->plan_t[i], b->alone_t[i]));
  kr_chart_scale s = kr_chart_scale_make(0, most, 5);
  s.left = 64, s.right = widths[screen] - 4, s.top = 14, s.bottom = HEIGHT - 40;
  kr_chart_open(page, screen, widths[screen], HEIGHT, kr_page_word(page, KR_MESSAGE_TRANSIT));
  kr_chart_grid(page, &s);
  put_bars(page, b, &s);
  kr_chart_text(page, (s.left + s.right) / 2, HEIGHT - 6, "tick mid", kr_page_word(page, KR_MESSAGE_D));
  kr_chart_text(page, s.left + 2, s.top - 3, "tick", kr_page_word(page, KR_MESSAGE_T));
  kr_chart_close(page);
}

static void put_numbers(kr_page *page, const bins *b) {
  static const kr_message heads[] = {KR_MESSAGE_TRANSIT, KR_NUMBER(IN_PLAN), KR_NUMBER(ALONE)};
  char name[64];
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_TRANSIT), heads, 3);
  for (int32_t i = 0; i < b->n; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, bin_name(i, name));
    kr_page_cell(page, b->plan_t[i], 0);
    kr_page_cell(page, b->alone_t[i], 0);
  }
  kr_page_close_numbers(page);
}

static void say_loss(kr_page *page, const bins *b) {
  char text[3][KR_VALUE_ROOM];
  double plan_d = b->plan_t_h / b->served_t / 24, alone_d = b->alone_t_h / b->served_t / 24;
  const char *parts[] = {kr_value(plan_d - alone_d, 2, text[0]), kr_value(plan_d, 2, text[1]),
                         kr_value(alone_d, 2, text[2])};
  fputs("<p>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_TRANSIT_LOSS, parts, 3);
  fputs("</p>\n", page->sink.file);
}

void kr_part_transit(kr_page *page, const kr_facts *f) {
  bins b = count(f);
  kr_page_section(page, "transit", KR_MESSAGE_TRANSIT);
  kr_page_element(page, "p class=\"note\"", KR_MESSAGE_TRANSIT_NOTE);
  if (b.served_t > 0) {
    if (!f->claims->is_static) say_loss(page, &b);
    put_key(page);
    put_picture(page, &b, KR_WIDE);
    put_picture(page, &b, KR_NARROW);
    put_numbers(page, &b);
  }
  kr_page_end_section(page);
}
