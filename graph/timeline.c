#include "graph/timeline.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

static kr_micro arc_hours(const kr_timeline *line, const kr_arc *arc, int32_t day) {
  if (arc->what == KR_NONE) return 0;
  if (arc->kind == KR_ARC_LINK) return kr_transit_of(line->timetable, arc->what, day);
  return line->corridor->transfers[arc->what].hours_uh;
}

/** A link takes at least one step; more steps than the horizon has is as good as N + 1. */
static int32_t arc_steps(const kr_timeline *line, const kr_arc *arc, int32_t day) {
  int64_t steps = kr_steps_of(line->corridor, arc_hours(line, arc, day));
  if (arc->kind == KR_ARC_LINK && steps < 1) steps = 1;
  return steps > line->n_steps ? line->n_steps + 1 : (int32_t)steps;
}

static void fill_steps(kr_timeline *line) {
  const kr_network *net = line->network;
  for (int32_t d = 0; d < line->n_days; ++d)
    for (int32_t a = 0; a < net->n_arcs; ++a)
      line->steps[(int64_t)d * net->n_arcs + a] = arc_steps(line, &net->arcs[a], d);
}

static void fill_hours(kr_timeline *line) {
  for (int32_t a = 0; a < line->network->n_arcs; ++a)
    line->hours[a] = kr_decimal_value(arc_hours(line, &line->network->arcs[a], 0));
}

kr_status kr_timeline_create(kr_timeline **out, const kr_corridor *c, const kr_timetable *t, const kr_network *net,
                             kr_error *err) {
  kr_timeline *line = kr_zeros(1, sizeof *line);
  if (!line) return kr_fail_memory(err);
  *line = (kr_timeline){.corridor = c, .timetable = t, .network = net, .is_static = t->is_static, .n_days = t->n_days};
  line->n_steps = t->is_static ? 0 : kr_n_steps(c);
  line->steps_per_day = 24 / c->step_hours;
  line->step_h = c->step_hours;
  line->late_factor = kr_decimal_value(c->late_factor);
  line->unserved_h = kr_decimal_value(c->unserved_uh);
  if (t->is_static) {
    line->hours = kr_zeros((size_t)net->n_arcs, sizeof *line->hours);
  } else {
    line->steps = kr_zeros((size_t)net->n_arcs * (size_t)t->n_days, sizeof *line->steps);
  }
  if (!line->hours && !line->steps) {
    kr_timeline_free(line);
    return kr_fail_memory(err);
  }
  if (t->is_static) {
    fill_hours(line);
  } else {
    fill_steps(line);
  }
  *out = line;
  return KR_OK;
}

void kr_timeline_free(kr_timeline *line) {
  if (!line) return;
  free(line->steps);
  free(line->hours);
  free(line);
}

/** Capacity on this day for every resource of the arc. */
static bool open_on(const kr_timeline *line, const kr_arc *arc, int32_t rank, int32_t day) {
  const kr_corridor *c = line->corridor;
  int32_t end = arc->resources.first + arc->resources.count;
  for (int32_t i = arc->resources.first; i < end; ++i) {
    int32_t resource = c->resource_lists[i];
    if (kr_capacity_of(line->timetable, resource, day) <= 0 && kr_counts_on(c, rank, resource)) return false;
  }
  return true;
}

static bool open_ever(const kr_timeline *line, const kr_arc *arc, int32_t ware) {
  int32_t n_cargo = kr_n_cargo(line->corridor);
  if (!kr_arc_admits(line->corridor, arc, ware % n_cargo)) return false;
  for (int32_t d = 0; d < line->n_days; ++d)
    if (open_on(line, arc, ware / n_cargo, d)) return true;
  return false;
}

/** 0: takes time; 1, 2, 3: no steps, in the order of a backward sweep. */
static int arc_class(const kr_timeline *line, int32_t a) {
  const kr_arc *arc = &line->network->arcs[a];
  if (line->is_static || line->steps[a] > 0) return 0;
  return arc->kind == KR_ARC_UNLOAD ? 1 : arc->kind == KR_ARC_TRANSFER ? 2 : 3;
}

/** Somebody has it to ship, or might: holders of quotas are asked only about their own. */
static bool is_shipped(const kr_corridor *c, int32_t ware) {
  if (ware < kr_n_cargo(c)) return true;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s)
    if (kr_ware_of(c, s) == ware) return true;
  return false;
}

static void sort_open_arcs(kr_lane_tolls *lane, const kr_timeline *line, int32_t ware) {
  const kr_network *net = line->network;
  bool any = is_shipped(line->corridor, ware);
  for (int32_t a = 0; a < net->n_arcs; ++a) lane->slot[a] = any && open_ever(line, &net->arcs[a], ware) ? 0 : KR_NONE;
  int32_t end[4];
  for (int class = 0; class < 4; ++class) {
    for (int32_t a = 0; a < net->n_arcs; ++a) {
      if (lane->slot[a] == KR_NONE || arc_class(line, a) != class) continue;
      lane->slot[a] = lane->n_arcs;
      lane->arc[lane->n_arcs] = a;
      lane->tail[lane->n_arcs] = net->arcs[a].tail;
      lane->head[lane->n_arcs++] = net->arcs[a].head;
    }
    end[class] = lane->n_arcs;
  }
  lane->n_timed = end[0];
  lane->n_unloads = end[1];
  lane->n_transfers = end[2];
}

static kr_status open_arcs(kr_lane_tolls *lane, const kr_timeline *line, int32_t ware) {
  size_t n = (size_t)line->network->n_arcs;
  lane->arc = kr_zeros(n, sizeof *lane->arc);
  lane->slot = kr_zeros(n, sizeof *lane->slot);
  lane->tail = kr_zeros(n, sizeof *lane->tail);
  lane->head = kr_zeros(n, sizeof *lane->head);
  if (!lane->arc || !lane->slot || !lane->tail || !lane->head) return KR_ERR_MEMORY;
  sort_open_arcs(lane, line, ware);
  size_t n_days = (size_t)lane->n_arcs * (size_t)line->n_days;
  lane->toll = kr_zeros(n_days, sizeof *lane->toll);
  if (!lane->toll) return KR_ERR_MEMORY;
  if (line->is_static) return KR_OK;
  lane->steps = kr_zeros(n_days, sizeof *lane->steps);
  if (!lane->steps) return KR_ERR_MEMORY;
  for (int32_t d = 0; d < line->n_days; ++d)
    for (int32_t i = 0; i < lane->n_arcs; ++i)
      lane->steps[(int64_t)d * lane->n_arcs + i] = line->steps[(int64_t)d * line->network->n_arcs + lane->arc[i]];
  return KR_OK;
}

kr_status kr_tolls_create(kr_tolls **out, const kr_timeline *line, kr_error *err) {
  int32_t n_wares = kr_n_wares(line->corridor);
  kr_status status = KR_OK;
  kr_tolls *tolls = kr_zeros(1, sizeof *tolls);
  if (!tolls) return kr_fail_memory(err);
  tolls->of_ware = kr_zeros((size_t)n_wares, sizeof *tolls->of_ware);
  if (tolls->of_ware) tolls->n_wares = n_wares;
  if (!tolls->of_ware) status = KR_ERR_MEMORY;
  for (int32_t k = 0; k < tolls->n_wares && status == KR_OK; ++k) {
    status = open_arcs(&tolls->of_ware[k], line, k);
    if (status == KR_OK) kr_tolls_set(tolls, line, k, NULL);
  }
  if (status == KR_OK) {
    *out = tolls;
    return KR_OK;
  }
  kr_tolls_free(tolls);
  return kr_fail_memory(err);
}

void kr_tolls_free(kr_tolls *tolls) {
  if (!tolls) return;
  for (int32_t k = 0; k < tolls->n_wares; ++k) {
    kr_lane_tolls *lane = &tolls->of_ware[k];
    free(lane->arc);
    free(lane->slot);
    free(lane->tail);
    free(lane->head);
    free(lane->steps);
    free(lane->toll);
  }
  free(tolls->of_ware);
  free(tolls);
}

static double arc_toll(const kr_timeline *line, const kr_arc *arc, int32_t cargo, int32_t rank, int32_t day,
                       const double *price) {
  const kr_corridor *c = line->corridor;
  if (!open_on(line, arc, rank, day)) return INFINITY;
  double toll = 0;
  if (!price) return toll;
  for (int32_t i = 0; i < arc->resources.count; ++i) {
    int32_t r = c->resource_lists[arc->resources.first + i];
    int32_t row = r * line->n_days + day;
    if (!kr_counts_on(c, rank, r)) continue;
    double p = price[row];
    if (line->by_cargo && c->resources[r].whole_units) p += price[kr_cargo_row(line, row, cargo)];
    int32_t shared = kr_shared_row(line, row, cargo);
    if (shared != KR_NONE) p += price[shared];
    if (p > 0) toll += p / kr_decimal_value(kr_t_per_unit(c, cargo, r));
  }
  return toll;
}

void kr_tolls_set(kr_tolls *tolls, const kr_timeline *line, int32_t ware, const double *price) {
  kr_lane_tolls *lane = &tolls->of_ware[ware];
  const kr_arc *arcs = line->network->arcs;
  int32_t n_cargo = kr_n_cargo(line->corridor), cargo = ware % n_cargo, rank = ware / n_cargo;
  for (int32_t d = 0; d < line->n_days; ++d)
    for (int32_t i = 0; i < lane->n_arcs; ++i)
      lane->toll[(int64_t)d * lane->n_arcs + i] = arc_toll(line, &arcs[lane->arc[i]], cargo, rank, d, price);
}

static bool fits(const kr_timeline *line, const kr_arc *arc, int32_t ware, int32_t day, const double *room,
                 double need_t) {
  const kr_corridor *c = line->corridor;
  int32_t cargo = ware % kr_n_cargo(c), rank = ware / kr_n_cargo(c);
  for (int32_t i = 0; i < arc->resources.count; ++i) {
    int32_t r = c->resource_lists[arc->resources.first + i];
    double units = need_t / kr_decimal_value(kr_t_per_unit(c, cargo, r));
    if (kr_counts_on(c, rank, r) && !(room[(int64_t)r * line->n_days + day] >= units)) return false;
  }
  return true;
}

void kr_tolls_set_room(kr_tolls *tolls, const kr_timeline *line, int32_t ware, const double *room, double need_t) {
  kr_lane_tolls *lane = &tolls->of_ware[ware];
  for (int32_t d = 0; d < line->n_days; ++d)
    for (int32_t i = 0; i < lane->n_arcs; ++i) {
      const kr_arc *arc = &line->network->arcs[lane->arc[i]];
      bool open = open_on(line, arc, ware / kr_n_cargo(line->corridor), d) && fits(line, arc, ware, d, room, need_t);
      lane->toll[(int64_t)d * lane->n_arcs + i] = open ? 0.0 : INFINITY;
    }
}
