#include <math.h>
#include <string.h>

#include "cli/report/chart.h"
#include "cli/report/studies.h"
#include "instances/read_summary.h"

/* The page of a stress test: what losing each resource costs, the dearest first, as stress.csv has them. */

#define WIDTH 960.0
#define ROW 20.0
#define NAME 260.0
#define FIGURE 90.0
#define MOST_BARS 25

static int32_t dearest(const kr_grid *g) {
  int32_t best = 0;
  for (int32_t i = 1; i < g->n_rows; ++i)
    if (kr_grid_number(g, i, "extra_weighted_tonne_hours") > kr_grid_number(g, best, "extra_weighted_tonne_hours"))
      best = i;
  return best;
}

static double read_factor(const char *text) {
  kr_micro factor;
  return kr_decimal_read(text, strlen(text), 6, &factor) == KR_DECIMAL_FINE ? kr_decimal_value(factor) : NAN;
}

static kr_status put_lead(const kr_study_page *s, const kr_grid *g, kr_error *err) {
  char from[KR_MEMBER_ROOM], days[KR_MEMBER_ROOM], factor[KR_MEMBER_ROOM], name[500], text[2][KR_VALUE_ROOM];
  kr_status status = KR_OK;
  KR_TRY(kr_summary_member(s->report->folder, "from_date", from, err));
  KR_TRY(kr_summary_member(s->report->folder, "days", days, err));
  KR_TRY(kr_summary_member(s->report->folder, "factor", factor, err));
  if (g->n_rows == 0) return KR_OK;
  int32_t i = dearest(g);
  char safe[2][6 * KR_MEMBER_ROOM], part[KR_VALUE_ROOM];
  const char *parts[] = {kr_page_escaped(from, safe[0], sizeof safe[0]),
                         kr_page_escaped(days, safe[1], sizeof safe[1]),
                         kr_value_percent(read_factor(factor), 0, part),
                         kr_page_escaped(kr_grid_text(g, i, "resource_id"), name, sizeof name),
                         kr_value(kr_grid_number(g, i, "extra_weighted_tonne_hours"), 0, text[0]),
                         kr_value(kr_grid_number(g, i, "extra_unserved_t"), 0, text[1])};
  fputs("<section id=\"answer\">", s->page->sink.file);
  kr_page_element(s->page, "h2", KR_MESSAGE_ANSWER);
  fputs("<p class=\"lead\">", s->page->sink.file);
  kr_page_fill(s->page, KR_MESSAGE_STRESS_LEAD, parts, 6);
  fputs("</p>\n", s->page->sink.file);
  kr_page_end_section(s->page);
done:
  return status;
}

static void put_bars(kr_page *page, const kr_grid *g) {
  int32_t n = g->n_rows < MOST_BARS ? g->n_rows : MOST_BARS;
  const char *name = kr_page_word(page, KR_MESSAGE_EXTRA_TH);
  double most = fmax(1, kr_grid_number(g, dearest(g), "extra_weighted_tonne_hours"));
  char text[KR_VALUE_ROOM];
  kr_page_open_scroll(page, name);
  kr_chart_open(page, WIDTH, n * ROW + 24, name);
  kr_chart_text(page, NAME, 12, "tick", name);
  for (int32_t i = 0; i < n; ++i) {
    double value = kr_grid_number(g, i, "extra_weighted_tonne_hours"), y = 20 + i * ROW;
    double width = (WIDTH - NAME - FIGURE) * fmax(value, 0) / most;
    kr_chart_text(page, NAME - 8, y + 14, "name end", kr_grid_text(g, i, "resource_id"));
    kr_chart_rect(page, NAME, y + 3, fmax(width, 0.5), ROW - 6, "bar-a");
    kr_chart_text(page, NAME + width + 5, y + 14, "tick", kr_value_plain(value, 0, text));
  }
  kr_chart_close(page);
  kr_page_close_scroll(page);
}

static void put_numbers(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_MESSAGE_RESOURCE, KR_NUMBER(EXTRA_TH), KR_NUMBER(EXTRA_T), KR_NUMBER(LATE_TD),
                                     KR_MESSAGE_DETOUR};
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_STRESS), heads, 5);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, kr_grid_text(g, i, "resource_id"));
    kr_page_cell(page, kr_grid_number(g, i, "extra_weighted_tonne_hours"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "extra_unserved_t"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "extra_late_tonne_days"), 0);
    kr_page_cell_text(page, kr_grid_text(g, i, "detour_1"));
    fputc('\n', page->sink.file);
  }
  kr_page_close_numbers(page);
}

kr_status kr_stress_page(const kr_study_page *s, kr_error *err) {
  kr_grid g = {0};
  kr_status status = KR_OK;
  KR_TRY(kr_grid_read(&g, s->report->folder, "stress.csv", s->messages, err));
  KR_TRY(put_lead(s, &g, err));
  kr_page_section(s->page, "resources", KR_MESSAGE_STRESS);
  if (g.n_rows > 0) put_bars(s->page, &g);
  put_numbers(s->page, &g);
  kr_page_end_section(s->page);
done:
  kr_grid_clear(&g);
  return status;
}
