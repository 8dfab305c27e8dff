#include "cli/report/studies.h"

#include <string.h>

#include "cli/command.h"
#include "instances/read_summary.h"

kr_status kr_report_find_kind(const char *folder, kr_report_kind *kind, kr_error *err) {
  static const struct {
    const char *schema;
    kr_report_kind kind;
  } schemas[] = {{"", KR_REPORT_SOLVE},
                 {"keruen.summary/1", KR_REPORT_SOLVE},
                 {"keruen.compare/1", KR_REPORT_COMPARE},
                 {"keruen.invest/1", KR_REPORT_INVEST},
                 {"keruen.stress/1", KR_REPORT_STRESS}};
  char schema[KR_MEMBER_ROOM];
  kr_status status = kr_summary_member(folder, "schema", schema, err);
  for (size_t i = 0; i < sizeof schemas / sizeof *schemas && status == KR_OK; ++i)
    if (strcmp(schema, schemas[i].schema) == 0) return *kind = schemas[i].kind, KR_OK;
  return status == KR_OK ? kr_fail(err, KR_ERR_INPUT, "%s: no page is made of a %s", folder, schema) : status;
}

static void put_head(kr_page *page, const kr_report *report, kr_report_kind kind) {
  static const kr_message names[] = {[KR_REPORT_SOLVE] = KR_MESSAGE_REPORT,
                                     [KR_REPORT_COMPARE] = KR_MESSAGE_COMPARE,
                                     [KR_REPORT_INVEST] = KR_MESSAGE_INVEST,
                                     [KR_REPORT_STRESS] = KR_MESSAGE_STRESS};
  fputs("<header><p class=\"kind\">", page->sink.file);
  kr_page_say(page, names[kind]);
  fputs("</p>\n<h1>", page->sink.file);
  kr_html_text(&page->sink, report->corridor->dataset_name);
  fputs("</h1></header>\n<main>\n", page->sink.file);
}

static kr_status put_parts(const kr_study_page *s, kr_report_kind kind, kr_error *err) {
  put_head(s->page, s->report, kind);
  if (kind == KR_REPORT_COMPARE) return kr_compare_page(s, err);
  return kind == KR_REPORT_INVEST ? kr_invest_page(s, err) : kr_stress_page(s, err);
}

/** Its figures cannot be judged again: they must at least be of this instance. */
static kr_status check_inputs(const kr_report *report, kr_error *err) {
  const char *changed = NULL;
  if (!report->inputs) return KR_OK;
  kr_status status = kr_summary_find_changed(report->folder, report->inputs, &changed, err);
  if (status != KR_OK || !changed) return status;
  return kr_fail(err, KR_ERR_INPUT, "%s: made of another %s than the instance's; make the study anew", report->folder,
                 changed);
}

kr_status kr_study_page_write(const kr_report *report, kr_report_kind kind, kr_error *err) {
  kr_page page = {0};
  kr_study_page s = {&page, report, NULL};
  kr_status status = KR_OK;
  if (report->geojson)
    return kr_fail(err, KR_ERR_INPUT, "%s: GeoJSON is made of one plan; give a result of solve", report->folder);
  if (kr_messages_create(&s.messages) != KR_OK) return kr_fail_memory(err);
  KR_TRY(check_inputs(report, err));
  KR_TRY(kr_page_open(&page, report->language, report->corridor->dataset_name, err));
  KR_TRY(put_parts(&s, kind, err));
  kr_page_element(&page, "p class=\"proof\"", KR_MESSAGE_JUDGED);
  KR_TRY(kr_page_close(&page, report->output, err));
done:
  kr_print_messages(s.messages);
  kr_messages_free(s.messages);
  kr_page_drop(&page);
  return status;
}
