#include <math.h>
#include <string.h>

#include "cli/report/itineraries.h"
#include "cli/report/parts.h"
#include "cli/report/picks.h"
#include "instances/write_reason.h"

/* The table of shipments. Sorting and filtering are the script's; without it the table is there all the same. */

#define PAPER_ROWS 40

typedef enum column_kind { WORD, NUMBER } column_kind;

static const struct {
  kr_message name;
  column_kind kind;
} columns[] = {{KR_MESSAGE_SHIPMENT, WORD},    {KR_MESSAGE_STATUS, WORD},       {KR_MESSAGE_FROM_TO, WORD},
               {KR_MESSAGE_SERVED_T, NUMBER},  {KR_MESSAGE_UNSERVED_T, NUMBER}, {KR_MESSAGE_ARRIVES, WORD},
               {KR_MESSAGE_TRANSIT_D, NUMBER}, {KR_MESSAGE_ALONE_D, NUMBER},    {KR_MESSAGE_LATE_D, NUMBER},
               {KR_MESSAGE_CARGO, WORD},       {KR_MESSAGE_FORWARDER, WORD},    {KR_MESSAGE_REASON, WORD}};
#define N_COLUMNS (sizeof columns / sizeof *columns)

typedef enum shown { SHOWN_SERVED, SHOWN_LATE, SHOWN_PARTIAL, SHOWN_UNSERVED, N_SHOWN } shown;

static const kr_message shown_names[N_SHOWN] = {KR_MESSAGE_STATUS_SERVED, KR_MESSAGE_STATUS_LATE,
                                                KR_MESSAGE_STATUS_PARTIAL, KR_MESSAGE_STATUS_UNSERVED};

static shown shown_of(const kr_shipment_claim *claim) {
  if (claim->served_kg == 0) return SHOWN_UNSERVED;
  if (claim->unserved_kg > 0) return SHOWN_PARTIAL;
  return claim->late_h > 0 ? SHOWN_LATE : SHOWN_SERVED;
}

static void put_head(kr_page *page) {
  fputs("<table id=\"shipment-table\"><caption class=\"hidden\">", page->sink.file);
  kr_page_say(page, KR_MESSAGE_SHIPMENTS);
  fputs("</caption><thead><tr>", page->sink.file);
  for (size_t i = 0; i < N_COLUMNS; ++i) {
    fprintf(page->sink.file, "<th scope=\"col\" data-kind=\"%s\">", columns[i].kind == NUMBER ? "number" : "word");
    kr_page_say(page, columns[i].name);
    kr_page_label(page, "shipment-table", (int)i, kr_page_word(page, columns[i].name));
  }
  fputs("</thead>\n<tbody>\n", page->sink.file);
}

/** "X on 2025-07-01 to 2025-07-03, Y on … and 2 more": the words become marks that need no language. */
static void put_room(char *out, size_t room, const char *text) {
  static const struct {
    const char *word, *mark;
  } marks[] = {{" on ", " "}, {" to ", "–"}, {" and ", " + "}, {" more", ""}};
  size_t n = 0;
  for (const char *at = text; *at && n + 4 < room;) {
    size_t i = 0, k = sizeof marks / sizeof *marks;
    while (i < k && strncmp(at, marks[i].word, strlen(marks[i].word)) != 0) ++i;
    const char *from = i < k ? marks[i].mark : at;
    size_t length = i < k ? strlen(marks[i].mark) : 1;
    memcpy(out + n, from, length);
    n += length;
    at += i < k ? strlen(marks[i].word) : 1;
  }
  out[n] = '\0';
}

static void put_reason(kr_page *page, const kr_facts *f, int32_t s) {
  const char *line = f->claims->shipments[s].reason;
  char room[KR_REASON_ROOM], escaped[6 * KR_REASON_ROOM];
  fputs("<td class=why>", page->sink.file);
  if (!line) return;
  kr_reason_parts parts = kr_reason_read(line);
  if (parts.reason == KR_REASON_NONE) {
    kr_html_text(&page->sink, line);
    return;
  }
  kr_page_say(page, kr_message_of_reason(parts.reason));
  if (!parts.room) return;
  put_room(room, sizeof room, parts.room);
  const char *part = kr_page_escaped(room, escaped, sizeof escaped);
  fputs("; ", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_NO_ROOM, &part, 1);
}

static void put_arrival(kr_page *page, const kr_facts *f, const kr_shipment_claim *claim) {
  char text[18];
  fputs("<td class=n>", page->sink.file);
  if (claim->last_arrival_min == KR_NO_TIME || claim->served_kg == 0) return;
  kr_instant_write((int64_t)f->corridor->start * KR_MINUTES_PER_DAY + claim->last_arrival_min, text);
  fprintf(page->sink.file, "%.10s %.5s", text, text + 11);
}

static void put_ends(kr_page *page, const kr_corridor *c, const kr_shipment *shipment) {
  kr_page_cell_text(page, kr_ids_text(c->node_ids, shipment->origin));
  fputs(" → ", page->sink.file);
  kr_html_text(&page->sink, kr_ids_text(c->node_ids, shipment->destination));
}

static void put_row(kr_page *page, const kr_facts *f, int32_t s, bool is_on_paper) {
  const kr_corridor *c = f->corridor;
  const kr_shipment *shipment = &c->shipments[s];
  const kr_shipment_claim *claim = &f->claims->shipments[s];
  shown status = shown_of(claim);
  fprintf(page->sink.file, "<tr%s><th scope=\"row\">", is_on_paper ? " class=paper" : "");
  kr_html_text(&page->sink, kr_ids_text(c->shipment_ids, s));
  fprintf(page->sink.file, "<td class=s%d>", (int)status);
  kr_page_say(page, shown_names[status]);
  put_ends(page, c, shipment);
  kr_page_cell(page, (double)claim->served_kg * 1e-3, 0);
  kr_page_cell(page, (double)claim->unserved_kg * 1e-3, 0);
  put_arrival(page, f, claim);
  kr_page_cell(page, claim->served_kg > 0 ? claim->transit_h / 24 : NAN, 2);
  kr_page_cell(page, isfinite(f->ideal_h[s]) ? f->ideal_h[s] / 24 : NAN, 2);
  kr_page_cell(page, claim->served_kg > 0 && claim->late_h > 0 ? claim->late_h / 24 : NAN, 2);
  kr_page_cell_text(page, kr_ids_text(c->cargo_ids, shipment->cargo));
  kr_page_cell_text(page, kr_ids_text(c->forwarder_ids, shipment->forwarder));
  put_reason(page, f, s);
  kr_page_end_row(page);
}

/** On paper the first of each status that has more than its part, all of the others. */
static void put_rows(kr_page *page, const kr_facts *f, const int32_t *list, int32_t n) {
  int32_t has[N_SHOWN] = {0}, left = PAPER_ROWS, may[N_SHOWN] = {0};
  for (int32_t i = 0; i < n; ++i) has[shown_of(&f->claims->shipments[list[i]])]++;
  for (bool goes_on = true; left > 0 && goes_on;) {
    goes_on = false;
    for (int k = 0; k < N_SHOWN && left > 0; ++k)
      if (may[k] < has[k]) goes_on = true, ++may[k], --left;
  }
  for (int32_t i = 0; i < n; ++i) {
    shown status = shown_of(&f->claims->shipments[list[i]]);
    put_row(page, f, list[i], may[status]-- > 0);
  }
}

/** Hidden until the script, which needs them, shows them. */
static void put_controls(kr_page *page) {
  FILE *file = page->sink.file;
  fputs("<form id=\"shipment-filter\" hidden><label>", file);
  kr_page_say(page, KR_MESSAGE_FILTER);
  fputs(" <input type=\"search\" name=\"text\" autocomplete=\"off\"></label> <label>", file);
  kr_page_say(page, KR_MESSAGE_STATUS);
  fputs(" <select name=\"status\"><option value=\"\">", file);
  kr_page_say(page, KR_MESSAGE_ALL);
  for (int i = 0; i < N_SHOWN; ++i) {
    fprintf(file, "<option value=\"s%d\">", i);
    kr_page_say(page, shown_names[i]);
  }
  fputs("</select></label> <output name=\"count\" aria-live=\"polite\"></output></form>\n", file);
}

static void put_note(kr_page *page, int32_t n, int32_t all, const char *csv) {
  char text[2][KR_VALUE_ROOM], link[2100], escaped[1000];
  kr_page_escaped(csv ? csv : "", escaped, sizeof escaped);
  snprintf(link, sizeof link, csv ? "<a href=\"%s\">shipment_result.csv</a>" : "shipment_result.csv", escaped);
  const char *parts[] = {kr_value(n, 0, text[0]), kr_value(all, 0, text[1]), link}, *whole[] = {parts[1], link};
  fputs("<p class=\"note\">", page->sink.file);
  if (n < all)
    kr_page_fill(page, KR_MESSAGE_SHIPMENTS_TOP, parts, 3);
  else
    kr_page_fill(page, KR_MESSAGE_SHIPMENTS_ALL, whole, 2);
  fputs("</p>\n", page->sink.file);
}

static void put_paper_note(kr_page *page) {
  char text[KR_VALUE_ROOM];
  const char *part = kr_value_plain(PAPER_ROWS, 0, text);
  fputs("<p class=\"note paper\">", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_PRINT_ROWS, &part, 1);
  fputs("</p>\n", page->sink.file);
}

kr_status kr_part_shipments(kr_page *page, const kr_facts *f, const char *csv, kr_error *err) {
  int32_t list[KR_PICKS_MOST], n;
  if (kr_picks_choose(f, list, &n) != KR_OK) return kr_fail_memory(err);
  kr_page_section(page, "shipments", KR_MESSAGE_SHIPMENTS);
  put_note(page, n, kr_n_shipments(f->corridor), csv);
  put_controls(page);
  fputs("<div class=\"tall\">", page->sink.file);
  kr_page_open_scroll(page, kr_page_word(page, KR_MESSAGE_SHIPMENTS));
  put_head(page);
  put_rows(page, f, list, n);
  fputs("</tbody></table>", page->sink.file);
  kr_page_close_scroll(page);
  fputs("</div>\n", page->sink.file);
  if (n > PAPER_ROWS) put_paper_note(page);
  fputs("<div id=\"itinerary\" aria-live=\"polite\"><p class=\"note\">", page->sink.file);
  kr_page_say(page, KR_MESSAGE_PICK);
  fputs("</p></div>\n", page->sink.file);
  kr_itineraries_put(page, f, list, n);
  kr_page_end_section(page);
  return KR_OK;
}
