#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report/chart.h"
#include "cli/report/studies.h"
#include "cli/report/study_check.h"
#include "graph/memory.h"

/* The page of a comparison: small panels of bars, which plans are dominated, and all figures. */

#define WIDTH 300.0
#define ROW 22.0
#define NAME 96.0
#define FIGURE 64.0

static const struct {
  kr_message name;
  const char *column;
  double factor;
  int decimals;
} measures[] = {{KR_MESSAGE_SERVED_SHARE, "served_share", 100, 1},
                {KR_MESSAGE_MEAN_D, "mean_transit_days", 1, 2},
                {KR_MESSAGE_P90_D, "p90_transit_days", 1, 2},
                {KR_MESSAGE_LATE_TD, "late_tonne_days", 1, 0}};
#define N_MEASURES (sizeof measures / sizeof *measures)

static bool same_demand(const kr_grid *g, int32_t a, int32_t b) {
  return strcmp(kr_grid_text(g, a, "demand"), kr_grid_text(g, b, "demand")) == 0;
}

/** Served most of a level of demand; its first row among equals. */
static int32_t best_of(const kr_grid *g, const int32_t *rows, int32_t n) {
  int32_t best = rows[0];
  for (int32_t i = 1; i < n; ++i)
    if (kr_grid_number(g, rows[i], "served_t") > kr_grid_number(g, best, "served_t")) best = rows[i];
  return best;
}

static void put_lead(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n) {
  char demand[200], best_name[500], first_name[500], text[3][KR_VALUE_ROOM];
  int32_t best = best_of(g, rows, n);
  const char *parts[] = {kr_page_escaped(kr_grid_text(g, rows[0], "demand"), demand, sizeof demand),
                         kr_page_escaped(kr_grid_text(g, best, "plan"), best_name, sizeof best_name),
                         kr_value(kr_grid_number(g, best, "served_t"), 0, text[0]),
                         kr_value_percent(kr_grid_number(g, best, "served_share"), 1, text[1]),
                         kr_page_escaped(kr_grid_text(g, rows[0], "plan"), first_name, sizeof first_name),
                         kr_value(kr_grid_number(g, rows[0], "served_t"), 0, text[2])};
  fputs("<p class=\"lead\">", page->sink.file);
  kr_page_fill(page, best == rows[0] ? KR_MESSAGE_COMPARE_SAME : KR_MESSAGE_COMPARE_LEAD, parts, 6);
  fputs("</p>\n", page->sink.file);
}

/* ---- small multiples ---- */

/** The largest value of a measure at all levels of demand: panels of one measure share their scale. */
static double most_of(const kr_grid *g, size_t m) {
  double most = m == 0 ? 1 : 0;
  for (int32_t i = 0; i < g->n_rows; ++i) most = fmax(most, kr_grid_number(g, i, measures[m].column));
  return most > 0 ? most : 1;
}

static void put_bar(kr_page *page, const kr_grid *g, int32_t row, size_t m, double y) {
  double value = kr_grid_number(g, row, measures[m].column), width = (WIDTH - NAME - FIGURE) * value / most_of(g, m);
  char text[KR_VALUE_ROOM];
  kr_chart_name(page, NAME - 8, y + 15, "end", kr_grid_text(g, row, "plan"), NAME - 8);
  kr_chart_rect(page, NAME, y + 4, fmax(width, 0.5), ROW - 8, "bar-a");
  kr_chart_text(page, NAME + width + 5, y + 15, "tick",
                kr_value_plain(measures[m].factor * value, measures[m].decimals, text));
}

static void put_panels(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n) {
  fputs("<div class=\"panels\">\n", page->sink.file);
  for (size_t m = 0; m < N_MEASURES; ++m) {
    fputs("<figure><figcaption><b>", page->sink.file);
    kr_page_say(page, measures[m].name);
    fputs("</b></figcaption>\n", page->sink.file);
    kr_chart_open(page, KR_ANY_SCREEN, WIDTH, n * ROW + 4, kr_page_word(page, measures[m].name));
    for (int32_t i = 0; i < n; ++i) put_bar(page, g, rows[i], m, i * ROW);
    kr_chart_close(page);
    fputs("</figure>\n", page->sink.file);
  }
  fputs("</div>\n", page->sink.file);
}

static void put_demand(kr_page *page, const kr_grid *g, int32_t row) {
  char escaped[200];
  const char *part = kr_page_escaped(kr_grid_text(g, row, "demand"), escaped, sizeof escaped);
  fputs("<h3>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_DEMAND, &part, 1);
  fputs("</h3>\n", page->sink.file);
}

/* ---- all figures ---- */

static void put_numbers(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_MESSAGE_PLAN,      KR_MESSAGE_DEMAND_FACTOR, KR_NUMBER(SERVED_T),
                                     KR_NUMBER(MEAN_D),    KR_NUMBER(P90_D),         KR_NUMBER(LATE_TD),
                                     KR_NUMBER(COST_MUSD), KR_NUMBER(CO2_KT),        KR_NUMBER(TOTAL_TH),
                                     KR_NUMBER(GAP),       KR_MESSAGE_DOMINATED_BY,  KR_MESSAGE_TIGHTEST};
  char text[KR_VALUE_ROOM];
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_COMPARE), heads, 12);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fputs("<tr><th scope=\"row\">", page->sink.file);
    kr_html_text(&page->sink, kr_grid_text(g, i, "plan"));
    kr_page_cell_text(page, kr_grid_text(g, i, "demand"));
    kr_page_cell(page, kr_grid_number(g, i, "served_t"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "mean_transit_days"), 2);
    kr_page_cell(page, kr_grid_number(g, i, "p90_transit_days"), 2);
    kr_page_cell(page, kr_grid_number(g, i, "late_tonne_days"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "cost_usd") / 1e6, 1);
    kr_page_cell(page, kr_grid_number(g, i, "co2_t") / 1e3, 1);
    kr_page_cell(page, kr_grid_number(g, i, "weighted_tonne_hours"), 0);
    fprintf(page->sink.file, "<td class=\"n\">%s", kr_value_percent(kr_grid_number(g, i, "gap"), 2, text));
    kr_page_cell_text(page, kr_grid_text(g, i, "dominated_by"));
    kr_page_cell_text(page, kr_grid_text(g, i, "tightest_1"));
    kr_page_end_row(page);
  }
  kr_page_close_numbers(page);
}

/* ---- by level of demand ---- */

/** Calls `put` with the rows of each level of demand. */
static kr_status by_demand(const kr_study_page *s, const kr_grid *g,
                           void (*put)(kr_page *, const kr_grid *, const int32_t *, int32_t), bool with_heading) {
  int32_t *rows = kr_zeros((size_t)g->n_rows, sizeof *rows);
  if (!rows) return KR_ERR_MEMORY;
  for (int32_t i = 0; i < g->n_rows; ++i) {
    bool is_first = true;
    int32_t n = 0;
    for (int32_t k = 0; k < i; ++k) is_first = is_first && !same_demand(g, i, k);
    for (int32_t k = i; k < g->n_rows && is_first; ++k)
      if (same_demand(g, i, k)) rows[n++] = k;
    if (!is_first) continue;
    if (with_heading) put_demand(s->page, g, i);
    put(s->page, g, rows, n);
  }
  free(rows);
  return KR_OK;
}

kr_status kr_compare_page(const kr_study_page *s, kr_error *err) {
  kr_grid g = {0};
  kr_status status = KR_OK;
  KR_TRY(kr_grid_read(&g, s->report->folder, "scenarios.csv", s->messages, err));
  KR_TRY(kr_compare_check(s, &g, err));
  fputs("<section id=\"answer\">", s->page->sink.file);
  kr_page_element(s->page, "h2", KR_MESSAGE_ANSWER);
  KR_TRY(by_demand(s, &g, put_lead, false));
  kr_page_end_section(s->page);
  kr_page_section(s->page, "plans", KR_MESSAGE_COMPARE);
  KR_TRY(by_demand(s, &g, put_panels, true));
  put_numbers(s->page, &g);
  kr_page_end_section(s->page);
  kr_page_section(s->page, "pareto", KR_MESSAGE_PARETO);
  kr_page_element(s->page, "p class=\"note\"", KR_MESSAGE_PARETO_NOTE);
  KR_TRY(by_demand(s, &g, kr_pareto_put, true));
  kr_page_end_section(s->page);
done:
  kr_grid_clear(&g);
  return status == KR_ERR_MEMORY ? kr_fail_memory(err) : status;
}
