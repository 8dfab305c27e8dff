#include <stdlib.h>
#include <string.h>

#include "cli/report/map.h"
#include "cli/report/page.h"
#include "cli/report/place.h"
#include "cli/report/policy.h"
#include "instances/atomic.h"

/* The page as a file: what stands around its parts. */

#define BEGINNING "<!DOCTYPE html>"
#define NARROW "@media (max-width:560px){" /* as report.css has it */
#define MOST_TEXTS 3

/** The texts of `<style>` and `<script>` that a kind of page needs. */
typedef struct texts {
  const char *styles[MOST_TEXTS], *scripts[MOST_TEXTS];
  int n_styles, n_scripts;
} texts;

static texts texts_of(const kr_page *page) {
  if (page->kind == KR_PAGE_STUDY) return (texts){.styles = {kr_page_css, page->styles.bytes}, .n_styles = 2};
  return (texts){.styles = {kr_map_css, kr_page_css, page->styles.bytes},
                 .scripts = {kr_page_js, kr_map_days_js, kr_map_view_js},
                 .n_styles = 3,
                 .n_scripts = 3};
}

kr_status kr_page_open(kr_page *page, kr_page_kind kind, kr_language language, const char *title, kr_error *err) {
  *page = (kr_page){.language = language, .kind = kind, .title = title};
  kr_status status = kr_memory_file_open(&page->parts, err);
  if (status == KR_OK) status = kr_memory_file_open(&page->styles, err);
  if (status != KR_OK) return status;
  page->sink.file = page->parts.file;
  page->labels.file = page->styles.file;
  fputs(NARROW, page->labels.file);
  return KR_OK;
}

static void put_head(kr_page *page, const texts *t) {
  FILE *file = page->sink.file;
  fprintf(file, BEGINNING "\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", kr_language_tag(page->language));
  kr_policy_put(&page->sink, t->styles, t->n_styles, t->scripts, t->n_scripts);
  fputs(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"keruen " KERUEN_VERSION
      "\">\n<link rel=\"icon\" href=\"data:,\">\n<title>",
      file);
  kr_html_text(&page->sink, page->title);
  fputs("</title>\n", file);
  for (int i = 0; i < t->n_styles; ++i) fprintf(file, "<style>%s</style>\n", t->styles[i]);
  fputs("</head>\n<body>\n<a class=\"skip\" href=\"#answer\">", file);
  kr_page_say(page, KR_MESSAGE_SKIP);
  fputs("</a>\n", file);
}

static void put_foot(kr_page *page, const texts *t) {
  const char *version = KERUEN_VERSION;
  fputs("</main>\n<footer><p>", page->sink.file);
  kr_page_fill(page, KR_MESSAGE_MADE_BY, &version, 1);
  fputs("</p></footer>\n", page->sink.file);
  for (int i = 0; i < t->n_scripts; ++i) fprintf(page->sink.file, "<script>%s</script>\n", t->scripts[i]);
  fputs("</body>\n</html>\n", page->sink.file);
}

/** The head names the hashes of all styles, so it is made when the parts are. */
static kr_status put_whole(kr_page *page, kr_memory_file *whole, kr_error *err) {
  texts t = texts_of(page);
  kr_status status = kr_memory_file_open(whole, err);
  if (status != KR_OK) return status;
  page->sink.file = whole->file;
  put_head(page, &t);
  kr_sink_text(&page->sink, page->parts.bytes);
  put_foot(page, &t);
  page->sink.file = NULL;
  return kr_memory_file_close(whole, err);
}

kr_status kr_page_close(kr_page *page, const char *path, kr_error *err) {
  kr_memory_file whole = {0};
  fputs("}", page->labels.file);
  kr_status status = kr_memory_file_close(&page->parts, err);
  if (status == KR_OK) status = kr_memory_file_close(&page->styles, err);
  if (status == KR_OK) status = put_whole(page, &whole, err);
  if (status == KR_OK) status = kr_place_check(path, BEGINNING, err);
  if (status == KR_OK) status = kr_file_replace(path, whole.bytes, whole.n, err);
  kr_memory_file_drop(&whole);
  return status;
}

void kr_page_drop(kr_page *page) {
  kr_memory_file_drop(&page->parts);
  kr_memory_file_drop(&page->styles);
  memset(page, 0, sizeof *page);
}
