#ifndef KR_TESTS_LP_RIG_H
#define KR_TESTS_LP_RIG_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "solver/lp.h"
#include "tests/random_corridor.h"

/** A random corridor, built up to where an LP over it may begin. */
typedef struct rig {
  kr_corridor *c;
  kr_timetable *timetable;
  kr_network *net;
  kr_timeline *line;
  double *open_t;
} rig;

static inline rig set_up(uint64_t seed, kr_view view, random_size size) {
  rig r = {0};
  luck l = luck_of(seed);
  r.c = random_corridor(&l, size);
  cr_assert_eq(kr_timetable_create(&r.timetable, r.c, KR_PLAN_BASE, view, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&r.net, r.c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&r.line, r.c, r.timetable, r.net, NULL), KR_OK);
  r.open_t = calloc((size_t)kr_n_shipments(r.c), sizeof *r.open_t);
  cr_assert_not_null(r.open_t);
  for (int32_t s = 0; s < kr_n_shipments(r.c); ++s)
    r.open_t[s] = draw(&l, 20) ? (double)r.c->shipments[s].quantity_kg * 1e-9 * (1 + draw(&l, 1000000)) : 0;
  return r;
}

static inline void tear_down(rig *r) {
  kr_timeline_free(r->line);
  kr_network_free(r->net);
  kr_timetable_free(r->timetable);
  kr_corridor_free(r->c);
  free(r->open_t);
}

#endif
