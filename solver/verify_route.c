#include <string.h>

#include "solver/verify_judge.h"

/* Where the freight is while a lot is walked leg by leg. */
typedef struct walker {
  kr_judge *j;
  const kr_lot *lot;
  const kr_shipment *s;
  bool is_promised;
  int32_t leg;        /* of the leg being walked, from 1 */
  int32_t node, mode; /* mode KR_NONE: before the first leg and after unloading */
  int64_t now_min;    /* not before this may the next leg begin */
} walker;

#define COMPLAIN(w, ...) kr_judge_complain_lot((w)->j, (w)->lot, (w)->leg, __VA_ARGS__)

static const char *node_id(const walker *w, int32_t node) { return kr_ids_text(w->j->c->node_ids, node); }
static const char *mode_id(const walker *w, int32_t mode) {
  return mode == KR_NONE ? "-" : kr_ids_text(w->j->c->mode_ids, mode);
}

/* Times far beyond any horizon have no place in a calendar of four-digit years. */
static void instant_text(const walker *w, int64_t minutes, char out[18]) {
  int64_t century = INT64_C(36500) * KR_MINUTES_PER_DAY;
  if (minutes < -century || minutes > century) {
    memcpy(out, "another century", 16);
  } else {
    kr_instant_write(w->j->c->start * (int64_t)KR_MINUTES_PER_DAY + minutes, out);
  }
}

/* Order of times, the grid, the horizon; false when there is no time to speak of. */
static bool check_times(walker *w, const kr_leg *leg) {
  if (leg->depart_min == KR_NO_TIME || leg->arrive_min == KR_NO_TIME) {
    COMPLAIN(w, "has no time; a plan with dates needs both");
    return false;
  }
  char at[18], ready[18];
  instant_text(w, leg->depart_min, at);
  instant_text(w, w->now_min, ready);
  if (leg->depart_min < w->now_min) COMPLAIN(w, "departs at %s, before the freight is there at %s", at, ready);
  if (leg->arrive_min < leg->depart_min) COMPLAIN(w, "arrives before it departs");
  w->now_min = leg->arrive_min;
  if (w->is_promised) return true;
  if (leg->depart_min % w->j->f->step_min || leg->arrive_min % w->j->f->step_min)
    COMPLAIN(w, "is not on a step boundary (steps of %d h)", w->j->c->step_hours);
  int64_t end_min = w->j->f->n_steps * w->j->f->step_min;
  if (leg->arrive_min > end_min) COMPLAIN(w, "arrives after the end of the horizon");
  if (leg->kind == KR_LEG_LINK && leg->depart_min >= end_min) COMPLAIN(w, "departs at the end of the horizon");
  return true;
}

static void check_duration(walker *w, const kr_leg *leg, kr_micro hours_uh) {
  int64_t steps = kr_facts_steps(w->j->f, hours_uh), takes = (int64_t)leg->arrive_min - leg->depart_min;
  if (leg->kind == KR_LEG_LINK && steps < 1) steps = 1;
  if (takes != steps * w->j->f->step_min)
    COMPLAIN(w, "takes %lld minutes; it must take %lld", (long long)takes, (long long)(steps * w->j->f->step_min));
}

static kr_micro hours_of(const walker *w, const kr_leg *leg) {
  const kr_facts *f = w->j->f;
  if (leg->kind != KR_LEG_LINK) return w->j->c->transfers[leg->what].hours_uh;
  int32_t bucket = kr_facts_bucket(f, leg->depart_min);
  return bucket < 0 ? -1 : f->transit_uh[(int64_t)leg->what * f->n_buckets + bucket];
}

static void check_clock(walker *w, const kr_leg *leg) {
  if (w->j->o->is_static) {
    if (!w->is_promised && (leg->depart_min != KR_NO_TIME || leg->arrive_min != KR_NO_TIME))
      COMPLAIN(w, "has a time; static plans have none");
    return;
  }
  if (!check_times(w, leg) || w->is_promised) return;
  kr_micro hours_uh = hours_of(w, leg);
  if (hours_uh >= 0) check_duration(w, leg, hours_uh);
}

static void check_resources(walker *w, kr_span span) {
  const kr_corridor *c = w->j->c;
  for (int32_t i = 0; i < span.count; i++) {
    int32_t r = c->resource_lists[span.first + i];
    if (kr_t_per_unit(c, w->s->cargo, r) > 0) continue;
    COMPLAIN(w, "cargo %s cannot use resource %s", kr_ids_text(c->cargo_ids, w->s->cargo),
             kr_ids_text(c->resource_ids, r));
  }
}

/* Freight that goes off without a loading leg: allowed where no row asks for one and links of this mode are there. */
static void check_start(walker *w, int32_t mode) {
  const kr_facts *f = w->j->f;
  int32_t place = kr_facts_place(f, w->node, mode);
  if (place >= 0 && f->load_row[place] != KR_NONE && !w->is_promised)
    COMPLAIN(w, "sets off by %s at %s without the loading leg that transfer.csv asks for", mode_id(w, mode),
             node_id(w, w->node));
  if (place < 0 || !kr_facts_may_start(f, place))
    COMPLAIN(w, "starts by %s, which no link has at %s", mode_id(w, mode), node_id(w, w->node));
  w->mode = mode;
}

static void walk_link(walker *w, const kr_leg *leg) {
  const kr_link *l = &w->j->c->links[leg->what];
  const char *id = kr_ids_text(w->j->c->link_ids, leg->what);
  int32_t from = leg->backward ? l->to_node : l->from_node;
  if (leg->backward && l->directed) COMPLAIN(w, "link %s does not go in that direction", id);
  if (from != w->node)
    COMPLAIN(w, "link %s begins at %s but the freight is at %s", id, node_id(w, from), node_id(w, w->node));
  if (w->mode == KR_NONE && w->leg == 1) {
    check_start(w, l->mode);
  } else if (w->mode != l->mode) {
    COMPLAIN(w, "link %s is %s but the freight is on %s; a transfer is missing", id, mode_id(w, l->mode),
             mode_id(w, w->mode));
  }
  check_resources(w, l->resources);
  w->node = leg->backward ? l->from_node : l->to_node;
  w->mode = l->mode;
}

static void walk_transfer(walker *w, const kr_leg *leg) {
  const kr_transfer *x = &w->j->c->transfers[leg->what];
  const char *kind = kr_leg_kind_name((kr_leg_kind)leg->kind);
  if (x->node != w->node)
    COMPLAIN(w, "%s at %s but the freight is at %s", kind, node_id(w, x->node), node_id(w, w->node));
  if (leg->kind == KR_LEG_LOAD && w->leg > 1) COMPLAIN(w, "loading in the middle of a route");
  if (leg->kind == KR_LEG_UNLOAD && w->leg < w->lot->n_legs) COMPLAIN(w, "unloading in the middle of a route");
  if (leg->kind != KR_LEG_LOAD && w->leg == 1) check_start(w, x->from_mode);
  if (leg->kind != KR_LEG_LOAD && w->mode != x->from_mode)
    COMPLAIN(w, "%s from %s but the freight is on %s", kind, mode_id(w, x->from_mode), mode_id(w, w->mode));
  check_resources(w, x->resources);
  w->node = x->node;
  w->mode = x->to_mode;
}

static void check_end(walker *w) {
  w->leg = 0;
  if (w->node != w->s->destination)
    COMPLAIN(w, "ends at %s but must go to %s", node_id(w, w->node), node_id(w, w->s->destination));
  if (w->mode == KR_NONE || w->is_promised) return;
  int32_t place = kr_facts_place(w->j->f, w->node, w->mode);
  if (w->node == w->s->destination && place >= 0 && w->j->f->unload_row[place] != KR_NONE)
    COMPLAIN(w, "ends by %s at %s without the unloading leg that transfer.csv asks for", mode_id(w, w->mode),
             node_id(w, w->node));
}

void kr_judge_route(kr_judge *j, size_t lot) {
  const kr_lot *l = &j->a->lots[lot];
  const kr_shipment *s = &j->c->shipments[l->shipment];
  walker w = {.j = j, .lot = l, .s = s, .node = s->origin, .mode = KR_NONE};
  w.is_promised = j->promise[lot] != NULL;
  w.now_min = w.is_promised ? s->ready_min : kr_facts_ready(j->f, s) * j->f->step_min;
  const kr_leg *legs = j->a->legs + l->first_leg;
  for (int32_t i = 0; i < l->n_legs; i++) {
    w.leg = i + 1;
    check_clock(&w, &legs[i]);
    if (legs[i].kind == KR_LEG_LINK) {
      walk_link(&w, &legs[i]);
    } else {
      walk_transfer(&w, &legs[i]);
    }
  }
  check_end(&w);
}
