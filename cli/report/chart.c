#include "cli/report/chart.h"

#include "cli/report/text_width.h"
#include "cli/svg.h"

#define NAME_SIZE 11.5 /* of letters, as report.css has it */
#define NAME_ROOM 300

void kr_chart_open(kr_page *page, kr_screen screen, double width, double height, const char *name) {
  static const char *const classes[] = {[KR_WIDE] = " wide", [KR_NARROW] = " narrow", [KR_ANY_SCREEN] = ""};
  fprintf(page->sink.file,
          "<svg class=\"chart%s\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\"",
          classes[screen], width, height, width, height);
  kr_html_attribute(&page->sink, "aria-label", name);
  fputs(">\n", page->sink.file);
}

void kr_chart_close(kr_page *page) { fputs("</svg>\n", page->sink.file); }

void kr_chart_text(kr_page *page, double x, double y, const char *classes, const char *text) {
  fprintf(page->sink.file, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, classes);
  kr_html_text(&page->sink, text);
  fputs("</text>\n", page->sink.file);
}

void kr_chart_name(kr_page *page, double x, double y, const char *classes, const char *name, double room) {
  char fit[NAME_ROOM], all[32];
  snprintf(all, sizeof all, "name %s", classes);
  kr_chart_text(page, x, y, all, kr_text_fit(name, room / NAME_SIZE, fit, sizeof fit));
}

void kr_chart_line(kr_page *page, double x1, double y1, double x2, double y2, const char *classes) {
  fprintf(page->sink.file, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n", x1, y1, x2, y2,
          classes);
}

void kr_chart_rect(kr_page *page, double x, double y, double width, double height, const char *classes) {
  fprintf(page->sink.file, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>\n", x, y, width,
          height, classes);
}

kr_chart_scale kr_chart_scale_make(double low, double high, int32_t most) {
  kr_ticks ticks = kr_ticks_make(low, high, most);
  return (kr_chart_scale){.low = ticks.low, .high = ticks.high, .step = ticks.step};
}

double kr_chart_y(const kr_chart_scale *s, double value) {
  return s->bottom - (s->bottom - s->top) * (value - s->low) / (s->high - s->low);
}

void kr_chart_grid(kr_page *page, const kr_chart_scale *s) {
  char text[32];
  int n = (int)((s->high - s->low) / s->step + 1.5);
  for (int i = 0; i < n; ++i) {
    double value = s->low + i * s->step, y = kr_chart_y(s, value);
    kr_chart_line(page, s->left, y, s->right, y, i == 0 ? "axis" : "grid");
    kr_chart_text(page, s->left - 6, y + 4, "tick end", kr_ticks_text(value, s->step, text));
  }
}
