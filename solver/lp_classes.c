#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/memory.h"
#include "solver/lp_internal.h"

#define MARGIN_H 24.0 /* members due so soon after the cheapest route arrives leave a class that is split, too */
#define DUST_T 1e-8   /* what is left of a flow is rounding */

static bool binds(const kr_lp *lp, int32_t s) {
  if (lp->classes->count[s] < 2 || lp->arrival[s] == KR_NONE || !(lp->least[s] < lp->unserved_cost[s])) return false;
  return lp->arrival[s] > kr_last_in_time(lp->line, s) && kr_classes_is_mixed(lp->classes, s);
}

/** Hours from ready to arrival of a route that costs this much per tonne, nothing being due and without tolls. */
static double hours_of_cost(const kr_lp *lp, int32_t s, double cost) {
  double hours = cost / kr_decimal_value(lp->line->corridor->shipments[s].weight);
  return lp->line->is_static || !isfinite(cost) ? hours : lp->line->step_h * round(hours / lp->line->step_h);
}

void kr_lp_keep_ideals(kr_lp *lp) {
  const kr_timeline *line = lp->line;
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s) {
    int32_t asked = lp->classes->asked[s];
    double cost = asked == KR_NONE ? INFINITY : line->is_static ? lp->cost[asked] : lp->least[asked];
    lp->ideal_h[s] = hours_of_cost(lp, s, cost);
    if (!line->is_static && isfinite(cost)) {
      const kr_shipment *sh = &line->corridor->shipments[s];
      int64_t arrival = kr_ready_step(line->corridor, sh) + (int64_t)round(lp->ideal_h[s] / line->step_h);
      cost = kr_arrival_cost(line, sh, (int32_t)arrival);
    }
    lp->ideal_cost[s] = cost;
  }
}

/* ---- dealing out a class's flow ---- */

/** A route that a class uses: what is left of its flow. */
typedef struct used {
  int32_t column, arrival;
  double left_t;
} used;

typedef struct expansion {
  kr_lp *lp;
  used *uses;
  size_t n_uses, use_room, at;
  double *flow; /* [flow_room] of the columns that members have */
  size_t flow_room;
} expansion;

static int compare_uses(const void *a, const void *b) {
  const used *x = a, *y = b;
  if (x->arrival != y->arrival) return x->arrival < y->arrival ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

/** Takes the flow of the class's routes from the speaker: it is dealt out anew. */
static kr_status collect(expansion *e, int32_t speaker) {
  const kr_columns *pool = e->lp->pool;
  e->n_uses = e->at = 0;
  for (int32_t j = pool->newest[speaker]; j != KR_NONE; j = pool->columns[j].previous) {
    if ((size_t)j >= e->lp->n_flow || !(e->lp->flow[j] > 0)) continue;
    if (!kr_grow(&e->uses, &e->use_room, e->n_uses + 1, sizeof *e->uses)) return KR_ERR_MEMORY;
    e->uses[e->n_uses++] = (used){j, pool->columns[j].arrival, e->lp->flow[j]};
    e->flow[j] = 0;
  }
  if (e->n_uses > 1) qsort(e->uses, e->n_uses, sizeof *e->uses, compare_uses);
  return KR_OK;
}

/** Room for all columns of the pool; new ones carry nothing. */
static kr_status stretch(expansion *e) {
  size_t before = e->flow_room;
  if (!kr_grow(&e->flow, &e->flow_room, e->lp->pool->n_columns + 1, sizeof *e->flow)) return KR_ERR_MEMORY;
  for (size_t k = before; k < e->flow_room; ++k) e->flow[k] = 0;
  return KR_OK;
}

static kr_status give(expansion *e, int32_t s, int32_t from, double t) {
  kr_columns *pool = e->lp->pool;
  int32_t j = pool->columns[from].shipment == s ? from : kr_columns_copy(pool, from, s);
  if (j == KR_NONE) return KR_ERR_MEMORY;
  if (stretch(e) != KR_OK) return KR_ERR_MEMORY;
  e->flow[j] += t;
  return KR_OK;
}

/** The earliest due goes by what arrives first: no other way of dealing out costs less. */
static kr_status deal(expansion *e, int32_t s, double wanted) {
  while (wanted > DUST_T && e->at < e->n_uses) {
    used *u = &e->uses[e->at];
    double t = fmin(wanted, u->left_t);
    kr_status status = give(e, s, u->column, t);
    if (status != KR_OK) return status;
    wanted -= t;
    u->left_t -= t;
    if (u->left_t <= DUST_T) e->at++;
  }
  return KR_OK;
}

static kr_status begin_expansion(expansion *e, kr_lp *lp) {
  *e = (expansion){.lp = lp};
  if (!kr_grow(&e->flow, &e->flow_room, lp->pool->n_columns + 1, sizeof *e->flow)) return KR_ERR_MEMORY;
  for (size_t j = 0; j < e->flow_room; ++j) e->flow[j] = j < lp->n_flow ? lp->flow[j] : 0;
  return KR_OK;
}

/** The new flow becomes the LP's if it had one, unless `status` says that the new one is not whole. */
static kr_status end_expansion(expansion *e, kr_status status) {
  kr_lp *lp = e->lp;
  if (status == KR_OK) status = stretch(e);
  bool is_wanted = status == KR_OK && lp->flow;
  free(e->uses);
  double *unwanted = is_wanted ? lp->flow : e->flow;
  if (is_wanted) {
    lp->flow = e->flow;
    lp->flow_room = e->flow_room;
    lp->n_flow = lp->pool->n_columns;
  }
  free(unwanted);
  return status;
}

/* ---- splitting ---- */

/** A new speaker may take all routes that its class has. */
static kr_status take_routes(void *context, int32_t from, int32_t to) {
  kr_lp *lp = context;
  kr_columns *pool = lp->pool;
  for (int32_t j = pool->newest[from]; j != KR_NONE; j = pool->columns[j].previous)
    if (kr_columns_copy(pool, j, to) == KR_NONE) return KR_ERR_MEMORY;
  return KR_OK;
}

static kr_status split_class(expansion *e, int32_t speaker, int32_t boundary) {
  kr_lp *lp = e->lp;
  kr_classes *c = lp->classes;
  int32_t first = c->place[speaker], last = first + c->count[speaker];
  kr_status status = collect(e, speaker);
  if (status == KR_OK) status = kr_classes_split(c, speaker, boundary, lp->open_t, take_routes, lp);
  for (int32_t i = first; i < last && status == KR_OK; i += c->count[c->order[i]])
    status = deal(e, c->order[i], lp->open_t[c->order[i]]);
  return status;
}

kr_status kr_lp_split(kr_lp *lp, bool *is_split, kr_error *err) {
  expansion e;
  int32_t margin = (int32_t)ceil(MARGIN_H / lp->line->step_h);
  *is_split = false;
  if (lp->line->is_static) return KR_OK;
  kr_status status = begin_expansion(&e, lp);
  for (int32_t s = 0; s < lp->classes->n_shipments && status == KR_OK; ++s) {
    if (!binds(lp, s)) continue;
    *is_split = true;
    status = split_class(&e, s, lp->arrival[s] + margin);
  }
  if (end_expansion(&e, status) != KR_OK) return kr_fail_memory(err);
  if (!*is_split) return KR_OK;
  kr_pricing_free(lp->pricing);
  lp->pricing = NULL;
  return kr_pricing_create(&lp->pricing, lp->line, lp->open_t, lp->settings->threads, err);
}

/* ---- back to shipments ---- */

static kr_status expand_class(expansion *e, int32_t speaker) {
  const kr_classes *c = e->lp->classes;
  kr_status status = c->count[speaker] > 1 ? collect(e, speaker) : KR_OK;
  for (int32_t i = 0; i < c->count[speaker] && c->count[speaker] > 1 && status == KR_OK; ++i)
    status = deal(e, c->order[c->place[speaker] + i], c->own_t[c->order[c->place[speaker] + i]]);
  return status;
}

static void add_up(kr_lp *lp) {
  long double sum = 0;
  for (int32_t s = 0; s < lp->classes->n_shipments; ++s) sum += (long double)lp->open_t[s] * lp->unserved_cost[s];
  for (size_t j = 0; j < lp->n_flow; ++j) {
    const kr_column *col = &lp->pool->columns[j];
    sum += (long double)lp->flow[j] * (col->cost - lp->unserved_cost[col->shipment]);
  }
  lp->objective = (double)sum;
}

static kr_status expand_flow(kr_lp *lp) {
  expansion e;
  kr_status status = begin_expansion(&e, lp);
  for (int32_t s = 0; s < lp->classes->n_shipments && status == KR_OK; ++s) status = expand_class(&e, s);
  return end_expansion(&e, status);
}

static kr_status share_routes(kr_lp *lp) {
  const kr_classes *c = lp->classes;
  for (int32_t s = 0; s < c->n_shipments; ++s)
    for (int32_t i = 1; i < c->count[s]; ++i)
      if (take_routes(lp, s, c->order[c->place[s] + i]) != KR_OK) return KR_ERR_MEMORY;
  return KR_OK;
}

kr_status kr_lp_expand(kr_lp *lp, bool all_routes, kr_error *err) {
  bool is_merged = lp->classes->n_classes < lp->classes->n_members;
  kr_status status = is_merged && lp->flow ? expand_flow(lp) : KR_OK;
  if (status == KR_OK && is_merged && (all_routes || !lp->flow)) status = share_routes(lp);
  if (status != KR_OK) return kr_fail_memory(err);
  memcpy(lp->open_t, lp->classes->own_t, (size_t)lp->classes->n_shipments * sizeof *lp->open_t);
  if (is_merged && lp->flow) add_up(lp);
  kr_lp_drop_stays(lp);
  return KR_OK;
}
