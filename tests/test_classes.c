#include <math.h>

#include "tests/lp_rig.h"

/** So many shipments that most are like others, but for their due times. */
static const random_size crowd = {5, 9, 150, 2, 3, 6, 12};

/* ---- the partition ---- */

static kr_classes *classes_of(const rig *r, double *demand, bool apart) {
  kr_classes *classes;
  for (int32_t s = 0; s < kr_n_shipments(r->c); ++s) demand[s] = r->open_t[s];
  cr_assert_eq(kr_classes_create(&classes, r->line, demand, apart, NULL), KR_OK);
  return classes;
}

static bool are_alike(const rig *r, int32_t a, int32_t b) {
  const kr_shipment *x = &r->c->shipments[a], *y = &r->c->shipments[b];
  return x->origin == y->origin && x->destination == y->destination && x->cargo == y->cargo && x->weight == y->weight &&
         kr_ready_step(r->c, x) == kr_ready_step(r->c, y);
}

/** Every shipment with something to plan is in one class, whose speaker is alike, due first, and has the tonnes. */
static void expect_partition(const rig *r, const kr_classes *c, const double *demand) {
  int32_t n = 0;
  for (int32_t s = 0; s < c->n_shipments; ++s) {
    double sum = 0;
    n += c->count[s] > 0;
    for (int32_t i = 0; i < c->count[s]; ++i) {
      int32_t member = c->order[c->place[s] + i];
      sum += r->open_t[member];
      cr_expect(are_alike(r, s, member) && c->speaker[member] == s);
      cr_expect(kr_last_in_time(r->line, s) <= kr_last_in_time(r->line, member));
    }
    cr_expect_float_eq(demand[s], sum, 1e-9);
    cr_expect_eq(c->speaker[s] == KR_NONE, !(r->open_t[s] > 0));
  }
  cr_expect_eq(n, c->n_classes);
}

static kr_status count_told(void *context, int32_t from, int32_t to) {
  cr_expect_neq(from, to);
  ++*(int32_t *)context;
  return KR_OK;
}

Test(classes, are_a_partition_and_stay_one_when_split) {
  double demand[150];
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    rig r = set_up(seed, KR_VIEW_DATED, crowd);
    kr_classes *c = classes_of(&r, demand, false);
    expect_partition(&r, c, demand);
    cr_expect_lt(c->n_classes, c->n_members);
    for (int32_t s = 0; s < c->n_shipments; ++s) {
      if (!kr_classes_is_mixed(c, s)) continue;
      int32_t before = c->n_classes, n_told = 0, boundary = (int32_t)kr_last_in_time(r.line, s) + 1 + (int32_t)seed % 3;
      cr_assert_eq(kr_classes_split(c, s, boundary, demand, count_told, &n_told), KR_OK);
      cr_expect(n_told > 0 && c->n_classes == before + n_told);
      cr_expect_not(kr_classes_is_mixed(c, s));
    }
    expect_partition(&r, c, demand);
    kr_classes_free(c);
    tear_down(&r);
  }
}

Test(classes, apart_are_all_alone) {
  double demand[150];
  rig r = set_up(7, KR_VIEW_DATED, crowd);
  kr_classes *c = classes_of(&r, demand, true);
  cr_expect_eq(c->n_classes, c->n_members);
  for (int32_t s = 0; s < c->n_shipments; ++s) cr_expect_eq(demand[s], r.open_t[s]);
  kr_classes_free(c);
  tear_down(&r);
}

/* ---- the LP over classes ---- */

static kr_lp *solved(const rig *r, const kr_settings *settings) {
  kr_lp *lp;
  cr_assert_eq(kr_lp_create(&lp, r->line, settings, r->open_t, NULL), KR_OK);
  cr_assert_eq(kr_lp_solve(lp, 1e-10, INFINITY, NULL), KR_OK);
  cr_assert_eq(kr_lp_expand(lp, false, NULL), KR_OK);
  return lp;
}

/** No shipment beyond its tonnes, no resource-day beyond its capacity, and the objective is what the flow costs. */
static void expect_flow(const rig *r, const kr_lp *lp) {
  double *left = calloc((size_t)kr_n_shipments(r->c), sizeof *left);
  double *room = calloc((size_t)lp->n_rows, sizeof *room);
  cr_assert(left && room);
  double cost = 0;
  for (int32_t s = 0; s < kr_n_shipments(r->c); ++s) left[s] = r->open_t[s];
  for (int32_t i = 0; i < lp->n_rows; ++i) room[i] = lp->capacity[i];
  for (size_t j = 0; j < lp->n_flow; ++j) {
    const kr_column *col = &lp->pool->columns[j];
    cr_expect_geq(lp->flow[j], 0);
    if (lp->flow[j] > 0 && !lp->line->is_static)
      cr_expect_float_eq(col->cost, kr_arrival_cost(r->line, &r->c->shipments[col->shipment], col->arrival), 1e-9);
    left[col->shipment] -= lp->flow[j];
    cost += lp->flow[j] * col->cost;
    for (int32_t k = 0; k < col->n_uses; ++k) {
      kr_use use = lp->pool->uses[col->first_use + (size_t)k];
      room[use.row] -= use.per_t * lp->flow[j];
    }
  }
  for (int32_t s = 0; s < kr_n_shipments(r->c); ++s) {
    cr_expect_geq(left[s], -1e-6);
    cost += left[s] * lp->unserved_cost[s];
  }
  for (int32_t i = 0; i < lp->n_rows; ++i) cr_expect_geq(room[i], -1e-6);
  cr_expect_float_eq(cost, lp->objective, 1e-7 * fmax(1, fabs(cost)));
  free(left);
  free(room);
}

static void expect_same(const rig *r, const kr_lp *merged, const kr_lp *apart) {
  double far = 1e-9 * fmax(1, fabs(apart->objective));
  cr_expect_float_eq(merged->objective, apart->objective, far, "%.12g, apart %.12g", merged->objective,
                     apart->objective);
  cr_expect_leq(merged->bound, apart->objective + far);
  cr_expect_geq(merged->bound, apart->objective - far);
  for (int32_t s = 0; s < kr_n_shipments(r->c); ++s) {
    cr_expect(merged->ideal_h[s] == apart->ideal_h[s] || fabs(merged->ideal_h[s] - apart->ideal_h[s]) < 1e-9);
    cr_expect(merged->ideal_cost[s] == apart->ideal_cost[s] ||
              fabs(merged->ideal_cost[s] - apart->ideal_cost[s]) < 1e-9 * apart->ideal_cost[s]);
  }
}

static void compare(uint64_t seed, kr_view view, kr_master_kind master) {
  rig r = set_up(seed, view, crowd);
  kr_settings settings = kr_settings_default();
  settings.view = view;
  settings.master = master;
  kr_lp *merged = solved(&r, &settings);
  settings.apart = true;
  kr_lp *apart = solved(&r, &settings);
  expect_flow(&r, merged);
  expect_flow(&r, apart);
  expect_same(&r, merged, apart);
  kr_lp_free(merged);
  kr_lp_free(apart);
  tear_down(&r);
}

Test(classes, cost_what_their_members_cost) {
  for (uint64_t seed = 1; seed <= 120; ++seed) compare(seed, KR_VIEW_DATED, KR_MASTER_KEY);
}

Test(classes, with_other_masters_too) {
  for (uint64_t seed = 201; seed <= 220; ++seed) {
    compare(seed, KR_VIEW_DATED, KR_MASTER_INTERIOR);
    compare(seed, KR_VIEW_DATED, KR_MASTER_GLPK);
    compare(seed, KR_VIEW_STATIC, KR_MASTER_AUTO);
  }
}

Test(classes, share_all_routes_when_asked) {
  rig r = set_up(3, KR_VIEW_DATED, crowd);
  kr_settings settings = kr_settings_default();
  kr_lp *lp;
  cr_assert_eq(kr_lp_create(&lp, r.line, &settings, r.open_t, NULL), KR_OK);
  cr_assert_eq(kr_lp_solve(lp, 1e-9, INFINITY, NULL), KR_OK);
  cr_assert_eq(kr_lp_expand(lp, true, NULL), KR_OK);
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s) {
    int32_t speaker = lp->classes->speaker[s], n = 0, of_speaker = 0;
    if (speaker == KR_NONE) continue;
    for (int32_t j = lp->pool->newest[s]; j != KR_NONE; j = lp->pool->columns[j].previous) n++;
    for (int32_t j = lp->pool->newest[speaker]; j != KR_NONE; j = lp->pool->columns[j].previous) of_speaker++;
    cr_expect_eq(n, of_speaker);
  }
  kr_lp_free(lp);
  tear_down(&r);
}
