#include <math.h>

#include "cli/report/chart.h"
#include "cli/report/parts.h"
#include "cli/svg.h"

/* Plan and bound as the solve went on. */

#define HEIGHT 240.0
#define FAR 25.0   /* percent: what differs more from the plan in the end stands at the rim */
#define LEAST 1e-3 /* percent shown at least */

static const double widths[KR_N_SCREENS] = {[KR_WIDE] = 960, [KR_NARROW] = KR_NARROW_WIDTH};

/** By how many percent of the plan in the end a value differs from it, FAR at most. */
static double percent(const kr_claims *claims, double value) {
  double part = 100 * (value - claims->objective) / fmax(1, fabs(claims->objective));
  return fmin(fmax(part, -FAR), FAR);
}

static double value_of(const kr_incumbent *p, bool is_bound) { return is_bound ? p->bound : p->objective; }

/** Of values in percent, and of seconds: its `left` … `right` are theirs. */
typedef struct axes {
  kr_chart_scale y, x;
} axes;

static axes axes_of(const kr_claims *claims, kr_screen screen) {
  double low = -LEAST, high = LEAST, end_s = 1e-3;
  for (size_t i = 0; i < claims->n_curve; ++i) {
    const kr_incumbent *p = &claims->curve[i];
    if (isfinite(p->objective)) high = fmax(high, percent(claims, p->objective));
    if (isfinite(p->bound)) low = fmin(low, percent(claims, p->bound));
    end_s = fmax(end_s, p->wall_s);
  }
  axes out = {kr_chart_scale_make(low, high, 5), kr_chart_scale_make(0, end_s, screen == KR_WIDE ? 6 : 3)};
  out.y.left = 64, out.y.right = widths[screen] - 14, out.y.top = 16, out.y.bottom = HEIGHT - 36;
  return out;
}

static double x_of(const axes *a, double seconds) { return a->y.left + (a->y.right - a->y.left) * seconds / a->x.high; }

/** A line of steps: what was known holds until something better is. Of a single point only the dot is to be seen. */
static void put_line(kr_page *page, const kr_claims *claims, const axes *a, bool is_bound) {
  double x = NAN, y = NAN;
  fprintf(page->sink.file, "<path class=\"%s\" d=\"", is_bound ? "line-b" : "line-a");
  for (size_t i = 0; i < claims->n_curve; ++i) {
    double value = value_of(&claims->curve[i], is_bound);
    if (!isfinite(value)) continue;
    bool has_begun = isfinite(x);
    x = x_of(a, claims->curve[i].wall_s), y = kr_chart_y(&a->y, percent(claims, value));
    fprintf(page->sink.file, has_begun ? "H%.1fV%.1f" : "M%.1f %.1f", x, y);
  }
  fprintf(page->sink.file, "%s\"/>\n", isfinite(x) ? "" : "M0 0");
  if (isfinite(x))
    fprintf(page->sink.file, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", is_bound ? "dot-b" : "dot", x,
            y);
}

static void put_axes(kr_page *page, const axes *a) {
  char text[32];
  int n = (int)(a->x.high / a->x.step + 1.5);
  kr_chart_grid(page, &a->y);
  kr_chart_text(page, a->y.left - 6, 10, "tick end", "%");
  for (int i = 0; i < n; ++i)
    kr_chart_text(page, x_of(a, i * a->x.step), a->y.bottom + 16, "tick mid",
                  kr_ticks_text(i * a->x.step, a->x.step, text));
  kr_chart_text(page, (a->y.left + a->y.right) / 2, HEIGHT - 1, "tick mid", kr_page_word(page, KR_MESSAGE_S));
}

static void put_key(kr_page *page) {
  fputs("<ul class=\"key\"><li><i class=\"line-a\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_OBJECTIVE);
  fputs("<li><i class=\"line-b\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_BOUND);
  fputs("</ul>\n", page->sink.file);
}

static void put_picture(kr_page *page, const kr_claims *claims, kr_screen screen) {
  axes a = axes_of(claims, screen);
  kr_chart_open(page, screen, widths[screen], HEIGHT, kr_page_word(page, KR_MESSAGE_SOLVE));
  put_axes(page, &a);
  put_line(page, claims, &a, true);
  put_line(page, claims, &a, false);
  kr_chart_close(page);
}

static void put_numbers(kr_page *page, const kr_claims *claims) {
  static const kr_message heads[] = {KR_NUMBER(SECONDS), KR_NUMBER(OBJECTIVE), KR_NUMBER(BOUND)};
  kr_page_open_numbers(page, kr_page_word(page, KR_MESSAGE_SOLVE), heads, 3);
  for (size_t i = 0; i < claims->n_curve; ++i) {
    const kr_incumbent *p = &claims->curve[i];
    fputs("<tr>", page->sink.file);
    kr_page_cell(page, p->wall_s, 3);
    kr_page_cell(page, isfinite(p->objective) ? p->objective : NAN, 0);
    kr_page_cell(page, isfinite(p->bound) ? p->bound : NAN, 0);
  }
  kr_page_close_numbers(page);
}

static void put_proof(kr_page *page, const kr_claims *claims) {
  static const kr_message heads[] = {KR_MESSAGE_OBJECTIVE, KR_MESSAGE_BOUND, KR_MESSAGE_GAP};
  char text[KR_VALUE_ROOM];
  const double values[] = {claims->objective, claims->bound};
  fputs("<dl class=\"line\" id=\"proof\">", page->sink.file);
  for (int i = 0; i < 3; ++i) {
    fputs("<div><dt>", page->sink.file);
    kr_page_say(page, heads[i]);
    fprintf(page->sink.file, "<dd>%s %s</div>\n",
            i < 2 ? kr_value(values[i], 0, text) : kr_value_percent(claims->gap, 2, text),
            i < 2 ? kr_page_word(page, KR_MESSAGE_T_H) : "");
  }
  fputs("</dl>\n", page->sink.file);
}

void kr_part_solve(kr_page *page, const kr_facts *f) {
  kr_page_section(page, "solve", KR_MESSAGE_SOLVE);
  kr_page_element(page, "p class=\"note\"", KR_MESSAGE_SOLVE_NOTE);
  put_proof(page, f->claims);
  if (f->claims->n_curve == 1) kr_page_element(page, "p", KR_MESSAGE_SOLVE_ONE_POINT);
  if (f->claims->n_curve > 0) {
    put_key(page);
    put_picture(page, f->claims, KR_WIDE);
    put_picture(page, f->claims, KR_NARROW);
    put_numbers(page, f->claims);
  } else {
    kr_page_element(page, "p", KR_MESSAGE_SOLVE_NO_CURVE);
  }
  kr_page_end_section(page);
}
