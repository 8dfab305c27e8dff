#include <math.h>

#include "cli/report/chart.h"
#include "cli/report/projection.h"
#include "cli/report/studies.h"

/* Plans on parallel axes, each from the best to the worst: a line that lies wholly above another dominates it. */

#define N_GOALS 5
#define LINE 17.0 /* of names */

/** On wide screens axes stand side by side; on narrow ones they lie one below the other, the best at the left. */
typedef struct frame {
  double width, height, from, step, best, worst; /* from, step: of the axes; best, worst: ends of each */
  bool is_lying;
} frame;

static const frame frames[KR_N_SCREENS] = {
    [KR_WIDE] = {960, 230, 70, 167.5, 46, 206, false}, [KR_NARROW] = {KR_NARROW_WIDTH, 270, 26, 52, 8, 352, true}};

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
  double at, best, worst; /* less is better */
} axis;

static double value_of(const kr_grid *g, int32_t row, int goal) {
  return goals[goal].sign * goals[goal].factor * kr_grid_number(g, row, goals[goal].column);
}

static axis axis_of(const frame *f, const kr_grid *g, const int32_t *rows, int32_t n, int goal) {
  axis a = {f->from + goal * f->step, INFINITY, -INFINITY};
  for (int32_t i = 0; i < n; ++i) {
    a.best = fmin(a.best, value_of(g, rows[i], goal));
    a.worst = fmax(a.worst, value_of(g, rows[i], goal));
  }
  return a;
}

/** What does not differ by more than rounding is all best. */
static bool differs(const axis *a) { return a->worst - a->best > 1e-6 * fmax(fabs(a->best), fabs(a->worst)); }

static kr_point point_of(const frame *f, const axis *a, double value) {
  double along = f->best + (differs(a) ? (f->worst - f->best) * (value - a->best) / (a->worst - a->best) : 0);
  return f->is_lying ? (kr_point){along, a->at} : (kr_point){a->at, along};
}

static void put_axis(kr_page *page, const frame *f, const axis *a, int goal) {
  char best[KR_VALUE_ROOM], worst[KR_VALUE_ROOM];
  int decimals = fabs(a->worst) < 1000 ? 1 : 0;
  kr_point p = point_of(f, a, a->best), q = f->is_lying ? (kr_point){f->worst, a->at} : (kr_point){a->at, f->worst};
  kr_value_plain(goals[goal].sign * a->best, decimals, best);
  kr_value_plain(goals[goal].sign * a->worst, decimals, worst);
  kr_chart_line(page, p.x, p.y, q.x, q.y, "axis");
  if (f->is_lying) {
    kr_chart_text(page, (p.x + q.x) / 2, p.y - 12, "name mid halo", kr_page_word(page, goals[goal].name));
    kr_chart_text(page, p.x + 5, p.y + 14, "tick halo", best);
    if (differs(a)) kr_chart_text(page, q.x - 5, q.y + 14, "tick end halo", worst);
    return;
  }
  kr_chart_text(page, p.x, 14, "tick mid", kr_page_word(page, goals[goal].name));
  kr_chart_text(page, p.x, p.y - 9, "tick mid", best);
  if (differs(a)) kr_chart_text(page, q.x, q.y + 16, "tick mid", worst);
}

/** The end of a plan's line: its name, at the right of the last axis or below it, apart from the others. */
static void put_name(kr_page *page, const frame *f, const kr_grid *g, int32_t row, kr_point end, int32_t i) {
  char text[300];
  const char *better = kr_grid_text(g, row, "dominated_by");
  double x = f->is_lying ? 34 : end.x + 50, y = f->is_lying ? f->height + i * LINE : f->best + i * LINE;
  if (f->is_lying)
    fprintf(page->sink.file, "M8 %.1fH28", y);
  else
    fprintf(page->sink.file, "C%.1f %.1f %.1f %.1f %.1f %.1f", end.x + 22, end.y, end.x + 22, y, end.x + 44, y);
  fputs("\"/>\n", page->sink.file);
  snprintf(text, sizeof text, "%s%s%s", kr_grid_text(g, row, "plan"), better[0] ? " ≺ " : "", better);
  kr_chart_name(page, x, y + 4, "", text, f->width - x);
}

static void put_plan(kr_page *page, const frame *f, const kr_grid *g, int32_t row, const axis *axes, int32_t i) {
  bool is_dominated = kr_grid_text(g, row, "dominated_by")[0] != '\0';
  kr_point p = {0, 0};
  fprintf(page->sink.file, "<path class=\"plan p%d%s\" d=\"", (int)(i % 8), is_dominated ? " dominated" : "");
  for (int k = 0; k < N_GOALS; ++k) {
    p = point_of(f, &axes[k], value_of(g, row, k));
    fprintf(page->sink.file, "%s%.1f %.1f", k ? "L" : "M", p.x, p.y);
  }
  put_name(page, f, g, row, p, i);
}

static void put_picture(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n, kr_screen screen) {
  const frame *f = &frames[screen];
  double names = f->is_lying ? f->height + n * LINE : f->best + n * LINE + 10;
  axis axes[N_GOALS];
  kr_chart_open(page, screen, f->width, fmax(f->height, names), kr_page_word(page, KR_MESSAGE_PARETO));
  for (int k = 0; k < N_GOALS; ++k) {
    axes[k] = axis_of(f, g, rows, n, k);
    put_axis(page, f, &axes[k], k);
  }
  for (int32_t i = 0; i < n; ++i) put_plan(page, f, g, rows[i], axes, i);
  kr_chart_close(page);
}

void kr_pareto_put(kr_page *page, const kr_grid *g, const int32_t *rows, int32_t n) {
  put_picture(page, g, rows, n, KR_WIDE);
  put_picture(page, g, rows, n, KR_NARROW);
}
