#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/path_tree.h"
#include "graph/search.h"
#include "tests/random_corridor.h"

#define NODES 14
#define LINKS 60

/** A random network: every node is a yard and a door, every link has a toll of its own. */
typedef struct wood {
  kr_corridor *c;
  kr_timetable *timetable;
  kr_network *net;
  kr_timeline *line;
  kr_tolls *tolls;
  kr_search *search;
  kr_path_tree_net *trees;
  kr_path_tree_work *work;
  double *cost;
  int32_t *arcs;
  luck l;
} wood;

/** Hours 0 … 4, whole, so that many routes tie and circles may cost nothing. */
static kr_corridor *wild_corridor(wood *w) {
  kr_corridor *c = build_corridor(1, 1);
  for (int i = 0; i < LINKS; ++i) {
    const char *gate = label('R', i);
    int from = i < NODES ? i : draw(&w->l, NODES), to = draw(&w->l, NODES);
    if (to == from) to = (to + 1) % NODES;
    build_resource(c, gate, "t");
    build_capacity(c, gate, (built_days){0}, 1);
    build_link(c, (built_link){label('L', i), label('N', from), label('N', to), i % 5 ? "rail" : "road",
                               (double)draw(&w->l, 5), gate, i % 3 != 0});
  }
  for (int i = 0; i < NODES; i += 2)
    build_transfer(c, (built_transfer){label('N', i), i % 4 ? "rail" : "road", i % 4 ? "road" : "rail", 0, NULL});
  for (int i = 0; i < NODES; ++i)
    build_shipment(
        c,
        (built_shipment){
            .id = label('S', i), .from = label('N', i), .to = label('N', (i + 1) % NODES), .cargo = "x", .tonnes = 1});
  return c;
}

static void set_up(wood *w, kr_path_tree_way way) {
  cr_assert_eq(kr_timetable_create(&w->timetable, w->c, KR_PLAN_BASE, KR_VIEW_STATIC, NULL), KR_OK);
  cr_assert_eq(kr_network_create(&w->net, w->c, NULL), KR_OK);
  cr_assert_eq(kr_timeline_create(&w->line, w->c, w->timetable, w->net, NULL), KR_OK);
  cr_assert_eq(kr_tolls_create(&w->tolls, w->line, NULL), KR_OK);
  cr_assert_eq(kr_search_create(&w->search, w->line, NULL), KR_OK);
  cr_assert_eq(kr_path_tree_net_create(&w->trees, w->line, &w->tolls->of_ware[0], way, NULL), KR_OK);
  cr_assert_eq(kr_path_tree_work_create(&w->work, w->trees->n_vertices, w->trees->n_arcs, NULL), KR_OK);
  w->cost = calloc((size_t)w->trees->n_arcs + 1, sizeof *w->cost);
  w->arcs = calloc((size_t)w->trees->n_vertices + 2, sizeof *w->arcs);
  cr_assert(w->cost && w->arcs);
}

static wood plant(uint64_t seed, kr_path_tree_way way) {
  wood w = {.l = luck_of(seed)};
  w.c = wild_corridor(&w);
  set_up(&w, way);
  return w;
}

static void fell(wood *w) {
  kr_path_tree_work_free(w->work);
  kr_path_tree_net_free(w->trees);
  kr_search_free(w->search);
  kr_tolls_free(w->tolls);
  kr_timeline_free(w->line);
  kr_network_free(w->net);
  kr_timetable_free(w->timetable);
  kr_corridor_free(w->c);
  free(w->cost);
  free(w->arcs);
}

/** Changes some tolls: to nothing, to something else, or (rarely) closed. `unit` 1 keeps all sums exact. */
static void change_tolls(wood *w, double *toll, int n, double unit) {
  for (int i = 0; i < n; ++i) {
    int r = draw(&w->l, LINKS), kind = draw(&w->l, 8);
    toll[r] = kind < 2 ? 0 : kind == 7 ? INFINITY : unit * (double)draw(&w->l, 9);
  }
  kr_lane_tolls *lane = &w->tolls->of_ware[0];
  kr_tolls_set(w->tolls, w->line, 0, NULL);
  for (int32_t i = 0; i < lane->n_arcs; ++i) {
    const kr_arc *arc = &w->net->arcs[lane->arc[i]];
    if (arc->resources.count) lane->toll[i] = toll[w->c->resource_lists[arc->resources.first]];
  }
  kr_path_tree_net_price(w->trees, lane, 1, w->cost);
}

/** What the plain search says, from node to node. */
static double plain_cost(wood *w, int from, int to) {
  kr_goal goal = {w->net->door[to], 1, INFINITY};
  kr_search_run(w->search, &w->tolls->of_ware[0], &goal, 1, 0);
  return kr_search_cost(w->search, 0, w->net->yard[from], 0);
}

static double route_cost(const wood *w, int32_t n, int from, int to) {
  const kr_lane_tolls *lane = &w->tolls->of_ware[0];
  double sum = 0;
  for (int32_t i = n - 1; i >= 0; --i) {
    const kr_arc *arc = &w->net->arcs[w->arcs[i]];
    sum += w->line->hours[w->arcs[i]] + lane->toll[lane->slot[w->arcs[i]]];
    cr_expect_eq(arc->head, i == n - 1 ? w->net->door[to] : w->net->arcs[w->arcs[i + 1]].tail, "the route has a gap");
  }
  cr_expect_eq(w->net->arcs[w->arcs[0]].tail, w->net->yard[from]);
  return sum;
}

/** Routes of one tree before it was mended last. */
typedef struct before {
  int32_t n[NODES], arcs[NODES][64];
} before;

/** A route that is said to be the old one must be. @return whether it is another one */
static bool check_moved(const wood *w, const kr_path_tree_task *task, before *old, int other, int32_t arc, int32_t n) {
  bool same = old->n[other] == n && memcmp(old->arcs[other], w->arcs, (size_t)n * sizeof *w->arcs) == 0;
  bool same_leaf = old->n[other] > 0 && n > 0 &&
                   (w->trees->way == KR_PATH_TREE_TO_DOOR ? old->arcs[other][0] == w->arcs[0]
                                                          : old->arcs[other][old->n[other] - 1] == w->arcs[n - 1]);
  cr_assert(same || !same_leaf || kr_path_tree_moved(w->work, task, arc), "another route, but not said so");
  memcpy(old->arcs[other], w->arcs, (size_t)n * sizeof *w->arcs);
  old->n[other] = n;
  return !same;
}

/** Costs and routes between the root's node and all others, against the plain search. @return how many are others */
static int compare(wood *w, const kr_path_tree_task *task, const kr_path_tree *tree, int root, before *old) {
  int n_moved = 0;
  for (int other = 0; other < NODES; ++other) {
    bool to_door = w->trees->way == KR_PATH_TREE_TO_DOOR;
    int from = to_door ? other : root, to = to_door ? root : other;
    int32_t leaf = to_door ? w->net->yard[other] : w->net->door[other];
    double got;
    int32_t arc = kr_path_tree_leaf_arc(w->work, task, leaf, &got);
    cr_assert(got == plain_cost(w, from, to), "from %d to %d: %.17g, not %.17g", from, to, got,
              plain_cost(w, from, to));
    if (got == INFINITY) {
      old->n[other] = 0;
      continue;
    }
    int32_t n = kr_path_tree_trace(task, tree, arc, w->arcs);
    cr_assert(n <= w->trees->n_vertices + 2);
    cr_assert(n <= 64);
    cr_assert(route_cost(w, n, from, to) == got);
    n_moved += check_moved(w, task, old, other, arc, n);
  }
  return n_moved;
}

/** One tree through `rounds` changes of tolls. */
static void mend_and_compare(uint64_t seed, kr_path_tree_way way, int rounds, double unit) {
  wood w = plant(seed, way);
  double toll[LINKS] = {0};
  int root = draw(&w.l, NODES);
  kr_path_tree_task task = {w.trees, w.cost, way == KR_PATH_TREE_TO_DOOR ? w.net->door[root] : w.net->yard[root]};
  kr_path_tree tree;
  before old = {0};
  cr_assert_eq(kr_path_tree_create(&tree, w.trees), KR_OK);
  for (int round = 0; round < rounds; ++round) {
    change_tolls(&w, toll, draw(&w.l, 4) ? 1 + draw(&w.l, 6) : LINKS, unit);
    kr_path_tree_mend(w.work, &task, &tree);
    compare(&w, &task, &tree, root, &old);
    kr_path_tree_recall(w.work, &task, &tree);
    cr_assert_eq(compare(&w, &task, &tree, root, &old), 0);
  }
  kr_path_tree_free(&tree);
  fell(&w);
}

Test(path_tree, mended_after_any_change_of_tolls_costs_bit_for_bit_what_the_plain_search_says) {
  /* Tolls are multiples of 0.1, so that sums round: the order of adding must be the same too. */
  for (uint64_t seed = 1; seed <= 150; ++seed) mend_and_compare(seed, KR_PATH_TREE_TO_DOOR, 20, 0.1);
}

Test(path_tree, grown_from_the_yard_costs_what_the_search_from_the_door_says) {
  /* Whole numbers: sums are exact in either direction. */
  for (uint64_t seed = 1; seed <= 150; ++seed) mend_and_compare(seed, KR_PATH_TREE_FROM_YARD, 20, 1);
}

/** A - B - C in a line, 2 h each, the second through a gate; a detour A - D - C of 3 h each; B - D of 20 h. */
static wood detour(kr_path_tree_way way) {
  wood w = {0};
  w.c = build_corridor(1, 1);
  build_resource(w.c, "GATE", "t");
  build_capacity(w.c, "GATE", (built_days){0}, 1);
  build_link(w.c, (built_link){"AB", "A", "B", "rail", 2, NULL, true});
  build_link(w.c, (built_link){"BC", "B", "C", "rail", 2, "GATE", true});
  build_link(w.c, (built_link){"AD", "A", "D", "rail", 3, NULL, true});
  build_link(w.c, (built_link){"DC", "D", "C", "rail", 3, NULL, true});
  build_link(w.c, (built_link){"BD", "B", "D", "rail", 20, NULL, true});
  build_shipment(w.c, (built_shipment){.id = "S", .from = "A", .to = "C", .cargo = "x", .tonnes = 1});
  set_up(&w, way);
  return w;
}

static const char *second_leg(const wood *w, int32_t n) {
  return n == 4 ? kr_ids_text(w->c->link_ids, w->net->arcs[w->arcs[1]].what) : "a route of another length";
}

static void goes(wood *w, kr_path_tree *tree, double toll, double cost, const char *by) {
  const kr_shipment *s = &w->c->shipments[0];
  int32_t yard = w->net->yard[s->origin], door = w->net->door[s->destination];
  bool to_door = w->trees->way == KR_PATH_TREE_TO_DOOR;
  kr_path_tree_task task = {w->trees, w->cost, to_door ? door : yard};
  kr_tolls_set(w->tolls, w->line, 0, &toll);
  kr_path_tree_net_price(w->trees, &w->tolls->of_ware[0], 1, w->cost);
  kr_path_tree_mend(w->work, &task, tree);
  double got;
  int32_t arc = kr_path_tree_leaf_arc(w->work, &task, to_door ? yard : door, &got);
  cr_expect_eq(got, cost);
  int32_t n = kr_path_tree_trace(&task, tree, arc, w->arcs);
  cr_expect_str_eq(second_leg(w, n), by);
}

static void takes_the_detour(kr_path_tree_way way) {
  wood w = detour(way);
  kr_path_tree tree;
  cr_assert_eq(kr_path_tree_create(&tree, w.trees), KR_OK);
  goes(&w, &tree, 0, 4, "AB");
  goes(&w, &tree, 1.5, 5.5, "AB");
  goes(&w, &tree, 5, 6, "AD"); /* 2 + 2 + 5 > 3 + 3 */
  goes(&w, &tree, 9, 6, "AD");
  goes(&w, &tree, 0, 4, "AB");
  kr_path_tree_clear(&tree);
  goes(&w, &tree, 5, 6, "AD");
  kr_path_tree_free(&tree);
  fell(&w);
}

Test(path_tree, takes_the_detour_while_the_toll_is_dear_and_comes_back) { takes_the_detour(KR_PATH_TREE_TO_DOOR); }

Test(path_tree, grown_from_the_yard_takes_the_detour_too) { takes_the_detour(KR_PATH_TREE_FROM_YARD); }

static double cost_from(const wood *w, const kr_path_tree_task *task, int32_t node) {
  double cost;
  kr_path_tree_leaf_arc(w->work, task, w->net->yard[node], &cost);
  return cost;
}

Test(path_tree, finds_no_way_through_a_closed_arc_and_one_again_when_it_opens) {
  wood w = detour(KR_PATH_TREE_TO_DOOR);
  kr_path_tree tree;
  cr_assert_eq(kr_path_tree_create(&tree, w.trees), KR_OK);
  const kr_shipment *s = &w.c->shipments[0];
  kr_path_tree_task task = {w.trees, w.cost, w.net->door[s->destination]};
  kr_path_tree_net_price(w.trees, &w.tolls->of_ware[0], 1, w.cost);
  kr_path_tree_mend(w.work, &task, &tree);
  for (int32_t i = 0; i < w.trees->n_arcs; ++i) w.cost[i] = INFINITY;
  kr_path_tree_mend(w.work, &task, &tree);
  cr_expect_eq(cost_from(&w, &task, s->origin), INFINITY);
  kr_path_tree_net_price(w.trees, &w.tolls->of_ware[0], 1, w.cost);
  kr_path_tree_mend(w.work, &task, &tree);
  cr_expect_eq(cost_from(&w, &task, s->origin), 4);
  kr_path_tree_free(&tree);
  fell(&w);
}

static double *cost_of_link(wood *w, const char *id) {
  for (int32_t i = 0; i < w->trees->n_arcs; ++i) {
    const kr_arc *arc = &w->net->arcs[w->trees->arc[i]];
    if (arc->kind == KR_ARC_LINK && strcmp(kr_ids_text(w->c->link_ids, arc->what), id) == 0) return &w->cost[i];
  }
  cr_assert_fail("no such link");
  return NULL;
}

Test(path_tree, what_hangs_on_a_fallen_vertex_comes_along_even_where_rounding_hides_the_fall) {
  /* B goes to C at 2, then by D at 0.5 + 0.5. A comes by B at 1e17, which is 1e17 + 2 and 1e17 + 1 in floating point:
     B falls, A does not, but must stay behind B. */
  wood w = detour(KR_PATH_TREE_TO_DOOR);
  kr_path_tree tree;
  cr_assert_eq(kr_path_tree_create(&tree, w.trees), KR_OK);
  const kr_shipment *s = &w.c->shipments[0];
  kr_path_tree_task task = {w.trees, w.cost, w.net->door[s->destination]};
  kr_path_tree_net_price(w.trees, &w.tolls->of_ware[0], 1, w.cost);
  *cost_of_link(&w, "AD") = INFINITY;
  *cost_of_link(&w, "AB") = 1e17;
  *cost_of_link(&w, "DC") = 0.5;
  kr_path_tree_mend(w.work, &task, &tree);
  *cost_of_link(&w, "BD") = 0.5;
  kr_path_tree_mend(w.work, &task, &tree);
  cr_expect_eq(cost_from(&w, &task, s->origin), 1e17);
  *cost_of_link(&w, "AB") = 4;
  kr_path_tree_recall(w.work, &task, &tree);
  cr_expect_eq(cost_from(&w, &task, s->origin), 5, "4 + 1, read down the stored order");
  kr_path_tree_free(&tree);
  fell(&w);
}
