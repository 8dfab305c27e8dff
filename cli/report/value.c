#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/report/page.h"

#define LEAST 1e-6 /* of 1: less is told as less */
#define MOST 1e15  /* beyond it the digits of a double say nothing, and 10^3 times it would not be whole */

const char *kr_value_plain(double value, int decimals, char out[KR_VALUE_ROOM]) {
  static const double powers[] = {1, 10, 100, 1000};
  char number[KR_HTML_NUMBER_ROOM];
  if (!(fabs(value) <= MOST)) {
    snprintf(out, KR_VALUE_ROOM, "%s", isnan(value) ? "–" : value > 0 ? "∞" : "-∞");
    return out;
  }
  int scale = decimals < 3 ? decimals : 3;
  snprintf(out, KR_VALUE_ROOM, "%s", kr_html_fixed(llround(value * powers[scale]), scale, scale, number));
  return out;
}

#define SHOWN_MOST 72 /* bytes: six groups, their spaces, a point, decimals, a unit */

static const char *wrap(double value, const char *shown, char out[KR_VALUE_ROOM]) {
  char exact[KR_DECIMAL_ROOM];
  kr_number_write(value, exact);
  snprintf(out, KR_VALUE_ROOM, "<data value=\"%s\">%.*s</data>", exact, SHOWN_MOST, shown);
  return out;
}

const char *kr_value(double value, int decimals, char out[KR_VALUE_ROOM]) {
  char plain[KR_VALUE_ROOM];
  kr_value_plain(value, decimals, plain);
  return isfinite(value) ? wrap(value, plain, out) : strcpy(out, plain);
}

/** Small parts need more digits than percents have, and the smallest none. */
const char *kr_value_percent(double part, int decimals, char out[KR_VALUE_ROOM]) {
  char plain[KR_VALUE_ROOM], shown[KR_VALUE_ROOM + 8];
  if (!isfinite(part)) return strcpy(out, "–");
  if (part > 0 && part < LEAST)
    snprintf(shown, sizeof shown, "&lt; 0.0001 %%");
  else if (part != 0 && fabs(part) < 5e-3)
    snprintf(shown, sizeof shown, "%.2g %%", 100 * part);
  else
    snprintf(shown, sizeof shown, "%s %%", kr_value_plain(100 * part, decimals, plain));
  return wrap(part, shown, out);
}

/** Whether a number reads the same without the spaces between its groups. */
static bool is_exact(double value, const char *shown) {
  char exact[KR_DECIMAL_ROOM], *at = exact;
  kr_number_write(value, exact);
  for (; *shown; ++shown) {
    if ((unsigned char)*shown >= 0x80) continue; /* U+202F, the only sign that is not ASCII */
    if (*at++ != *shown) return false;
  }
  return *at == '\0';
}

void kr_page_cell(kr_page *page, double value, int decimals) {
  char out[KR_VALUE_ROOM], plain[KR_VALUE_ROOM];
  fputs("<td class=n>", page->sink.file);
  if (isnan(value)) return;
  kr_value_plain(value, decimals, plain);
  kr_sink_text(&page->sink, is_exact(value, plain) ? plain : kr_value(value, decimals, out));
}

void kr_page_cell_text(kr_page *page, const char *text) {
  fputs("<td>", page->sink.file);
  kr_html_text(&page->sink, text);
}

void kr_page_end_row(kr_page *page) { fputs("</td>\n", page->sink.file); }

const char *kr_page_escaped(const char *text, char *out, size_t room) {
  char plain[2];
  size_t n = 0;
  while (*text) {
    const char *piece = kr_html_character(&text, plain);
    if (n + strlen(piece) >= room) break;
    n += strlen(strcpy(out + n, piece));
  }
  out[n] = '\0';
  return out;
}
