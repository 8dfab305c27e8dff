#include "solver/pricing.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"

typedef struct group {
  kr_goal goal;
  int32_t cargo;
  int32_t first, count; /* members[first … first + count) */
  int32_t first_step;   /* earliest ready boundary among them */
} group;

typedef struct batch {
  int32_t first, count; /* groups, of one cargo */
} batch;

/** What one thread owns during a pass: its sweep, and the routes that it traced, end to end. */
typedef struct worker {
  kr_search *search;
  kr_route route;
  kr_move *moves;
  size_t n_moves, room;
} worker;

/** Where a shipment's new route lies until it enters the pool. */
typedef struct found {
  int32_t worker, n_moves, arrival;
  size_t first_move;
} found;

struct kr_pricing {
  const kr_timeline *line;
  const double *open_t;
  kr_tolls *tolls;
  int32_t n_groups, n_batches, n_workers;
  int32_t *members; /* shipments, sorted by group, then number */
  int32_t *ready;   /* [shipments] */
  group *groups;
  batch *batches;
  worker *workers;
  found *found; /* [shipments] */
};

/** The sort key of a shipment; made once, since due steps cost a division. */
typedef struct member_key {
  int32_t shipment, cargo, destination;
  double due_step;
  kr_micro weight;
} member_key;

static double due_of(const kr_timeline *line, const kr_shipment *s) {
  int64_t due = kr_due_step(line->corridor, s);
  return due >= line->n_steps || line->late_factor <= 0 || line->is_static ? INFINITY : (double)due;
}

static int compare_keys(const void *a, const void *b) {
  const member_key *x = a, *y = b;
  if (x->cargo != y->cargo) return x->cargo < y->cargo ? -1 : 1;
  if (x->destination != y->destination) return x->destination < y->destination ? -1 : 1;
  if (x->due_step < y->due_step) return -1;
  if (x->due_step > y->due_step) return 1;
  if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
  return x->shipment < y->shipment ? -1 : x->shipment > y->shipment;
}

static bool same_group(const member_key *x, const member_key *y) {
  return x->cargo == y->cargo && x->destination == y->destination && !(x->due_step < y->due_step) &&
         !(x->due_step > y->due_step) && x->weight == y->weight;
}

/** Shipments that can be planned at all, as sorted keys; @return how many. */
static int32_t collect_keys(kr_pricing *p, member_key *keys) {
  const kr_corridor *c = p->line->corridor;
  int32_t n = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    const kr_shipment *sh = &c->shipments[s];
    int64_t ready = p->line->is_static ? 0 : kr_ready_step(c, sh);
    p->ready[s] = ready > p->line->n_steps ? KR_NONE : (int32_t)ready;
    if (p->open_t[s] <= 0 || p->ready[s] == KR_NONE) continue;
    keys[n++] = (member_key){s, sh->cargo, sh->destination, due_of(p->line, sh), sh->weight};
  }
  if (n > 0) qsort(keys, (size_t)n, sizeof *keys, compare_keys);
  return n;
}

static void form_groups(kr_pricing *p, const member_key *keys, int32_t n) {
  const kr_network *net = p->line->network;
  for (int32_t i = 0; i < n; ++i) {
    p->members[i] = keys[i].shipment;
    if (i == 0 || !same_group(&keys[i - 1], &keys[i])) {
      kr_goal goal = {net->door[keys[i].destination], kr_decimal_value(keys[i].weight), keys[i].due_step};
      p->groups[p->n_groups++] = (group){goal, keys[i].cargo, i, 0, INT32_MAX};
    }
    group *g = &p->groups[p->n_groups - 1];
    g->count++;
    if (p->ready[keys[i].shipment] < g->first_step) g->first_step = p->ready[keys[i].shipment];
  }
}

static void form_batches(kr_pricing *p) {
  for (int32_t g = 0; g < p->n_groups; ++g) {
    batch *last = p->n_batches ? &p->batches[p->n_batches - 1] : NULL;
    if (last && last->count < KR_LANES && p->groups[last->first].cargo == p->groups[g].cargo) {
      last->count++;
    } else {
      p->batches[p->n_batches++] = (batch){g, 1};
    }
  }
}

static kr_status build(kr_pricing *p, int32_t threads, kr_error *err) {
  size_t n = (size_t)kr_n_shipments(p->line->corridor);
  p->n_workers = threads > 0 ? threads : omp_get_max_threads();
  p->members = kr_zeros(n, sizeof *p->members);
  p->ready = kr_zeros(n, sizeof *p->ready);
  p->groups = kr_zeros(n, sizeof *p->groups);
  p->batches = kr_zeros(n, sizeof *p->batches);
  p->found = kr_zeros(n, sizeof *p->found);
  p->workers = kr_zeros((size_t)p->n_workers, sizeof *p->workers);
  member_key *keys = kr_zeros(n, sizeof *keys);
  if (!p->members || !p->ready || !p->groups || !p->batches || !p->found || !p->workers || !keys) {
    free(keys);
    return kr_fail_memory(err);
  }
  form_groups(p, keys, collect_keys(p, keys));
  form_batches(p);
  if (p->n_workers > p->n_batches) p->n_workers = p->n_batches > 0 ? p->n_batches : 1;
  free(keys);
  kr_status status = kr_tolls_create(&p->tolls, p->line, err);
  for (int32_t w = 0; w < p->n_workers && status == KR_OK; ++w)
    status = kr_search_create(&p->workers[w].search, p->line, err);
  return status;
}

kr_status kr_pricing_create(kr_pricing **out, const kr_timeline *line, const double *open_t, int32_t threads,
                            kr_error *err) {
  kr_pricing *p = kr_zeros(1, sizeof *p);
  if (!p) return kr_fail_memory(err);
  p->line = line;
  p->open_t = open_t;
  kr_status status = build(p, threads, err);
  if (status == KR_OK) {
    *out = p;
  } else {
    kr_pricing_free(p);
  }
  return status;
}

void kr_pricing_free(kr_pricing *p) {
  if (!p) return;
  for (int32_t w = 0; p->workers && w < p->n_workers; ++w) {
    kr_search_free(p->workers[w].search);
    free(p->workers[w].route.moves);
    free(p->workers[w].moves);
  }
  kr_tolls_free(p->tolls);
  free(p->members);
  free(p->ready);
  free(p->groups);
  free(p->batches);
  free(p->workers);
  free(p->found);
  free(p);
}

static kr_status keep_route(kr_pricing *p, int32_t w, int32_t s, int32_t lane, int32_t yard) {
  worker *me = &p->workers[w];
  kr_status status = kr_search_trace(me->search, lane, yard, p->ready[s], &me->route);
  if (status != KR_OK) return status;
  size_t n = me->route.n_moves;
  if (!kr_grow(&me->moves, &me->room, me->n_moves + n, sizeof *me->moves)) return KR_ERR_MEMORY;
  if (n) memcpy(me->moves + me->n_moves, me->route.moves, n * sizeof *me->moves);
  p->found[s] = (found){w, (int32_t)n, me->route.arrival, me->n_moves};
  me->n_moves += n;
  return KR_OK;
}

static kr_status price_batch(kr_pricing *p, const batch *b, kr_pass *pass, int32_t w) {
  kr_search *search = p->workers[w].search;
  kr_goal goals[KR_LANES];
  int32_t first_step = INT32_MAX;
  const group *groups = p->groups + b->first;
  for (int32_t g = 0; g < b->count; ++g) {
    goals[g] = groups[g].goal;
    if (groups[g].first_step < first_step) first_step = groups[g].first_step;
  }
  kr_search_run(search, &p->tolls->of_cargo[groups[0].cargo], goals, b->count, first_step);
  for (int32_t g = 0; g < b->count; ++g) {
    for (int32_t i = groups[g].first; i < groups[g].first + groups[g].count; ++i) {
      int32_t s = p->members[i];
      int32_t yard = p->line->network->yard[p->line->corridor->shipments[s].origin];
      pass->cost[s] = kr_search_cost(search, g, yard, p->ready[s]);
      if (!(pass->cost[s] < pass->limit[s])) continue;
      kr_status status = keep_route(p, w, s, g, yard);
      if (status != KR_OK) return status;
    }
  }
  return KR_OK;
}

/** New routes enter the pool in shipment order, whoever found them. */
static kr_status take_found(kr_pricing *p, kr_columns *pool, kr_pass *pass) {
  for (int32_t s = 0; s < kr_n_shipments(p->line->corridor); ++s) {
    const found *f = &p->found[s];
    if (f->worker == KR_NONE) continue;
    int32_t column;
    size_t before = pool->n_columns;
    const kr_move *moves = p->workers[f->worker].moves + f->first_move;
    kr_status status = kr_columns_add(pool, s, moves, (size_t)f->n_moves, f->arrival, &column);
    if (status != KR_OK) return status;
    pass->n_added += (int64_t)(pool->n_columns - before);
    if (pass->route) pass->route[s] = column;
  }
  return KR_OK;
}

static void reset(kr_pricing *p, kr_pass *pass) {
  pass->n_added = 0;
  for (int32_t w = 0; w < p->n_workers; ++w) p->workers[w].n_moves = 0;
  for (int32_t s = 0; s < kr_n_shipments(p->line->corridor); ++s) {
    p->found[s].worker = KR_NONE;
    if (pass->route) pass->route[s] = KR_NONE;
    pass->cost[s] = INFINITY;
  }
}

kr_status kr_pricing_run(kr_pricing *p, kr_columns *pool, kr_pass *pass, kr_error *err) {
  reset(p, pass);
  kr_status status = KR_OK;
#pragma omp parallel num_threads(p->n_workers)
  {
#pragma omp for schedule(dynamic)
    for (int32_t k = 0; k < p->tolls->n_cargo; ++k) kr_tolls_set(p->tolls, p->line, k, pass->price);
#pragma omp for schedule(dynamic)
    for (int32_t b = 0; b < p->n_batches; ++b) {
      kr_status mine = price_batch(p, &p->batches[b], pass, omp_get_thread_num());
      if (mine != KR_OK) {
#pragma omp critical
        status = mine;
      }
    }
  }
  if (status == KR_OK) status = take_found(p, pool, pass);
  return status == KR_OK ? KR_OK : kr_fail(err, status, "pricing: %s", kr_status_name(status));
}

double kr_pricing_bound(const kr_pricing *p, const kr_pass *pass, const double *capacity) {
  const kr_corridor *c = p->line->corridor;
  long double bound = 0;
  for (int32_t s = 0; s < kr_n_shipments(c); ++s) {
    if (p->open_t[s] <= 0) continue;
    double unserved = kr_decimal_value(c->shipments[s].weight) * p->line->unserved_h;
    bound += (long double)p->open_t[s] * (pass->cost[s] < unserved ? pass->cost[s] : unserved);
  }
  int64_t n_rows = (int64_t)kr_n_resources(c) * p->line->n_days;
  for (int64_t r = 0; r < n_rows && pass->price; ++r) bound -= (long double)pass->price[r] * capacity[r];
  return (double)bound;
}
