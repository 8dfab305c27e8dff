#include "instances/write_result.h"

#include <criterion/criterion.h>

#include "instances/write_reason.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"
#include "tests/small_result.h"

static scratch folder;
static small_result s;
static kr_run_info run;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  s = small_result_make();
  run = (kr_run_info){.version = "1.2.3", .reproducible = true};
}

static void drop(void) {
  small_result_free(&s);
  scratch_remove(&folder);
}

TestSuite(write_result, .init = make, .fini = drop);

static void write_it(void) {
  cr_assert_eq(kr_result_write(folder.path, s.c, s.t, &s.r, &run, &err), KR_OK, "%s", err.text);
}

static void holds(const char *name, const char *expected) {
  char *text = scratch_read(&folder, name);
  cr_expect_str_eq(text, expected);
  free(text);
}

Test(write_result, writes_a_row_for_every_leg) {
  write_it();
  holds("allocation.csv",
        "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,arrive\n"
        "S1,1,9,1,load,,A,,rail,,,2025-01-01T00:00Z,2025-01-01T00:00Z\n"
        "S1,1,9,2,link,-L,,rail,rail,A,B,2025-01-01T00:00Z,2025-01-02T00:00Z\n"
        "S1,2,3.5,1,load,,A,,rail,,,2025-01-02T00:00Z,2025-01-02T00:00Z\n"
        "S1,2,3.5,2,link,-L,,rail,rail,A,B,2025-01-02T00:00Z,2025-01-03T00:00Z\n"
        "@2,1,0.001,1,load,,A,,rail,,,2025-01-01T00:00Z,2025-01-01T00:00Z\n"
        "@2,1,0.001,2,link,-L,,rail,rail,A,B,2025-01-01T00:00Z,2025-01-02T00:00Z\n"
        "@2,1,0.001,3,transfer,,B,rail,sea,,,2025-01-02T00:00Z,2025-01-03T00:00Z\n"
        "@2,1,0.001,4,link,M,,sea,sea,B,C,2025-01-03T00:00Z,2025-01-04T00:00Z\n");
}

Test(write_result, names_the_nodes_of_a_link_in_the_direction_travelled) {
  kr_leg back = leg_back(s.c, "-L", 0, 24);
  kr_allocation_clear(&s.r.allocation);
  build_lot(&s.r.allocation, (kr_lot){.shipment = 2, .number = 1, .quantity_kg = 4000, .n_legs = 1}, &back);
  write_it();
  char *text = scratch_read(&folder, "allocation.csv");
  cr_expect(strstr(text, "\nS3,1,4,1,link,-L,,rail,rail,B,A,2025-01-01T00:00Z,2025-01-02T00:00Z\n"));
  free(text);
}

Test(write_result, sums_up_every_shipment) {
  /* S1: mean hours (9 * 24 + 3.5 * 48) / 12.5 = 30.72, late 3.5 * 24 / 12.5 = 6.72, 12.5 t at 3 usd */
  write_it();
  holds("shipment_result.csv",
        "shipment_id,forwarder_id,status,served_t,unserved_t,first_arrival,last_arrival,transit_hours,late_hours,"
        "cost_usd,co2_kg,reason\n"
        "S1,forwarder,partial,12.5,7.5,2025-01-02T00:00Z,2025-01-03T00:00Z,30.72,6.72,37.5,0,"
        "no capacity left; on an empty network it would take 24 h; no room: track on 2025-01-01 to 2025-01-02\n"
        "@2,forwarder,served,0.001,0,2025-01-04T00:00Z,2025-01-04T00:00Z,72,0,0.003,0,\n"
        "S3,forwarder,unserved,0,4,,,,,0,0,\"cannot arrive before the horizon ends, even on an empty network\"\n");
}

Test(write_result, writes_the_days_that_have_capacity_or_use) {
  /* day 0: (9 + 0.001) / 30; day 1: 3.5 / 30; day 2 has neither */
  write_it();
  holds("resource_day.csv",
        "resource_id,date,unit,capacity,used,shadow_price\n"
        "track,2025-01-01,train,0.5,0.300033,0.3333333333333333\n"
        "track,2025-01-02,train,0.5,0.116667,0.00000000125\n");
}

Test(write_result, leaves_prices_blank_where_there_are_none) {
  s.r.has_prices = false;
  write_it();
  holds("resource_day.csv",
        "resource_id,date,unit,capacity,used,shadow_price\n"
        "track,2025-01-01,train,0.5,0.300033,\ntrack,2025-01-02,train,0.5,0.116667,\n");
}

Test(write_result, leaves_times_and_dates_blank_in_static_results) {
  kr_timetable_free(s.t);
  cr_assert_eq(kr_timetable_create(&s.t, s.c, KR_PLAN_BASE, KR_VIEW_STATIC, NULL), KR_OK);
  for (size_t i = 0; i < s.r.allocation.n_legs; i++)
    s.r.allocation.legs[i].depart_min = s.r.allocation.legs[i].arrive_min = KR_NO_TIME;
  write_it();
  holds("resource_day.csv",
        "resource_id,date,unit,capacity,used,shadow_price\ntrack,,train,1,0.4167,0.3333333333333333\n");
  char *text = scratch_read(&folder, "allocation.csv");
  cr_expect(strstr(text, "\nS1,1,9,1,load,,A,,rail,,,,\n"));
  free(text);
  text = scratch_read(&folder, "shipment_result.csv");
  cr_expect(strstr(text, "\nS1,forwarder,partial,12.5,7.5,,,24,0,37.5,0,"));
  free(text);
}

#define SUMMARY_HEAD(more)                                                                                        \
  "{\n  \"schema\": \"keruen.summary/1\",\n  \"status\": \"optimal\",\n  \"objective\": 2124.072,\n"              \
  "  \"bound\": 2124.072,\n  \"gap\": 0,\n  \"served_t\": 12.501,\n  \"unserved_t\": 11.5,\n  \"late_t\": 3.5,\n" \
  "  \"transit_tonne_hours\": 384.072,\n  \"counts\": {\n    \"shipments\": 3,\n    \"served\": 1,\n"             \
  "    \"partial\": 1,\n    \"unserved\": 1,\n    \"late\": 1,\n    \"lots\": 3,\n    \"legs\": 8,\n"             \
  "    \"columns\": 0,\n    \"rounds\": 0,\n    \"priced_resource_days\": 0" more "\n  },\n  \"plan\": \"\",\n"

Test(write_result, sums_up_the_whole) {
  write_it();
  holds(
      "summary.json",
      SUMMARY_HEAD(
          "") "  \"options\": {\n    \"static\": false,\n    \"integer\": false\n  },\n  \"version\": \"1.2.3\"\n}\n");
}

Test(write_result, keeps_what_differs_from_run_to_run_under_one_key) {
  static const kr_setting settings[] = {{.name = "gap", .kind = KR_SETTING_NUMBER, .number = 1e-6},
                                        {.name = "time_limit_s", .kind = KR_SETTING_NUMBER, .number = INFINITY},
                                        {.name = "master", .kind = KR_SETTING_TEXT, .text = "in\"side\n"},
                                        {.name = "careful", .kind = KR_SETTING_FLAG, .number = 1}};
  kr_inputs inputs = {.files = {{"config.csv", "ab12", 7}}, .n_files = 1};
  run = (kr_run_info){.version = "1.2.3", .inputs = &inputs, .is_integer = true, .settings = settings, .n_settings = 4};
  run.threads = 2;
  run.started = "2025-01-01T00:00Z";
  s.r.phases[0] = (kr_phase){"price", 1.5, 2.25};
  s.r.n_phases = 1;
  s.r.n_dives = 7;
  s.r.n_nodes = 3;
  s.r.n_incumbents = 2;
  s.r.incumbents = calloc(2, sizeof *s.r.incumbents);
  cr_assert_not_null(s.r.incumbents);
  s.r.incumbents[0] = (kr_incumbent){0.25, 2500.5, -INFINITY};
  s.r.incumbents[1] = (kr_incumbent){1.5, 2124.072, 2100};
  s.r.n_streams = 2;
  s.r.streams = calloc(2, sizeof *s.r.streams);
  cr_assert_not_null(s.r.streams);
  s.r.streams[0] = (kr_stream){1.25, 40, 19};
  s.r.streams[1] = (kr_stream){2.5, 7, 0};
  write_it();
  holds("summary.json", SUMMARY_HEAD(",\n    \"dives\": 7,\n    \"nodes\": 3")
        "  \"options\": {\n    \"static\": false,\n    \"integer\": true,\n    \"gap\": 0.000001,\n"
        "    \"time_limit_s\": null,\n    \"master\": \"in\\\"side\\u000a\",\n    \"careful\": true\n  },\n"
        "  \"version\": \"1.2.3\",\n  \"inputs\": {\n    \"config.csv\": {\n      \"bytes\": 7,\n"
        "      \"sha256\": \"ab12\"\n    }\n  },\n  \"run\": {\n    \"started\": \"2025-01-01T00:00Z\",\n"
        "    \"threads\": 2,\n    \"seconds\": {\n      \"price\": {\n        \"wall\": 1.5,\n"
        "        \"cpu\": 2.25\n      }\n    },\n    \"incumbents\": [[0.250, 2500.5, null], [1.500, 2124.072, 2100]],\n    "
        "\"streams\": [[1.250, 40, 19], [2.500, 7, 0]]\n"
        "  }\n}\n");
}

static const char *reason(kr_reason why, double ideal_h, bool is_static) {
  static char text[KR_REASON_ROOM];
  s.r.reason[1] = (uint8_t)why;
  s.r.ideal_h[1] = ideal_h;
  return kr_reason_text(s.c, &s.r, 1, is_static, text);
}

Test(write_result, gives_a_reason_in_words) {
  cr_expect_str_eq(reason(KR_REASON_NONE, 24, false), "");
  cr_expect_str_eq(reason(KR_REASON_NO_ROUTE, INFINITY, false),
                   "no route for this cargo at any time, whatever the capacities");
  cr_expect_str_eq(reason(KR_REASON_LATE_ANYWAY, 36.126, false),
                   "late even on an empty network, where it takes 36.13 h");
  cr_expect_str_eq(reason(KR_REASON_LATE_QUEUE, NAN, false), "late for want of capacity");
}

Test(write_result, names_two_resources_without_room_and_counts_the_others) {
  s.r.bindings[1] = (kr_binding){0, 2, 2};
  s.r.bindings[2] = (kr_binding){0, 0, 0};
  s.r.first_binding[1] = 0;
  s.r.first_binding[2] = s.r.first_binding[3] = 3;
  cr_expect_str_eq(reason(KR_REASON_CAPACITY, NAN, false),
                   "no capacity left; no room: track on 2025-01-01 to 2025-01-02, track on 2025-01-03 and 1 more");
  s.r.first_binding[2] = 1;
  cr_expect_str_eq(reason(KR_REASON_CAPACITY, 6, true),
                   "no capacity left; on an empty network it would take 6 h; no room: track");
}

Test(write_result, fails_where_it_cannot_write) {
  char expected[200];
  snprintf(expected, sizeof expected, "%s/allocation.csv: cannot be written: No such file or directory", "/nowhere");
  cr_expect_eq(kr_result_write("/nowhere", s.c, s.t, &s.r, &run, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, expected);
}

Test(write_result, survives_the_failure_of_any_allocation) {
  for (long n = 1; n < 100; n++) {
    scratch inner = scratch_make();
    failing_alloc_arm(n);
    kr_status status = kr_result_write(inner.path, s.c, s.t, &s.r, &run, &err);
    bool refused = failing_alloc_disarm();
    scratch_remove(&inner);
    if (!refused) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY);
  }
  cr_expect_fail("it allocates without end");
}
