#include "tests/build_corridor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

static void need(bool good) {
  if (!good) abort();
}

/* Appends an item to an array of `n`. */
static void push(void *array, size_t n, size_t size, const void *item) {
  void *old;
  memcpy(&old, array, sizeof old);
  char *grown = realloc(old, (n + 1) * size);
  need(grown != NULL);
  memcpy(grown + n * size, item, size);
  memcpy(array, &grown, sizeof grown);
}

/* The index of an id, and whether it is new. */
static int32_t id_of(kr_ids *ids, const char *text, bool *is_new) {
  int32_t before = kr_ids_count(ids), index = -1;
  need(kr_ids_add(ids, text, strlen(text), &index) == KR_OK);
  if (is_new) *is_new = index == before;
  return index;
}

static int32_t found(const kr_ids *ids, const char *text) {
  int32_t index = kr_ids_find(ids, text, strlen(text));
  need(index >= 0);
  return index;
}

static int32_t plan_of(const kr_corridor *c, const char *plan) { return found(c->plan_ids, plan ? plan : ""); }

kr_micro build_micro(double value) { return llround(value * 1e6); }

static int32_t minutes(double hours) { return (int32_t)lround(hours * 60); }

kr_corridor *build_corridor(int32_t days, int32_t step_hours) {
  kr_corridor *c = NULL;
  need(kr_corridor_create(&c) == KR_OK);
  c->start = kr_date_of(2025, 1, 1);
  c->days = days;
  c->step_hours = step_hours;
  c->unserved_uh = 48 * KR_MICRO * days;
  c->late_factor = KR_MICRO;
  return c;
}

static int32_t node_of(kr_corridor *c, const char *id) {
  bool is_new;
  int32_t index = id_of(c->node_ids, id, &is_new);
  kr_node node = {.name = "", .type = "", .country = ""};
  if (is_new) push(&c->nodes, (size_t)index, sizeof node, &node);
  return index;
}

static int32_t mode_of(kr_corridor *c, const char *id) { return id ? id_of(c->mode_ids, id, NULL) : KR_NONE; }

/* The table of cargo and units grows in both directions, so it is laid out anew. */
static void widen_table(kr_corridor *c, int32_t old_cargo, int32_t old_units) {
  int32_t cargo = kr_n_cargo(c), units = kr_n_units(c);
  kr_micro *table = kr_zeros((size_t)cargo * (size_t)units, sizeof *table);
  need(table != NULL);
  for (int32_t k = 0; k < cargo; k++) {
    table[k * units] = KR_MICRO;
    for (int32_t u = 1; k < old_cargo && u < old_units; u++) table[k * units + u] = c->t_per_unit[k * old_units + u];
  }
  free(c->t_per_unit);
  c->t_per_unit = table;
}

static int32_t unit_of(kr_corridor *c, const char *id) {
  bool is_new;
  int32_t index = id_of(c->unit_ids, id, &is_new);
  if (is_new) widen_table(c, kr_n_cargo(c), index);
  return index;
}

static int32_t cargo_of(kr_corridor *c, const char *id) {
  bool is_new;
  int32_t index = id_of(c->cargo_ids, id, &is_new);
  const char *name = "";
  if (is_new) widen_table(c, index, kr_n_units(c));
  if (is_new) push(&c->cargo_names, (size_t)index, sizeof name, &name);
  return index;
}

void build_carries(kr_corridor *c, const char *cargo, const char *unit, double tonnes) {
  int32_t k = cargo_of(c, cargo), u = unit_of(c, unit);
  c->t_per_unit[k * kr_n_units(c) + u] = build_micro(tonnes);
}

int32_t build_resource(kr_corridor *c, const char *id, const char *unit) {
  kr_resource resource = {.name = "", .unit = unit_of(c, unit)};
  int32_t index = id_of(c->resource_ids, id, NULL);
  push(&c->resources, (size_t)index, sizeof resource, &resource);
  return index;
}

static kr_span resources_of(kr_corridor *c, const char *list) {
  kr_span span = {c->n_resource_lists, 0};
  while (list && *list) {
    size_t n = strcspn(list, ";");
    int32_t r = kr_ids_find(c->resource_ids, list, n);
    need(r >= 0);
    push(&c->resource_lists, (size_t)c->n_resource_lists++, sizeof r, &r);
    span.count++;
    list += n + (list[n] == ';');
  }
  return span;
}

int32_t build_link(kr_corridor *c, built_link row) {
  kr_link link = {.name = "", .directed = row.one_way, .length_km = NAN, .transit_uh = build_micro(row.hours)};
  link.from_node = node_of(c, row.from);
  link.to_node = node_of(c, row.to);
  link.mode = mode_of(c, row.mode);
  link.resources = resources_of(c, row.resources);
  int32_t index = id_of(c->link_ids, row.id, NULL);
  push(&c->links, (size_t)index, sizeof link, &link);
  return index;
}

int32_t build_transfer(kr_corridor *c, built_transfer row) {
  kr_transfer transfer = {.node = node_of(c, row.node), .hours_uh = build_micro(row.hours)};
  transfer.from_mode = mode_of(c, row.from_mode);
  transfer.to_mode = mode_of(c, row.to_mode);
  transfer.resources = resources_of(c, row.resources);
  push(&c->transfers, (size_t)c->n_transfers, sizeof transfer, &transfer);
  return c->n_transfers++;
}

int32_t build_plan(kr_corridor *c, const char *id, const char *base) {
  kr_plan plan = {.name = "", .base = plan_of(c, base)};
  int32_t index = id_of(c->plan_ids, id, NULL);
  push(&c->plans, (size_t)index, sizeof plan, &plan);
  return index;
}

static void open_ends(const built_days *when, int32_t *from, int32_t *to) {
  bool is_open = when->from_day == 0 && when->to_day == 0;
  *from = is_open ? KR_OPEN_FROM : when->from_day;
  *to = is_open ? KR_OPEN_TO : when->to_day;
}

void build_capacity(kr_corridor *c, const char *resource, built_days when, double per_day) {
  kr_capacity row = {.plan = plan_of(c, when.plan), .resource = found(c->resource_ids, resource)};
  row.per_day = build_micro(per_day);
  row.weekdays = when.weekdays ? 0 : KR_EVERY_WEEKDAY;
  for (const char *d = when.weekdays; d && *d; d++) row.weekdays = (uint8_t)(row.weekdays | 1 << (*d - '1'));
  open_ends(&when, &row.from_day, &row.to_day);
  push(&c->capacities, (size_t)c->n_capacities++, sizeof row, &row);
}

void build_running_time(kr_corridor *c, const char *link, built_days when, double hours) {
  kr_running_time row = {.plan = plan_of(c, when.plan), .link = found(c->link_ids, link)};
  row.transit_uh = build_micro(hours);
  open_ends(&when, &row.from_day, &row.to_day);
  push(&c->running_times, (size_t)c->n_running_times++, sizeof row, &row);
}

int32_t build_shipment(kr_corridor *c, built_shipment row) {
  kr_shipment shipment = {.origin = node_of(c, row.from), .destination = node_of(c, row.to)};
  shipment.forwarder = id_of(c->forwarder_ids, "forwarder", NULL);
  shipment.cargo = cargo_of(c, row.cargo);
  shipment.quantity_kg = llround(row.tonnes * 1000);
  shipment.ready_min = minutes(row.ready_h);
  shipment.due_min = row.due_h != 0 ? minutes(row.due_h) : KR_NO_DUE;
  shipment.weight = build_micro(row.weight != 0 ? row.weight : 1);
  shipment.splittable = !row.unsplittable;
  int32_t index = id_of(c->shipment_ids, row.id, NULL);
  push(&c->shipments, (size_t)index, sizeof shipment, &shipment);
  return index;
}

static kr_leg timed(kr_leg leg, double depart_h, double arrive_h) {
  leg.depart_min = minutes(depart_h);
  leg.arrive_min = minutes(arrive_h);
  return leg;
}

kr_leg leg_link(const kr_corridor *c, const char *link, double depart_h, double arrive_h) {
  return timed((kr_leg){.kind = KR_LEG_LINK, .what = found(c->link_ids, link)}, depart_h, arrive_h);
}

kr_leg leg_back(const kr_corridor *c, const char *link, double depart_h, double arrive_h) {
  kr_leg leg = leg_link(c, link, depart_h, arrive_h);
  leg.backward = true;
  return leg;
}

kr_leg leg_transfer(const kr_corridor *c, built_transfer row, double depart_h, double arrive_h) {
  int32_t node = found(c->node_ids, row.node);
  int32_t from = row.from_mode ? found(c->mode_ids, row.from_mode) : KR_NONE;
  int32_t to = row.to_mode ? found(c->mode_ids, row.to_mode) : KR_NONE;
  kr_leg_kind kind = !row.from_mode ? KR_LEG_LOAD : !row.to_mode ? KR_LEG_UNLOAD : KR_LEG_TRANSFER;
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *x = &c->transfers[i];
    if (x->node == node && x->from_mode == from && x->to_mode == to)
      return timed((kr_leg){.kind = (uint8_t)kind, .what = i}, depart_h, arrive_h);
  }
  abort();
}

/* The legs may be those of `a` itself, which may move. */
void build_lot(kr_allocation *a, kr_lot lot, const kr_leg *legs) {
  size_t size = (size_t)lot.n_legs * sizeof *legs;
  kr_leg *copy = malloc(size + 1);
  need(copy != NULL);
  memcpy(copy, legs, size);
  need(kr_allocation_add(a, lot.shipment, lot.number, lot.quantity_kg, copy, lot.n_legs) == KR_OK);
  free(copy);
}

kr_corridor *build_gate_queue(void) {
  kr_corridor *c = build_corridor(4, 6);
  build_carries(c, "ore", "train", 2.5);
  build_resource(c, "GATE", "train");
  build_capacity(c, "GATE", (built_days){0}, 2);
  build_link(c, (built_link){"AB", "A", "B", "rail", 6, "GATE", true});
  build_shipment(c, (built_shipment){.id = "S", .from = "A", .to = "B", .cargo = "ore", .tonnes = 12});
  return c;
}
