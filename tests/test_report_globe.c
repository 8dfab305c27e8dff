#include <criterion/criterion.h>
#include <math.h>

#include "cli/report/geojson_box.h"
#include "cli/report/great_circle.h"
#include "cli/report/projection.h"
#include "tests/build_corridor.h"

/* ---- projection ---- */

/* Snyder (1987), page 295: Lambert conformal conic of the sphere, radius 1, parallels 33 and 45, origin 23 N 96 W; the
 * place 35 N 75 W is at x = 0.2966785, y = 0.2462112. Fitted to latitudes whose sixths are those parallels. */
Test(projection, agrees_with_the_worked_example_of_snyder) {
  const kr_point places[] = {{-110.5, 30}, {-81.5, 48}};
  kr_projection p = kr_projection_fit(places, 2);
  cr_assert_float_eq(p.cone, 0.6304777, 1e-7);
  p.middle_lon = -96;
  kr_point at = kr_project(&p, -75, 35), origin = kr_project(&p, -96, 23);
  cr_expect_float_eq(at.x - origin.x, 0.2966785, 1e-7);
  cr_expect_float_eq(origin.y - at.y, 0.2462112, 1e-7);
}

Test(projection, places_across_the_antimeridian_lie_side_by_side) {
  const kr_point places[] = {{179, 60}, {-178, 62}};
  kr_projection p = kr_projection_fit(places, 2);
  double west = kr_projection_near(&p, 179), east = kr_projection_near(&p, -178);
  cr_expect_float_eq(east - west, 3, 1e-9);
  cr_expect_lt(kr_project(&p, west, 60).x, kr_project(&p, east, 62).x);
}

static void expect_sound(const kr_point *places, int32_t n, bool is_plain) {
  kr_projection p = kr_projection_fit(places, n);
  cr_expect_eq(p.cone == 0, is_plain, "%d places: cone %g", (int)n, p.cone);
  for (int32_t i = 0; i < n; ++i) {
    kr_point at = kr_project(&p, kr_projection_near(&p, places[i].x), places[i].y);
    cr_expect(isfinite(at.x) && isfinite(at.y), "place %d of %d", (int)i, (int)n);
  }
}

Test(projection, is_plain_where_a_cone_would_not_do) {
  expect_sound((const kr_point[]){{0, 40}, {120, 50}, {-120, 50}}, 3, true); /* around the globe */
  expect_sound((const kr_point[]){{10, -5}, {30, 5}}, 2, true);              /* on the equator */
  expect_sound((const kr_point[]){{10, -50}, {30, 50}}, 2, true);
  expect_sound(NULL, 0, true);
}

Test(projection, bears_poles_and_single_places) {
  expect_sound((const kr_point[]){{10, 90}}, 1, false);
  expect_sound((const kr_point[]){{10, -90}, {20, -80}}, 2, false);
  expect_sound((const kr_point[]){{-180, 50}, {180, 50}}, 2, false);
  expect_sound((const kr_point[]){{70, 45}, {70, 45}}, 2, false);
}

Test(projection, the_south_is_below_in_the_south_too) {
  const kr_point places[] = {{20, -20}, {30, -40}};
  kr_projection p = kr_projection_fit(places, 2);
  cr_expect_lt(kr_project(&p, 25, -20).y, kr_project(&p, 25, -40).y);
  cr_expect_lt(kr_project(&p, 20, -30).x, kr_project(&p, 30, -30).x);
}

/* ---- great circles ---- */

Test(great_circle, a_short_way_has_its_ends_alone_and_exactly) {
  kr_great_circle c = kr_great_circle_between((kr_point){80.3, 44.13}, (kr_point){77.11, 43.67});
  cr_assert_eq(c.n, 2);
  cr_expect(c.points[0].x == 80.3 && c.points[1].y == 43.67 && c.second == 0);
}

/* A quarter of the equator is 10,007.557 km: 41 steps of at most 250 km. */
Test(great_circle, a_long_way_has_points_between) {
  kr_great_circle c = kr_great_circle_between((kr_point){0, 0}, (kr_point){90, 0});
  cr_assert_eq(c.n, 42);
  cr_expect_float_eq(c.points[1].x, 90.0 / 41, 1e-9);
  cr_expect_eq(c.points[41].x, 90);
}

/* Over the pole: from 80 N at 0 E to 80 N at 180 E the way leads by 90 N. */
Test(great_circle, the_shortest_way_goes_over_the_pole) {
  kr_great_circle c = kr_great_circle_between((kr_point){0, 80}, (kr_point){179, 80});
  double north = 0;
  for (int32_t i = 0; i < c.n; ++i) north = fmax(north, c.points[i].y);
  cr_expect_gt(north, 88);
}

Test(great_circle, is_cut_at_the_antimeridian) {
  kr_great_circle c = kr_great_circle_between((kr_point){179, 10}, (kr_point){-178, 16});
  cr_assert(c.n == 6 && c.second == 3, "%d points, second from %d", (int)c.n, (int)c.second);
  cr_expect(c.points[2].x == 180 && c.points[3].x == -180 && c.points[2].y == c.points[3].y);
  cr_expect(c.points[2].y > 11.5 && c.points[2].y < 12.5, "%g", c.points[2].y);
}

Test(great_circle, an_end_on_the_antimeridian_cuts_nothing) {
  kr_great_circle to = kr_great_circle_between((kr_point){175, 10}, (kr_point){-180, 10});
  kr_great_circle from = kr_great_circle_between((kr_point){180, 10}, (kr_point){-175, 10});
  cr_expect(to.n == 4 && to.second == 0 && to.points[3].x == 180, "%d %g", (int)to.n, to.points[to.n - 1].x);
  cr_expect(from.n == 4 && from.second == 0 && from.points[0].x == -180, "%d %g", (int)from.n, from.points[0].x);
}

Test(great_circle, opposite_and_equal_places_are_joined_by_their_ends) {
  cr_expect_eq(kr_great_circle_between((kr_point){30, 20}, (kr_point){-150, -20}).n, 2);
  cr_expect_eq(kr_great_circle_between((kr_point){30, 20}, (kr_point){30, 20}).n, 2);
}

/* ---- bounding box ---- */

static kr_geojson_box box_of(const double *lon, int n, const int (*links)[2], int m) {
  static const char *const names[] = {"A", "B", "C", "D"};
  kr_geojson_box box;
  kr_corridor *c = build_corridor(1, 24);
  for (int i = 0; i < m; ++i)
    build_link(c, (built_link){names[i], names[links[i][0]], names[links[i][1]], "sea", 1, NULL, false});
  for (int i = 0; i < n; ++i) c->nodes[kr_ids_find(c->node_ids, names[i], 1)].x_deg = lon[i];
  cr_assert_eq(kr_geojson_box_longitudes(&box, c), KR_OK);
  kr_corridor_free(c);
  return box;
}

static void expect_box(kr_geojson_box box, double west, double east) {
  cr_expect(box.west == west && box.east == east, "%g to %g, not %g to %g", box.west, box.east, west, east);
}

Test(geojson_box, lies_across_the_antimeridian_where_the_places_do) {
  expect_box(box_of((const double[]){170, -160}, 2, (const int[][2]){{0, 1}}, 1), 170, -160);
  expect_box(box_of((const double[]){10, 120}, 2, (const int[][2]){{1, 0}}, 1), 10, 120);
  expect_box(box_of((const double[]){7, 7}, 2, (const int[][2]){{0, 1}}, 1), 7, 7);
}

Test(geojson_box, leaves_out_no_gap_that_a_link_crosses) {
  const int around[][2] = {{0, 1}, {1, 2}, {2, 0}}, pacific[][2] = {{0, 1}, {1, 2}, {3, 2}};
  expect_box(box_of((const double[]){0, 120, -120}, 3, around, 3), -180, 180);
  /* 10 to 100, 100 to -170 (that is 190), 170 to 190: the gap from -170 to 10 is the only one */
  expect_box(box_of((const double[]){10, 100, -170, 170}, 4, pacific, 3), 10, -170);
}
