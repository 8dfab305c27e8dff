#include <math.h>

#include "cli/report/chart.h"
#include "cli/report/parts.h"

/* Plan and bound as the solve went on. */

#define WIDTH 960.0
#define HEIGHT 220.0
#define FAR 0.25 /* of the plan: what lies farther from the end stands at the rim */

typedef struct span {
  double low, high, end_s;
} span;

static span span_of(const kr_claims *claims) {
  double objective = claims->objective, far = FAR * fmax(1, fabs(objective));
  span s = {objective, objective, 0};
  for (size_t i = 0; i < claims->n_curve; ++i) {
    const kr_incumbent *p = &claims->curve[i];
    if (isfinite(p->objective)) s.high = fmax(s.high, fmin(p->objective, objective + far));
    if (isfinite(p->bound)) s.low = fmin(s.low, fmax(p->bound, objective - far));
    s.end_s = fmax(s.end_s, p->wall_s);
  }
  double least = 1e-6 * fmax(1, fabs(objective));
  if (s.high - s.low < least) s.low -= least, s.high += least;
  if (!(s.end_s > 0)) s.end_s = 1e-3;
  return s;
}

static double value_of(const kr_incumbent *p, bool is_bound) { return is_bound ? p->bound : p->objective; }

/** A line of steps: what was known holds until something better is. */
static void put_line(kr_page *page, const kr_claims *claims, const kr_chart_scale *s, const span *sp, bool is_bound) {
  bool has_begun = false;
  fprintf(page->sink.file, "<path class=\"%s\" d=\"", is_bound ? "line-b" : "line-a");
  for (size_t i = 0; i < claims->n_curve; ++i) {
    double value = value_of(&claims->curve[i], is_bound);
    if (!isfinite(value)) continue;
    double x = s->left + (s->right - s->left) * claims->curve[i].wall_s / sp->end_s;
    double y = kr_chart_y(s, fmin(fmax(value, sp->low), sp->high));
    fprintf(page->sink.file, has_begun ? "H%.1fV%.1f" : "M%.1f %.1f", x, y);
    has_begun = true;
  }
  fprintf(page->sink.file, "%s\"/>\n", has_begun ? "" : "M0 0");
}

/** The axis tells by how much a value differs from the plan in the end. */
static void put_axis(kr_page *page, const kr_chart_scale *s, const span *sp, double objective) {
  char text[KR_VALUE_ROOM + 8], plain[KR_VALUE_ROOM];
  for (int i = 0; i <= 4; ++i) {
    double value = sp->low + i * (sp->high - sp->low) / 4, y = kr_chart_y(s, value);
    double part = 100 * (value - objective) / fmax(1, fabs(objective));
    kr_chart_line(page, s->left, y, s->right, y, i == 0 ? "axis" : "grid");
    snprintf(text, sizeof text, "%s%s %%", part > 0 ? "+" : "", kr_value_plain(part, fabs(part) < 0.01 ? 3 : 2, plain));
    kr_chart_text(page, s->left - 6, y + 4, "tick end", text);
  }
  for (int i = 0; i <= 4; ++i) {
    snprintf(text, sizeof text, "%s %s", kr_value_plain(sp->end_s * i / 4, 2, plain), kr_page_word(page, KR_MESSAGE_S));
    kr_chart_text(page, s->left + (s->right - s->left) * i / 4, s->bottom + 16, i == 4 ? "tick end" : "tick mid", text);
  }
}

static void put_picture(kr_page *page, const kr_claims *claims) {
  span sp = span_of(claims);
  kr_chart_scale s = {.left = 76, .right = WIDTH - 6, .top = 10, .bottom = HEIGHT - 24, .low = sp.low, .high = sp.high};
  fputs("<ul class=\"key\"><li><i class=\"line-a\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_OBJECTIVE);
  fputs("<li><i class=\"line-b\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_BOUND);
  fputs("</ul>\n", page->sink.file);
  kr_page_open_scroll(page, kr_page_word(page, KR_MESSAGE_SOLVE));
  kr_chart_open(page, WIDTH, HEIGHT, kr_page_word(page, KR_MESSAGE_SOLVE));
  put_axis(page, &s, &sp, claims->objective);
  put_line(page, claims, &s, &sp, true);
  put_line(page, claims, &s, &sp, false);
  kr_chart_close(page);
  kr_page_close_scroll(page);
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
  if (f->claims->n_curve > 0) {
    put_picture(page, f->claims);
    put_numbers(page, f->claims);
  } else {
    kr_page_element(page, "p", KR_MESSAGE_SOLVE_NO_CURVE);
  }
  kr_page_end_section(page);
}
