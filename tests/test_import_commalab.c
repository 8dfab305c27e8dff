#include "instances/import_commalab.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "tests/failing_alloc.h"
#include "tests/scratch.h"

static scratch folder;
static char path[128];
static kr_import *import;
static kr_error err;

static void make(void) {
  folder = scratch_make();
  snprintf(path, sizeof path, "%s/small", folder.path);
}

static void drop(void) {
  kr_import_free(import);
  scratch_remove(&folder);
}

TestSuite(import_commalab, .init = make, .fini = drop);

/** Five arcs, two of them parallel, one without a limit; four OD pairs, one without a route, one of nothing. */
#define SMALL                                                                                            \
  "   4\n   5\n   4\n  1 2 4 10\n  1 2 4.5 3\n  2 3 5.5 -1\n  1 3 20 7\n  3 4 0 2.5\n  1 3 8\n  4 1 2\n" \
  "  1 3 1.0004\n  2 3 0\n"

static kr_status read_text(const char *text, kr_micro factor) {
  scratch_write(&folder, "small", text);
  kr_import_free(import);
  import = NULL;
  return kr_import_commalab(&import, path, factor, &err);
}

static const kr_corridor *is_read(const char *text) {
  kr_status status = read_text(text, KR_MICRO);
  cr_assert_eq(status, KR_OK, "%s", err.text);
  return import->corridor;
}

/** Refused with this text behind `small`. */
static void refuses(const char *text, const char *expected) {
  cr_assert_eq(read_text(text, KR_MICRO), KR_ERR_INPUT, "%s", text);
  cr_expect_null(import);
  cr_expect_str_eq(err.text + strlen(path), expected);
}

Test(import_commalab, makes_one_link_of_each_arc_and_keeps_parallel_ones) {
  const kr_corridor *c = is_read(SMALL);
  cr_assert_eq(kr_n_nodes(c), 4);
  cr_assert_eq(kr_n_links(c), 5);
  cr_expect_str_eq(kr_ids_text(c->node_ids, 0), "1");
  cr_expect_str_eq(kr_ids_text(c->link_ids, 0), "1-2");
  cr_expect_str_eq(kr_ids_text(c->link_ids, 1), "1-2:2");
  const kr_link *l = &c->links[1];
  cr_expect(l->from_node == 0 && l->to_node == 1 && l->directed && l->transit_uh == 4500000 && isnan(l->length_km));
  cr_expect_str_eq(kr_ids_text(c->mode_ids, l->mode), "road");
  cr_expect_eq(kr_n_modes(c), 1);
}

Test(import_commalab, gives_each_arc_with_a_capacity_a_resource_in_tonnes) {
  const kr_corridor *c = is_read(SMALL);
  cr_assert_eq(kr_n_resources(c), 4);
  cr_expect_eq(c->links[2].resources.count, 0);
  cr_assert_eq(c->links[4].resources.count, 1);
  int32_t r = c->resource_lists[c->links[4].resources.first];
  cr_expect_str_eq(kr_ids_text(c->resource_ids, r), "3-4");
  cr_expect_eq(c->resources[r].unit, KR_UNIT_TONNE);
  cr_expect_eq(c->capacities[r].resource, r);
  cr_expect_eq(c->capacities[r].per_day, 2500000);
}

Test(import_commalab, makes_one_shipment_of_each_pair_that_wants_something) {
  const kr_corridor *c = is_read(SMALL);
  cr_assert_eq(kr_n_shipments(c), 3);
  cr_expect_eq(import->n_dropped, 1);
  cr_expect_str_eq(kr_ids_text(c->shipment_ids, 0), "1-3");
  cr_expect_str_eq(kr_ids_text(c->shipment_ids, 2), "1-3:3");
  cr_expect(c->shipments[1].origin == 3 && c->shipments[1].destination == 0);
  cr_expect_eq(c->shipments[1].quantity_kg, 2000);
  cr_expect_eq(c->shipments[0].due_min, KR_NO_DUE);
  cr_expect_eq(kr_n_cargo(c), 1);
  cr_expect_eq(kr_ids_count(c->forwarder_ids), 1);
}

Test(import_commalab, is_one_static_day_and_says_where_it_comes_from) {
  const kr_corridor *c = is_read(SMALL);
  cr_expect_eq(c->start, kr_date_of(2025, 1, 1));
  cr_expect(c->days == 1 && c->step_hours == 24 && c->late_factor == 0);
  cr_expect_str_eq(c->dataset_name, "small, commalab multicommodity flow");
}

Test(import_commalab, lets_an_unserved_tonne_count_three_times_the_longest_shortest_route) {
  /* 1 to 3 over 2: 4 + 5.5 = 9.5; 4 to 1 has no route; 3 * 9.5 = 28.5, in whole hours 29 */
  const kr_corridor *c = is_read(SMALL);
  cr_expect_eq(import->n_without, 1);
  cr_expect_eq(import->longest_h, 9.5);
  cr_expect_eq(c->unserved_uh, 29 * KR_MICRO);
  c = is_read("2 1 1\n1 2 7 -1\n1 2 1\n");
  cr_expect_eq(c->unserved_uh, 21 * KR_MICRO);
  c = is_read("2 1 1\n1 2 0 -1\n1 2 1\n");
  cr_expect_eq(c->unserved_uh, KR_MICRO);
  c = is_read("2 0 0\n");
  cr_expect_eq(c->unserved_uh, KR_MICRO);
}

Test(import_commalab, tells_what_was_rounded) {
  /* 1.0004 t -> 1 t */
  is_read(SMALL);
  cr_expect_eq(import->quantity.n, 1);
  cr_expect(fabs(import->quantity.largest - 0.0004 / 1.0004) < 1e-12);
  cr_expect_eq(import->cost.n, 0);
  cr_expect_eq(import->capacity.n, 0);
}

Test(import_commalab, multiplies_capacities_and_says_so) {
  cr_assert_eq(read_text(SMALL, 2400000), KR_OK);
  cr_expect_eq(import->corridor->capacities[0].per_day, 24 * KR_MICRO);
  cr_expect_eq(import->corridor->links[2].resources.count, 0);
  cr_expect_str_eq(import->corridor->dataset_name, "small, commalab multicommodity flow, capacities times 2.4");
}

Test(import_commalab, takes_odd_file_names_out_of_the_data_set_name) {
  snprintf(path, sizeof path, "%s/a\nb\xff", folder.path);
  scratch_write(&folder, "a\nb\xff", SMALL);
  cr_assert_eq(kr_import_commalab(&import, path, KR_MICRO, &err), KR_OK);
  cr_expect_str_eq(import->corridor->dataset_name, "a_b_, commalab multicommodity flow");
}

Test(import_commalab, refuses_files_that_end_too_early) {
  refuses("", ":1: error: the file ends before its three counts; fetch it again");
  refuses("3\n1\n", ":3: error: the file ends before its three counts; fetch it again");
  refuses("2\n2\n1\n1 2 1 1\n", ":5: error: the file ends before arc 2 of 2; fetch it again");
  refuses("2\n1\n1\n1 2 1 1\n", ":5: error: the file ends before OD pair 1 of 1; fetch it again");
}

Test(import_commalab, refuses_lines_that_are_not_what_the_counts_say) {
  refuses("2 1 1 1\n", ":1: error: more than the counts of nodes, arcs and OD pairs; is this a commalab file?");
  refuses("2 1 1\n1 2 1\n", ":2: error: 3 words; arc 1 of 1 needs 4: tail head cost capacity");
  refuses("2 1 1\n1 2 1 1\n1 2 1 1\n", ":3: error: 4 words; OD pair 1 of 1 needs 3: origin destination quantity");
  refuses("2 1 0\n1 2 1 1\n\n1 2 1\n",
          ":4: error: more lines than the counts say; correct the counts in the first lines");
}

Test(import_commalab, refuses_numbers_that_cannot_be) {
  refuses("0 1 1\n", ":1: error: \"0\": the number of nodes must be a whole number from 1 to 10000000; correct it");
  refuses("<x>\n", ":1: error: \"<x>\": the number of nodes must be a whole number from 1 to 10000000; correct it");
  refuses("2 1 1\n1 3 1 1\n", ":2: error: \"3\": the head must be a whole number from 1 to 2; correct it");
  refuses("2 1 1\n1 2 -4 1\n", ":2: error: \"-4\": the cost is below 0; give 0 or more");
  refuses("2 1 1\n1 2 1e13 1\n", ":2: error: \"1e13\": the cost is too large; at most 1000000000000 can be had");
  refuses("2 1 1\n1 2 4 none\n",
          ":2: error: \"none\": the capacity is not a number; write digits with a decimal point");
  refuses("2 1 1\n1 2 4 1\n0 2 1\n", ":3: error: \"0\": the origin must be a whole number from 1 to 2; correct it");
  refuses("2 1 1\n1 2 4 1\n1 2 -1\n", ":3: error: \"-1\": the quantity is below 0; give 0 or more");
  refuses("2 1 1\n1 2 4 1\n1 2 2e9\n", ":3: error: \"2e9\": the quantity is too large; at most 1000000000 can be had");
}

Test(import_commalab, survives_the_failure_of_any_allocation) {
  scratch_write(&folder, "small", SMALL);
  for (long n = 1; n < 400; n++) {
    failing_alloc_arm(n);
    kr_status status = kr_import_commalab(&import, path, KR_MICRO, &err);
    if (!failing_alloc_disarm()) {
      cr_expect_eq(status, KR_OK);
      return;
    }
    cr_assert_eq(status, KR_ERR_MEMORY, "allocation %ld: %s", n, kr_status_name(status));
    cr_assert_null(import);
  }
  cr_expect_fail("it allocates without end");
}
