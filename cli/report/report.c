#include "cli/report/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/judge.h"
#include "cli/report/address.h"
#include "cli/report/geojson.h"
#include "cli/report/map.h"
#include "cli/report/parts.h"
#include "cli/report/place.h"
#include "cli/report/studies.h"
#include "instances/atomic.h"
#include "instances/memory_file.h"
#include "instances/read_summary.h"

/** What is read of a result folder. */
typedef struct result {
  kr_allocation allocation;
  kr_claims claims;
  kr_facts facts;
  kr_flow *flow;
} result;

static void result_clear(result *r) {
  kr_flow_free(r->flow);
  kr_facts_clear(&r->facts);
  kr_allocation_clear(&r->allocation);
  kr_claims_clear(&r->claims);
}

static kr_status read_files(result *r, const kr_report *report, kr_error *err) {
  kr_messages *messages = NULL;
  if (kr_messages_create(&messages) != KR_OK) return kr_fail_memory(err);
  kr_status status = kr_result_read(&r->allocation, &r->claims, report->folder, report->corridor, messages, err);
  kr_print_messages(messages);
  kr_messages_free(messages);
  return status;
}

static kr_status judge(const kr_report *report, kr_error *err) {
  if (report->is_judged) return KR_OK;
  kr_verdict *verdict = calloc(1, sizeof *verdict);
  kr_status status =
      verdict ? kr_judge_folder(verdict, report->folder, report->corridor, INFINITY, err) : kr_fail_memory(err);
  free(verdict);
  return status;
}

static kr_status read_result(result *r, const kr_report *report, kr_error *err) {
  kr_status status = KR_OK;
  KR_TRY(read_files(r, report, err));
  KR_TRY(judge(report, err));
  KR_TRY(kr_facts_find(&r->facts, report->corridor, &r->allocation, &r->claims, err));
  if (report->inputs) KR_TRY(kr_summary_find_changed(report->folder, report->inputs, &r->facts.changed, err));
  KR_TRY(kr_flow_create(&r->flow, report->corridor, r->facts.timetable, &r->allocation,
                        r->claims.has_prices ? r->claims.shadow_price : NULL, err));
done:
  return status;
}

/* ---- the page ---- */

static kr_map_words map_words(const kr_page *p) {
  return (kr_map_words){.title = kr_page_word(p, KR_MESSAGE_MAP),
                        .description = kr_page_word(p, KR_MESSAGE_MAP_TEXT),
                        .schematic = kr_page_word(p, KR_MESSAGE_MAP_SCHEMATIC),
                        .tonnes = kr_page_word(p, KR_MESSAGE_T),
                        .tonnes_each_way = kr_page_word(p, KR_MESSAGE_TONNES_EACH_WAY),
                        .utilisation = kr_page_word(p, KR_MESSAGE_UTILISATION),
                        .full = kr_page_word(p, KR_MESSAGE_FULL),
                        .no_limit = kr_page_word(p, KR_MESSAGE_NO_LIMIT),
                        .modes = kr_page_word(p, KR_MESSAGE_MODES),
                        .waiting = kr_page_word(p, KR_MESSAGE_WAITING),
                        .stays = kr_page_word(p, KR_MESSAGE_READY_STAYS),
                        .ring = kr_page_word(p, KR_MESSAGE_RING),
                        .day = kr_page_word(p, KR_MESSAGE_DAY),
                        .whole_horizon = kr_page_word(p, KR_MESSAGE_ALL_DAYS),
                        .play = kr_page_word(p, KR_MESSAGE_PLAY),
                        .pause = kr_page_word(p, KR_MESSAGE_PAUSE),
                        .zoom_in = kr_page_word(p, KR_MESSAGE_ZOOM_IN),
                        .zoom_out = kr_page_word(p, KR_MESSAGE_ZOOM_OUT),
                        .zoom_reset = kr_page_word(p, KR_MESSAGE_ZOOM_RESET)};
}

static kr_status put_map(kr_page *page, const kr_flow *flow, kr_error *err) {
  const kr_map_words words = map_words(page);
  kr_page_section(page, "map-part", KR_MESSAGE_MAP);
  kr_status status = kr_map_put(&page->sink, flow, &words, err);
  kr_page_end_section(page);
  return status;
}

static kr_status put_parts(kr_page *page, const result *r, const char *csv, kr_error *err) {
  kr_status status = KR_OK;
  kr_part_head(page, &r->facts);
  kr_part_lead(page, &r->facts);
  KR_TRY(put_map(page, r->flow, err));
  KR_TRY(kr_part_heat(page, &r->facts, err));
  KR_TRY(kr_part_prices(page, &r->facts, err));
  KR_TRY(kr_part_flows(page, &r->facts, err));
  kr_part_transit(page, &r->facts);
  KR_TRY(kr_part_shipments(page, &r->facts, csv, err));
  kr_part_solve(page, &r->facts);
done:
  return status;
}

static kr_status write_page(const kr_report *report, const result *r, kr_error *err) {
  kr_page page = {0};
  char csv[KR_ADDRESS_ROOM];
  kr_status status = KR_OK;
  kr_address(report->output, report->folder, "shipment_result.csv", csv);
  KR_TRY(kr_page_open(&page, KR_PAGE_PLAN, report->language, report->corridor->dataset_name, err));
  KR_TRY(put_parts(&page, r, report->has_no_files ? NULL : csv, err));
  KR_TRY(kr_page_close(&page, report->output, err));
done:
  kr_page_drop(&page);
  return status;
}

static kr_status write_geojson(const kr_report *report, const result *r, kr_error *err) {
  kr_memory_file file = {0};
  kr_sink sink = {.file = NULL};
  kr_status status;
  KR_TRY(kr_memory_file_open(&file, err));
  sink.file = file.file;
  KR_TRY(kr_geojson_put(&sink, r->flow, err));
  KR_TRY(kr_memory_file_close(&file, err));
  KR_TRY(kr_place_check(report->geojson, KR_GEOJSON_BEGINNING, err));
  KR_TRY(kr_file_replace(report->geojson, file.bytes, file.n, err));
done:
  kr_memory_file_drop(&file);
  return status;
}

static kr_status write_solve(const kr_report *report, kr_error *err) {
  result r = {0};
  kr_status status = read_result(&r, report, err);
  if (status == KR_OK && report->output) status = write_page(report, &r, err);
  if (status == KR_OK && report->geojson) status = write_geojson(report, &r, err);
  result_clear(&r);
  return status;
}

kr_status kr_report_write(const kr_report *report, kr_error *err) {
  kr_report_kind kind;
  kr_status status = kr_report_find_kind(report->folder, &kind, err);
  if (status != KR_OK) return status;
  if (kind == KR_REPORT_SOLVE) return write_solve(report, err);
  return kr_study_page_write(report, kind, err);
}

int kr_report_make(const kr_report *wanted, const char *instance) {
  kr_error err = {0};
  kr_report report = *wanted;
  kr_corridor *c = NULL;
  kr_inputs inputs = {.n_files = 0};
  int code = kr_read_instance(&c, &inputs, instance);
  if (code != KR_EXIT_OK) return code;
  report.corridor = c;
  report.inputs = &inputs;
  kr_status status = kr_report_write(&report, &err);
  kr_corridor_free(c);
  return status == KR_OK ? KR_EXIT_OK : kr_exit_failure(status, &err);
}
