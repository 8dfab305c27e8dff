#include "cli/report/page.h"

#include <string.h>

#include "cli/report/plural.h"

/* ---- words ---- */

const char *kr_page_word(const kr_page *page, kr_message message) { return kr_message_text(page->language, message); }

void kr_page_say(kr_page *page, kr_message message) { kr_html_text(&page->sink, kr_page_word(page, message)); }

/** A stretch of a message, escaped. */
static void put_stretch(kr_page *page, const char *from, const char *to) {
  for (; from < to; ++from) {
    const char text[2] = {*from, '\0'};
    kr_html_text(&page->sink, text);
  }
}

/** The form of a word that goes with a part: of `|day|days}` the one between its bars. */
static void put_form(kr_page *page, const char *forms, const char *end, const char *part) {
  int form = kr_plural_form(page->language, part);
  for (const char *from = forms + 1, *to; from <= end; from = to + 1) {
    to = from + strcspn(from, "|}");
    if (form-- == 0 || to == end) {
      put_stretch(page, from, to);
      return;
    }
  }
}

void kr_page_fill(kr_page *page, kr_message message, const char *const *parts, int n) {
  const char *at = kr_page_word(page, message);
  for (const char *open; (open = strchr(at, '{')) != NULL;) {
    const char *part = open[1] >= '0' && open[1] < '0' + n ? parts[open[1] - '0'] : "", *end = strchr(open, '}');
    put_stretch(page, at, open);
    if (open[2] == '|')
      put_form(page, open + 2, end, part);
    else
      kr_sink_text(&page->sink, part);
    at = end + 1;
  }
  put_stretch(page, at, at + strlen(at));
}

void kr_page_element(kr_page *page, const char *tag, kr_message message) {
  fprintf(page->sink.file, "<%s>", tag);
  kr_page_say(page, message);
  fprintf(page->sink.file, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* ---- parts ---- */

void kr_page_section(kr_page *page, const char *id, kr_message heading) {
  fprintf(page->sink.file, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">", id, id, id);
  kr_page_say(page, heading);
  fputs("</h2>\n", page->sink.file);
}

void kr_page_end_section(kr_page *page) { fputs("</section>\n", page->sink.file); }

void kr_page_open_scroll(kr_page *page, const char *name) {
  fputs("<div class=\"scroll\" tabindex=\"0\" role=\"group\"", page->sink.file);
  kr_html_attribute(&page->sink, "aria-label", name);
  fputs(">\n", page->sink.file);
}

void kr_page_close_scroll(kr_page *page) { fputs("</div>\n", page->sink.file); }

void kr_page_open_details(kr_page *page, kr_message summary) {
  fputs("<details>", page->sink.file);
  kr_page_element(page, "summary", summary);
}

void kr_page_open_numbers(kr_page *page, const char *name, const kr_message *heads, int n_heads) {
  kr_page_open_details(page, KR_MESSAGE_NUMBERS);
  kr_page_open_table(page, name, heads, n_heads);
}

void kr_page_close_numbers(kr_page *page) {
  kr_page_close_table(page);
  fputs("</details>\n", page->sink.file);
}

void kr_page_label(kr_page *page, const char *table, int column, const char *text) {
  FILE *file = page->labels.file;
  fprintf(file, "#%s td:nth-child(%d)::before{content:\"", table, column + 1);
  for (; *text; ++text) fprintf(file, strchr("\"\\<", *text) ? "\\%x " : "%c", *text);
  fputs("\"}", file);
}

void kr_page_open_table(kr_page *page, const char *name, const kr_message *heads, int n_heads) {
  char id[16];
  snprintf(id, sizeof id, "t%d", ++page->n_tables);
  kr_page_open_scroll(page, name);
  fprintf(page->sink.file, "<table id=\"%s\"><caption>", id);
  kr_html_text(&page->sink, name);
  fputs("</caption><thead><tr>", page->sink.file);
  for (int i = 0; i < n_heads; ++i) {
    bool is_number = heads[i] & KR_NUMBER_FLAG;
    kr_message head = (kr_message)(heads[i] & (KR_NUMBER_FLAG - 1));
    fputs(is_number ? "<th scope=\"col\" data-kind=\"number\">" : "<th scope=\"col\">", page->sink.file);
    kr_page_say(page, head);
    kr_page_label(page, id, i, kr_page_word(page, head));
  }
  fputs("</thead>\n<tbody>\n", page->sink.file);
}

void kr_page_close_table(kr_page *page) { fputs("</tbody></table></div>\n", page->sink.file); }
