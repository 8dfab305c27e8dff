#include <math.h>

#include "cli/report/chart.h"
#include "cli/report/studies.h"

/* Plans on parallel axes, each from the best to the worst: a line that lies wholly above another dominates it. */

#define WIDTH 960.0
#define HEIGHT 230.0
#define TOP 46.0
#define LEFT 70.0
#define NAMES 220.0
#define N_GOALS 5

static const struct {
  kr_message name;
  const char *column;
  double factor;
  int sign; /* -1: more is better */
} goals[N_GOALS] = {{KR_MESSAGE_SERVED_T, "served_t", 1, -1},
                    {KR_MESSAGE_TOTAL_TH, "weighted_tonne_hours", 1, 1},
                    {KR_MESSAGE_LATE_TD, "late_tonne_days", 1, 1},
                    {KR_MESSAGE_COST_MUSD, "cost_usd", 1e-6, 1},
                    {KR_MESSAGE_CO2_KT, "co2_t", 1e-3, 1}};

typedef struct axis {
  double x, best, worst; /* less is better */
} axis;

static double value_of(const kr_grid *g, int32_t row, int goal) {
  return goals[goal].sign * goals[goal].factor * kr_grid_number(g, row, goals[goal].column);
}

static axis axis_of(const kr_grid *g, const int32_t *rows, int32_t n, int goal) {
  axis a = {LEFT + goal * (WIDTH - NAMES - LEFT) / (N_GOALS - 1), INFINITY, -INFINITY};
  for (int32_t i = 0; i < n; ++i) {
    a.best = fmin(a.best, value_of(g, rows[i], goal));
    a.worst = fmax(a.worst, value_of(g, rows[i], goal));
  }
  return a;
}

/** What does not differ by more than rounding stands at the top. */
static double place_of(const axis *a, double value) {
  double span = a->worst - a->best;
  bool differs = span > 1e-6 * fmax(fabs(a->best), fabs(a->worst));
  return TOP + (differs ? (HEIGHT - TOP - 24) * (value - a->best) / span : 0);
}

static void put_axis(kr_page *page, const axis *a, int goal) {
  char text[KR_VALUE_ROOM];
  int decimals = fabs(a->worst) < 1000 ? 1 : 0;
  kr_chart_text(page, a->x, 14, "tick mid", kr_page_word(page, goals[goal].name));
  kr_chart_line(page, a->x, TOP, a->x, HEIGHT - 24, "axis");
  kr_chart_text(page, a->x, TOP - 9, "tick mid", kr_value_plain(goals[goal].sign * a->best, decimals, text));
  if (place_of(a, a->worst) > TOP)
    kr_chart_text(page, a->x, HEIGHT - 8, "tick mid", kr_value_plain(goals[goal].sign * a->worst, decimals, text));
}

/** Names at the right of the last axis, moved apart where they would touch. */
static void put_plan(kr_page *page, const kr_grid *g, int32_t row, const axis *axes, int32_t i) {
  bool is_dominated = kr_grid_text(g, row, "dominated_by")[0] != '\0';
  char text[300];
  double end = place_of(&axes[N_GOALS - 1], value_of(g, row, N_GOALS - 1)), name_y = TOP + i * 17;
  fprintf(page->sink.file, "<path class=\"plan p%d%s\" d=\"", (int)(i % 8), is_dominated ? " dominated" : "");
  for (int k = 0; k < N_GOALS; ++k)
    fprintf(page->sink.file, "%s%.1f %.1f", k ? "L" : "M", axes[k].x, place_of(&axes[k], value_of(g, row, k)));
  fprintf(page->sink.file, "C%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n", axes[N_GOALS - 1].x + 22, end,
          axes[N_GOALS - 1].x + 22, name_y, axes[N_GOALS - 1].x + 44, name_y);
  snprintf(text, sizeof text, "%s%s%s", kr_grid_text(g, row, "plan"), is_dominated ? " ≺ " : "",
           kr_grid_text(g, row, "dominated_by"));
  kr_chart_text(page, axes[N_GOALS - 1].x + 50, name_y + 4, "name", text);
}

void kr_pareto_put(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n) {
  const char *name = kr_page_word(page, KR_MESSAGE_PARETO);
  axis axes[N_GOALS];
  kr_page_open_scroll(page, name);
  kr_chart_open(page, WIDTH, fmax(HEIGHT, TOP + n * 17 + 10), name);
  for (int k = 0; k < N_GOALS; ++k) {
    axes[k] = axis_of(g, rows, n, k);
    put_axis(page, &axes[k], k);
  }
  for (int32_t i = 0; i < n; ++i) put_plan(page, g, rows[i], axes, i);
  kr_chart_close(page);
  kr_page_close_scroll(page);
}
