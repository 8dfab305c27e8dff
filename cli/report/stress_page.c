#include <math.h>
#include <string.h>

#include "cli/report/bars.h"
#include "cli/report/studies.h"
#include "cli/report/study_check.h"
#include "instances/read_summary.h"

/* The page of a stress test: what losing each resource costs, the dearest first, as stress.csv has them. */

#define EXTRA "extra_weighted_tonne_hours"

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
  int32_t i = kr_bars_largest(g, EXTRA);
  char safe[2][6 * KR_MEMBER_ROOM], part[KR_VALUE_ROOM];
  const char *parts[] = {kr_page_escaped(from, safe[0], sizeof safe[0]),
                         kr_page_escaped(days, safe[1], sizeof safe[1]),
                         kr_value_percent(read_factor(factor), 0, part),
                         kr_page_escaped(kr_grid_text(g, i, "resource_id"), name, sizeof name),
                         kr_value(kr_grid_number(g, i, EXTRA), 0, text[0]),
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

static void put_numbers(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_MESSAGE_RESOURCE, KR_NUMBER(EXTRA_TH), KR_NUMBER(EXTRA_T), KR_NUMBER(LATE_TD),
                                     KR_MESSAGE_DETOUR};
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_STRESS), heads, 5);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, kr_grid_text(g, i, "resource_id"));
    kr_page_cell(page, kr_grid_number(g, i, EXTRA), 0);
    kr_page_cell(page, kr_grid_number(g, i, "extra_unserved_t"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "extra_late_tonne_days"), 0);
    kr_page_cell_text(page, kr_grid_text(g, i, "detour_1"));
    kr_page_end_row(page);
  }
  kr_page_close_numbers(page);
}

kr_status kr_stress_page(const kr_study_page *s, kr_error *err) {
  kr_grid g = {0};
  kr_status status = KR_OK;
  KR_TRY(kr_grid_read(&g, s->report->folder, "stress.csv", s->messages, err));
  KR_TRY(kr_stress_check(s, &g, err));
  KR_TRY(put_lead(s, &g, err));
  kr_page_section(s->page, "resources", KR_MESSAGE_STRESS);
  kr_page_element(s->page, "p class=\"note\"", KR_MESSAGE_EXTRA_TH);
  kr_bars_put(s->page, &g, EXTRA, NULL, kr_page_word(s->page, KR_MESSAGE_EXTRA_TH));
  put_numbers(s->page, &g);
  kr_page_end_section(s->page);
done:
  kr_grid_clear(&g);
  return status;
}
