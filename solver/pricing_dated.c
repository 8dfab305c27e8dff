#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "solver/pricing_internal.h"

#define EQUAL 1e-12 /* relative, of all hours of the horizon: costs of one route added in another order */

static kr_status lay_ware(kr_pricing *p, int32_t ware, kr_error *err) {
  int32_t n_arcs = p->tolls->of_ware[ware].n_arcs;
  return p->plans[ware] ? KR_OK : kr_sweep_plan_create(&p->plans[ware], p->line, n_arcs, err);
}

static kr_status equip(const kr_pricing *p, kr_worker *w, kr_error *err) {
  size_t n_platforms = (size_t)p->line->network->n_platforms;
  w->yards = kr_zeros(n_platforms, sizeof *w->yards);
  w->asked = kr_zeros(n_platforms, sizeof *w->asked);
  return w->yards && w->asked ? kr_search_create_bare(&w->search, p->line, err) : kr_fail_memory(err);
}

kr_status kr_pricing_lay(kr_pricing *p, kr_error *err) {
  size_t n_deadlines = (size_t)p->n_deadlines;
  p->plans = kr_zeros((size_t)p->tolls->n_wares, sizeof *p->plans);
  p->late = kr_zeros(n_deadlines, sizeof *p->late);
  p->late_batches = kr_zeros(n_deadlines, sizeof *p->late_batches);
  p->tally = kr_zeros((size_t)p->tolls->n_wares * ((size_t)p->line->n_steps + 1) + 1, sizeof *p->tally);
  if (!p->plans || !p->late || !p->late_batches || !p->tally) return kr_fail_memory(err);
  kr_status status = KR_OK;
  for (int32_t g = 0; g < p->n_groups && status == KR_OK; ++g) status = lay_ware(p, p->groups[g].ware, err);
  for (int32_t w = 0; w < p->n_workers && status == KR_OK; ++w) status = equip(p, &p->workers[w], err);
  return status;
}

void kr_pricing_unlay(kr_pricing *p) {
  for (int32_t k = 0; p->plans && k < p->tolls->n_wares; ++k) kr_sweep_plan_free(p->plans[k]);
  for (int32_t w = 0; p->workers && w < p->n_workers; ++w) {
    kr_search_free(p->workers[w].search);
    free(p->workers[w].yards);
    free(p->workers[w].asked);
  }
  free(p->plans);
  free(p->late);
  free(p->late_batches);
  free(p->tally);
}

void kr_pricing_set_plan(kr_pricing *p, int32_t ware, const double *price) {
  if (!p->plans[ware]) return;
  kr_tolls_set(p->tolls, p->line, ware, price);
  kr_sweep_plan_set(p->plans[ware], p->line, &p->tolls->of_ware[ware]);
}

static void ask(kr_worker *me, int32_t yard, int32_t *n_yards) {
  if (me->asked[yard] == me->n_sweeps) return;
  me->asked[yard] = me->n_sweeps;
  me->yards[(*n_yards)++] = yard;
}

static void note_late(kr_deadline *d, kr_member *m, int32_t arrival) {
  if (d->n_late++ == 0) {
    d->first_step = m->ready;
    d->last_step = arrival;
  }
  if (m->ready < d->first_step) d->first_step = m->ready;
  if (arrival > d->last_step) d->last_step = arrival;
  m->late = arrival;
}

static kr_status trace(const kr_shift *shift, int32_t lane, const kr_member *m) {
  return kr_search_trace(shift->worker->search, lane, m->leaf, m->ready, &shift->worker->route);
}

/** Without deadlines the shipment would cost least; so that is its cost if such a route is in time. */
static kr_status price_member(const kr_shift *shift, kr_deadline *d, int32_t lane, kr_member *m) {
  const kr_search *search = shift->worker->search;
  const kr_timeline *line = shift->pricing->line;
  double least = kr_search_cost(search, lane, m->leaf, m->ready);
  shift->pass->cost[m->shipment] = least;
  if (least == INFINITY) return KR_OK;
  int32_t arrival = kr_search_arrival(search, lane, m->leaf, m->ready);
  if (shift->pass->least) {
    shift->pass->least[m->shipment] = least;
    shift->pass->arrival[m->shipment] = arrival;
  }
  if (arrival <= d->due_step) {
    if (!(least < shift->pass->limit[m->shipment])) return KR_OK;
    double weight = shift->pricing->groups[d->group].weight, slack = weight * line->step_h * line->n_steps;
    if (shift->pass->route && kr_pricing_knows(shift, m->shipment, least + EQUAL * (least + slack))) return KR_OK;
    kr_status status = trace(shift, lane, m);
    if (status != KR_OK) return status;
    arrival = shift->worker->route.arrival; /* of equal routes the one traced may come later */
    if (arrival <= d->due_step) return kr_pricing_note(shift, m->shipment, arrival);
  }
  note_late(d, m, arrival);
  return KR_OK;
}

/** Sweeps for all groups of a batch, as if nothing were due. */
static void sweep_groups(const kr_shift *shift, const kr_batch *b) {
  kr_pricing *p = shift->pricing;
  kr_worker *me = shift->worker;
  kr_goal goals[KR_LANES];
  int32_t n_yards = 0, ware = p->groups[b->first].ware, first_step = INT32_MAX;
  me->n_sweeps++;
  for (int32_t i = 0; i < b->count; ++i) {
    const kr_group *g = &p->groups[b->first + i];
    goals[i] = (kr_goal){g->root, g->weight, INFINITY};
    if (g->first_step < first_step) first_step = g->first_step;
    for (int32_t k = g->first; k < g->first + g->count; ++k) ask(me, p->members[k].leaf, &n_yards);
  }
  kr_sweep sweep = {.plan = p->plans[ware],
                    .tolls = &p->tolls->of_ware[ware],
                    .goals = goals,
                    .n_goals = b->count,
                    .first_step = first_step,
                    .last_step = p->line->n_steps,
                    .yards = me->yards,
                    .n_yards = n_yards,
                    .detail = KR_SWEEP_ARRIVALS};
  kr_search_sweep(me->search, &sweep);
}

static kr_status price_deadline(const kr_shift *shift, kr_deadline *d, int32_t lane) {
  kr_member *members = shift->pricing->members;
  kr_status status = KR_OK;
  d->n_late = 0;
  for (int32_t k = d->first; k < d->first + d->count && status == KR_OK; ++k) {
    members[k].late = KR_NONE;
    status = price_member(shift, d, lane, &members[k]);
  }
  return status;
}

kr_status kr_pricing_sweep(const kr_shift *shift, const kr_batch *b) {
  kr_pricing *p = shift->pricing;
  kr_status status = KR_OK;
  sweep_groups(shift, b);
  for (int32_t i = 0; i < b->count; ++i) {
    const kr_group *g = &p->groups[b->first + i];
    for (int32_t d = g->first_deadline; d < g->first_deadline + g->n_deadlines && status == KR_OK; ++d)
      status = price_deadline(shift, &p->deadlines[d], i);
  }
  return status;
}

static int32_t late_key(const kr_pricing *p, int32_t d) {
  return p->groups[p->deadlines[d].group].ware * (p->line->n_steps + 1) + p->deadlines[d].last_step;
}

/** Counting sort of the late deadlines by ware and last step. @return how many */
static int32_t sort_late(kr_pricing *p) {
  int32_t n_keys = p->tolls->n_wares * (p->line->n_steps + 1), n = 0;
  for (int32_t k = 0; k <= n_keys; ++k) p->tally[k] = 0;
  for (int32_t d = 0; d < p->n_deadlines; ++d)
    if (p->deadlines[d].n_late > 0) p->tally[late_key(p, d) + 1]++;
  for (int32_t k = 0; k < n_keys; ++k) p->tally[k + 1] += p->tally[k];
  for (int32_t d = 0; d < p->n_deadlines; ++d) {
    if (p->deadlines[d].n_late == 0) continue;
    p->late[p->tally[late_key(p, d)]++] = d;
    n++;
  }
  return n;
}

void kr_pricing_gather_late(kr_pricing *p) {
  int32_t n = sort_late(p), ware = KR_NONE;
  p->n_late_batches = 0;
  for (int32_t i = 0; i < n; ++i) {
    int32_t its_ware = p->groups[p->deadlines[p->late[i]].group].ware;
    if (i == 0 || its_ware != ware || p->late_batches[p->n_late_batches - 1].count == KR_LANES)
      p->late_batches[p->n_late_batches++] = (kr_batch){i, 0, 0};
    p->late_batches[p->n_late_batches - 1].count++;
    ware = its_ware;
  }
}

/** Sweeps for the late members of a batch: none of their cheapest routes arrives later than without deadlines. */
static void sweep_deadlines(const kr_shift *shift, const kr_batch *b) {
  kr_pricing *p = shift->pricing;
  kr_worker *me = shift->worker;
  kr_goal goals[KR_LANES];
  int32_t n_yards = 0, ware = 0, first_step = INT32_MAX, last_step = 0;
  me->n_sweeps++;
  for (int32_t i = 0; i < b->count; ++i) {
    const kr_deadline *d = &p->deadlines[p->late[b->first + i]];
    const kr_group *g = &p->groups[d->group];
    goals[i] = (kr_goal){g->root, g->weight, d->due_step};
    ware = g->ware;
    if (d->first_step < first_step) first_step = d->first_step;
    if (d->last_step > last_step) last_step = d->last_step;
    for (int32_t k = d->first; k < d->first + d->count; ++k)
      if (p->members[k].late != KR_NONE) ask(me, p->members[k].leaf, &n_yards);
  }
  kr_sweep sweep = {.plan = p->plans[ware],
                    .tolls = &p->tolls->of_ware[ware],
                    .goals = goals,
                    .n_goals = b->count,
                    .first_step = first_step,
                    .last_step = last_step,
                    .yards = me->yards,
                    .n_yards = n_yards,
                    .detail = KR_SWEEP_VALUES};
  kr_search_sweep(me->search, &sweep);
}

static kr_status price_late(const kr_shift *shift, int32_t lane, const kr_member *m) {
  double cost = kr_search_cost(shift->worker->search, lane, m->leaf, m->ready);
  shift->pass->cost[m->shipment] = cost;
  if (!(cost < shift->pass->limit[m->shipment])) return KR_OK;
  kr_status status = trace(shift, lane, m);
  return status == KR_OK ? kr_pricing_note(shift, m->shipment, shift->worker->route.arrival) : status;
}

kr_status kr_pricing_sweep_late(const kr_shift *shift, const kr_batch *b) {
  kr_pricing *p = shift->pricing;
  kr_status status = KR_OK;
  sweep_deadlines(shift, b);
  for (int32_t i = 0; i < b->count; ++i) {
    const kr_deadline *d = &p->deadlines[p->late[b->first + i]];
    for (int32_t k = d->first; k < d->first + d->count && status == KR_OK; ++k)
      if (p->members[k].late != KR_NONE) status = price_late(shift, i, &p->members[k]);
  }
  return status;
}
