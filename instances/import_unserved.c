#include "instances/import_unserved.h"

#include <math.h>
#include <stdlib.h>

#include "graph/memory.h"
#include "graph/search.h"

/** The network without time and without tolls, and the doors that pairs end at. */
typedef struct empty_network {
  kr_timetable *timetable;
  kr_network *network;
  kr_timeline *line;
  kr_tolls *tolls;
  kr_search *search;
  int32_t *order; /* shipments by destination */
} empty_network;

static void clear(empty_network *e) {
  kr_search_free(e->search);
  kr_tolls_free(e->tolls);
  kr_timeline_free(e->line);
  kr_network_free(e->network);
  kr_timetable_free(e->timetable);
  free(e->order);
}

/** Counting sort by destination. */
static kr_status sort_pairs(empty_network *e, const kr_corridor *c) {
  int32_t n = kr_n_shipments(c), n_nodes = kr_n_nodes(c);
  int32_t *first = kr_zeros((size_t)n_nodes + 1, sizeof *first);
  e->order = kr_zeros((size_t)n, sizeof *e->order);
  if (!first || !e->order) {
    free(first);
    return KR_ERR_MEMORY;
  }
  for (int32_t s = 0; s < n; s++) first[c->shipments[s].destination + 1]++;
  for (int32_t i = 0; i < n_nodes; i++) first[i + 1] += first[i];
  for (int32_t s = 0; s < n; s++) e->order[first[c->shipments[s].destination]++] = s;
  free(first);
  return KR_OK;
}

static kr_status build(empty_network *e, const kr_corridor *c, kr_error *err) {
  kr_status status = KR_OK;
  KR_TRY(kr_timetable_create(&e->timetable, c, KR_PLAN_BASE, KR_VIEW_STATIC, err));
  KR_TRY(kr_network_create(&e->network, c, err));
  KR_TRY(kr_timeline_create(&e->line, c, e->timetable, e->network, err));
  KR_TRY(kr_tolls_create(&e->tolls, e->line, err));
  KR_TRY(kr_search_create(&e->search, e->line, err));
  KR_TRY(sort_pairs(e, c));
done:
  return status == KR_OK ? KR_OK : kr_fail_memory(err);
}

static void measure(empty_network *e, kr_import *import) {
  const kr_corridor *c = import->corridor;
  int32_t door = KR_NONE;
  for (int32_t i = 0; i < kr_n_shipments(c); i++) {
    const kr_shipment *s = &c->shipments[e->order[i]];
    if (e->network->door[s->destination] != door) {
      door = e->network->door[s->destination];
      kr_goal goal = {door, 1.0, INFINITY};
      kr_search_run(e->search, &e->tolls->of_ware[0], &goal, 1, 0);
    }
    double hours = kr_search_cost(e->search, 0, e->network->yard[s->origin], 0);
    if (!isfinite(hours))
      import->n_without++;
    else if (hours > import->longest_h)
      import->longest_h = hours;
  }
}

kr_status kr_unserved_choose(kr_import *import, kr_error *err) {
  empty_network e = {0};
  kr_status status = build(&e, import->corridor, err);
  if (status == KR_OK) {
    measure(&e, import);
    /* the small part less keeps 3 * 1.1 at 4 hours, not at 5 */
    double hours = ceil(KR_IMPORT_UNSERVED_FACTOR * import->longest_h * (1 - 1e-12));
    hours = fmin(fmax(hours, 1), kr_decimal_value(KR_DECIMAL_MAX));
    import->corridor->unserved_uh = (kr_micro)hours * KR_MICRO;
  }
  clear(&e);
  return status;
}
