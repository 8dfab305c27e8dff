#include "cli/report/studies.h"

#include <string.h>

#include "cli/command.h"
#include "cli/report/parts.h"
#include "instances/read_summary.h"

kr_status kr_report_find_kind(const char *folder, kr_report_kind *kind, kr_error *err) {
  static const struct {
    const char *schema;
    kr_report_kind kind;
  } schemas[] = {{"", KR_REPORT_SOLVE},
                 {"keruen.summary/1", KR_REPORT_SOLVE},
                 {"keruen.compare/1", KR_REPORT_COMPARE},
                 {"keruen.invest/1", KR_REPORT_INVEST},
                 {"keruen.stress/1", KR_REPORT_STRESS},
                 {"keruen.bottlenecks/1", KR_REPORT_BOTTLENECKS}};
  char schema[KR_MEMBER_ROOM];
  kr_status status = kr_summary_member(folder, "schema", schema, err);
  for (size_t i = 0; i < sizeof schemas / sizeof *schemas && status == KR_OK; ++i)
    if (strcmp(schema, schemas[i].schema) == 0) return *kind = schemas[i].kind, KR_OK;
  return status == KR_OK ? kr_fail(err, KR_ERR_INPUT, "%s: no page is made of a %s", folder, schema) : status;
}

/** Static or dated, and of which plan: a comparison names its plans itself. */
static kr_status put_view(kr_page *page, const kr_report *report, kr_report_kind kind, kr_error *err) {
  char is_static[KR_MEMBER_ROOM], plan[KR_MEMBER_ROOM];
  kr_status status = kr_summary_member(report->folder, "static", is_static, err);
  if (status == KR_OK) status = kr_summary_member(report->folder, "plan", plan, err);
  if (status != KR_OK) return status;
  kr_part_period(page, report->corridor, strcmp(is_static, "true") == 0);
  if (kind == KR_REPORT_COMPARE) return KR_OK;
  fputs(" · ", page->sink.file);
  kr_page_say(page, KR_MESSAGE_PLAN);
  fputs(": ", page->sink.file);
  kr_html_text(&page->sink, plan[0] ? plan : kr_page_word(page, KR_MESSAGE_PLAN_BASE));
  return KR_OK;
}

static kr_status put_head(kr_page *page, const kr_report *report, kr_report_kind kind, kr_error *err) {
  static const kr_message names[] = {[KR_REPORT_SOLVE] = KR_MESSAGE_REPORT,
                                     [KR_REPORT_COMPARE] = KR_MESSAGE_COMPARE,
                                     [KR_REPORT_INVEST] = KR_MESSAGE_INVEST,
                                     [KR_REPORT_STRESS] = KR_MESSAGE_STRESS,
                                     [KR_REPORT_BOTTLENECKS] = KR_MESSAGE_BOTTLENECKS};
  fputs("<header><p class=\"kind\">", page->sink.file);
  kr_page_say(page, names[kind]);
  fputs("</p>\n<h1>", page->sink.file);
  kr_html_text(&page->sink, report->corridor->dataset_name);
  fputs("</h1>\n<p class=\"when\">", page->sink.file);
  kr_status status = put_view(page, report, kind, err);
  fputs("</p></header>\n<main>\n", page->sink.file);
  return status;
}

static kr_status put_parts(const kr_study_page *s, kr_report_kind kind, kr_error *err) {
  kr_status status = put_head(s->page, s->report, kind, err);
  if (status != KR_OK) return status;
  switch (kind) {
    case KR_REPORT_COMPARE: return kr_compare_page(s, err);
    case KR_REPORT_INVEST: return kr_invest_page(s, err);
    case KR_REPORT_STRESS: return kr_stress_page(s, err);
    case KR_REPORT_BOTTLENECKS: return kr_bottlenecks_page(s, err);
    case KR_REPORT_SOLVE: break;
  }
  return KR_ERR_INPUT; /* that is no study's */
}

/** Its plans cannot be judged again: they must at least be of this instance. */
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
  KR_TRY(kr_page_open(&page, KR_PAGE_STUDY, report->language, report->corridor->dataset_name, err));
  KR_TRY(put_parts(&s, kind, err));
  kr_page_element(&page, "p class=\"proof\"", KR_MESSAGE_JUDGED);
  KR_TRY(kr_page_close(&page, report->output, err));
done:
  kr_print_messages(s.messages);
  kr_messages_free(s.messages);
  kr_page_drop(&page);
  return status;
}
