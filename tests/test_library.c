#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "cli/lib/keruen.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"

#define TINY "instances/tiny-caspian"
#define TINY_OPTIMUM 1549296 /* SOURCE.md of the data set works it out */

static kr_instance *tiny(void) {
  kr_instance *i = kr_instance_open(TINY);
  cr_assert_eq(kr_instance_code(i), KR_DONE);
  return i;
}

static kr_task *solved(const kr_instance *i, int is_integer) {
  kr_task *t = kr_task_create(i);
  cr_assert(t);
  cr_assert_eq(kr_task_set_integer(t, is_integer), KR_DONE);
  cr_assert_eq(kr_task_set_threads(t, 1), KR_DONE);
  cr_assert_eq(kr_task_solve(t), KR_DONE, "%s", kr_task_error(t));
  return t;
}

Test(library, the_version_is_that_of_the_header) {
  char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", KR_VERSION_MAJOR, KR_VERSION_MINOR, KR_VERSION_PATCH);
  cr_expect_str_eq(kr_version(), text);
}

Test(library, a_folder_that_is_not_there_is_told) {
  kr_instance *i = kr_instance_open("/nowhere/at/all");
  cr_expect_eq(kr_instance_code(i), KR_IO_FAILED);
  cr_assert_eq(kr_instance_messages(i), 1);
  cr_expect(strstr(kr_instance_message(i, 0), "/nowhere/at/all"));
  cr_expect_null(kr_task_create(i));
  kr_instance_free(i);
}

Test(library, ids_have_indices_and_back) {
  kr_instance *i = tiny();
  for (int e = KR_NODE; e <= KR_SHIPMENT; ++e) {
    int32_t n = kr_instance_count(i, (kr_entity)e);
    cr_expect_gt(n, 0, "entity %d", e);
    for (int32_t k = 0; k < n; ++k)
      cr_expect_eq(kr_instance_find(i, (kr_entity)e, kr_instance_id(i, (kr_entity)e, k)), k);
    cr_expect_null(kr_instance_id(i, (kr_entity)e, n));
  }
  cr_expect_eq(kr_instance_find(i, KR_NODE, "ATLANTIS"), -1);
  cr_expect_str_eq(kr_instance_id(i, KR_PLAN, 0), "");
  kr_instance_free(i);
}

Test(library, a_plan_adds_up) {
  kr_instance *i = tiny();
  kr_task *t = solved(i, 0);
  kr_outcome o = {.size = sizeof o};
  int64_t of_shipments = 0, of_lots = 0;
  cr_assert_eq(kr_task_outcome(t, &o), KR_DONE);
  cr_expect_float_eq(o.objective, TINY_OPTIMUM, 1e-6);
  cr_expect(o.is_optimal && o.bound <= o.objective);
  for (int32_t s = 0; s < kr_instance_count(i, KR_SHIPMENT); ++s) {
    kr_shipment_outcome one = {.size = sizeof one};
    cr_assert_eq(kr_task_shipment(t, s, &one), KR_DONE);
    of_shipments += one.served_kg;
    cr_expect_eq(isnan(one.transit_h), one.served_kg == 0);
    if (one.unserved_kg > 0) cr_expect_gt(strlen(kr_task_reason(t, s)), 0);
  }
  for (size_t l = 0; l < kr_task_lots(t); ++l) {
    kr_lot_outcome lot = {.size = sizeof lot};
    cr_assert_eq(kr_task_lot(t, l, &lot), KR_DONE);
    of_lots += lot.quantity_kg;
  }
  cr_expect_eq(of_shipments, o.served_kg);
  cr_expect_eq(of_lots, o.served_kg);
  cr_expect_eq(o.n_served + o.n_partial + o.n_unserved, kr_instance_count(i, KR_SHIPMENT));
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, legs_of_a_lot_join_and_go_forward_in_time) {
  kr_instance *i = tiny();
  kr_task *t = solved(i, 1);
  for (size_t l = 0; l < kr_task_lots(t); ++l) {
    kr_lot_outcome lot = {.size = sizeof lot};
    kr_leg_outcome before = {.size = sizeof before}, leg = {.size = sizeof leg};
    cr_assert_eq(kr_task_lot(t, l, &lot), KR_DONE);
    for (int32_t k = 0; k < lot.n_legs; ++k, before = leg) {
      cr_assert_eq(kr_task_leg(t, l, k, &leg), KR_DONE);
      cr_expect_geq(leg.depart_min, kr_instance_start_min(i));
      cr_expect_geq(leg.arrive_min, leg.depart_min);
      cr_expect_eq(leg.link >= 0, leg.what == KR_TRAVELS);
      if (k > 0) cr_expect(leg.from_node == before.to_node && leg.depart_min >= before.arrive_min);
    }
    cr_expect_eq(kr_task_leg(t, l, lot.n_legs, &leg), KR_MISUSE);
  }
  cr_expect(isnan(kr_task_shadow_price(t, 0, 0)), "integer solves have no prices");
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, nothing_is_used_beyond_its_capacity) {
  kr_instance *i = tiny();
  kr_task *t = solved(i, 0);
  for (int32_t r = 0; r < kr_instance_count(i, KR_RESOURCE); ++r)
    for (int32_t day = 0; day < kr_instance_days(i); ++day) {
      cr_expect_leq(kr_task_used(t, r, day), kr_task_capacity(t, r, day) * (1 + 1e-9));
      cr_expect_geq(kr_task_shadow_price(t, r, day), 0);
    }
  cr_expect(isnan(kr_task_used(t, 0, kr_instance_days(i))) && isnan(kr_task_capacity(t, -1, 0)));
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, a_caller_with_a_smaller_struct_keeps_what_is_behind_it) {
  kr_instance *i = tiny();
  kr_task *t = solved(i, 0);
  kr_outcome o = {.size = offsetof(kr_outcome, bound), .bound = -1};
  cr_expect_eq(kr_task_outcome(t, &o), KR_DONE);
  cr_expect_float_eq(o.objective, TINY_OPTIMUM, 1e-6);
  cr_expect_eq(o.bound, -1);
  cr_expect_eq(o.size, offsetof(kr_outcome, bound));
  o.size = 0;
  cr_expect_eq(kr_task_outcome(t, &o), KR_MISUSE);
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, settings_are_refused_out_of_range_and_after_the_solve) {
  kr_instance *i = tiny();
  kr_task *t = kr_task_create(i);
  cr_expect_eq(kr_task_set_gap(t, NAN), KR_MISUSE);
  cr_expect_eq(kr_task_set_gap(t, 0), KR_MISUSE);
  cr_expect_eq(kr_task_set_time_limit_s(t, NAN), KR_MISUSE);
  cr_expect_eq(kr_task_set_threads(t, -1), KR_MISUSE);
  cr_expect_eq(kr_task_set_iteration_limit(t, -1), KR_MISUSE);
  cr_expect_eq(kr_task_set_fairness(t, "some"), KR_MISUSE);
  cr_expect_eq(kr_task_set_plan(t, "2099"), KR_MISUSE);
  cr_expect_str_eq(kr_task_error(t), "there is no plan '2099'");
  cr_expect_eq(kr_task_set_plan(t, "base"), KR_DONE);
  cr_expect_str_eq(kr_task_error(t), "");
  cr_expect_eq(kr_task_write(t, "/tmp/nothing"), KR_MISUSE);
  cr_expect_eq(kr_task_lots(t), 0);
  cr_expect_eq(kr_task_solve(t), KR_DONE);
  cr_expect_eq(kr_task_solve(t), KR_MISUSE);
  cr_expect_eq(kr_task_set_seed(t, 1), KR_MISUSE);
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, static_solves_have_no_times) {
  kr_instance *i = tiny();
  kr_task *t = kr_task_create(i);
  kr_leg_outcome leg = {.size = sizeof leg};
  cr_expect_eq(kr_task_set_static(t, 1), KR_DONE);
  cr_expect_eq(kr_task_solve(t), KR_DONE);
  cr_assert_gt(kr_task_lots(t), 0);
  cr_expect_eq(kr_task_leg(t, 0, 0, &leg), KR_DONE);
  cr_expect_eq(leg.depart_min, KR_TIMELESS);
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, a_result_is_written_and_judged) {
  scratch place = scratch_make();
  char path[128], text[200];
  kr_instance *i = tiny();
  kr_task *t = kr_task_create(i);
  snprintf(path, sizeof path, "%s/result", place.path);
  cr_expect_eq(kr_task_set_fairness(t, "maxmin"), KR_DONE);
  cr_expect_eq(kr_task_solve(t), KR_DONE);
  cr_expect_eq(kr_task_write(t, path), KR_DONE, "%s", kr_task_error(t));
  cr_expect_eq(kr_instance_judge(i, path, text, sizeof text), KR_DONE, "%s", text);
  scratch_write(&place, "result/allocation.csv", "shipment_id\n");
  cr_expect_eq(kr_instance_judge(i, path, text, 12), KR_UNVERIFIED);
  cr_expect_str_eq(text, "allocation.");
  cr_expect_eq(kr_instance_judge(i, path, NULL, 0), KR_UNVERIFIED);
  cr_expect_eq(kr_task_write(t, "/nowhere/result"), KR_IO_FAILED);
  cr_expect_gt(strlen(kr_task_error(t)), 0);
  kr_task_free(t);
  kr_instance_free(i);
  scratch_remove(&place);
}

Test(library, a_task_that_was_stopped_ends_at_once) {
  kr_instance *i = tiny();
  kr_task *t = kr_task_create(i);
  kr_task_stop(t);
  int code = kr_task_solve(t);
  cr_expect(code == KR_NO_PLAN || code == KR_STOPPED, "code %d", code);
  kr_task_free(t);
  kr_instance_free(i);
}

static void add(kr_builder *b, const char *file, const char *line) {
  char copy[200];
  const char *cells[20];
  size_t n = 0;
  snprintf(copy, sizeof copy, "%s", line);
  for (char *at = copy; at;) {
    char *end = strchr(at, '|');
    if (end) *end++ = '\0';
    cells[n++] = at;
    at = end;
  }
  cr_assert_eq(kr_builder_row(b, file, cells, n), KR_DONE);
}

/** One link of 6 h, a train of 100 t a day, and 150 t ready at once. */
static kr_builder *build(const char *quantity) {
  char row[100];
  kr_builder *b = kr_builder_create();
  snprintf(row, sizeof row, "S|F|A|B|ORE|%s|2025-01-01|", quantity);
  add(b, "config.csv", "dataset_name|format_version|start|days|step_hours");
  add(b, "config.csv", "a \"quoted\", name|1|2025-01-01|3|6");
  add(b, "node.csv", "node_id|name|x_coord|y_coord|node_type|country");
  add(b, "node.csv", "A|A|0|0|place|");
  add(b, "node.csv", "B|B|1|1|place|");
  add(b, "link.csv", "link_id|from_node_id|to_node_id|directed|mode|length|transit_hours|resources");
  add(b, "link.csv", "AB|A|B|1|rail|1|6|GATE");
  add(b, "transfer.csv", "node_id|from_mode|to_mode|hours|resources");
  add(b, "cargo.csv", "cargo_id|name|t_per_train");
  add(b, "cargo.csv", "ORE|Ore|100");
  add(b, "resource.csv", "resource_id|name|unit|whole_units");
  add(b, "resource.csv", "GATE|Gate|train|0");
  add(b, "capacity.csv", "plan_id|resource_id|from_date|to_date|weekdays|per_day");
  add(b, "capacity.csv", "|GATE||||1");
  add(b, "shipment.csv", "shipment_id|forwarder_id|origin_node_id|destination_node_id|cargo_id|quantity_t|ready|due");
  add(b, "shipment.csv", row);
  return b;
}

Test(library, what_is_built_is_solved) {
  /* 100 t arrive after 6 h, 50 t a day later, after 30 h: 600 + 1500 t*h. */
  kr_builder *b = build("150");
  kr_instance *i = kr_builder_finish(b);
  kr_outcome o = {.size = sizeof o};
  kr_builder_free(b);
  cr_assert_eq(kr_instance_code(i), KR_DONE, "%s", kr_instance_message(i, 0));
  cr_expect_str_eq(kr_instance_name(i), "a \"quoted\", name");
  kr_task *t = solved(i, 0);
  cr_expect_eq(kr_task_outcome(t, &o), KR_DONE);
  cr_expect_float_eq(o.objective, 2100, 1e-9);
  kr_task_free(t);
  kr_instance_free(i);
}

Test(library, errors_of_what_is_built_have_places) {
  kr_builder *b = build("12,5");
  kr_instance *i = kr_builder_finish(b);
  cr_expect_eq(kr_instance_code(i), KR_REJECTED);
  cr_assert_eq(kr_instance_messages(i), 2);
  cr_expect_str_eq(kr_instance_message(i, 0),
                   "shipment.csv:2:13: error: quantity_t \"12,5\": decimal comma; write 12.5");
  cr_expect_eq(kr_instance_count(i, KR_SHIPMENT), 0);
  kr_instance_free(i);
  cr_expect_eq(kr_builder_row(b, "passwd", (const char *const[]){"x"}, 1), KR_MISUSE);
  cr_expect_eq(kr_builder_row(b, "../node.csv", (const char *const[]){"x"}, 1), KR_MISUSE);
  cr_expect_eq(kr_builder_row(b, "node.csv", (const char *const[]){NULL}, 1), KR_MISUSE);
  cr_expect_eq(kr_builder_row(b, "node.csv", NULL, 1), KR_MISUSE);
  kr_builder_free(b);
}

Test(library, no_handle_is_no_crash) {
  kr_outcome o = {.size = sizeof o};
  kr_instance_free(NULL);
  kr_task_free(NULL);
  kr_builder_free(NULL);
  kr_task_stop(NULL);
  cr_expect_null(kr_builder_finish(NULL));
  cr_expect_null(kr_task_create(NULL));
  cr_expect_eq(kr_instance_code(NULL), KR_NO_MEMORY);
  cr_expect_eq(kr_instance_messages(NULL), 0);
  cr_expect_null(kr_instance_message(NULL, 0));
  cr_expect_eq(kr_instance_count(NULL, KR_NODE), 0);
  cr_expect_null(kr_instance_name(NULL));
  cr_expect_eq(kr_instance_days(NULL), 0);
  cr_expect_eq(kr_instance_start_min(NULL), 0);
  cr_expect_eq(kr_task_set_gap(NULL, 1), KR_MISUSE);
  cr_expect_eq(kr_task_solve(NULL), KR_MISUSE);
  cr_expect_eq(kr_task_write(NULL, "x"), KR_MISUSE);
  cr_expect_eq(kr_task_outcome(NULL, &o), KR_MISUSE);
  cr_expect_eq(kr_task_lots(NULL), 0);
  cr_expect(isnan(kr_task_used(NULL, 0, 0)));
  cr_expect_eq(kr_instance_judge(NULL, "x", NULL, 0), KR_MISUSE);
  cr_expect_gt(strlen(kr_task_error(NULL)), 0);
  kr_instance *i = kr_instance_open(NULL);
  cr_expect_eq(kr_instance_code(i), KR_IO_FAILED);
  kr_instance_free(i);
}

Test(library, an_allocation_that_fails_is_told) {
  kr_builder *b = build("150");
  bool was_refused = true;
  for (long n = 1; was_refused; ++n) {
    failing_alloc_arm(n);
    kr_instance *i = kr_builder_finish(b);
    kr_task *t = kr_task_create(i);
    int code = t ? kr_task_solve(t) : KR_NO_MEMORY;
    was_refused = failing_alloc_disarm();
    cr_expect_eq(code == KR_DONE, !was_refused, "allocation %ld: code %d", n, code);
    kr_task_free(t);
    kr_instance_free(i);
  }
  kr_builder_free(b);
}
