#include "tests/arcflow_arcs.h"

#include <stdlib.h>

#include "graph/memory.h"

/** What every step of the building needs. In the static view n_steps and ready are 0. */
typedef struct draft {
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_shipment *s;
  kr_flow_arcs *out;
  int64_t n_steps, ready, due;
} draft;

static const kr_span NO_RESOURCES = {0, 0};

static int32_t vertex(const draft *d, int32_t node, int32_t mode, int64_t boundary) {
  int64_t platform = (int64_t)node * kr_n_modes(d->c) + mode;
  return (int32_t)(2 + platform * (d->n_steps + 1) + boundary);
}

static int32_t day_of(const draft *d, int64_t boundary) {
  if (d->t->is_static) return 0;
  int64_t day = boundary * d->c->step_hours / 24;
  return (int32_t)(day < d->c->days ? day : d->c->days - 1);
}

static int64_t steps_of(const draft *d, kr_micro hours_uh) { return d->t->is_static ? 0 : kr_steps_of(d->c, hours_uh); }

/** The hours an arc counts by itself: those it takes in the static view, none in the dated one, where arrival counts.
 */
static double own_hours(const draft *d, kr_micro hours_uh) {
  return d->t->is_static ? kr_decimal_value(hours_uh) : 0.0;
}

/** H + lambda * L of freight unloaded at a boundary. */
static double arrival_hours(const draft *d, int64_t boundary) {
  if (d->t->is_static) return 0.0;
  int64_t late = d->s->due_min == KR_NO_DUE || boundary <= d->due ? 0 : boundary - d->due;
  double lambda = kr_decimal_value(d->c->late_factor);
  return (double)((boundary - d->ready) * d->c->step_hours) + lambda * (double)(late * d->c->step_hours);
}

static bool cargo_can_use(const draft *d, kr_span resources) {
  for (int32_t i = 0; i < resources.count; i++)
    if (kr_t_per_unit(d->c, d->s->cargo, d->c->resource_lists[resources.first + i]) <= 0) return false;
  return true;
}

static kr_status add(draft *d, kr_flow_arc arc) {
  if (!cargo_can_use(d, arc.resources)) return KR_OK;
  if (!kr_grow(&d->out->arcs, &d->out->room, d->out->n + 1, sizeof arc)) return KR_ERR_MEMORY;
  d->out->arcs[d->out->n++] = arc;
  return KR_OK;
}

static const kr_transfer *find_transfer(const kr_corridor *c, int32_t node, int32_t from_mode, int32_t to_mode) {
  for (int32_t i = 0; i < c->n_transfers; i++) {
    const kr_transfer *x = &c->transfers[i];
    if (x->node == node && x->from_mode == from_mode && x->to_mode == to_mode) return x;
  }
  return NULL;
}

static bool has_link_at(const kr_corridor *c, int32_t node, int32_t mode) {
  for (int32_t i = 0; i < kr_n_links(c); i++)
    if (c->links[i].mode == mode && (c->links[i].from_node == node || c->links[i].to_node == node)) return true;
  return false;
}

/** Loading into `mode` at the origin, begun at any boundary; without such a row the freight is in the mode when ready.
 */
static kr_status add_start(draft *d, int32_t mode) {
  kr_status status = KR_OK;
  int32_t origin = d->s->origin;
  const kr_transfer *x = find_transfer(d->c, origin, KR_NONE, mode);
  if (!x && has_link_at(d->c, origin, mode))
    return add(d, (kr_flow_arc){KR_FLOW_SOURCE, vertex(d, origin, mode, d->ready), 0, NO_RESOURCES, 0.0});
  for (int64_t b = d->ready; x && b <= d->n_steps && status == KR_OK; b++) {
    int64_t after = b + steps_of(d, x->hours_uh);
    if (after > d->n_steps) break;
    int32_t head = vertex(d, origin, mode, after);
    status = add(d, (kr_flow_arc){KR_FLOW_SOURCE, head, day_of(d, b), x->resources, own_hours(d, x->hours_uh)});
  }
  return status;
}

/** Leaving `mode` at the destination at boundary `b`: by its unloading row, or at once where there is none. */
static kr_status add_end(draft *d, int32_t mode, int64_t b) {
  int32_t tail = vertex(d, d->s->destination, mode, b);
  const kr_transfer *x = find_transfer(d->c, d->s->destination, mode, KR_NONE);
  if (!x) return add(d, (kr_flow_arc){tail, KR_FLOW_SINK, 0, NO_RESOURCES, arrival_hours(d, b)});
  int64_t after = b + steps_of(d, x->hours_uh);
  if (after > d->n_steps) return KR_OK;
  double hours = arrival_hours(d, after) + own_hours(d, x->hours_uh);
  return add(d, (kr_flow_arc){tail, KR_FLOW_SINK, day_of(d, b), x->resources, hours});
}

static kr_status add_waits(draft *d, int64_t b) {
  kr_status status = KR_OK;
  for (int32_t n = 0; n < kr_n_nodes(d->c); n++)
    for (int32_t m = 0; m < kr_n_modes(d->c) && status == KR_OK; m++)
      status = add(d, (kr_flow_arc){vertex(d, n, m, b), vertex(d, n, m, b + 1), 0, NO_RESOURCES, 0.0});
  return status;
}

/** One direction of a link, entered at boundary `b`. */
static kr_status add_link(draft *d, const kr_link *link, int32_t from, int32_t to, int64_t b) {
  int32_t day = day_of(d, b);
  kr_micro hours_uh = kr_transit_of(d->t, (int32_t)(link - d->c->links), day);
  int64_t steps = steps_of(d, hours_uh);
  if (!d->t->is_static && steps < 1) steps = 1;
  if (b + steps > d->n_steps) return KR_OK;
  int32_t tail = vertex(d, from, link->mode, b), head = vertex(d, to, link->mode, b + steps);
  return add(d, (kr_flow_arc){tail, head, day, link->resources, own_hours(d, hours_uh)});
}

static kr_status add_links(draft *d, int64_t b) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < kr_n_links(d->c); i++) {
    const kr_link *l = &d->c->links[i];
    KR_TRY(add_link(d, l, l->from_node, l->to_node, b));
    if (!l->directed) KR_TRY(add_link(d, l, l->to_node, l->from_node, b));
  }
done:
  return status;
}

/** Changes of mode begun at boundary `b`. */
static kr_status add_transfers(draft *d, int64_t b) {
  kr_status status = KR_OK;
  for (int32_t i = 0; i < d->c->n_transfers && status == KR_OK; i++) {
    const kr_transfer *x = &d->c->transfers[i];
    int64_t after = b + steps_of(d, x->hours_uh);
    if (x->from_mode == KR_NONE || x->to_mode == KR_NONE || after > d->n_steps) continue;
    int32_t tail = vertex(d, x->node, x->from_mode, b), head = vertex(d, x->node, x->to_mode, after);
    status = add(d, (kr_flow_arc){tail, head, day_of(d, b), x->resources, own_hours(d, x->hours_uh)});
  }
  return status;
}

static kr_status add_boundary(draft *d, int64_t b) {
  kr_status status = KR_OK;
  if (d->t->is_static || b < d->n_steps) KR_TRY(add_links(d, b));
  KR_TRY(add_transfers(d, b));
  if (b < d->n_steps) KR_TRY(add_waits(d, b));
  for (int32_t m = 0; m < kr_n_modes(d->c); m++) KR_TRY(add_end(d, m, b));
done:
  return status;
}

/** Marks what can be reached along the arcs (or against them) until nothing new is found. */
static void reach(const kr_flow_arcs *a, bool *seen, bool against) {
  for (bool more = true; more;) {
    more = false;
    for (size_t i = 0; i < a->n; i++) {
      int32_t from = against ? a->arcs[i].head : a->arcs[i].tail, to = against ? a->arcs[i].tail : a->arcs[i].head;
      if (!seen[from] || seen[to]) continue;
      seen[to] = more = true;
    }
  }
}

/** Drops the arcs that no path from source to sink can take. */
static kr_status prune(kr_flow_arcs *a) {
  bool *from_source = kr_zeros((size_t)a->n_vertices, sizeof *from_source);
  bool *to_sink = kr_zeros((size_t)a->n_vertices, sizeof *to_sink);
  kr_status status = from_source && to_sink ? KR_OK : KR_ERR_MEMORY;
  if (status != KR_OK) goto done;
  from_source[KR_FLOW_SOURCE] = to_sink[KR_FLOW_SINK] = true;
  reach(a, from_source, false);
  reach(a, to_sink, true);
  size_t kept = 0;
  for (size_t i = 0; i < a->n; i++)
    if (from_source[a->arcs[i].tail] && to_sink[a->arcs[i].head]) a->arcs[kept++] = a->arcs[i];
  a->n = kept;
done:
  free(from_source);
  free(to_sink);
  return status;
}

kr_status kr_flow_arcs_build(kr_flow_arcs *out, const kr_corridor *c, const kr_timetable *t, int32_t shipment) {
  const kr_shipment *s = &c->shipments[shipment];
  draft d = {c, t, s, out, 0, 0, 0};
  if (!t->is_static) d.n_steps = kr_n_steps(c), d.ready = kr_ready_step(c, s), d.due = kr_due_step(c, s);
  out->n_vertices = 2 + (int32_t)((int64_t)kr_n_nodes(c) * kr_n_modes(c) * (d.n_steps + 1));
  kr_status status = KR_OK;
  KR_TRY(add(&d, (kr_flow_arc){KR_FLOW_SOURCE, KR_FLOW_SINK, 0, NO_RESOURCES, kr_decimal_value(c->unserved_uh)}));
  if (d.ready > d.n_steps) return KR_OK;
  for (int32_t m = 0; m < kr_n_modes(c); m++) KR_TRY(add_start(&d, m));
  for (int64_t b = d.ready; b <= d.n_steps; b++) KR_TRY(add_boundary(&d, b));
  status = prune(out);
done:
  return status;
}

void kr_flow_arcs_clear(kr_flow_arcs *a) {
  free(a->arcs);
  *a = (kr_flow_arcs){0};
}
