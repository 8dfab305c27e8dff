#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "cli/report/geojson.h"
#include "cli/report/map_internal.h"
#include "instances/instance.h"
#include "tests/failing_alloc.h"
#include "tests/scratch.h"
#include "tests/small_result.h"

/* ---- rigs ---- */

static kr_flow *flow_of(const kr_corridor *c, const kr_timetable *t, const kr_allocation *a) {
  kr_flow *flow = NULL;
  cr_assert_eq(kr_flow_create(&flow, c, t, a, NULL, NULL), KR_OK);
  return flow;
}

/** The flow of a corridor without any freight moved. */
typedef struct still {
  kr_corridor *c;
  kr_timetable *t;
  kr_allocation none;
  kr_flow *flow;
} still;

static void still_make(still *s, kr_corridor *c) {
  *s = (still){.c = c};
  cr_assert_eq(kr_timetable_create(&s->t, c, KR_PLAN_BASE, KR_VIEW_DATED, NULL), KR_OK);
  s->flow = flow_of(c, s->t, &s->none);
}

static void still_free(still *s) {
  kr_flow_free(s->flow);
  kr_timetable_free(s->t);
  kr_corridor_free(s->c);
}

static kr_corridor *middle_corridor(void) {
  kr_corridor *c = NULL;
  kr_messages *messages = NULL;
  cr_assert_eq(kr_messages_create(&messages), KR_OK);
  cr_assert_eq(kr_instance_read(&c, "instances/middle-corridor", messages, NULL), KR_OK);
  kr_messages_free(messages);
  return c;
}

typedef kr_status (*put)(kr_sink *sink, const kr_flow *flow);
static kr_status put_map(kr_sink *sink, const kr_flow *flow) { return kr_map_put(sink, flow, &kr_map_english, NULL); }
static kr_status put_geojson(kr_sink *sink, const kr_flow *flow) { return kr_geojson_put(sink, flow, NULL); }

/** What is put, as a text to be freed. */
static char *text_of(const kr_flow *flow, put put_it) {
  scratch folder = scratch_make();
  kr_sink sink;
  cr_assert_eq(kr_sink_open(&sink, folder.path, "it", NULL), KR_OK);
  cr_assert_eq(put_it(&sink, flow), KR_OK);
  cr_assert_eq(kr_sink_close(&sink, NULL), KR_OK);
  char *text = scratch_read(&folder, "it");
  scratch_remove(&folder);
  return text;
}

static void place(kr_corridor *c, const char *node, double lon, double lat) {
  kr_node *n = &c->nodes[kr_ids_find(c->node_ids, node, strlen(node))];
  n->x_deg = lon;
  n->y_deg = lat;
}

/* ---- layout ---- */

static kr_corridor *line_of_three(void) {
  kr_corridor *c = build_corridor(2, 24);
  build_link(c, (built_link){"L", "A", "B", "rail", 24, NULL, false});
  build_link(c, (built_link){"M", "B", "C", "sea", 24, NULL, false});
  return c;
}

static void expect_inside(const kr_corridor *c, bool is_schematic) {
  kr_layout *l = NULL;
  cr_assert_eq(kr_layout_create(&l, c, NULL), KR_OK);
  cr_expect_eq(l->is_schematic, is_schematic);
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) {
    kr_point p = l->nodes[i];
    cr_expect(p.x >= 0 && p.x <= KR_LAYOUT_WIDTH && p.y >= 0 && p.y <= l->height, "node %d at %g, %g", (int)i, p.x,
              p.y);
    for (int32_t k = 0; k < i; ++k)
      cr_expect_gt(hypot(p.x - l->nodes[k].x, p.y - l->nodes[k].y), 1, "%d on %d", (int)i, (int)k);
  }
  kr_layout_free(l);
}

Test(map_layout, fills_the_frame) {
  kr_corridor *c = middle_corridor();
  kr_layout *l = NULL;
  double left = INFINITY, right = -INFINITY;
  cr_assert_eq(kr_layout_create(&l, c, NULL), KR_OK);
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) {
    left = fmin(left, l->nodes[i].x);
    right = fmax(right, l->nodes[i].x);
  }
  cr_expect(left < 50 && right > KR_LAYOUT_WIDTH - 50, "%g to %g", left, right);
  kr_layout_free(l);
  kr_corridor_free(c);
}

Test(map_layout, lays_nodes_without_coordinates_out_by_links) {
  kr_corridor *c = line_of_three();
  expect_inside(c, true);
  kr_corridor_free(c);
}

Test(map_layout, sets_nodes_of_one_place_apart) {
  kr_corridor *c = line_of_three();
  place(c, "C", 70, 40);
  expect_inside(c, false);
  kr_corridor_free(c);
}

Test(map_layout, bears_the_antimeridian) {
  kr_corridor *c = line_of_three();
  kr_layout *l = NULL;
  place(c, "A", 178, 50);
  place(c, "B", -179, 51);
  place(c, "C", -176, 50);
  expect_inside(c, false);
  cr_assert_eq(kr_layout_create(&l, c, NULL), KR_OK);
  cr_expect(l->nodes[0].x < l->nodes[1].x && l->nodes[1].x < l->nodes[2].x);
  kr_layout_free(l);
  kr_corridor_free(c);
}

Test(map_layout, bears_one_node_and_none) {
  kr_corridor *none = build_corridor(1, 24), *one = build_corridor(1, 24);
  build_transfer(one, (built_transfer){"A", NULL, "rail", 0, NULL});
  expect_inside(none, false);
  expect_inside(one, false);
  kr_corridor_free(none);
  kr_corridor_free(one);
}

/* ---- tracks ---- */

/** A to B to C by resources r and s; RUN from A to C over both, both ways. */
static kr_corridor *with_run(const char *run_resources) {
  kr_corridor *c = build_corridor(2, 24);
  build_resource(c, "r", "t");
  build_resource(c, "s", "t");
  build_link(c, (built_link){"L", "A", "B", "rail", 24, "r", false});
  build_link(c, (built_link){"M", "C", "B", "rail", 24, "s", false});
  build_link(c, (built_link){"RUN", "A", "C", "rail", 24, run_resources, false});
  return c;
}

static int32_t n_tracks(kr_corridor *c) {
  still s;
  kr_tracks *tracks = NULL;
  still_make(&s, c);
  cr_assert_eq(kr_tracks_create(&tracks, s.flow, NULL), KR_OK);
  int32_t n = tracks->n;
  kr_tracks_free(tracks);
  still_free(&s);
  return n;
}

Test(map_tracks, a_run_is_drawn_over_its_sections_only_where_it_uses_them) {
  cr_expect_eq(n_tracks(with_run("r;s")), 2);
  cr_expect_eq(n_tracks(with_run("s;r")), 3); /* not in its order */
  cr_expect_eq(n_tracks(with_run("r")), 3);
  cr_expect_eq(n_tracks(with_run(NULL)), 3);
}

static kr_corridor *with_lengths(double run_km) {
  kr_corridor *c = with_run("r;s");
  c->links[0].length_km = 100;
  c->links[1].length_km = 250;
  c->links[2].length_km = run_km;
  return c;
}

Test(map_tracks, a_run_is_as_long_as_its_sections) {
  cr_expect_eq(n_tracks(with_lengths(350)), 2);
  cr_expect_eq(n_tracks(with_lengths(300)), 3);
  cr_expect_eq(n_tracks(with_lengths(360)), 3);
  cr_expect_eq(n_tracks(with_lengths(NAN)), 2);
}

/** 5 t from A to C by the run, 2 t from C to A by it, 1 t from A to B: L carries 6 t on and 2 t back. */
Test(map_tracks, sections_carry_the_freight_of_runs) {
  kr_corridor *c = with_run("r;s");
  kr_timetable *t = NULL;
  kr_allocation a = {0};
  kr_tracks *tracks = NULL;
  build_carries(c, "box", "t", 1);
  build_shipment(c, (built_shipment){"S", "A", "C", "box", 5, 0, 0, 1, false});
  build_shipment(c, (built_shipment){"T", "C", "A", "box", 2, 0, 0, 1, false});
  build_shipment(c, (built_shipment){"U", "A", "B", "box", 1, 0, 0, 1, false});
  const kr_leg on[] = {leg_link(c, "RUN", 0, 24)}, back[] = {leg_back(c, "RUN", 24, 48)},
               first[] = {leg_link(c, "L", 24, 48)};
  build_lot(&a, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 5000, .n_legs = 1}, on);
  build_lot(&a, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 2000, .n_legs = 1}, back);
  build_lot(&a, (kr_lot){.shipment = 2, .number = 1, .quantity_kg = 1000, .n_legs = 1}, first);
  cr_assert_eq(kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_DATED, NULL), KR_OK);
  kr_flow *flow = flow_of(c, t, &a);
  cr_assert_eq(kr_tracks_create(&tracks, flow, NULL), KR_OK);
  cr_assert_eq(tracks->n, 2);
  cr_expect(tracks->tracks[0].whole_kg[0] == 6000 && tracks->tracks[0].whole_kg[1] == 2000); /* A to B, B to A */
  cr_expect(tracks->tracks[1].whole_kg[0] == 5000 && tracks->tracks[1].whole_kg[1] == 2000); /* B to C, C to B */
  cr_expect_eq(tracks->kg[0][kr_flow_at(flow, 0, 0)], 5000);
  cr_expect_eq(tracks->kg[0][kr_flow_at(flow, 0, 1)], 1000);
  cr_expect_eq(tracks->most_kg, 6000);
  kr_tracks_free(tracks);
  kr_flow_free(flow);
  kr_allocation_clear(&a);
  kr_timetable_free(t);
  kr_corridor_free(c);
}

Test(map_tracks, tracks_of_two_nodes_fan_out) {
  kr_corridor *c = line_of_three();
  build_link(c, (built_link){"N", "B", "A", "road", 24, NULL, true});
  still s;
  kr_tracks *tracks = NULL;
  still_make(&s, c);
  cr_assert_eq(kr_tracks_create(&tracks, s.flow, NULL), KR_OK);
  cr_assert_eq(tracks->n, 3);
  cr_expect(tracks->tracks[0].n_fan == 2 && tracks->tracks[1].n_fan == 2 && tracks->tracks[2].n_fan == 1);
  cr_expect_neq(tracks->tracks[0].fan, tracks->tracks[1].fan);
  kr_tracks_free(tracks);
  still_free(&s);
}

/* ---- labels ---- */

static bool overlap(kr_label_box a, kr_label_box b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Every node busy, some more than others, so that all ask for a name. */
Test(map_labels, no_two_names_overlap_at_any_zoom) {
  still s;
  kr_layout *l = NULL;
  kr_tracks *tracks = NULL;
  static kr_label labels[500];
  int32_t n_shown = 0;
  still_make(&s, middle_corridor());
  int32_t n = kr_n_nodes(s.c);
  for (int32_t i = 0; i < n; ++i) s.flow->node_kg[kr_flow_at(s.flow, i, s.flow->n_days)] = 1 + i * 37 % 101;
  cr_assert_eq(kr_layout_create(&l, s.c, NULL), KR_OK);
  cr_assert_eq(kr_tracks_create(&tracks, s.flow, NULL), KR_OK);
  cr_assert_eq(kr_labels_place(l, s.flow, tracks, labels), KR_OK);
  for (int32_t zoom = 0; zoom < KR_LABEL_ZOOMS; ++zoom)
    for (int32_t i = 0; i < n; ++i)
      for (int32_t k = 0; k < i; ++k)
        if (labels[i].zoom != KR_NONE && labels[k].zoom != KR_NONE && labels[i].zoom <= zoom && labels[k].zoom <= zoom)
          cr_expect_not(
              overlap(kr_label_box_at(&labels[i], l->nodes[i], zoom), kr_label_box_at(&labels[k], l->nodes[k], zoom)),
              "%s on %s at zoom %d", labels[i].text, labels[k].text, (int)zoom);
  for (int32_t i = 0; i < n; ++i) n_shown += labels[i].zoom != KR_NONE && labels[i].zoom <= KR_LABEL_PLAIN;
  cr_expect_gt(n_shown, 25, "%d names at first sight", (int)n_shown);
  kr_tracks_free(tracks);
  kr_layout_free(l);
  still_free(&s);
}

static void expect_label(const char *name, const char *expected) {
  char text[KR_LABEL_ROOM];
  cr_expect_str_eq(kr_label_text(name, text), expected);
}

Test(map_labels, names_are_short) {
  expect_label("Қарағанды", "Қарағанды");
  expect_label("Chongqing (Tuanjiecun)", "Chongqing");
  expect_label("Bakhty - Tacheng/Chuguchak (road; rail planned 2027/28)", "Bakhty");
  expect_label("(unnamed)", "(unnamed)");
  expect_label("Малая Вишера, Новгородская область", "Малая Вишера");
  expect_label("ოთარაშენისხიდისსადგური", "ოთარაშენისხიდის…");
  expect_label("", "");
}

/* ---- the whole ---- */

Test(map, a_name_stays_a_name) {
  small_result s = small_result_make();
  s.c->nodes[0].name = "<script>alert(1)</script>";
  s.c->nodes[0].type = "\"><b>";
  s.c->nodes[1].name = "</title><img src=x>";
  kr_flow *flow = flow_of(s.c, s.t, &s.r.allocation);
  char *html = text_of(flow, put_map), *json = text_of(flow, put_geojson);
  cr_expect_null(strstr(html, "<script>alert"));
  cr_expect_null(strstr(html, "<img"));
  cr_expect_null(strstr(html, "<b>"));
  cr_expect_not_null(strstr(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  cr_expect_not_null(strstr(json, "\"node_type\":\"\\\"><b>\""));
  free(html);
  free(json);
  kr_flow_free(flow);
  small_result_free(&s);
}

/** Numbers that are none would show in the text. */
static void expect_sound(kr_corridor *c) {
  still s;
  still_make(&s, c);
  char *html = text_of(s.flow, put_map), *json = text_of(s.flow, put_geojson);
  for (int i = 0; i < 2; ++i) {
    cr_expect_null(strstr(i ? json : html, "nan"));
    cr_expect_null(strstr(i ? json : html, "inf"));
  }
  cr_expect_not_null(strstr(html, "</svg>"));
  free(html);
  free(json);
  still_free(&s);
}

Test(map, is_sound_for_odd_corridors) {
  kr_corridor *far = line_of_three(), *pole = line_of_three(), *same = line_of_three();
  place(far, "A", -180, -90);
  place(far, "B", 180, 90);
  place(far, "C", 0, 0);
  place(pole, "A", 0, 90);
  place(pole, "B", 120, 89);
  place(pole, "C", -120, 89);
  build_link(same, (built_link){"N", "A", "A", "road", 24, NULL, false});
  expect_sound(far);
  expect_sound(pole);
  expect_sound(same);
  expect_sound(build_corridor(1, 24));
  expect_sound(middle_corridor());
}

/* 400 days of 244 links and 88 nodes are more numbers than the slider takes one by one. */
Test(map, the_slider_goes_in_strides_where_days_are_many) {
  kr_corridor *c = middle_corridor();
  still s;
  c->days = 400;
  still_make(&s, c);
  char *html = text_of(s.flow, put_map);
  cr_expect_null(strstr(html, "\"stride\":1,"));
  cr_expect_null(strstr(html, "max=\"400\""));
  free(html);
  still_free(&s);
}

/* What reads: 12.501 t by the track both days, 0.001 t at sea; the track holds 2 half trains of 30 t. */
Test(geojson, tells_the_whole_horizon) {
  small_result s = small_result_make();
  kr_flow *flow = NULL;
  cr_assert_eq(kr_flow_create(&flow, s.c, s.t, &s.r.allocation, s.r.shadow_price, NULL), KR_OK);
  place(s.c, "A", 10.5, 50);
  place(s.c, "B", 12, 51);
  place(s.c, "C", 13, 51.25);
  char *json = text_of(flow, put_geojson);
  const char *const link =
      "{\"type\":\"Feature\",\"id\":\"link:-L\",\"properties\":{\"kind\":\"link\",\"link_id\":\"-L\",\"name\":\"\","
      "\"mode\":"
      "\"rail\",\"from_node_id\":\"A\",\"to_node_id\":\"B\",\"directed\":false,\"length_km\":null,\"tonnes\":12.501,"
      "\"tonnes_forward\":12.501,\"tonnes_backward\":0,\"busiest_resource\":\"track\",\"utilisation\":0.4167,"
      "\"shadow_price\":0.3333333333333333},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[10.5,50],[12,51]]}"
      "}";
  cr_expect_not_null(strstr(json, link), "%s", json);
  cr_expect_not_null(strstr(json, "\"stays_t\":7.5,\"most_waiting_t\":0,"), "%s", json);
  cr_expect_not_null(strstr(json, "],\n\"bbox\":[10.5,50,13,51.25]}\n"), "%s", json);
  free(json);
  kr_flow_free(flow);
  small_result_free(&s);
}

static void starve(put put_it) {
  small_result s = small_result_make();
  kr_flow *flow = flow_of(s.c, s.t, &s.r.allocation);
  scratch folder = scratch_make();
  kr_sink sink;
  cr_assert_eq(kr_sink_open(&sink, folder.path, "it", NULL), KR_OK);
  place(s.c, "B", 60, 45);
  bool refused = true;
  for (long n = 1; refused; ++n) {
    failing_alloc_arm(n);
    kr_status status = put_it(&sink, flow);
    refused = failing_alloc_disarm();
    cr_expect_eq(status, refused ? KR_ERR_MEMORY : KR_OK, "allocation %ld", n);
  }
  kr_sink_drop(&sink);
  scratch_remove(&folder);
  kr_flow_free(flow);
  small_result_free(&s);
}

Test(map, says_so_without_memory) {
  starve(put_map);
  starve(put_geojson);
}
