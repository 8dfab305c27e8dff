#include "tests/tiny_recipe.h"

static const char *const modes[] = {"rail", "road"};
static const char *const units[] = {"t", "train", "truck"};
static const char *const weekdays[] = {NULL, NULL, NULL, "135", "246", "37"};
static const char *const plans[] = {NULL, "P1", "P2"};
static const int steps[] = {6, 8, 12, 24};

/* ---- drawing ---- */

static void draw_links(tiny_recipe *t, luck *l) {
  t->n_links = 2 + draw(l, TINY_LINKS - 2);
  for (int i = 0; i < t->n_links; i++) {
    struct tiny_link *link = &t->links[i];
    link->from = draw(l, t->n_nodes);
    link->to = (link->from + 1 + draw(l, t->n_nodes - 1)) % t->n_nodes;
    link->mode = draw(l, 3) == 0;
    link->n_gates = draw(l, 3);
    link->gate[0] = draw(l, t->n_resources);
    link->gate[1] = (link->gate[0] + 1 + draw(l, t->n_resources - 1)) % t->n_resources;
    link->hours = draw(l, 4) ? draw(l, 3 * t->step_hours) : draw(l, 1000) / 8.0;
    link->one_way = draw(l, 2);
  }
}

/* From one mode into the other, and loading and unloading; a pair of modes has one row at a node. */
static void draw_transfers(tiny_recipe *t, luck *l) {
  static const int pairs[][2] = {{0, 1}, {1, 0}, {-1, 0}, {-1, 1}, {0, -1}, {1, -1}};
  for (int node = 0; node < t->n_nodes; node++) {
    for (int i = 0; i < 6 && t->n_transfers < TINY_TRANSFERS; i++) {
      if (draw(l, i < 2 ? 2 : 4)) continue;
      t->transfers[t->n_transfers++] =
          (struct tiny_transfer){node, pairs[i][0], pairs[i][1], draw(l, 2) ? draw(l, t->n_resources) : -1,
                                 draw(l, 2) ? 0 : draw(l, 2 * t->step_hours)};
    }
  }
}

static void draw_capacities(tiny_recipe *t, luck *l) {
  for (int r = 0; r < t->n_resources; r++) {
    bool is_tonnes = t->resources[r].unit == 0;
    for (int plan = 0; plan < TINY_PLANS; plan++) {
      if (plan > 0 && draw(l, 3)) continue;
      double most = is_tonnes ? 40 : 3, quarter = t->is_integer || draw(l, 2) ? 0 : draw(l, 4) / 4.0;
      t->capacities[t->n_capacities++] = (struct tiny_capacity){plan, r, draw(l, 6), draw(l, (int)most + 1) + quarter};
    }
  }
}

static void draw_shipments(tiny_recipe *t, luck *l) {
  bool goes_whole = draw(l, 2);
  t->n_shipments = 1 + draw(l, TINY_SHIPMENTS - 1);
  for (int i = 0; i < t->n_shipments; i++) {
    struct tiny_shipment *s = &t->shipments[i];
    s->from = draw(l, t->n_nodes);
    s->to = (s->from + 1 + draw(l, t->n_nodes - 1)) % t->n_nodes;
    s->cargo = draw(l, 2);
    s->tonnes = draw(l, 4) ? 1 + draw(l, 30) : (1 + draw(l, 30000)) / 1000.0;
    s->ready_h = draw(l, 3) ? draw(l, 12 * t->days) : -5;
    s->due_h = draw(l, 3) ? 1 + draw(l, 24 * t->days) : 0;
    s->weight = 1 + draw(l, 6) / 4.0;
    s->unsplittable = t->is_integer && (goes_whole || draw(l, 2));
  }
}

tiny_recipe tiny_draw(uint64_t seed, bool is_integer) {
  luck l = luck_of(seed);
  tiny_recipe t = {.days = 1 + draw(&l, 3), .step_hours = steps[draw(&l, 4)], .is_integer = is_integer};
  t.unserved_h = draw(&l, 2) ? 48 * t.days : 6 + draw(&l, 40 * t.days);
  t.late_factor = draw(&l, 3) ? 1 : draw(&l, 9) / 4.0;
  t.n_nodes = 2 + draw(&l, TINY_NODES - 1);
  t.n_resources = 2 + draw(&l, TINY_RESOURCES - 1);
  for (int r = 0; r < t.n_resources; r++) t.resources[r] = (struct tiny_resource){draw(&l, 3), draw(&l, 2)};
  for (int k = 0; k < 2; k++)
    for (int u = 0; u < 2; u++) t.carries[k][u] = draw(&l, 6) ? 1 + draw(&l, 12) / 2.0 : 0;
  draw_links(&t, &l);
  draw_transfers(&t, &l);
  draw_capacities(&t, &l);
  draw_shipments(&t, &l);
  for (int i = draw(&l, 2); i < TINY_PLANS - 1; i++)
    t.running[t.n_running++] = (struct tiny_running){i + 1, draw(&l, t.n_links), draw(&l, 2 * t.step_hours)};
  return t;
}

/* ---- telling ---- */

/* How one telling goes: which row comes when, and what a thing is called. */
typedef struct teller {
  const tiny_recipe *t;
  tiny_telling how;
  luck l;
  kr_corridor *c;
} teller;

/* Row numbers 0 … n - 1 in the order of the telling. */
static const int *order(teller *w, int n) {
  static int rows[64];
  for (int i = 0; i < n; i++) rows[i] = i;
  for (int i = n - 1; i > 0 && w->how == TINY_PERMUTED; i--) {
    int j = draw(&w->l, i + 1), kept = rows[i];
    rows[i] = rows[j];
    rows[j] = kept;
  }
  return rows;
}

/* Renamed, a thing's name says nothing of its number, and sorts otherwise. */
static const char *name(const teller *w, char prefix, int i) {
  return w->how == TINY_RENAMED ? label((char)('z' - prefix % 20), (i * 37 + 11) % 101) : label(prefix, i);
}

static double large(const teller *w, double tonnes) { return w->how == TINY_THOUSAND ? 1000 * tonnes : tonnes; }

static void tell_resources(teller *w) {
  const int *rows = order(w, w->t->n_resources);
  for (int k = 0; k < 2; k++)
    for (int u = 0; u < 2; u++) build_carries(w->c, k ? "y" : "x", units[u + 1], large(w, w->t->carries[k][u]));
  for (int i = 0; i < w->t->n_resources; i++) {
    const struct tiny_resource *r = &w->t->resources[rows[i]];
    int32_t at = build_resource(w->c, name(w, 'R', rows[i]), units[r->unit]);
    w->c->resources[at].whole_units = r->whole && r->unit > 0;
  }
}

static void tell_capacities(teller *w) {
  build_plan(w->c, "P1", NULL);
  build_plan(w->c, "P2", "P1");
  const int *rows = order(w, w->t->n_capacities);
  for (int i = 0; i < w->t->n_capacities; i++) {
    const struct tiny_capacity *row = &w->t->capacities[rows[i]];
    bool is_tonnes = w->t->resources[row->resource].unit == 0;
    build_capacity(w->c, name(w, 'R', row->resource),
                   (built_days){.plan = plans[row->plan], .weekdays = weekdays[row->weekdays]},
                   is_tonnes ? large(w, row->per_day) : row->per_day);
  }
}

static void tell_links(teller *w) {
  const int *rows = order(w, w->t->n_links);
  for (int i = 0; i < w->t->n_links; i++) {
    const struct tiny_link *row = &w->t->links[rows[i]];
    char gates[40] = "";
    if (row->n_gates == 1) snprintf(gates, sizeof gates, "%s", name(w, 'R', row->gate[0]));
    if (row->n_gates == 2)
      snprintf(gates, sizeof gates, "%s;%s", name(w, 'R', row->gate[0]), name(w, 'R', row->gate[1]));
    build_link(w->c, (built_link){name(w, 'L', rows[i]), name(w, 'N', row->from), name(w, 'N', row->to),
                                  modes[row->mode], row->hours, gates, row->one_way});
  }
  for (int i = 0; i < w->t->n_running; i++)
    build_running_time(w->c, name(w, 'L', w->t->running[i].link), (built_days){.plan = plans[w->t->running[i].plan]},
                       w->t->running[i].hours);
}

static void tell_transfers(teller *w) {
  const int *rows = order(w, w->t->n_transfers);
  for (int i = 0; i < w->t->n_transfers; i++) {
    const struct tiny_transfer *row = &w->t->transfers[rows[i]];
    build_transfer(w->c, (built_transfer){name(w, 'N', row->node), row->from_mode < 0 ? NULL : modes[row->from_mode],
                                          row->to_mode < 0 ? NULL : modes[row->to_mode], row->hours,
                                          row->gate < 0 ? NULL : name(w, 'R', row->gate)});
  }
}

static void tell_shipment(teller *w, int i, const char *id, double tonnes) {
  const struct tiny_shipment *s = &w->t->shipments[i];
  build_shipment(w->c, (built_shipment){.id = id,
                                        .from = name(w, 'N', s->from),
                                        .to = name(w, 'N', s->to),
                                        .cargo = s->cargo ? "y" : "x",
                                        .tonnes = tonnes,
                                        .ready_h = s->ready_h,
                                        .due_h = s->due_h,
                                        .weight = s->weight,
                                        .unsplittable = s->unsplittable});
}

static void tell_shipments(teller *w) {
  const int *rows = order(w, w->t->n_shipments);
  bool is_cut = w->how != TINY_CUT;
  for (int i = 0; i < w->t->n_shipments; i++) {
    double tonnes = w->t->shipments[rows[i]].tonnes, part = tonnes > 1 ? 1 : 0;
    bool cuts = !is_cut && part > 0 && !w->t->shipments[rows[i]].unsplittable;
    if (cuts) tell_shipment(w, rows[i], "part", part);
    tell_shipment(w, rows[i], name(w, 'S', rows[i]), large(w, cuts ? tonnes - part : tonnes));
    is_cut = is_cut || cuts;
  }
}

/* Between nodes that nothing else touches: at one of the others freight could begin in its mode. */
static void tell_unused(teller *w) {
  build_resource(w->c, "spare", "t");
  build_capacity(w->c, "spare", (built_days){0}, 1000);
  build_link(w->c, (built_link){"spare", "nowhere", "elsewhere", "rail", 1, "spare", true});
}

kr_corridor *tiny_build(const tiny_recipe *recipe, tiny_telling how, uint64_t seed) {
  teller w = {recipe, how, luck_of(seed ^ UINT64_C(0xABCDEF)), build_corridor(recipe->days, recipe->step_hours)};
  w.c->unserved_uh = build_micro(recipe->unserved_h);
  w.c->late_factor = build_micro(recipe->late_factor);
  if (how == TINY_UNUSED) tell_unused(&w);
  tell_resources(&w);
  tell_capacities(&w);
  tell_links(&w);
  tell_transfers(&w);
  tell_shipments(&w);
  return w.c;
}
