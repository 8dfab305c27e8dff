#include <criterion/criterion.h>

#include "cli/report/stages.h"
#include "tests/build_corridor.h"
#include "tests/failing_alloc.h"

/** A to D over a crossing B and a port C: 3 t; and 2 t from A to B alone. */
Test(report_stages, adds_tonnes_up_by_origin_crossing_port_and_destination) {
  kr_corridor *c = build_corridor(4, 24);
  kr_allocation a = {0};
  kr_stages *stages;
  build_link(c, (built_link){"AB", "A", "B", "rail", 24, NULL, false});
  build_link(c, (built_link){"BC", "B", "C", "rail", 24, NULL, false});
  build_link(c, (built_link){"CD", "C", "D", "rail", 24, NULL, false});
  c->nodes[1].type = "crossing";
  c->nodes[2].type = "port";
  build_shipment(c, (built_shipment){"S1", "A", "D", "box", 3, 0, 0, 1, true});
  build_shipment(c, (built_shipment){"S2", "A", "B", "box", 2, 0, 0, 1, true});
  const kr_leg way[] = {leg_link(c, "AB", 0, 24), leg_link(c, "BC", 24, 48), leg_link(c, "CD", 48, 72)};
  build_lot(&a, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 3000, .n_legs = 3}, way);
  build_lot(&a, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 2000, .n_legs = 1}, way);
  cr_assert_eq(kr_stages_create(&stages, c, &a), KR_OK);
  cr_expect_eq(stages->all_kg, 5000);
  cr_expect_eq(stages->node[KR_STAGE_CROSSING][0], 1);
  cr_expect_eq(stages->kg[KR_STAGE_CROSSING][0], 5000);
  cr_expect_eq(stages->kg[KR_STAGE_PORT][0], 3000);
  cr_expect_eq(stages->kg[KR_STAGE_PORT][KR_STAGE_WITHOUT], 2000);
  cr_expect_eq(stages->flow_kg[KR_STAGE_PORT][KR_STAGE_WITHOUT][1], 2000, "to B, the second destination by tonnes");
  cr_expect_eq(stages->n_others[KR_STAGE_ORIGIN], 0);
  kr_stages_free(stages);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

/** Crossings B (CN) and C (KZ) face each other, and so might C and D (UZ), farther off: 3 t end at B, 2 t at D. */
static kr_corridor *build_border(void) {
  kr_corridor *c = build_corridor(4, 24);
  static const char *const countries[] = {"CN", "CN", "KZ", "UZ"};
  build_link(c, (built_link){"AB", "A", "B", "rail", 24, NULL, false});
  build_link(c, (built_link){"BC", "B", "C", "rail", 24, NULL, false});
  build_link(c, (built_link){"CD", "C", "D", "rail", 24, NULL, false});
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) c->nodes[i].country = countries[i];
  for (int i = 1; i < 4; ++i) c->nodes[i].type = "crossing";
  c->links[1].length_km = 12;
  c->links[2].length_km = 400;
  build_shipment(c, (built_shipment){"S1", "A", "B", "box", 3, 0, 0, 1, true});
  build_shipment(c, (built_shipment){"S2", "C", "D", "box", 2, 0, 0, 1, true});
  return c;
}

Test(report_stages, takes_the_two_stations_of_a_border_for_one_crossing) {
  kr_corridor *c = build_border();
  kr_allocation a = {0};
  kr_stages *stages;
  const kr_leg to_b[] = {leg_link(c, "AB", 0, 24)}, to_d[] = {leg_link(c, "CD", 0, 24)};
  build_lot(&a, (kr_lot){.shipment = 0, .number = 1, .quantity_kg = 3000, .n_legs = 1}, to_b);
  build_lot(&a, (kr_lot){.shipment = 1, .number = 1, .quantity_kg = 2000, .n_legs = 1}, to_d);
  cr_assert_eq(kr_stages_create(&stages, c, &a), KR_OK);
  cr_expect_eq(stages->partner[1], 2);
  cr_expect_eq(stages->partner[2], 1);
  cr_expect_eq(stages->partner[3], KR_NONE, "C stands nearer to B");
  cr_expect_eq(stages->node[KR_STAGE_CROSSING][0], 1, "the first of the two stands for both");
  cr_expect_eq(stages->kg[KR_STAGE_CROSSING][0], 5000);
  cr_expect_eq(stages->node[KR_STAGE_CROSSING][1], KR_NONE);
  kr_stages_free(stages);
  kr_allocation_clear(&a);
  kr_corridor_free(c);
}

Test(report_stages, does_not_join_crossings_of_one_country) {
  kr_corridor *c = build_border();
  kr_stages *stages;
  const kr_allocation nothing = {0};
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) c->nodes[i].country = "KZ";
  cr_assert_eq(kr_stages_create(&stages, c, &nothing), KR_OK);
  for (int32_t i = 0; i < kr_n_nodes(c); ++i) cr_expect_eq(stages->partner[i], KR_NONE);
  kr_stages_free(stages);
  kr_corridor_free(c);
}

Test(report_stages, without_memory_nothing_is_made) {
  kr_corridor *c = build_border();
  const kr_allocation nothing = {0};
  kr_stages *stages = NULL;
  for (long n = 1;; ++n) {
    failing_alloc_arm(n);
    kr_status status = kr_stages_create(&stages, c, &nothing);
    if (!failing_alloc_disarm()) break;
    cr_assert_eq(status, KR_ERR_MEMORY);
    cr_assert_null(stages);
  }
  kr_stages_free(stages);
  kr_corridor_free(c);
}
