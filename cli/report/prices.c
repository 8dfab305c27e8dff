#include <math.h>
#include <stdlib.h>

#include "cli/report/chart.h"
#include "cli/report/parts.h"
#include "cli/svg.h"
#include "graph/memory.h"

/* Shadow prices over time: a small panel for each of the tightest resources, each with its own scale. */

#define MOST_PANELS 8
#define WIDTH 320.0
#define HEIGHT 110.0
#define NOISE 1e-7 /* of the objective: a resource worth less than this is not scarce */

static double price_of(const kr_facts *f, int32_t resource, int32_t day) {
  return f->claims->shadow_price[(int64_t)resource * f->claims->n_days + day];
}

/** A step per day, closed along the axis. */
static void put_area(kr_page *page, const kr_facts *f, const kr_tightness *t, const kr_chart_scale *s) {
  int32_t n = f->claims->n_days;
  double width = (s->right - s->left) / n, before = NAN;
  fprintf(page->sink.file, "<path class=\"area\" d=\"M%.1f %.1f", s->left, s->bottom);
  for (int32_t d = 0; d < n; ++d) {
    double y = kr_chart_y(s, price_of(f, t->resource, d));
    if (y != before) fprintf(page->sink.file, "V%.1f", y);
    before = y;
    fprintf(page->sink.file, "H%.1f", s->left + (d + 1) * width);
  }
  fprintf(page->sink.file, "V%.1fZ\"/>\n", s->bottom);
}

static void put_dates(kr_page *page, const kr_facts *f, const kr_chart_scale *s) {
  char date[11];
  if (f->claims->is_static) return;
  kr_chart_text(page, s->left, s->bottom + 14, "tick", kr_part_date(f->corridor, 0, date) + 5);
  kr_chart_text(page, s->right, s->bottom + 14, "tick end", kr_part_date(f->corridor, f->claims->n_days - 1, date) + 5);
}

static void put_panel(kr_page *page, const kr_facts *f, const kr_tightness *t) {
  const kr_corridor *c = f->corridor;
  const char *id = kr_ids_text(c->resource_ids, t->resource),
             *unit = kr_ids_text(c->unit_ids, c->resources[t->resource].unit);
  char escaped[400];
  const char *part = kr_page_escaped(unit, escaped, sizeof escaped);
  kr_chart_scale s = kr_chart_scale_make(0, t->peak, 3);
  s.left = 44, s.right = WIDTH - 4, s.top = 8, s.bottom = HEIGHT - 20;
  fputs("<figure><figcaption><b>", page->sink.file);
  kr_html_text(&page->sink, id);
  fputs("</b> <span>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_PER_UNIT, &part, 1);
  fputs("</span></figcaption>\n", page->sink.file);
  kr_chart_open(page, KR_ANY_SCREEN, WIDTH, HEIGHT, id);
  kr_chart_grid(page, &s);
  put_area(page, f, t, &s);
  put_dates(page, f, &s);
  kr_chart_close(page);
  fputs("</figure>\n", page->sink.file);
}

static void put_numbers(kr_page *page, const kr_facts *f, const kr_tightness *list, int32_t n) {
  static const kr_message heads[] = {KR_MESSAGE_RESOURCE,   KR_MESSAGE_UNIT,     KR_NUMBER(FULL_DAYS),
                                     KR_NUMBER(PEAK_PRICE), KR_MESSAGE_PEAK_DAY, KR_NUMBER(WORTH)};
  const kr_corridor *c = f->corridor;
  char date[11];
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_PRICES), heads, 6);
  for (int32_t i = 0; i < n; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, kr_ids_text(c->resource_ids, list[i].resource));
    kr_page_cell_text(page, kr_ids_text(c->unit_ids, c->resources[list[i].resource].unit));
    kr_page_cell(page, list[i].n_full, 0);
    kr_page_cell(page, list[i].peak, 1);
    kr_page_cell_text(page, f->claims->is_static ? "" : kr_part_date(c, list[i].peak_day, date));
    kr_page_cell(page, list[i].worth, 0);
  }
  kr_page_close_numbers(page);
}

static void put_prices(kr_page *page, const kr_facts *f, const kr_tightness *list, int32_t n) {
  if (n == 0) {
    bool is_done = f->claims->gap <= KR_EXACT_GAP;
    kr_page_element(page, "p",
                    f->claims->is_integer ? KR_MESSAGE_PRICES_INTEGER
                    : is_done             ? KR_MESSAGE_PRICES_NONE
                                          : KR_MESSAGE_PRICES_STOPPED);
    return;
  }
  kr_page_element(page, "p class=\"note\"", KR_MESSAGE_PRICES_NOTE);
  fputs("<div class=\"panels\">\n", page->sink.file);
  for (int32_t i = 0; i < n && i < MOST_PANELS; ++i) put_panel(page, f, &list[i]);
  fputs("</div>\n", page->sink.file);
  put_numbers(page, f, list, n);
}

kr_status kr_part_prices(kr_page *page, const kr_facts *f, kr_error *err) {
  kr_tightness *list = kr_zeros((size_t)kr_n_resources(f->corridor), sizeof *list);
  if (!list) return kr_fail_memory(err);
  int32_t all = kr_facts_tightest(f, list), n = 0;
  while (n < all && list[n].worth > NOISE * fabs(f->claims->objective)) ++n;
  kr_page_section(page, "prices", KR_MESSAGE_PRICES);
  put_prices(page, f, list, n);
  kr_page_end_section(page);
  free(list);
  return KR_OK;
}
