#include "instances/write_instance.h"

#include <criterion/criterion.h>
#include <string.h>

#include "graph/memory.h"
#include "graph/quota.h"
#include "instances/instance.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static char out[128];
static kr_corridor *c;
static kr_error err;

/** What build_corridor leaves blank and a reader wants filled. */
static void dress(void) {
  c->dataset_name = kr_copy_text("Small, \"by hand\"", 16);
  cr_assert(c->dataset_name);
  for (int32_t i = 0; i < kr_n_nodes(c); i++) c->nodes[i].name = c->nodes[i].type = "Place";
  for (int32_t i = 0; i < kr_n_resources(c); i++) c->resources[i].name = "Limit";
  for (int32_t i = 0; i < kr_n_cargo(c); i++) c->cargo_names[i] = "Goods";
  for (int32_t i = 1; i < kr_n_plans(c); i++) c->plans[i].name = "Plan";
}

/** A little of everything that an instance can say. */
static void make(void) {
  folder = scratch_make();
  snprintf(out, sizeof out, "%s/out", folder.path);
  c = build_corridor(5, 12);
  build_resource(c, "track", "train");
  build_resource(c, "quay", "t");
  build_carries(c, "box", "train", 1260.5);
  build_carries(c, "oil", "TEU", 12);
  build_link(c,
             (built_link){.id = "L", .from = "A", .to = "B", .mode = "rail", .hours = 23.5, .resources = "track;quay"});
  build_link(c, (built_link){.id = "M", .from = "B", .to = "C", .mode = "sea", .hours = 0.000001, .one_way = true});
  build_transfer(c,
                 (built_transfer){.node = "B", .from_mode = "rail", .to_mode = "sea", .hours = 6, .resources = "quay"});
  build_transfer(c, (built_transfer){.node = "A", .to_mode = "rail", .hours = 1});
  build_plan(c, "next", NULL);
  build_plan(c, "after", "next");
  build_capacity(c, "track", (built_days){.weekdays = "135"}, 2);
  build_capacity(c, "track", (built_days){.plan = "next", .from_day = 1, .to_day = 2}, 3.5);
  build_capacity(c, "quay", (built_days){0}, 1000);
  build_running_time(c, "L", (built_days){.plan = "after", .from_day = 2, .to_day = 3}, 12);
  build_shipment(c, (built_shipment){"S1", "A", "C", "box", 12.345, 0, 72, 2.5, true});
  build_shipment(c, (built_shipment){.id = "S2", .from = "B", .to = "A", .cargo = "box", .tonnes = 1, .ready_h = 5.5});
  dress();
}

/** A quota of 4 tonnes on the quay from the second day on, but 0.5 under `next`. */
static void add_quotas(void) {
  kr_quota_row rows[2] = {{.resource = 1}, {.resource = 1}};
  for (int i = 0; i < 2; ++i)
    rows[i].capacity = (kr_capacity){.plan = i,
                                     .from_day = i ? KR_OPEN_FROM : 1,
                                     .to_day = KR_OPEN_TO,
                                     .weekdays = (uint8_t)KR_EVERY_WEEKDAY,
                                     .per_day = i ? KR_MICRO / 2 : 4 * KR_MICRO};
  cr_assert_eq(kr_quotas_lay(c, rows, 2), KR_OK);
}

static void drop(void) {
  kr_corridor_free(c);
  scratch_remove(&folder);
}

TestSuite(write_instance, .init = make, .fini = drop);

static void holds(const char *name, const char *expected) {
  char *text = scratch_read(&folder, name);
  cr_expect_str_eq(text, expected);
  free(text);
}

Test(write_instance, writes_what_format_asks_for) {
  cr_assert_eq(kr_instance_write(out, c, &err), KR_OK, "%s", err.text);
  holds(
      "out/link.csv",
      "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources,cost_usd_per_t,co2_kg_per_t,name\n"
      "L,A,B,0,rail,,23.5,track;quay,0,0,\nM,B,C,1,sea,,0.000001,,0,0,\n");
  holds(
      "out/transfer.csv",
      "node_id,from_mode,to_mode,hours,resources,cost_usd_per_t,co2_kg_per_t\nB,rail,sea,6,quay,0,0\nA,,rail,1,,0,0\n");
  holds("out/capacity.csv",
        "plan_id,resource_id,from_date,to_date,weekdays,per_day\n,track,,,135,2\n"
        "next,track,2025-01-02,2025-01-03,,3.5\n,quay,,,,1000\n");
  holds("out/transit.csv", "plan_id,link_id,from_date,to_date,transit_hours\nafter,L,2025-01-03,2025-01-04,12\n");
  holds("out/shipment.csv",
        "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,weight,splittable\n"
        "S1,forwarder,A,C,box,12.345,2025-01-01,2025-01-04,2.5,0\n"
        "S2,forwarder,B,A,box,1,2025-01-01T05:30Z,,1,1\n");
}

Test(write_instance, what_is_read_back_is_written_the_same_again) {
  static const char *const files[] = {"config.csv",   "node.csv", "link.csv",     "transfer.csv", "cargo.csv",
                                      "resource.csv", "plan.csv", "capacity.csv", "transit.csv",  "shipment.csv"};
  kr_messages *messages = NULL;
  kr_corridor *again = NULL;
  char second[140];
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_write(out, c, &err), KR_OK, "%s", err.text);
  kr_status status = kr_instance_read(&again, out, messages, &err);
  cr_assert_eq(status, KR_OK, "%s", kr_messages_text(messages, 0));
  snprintf(second, sizeof second, "%s/again", folder.path);
  cr_assert_eq(kr_instance_write(second, again, &err), KR_OK, "%s", err.text);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char a[40], b[40];
    snprintf(a, sizeof a, "out/%s", files[i]);
    snprintf(b, sizeof b, "again/%s", files[i]);
    char *text = scratch_read(&folder, a);
    cr_expect(strlen(text) > 20, "%s", files[i]);
    holds(b, text);
    free(text);
  }
  kr_corridor_free(again);
  kr_messages_free(messages);
}

Test(write_instance, leaves_files_out_that_would_be_empty) {
  kr_corridor_free(c);
  c = build_corridor(1, 24);
  dress();
  cr_assert_eq(kr_instance_write(out, c, &err), KR_OK, "%s", err.text);
  cr_expect(!scratch_has(&folder, "out/plan.csv") && !scratch_has(&folder, "out/transit.csv"));
  cr_expect_eq(scratch_count(out), 8);
}

Test(write_instance, overwrites_nothing) {
  char expected[300];
  snprintf(expected, sizeof expected, "%s: is there already; name another folder, or remove it first", out);
  cr_assert_eq(kr_instance_write(out, c, &err), KR_OK);
  cr_expect_eq(kr_instance_write(out, c, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, expected);
  cr_expect_eq(scratch_count(out), 10);
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(write_instance, does_not_even_overwrite_a_result) {
  mkdir(out, 0777);
  scratch_write(&folder, "out/summary.json", "{\n  \"schema\": \"keruen.summary/1\"\n}\n");
  cr_expect_eq(kr_instance_write(out, c, &err), KR_ERR_IO);
  cr_expect_eq(scratch_count(out), 1);
}

Test(write_instance, takes_over_an_empty_folder) {
  mkdir(out, 0777);
  cr_expect_eq(kr_instance_write(out, c, &err), KR_OK, "%s", err.text);
  cr_expect_eq(scratch_count(out), 10);
}

Test(write_instance, refuses_commitments) {
  kr_leg leg = leg_link(c, "L", 0, 24);
  build_lot(&c->commitments, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 1, .n_legs = 1}, &leg);
  cr_expect_eq(kr_instance_write(out, c, &err), KR_ERR_RANGE);
  cr_expect_eq(scratch_count(folder.path), 0);
}

Test(write_instance, refuses_upgrades) {
  int32_t index;
  cr_assert_eq(kr_ids_add(c->upgrade_ids, "U1", 2, &index), KR_OK);
  cr_expect_eq(kr_instance_write(out, c, &err), KR_ERR_RANGE);
  cr_expect_str_eq(err.text, "an instance with upgrades cannot be written");
  cr_expect_eq(scratch_count(folder.path), 0);
}

Test(write_instance, takes_no_place_of_a_file) {
  scratch_write(&folder, "out", "mine");
  cr_expect_eq(kr_instance_write(out, c, &err), KR_ERR_IO);
  cr_expect(strstr(err.text, "is there already"), "%s", err.text);
  cr_expect_eq(scratch_count(folder.path), 1);
}

Test(write_instance, survives_the_failure_of_any_allocation) {
  for (long n = 1; n < 100; n++) {
    failing_alloc_arm(n);
    kr_status status = kr_instance_write(out, c, &err);
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "%s", err.text);
    cr_assert_eq(scratch_count(folder.path), 0);
  }
  cr_expect_fail("it allocates without end");
}

Test(write_instance, writes_quotas_apart_from_what_they_limit) {
  add_quotas();
  cr_assert_eq(kr_instance_write(out, c, &err), KR_OK, "%s", err.text);
  holds("out/quota.csv",
        "plan_id,forwarder_id,resource_id,from_date,to_date,weekdays,per_day\n,forwarder,quay,2025-01-02,,,4\n"
        "next,forwarder,quay,,,,0.5\n");
  holds("out/resource.csv", "resource_id,name,unit,whole_units\ntrack,Limit,train,0\nquay,Limit,t,0\n");
  kr_corridor *read = NULL;
  kr_messages *messages = NULL;
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_read(&read, out, messages, &err), KR_OK, "%s", err.text);
  cr_expect_eq(read->n_quotas, 1);
  cr_expect_eq(kr_n_resources(read), 3);
  kr_corridor_free(read);
  kr_messages_free(messages);
}
