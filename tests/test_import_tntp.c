#include "instances/import_tntp.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static char net[128], trips[128];
static kr_import *import;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  snprintf(net, sizeof net, "%s/net", folder.path);
  snprintf(trips, sizeof trips, "%s/trips", folder.path);
}

static void drop(void) {
  kr_import_free(import);
  scratch_remove(&folder);
}

TestSuite(import_tntp, .init = make, .fini = drop);

#define NET_HEAD "<NUMBER OF ZONES>\t2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 2\n"
#define NET_ROWS                                                                                             \
  "<ORIGINAL HEADER>~ Init Term\n<END OF METADATA>\n\n~ init term ...\n\t1\t3\t1.5\t0.8\t0.78000001907349\t" \
  "1.0E-16\t0\t0\t0\t1\t;\n\t3\t2\t1E+1\t9\t2\t0\t0\t0\t0\t1;\n"
#define NET NET_HEAD NET_ROWS
#define TRIPS                                                                              \
  "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 7.5\n<END OF METADATA>\n\n~ made up\nOrigin \t1\n" \
  "    1 :      1.00;      2 :     4.5;\n\nOrigin 2\n 1:2.0 ; 2 : 0.0;\n"

static kr_status read_texts(const char *net_text, const char *trips_text, kr_micro factor) {
  const char *paths[2] = {net, trips};
  scratch_write(&folder, "net", net_text);
  scratch_write(&folder, "trips", trips_text);
  kr_import_free(import);
  import = NULL;
  return kr_import_tntp(&import, paths, factor, &err);
}

static const kr_corridor *is_read(const char *net_text, const char *trips_text) {
  kr_status status = read_texts(net_text, trips_text, KR_MICRO);
  cr_assert_eq(status, KR_OK, "%s", err.text);
  return import->corridor;
}

/** Refused with this text behind the path of the file. */
static void refuses(const char *net_text, const char *trips_text, const char *file, const char *expected) {
  cr_assert_eq(read_texts(net_text, trips_text, KR_MICRO), KR_ERR_INPUT);
  cr_expect_null(import);
  cr_assert_eq(strncmp(err.text, file, strlen(file)), 0, "%s", err.text);
  cr_expect_str_eq(err.text + strlen(file), expected);
}

Test(import_tntp, takes_the_free_flow_time_as_cost_and_multiplies_the_capacity) {
  cr_assert_eq(read_texts(NET, TRIPS, 2000 * KR_MICRO), KR_OK, "%s", err.text);
  const kr_corridor *c = import->corridor;
  cr_assert_eq(kr_n_links(c), 2);
  cr_expect_eq(c->links[0].transit_uh, 780000);
  cr_expect_eq(c->links[1].transit_uh, 2 * KR_MICRO);
  cr_expect_eq(c->capacities[0].per_day, 3000 * KR_MICRO);
  cr_expect_eq(c->capacities[1].per_day, 20000 * KR_MICRO);
  cr_expect_str_eq(c->dataset_name, "net, TNTP free-flow times, capacities times 2000");
}

Test(import_tntp, rounds_times_with_too_many_decimals_and_counts_them) {
  is_read(NET, TRIPS);
  cr_expect_eq(import->cost.n, 1);
  cr_expect(fabs(import->cost.largest - 0.00000001907349 / 0.78000001907349) < 1e-15);
  cr_expect_eq(import->capacity.n, 0);
  cr_expect_eq(import->quantity.n, 0);
}

Test(import_tntp, leaves_out_trips_within_a_zone_and_of_nothing) {
  const kr_corridor *c = is_read(NET, TRIPS);
  cr_assert_eq(kr_n_shipments(c), 2);
  cr_expect_str_eq(kr_ids_text(c->shipment_ids, 0), "1-2");
  cr_expect_str_eq(kr_ids_text(c->shipment_ids, 1), "2-1");
  cr_expect_eq(c->shipments[0].quantity_kg, 4500);
  cr_expect_eq(import->n_dropped, 2);
  cr_expect_eq(import->found_t, 7.5);
  cr_expect_eq(import->stated_t, 7.5);
}

Test(import_tntp, lets_freight_through_every_node) {
  /* 1 - 3 - 2 takes 2.78 though only 3 is a through node; 2 to 1 has no route; 3 * 2.78 = 8.34 */
  const kr_corridor *c = is_read(NET, TRIPS);
  cr_expect(fabs(import->longest_h - 2.78) < 1e-12);
  cr_expect_eq(import->n_without, 1);
  cr_expect_eq(c->unserved_uh, 9 * KR_MICRO);
  cr_expect_str_eq(c->nodes[1].type, "zone");
  cr_expect_str_eq(c->nodes[2].type, "node");
}

Test(import_tntp, takes_the_files_in_either_order) {
  const char *paths[2] = {trips, net};
  scratch_write(&folder, "net", NET);
  scratch_write(&folder, "trips", TRIPS);
  cr_assert_eq(kr_import_tntp(&import, paths, KR_MICRO, &err), KR_OK, "%s", err.text);
  cr_expect_eq(kr_n_links(import->corridor), 2);
  cr_expect_str_eq(import->corridor->dataset_name, "net, TNTP free-flow times");
}

Test(import_tntp, claims_no_total_where_the_file_has_none) {
  is_read(NET, "<END OF METADATA>\nOrigin 1\n2 : 1;\n");
  cr_expect(isnan(import->stated_t));
  cr_expect_eq(import->found_t, 1);
}

Test(import_tntp, refuses_two_files_of_a_kind) {
  refuses(NET, NET, trips, ":6: error: a second NET file (it has NUMBER OF LINKS); give one NET and one TRIPS");
  refuses(TRIPS, TRIPS, trips, ":3: error: neither file has NUMBER OF LINKS; give one NET and one TRIPS");
}

Test(import_tntp, refuses_metadata_that_cannot_be) {
  refuses("1 2 3\n", TRIPS, net, ":1: error: no <END OF METADATA> before this line; is this a TNTP file?");
  refuses("<NUMBER OF LINKS> 2\n", TRIPS, net,
          ":2: error: no <END OF METADATA> before the end of the file; is this a TNTP file?");
  refuses("<NUMBER OF LINKS> 2\n<END OF METADATA>\n", TRIPS, net,
          ":2: error: no <NUMBER OF NODES>; add it to the metadata");
  refuses("<NUMBER OF LINKS> two\n<END OF METADATA>\n", TRIPS, net,
          ":1: error: \"two\": NUMBER OF LINKS must be a whole number from 1 to 2147483646; correct it");
  refuses("<NUMBER OF ZONES> 4\n<NUMBER OF NODES> 3\n<NUMBER OF LINKS> 2\n<END OF METADATA>\n", TRIPS, net,
          ":4: error: 4 zones of 3 nodes; correct <NUMBER OF ZONES>");
  refuses(NET, "<NUMBER OF ZONES> 3\n<END OF METADATA>\n", trips,
          ":2: error: 3 zones, but the NET file has 2; give two files of one network");
}

Test(import_tntp, refuses_links_that_cannot_be) {
  refuses(NET_HEAD "<END OF METADATA>\n1 3 1 1 1;\n", TRIPS, net,
          ":7: error: the file ends before link 2 of 2; fetch it again");
  refuses(NET "1 2 1 1 1;\n", TRIPS, net, ":11: error: more than 2 links; correct <NUMBER OF LINKS>");
  refuses(NET_HEAD "<END OF METADATA>\n1 3 1 1\n", TRIPS, net,
          ":6: error: 4 words; a link needs at least 5: tail head capacity length free_flow_time");
  refuses(NET_HEAD "<END OF METADATA>\n1 4 1 1 1 ;\n", TRIPS, net,
          ":6: error: \"4\": the term node must be a whole number from 1 to 3; correct it");
  refuses(NET_HEAD "<END OF METADATA>\n1 3 -1 1 1 ;\n", TRIPS, net,
          ":6: error: \"-1\": the capacity is below 0; give 0 or more");
  refuses(NET_HEAD "<END OF METADATA>\n1 3 1 1 x ;\n", TRIPS, net,
          ":6: error: \"x\": the free-flow time is not a number; write digits with a decimal point");
}

Test(import_tntp, refuses_trips_that_cannot_be) {
  refuses(NET, "<END OF METADATA>\n 1 : 5;\n", trips,
          ":2: error: trips before the first Origin; is this a TRIPS file?");
  refuses(NET, "<END OF METADATA>\nOrigin\n", trips, ":2: error: Origin without its zone; write its number");
  refuses(NET, "<END OF METADATA>\nOrigin 3\n", trips,
          ":2: error: \"3\": the origin must be a whole number from 1 to 2; correct it");
  refuses(NET, "<END OF METADATA>\nOrigin 1\n3 : 5;\n", trips,
          ":3: error: \"3\": the zone must be a whole number from 1 to 2; correct it");
  refuses(NET, "<END OF METADATA>\nOrigin 1\n2 = 5;\n", trips,
          ":3: error: not in the form zone : trips; correct the line");
  refuses(NET, "<END OF METADATA>\nOrigin 1\n2 :\n", trips,
          ":3: error: not in the form zone : trips; correct the line");
  refuses(NET, "<END OF METADATA>\nOrigin 1\n1 : 2  2 : 5;\n", trips,
          ":3: error: no ; behind the trips; correct the line");
}

Test(import_tntp, survives_the_failure_of_any_allocation) {
  const char *paths[2] = {net, trips};
  scratch_write(&folder, "net", NET);
  scratch_write(&folder, "trips", TRIPS);
  for (long n = 1; n < 400; n++) {
    failing_alloc_arm(n);
    kr_status status = kr_import_tntp(&import, paths, KR_MICRO, &err);
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld: %s", n, kr_status_name(status));
    cr_assert_null(import);
  }
  cr_expect_fail("it allocates without end");
}
