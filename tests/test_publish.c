/* From flows to whole kilograms, on a gate of 5 t a day that one shipment wants to pass. */
#include "solver/publish.h"

#include <criterion/criterion.h>
#include <math.h>

#include "solver/ground.h"
#include "tests/build_corridor.h"

#define DAYS 70
#define PER_DAY_KG 5000

static kr_corridor *c;
static kr_ground ground;
static kr_columns *pool;
static int64_t *kg;
static double room[DAYS], staying[] = {1e6};
static kr_error err;

static void make(double tonnes) {
  const kr_settings settings = kr_settings_default();
  c = build_corridor(DAYS, 6);
  build_carries(c, "ore", "train", 2.5);
  build_resource(c, "GATE", "train");
  build_capacity(c, "GATE", (built_days){0}, 2);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = tonnes});
  cr_assert_eq(kr_ground_lay(&ground, c, &settings, &err), KR_OK, "%s", err.text);
  cr_assert_eq(kr_columns_create(&pool, ground.line, &err), KR_OK);
}

static void drop(void) {
  free(kg);
  kr_columns_free(pool);
  kr_ground_clear(&ground);
  kr_corridor_free(c);
}

TestSuite(publish, .fini = drop);

/** @param flow of the first columns. @return kilograms in all; none of them beyond the gate's days */
static int64_t publish(const double *flow, size_t n_flow, double deadline_s, const volatile sig_atomic_t *stop) {
  int64_t sum = 0, by_day[DAYS] = {0};
  free(kg);
  kg = NULL;
  for (int day = 0; day < DAYS; day++) room[day] = ground.promised.room[day];
  const kr_publish_problem problem = {.pool = pool,
                                      .flow = flow,
                                      .n_flow = n_flow,
                                      .staying = staying,
                                      .open_kg = ground.promised.open_kg,
                                      .room = room,
                                      .deadline_s = deadline_s,
                                      .stop = stop};
  cr_assert_eq(kr_publish_round(&kg, &problem, &err), KR_OK, "%s", err.text);
  for (size_t j = 0; j < pool->n_columns; j++) {
    cr_expect_geq(kg[j], 0);
    sum += kg[j];
    if (pool->columns[j].n_uses > 0) by_day[pool->uses[pool->columns[j].first_use].row] += kg[j];
  }
  for (int day = 0; day < DAYS; day++) {
    cr_expect_leq(by_day[day], PER_DAY_KG, "day %d", day);
    cr_expect_float_eq(room[day], 2 - (double)by_day[day] / 2500, 1e-9, "day %d", day);
  }
  return sum;
}

Test(publish, fills_an_empty_plan_day_by_day) {
  make(12);
  cr_expect_eq(publish(NULL, 0, INFINITY, NULL), 12000);
  cr_assert_eq(pool->n_columns, 3u);
  cr_expect(kg[0] == 5000 && kg[1] == 5000 && kg[2] == 2000);
}

Test(publish, cuts_flows_down_to_whole_kilograms_that_there_are) {
  const double flow[] = {4.9999999999, 5.0004, 3}; /* a hair below a kilogram counts as it; 13 t are more than 12 */
  make(12);
  publish(NULL, 0, INFINITY, NULL);
  cr_expect_eq(publish(flow, 3, 0, NULL), 12000);
  cr_expect(kg[0] == 5000 && kg[1] == 5000 && kg[2] == 2000);
}

Test(publish, takes_off_what_is_beyond_a_capacity) {
  const double flow[] = {5.5, 4}, little[] = {5.001, 0, 0.0005};
  make(12);
  publish(NULL, 0, INFINITY, NULL);
  cr_expect_eq(publish(flow, 2, 0, NULL), 10000, "and the second route is filled up");
  cr_expect(kg[0] == 5000 && kg[1] == 5000);
  cr_expect_eq(publish(little, 3, 0, NULL), 5000);
}

Test(publish, fills_nothing_after_its_time_or_a_signal) {
  const double flow[] = {1};
  volatile sig_atomic_t stop = 1;
  make(12);
  publish(NULL, 0, INFINITY, NULL);
  cr_expect_eq(publish(flow, 1, 0, NULL), 5000, "its own route is filled up all the same");
  cr_expect_eq(publish(flow, 1, INFINITY, &stop), 5000);
  stop = 0;
  cr_expect_eq(publish(flow, 1, INFINITY, &stop), 12000);
}

Test(publish, seeks_sixty_four_routes_for_a_shipment_at_most) {
  make(DAYS * 5);
  cr_expect_eq(publish(NULL, 0, INFINITY, NULL), 64 * PER_DAY_KG);
}

Test(publish, does_not_publish_a_column_that_stays) {
  const kr_use none = {0, 0};
  make(12);
  publish(NULL, 0, INFINITY, NULL);
  cr_assert_eq(kr_columns_add_stay(pool, 0, 1e6, &none, 0), KR_OK);
  cr_expect_eq(publish(NULL, 0, 0, NULL), 12000, "by its routes");
  cr_expect_eq(kg[pool->newest[0]], 0);
}

Test(publish, leaves_freight_where_staying_is_no_dearer) {
  make(12);
  staying[0] = 30; /* hours by the second day: 30; and by the first, 6 */
  cr_expect_eq(publish(NULL, 0, INFINITY, NULL), 5000);
  staying[0] = 1e6;
}
