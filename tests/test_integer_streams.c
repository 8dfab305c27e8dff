#include <criterion/criterion.h>
#include <stdio.h>

#include "solver/solve.h"
#include "solver/verify.h"
#include "tests/build_corridor.h"

/* Two hops of five parallel links each, nothing splittable, too many shipments for the tree: what the search does for a
 * second on two threads. Each plan it told of must be one that can be published, where publishing may still
 * find room for freight that stays. */
#define LINKS 5
#define SHIPMENTS 150

static uint32_t seed;

static uint32_t draw(uint32_t most) {
  seed = seed * 1664525u + 1013904223u;
  return 1 + (seed >> 8) % most;
}

static kr_corridor *bundle(uint32_t from) {
  kr_corridor *c = build_corridor(1, 24);
  char id[16], gate[16];
  seed = from;
  for (int hop = 0; hop < 2; ++hop)
    for (int i = 0; i < LINKS; ++i) {
      snprintf(gate, sizeof gate, "GATE%d%d", hop, i);
      snprintf(id, sizeof id, "L%d%d", hop, i);
      build_resource(c, gate, "t");
      build_capacity(c, gate, (built_days){0}, 900 + draw(200));
      build_link(c, (built_link){id, hop ? "B" : "A", hop ? "C" : "B", "rail", 1 + draw(9), gate, true});
    }
  for (int i = 0; i < SHIPMENTS; ++i) {
    snprintf(id, sizeof id, "S%d", i);
    bool is_short = draw(3) == 1;
    build_shipment(c, (built_shipment){.id = id,
                                       .from = is_short ? "B" : "A",
                                       .to = "C",
                                       .cargo = "ore",
                                       .tonnes = draw(90),
                                       .weight = 1 + draw(3),
                                       .unsplittable = true});
  }
  return c;
}

static void expect_published(const kr_corridor *c, int32_t threads) {
  kr_settings settings = kr_settings_default();
  kr_solution *s = NULL;
  kr_error err = {0};
  settings.view = KR_VIEW_STATIC;
  settings.integer = true;
  settings.gap = 1e-9;
  settings.threads = threads;
  settings.time_limit_s = 1;
  cr_assert_eq(kr_solve(&s, c, &settings, &err), KR_OK, "%s", err.text);
  const kr_result *r = &s->result;
  cr_assert_gt(r->n_incumbents, 0);
  double told = r->incumbents[r->n_incumbents - 1].objective;
  cr_expect_leq(r->objective, told * (1 + 1e-9), "told %.12g, published %.12g", told, r->objective);
  for (size_t i = 1; i < r->n_incumbents; ++i)
    cr_expect_lt(r->incumbents[i].objective, r->incumbents[i - 1].objective, "plan %zu is no better", i);
  static kr_verdict verdict;
  kr_verify_options options = {0, true, true, settings.gap};
  cr_assert_eq(kr_verify(&verdict, c, &options, &r->allocation, NULL, &err), KR_OK);
  cr_expect_eq(verdict.n_violations, 0, "%s", verdict.violations[0]);
  kr_solution_free(s);
}

Test(integer_streams, publish_what_they_told) {
  for (uint32_t from = 1; from <= 2; ++from) {
    kr_corridor *c = bundle(from);
    expect_published(c, 2);
    kr_corridor_free(c);
  }
}

Test(integer_streams, need_no_second_thread) {
  kr_corridor *c = bundle(3);
  expect_published(c, 1);
  kr_corridor_free(c);
}
