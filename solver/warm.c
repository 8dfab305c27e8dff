#include "solver/warm.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"

/** Finds the arcs of legs, and when they can be taken. */
typedef struct tracer {
  const kr_timeline *line;
  kr_tolls *open;   /* per ware: which arcs are open on which day */
  int32_t *of_link; /* [2 * link + backward] arc, KR_NONE */
  int32_t *of_row;  /* [transfer row] arc, KR_NONE */
  kr_route route;
  int32_t tau;
} tracer;

static void free_tracer(tracer *t) {
  kr_tolls_free(t->open);
  free(t->of_link);
  free(t->of_row);
  free(t->route.moves);
}

static kr_status init_tracer(tracer *t, const kr_timeline *line, kr_error *err) {
  const kr_corridor *c = line->corridor;
  size_t n_links = 2 * (size_t)kr_n_links(c), n_rows = (size_t)c->n_transfers;
  *t = (tracer){.line = line};
  t->of_link = kr_zeros(n_links, sizeof *t->of_link);
  t->of_row = kr_zeros(n_rows, sizeof *t->of_row);
  if (!t->of_link || !t->of_row) return kr_fail_memory(err);
  for (size_t i = 0; i < n_links; ++i) t->of_link[i] = KR_NONE;
  for (size_t i = 0; i < n_rows; ++i) t->of_row[i] = KR_NONE;
  for (int32_t a = 0; a < line->network->n_arcs; ++a) {
    const kr_arc *arc = &line->network->arcs[a];
    if (arc->what == KR_NONE) continue;
    if (arc->kind == KR_ARC_LINK)
      t->of_link[2 * arc->what + arc->backward] = a;
    else
      t->of_row[arc->what] = a;
  }
  return kr_tolls_create(&t->open, line, err);
}

/** The arc without a row that leads from one platform to another. */
static int32_t free_arc(const kr_network *net, int32_t tail, int32_t head) {
  if (tail == KR_NONE) return KR_NONE;
  for (int32_t a = net->first_arc[tail]; a < net->first_arc[tail + 1]; ++a)
    if (net->arcs[a].head == head && net->arcs[a].what == KR_NONE) return a;
  return KR_NONE;
}

/** Enters the arc at t->tau or on the first later day on which it is open. @return false when there is none */
static bool enter(tracer *t, int32_t ware, int32_t arc) {
  const kr_timeline *line = t->line;
  const kr_lane_tolls *lane = &t->open->of_ware[ware];
  if (arc == KR_NONE || lane->slot[arc] == KR_NONE) return false;
  int32_t day = kr_bucket(line, t->tau), first = day;
  while (day < line->n_days && lane->toll[(int64_t)day * lane->n_arcs + lane->slot[arc]] == INFINITY) ++day;
  if (day == line->n_days) return false;
  if (day > first) t->tau = day * line->steps_per_day;
  return true;
}

static kr_status take(tracer *t, int32_t arc) {
  kr_route *r = &t->route;
  if (!kr_grow(&r->moves, &r->room, r->n_moves + 1, sizeof *r->moves)) return KR_ERR_MEMORY;
  r->moves[r->n_moves++] = (kr_move){arc, t->tau};
  if (!t->line->is_static)
    t->tau += t->line->steps[(int64_t)kr_bucket(t->line, t->tau) * t->line->network->n_arcs + arc];
  return KR_OK;
}

/** Goes over `arc` from `*at`; `*sound` turns false where that cannot be. */
static kr_status go(tracer *t, int32_t ware, int32_t arc, int32_t *at, bool *sound) {
  *sound = *sound && enter(t, ware, arc) && t->line->network->arcs[arc].tail == *at;
  if (!*sound) return KR_OK;
  *at = t->line->network->arcs[arc].head;
  kr_status status = take(t, arc);
  if (!t->line->is_static && t->tau > t->line->n_steps) *sound = false;
  return status;
}

static int32_t arc_of(const tracer *t, const kr_leg *leg) {
  return leg->kind == KR_LEG_LINK ? t->of_link[2 * leg->what + leg->backward] : t->of_row[leg->what];
}

/** The lot's route under this timetable, into t->route. `*sound`: whether it can be travelled. */
static kr_status retrace(tracer *t, const kr_allocation *a, const kr_lot *lot, bool *sound) {
  const kr_network *net = t->line->network;
  const kr_shipment *s = &t->line->corridor->shipments[lot->shipment];
  const kr_leg *legs = a->legs + lot->first_leg;
  int32_t ware = kr_ware_of(t->line->corridor, lot->shipment), at = net->yard[s->origin],
          door = net->door[s->destination];
  int64_t ready = t->line->is_static ? 0 : kr_ready_step(t->line->corridor, s);
  kr_status status = KR_OK;
  *sound = ready <= t->line->n_steps && arc_of(t, &legs[0]) != KR_NONE;
  if (!*sound) return KR_OK;
  t->route.n_moves = 0;
  t->tau = (int32_t)ready;
  int32_t first = net->arcs[arc_of(t, &legs[0])].tail;
  if (first != at) KR_TRY(go(t, ware, free_arc(net, at, first), &at, sound));
  for (int32_t i = 0; i < lot->n_legs && *sound; ++i) {
    int32_t then = t->line->is_static ? 0 : legs[i].depart_min / (t->line->corridor->step_hours * 60);
    if (then > t->tau && then <= t->line->n_steps) t->tau = then;
    KR_TRY(go(t, ware, arc_of(t, &legs[i]), &at, sound));
  }
  if (*sound && at != door) KR_TRY(go(t, ware, free_arc(net, at, door), &at, sound));
  *sound = *sound && at == door;
done:
  return status;
}

/** Whose column the lot's route becomes; KR_NONE = there is nothing to plan of it. */
static int32_t taker_of(const kr_lot *lot, const int32_t *speaker) {
  return speaker ? speaker[lot->shipment] : lot->shipment;
}

kr_status kr_warm_columns(kr_columns *pool, const kr_allocation *routes, const int32_t *speaker, int64_t *n_added,
                          kr_error *err) {
  tracer t;
  size_t before = pool->n_columns;
  kr_status status = init_tracer(&t, pool->line, err);
  for (size_t i = 0; i < routes->n_lots && status == KR_OK; ++i) {
    const kr_lot *lot = &routes->lots[i];
    int32_t taker = taker_of(lot, speaker), column;
    bool sound = false;
    if (taker != KR_NONE) status = retrace(&t, routes, lot, &sound);
    if (status == KR_OK && sound)
      status = kr_columns_add(pool, taker, t.route.moves, t.route.n_moves, t.line->is_static ? 0 : t.tau, &column);
    if (status != KR_OK) kr_fail_memory(err);
  }
  if (n_added) *n_added = (int64_t)(pool->n_columns - before);
  free_tracer(&t);
  return status;
}
