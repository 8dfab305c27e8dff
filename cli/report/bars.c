#include "cli/report/bars.h"

#include <math.h>

#define MOST_BARS 25
#define NAMES "resource_id"

/** Where the bars stand. On narrow screens a name has a line of its own, above its bar. */
typedef struct frame {
  double width, left, row, bar, letters, names_end, names_room; /* bar, letters: below the row's upper side */
  const char *anchor;
} frame;

static const frame frames[KR_N_SCREENS] = {[KR_WIDE] = {960, 260, 22, 4, 15, 252, 252, "end"},
                                           [KR_NARROW] = {KR_NARROW_WIDTH, 0, 38, 17, 12, 0, KR_NARROW_WIDTH, ""}};

#define FIGURE 92.0 /* room of a number behind its bar */
#define THICK 10.0
#define THIN 4.0

int32_t kr_bars_largest(const kr_grid *g, const char *column) {
  int32_t best = 0;
  for (int32_t i = 1; i < g->n_rows; ++i)
    if (kr_grid_number(g, i, column) > kr_grid_number(g, best, column)) best = i;
  return best;
}

static double most_of(const kr_grid *g, const char *column, const char *other) {
  double most = kr_grid_number(g, kr_bars_largest(g, column), column);
  if (other) most = fmax(most, kr_grid_number(g, kr_bars_largest(g, other), other));
  return most > 0 ? most : 1;
}

static double put_bar(kr_page *page, const frame *at, double part, double y, double thick) {
  double width = (at->width - at->left - FIGURE) * fmax(part, 0);
  kr_chart_rect(page, at->left, y, fmax(width, 0.5), thick, thick == THIN ? "bar-b" : "bar-a");
  return at->left + width;
}

static void put_picture(kr_page *page, const kr_grid *g, const char *column, const char *other, const char *name,
                        kr_screen screen) {
  const frame *at = &frames[screen];
  int32_t n = g->n_rows < MOST_BARS ? g->n_rows : MOST_BARS;
  double most = most_of(g, column, other);
  char text[KR_VALUE_ROOM];
  kr_chart_open(page, screen, at->width, n * at->row + 6, name);
  for (int32_t i = 0; i < n; ++i) {
    double value = kr_grid_number(g, i, column), y = i * at->row;
    kr_chart_name(page, at->names_end, y + at->letters, at->anchor, kr_grid_text(g, i, NAMES), at->names_room);
    double end = put_bar(page, at, value / most, y + at->bar, THICK);
    kr_chart_text(page, end + 5, y + at->bar + 9, "tick", kr_value_plain(value, 0, text));
    if (other) put_bar(page, at, kr_grid_number(g, i, other) / most, y + at->bar + THICK + 1, THIN);
  }
  kr_chart_close(page);
}

void kr_bars_put(kr_page *page, const kr_grid *g, const char *column, const char *other, const char *name) {
  if (g->n_rows == 0) return;
  for (int screen = 0; screen < KR_N_SCREENS; ++screen) put_picture(page, g, column, other, name, (kr_screen)screen);
}
