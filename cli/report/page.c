#include "cli/report/page.h"

#include <stdlib.h>
#include <string.h>

#include "cli/report/map.h"
#include "cli/report/place.h"
#include "cli/report/policy.h"
#include "instances/atomic.h"

#define BEGINNING "<!DOCTYPE html>"

/* ---- words ---- */

const char *kr_page_word(const kr_page *page, kr_message message) { return kr_message_text(page->language, message); }

void kr_page_say(kr_page *page, kr_message message) { kr_html_text(&page->sink, kr_page_word(page, message)); }

/** One character of a message, escaped. */
static void put_character(kr_page *page, char c) {
  const char text[2] = {c, '\0'};
  kr_html_text(&page->sink, text);
}

void kr_page_fill(kr_page *page, kr_message message, const char *const *parts, int n) {
  for (const char *at = kr_page_word(page, message); *at; ++at) {
    int part = at[0] == '{' && at[1] >= '0' && at[1] < '0' + n && at[2] == '}' ? at[1] - '0' : -1;
    if (part < 0) {
      put_character(page, *at);
      continue;
    }
    kr_sink_text(&page->sink, parts[part]);
    at += 2;
  }
}

void kr_page_element(kr_page *page, const char *tag, kr_message message) {
  fprintf(page->sink.file, "<%s>", tag);
  kr_page_say(page, message);
  fprintf(page->sink.file, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

/* ---- the whole ---- */

static void put_head(kr_page *page, const char *title) {
  FILE *file = page->sink.file;
  const char *const styles[] = {kr_map_css, kr_page_css}, *const scripts[] = {kr_page_js, kr_map_js};
  fprintf(file, BEGINNING "\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", kr_language_tag(page->language));
  kr_policy_put(&page->sink, styles, 2, scripts, 2);
  fputs(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"keruen " KERUEN_VERSION
      "\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
      file);
  kr_html_text(&page->sink, title);
  fputs("</title>\n", file);
  for (int i = 0; i < 2; ++i) fprintf(file, "<style>%s</style>\n", styles[i]);
  fputs("</head>\n<body>\n<a class=\"skip\" href=\"#answer\">", file);
  kr_page_say(page, KR_MESSAGE_SKIP);
  fputs("</a>\n", file);
}

kr_status kr_page_open(kr_page *page, kr_language language, const char *title, kr_error *err) {
  page->language = language;
  kr_status status = kr_memory_file_open(&page->file, err);
  page->sink.file = page->file.file;
  if (status == KR_OK) put_head(page, title);
  return status;
}

static void put_foot(kr_page *page) {
  const char *version = KERUEN_VERSION;
  fputs("</main>\n<footer><p>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_MADE_BY, &version, 1);
  fputs("</p></footer>\n", page->sink.file);
  fprintf(page->sink.file, "<script>%s</script>\n<script>%s</script>\n</body>\n</html>\n", kr_page_js, kr_map_js);
}

kr_status kr_page_close(kr_page *page, const char *path, kr_error *err) {
  put_foot(page);
  kr_status status = kr_memory_file_close(&page->file, err);
  if (status == KR_OK) status = kr_place_check(path, BEGINNING, err);
  return status == KR_OK ? kr_file_replace(path, page->file.bytes, page->file.n, err) : status;
}

void kr_page_drop(kr_page *page) {
  kr_memory_file_drop(&page->file);
  memset(page, 0, sizeof *page);
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

void kr_page_open_table(kr_page *page, const char *name, const kr_message *heads, int n_heads) {
  kr_page_open_scroll(page, name);
  fputs("<table><caption>", page->sink.file);
  kr_html_text(&page->sink, name);
  fputs("</caption><thead><tr>", page->sink.file);
  for (int i = 0; i < n_heads; ++i) {
    bool is_number = heads[i] & KR_NUMBER_FLAG;
    fputs(is_number ? "<th scope=\"col\" data-kind=\"number\">" : "<th scope=\"col\">", page->sink.file);
    kr_page_say(page, (kr_message)(heads[i] & (KR_NUMBER_FLAG - 1)));
  }
  fputs("</thead>\n<tbody>\n", page->sink.file);
}

void kr_page_close_table(kr_page *page) { fputs("</tbody></table></div>\n", page->sink.file); }
