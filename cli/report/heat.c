#include <math.h>
#include <stdlib.h>

#include "cli/report/chart.h"
#include "cli/report/map.h"
#include "cli/report/parts.h"
#include "graph/memory.h"

/* The heat map: a row of strokes per resource, one path per level, so that thousands of cells stay small. */

#define MOST_ROWS 40
#define TOP 6.0
#define N_LEVELS KR_MAP_CLASSES /* 0 is not used at all */
#define CLOSED (-1)

/** Where the cells of a row stand. On narrow screens its name has a line of its own. */
typedef struct frame {
  double width, left, right, row;
  double strokes, letters; /* the middle of the cells and the base line of the name, from the row's upper side */
  double names_end, names_room;
  const char *anchor; /* of the name */
  double day;         /* width of a date */
} frame;

static const frame frames[KR_N_SCREENS] = {
    [KR_WIDE] = {1000, 250, 944, 15, 7.5, 11.5, 242, 242, "end", 34},
    [KR_NARROW] = {KR_NARROW_WIDTH, 0, KR_NARROW_WIDTH, 32, 23, 12, 0, 310, "", 40}};

/** Level of a part of capacity in use, by the steps of the map; what has no capacity is closed. */
static int level_of(const kr_facts *f, int32_t resource, int32_t day) {
  int64_t at = (int64_t)resource * f->claims->n_days + day;
  double part = kr_facts_utilisation(f, resource, day);
  if (isnan(f->claims->capacity[at]) || (f->claims->capacity[at] <= 0 && !(part > 0))) return CLOSED;
  return part > 0 ? kr_map_class(part) : 0;
}

static double cell_width(const kr_facts *f, const frame *at) { return (at->right - at->left) / f->claims->n_days; }

/** Runs of days of one level, over all rows, in days and rows: both pictures stretch them to their size. */
static void put_level(kr_page *page, const kr_facts *f, const kr_tightness *list, int32_t n, int level) {
  int32_t n_days = f->claims->n_days;
  fprintf(page->sink.file, "<path class=\"l l%d\" d=\"", level);
  for (int32_t i = 0; i < n; ++i)
    for (int32_t d = 0, end; d < n_days; d = end) {
      for (end = d + 1; end < n_days && level_of(f, list[i].resource, end) == level_of(f, list[i].resource, d);) ++end;
      if (level_of(f, list[i].resource, d) == level) fprintf(page->sink.file, "M%d %dh%d", d, i, end - d);
    }
  fputs("\"/>\n", page->sink.file);
}

/** The cells of a picture: those of the first are there once for both. */
static void put_cells(kr_page *page, const kr_facts *f, kr_screen screen, const kr_tightness *list, int32_t n) {
  const frame *at = &frames[screen];
  fprintf(page->sink.file, "<g transform=\"translate(%.0f %.1f)scale(%.5f %.0f)\">", at->left, TOP + at->strokes,
          cell_width(f, at), at->row);
  if (screen == KR_WIDE) {
    fputs("<g id=\"cells\">\n", page->sink.file);
    for (int level = 0; level < N_LEVELS; ++level) put_level(page, f, list, n, level);
    fputs("</g>", page->sink.file);
  } else {
    fputs("<use href=\"#cells\"/>", page->sink.file);
  }
  fputs("</g>\n", page->sink.file);
}

/** Mondays, every so many weeks, or every day where there are few: as dates have room. */
static int32_t day_step(const kr_facts *f, const frame *at) {
  int32_t least = (int32_t)ceil(at->day / cell_width(f, at));
  return least <= 1 ? 1 : (least + 6) / 7 * 7;
}

static void put_days(kr_page *page, const kr_facts *f, const frame *at, int32_t n) {
  int32_t n_days = f->claims->n_days, step = day_step(f, at);
  double bottom = TOP + n * at->row;
  char date[11];
  if (f->claims->is_static) return;
  int32_t first = step == 1 ? 0 : (8 - kr_date_weekday(f->corridor->start)) % 7;
  for (int32_t d = first; d < n_days; d += step) {
    double x = at->left + d * cell_width(f, at);
    kr_chart_line(page, x, TOP, x, bottom + 4, "grid");
    if (x + at->day <= at->width)
      kr_chart_text(page, x + 2, bottom + 15, "tick", kr_part_date(f->corridor, d, date) + 5);
  }
}

static void put_names(kr_page *page, const kr_facts *f, const frame *at, const kr_tightness *list, int32_t n) {
  char text[KR_VALUE_ROOM + 8], plain[KR_VALUE_ROOM];
  for (int32_t i = 0; i < n; ++i) {
    double y = TOP + i * at->row + at->letters;
    kr_chart_name(page, at->names_end, y, at->anchor, kr_ids_text(f->corridor->resource_ids, list[i].resource),
                  at->names_room);
    snprintf(text, sizeof text, "%s %%",
             kr_value_plain(list[i].capacity > 0 ? 100 * list[i].used / list[i].capacity : 0, 0, plain));
    kr_chart_text(page, at->width, y, "tick end", text);
  }
}

/** What the script needs to tell which cell is pointed at. */
static void put_picture(kr_page *page, const kr_facts *f, kr_screen screen, const kr_tightness *list, int32_t n) {
  const char *name = kr_page_word(page, KR_MESSAGE_HEAT);
  const frame *at = &frames[screen];
  fprintf(page->sink.file,
          "<div class=\"heat\" data-left=\"%.0f\" data-right=\"%.0f\" data-top=\"%.0f\" data-row=\"%.0f\">", at->left,
          at->right, TOP, at->row);
  kr_chart_open(page, screen, at->width, TOP + n * at->row + 22, name);
  put_days(page, f, at, n);
  put_cells(page, f, screen, list, n);
  put_names(page, f, at, list, n);
  kr_chart_close(page);
  fputs("</div>\n", page->sink.file);
}

static void put_legend(kr_page *page) {
  static const char *const texts[N_LEVELS] = {"0", "< 50 %", "50–80 %", "80–95 %", "95–100 %", NULL};
  fputs("<ul class=\"key\"><li><i class=\"closed\"></i>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_CLOSED);
  for (int i = 0; i < N_LEVELS; ++i) {
    fprintf(page->sink.file, "<li><i class=\"b%d\"></i>", i);
    kr_html_text(&page->sink, texts[i] ? texts[i] : kr_page_word(page, KR_MESSAGE_FULL));
  }
  fputs("</ul>\n", page->sink.file);
}

/* ---- the same in figures ---- */

static void put_row(kr_page *page, const kr_facts *f, const kr_tightness *t) {
  const kr_corridor *c = f->corridor;
  char plain[KR_VALUE_ROOM];
  fputs("<tr><th scope=\"row\">", page->sink.file);
  kr_html_text(&page->sink, kr_ids_text(c->resource_ids, t->resource));
  kr_page_cell_text(page, kr_ids_text(c->unit_ids, c->resources[t->resource].unit));
  kr_page_cell(page, t->used, 0);
  kr_page_cell(page, t->capacity, 0);
  kr_page_cell(page, t->n_full, 0);
  for (int32_t d = 0; d < f->claims->n_days; ++d) {
    bool is_closed = level_of(f, t->resource, d) == CLOSED;
    fprintf(page->sink.file, "<td>%s",
            is_closed ? "" : kr_value_plain(100 * kr_facts_utilisation(f, t->resource, d), 0, plain));
  }
  kr_page_end_row(page);
}

static void put_numbers(kr_page *page, const kr_facts *f, const kr_tightness *list, int32_t n) {
  static const kr_message heads[] = {KR_MESSAGE_RESOURCE, KR_MESSAGE_UNIT, KR_MESSAGE_USED, KR_MESSAGE_CAPACITY,
                                     KR_MESSAGE_FULL_DAYS};
  char date[11];
  fputs("<details class=\"heat-numbers\"><summary>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_NUMBERS);
  fputs("</summary>\n", page->sink.file);
  kr_page_open_scroll(page, kr_page_word(page, KR_MESSAGE_HEAT));
  fputs("<table class=\"tight\" id=\"heat-table\"><caption>", page->sink.file);
  kr_page_say(page, KR_MESSAGE_UTILISATION);
  fputs(", %</caption><thead><tr>", page->sink.file);
  for (int i = 0; i < 5; ++i) {
    kr_page_element(page, "th scope=\"col\"", heads[i]);
    kr_page_label(page, "heat-table", i, kr_page_word(page, heads[i]));
  }
  for (int32_t d = 0; d < f->claims->n_days; ++d) {
    const char *day = f->claims->is_static ? "%" : kr_part_date(f->corridor, d, date) + 5;
    fprintf(page->sink.file, "<th scope=\"col\">%s", day);
    kr_page_label(page, "heat-table", d + 5, day);
  }
  fputs("</thead>\n<tbody>\n", page->sink.file);
  for (int32_t i = 0; i < n; ++i) put_row(page, f, &list[i]);
  kr_page_close_numbers(page);
}

static void put_shown(kr_page *page, int32_t shown, int32_t n) {
  char text[2][KR_VALUE_ROOM];
  const char *parts[] = {kr_value_plain(shown, 0, text[0]), kr_value_plain(n, 0, text[1]), "resource_day.csv"};
  if (shown == n) return;
  fputs("<p class=\"note\">", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_HEAT_SHOWN, parts, 3);
  fputs("</p>\n", page->sink.file);
}

kr_status kr_part_heat(kr_page *page, const kr_facts *f, kr_error *err) {
  kr_tightness *list = kr_zeros((size_t)kr_n_resources(f->corridor), sizeof *list);
  if (!list) return kr_fail_memory(err);
  int32_t n = kr_facts_tightest(f, list), shown = n < MOST_ROWS ? n : MOST_ROWS;
  kr_page_section(page, "heat", KR_MESSAGE_HEAT);
  fputs("<p class=\"note\">", page->sink.file);
  kr_page_say(page, KR_MESSAGE_HEAT_NOTE);
  fputs(" <span class=\"screen\">", page->sink.file);
  kr_page_say(page, KR_MESSAGE_HEAT_POINT);
  fputs("</span></p>\n", page->sink.file);
  put_legend(page);
  put_picture(page, f, KR_WIDE, list, shown);
  put_picture(page, f, KR_NARROW, list, shown);
  put_shown(page, shown, n);
  put_numbers(page, f, list, shown);
  kr_page_end_section(page);
  free(list);
  return KR_OK;
}
