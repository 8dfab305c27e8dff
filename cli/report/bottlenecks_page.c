#include <math.h>

#include "cli/report/bars.h"
#include "cli/report/studies.h"
#include "cli/report/study_check.h"

/* The page of a search for bottlenecks: what more of each resource saves, as bottlenecks.csv has them. */

#define SAVED "saved"

static void put_lead(kr_page *page, const kr_grid *g) {
  char text[3][KR_VALUE_ROOM], unit[500], name[500];
  int32_t i = kr_bars_largest(g, SAVED);
  fputs("<section id=\"answer\">", page->sink.file);
  kr_page_element(page, "h2", KR_MESSAGE_ANSWER);
  fputs("<p class=\"lead\">", page->sink.file);
  if (g->n_rows == 0) {
    kr_page_say(page, KR_MESSAGE_PRICES_NONE);
  } else {
    double added = kr_grid_number(g, i, "added_per_day");
    const char *parts[] = {kr_value(added, added == floor(added) ? 0 : 3, text[0]),
                           kr_page_escaped(kr_grid_text(g, i, "unit"), unit, sizeof unit),
                           kr_page_escaped(kr_grid_text(g, i, "resource_id"), name, sizeof name),
                           kr_value(kr_grid_number(g, i, SAVED), 0, text[1]),
                           kr_value(kr_grid_number(g, i, "predicted"), 0, text[2])};
    kr_page_fill(page, KR_MESSAGE_BOTTLENECKS_LEAD, parts, 5);
  }
  fputs("</p>\n", page->sink.file);
  kr_page_end_section(page);
}

static void put_numbers(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_MESSAGE_RESOURCE,  KR_MESSAGE_UNIT,         KR_NUMBER(ADDED), KR_NUMBER(SAVES),
                                     KR_NUMBER(PREDICTED), KR_NUMBER(PER_UNIT_DAY), KR_NUMBER(HOLDS)};
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_BOTTLENECKS), heads, 7);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, kr_grid_text(g, i, "resource_id"));
    kr_page_cell_text(page, kr_grid_text(g, i, "unit"));
    kr_page_cell(page, kr_grid_number(g, i, "added_per_day"), 3);
    kr_page_cell(page, kr_grid_number(g, i, SAVED), 0);
    kr_page_cell(page, kr_grid_number(g, i, "predicted"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "price_per_unit_a_day"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "holds_up_to_per_day"), 3);
    kr_page_end_row(page);
  }
  kr_page_close_numbers(page);
}

kr_status kr_bottlenecks_page(const kr_study_page *s, kr_error *err) {
  kr_grid g = {0};
  kr_status status = KR_OK;
  KR_TRY(kr_grid_read(&g, s->report->folder, "bottlenecks.csv", s->messages, err));
  KR_TRY(kr_bottlenecks_check(s, &g, err));
  put_lead(s->page, &g);
  if (g.n_rows > 0) {
    kr_page_section(s->page, "resources", KR_MESSAGE_BOTTLENECKS);
    kr_page_element(s->page, "p class=\"note\"", KR_MESSAGE_BOTTLENECKS_NOTE);
    kr_bars_put(s->page, &g, SAVED, "predicted", kr_page_word(s->page, KR_MESSAGE_BOTTLENECKS));
    put_numbers(s->page, &g);
    kr_page_end_section(s->page);
  }
done:
  kr_grid_clear(&g);
  return status;
}
