#include <math.h>

#include "cli/report/parts.h"

const char *kr_part_plan(const kr_page *page, const kr_corridor *c, int32_t plan) {
  return plan == KR_PLAN_BASE ? kr_page_word(page, KR_MESSAGE_PLAN_BASE) : kr_ids_text(c->plan_ids, plan);
}

const char *kr_part_date(const kr_corridor *c, int32_t day, char out[11]) {
  kr_date_write(c->start + day, out);
  return out;
}

/* ---- the head ---- */

void kr_part_period(kr_page *page, const kr_corridor *c, bool is_static) {
  char from[11], to[11], days[KR_VALUE_ROOM], step[KR_VALUE_ROOM];
  const char *dated[] = {kr_part_date(c, 0, from), kr_part_date(c, c->days - 1, to), kr_value_plain(c->days, 0, days),
                         kr_value_plain(c->step_hours, 0, step)};
  if (is_static)
    kr_page_fill(page, KR_MESSAGE_PERIOD_STATIC, &dated[2], 1);
  else
    kr_page_fill(page, KR_MESSAGE_PERIOD, dated, 4);
}

static void put_contents(kr_page *page) {
  static const struct {
    const char *id;
    kr_message name;
  } parts[] = {{"map-part", KR_MESSAGE_MAP}, {"heat", KR_MESSAGE_HEAT},       {"prices", KR_MESSAGE_PRICES},
               {"flows", KR_MESSAGE_FLOWS},  {"transit", KR_MESSAGE_TRANSIT}, {"shipments", KR_MESSAGE_SHIPMENTS},
               {"solve", KR_MESSAGE_SOLVE}};
  fputs("<nav", page->sink.file);
  kr_html_attribute(&page->sink, "aria-label", kr_page_word(page, KR_MESSAGE_CONTENTS));
  fputs("><ul>", page->sink.file);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; ++i) {
    fprintf(page->sink.file, "<li><a href=\"#%s\">", parts[i].id);
    kr_page_say(page, parts[i].name);
    fputs("</a>", page->sink.file);
  }
  fputs("</ul></nav>\n", page->sink.file);
}

void kr_part_head(kr_page *page, const kr_facts *f) {
  FILE *file = page->sink.file;
  fputs("<header><p class=\"kind\">", file);
  kr_page_say(page, KR_MESSAGE_REPORT);
  fputs("</p>\n<h1>", file);
  kr_html_text(&page->sink, f->corridor->dataset_name);
  fputs("</h1>\n<p class=\"when\">", file);
  kr_part_period(page, f->corridor, f->claims->is_static);
  fputs(" · ", file);
  kr_page_say(page, KR_MESSAGE_PLAN);
  fputs(": ", file);
  kr_html_text(&page->sink, kr_part_plan(page, f->corridor, f->claims->plan));
  fputs("</p></header>\n", file);
  put_contents(page);
  fputs("<main>\n", file);
}

/* ---- the answer ---- */

/** Why most of what stays does. */
static size_t main_reason(const kr_totals *t) {
  size_t best = KR_REASON_NO_ROUTE;
  for (size_t i = best; i <= KR_REASON_STOPPED; ++i)
    if (t->stays_t[i] > t->stays_t[best]) best = i;
  return best;
}

static double mean_d(const kr_totals *t) { return t->served_t > 0 ? t->hours_t_h / t->served_t / 24 : NAN; }
static double share(const kr_totals *t) { return t->asked_t > 0 ? t->served_t / t->asked_t : NAN; }

static void say_served(kr_page *page, const kr_totals *t) {
  char text[5][KR_VALUE_ROOM];
  const char *parts[] = {kr_value(t->served_t, 0, text[0]), kr_value(t->asked_t, 0, text[1]),
                         kr_value_percent(share(t), 1, text[2]), kr_value(mean_d(t), 2, text[3]),
                         kr_value(t->p90_h / 24, 2, text[4])};
  if (t->n_shipments == 0)
    kr_page_say(page, KR_MESSAGE_LEAD_EMPTY);
  else if (t->served_t > 0)
    kr_page_fill(page, KR_MESSAGE_LEAD_SERVED, parts, 5);
  else
    kr_page_fill(page, KR_MESSAGE_LEAD_NOTHING, &parts[1], 1);
}

/** How much stays, and why: all of it for one reason, or most of it. Where nothing goes the tonnes are said already. */
static void say_stays(kr_page *page, const kr_totals *t, double stays_t) {
  char text[KR_VALUE_ROOM], why[400];
  size_t reason = main_reason(t);
  bool is_all = t->stays_t[reason] > stays_t * (1 - 1e-9), has_served = t->served_t > 0;
  const char *parts[] = {kr_value(stays_t, 0, text),
                         kr_page_escaped(kr_page_word(page, kr_message_of_reason((kr_reason)reason)), why, sizeof why)};
  if (!(stays_t > 0)) return;
  fputc(' ', page->sink.file);
  if (has_served) kr_page_fill(page, KR_MESSAGE_LEAD_STAYS, parts, 1);
  if (!(t->stays_t[reason] > 0)) return;
  if (has_served) fputc(' ', page->sink.file);
  kr_page_fill(page, is_all ? KR_MESSAGE_LEAD_WHY : KR_MESSAGE_LEAD_WHY_MOST, &parts[1], 1);
}

/** Tonnes first: rounding to whole kilograms may leave a kilogram of a shipment behind its due. */
static void say_late(kr_page *page, const kr_totals *t) {
  char text[2][KR_VALUE_ROOM];
  const char *parts[] = {kr_value(t->late_t, t->late_t < 10 ? 3 : 0, text[0]), kr_value(t->n_late, 0, text[1])};
  if (t->served_t > 0) {
    fputc(' ', page->sink.file);
    kr_page_fill(page, t->n_late > 0 ? KR_MESSAGE_LEAD_LATE : KR_MESSAGE_LEAD_NOT_LATE, parts, 2);
  }
}

/** The status `optimal` is of the gap asked for; that no plan can do better is said of none at all. */
static bool is_exact(const kr_claims *claims) { return claims->is_optimal && claims->gap <= KR_EXACT_GAP; }

static void say_gap(kr_page *page, const kr_claims *claims) {
  char text[KR_VALUE_ROOM];
  const char *part = kr_value_percent(claims->gap, 2, text);
  fputc(' ', page->sink.file);
  kr_page_fill(page, is_exact(claims) ? KR_MESSAGE_LEAD_OPTIMAL : KR_MESSAGE_LEAD_FEASIBLE, &part, 1);
}

/* ---- the same as figures ---- */

/** One figure: a word, a large number with its unit, and a smaller line. */
static void put_figure(kr_page *page, kr_message name, const char *value, const char *unit, const char *below) {
  FILE *file = page->sink.file;
  fputs("<div><dt>", file);
  kr_page_say(page, name);
  fprintf(file, "<dd><b>%s</b>", value);
  if (unit) fprintf(file, " %s", unit);
  if (below) fprintf(file, "<small>%s</small>", below);
  fputs("</dd></div>\n", file);
}

/** `value unit` as HTML. @return out */
static const char *with_unit(const kr_page *page, double value, kr_message unit, char out[KR_VALUE_ROOM + 32]) {
  char text[KR_VALUE_ROOM];
  snprintf(out, KR_VALUE_ROOM + 32, "%s %s", kr_value(value, 0, text), kr_page_word(page, unit));
  return out;
}

static void put_days(kr_page *page, kr_message name, double days) {
  char value[KR_VALUE_ROOM];
  put_figure(page, name, kr_value(days, 2, value), isnan(days) ? NULL : kr_page_word(page, KR_MESSAGE_D), NULL);
}

static void put_figures(kr_page *page, const kr_facts *f, double stays_t) {
  const kr_totals *t = &f->totals;
  char value[KR_VALUE_ROOM], below[KR_VALUE_ROOM + 32];
  fputs("<dl class=\"figures\">\n", page->sink.file);
  put_figure(page, KR_MESSAGE_SERVED, kr_value_percent(share(t), 1, value), NULL,
             with_unit(page, t->served_t, KR_MESSAGE_T, below));
  put_figure(page, KR_MESSAGE_UNSERVED, kr_value_percent(1 - share(t), 1, value), NULL,
             with_unit(page, stays_t, KR_MESSAGE_T, below));
  put_days(page, KR_MESSAGE_MEAN_TRANSIT, mean_d(t));
  put_days(page, KR_MESSAGE_P90_TRANSIT, t->served_t > 0 ? t->p90_h / 24 : NAN);
  if (!f->claims->is_static)
    put_figure(page, KR_MESSAGE_LATE, kr_value_percent(t->served_t > 0 ? t->late_t / t->served_t : NAN, 1, value), NULL,
               with_unit(page, t->late_t, KR_MESSAGE_T, below));
  put_figure(page, KR_MESSAGE_GAP, kr_value_percent(f->claims->gap, 2, value), NULL,
             kr_page_word(page, is_exact(f->claims) ? KR_MESSAGE_OPTIMAL : KR_MESSAGE_FEASIBLE));
  fputs("</dl>\n", page->sink.file);
}

static void put_reasons(kr_page *page, const kr_totals *t) {
  static const kr_message heads[] = {KR_MESSAGE_REASON, KR_NUMBER(TONNES)};
  kr_page_open_details(page, KR_MESSAGE_WHY_STAYS);
  kr_page_open_table(page, kr_page_word(page, KR_MESSAGE_WHY_STAYS), heads, 2);
  for (size_t i = KR_REASON_NO_ROUTE; i <= KR_REASON_STOPPED; ++i) {
    if (!(t->stays_t[i] > 0)) continue;
    fputs("<tr>", page->sink.file);
    kr_page_cell_text(page, kr_page_word(page, kr_message_of_reason((kr_reason)i)));
    kr_page_cell(page, t->stays_t[i], 0);
  }
  kr_page_close_numbers(page);
}

/** Whether the LP may have split what the instance wants whole. */
static bool may_split(const kr_facts *f) {
  const kr_corridor *c = f->corridor;
  if (f->claims->is_integer) return false;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s)
    if (!c->shipments[s].splittable) return true;
  for (int32_t r = 0; r < kr_n_resources(c); ++r)
    if (c->resources[r].whole_units) return true;
  return false;
}

static void say_changed(kr_page *page, const char *file) {
  fputs(" <strong>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_CHANGED, &file, 1);
  fputs("</strong>", page->sink.file);
}

void kr_part_lead(kr_page *page, const kr_facts *f) {
  const kr_totals *t = &f->totals;
  double stays_t = f->claims->unserved_t;
  fputs("<section id=\"answer\" aria-labelledby=\"answer-h\">\n<h2 id=\"answer-h\">", page->sink.file);
  kr_page_say(page, KR_MESSAGE_ANSWER);
  fputs("</h2>\n<p class=\"lead\">", page->sink.file);
  say_served(page, t);
  say_stays(page, t, stays_t);
  if (!f->claims->is_static) say_late(page, t);
  say_gap(page, f->claims);
  fputs("</p>\n", page->sink.file);
  put_figures(page, f, stays_t);
  fputs("<p class=\"proof\"><span aria-hidden=\"true\">✓</span> ", page->sink.file);
  kr_page_say(page, f->claims->is_integer ? KR_MESSAGE_VERIFIED_INTEGER : KR_MESSAGE_VERIFIED);
  fputc(' ', page->sink.file);
  kr_page_say(page, KR_MESSAGE_TIMES);
  if (f->changed) say_changed(page, f->changed);
  if (may_split(f)) {
    fputc(' ', page->sink.file);
    kr_page_say(page, KR_MESSAGE_MAY_SPLIT);
  }
  fputs("</p>\n", page->sink.file);
  if (stays_t > 0) put_reasons(page, t);
  kr_page_end_section(page);
}
