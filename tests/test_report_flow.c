#include <criterion/criterion.h>
#include <math.h>

#include "cli/report/flow.h"
#include "instances/read_result.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"
#include "tests/small_result.h"

static small_result small;
static kr_flow *flow;

static void make(void) {
  small = small_result_make();
  cr_assert_eq(kr_flow_create(&flow, small.c, small.t, &small.r.allocation, small.r.shadow_price, NULL), KR_OK);
}

static void drop(void) {
  kr_flow_free(flow);
  small_result_free(&small);
}

TestSuite(report_flow, .init = make, .fini = drop);

static void expect_days(const int64_t *table, const char *id, const int64_t expected[4]) {
  int32_t thing = kr_ids_find(small.c->node_ids, id, 1);
  if (thing < 0) thing = kr_ids_find(small.c->link_ids, id, strlen(id));
  for (int32_t day = 0; day <= 3; ++day) {
    int64_t kg = table[kr_flow_at(flow, thing, day)];
    cr_expect(kg == expected[day], "%s, day %d: %lld kg, not %lld", id, day, (long long)kg, (long long)expected[day]);
  }
}

/* S1: 9000 kg on day 0, 3500 kg on day 1; @2: 1 kg on day 0, changes at B on day 1, sails on day 2. */
Test(report_flow, links_carry_what_sets_out_each_day) {
  expect_days(flow->link_kg[0], "-L", (const int64_t[]){9001, 3500, 0, 12501});
  expect_days(flow->link_kg[1], "-L", (const int64_t[]){0, 0, 0, 0});
  expect_days(flow->link_kg[0], "M", (const int64_t[]){0, 0, 1, 1});
  cr_expect_eq(flow->mode_kg[kr_flow_at(flow, 0, 3)], 12501);
}

/* At B 9000 and 3500 kg end on days 0 and 1, when their last legs set out; 1 kg leaves on day 2. */
Test(report_flow, nodes_count_each_lot_once) {
  expect_days(flow->node_kg, "A", (const int64_t[]){9001, 3500, 0, 12501});
  expect_days(flow->node_kg, "B", (const int64_t[]){9000, 3500, 1, 12501});
  expect_days(flow->node_kg, "C", (const int64_t[]){0, 0, 1, 1});
}

/* The lot of 3500 kg leaves A at 24 h sharp: at the first midnight it is no longer there. 7500 kg of S1 stay at A, 4000
 * kg of S3 at B from 60 h on. */
Test(report_flow, what_waits_stands_at_midnight) {
  expect_days(flow->waiting_kg, "A", (const int64_t[]){0, 0, 0, 0});
  expect_days(flow->stays_kg, "A", (const int64_t[]){7500, 7500, 7500, 7500});
  expect_days(flow->stays_kg, "B", (const int64_t[]){0, 0, 4000, 4000});
}

Test(report_flow, what_waits_longer_is_there_on_each_day) {
  const kr_leg late[] = {leg_back(small.c, "-L", 60, 84)};
  build_lot(&small.r.allocation, (kr_lot){.shipment = 2, .number = 1, .quantity_kg = 4000, .n_legs = 1}, late);
  small.c->shipments[2].ready_min = 23 * 60;
  kr_flow_free(flow);
  cr_assert_eq(kr_flow_create(&flow, small.c, small.t, &small.r.allocation, NULL, NULL), KR_OK);
  expect_days(flow->waiting_kg, "B", (const int64_t[]){4000, 4000, 0, 4000});
  expect_days(flow->link_kg[1], "-L", (const int64_t[]){0, 0, 4000, 4000});
  cr_expect_not(flow->has_prices);
}

/* 9001 of 15000 kg on day 0: half a train of 30 t; 3500 on day 1; the track is closed on day 2. */
Test(report_flow, resources_are_those_of_the_result) {
  cr_expect_float_eq(flow->used[kr_flow_at(flow, 0, 0)], 9001 / 30000.0, 1e-15);
  cr_expect_float_eq(kr_flow_utilisation(flow, 0, 0), 9001 / 15000.0, 1e-15);
  cr_expect_float_eq(kr_flow_utilisation(flow, 0, 3), 12501 / 30000.0, 1e-15);
  cr_expect(isnan(kr_flow_utilisation(flow, 0, 2)));
  cr_expect_eq(kr_flow_busiest(flow, small.c->links[0].resources, 0), 0);
  cr_expect_eq(kr_flow_busiest(flow, small.c->links[0].resources, 2), KR_NONE);
  cr_expect_eq(kr_flow_busiest(flow, small.c->links[1].resources, 0), KR_NONE);
  cr_expect_eq(flow->price[kr_flow_at(flow, 0, 0)], small.r.shadow_price[0]);
  cr_expect_eq(flow->price[kr_flow_at(flow, 0, 3)], small.r.shadow_price[0]);
}

/** What is written as resource_day.csv and read back has 6 decimals. */
Test(report_flow, resources_are_those_of_the_files) {
  scratch folder = scratch_make();
  kr_allocation a = {0};
  kr_claims claims = {0};
  kr_messages *messages = NULL;
  const kr_run_info run = small_result_run();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_result_write(folder.path, small.c, small.t, &small.r, &run, NULL), KR_OK);
  cr_assert_eq(kr_result_read(&a, &claims, folder.path, small.c, messages, NULL), KR_OK);
  for (int32_t day = 0; day < 2; ++day) {
    cr_expect_float_eq(flow->used[kr_flow_at(flow, 0, day)], claims.used[day], 5e-7);
    cr_expect_eq(flow->capacity[kr_flow_at(flow, 0, day)], claims.capacity[day]);
    cr_expect_eq(flow->price[kr_flow_at(flow, 0, day)], claims.shadow_price[day]);
  }
  int64_t ends_kg = flow->stays_kg[kr_flow_at(flow, 0, 3)], asked_kg = small.c->shipments[0].quantity_kg;
  cr_expect_eq(ends_kg, claims.shipments[0].unserved_kg);
  cr_expect_eq(ends_kg + claims.shipments[0].served_kg, asked_kg);
  kr_allocation_clear(&a);
  kr_claims_clear(&claims);
  kr_messages_free(messages);
  scratch_remove(&folder);
}

Test(report_flow, without_memory_nothing_is_made) {
  kr_flow *other = NULL;
  for (long n = 1;; ++n) {
    failing_alloc_arm(n);
    kr_status status = kr_flow_create(&other, small.c, small.t, &small.r.allocation, NULL, NULL);
    if (!failing_alloc_disarm()) break;
    cr_assert_eq(status, KR_ERR_MEMORY);
    cr_assert_null(other);
  }
  kr_flow_free(other);
}
