#include <math.h>
#include <string.h>

#include "cli/report/chart.h"
#include "cli/report/studies.h"
#include "cli/report/study_check.h"
#include "instances/read_summary.h"

/* The page of an investment: what the budget buys, every efficient set, and each upgrade. */

#define HEIGHT 300.0

static const double widths[KR_N_SCREENS] = {[KR_WIDE] = 960, [KR_NARROW] = KR_NARROW_WIDTH};

static int32_t count_bought(const kr_grid *upgrades) {
  int32_t n = 0;
  for (int32_t i = 0; i < upgrades->n_rows; ++i) n += kr_grid_number(upgrades, i, "bought") == 1;
  return n;
}

/** The last row of frontier.csv is the dearest set: what the whole budget buys. */
static kr_status put_lead(const kr_study_page *s, const kr_grid *sets, const kr_grid *upgrades, kr_error *err) {
  char status_text[KR_MEMBER_ROOM], text[4][KR_VALUE_ROOM];
  int32_t last = sets->n_rows - 1;
  kr_status status = kr_summary_member(s->report->folder, "status", status_text, err);
  if (status != KR_OK || last < 0) return status;
  const char *parts[] = {kr_value(kr_grid_number(sets, last, "cost_musd"), 0, text[0]),
                         kr_value(count_bought(upgrades), 0, text[1]), kr_value(upgrades->n_rows, 0, text[2]),
                         kr_value(kr_grid_number(sets, last, "saved"), 0, text[3])};
  fputs("<section id=\"answer\">", s->page->sink.file);
  kr_page_element(s->page, "h2", KR_MESSAGE_ANSWER);
  fputs("<p class=\"lead\">", s->page->sink.file);
  kr_page_fill(s->page, KR_MESSAGE_INVEST_LEAD, parts, 4);
  fputc(' ', s->page->sink.file);
  kr_page_say(s->page, strcmp(status_text, "proven") == 0 ? KR_MESSAGE_INVEST_PROVEN : KR_MESSAGE_INVEST_STOPPED);
  fputs("</p>\n", s->page->sink.file);
  kr_page_end_section(s->page);
  return KR_OK;
}

/* ---- the frontier ---- */

static double most_of(const kr_grid *g, const char *column) {
  double most = 0;
  for (int32_t i = 0; i < g->n_rows; ++i) {
    double value = kr_grid_number(g, i, column);
    if (value > most) most = value;
  }
  return most > 0 ? most : 1;
}

/** Costs along the bottom, in the same steps as a scale of values. */
static void put_costs(kr_page *page, const kr_chart_scale *s, const kr_chart_scale *costs) {
  char text[KR_VALUE_ROOM];
  for (double at = costs->low; at <= costs->high * (1 + 1e-9); at += costs->step) {
    double x = s->left + (s->right - s->left) * at / costs->high;
    kr_chart_text(page, x, s->bottom + 16, "tick mid", kr_value_plain(at, costs->step < 1 ? 1 : 0, text));
  }
  kr_chart_text(page, (s->left + s->right) / 2, HEIGHT - 4, "tick mid", kr_page_word(page, KR_MESSAGE_MUSD));
}

static void put_sets(kr_page *page, const kr_grid *g, const kr_chart_scale *s, double most_cost) {
  char text[600];
  fprintf(page->sink.file, "<path class=\"line-a\" d=\"M%.1f %.1f", s->left, s->bottom);
  for (int32_t i = 0; i < g->n_rows; ++i)
    fprintf(page->sink.file, "H%.1fV%.1f",
            s->left + (s->right - s->left) * kr_grid_number(g, i, "cost_musd") / most_cost,
            kr_chart_y(s, kr_grid_number(g, i, "saved")));
  fprintf(page->sink.file, "H%.1f\"/>\n", s->right);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fprintf(page->sink.file, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>",
            s->left + (s->right - s->left) * kr_grid_number(g, i, "cost_musd") / most_cost,
            kr_chart_y(s, kr_grid_number(g, i, "saved")));
    snprintf(text, sizeof text, "%s: %s", kr_grid_text(g, i, "cost_musd"), kr_grid_text(g, i, "upgrades"));
    kr_html_text(&page->sink, text);
    fputs("</title></circle>\n", page->sink.file);
  }
}

static void put_frontier_numbers(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_NUMBER(COST_MUSD), KR_NUMBER(SAVES), KR_NUMBER(SERVED_T), KR_NUMBER(GAP),
                                     KR_MESSAGE_UPGRADES};
  char text[KR_VALUE_ROOM];
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_FRONTIER), heads, 5);
  for (int32_t i = 0; i < g->n_rows; ++i) {
    fputs("<tr>", page->sink.file);
    kr_page_cell(page, kr_grid_number(g, i, "cost_musd"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "saved"), 0);
    kr_page_cell(page, kr_grid_number(g, i, "served_t"), 0);
    fprintf(page->sink.file, "<td class=\"n\">%s", kr_value_percent(kr_grid_number(g, i, "gap"), 2, text));
    kr_page_cell_text(page, kr_grid_text(g, i, "upgrades"));
    kr_page_end_row(page);
  }
  kr_page_close_numbers(page);
}

static void put_picture(kr_page *page, const kr_grid *g, kr_screen screen) {
  kr_chart_scale s = kr_chart_scale_make(0, most_of(g, "saved"), 5),
                 costs = kr_chart_scale_make(0, most_of(g, "cost_musd"), screen == KR_WIDE ? 6 : 4);
  s.left = 82, s.right = widths[screen] - 20, s.top = 12, s.bottom = HEIGHT - 40;
  kr_chart_open(page, screen, widths[screen], HEIGHT, kr_page_word(page, KR_MESSAGE_FRONTIER));
  kr_chart_grid(page, &s);
  put_costs(page, &s, &costs);
  put_sets(page, g, &s, costs.high);
  kr_chart_close(page);
}

static void put_frontier(kr_page *page, const kr_grid *g) {
  kr_page_section(page, "frontier", KR_MESSAGE_FRONTIER);
  kr_page_element(page, "p class=\"note\"", KR_MESSAGE_FRONTIER_NOTE);
  put_picture(page, g, KR_WIDE);
  put_picture(page, g, KR_NARROW);
  put_frontier_numbers(page, g);
  kr_page_end_section(page);
}

/* ---- the upgrades ---- */

static void put_upgrade(kr_page *page, const kr_grid *g, int32_t i) {
  bool is_bought = kr_grid_number(g, i, "bought") == 1;
  const char *name = kr_grid_text(g, i, "name");
  fprintf(page->sink.file, "<tr%s><th scope=\"row\">", is_bought ? " class=\"bought\"" : "");
  kr_html_text(&page->sink, kr_grid_text(g, i, "upgrade_id"));
  kr_page_cell_text(page, name);
  kr_page_cell_text(page, kr_page_word(page, is_bought ? KR_MESSAGE_YES : KR_MESSAGE_NO));
  kr_page_cell(page, kr_grid_number(g, i, "cost_musd"), 0);
  kr_page_cell(page, kr_grid_number(g, i, "alone_saves"), 0);
  kr_page_cell(page, kr_grid_number(g, i, "loss_without"), 0);
  kr_page_end_row(page);
}

static void put_upgrades(kr_page *page, const kr_grid *g) {
  static const kr_message heads[] = {KR_MESSAGE_UPGRADE,   KR_MESSAGE_NAME,        KR_MESSAGE_BOUGHT,
                                     KR_NUMBER(COST_MUSD), KR_NUMBER(ALONE_SAVES), KR_NUMBER(LOSS_WITHOUT)};
  kr_page_section(page, "upgrades", KR_MESSAGE_UPGRADES);
  kr_page_open_table(page, kr_page_word(page, KR_MESSAGE_UPGRADES), heads, 6);
  for (int32_t i = 0; i < g->n_rows; ++i) put_upgrade(page, g, i);
  kr_page_close_table(page);
  kr_page_end_section(page);
}

kr_status kr_invest_page(const kr_study_page *s, kr_error *err) {
  kr_grid sets = {0}, upgrades = {0};
  kr_status status = KR_OK;
  KR_TRY(kr_grid_read(&sets, s->report->folder, "frontier.csv", s->messages, err));
  KR_TRY(kr_grid_read(&upgrades, s->report->folder, "invest.csv", s->messages, err));
  KR_TRY(kr_invest_check(s, &sets, &upgrades, err));
  KR_TRY(put_lead(s, &sets, &upgrades, err));
  put_upgrades(s->page, &upgrades);
  if (sets.n_rows > 1) put_frontier(s->page, &sets);
done:
  kr_grid_clear(&sets);
  kr_grid_clear(&upgrades);
  return status;
}
