#include "graph/corridor.h"

#include <criterion/criterion.h>

#include "tests/failing_alloc.h"

static kr_corridor *c;

static void make(void) { cr_assert_eq(kr_corridor_create(&c), KR_OK); }
static void drop(void) { kr_corridor_free(c); }

TestSuite(corridor, .init = make, .fini = drop);

Test(corridor, begins_with_the_tonne_and_the_base_plan) {
  cr_expect_eq(kr_n_units(c), 1);
  cr_expect_str_eq(kr_ids_text(c->unit_ids, KR_UNIT_TONNE), "t");
  cr_expect_eq(kr_n_plans(c), 1);
  cr_expect_str_eq(kr_ids_text(c->plan_ids, KR_PLAN_BASE), "");
  cr_expect_eq(c->plans[KR_PLAN_BASE].base, KR_NONE);
  cr_expect_eq(kr_n_shipments(c), 0);
}

Test(corridor, starts_freight_at_the_first_boundary_not_before_it_is_ready) {
  kr_shipment s = {0};
  c->step_hours = 12;
  static const int64_t ready[] = {-1, 0, 1, 719, 720, 721, 1440}, step[] = {0, 0, 1, 1, 1, 2, 2};
  for (int i = 0; i < 7; i++) {
    s.ready_min = ready[i];
    cr_expect_eq(kr_ready_step(c, &s), step[i], "ready at minute %d", (int)ready[i]);
  }
}

Test(corridor, counts_freight_late_behind_the_last_boundary_not_after_due) {
  kr_shipment s = {0};
  c->step_hours = 12;
  static const int64_t due[] = {-721, -720, -1, 0, 719, 720, 1439}, step[] = {-2, -1, -1, 0, 0, 1, 1};
  for (int i = 0; i < 7; i++) {
    s.due_min = due[i];
    cr_expect_eq(kr_due_step(c, &s), step[i], "due at minute %d", (int)due[i]);
  }
  s.due_min = KR_NO_DUE;
  cr_expect_eq(kr_due_step(c, &s), INT64_MAX);
}

Test(corridor, rounds_hours_up_to_steps_exactly) {
  c->step_hours = 12;
  cr_expect_eq(kr_steps_of(c, 0), 0);
  cr_expect_eq(kr_steps_of(c, 1), 1);
  cr_expect_eq(kr_steps_of(c, 12 * KR_MICRO), 1);
  cr_expect_eq(kr_steps_of(c, 12 * KR_MICRO + 1), 2);
}

Test(corridor, survives_the_failure_of_any_allocation) {
  for (long n = 1; n < 100; n++) {
    kr_corridor *other = NULL;
    failing_alloc_arm(n);
    kr_status status = kr_corridor_create(&other);
    bool refused = failing_alloc_disarm();
    kr_corridor_free(other);
    if (!refused) return;
    cr_assert_eq(status, KR_ERR_MEMORY);
    cr_assert_null(other);
  }
  cr_expect_fail("it allocates without end");
}
