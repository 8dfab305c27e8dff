#include <criterion/criterion.h>

#include "graph/timetable.h"
#include "tests/build_corridor.h"

/* 2025-01-01 is a Wednesday; days 0 … 6 are We Th Fr Sa Su Mo Tu. */
static kr_corridor *week(void) {
  kr_corridor *c = build_corridor(7, 12);
  build_resource(c, "GATE", "t");
  build_link(c, (built_link){"AB", "A", "B", "rail", 5, "GATE", true});
  return c;
}

static kr_timetable *under(const kr_corridor *c, int32_t plan, kr_view view) {
  kr_timetable *t = NULL;
  cr_assert_eq(kr_timetable_create(&t, c, plan, view, NULL), KR_OK);
  return t;
}

Test(timetable, a_day_that_no_row_covers_has_no_capacity) {
  kr_corridor *c = week();
  build_capacity(c, "GATE", (built_days){.from_day = 2, .to_day = 3}, 4);
  kr_timetable *t = under(c, KR_PLAN_BASE, KR_VIEW_DATED);
  cr_expect_eq(kr_capacity_of(t, 0, 1), 0);
  cr_expect_not(t->covered[1]);
  cr_expect_eq(kr_capacity_of(t, 0, 2), 4 * KR_MICRO);
  cr_expect_eq(kr_capacity_of(t, 0, 3), 4 * KR_MICRO);
  cr_expect_eq(kr_capacity_of(t, 0, 4), 0);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(timetable, weekdays_count_from_monday) {
  kr_corridor *c = week();
  build_capacity(c, "GATE", (built_days){.weekdays = "17"}, 2); /* Mondays and Sundays: days 5 and 4 */
  kr_timetable *t = under(c, KR_PLAN_BASE, KR_VIEW_DATED);
  for (int32_t d = 0; d < 7; ++d) cr_expect_eq(kr_capacity_of(t, 0, d), d == 4 || d == 5 ? 2 * KR_MICRO : 0);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(timetable, a_plan_overlays_its_base_only_on_the_days_it_names) {
  kr_corridor *c = week();
  int32_t near = build_plan(c, "near", NULL), far = build_plan(c, "far", "near");
  build_capacity(c, "GATE", (built_days){0}, 1);
  build_capacity(c, "GATE", (built_days){.plan = "near", .from_day = 1, .to_day = 4}, 2);
  build_capacity(c, "GATE", (built_days){.plan = "far", .from_day = 3, .to_day = 5}, 3);
  int expected_far[] = {1, 2, 2, 3, 3, 3, 1}, expected_near[] = {1, 2, 2, 2, 2, 1, 1};
  kr_timetable *t = under(c, far, KR_VIEW_DATED), *u = under(c, near, KR_VIEW_DATED);
  for (int32_t d = 0; d < 7; ++d) {
    cr_expect_eq(kr_capacity_of(t, 0, d), expected_far[d] * KR_MICRO, "far, day %d", d);
    cr_expect_eq(kr_capacity_of(u, 0, d), expected_near[d] * KR_MICRO, "near, day %d", d);
  }
  kr_timetable_free(t);
  kr_timetable_free(u);
  kr_corridor_free(c);
}

Test(timetable, running_times_fall_back_to_the_link_where_no_row_holds) {
  kr_corridor *c = week();
  build_capacity(c, "GATE", (built_days){0}, 1);
  build_running_time(c, "AB", (built_days){.from_day = 2, .to_day = 2}, 30);
  kr_timetable *t = under(c, KR_PLAN_BASE, KR_VIEW_DATED);
  cr_expect_eq(kr_transit_of(t, 0, 1), 5 * KR_MICRO);
  cr_expect_eq(kr_transit_of(t, 0, 2), 30 * KR_MICRO);
  cr_expect_eq(kr_transit_of(t, 0, 3), 5 * KR_MICRO);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(timetable, the_static_view_adds_capacities_and_takes_the_first_days_hours) {
  kr_corridor *c = week();
  build_capacity(c, "GATE", (built_days){.weekdays = "3"}, 2.5);   /* Wednesdays: day 0 only, 2.5 */
  build_capacity(c, "GATE", (built_days){.weekdays = "45"}, 0.25); /* Thursday, Friday: 2 * 0.25 */
  build_running_time(c, "AB", (built_days){.from_day = 0, .to_day = 0, .weekdays = NULL}, 7);
  kr_timetable *t = under(c, KR_PLAN_BASE, KR_VIEW_STATIC);
  cr_expect_eq(t->n_days, 1);
  cr_expect_eq(kr_capacity_of(t, 0, 0), 3 * KR_MICRO);
  cr_expect_eq(kr_transit_of(t, 0, 0), 7 * KR_MICRO);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(timetable, refuses_a_plan_that_is_not_there) {
  kr_corridor *c = week();
  kr_timetable *t = NULL;
  kr_error err;
  cr_expect_eq(kr_timetable_create(&t, c, 1, KR_VIEW_DATED, &err), KR_ERR_RANGE);
  cr_expect_str_eq(err.text, "there is no plan number 1");
  cr_expect_null(t);
  kr_corridor_free(c);
}

Test(timetable, a_leg_that_begins_at_the_very_end_counts_on_the_last_day) {
  kr_corridor *c = week();
  kr_timetable *t = under(c, KR_PLAN_BASE, KR_VIEW_DATED);
  cr_expect_eq(kr_day_of(c, t, 0), 0);
  cr_expect_eq(kr_day_of(c, t, 1439), 0);
  cr_expect_eq(kr_day_of(c, t, 1440), 1);
  cr_expect_eq(kr_day_of(c, t, 7 * 1440), 6);
  cr_expect_eq(kr_day_of(c, t, 7 * 1440 + 1), -1);
  cr_expect_eq(kr_day_of(c, t, -720), -1);
  kr_timetable_free(t);
  kr_corridor_free(c);
}
