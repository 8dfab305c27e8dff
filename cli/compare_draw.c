#include <math.h>
#include <stdio.h>

#include "cli/compare.h"
#include "cli/svg.h"

/* The pictures of a comparison: bars for every plan and level of demand, and which plans are dominated. */

#define MARGIN 20.0
#define ROW 24.0    /* of a plan */
#define BAR 14.0    /* its bar */
#define PANEL 175.0 /* a measure */
#define GAP 75.0    /* … and the room for the figures behind its bars */
#define N_MEASURES 4
#define FINER 200 /* figures than ticks */

static const kr_svg_type head = {"start", 15, "#000000", true}, name_left = {"end", 12, "#000000", false},
                         block = {"start", 12, "#000000", true}, measure_head = {"start", 12, "#000000", false},
                         figure = {"start", 11, "#333333", false}, tick = {"middle", 10, "#444444", false},
                         axis_head = {"middle", 11, "#000000", false}, plan_name = {"start", 12, "#000000", false};
static const kr_svg_pen grid = {"#dddddd", 1, NULL}, axis = {"#888888", 1, NULL};

static double served_of(const kr_totals *t) { return t->asked_t > 0 ? 100 * t->served_t / t->asked_t : 0; }
static double mean_of(const kr_totals *t) { return t->served_t > 0 ? t->hours_t_h / t->served_t / 24 : 0; }
static double p90_of(const kr_totals *t) { return t->p90_h / 24; }
static double late_of(const kr_totals *t) { return t->late_t_h / 24; }

static const struct {
  const char *name;
  double (*of)(const kr_totals *t);
} measures[N_MEASURES] = {{"served, % of tonnes", served_of},
                          {"mean transit, days", mean_of},
                          {"90th percentile of transit, days", p90_of},
                          {"late, tonne-days", late_of}};

static double label_width(const kr_compare *x) {
  double most = 40;
  for (int32_t p = 0; p < x->n_plans; ++p) most = fmax(most, kr_svg_text_width(kr_compare_plan(x, p), name_left.size));
  return most;
}

static const char *demand_text(const kr_compare *x, int32_t demand, char out[60]) {
  char factor[KR_DECIMAL_ROOM];
  kr_decimal_write(x->demands[demand], factor);
  snprintf(out, 60, "Demand × %s", factor);
  return out;
}

/* ---- bars ---- */

/** Where the panels of one measure are, and their scale: the same for all levels of demand. */
typedef struct panel {
  int32_t measure;
  double left;
  kr_ticks ticks;
} panel;

static double block_top(const kr_compare *x, int32_t demand) { return MARGIN + 62 + demand * (x->n_plans * ROW + 34); }

static panel panel_of(const kr_compare *x, int32_t measure) {
  double high = measure == 0 ? 100 : 0;
  for (int32_t i = 0; i < kr_n_scenarios(x); ++i) high = fmax(high, measures[measure].of(&x->compared[i].all));
  return (panel){measure, MARGIN + label_width(x) + 10 + measure * (PANEL + GAP), kr_ticks_make(0, high, 4)};
}

static void draw_bar(kr_sink *sink, const kr_compare *x, const panel *p, int32_t i) {
  const kr_compared *s = &x->compared[i];
  char text[32];
  double value = measures[p->measure].of(&s->all), width = PANEL * value / p->ticks.high;
  double y = block_top(x, s->demand) + s->plan * ROW + (ROW - BAR) / 2;
  kr_svg_rect(sink, &(kr_box){p->left, y, width, BAR}, kr_svg_colour(s->plan));
  kr_ticks_text(value, p->ticks.step / FINER, text);
  kr_svg_rect(sink, &(kr_box){p->left + width + 2, y, kr_svg_text_width(text, figure.size), BAR}, "#ffffff");
  kr_svg_text(sink, p->left + width + 4, y + BAR - 3, &figure, text);
}

static void draw_panel(kr_sink *sink, const kr_compare *x, const panel *p, int32_t demand) {
  double top = block_top(x, demand), bottom = top + x->n_plans * ROW;
  char text[32];
  for (int32_t k = 0; k < p->ticks.n; ++k) {
    double value = p->ticks.low + k * p->ticks.step, at = p->left + PANEL * value / p->ticks.high;
    kr_svg_line(sink, at, top, at, bottom, k ? &grid : &axis);
    kr_svg_text(sink, at, bottom + 13, &tick, kr_ticks_text(value, p->ticks.step, text));
  }
  for (int32_t plan = 0; plan < x->n_plans; ++plan) draw_bar(sink, x, p, demand * x->n_plans + plan);
}

static void draw_names(kr_sink *sink, const kr_compare *x, int32_t demand) {
  char text[60];
  double top = block_top(x, demand), right = MARGIN + label_width(x);
  kr_svg_text(sink, MARGIN, top - 5, &block, demand_text(x, demand, text));
  for (int32_t p = 0; p < x->n_plans; ++p)
    kr_svg_text(sink, right, top + p * ROW + ROW / 2 + 4, &name_left, kr_compare_plan(x, p));
}

static void draw_bars(kr_sink *sink, const kr_compare *x) {
  double width = 2 * MARGIN + label_width(x) + 10 + N_MEASURES * (PANEL + GAP);
  kr_svg_begin(sink, width, block_top(x, x->n_demands) + MARGIN - 20, "What the plans do to the freight");
  kr_svg_text(sink, MARGIN, MARGIN + 12, &head, "What the plans do to the freight");
  for (int32_t d = 0; d < x->n_demands; ++d) draw_names(sink, x, d);
  for (int32_t m = 0; m < N_MEASURES; ++m) {
    panel p = panel_of(x, m);
    kr_svg_text(sink, p.left, MARGIN + 37, &measure_head, measures[m].name);
    for (int32_t d = 0; d < x->n_demands; ++d) draw_panel(sink, x, &p, d);
  }
  kr_svg_end(sink);
}

/* ---- which plans are dominated ---- */

#define SPREAD 150.0 /* between axes */
#define HEIGHT 190.0
#define N_GOALS 5
#define NAME_ROW 15.0

static double cost_of(const kr_totals *t) { return t->cost_usd / 1e6; }
static double co2_of(const kr_totals *t) { return t->co2_t / 1e3; }
static double tonnes_of(const kr_totals *t) { return -t->served_t; }
static double weighted_of(const kr_totals *t) { return t->weighted_t_h; }

/** What a plan is judged by; less is better, of tonnes served less of their negative. */
static const struct {
  const char *name;
  double (*of)(const kr_totals *t);
  int sign;
} goals[N_GOALS] = {{"served, t", tonnes_of, -1},
                    {"total, weighted t·h", weighted_of, 1},
                    {"late, tonne-days", late_of, 1},
                    {"cost, million USD", cost_of, 1},
                    {"CO₂, 1000 t", co2_of, 1}};

typedef struct scale {
  double best, worst;
} scale;

static scale scale_of(const kr_compare *x, int32_t demand, int32_t goal) {
  scale s = {INFINITY, -INFINITY};
  for (int32_t p = 0; p < x->n_plans; ++p) {
    double value = goals[goal].of(&x->compared[demand * x->n_plans + p].all);
    s = (scale){fmin(s.best, value), fmax(s.worst, value)};
  }
  return s;
}

/** 0 for the best, 1 for the worst; 0 where the plans do not differ by more than rounding. */
static double place_of(scale s, double value) {
  return s.worst - s.best > 1e-6 * fmax(fabs(s.best), fabs(s.worst)) ? (value - s.best) / (s.worst - s.best) : 0;
}

static double names_height(const kr_compare *x) { return fmax(HEIGHT, x->n_plans * NAME_ROW); }

static double axes_top(const kr_compare *x, int32_t demand) { return MARGIN + 120 + demand * (names_height(x) + 95); }

static double axis_left(int32_t goal) { return MARGIN + 60 + goal * SPREAD; }

static void draw_axis(kr_sink *sink, const kr_compare *x, int32_t demand, int32_t goal) {
  scale s = scale_of(x, demand, goal);
  double top = axes_top(x, demand), left = axis_left(goal), step = fmax(s.worst - s.best, 1e-4 * fabs(s.best)) / 50;
  char text[32];
  kr_svg_text(sink, left, top - 26, &axis_head, goals[goal].name);
  kr_svg_line(sink, left, top, left, top + HEIGHT, &axis);
  kr_svg_text(sink, left, top - 10, &tick, kr_ticks_text(goals[goal].sign * s.best, step, text));
  if (place_of(s, s.worst) > 0)
    kr_svg_text(sink, left, top + HEIGHT + 17, &tick, kr_ticks_text(goals[goal].sign * s.worst, step, text));
}

static void draw_plan(kr_sink *sink, const kr_compare *x, int32_t demand, int32_t plan) {
  const kr_compared *c = &x->compared[demand * x->n_plans + plan];
  bool is_dominated = c->dominated_by != KR_NONE;
  const char *colour = kr_svg_colour(plan);
  double xy[2 * N_GOALS], top = axes_top(x, demand), name_at = top + plan * NAME_ROW, end = axis_left(N_GOALS - 1);
  char text[300];
  for (int32_t g = 0; g < N_GOALS; ++g) {
    xy[2 * g] = axis_left(g);
    xy[2 * g + 1] = top + HEIGHT * place_of(scale_of(x, demand, g), goals[g].of(&c->all));
    kr_svg_mark(sink, xy[2 * g], xy[2 * g + 1], is_dominated ? 3 : 4, plan, colour);
  }
  kr_svg_path(sink, xy, N_GOALS, &(kr_svg_pen){colour, is_dominated ? 1.2 : 2.2, is_dominated ? "5 4" : NULL});
  kr_svg_mark(sink, end + 56, name_at, 4, plan, colour);
  snprintf(text, sizeof text, "%s%s%s", kr_compare_plan(x, plan), is_dominated ? ", dominated by " : "",
           is_dominated ? kr_compare_plan(x, c->dominated_by) : "");
  kr_svg_text(sink, end + 66, name_at + 4, &plan_name, text);
}

static double longest_name(const kr_compare *x) {
  return 2 * label_width(x) + kr_svg_text_width(", dominated by ", plan_name.size);
}

static void draw_pareto(kr_sink *sink, const kr_compare *x) {
  static const char title[] = "Which plans are dominated";
  char text[60];
  kr_svg_begin(sink, axis_left(N_GOALS - 1) + 66 + longest_name(x) + MARGIN, axes_top(x, x->n_demands) - 60, title);
  kr_svg_text(sink, MARGIN, MARGIN + 12, &head, title);
  kr_svg_text(sink, MARGIN, MARGIN + 32, &measure_head,
              "Each axis runs from the best plan (top) to the worst; where plans do not differ, all stand at the top.");
  kr_svg_text(sink, MARGIN, MARGIN + 48, &measure_head,
              "Dashed: dominated; the plan named is nowhere worse and somewhere better. Solid: dominated by none.");
  for (int32_t d = 0; d < x->n_demands; ++d) {
    kr_svg_text(sink, MARGIN, axes_top(x, d) - 46, &block, demand_text(x, d, text));
    for (int32_t g = 0; g < N_GOALS; ++g) draw_axis(sink, x, d, g);
    for (int32_t p = 0; p < x->n_plans; ++p) draw_plan(sink, x, d, p);
  }
  kr_svg_end(sink);
}

/* ---- files ---- */

static kr_status write_picture(const kr_compare *x, const char *folder, const char *name,
                               void (*draw)(kr_sink *, const kr_compare *), kr_error *err) {
  kr_sink sink;
  kr_status status = kr_sink_open(&sink, folder, name, err);
  if (status != KR_OK) return status;
  draw(&sink, x);
  return kr_sink_close(&sink, err);
}

kr_status kr_compare_draw(const kr_compare *x, const char *folder, kr_error *err) {
  kr_status status = write_picture(x, folder, "compare.svg", draw_bars, err);
  return status == KR_OK ? write_picture(x, folder, "pareto.svg", draw_pareto, err) : status;
}
