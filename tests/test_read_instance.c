#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "instances/instance.h"
#include "tests/failing_alloc.h"
#include "tests/tiny_instance.h"

static scratch folder;
static kr_messages *messages;
static kr_corridor *c;
static kr_error err;

static void make(void) {
  folder = tiny_instance();
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
}

static void drop(void) {
  kr_corridor_free(c);
  kr_messages_free(messages);
  scratch_remove(&folder);
}

TestSuite(read_instance, .init = make, .fini = drop);

static kr_status read_it(void) {
  kr_corridor_free(c);
  c = NULL;
  return kr_instance_read(&c, folder.path, messages, &err);
}

static void is_read(void) {
  kr_status status = read_it();
  cr_assert_eq(status, KR_OK, "%s: %s", err.text, kr_messages_text(messages, 0));
}

static void is_read_quietly(void) {
  is_read();
  cr_expect_eq(kr_messages_kept(messages), 0u, "%s", kr_messages_text(messages, 0));
}

static void says(size_t i, const char *expected) { cr_expect_str_eq(kr_messages_text(messages, i), expected); }

static void is_refused(const char *expected) {
  cr_expect_eq(read_it(), KR_ERR_INPUT);
  cr_expect_null(c);
  cr_expect_eq(kr_messages_errors(messages), 1);
  says(0, expected);
}

static int32_t find(const kr_ids *ids, const char *id) { return kr_ids_find(ids, id, strlen(id)); }

Test(read_instance, fills_the_corridor) {
  is_read_quietly();
  cr_expect_str_eq(c->dataset_name, "Tiny");
  cr_expect_eq(c->start, 20094); /* 2025-01-06 */
  cr_expect_eq(c->days, 5);
  cr_expect_eq(kr_n_nodes(c), 2);
  cr_expect_str_eq(c->nodes[1].name, "Almaty");
  cr_expect_float_eq(c->nodes[0].x_deg, 80.3, 1e-12);
  cr_expect_str_eq(c->nodes[0].country, "KZ");
  cr_assert_eq(kr_n_links(c), 1);
  const kr_link *link = &c->links[0];
  cr_expect_eq(link->from_node, 0);
  cr_expect_eq(link->to_node, 1);
  cr_expect(!link->directed);
  cr_expect_str_eq(kr_ids_text(c->mode_ids, link->mode), "rail");
  cr_expect_eq(link->transit_uh, 24 * KR_MICRO);
  cr_assert_eq(link->resources.count, 1);
  int32_t resource = c->resource_lists[link->resources.first];
  cr_expect_str_eq(kr_ids_text(c->resource_ids, resource), "track");
  cr_expect_eq(kr_t_per_unit(c, 0, resource), 1200 * KR_MICRO);
  cr_assert_eq(c->n_capacities, 1);
  cr_expect_eq(c->capacities[0].per_day, 2 * KR_MICRO);
  cr_expect_eq(c->capacities[0].from_day, KR_OPEN_FROM);
  cr_expect_eq(c->capacities[0].to_day, KR_OPEN_TO);
  cr_expect_eq(c->capacities[0].weekdays, KR_EVERY_WEEKDAY);
  cr_assert_eq(kr_n_shipments(c), 1);
  cr_expect_eq(c->shipments[0].quantity_kg, 12500);
  cr_expect_str_eq(kr_ids_text(c->forwarder_ids, c->shipments[0].forwarder), "KTZ");
}

Test(read_instance, fills_blanks_with_the_defaults_of_the_format) {
  is_read_quietly();
  cr_expect_eq(c->step_hours, 24);
  cr_expect_eq(c->unserved_uh, 48 * 5 * KR_MICRO);
  cr_expect_eq(c->late_factor, KR_MICRO);
  cr_expect_eq(c->links[0].cost_usd_per_t, 0);
  cr_expect_str_eq(c->links[0].name, "");
  cr_expect(!c->resources[0].whole_units);
  cr_expect_eq(c->shipments[0].due_min, KR_NO_DUE);
  cr_expect_eq(c->shipments[0].weight, KR_MICRO);
  cr_expect(c->shipments[0].splittable);
  cr_expect_eq(c->t_per_unit[KR_UNIT_TONNE], KR_MICRO);
  cr_expect_eq(c->plans[KR_PLAN_BASE].base, KR_NONE);
}

Test(read_instance, counts_instants_from_the_first_midnight) {
  /* 2025-01-05T22:00-03:00 is 01:00 UTC on the first day; due 1 h before the start is late from the beginning */
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due\n"
                "S1,KTZ,A,B,box,1,2025-01-05T22:00-03:00,2025-01-08\nS2,KTZ,A,B,box,1,2025-01-01,2025-01-05T23:00Z\n");
  is_read_quietly();
  cr_expect_eq(c->shipments[0].ready_min, 60);
  cr_expect_eq(c->shipments[0].due_min, 2 * 1440);
  cr_expect_eq(c->shipments[1].ready_min, -5 * 1440);
  cr_expect_eq(c->shipments[1].due_min, -60);
}

Test(read_instance, takes_a_blank_length_as_unknown) {
  scratch_write(&folder, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "L,A,B,1,rail,,24,\n");
  is_read_quietly();
  cr_expect(isnan(c->links[0].length_km));
  cr_expect_eq(c->links[0].resources.count, 0);
}

Test(read_instance, tolerates_a_bom_crlf_and_quotes_everywhere) {
  scratch_write(&folder, "node.csv",
                "\xEF\xBB\xBFnode_id,name,x_coord,y_coord,node_type,country\r\n"
                "\"A\",\"Altynkol, \"\"dry\"\" port\",\"80.3\",44.2,dry_port,KZ\r\n"
                "B,\"Al\r\nmaty\",76.9,43.2,junction,\r\n");
  is_read_quietly();
  cr_expect_str_eq(c->nodes[0].name, "Altynkol, \"dry\" port");
  cr_expect_str_eq(c->nodes[1].name, "Al\r\nmaty");
  cr_expect_str_eq(c->nodes[1].country, "");
}

Test(read_instance, takes_ids_in_any_script) {
  scratch_write(&folder, "node.csv",
                "node_id,name,x_coord,y_coord,node_type,country\n"
                "Алтынкөл,a,80.3,44.2,dry_port,KZ\n阿拉木图,b,76.9,43.2,junction,KZ\n");
  scratch_write(&folder, "link.csv",
                "link_id,from_node_id,to_node_id,directed,mode,length,transit_hours,resources\n"
                "-1,Алтынкөл,阿拉木图,0,რკინიგზა,360,24,track\n");
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "@1,KTZ,阿拉木图,Алтынкөл,box,12.5,2025-01-06\n");
  is_read_quietly();
  cr_expect_eq(find(c->node_ids, "阿拉木图"), 1);
  cr_expect_eq(find(c->link_ids, "-1"), 0);
  cr_expect_eq(find(c->mode_ids, "რკინიგზა"), 0);
  cr_expect_eq(c->shipments[0].origin, 1);
}

Test(read_instance, warns_of_columns_it_does_not_know) {
  scratch_write(&folder, "cargo.csv", "cargo_id,name,t_per_train,colour,\nbox,Containers,1200,red,\n");
  is_read();
  cr_assert_eq(kr_messages_kept(messages), 2u);
  says(0, "cargo.csv:1:27: warning: unknown column \"colour\"; it is not read");
  says(1, "cargo.csv:1:34: warning: a column without a name; it is not read");
  cr_expect_str_eq(kr_messages_summary(messages), "2 warnings");
}

Test(read_instance, finds_columns_in_any_order) {
  scratch_write(&folder, "resource.csv", "unit,whole_units,resource_id,name\ntrain,1,track,Trains\n");
  is_read_quietly();
  cr_expect(c->resources[0].whole_units);
}

Test(read_instance, follows_plans_that_are_defined_further_down) {
  scratch_write(&folder, "plan.csv", "plan_id,name,base_plan_id\nb,B,a\na,A,\n,Today,\n");
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,,,,2\nb,track,2025-01-07,2025-01-08,,3\n");
  is_read_quietly();
  int32_t a = find(c->plan_ids, "a"), b = find(c->plan_ids, "b");
  cr_expect_eq(c->plans[b].base, a);
  cr_expect_eq(c->plans[a].base, KR_PLAN_BASE);
  cr_expect_str_eq(c->plans[KR_PLAN_BASE].name, "Today");
  cr_expect_eq(c->capacities[1].plan, b);
  cr_expect_eq(c->capacities[1].from_day, 1);
  cr_expect_eq(c->capacities[1].to_day, 2);
}

Test(read_instance, lets_weekdays_share_the_same_dates) {
  /* 1 = Monday is bit 0, 7 = Sunday bit 6: 135 is 0b0010101, 2467 is 0b1101010; together every day once */
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,,,135,2\n,track,2025-01-01,2025-01-31,2467,3\n");
  is_read_quietly();
  cr_expect_eq(c->capacities[0].weekdays, 0x15);
  cr_expect_eq(c->capacities[1].weekdays, 0x6A);
}

Test(read_instance, lets_spells_follow_each_other_without_a_gap) {
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,2025-01-08,,,2\n,track,,2025-01-07,,3\n");
  is_read_quietly();
}

Test(read_instance, lets_a_short_spell_lie_between_the_weekdays_of_another) {
  /* Mondays for ever, and one spell from Tuesday to Sunday: no day in common */
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,,,1,2\n,track,2025-01-07,2025-01-12,,3\n");
  is_read();
  cr_expect_eq(kr_messages_errors(messages), 0);
}

Test(read_instance, refuses_two_capacities_for_one_day) {
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,,,1,2\n,track,2025-01-07,2025-01-13,,3\n");
  is_refused(
      "capacity.csv:3:1: error: resource \"track\" has two capacities under the base on 2025-01-13, here and on "
      "line 2; keep one");
}

Test(read_instance, warns_of_days_without_capacity) {
  scratch_write(&folder, "capacity.csv",
                "plan_id,resource_id,from_date,to_date,weekdays,per_day\n"
                ",track,2025-01-07,2025-01-08,,3\n");
  is_read();
  cr_assert_eq(kr_messages_kept(messages), 1u);
  says(0,
       "resource.csv:2:1: warning: resource \"track\" has no row of capacity.csv on 3 days between 2025-01-06 and "
       "2025-01-10 under the base; it counts as 0 there, add a row");
}

Test(read_instance, warns_of_a_file_with_almost_the_right_name) {
  scratch_write(&folder, "commitments.csv", "x\n");
  scratch_write(&folder, "tariff.csv", "x\n");
  is_read();
  cr_assert_eq(kr_messages_kept(messages), 1u);
  says(0,
       "commitment.csv:1:1: warning: the folder also holds \"commitments.csv\", which is not read; is it meant to be "
       "this file?");
}

Test(read_instance, warns_when_there_is_nothing_to_plan) {
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n");
  is_read();
  says(0, "shipment.csv:1:1: warning: no row behind the header; there is nothing to plan");
}

#define COMMITMENT_HEADER \
  "shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,to_mode,from_node_id,to_node_id,depart,arrive\n"

Test(read_instance, reads_commitments_as_lots_with_legs) {
  scratch_write(&folder, "commitment.csv",
                COMMITMENT_HEADER
                "S1,2,5.5,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-08T00:00Z\n"
                "S1,1,7,1,link,'L,,rail,rail,A,B,2025-01-06T00:00Z,2025-01-07T00:00Z\n");
  is_read_quietly();
  const kr_allocation *a = &c->commitments;
  cr_assert_eq(a->n_lots, 2u);
  cr_expect_eq(a->lots[0].number, 1);
  cr_expect_eq(a->lots[0].quantity_kg, 7000);
  cr_expect_eq(a->lots[1].quantity_kg, 5500);
  const kr_leg *leg = &a->legs[a->lots[1].first_leg];
  cr_expect_eq(leg->kind, KR_LEG_LINK);
  cr_expect_eq(leg->depart_min, 1440);
  cr_expect_eq(leg->arrive_min, 2880);
  cr_expect(!leg->backward);
}

Test(read_instance, takes_commitments_from_before_and_off_the_grid) {
  scratch_write(&folder, "shipment.csv",
                "shipment_id,forwarder_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n"
                "S1,KTZ,B,A,box,12.5,2025-01-05\n");
  scratch_write(&folder, "commitment.csv",
                COMMITMENT_HEADER "S1,1,5.5,1,link,L,,rail,rail,B,A,2025-01-05T23:30Z,2025-01-07T03:15Z\n");
  is_read_quietly();
  cr_expect(c->commitments.legs[0].backward);
  cr_expect_eq(c->commitments.legs[0].depart_min, -30);
}

Test(read_instance, hashes_the_files_it_read) {
  kr_inputs inputs;
  scratch_write(&folder, "transfer.csv", "node_id,from_mode,to_mode,hours,resources\n");
  cr_assert_eq(kr_instance_read_hashed(&c, &inputs, folder.path, messages, &err), KR_OK);
  cr_assert_eq(inputs.n_files, 8);
  cr_expect_str_eq(inputs.files[0].name, "config.csv");
  cr_expect_str_eq(inputs.files[3].name, "transfer.csv");
  cr_expect_eq(inputs.files[3].bytes, 42);
  /* printf 'node_id,from_mode,to_mode,hours,resources\n' | sha256sum */
  cr_expect_str_eq(inputs.files[3].sha256, "9679d3e0dd4eb14d4b22ae1d6d47d77d8b91aac80ba57641d5808812dffec882");
  cr_expect_str_eq(inputs.files[7].name, "shipment.csv");
}

Test(read_instance, fails_on_a_folder_that_is_not_there) {
  cr_expect_eq(kr_instance_read(&c, "/nowhere", messages, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, "/nowhere: cannot be read: No such file or directory");
  scratch_write(&folder, "file", "");
  char path[512], expected[600];
  strcpy(path, scratch_path(&folder, "file"));
  snprintf(expected, sizeof expected, "%s: not a folder; give the folder of an instance", path);
  cr_expect_eq(kr_instance_read(&c, path, messages, &err), KR_ERR_IO);
  cr_expect_str_eq(err.text, expected);
}

/** Every allocation is refused in turn: the reading says so, or has everything. */
static void starve(void (*arm)(long n)) {
  kr_inputs inputs;
  for (long n = 1; n < 2000; n++) {
    arm(n);
    kr_status status = kr_instance_read_hashed(&c, &inputs, folder.path, messages, &err);
    bool refused = failing_alloc_disarm();
    if (!refused) {
      cr_expect_eq(status, KR_OK);
      kr_corridor_free(c);
      c = NULL;
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld: %s", n, kr_status_name(status));
    cr_assert_str_eq(err.text, "out of memory");
    cr_assert_null(c);
  }
  cr_expect_fail("it allocates without end");
}

Test(read_instance, survives_the_failure_of_any_allocation) {
  scratch_write(&folder, "plan.csv", "plan_id,name,base_plan_id\na,A,\n");
  scratch_write(&folder, "transit.csv", "plan_id,link_id,from_date,to_date,transit_hours\na,L,,,48\n");
  scratch_write(&folder, "commitment.csv",
                COMMITMENT_HEADER "S1,1,5.5,1,link,L,,rail,rail,A,B,2025-01-07T00:00Z,2025-01-08T00:00Z\n");
  starve(failing_alloc_arm);
  starve(failing_alloc_arm_once); /* a success behind a refusal must not hide it */
}
