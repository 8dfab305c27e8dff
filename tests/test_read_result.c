#include "instances/read_result.h"

#include <criterion/criterion.h>

#include "tests/failing_alloc.h"
#include "tests/scratch.h"
#include "tests/small_result.h"

static scratch folder;
static small_result s;
static kr_messages *messages;
static kr_allocation a;
static kr_claims claims;
static kr_error err;

static void make(void) {
  const kr_run_info run = small_result_run();
  folder = scratch_make();
  s = small_result_make();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_result_write(folder.path, s.c, s.t, &s.r, &run, &err), KR_OK);
}

static void drop(void) {
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  kr_messages_free(messages);
  small_result_free(&s);
  scratch_remove(&folder);
}

TestSuite(read_result, .init = make, .fini = drop);

static kr_status read_it(void) { return kr_result_read(&a, &claims, folder.path, s.c, messages, &err); }

/** Replaces the first `old` of a file. */
static void change(const char *name, const char *old, const char *new) {
  char *text = scratch_read(&folder, name), *at = strstr(text, old);
  cr_assert(at, "%s holds no %s", name, old);
  char *changed = calloc(strlen(text) + strlen(new) + 1, 1);
  memcpy(changed, text, (size_t)(at - text));
  strcat(changed, new);
  strcat(changed, at + strlen(old));
  scratch_write(&folder, name, changed);
  free(changed);
  free(text);
}

static void is_told(const char *expected) {
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_kept(messages), 1u, "%s", kr_messages_text(messages, 1));
  cr_expect_str_eq(kr_messages_text(messages, 0), expected);
}

Test(read_result, gives_back_the_allocation_that_was_written) {
  cr_assert_eq(read_it(), KR_OK, "%s", kr_messages_text(messages, 0));
  const kr_allocation *b = &s.r.allocation;
  cr_assert_eq(a.n_lots, b->n_lots);
  cr_assert_eq(a.n_legs, b->n_legs);
  for (size_t i = 0; i < a.n_lots; i++) {
    cr_expect_eq(a.lots[i].shipment, b->lots[i].shipment);
    cr_expect_eq(a.lots[i].number, b->lots[i].number);
    cr_expect_eq(a.lots[i].quantity_kg, b->lots[i].quantity_kg);
    cr_assert_eq(a.lots[i].n_legs, b->lots[i].n_legs);
    for (int32_t k = 0; k < a.lots[i].n_legs; k++) {
      const kr_leg *x = &a.legs[a.lots[i].first_leg + (size_t)k], *y = &b->legs[b->lots[i].first_leg + (size_t)k];
      cr_expect_eq(x->kind, y->kind);
      cr_expect_eq(x->what, y->what);
      cr_expect_eq(x->backward, y->backward);
      cr_expect_eq(x->depart_min, y->depart_min);
      cr_expect_eq(x->arrive_min, y->arrive_min);
    }
  }
}

Test(read_result, gives_back_what_was_claimed) {
  cr_assert_eq(read_it(), KR_OK, "%s", kr_messages_text(messages, 0));
  cr_expect(claims.is_optimal);
  cr_expect(!claims.is_static);
  cr_expect(!claims.is_integer);
  cr_expect_eq(claims.plan, KR_PLAN_BASE);
  cr_expect_eq(claims.objective, 2124.072);
  cr_expect_eq(claims.bound, 2124.072);
  cr_expect_eq(claims.gap, 0);
  cr_expect_float_eq(claims.served_t, 12.501, 1e-12);
  cr_expect_eq(claims.n_days, 3);
  cr_expect(claims.has_prices);
  cr_expect_eq(claims.shadow_price[0], 1.0 / 3);
  cr_expect_float_eq(claims.shadow_price[1], 1.25e-9, 1e-24);
  cr_expect_eq(claims.shadow_price[2], 0);
  cr_expect_float_eq(claims.used[0], 0.300033, 1e-12);
  cr_expect_eq(claims.used[2], 0);
  cr_expect_eq(claims.capacity[0], 0.5);
  cr_expect(isnan(claims.capacity[2]));
  const kr_shipment_claim *first = &claims.shipments[0], *last = &claims.shipments[2];
  cr_expect(first->is_given);
  cr_expect_eq(first->status, KR_SERVED_PARTLY);
  cr_expect_eq(first->served_kg, 12500);
  cr_expect_eq(first->unserved_kg, 7500);
  cr_expect_eq(first->first_arrival_min, 1440);
  cr_expect_eq(first->last_arrival_min, 2880);
  cr_expect_float_eq(first->transit_h, 30.72, 1e-12);
  cr_expect_eq(last->status, KR_SERVED_NOT);
  cr_expect_eq(last->first_arrival_min, KR_NO_TIME);
  cr_expect(isnan(last->transit_h));
}

Test(read_result, reads_null_as_no_bound) {
  change("summary.json", "\"bound\": 2124.072", "\"bound\": null");
  change("summary.json", "\"gap\": 0", "\"gap\": null");
  cr_assert_eq(read_it(), KR_OK);
  cr_expect_eq(claims.bound, -INFINITY);
  cr_expect_eq(claims.gap, INFINITY);
}

Test(read_result, takes_off_an_apostrophe_that_a_spreadsheet_put_there) {
  change("allocation.csv", "@2,1,0.001,1", "'@2,1,0.001,1");
  cr_assert_eq(read_it(), KR_OK);
  cr_expect_eq(a.n_lots, 3u);
}

Test(read_result, sorts_lots_and_leaves_shipments_without_a_row_open) {
  change("shipment_result.csv", "@2,forwarder,served,0.001,0,2025-01-04T00:00Z,2025-01-04T00:00Z,72,0,0.003,0,\n", "");
  scratch_write(&folder, "allocation.csv",
                "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,"
                "arrive\n"
                "S3,1,1,1,link,-L,,rail,rail,B,A,2025-01-01T00:00Z,2025-01-02T00:00Z\n"
                "S1,2,1,1,link,-L,,rail,rail,A,B,2025-01-01T00:00Z,2025-01-02T00:00Z\n"
                "S1,1,1,1,link,-L,,rail,rail,A,B,2025-01-01T00:00Z,2025-01-02T00:00Z\n");
  cr_assert_eq(read_it(), KR_OK);
  cr_assert_eq(a.n_lots, 3u);
  cr_expect_eq(a.lots[0].number, 1);
  cr_expect_eq(a.lots[1].number, 2);
  cr_expect_eq(a.lots[2].shipment, 2);
  cr_expect(a.legs[a.lots[2].first_leg].backward);
  cr_expect(!claims.shipments[1].is_given);
}

Test(read_result, tells_of_a_leg_that_is_none) {
  change("allocation.csv", "S1,1,9,2,link,-L,,rail,rail,A,B", "S1,1,9,2,link,-L,,rail,rail,A,C");
  is_told(
      "allocation.csv:3:29: error: from_node_id \"A\": link \"-L\" does not run from there to to_node_id; correct the "
      "two nodes");
}

Test(read_result, tells_of_times_that_are_blank_in_a_dated_result) {
  change("allocation.csv", "2025-01-01T00:00Z,2025-01-02T00:00Z", ",");
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_kept(messages), 2u);
  cr_expect_str_eq(kr_messages_text(messages, 0), "allocation.csv:3:33: error: depart: blank; it needs a value");
  cr_expect_str_eq(kr_messages_text(messages, 1), "allocation.csv:3:34: error: arrive: blank; it needs a value");
}

Test(read_result, tells_of_a_shipment_with_two_rows) {
  change("shipment_result.csv", "S3,forwarder", "S1,forwarder");
  is_told("shipment_result.csv:4:1: error: shipment_id \"S1\": also on line 2; a shipment has one row");
}

Test(read_result, tells_of_a_day_outside_the_horizon) {
  change("resource_day.csv", "track,2025-01-02", "track,2025-01-04");
  is_told("resource_day.csv:3:7: error: date \"2025-01-04\": outside the horizon; remove the row");
}

Test(read_result, tells_of_a_day_that_stands_twice) {
  change("resource_day.csv", "track,2025-01-02", "track,2025-01-01");
  is_told("resource_day.csv:3:1: error: resource_id \"track\": this resource and day stand twice; remove one row");
}

Test(read_result, tells_of_a_price_below_zero) {
  change("resource_day.csv", "0.3333333333333333", "-0.1");
  is_told(
      "resource_day.csv:2:37: error: shadow_price \"-0.1\": not a number of 0 or more; write digits with a decimal "
      "point");
}

Test(read_result, tells_of_a_file_that_is_missing) {
  unlink(scratch_path(&folder, "resource_day.csv"));
  is_told("resource_day.csv:1:1: error: the file is missing; add it with its header row");
}

Test(read_result, tells_of_a_summary_that_is_no_json) {
  scratch_write(&folder, "summary.json", "{\n  \"schema\": \n");
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  cr_expect(strstr(kr_messages_text(messages, 0), "summary.json:3:1: error: not JSON: "), "%s",
            kr_messages_text(messages, 0));
}

Test(read_result, tells_of_members_that_are_missing_or_wrong) {
  scratch_write(&folder, "summary.json", "{\"schema\": \"x/1\", \"status\": 3, \"objective\": \"7\", \"plan\": \"p\"}");
  static const char *const expected[] = {
      "summary.json:1:1: error: schema: not \"keruen.summary/1\"",
      "summary.json:1:1: error: status: neither \"optimal\" nor \"feasible\"",
      "summary.json:1:1: error: objective: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: bound: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: gap: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: served_t: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: unserved_t: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: transit_tonne_hours: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: static: not there or neither true nor false; the options need it",
      "summary.json:1:1: error: integer: not there or neither true nor false; the options need it",
      "summary.json:1:1: error: gap: not there or not a number; write it as a JSON number",
      "summary.json:1:1: error: shipments: not there or no whole number; the counts need it",
      "summary.json:1:1: error: served: not there or no whole number; the counts need it",
      "summary.json:1:1: error: partial: not there or no whole number; the counts need it",
      "summary.json:1:1: error: unserved: not there or no whole number; the counts need it",
      "summary.json:1:1: error: late: not there or no whole number; the counts need it",
      "summary.json:1:1: error: lots: not there or no whole number; the counts need it",
      "summary.json:1:1: error: legs: not there or no whole number; the counts need it",
      "summary.json:1:1: error: priced_resource_days: not there or no whole number; the counts need it",
      "summary.json:1:1: error: columns: not there or no whole number; the counts need it",
      "summary.json:1:1: error: rounds: not there or no whole number; the counts need it",
      "summary.json:1:1: error: plan: not a plan of this instance; is this its result?"};
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  cr_assert_eq(kr_messages_kept(messages), sizeof expected / sizeof *expected);
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    cr_expect_str_eq(kr_messages_text(messages, i), expected[i]);
}

Test(read_result, survives_json_that_is_too_deep_or_no_object) {
  static char deep[100001];
  memset(deep, '[', sizeof deep - 1);
  scratch_write(&folder, "summary.json", deep);
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  scratch_write(&folder, "summary.json", "[1, 2]");
  cr_expect_eq(read_it(), KR_ERR_INPUT);
}

/** Changes a file so that just this is wrong, and back. */
static void is_told_of(const char *name, const char *old, const char *new, const char *expected) {
  kr_messages_free(messages);
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  change(name, old, new);
  is_told(expected);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  change(name, new, old);
}

Test(read_result, tells_of_days_out_of_form) {
  const char *name = "resource_day.csv", *row = "track,2025-01-02,train,0.5";
  is_told_of(name, row, "track,2024-12-31,train,0.5",
             "resource_day.csv:3:7: error: date \"2024-12-31\": outside the horizon; remove the row");
  is_told_of(name, row, "track,2025-01-04,train,0.5",
             "resource_day.csv:3:7: error: date \"2025-01-04\": outside the horizon; remove the row");
  is_told_of(name, row, "track,2025-01-02,trait,0.5",
             "resource_day.csv:3:18: error: unit \"trait\": not the unit of this resource; it is \"train\"");
  is_told_of(name, row, "track,2025-01-02,trains,0.5",
             "resource_day.csv:3:18: error: unit \"trains\": not the unit of this resource; it is \"train\"");
  is_told_of(name, row, "track,2025-01-01,train,0.5",
             "resource_day.csv:3:1: error: resource_id \"track\": this resource and day stand twice; remove one row");
}

Test(read_result, fails_on_a_folder_that_is_not_there) {
  cr_expect_eq(kr_result_read(&a, &claims, "/nowhere", s.c, messages, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "/nowhere: cannot be read: No such file or directory");
}

Test(read_result, survives_the_failure_of_any_allocation) {
  for (long n = 1; n < 500; n++) {
    failing_alloc_arm(n);
    kr_status status = read_it();
    bool refused = failing_alloc_disarm();
    kr_allocation_clear(&a);
    kr_claims_clear(&claims);
    if (!refused) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld", n);
  }
  cr_expect_fail("it allocates without end");
}
