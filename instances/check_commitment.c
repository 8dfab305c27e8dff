#include <stdlib.h>

#include "graph/memory.h"
#include "graph/timetable.h"
#include "instances/leg_rows.h"
#include "instances/reading.h"

#define TOLERANCE 1e-9
#define ERROR KR_SEVERITY_ERROR

/** Where the freight of a lot is, leg by leg. */
typedef struct walk {
  const kr_reading *r;
  const kr_corridor *c;
  const kr_timetable *t;
  const kr_shipment *shipment;
  int32_t rank;         /* of its forwarder's quotas */
  const kr_micro *most; /* [resource * days + day] the most that any plan has */
  int32_t node, mode;   /* KR_NONE: not on a vehicle */
  int64_t minute;       /* not before this may the next leg begin */
} walk;

static bool is_usable(const walk *w, const kr_leg *leg) {
  kr_span span = kr_leg_resources(w->c, leg);
  for (int32_t i = 0; i < span.count; i++)
    if (kr_t_per_unit(w->c, w->shipment->cargo, w->c->resource_lists[span.first + i]) <= 0) return false;
  return true;
}

/** Whether freight can be on a mode at a node without having come by a leg: a link of that mode touches it. */
static bool has_mode(const kr_corridor *c, int32_t node, int32_t mode) {
  for (int32_t i = 0; i < kr_n_links(c); i++)
    if (c->links[i].mode == mode && (c->links[i].from_node == node || c->links[i].to_node == node)) return true;
  return false;
}

static const char *ride(walk *w, const kr_leg *leg) {
  const kr_link *link = &w->c->links[leg->what];
  if ((leg->backward ? link->to_node : link->from_node) != w->node) return "does not start where the freight is";
  if (w->mode != KR_NONE && w->mode != link->mode) return "changes the mode without a transfer leg";
  w->mode = link->mode;
  w->node = leg->backward ? link->from_node : link->to_node;
  return NULL;
}

static const char *change(walk *w, const kr_leg *leg, bool is_first, bool is_last) {
  const kr_transfer *transfer = &w->c->transfers[leg->what];
  if (transfer->node != w->node) return "is not where the freight is";
  if (leg->kind == KR_LEG_LOAD && !is_first) return "loads in the middle of the route";
  if (leg->kind == KR_LEG_UNLOAD && !is_last) return "unloads in the middle of the route";
  if (leg->kind != KR_LEG_LOAD && is_first && has_mode(w->c, w->node, transfer->from_mode))
    w->mode = transfer->from_mode;
  if (leg->kind != KR_LEG_LOAD && transfer->from_mode != w->mode)
    return "starts from a mode that the freight is not on";
  w->mode = transfer->to_mode;
  return NULL;
}

/* It was promised under other running times, perhaps on another grid of steps: only the order of its times counts. */
static const char *follow(walk *w, const kr_lot *lot, int32_t i) {
  const kr_leg *leg = &w->c->commitments.legs[lot->first_leg + (size_t)i];
  const char *fault = leg->kind == KR_LEG_LINK ? ride(w, leg) : change(w, leg, i == 0, i + 1 == lot->n_legs);
  if (!fault && leg->depart_min < w->minute) fault = "departs before the freight is there";
  if (!fault && !is_usable(w, leg)) fault = "needs a resource that this cargo cannot use";
  w->minute = leg->arrive_min;
  if (!fault && i + 1 == lot->n_legs && w->node != w->shipment->destination)
    fault = "ends elsewhere than at the destination";
  return fault;
}

static void say(const kr_reading *r, int64_t line, const kr_lot *lot, const char *text) {
  kr_place place = {"commitment.csv", line, 1};
  char quoted[KR_QUOTE_ROOM];
  kr_messages_add(r->source.messages, ERROR, &place, "lot %d of shipment %s %s; correct or remove it", (int)lot->number,
                  kr_quote_id(r->corridor->shipment_ids, lot->shipment, quoted), text);
}

/** Follows one lot; its first fault is reported. */
static void check_route(walk *w, const kr_lines *lines, const kr_lot *lot) {
  w->shipment = &w->c->shipments[lot->shipment];
  w->node = w->shipment->origin;
  w->mode = KR_NONE;
  w->minute = w->shipment->ready_min;
  for (int32_t i = 0; i < lot->n_legs; i++) {
    const char *fault = follow(w, lot, i);
    if (!fault) continue;
    say(w->r, kr_lines_of(lines, (int32_t)lot->first_leg + i), lot, fault);
    return;
  }
}

/** Lots come sorted by shipment; the one that goes beyond the quantity is reported. */
static void check_sums(const kr_reading *r, const kr_lines *lines) {
  const kr_corridor *c = r->corridor;
  int64_t sum_kg = 0;
  for (size_t i = 0; i < c->commitments.n_lots; i++) {
    const kr_lot *lot = &c->commitments.lots[i];
    if (i == 0 || lot->shipment != lot[-1].shipment) sum_kg = 0;
    int64_t before_kg = sum_kg;
    sum_kg += lot->quantity_kg;
    int64_t most_kg = c->shipments[lot->shipment].quantity_kg;
    if (sum_kg > most_kg && before_kg <= most_kg)
      say(r, kr_lines_of(lines, (int32_t)lot->first_leg), lot, "commits more than the shipment's quantity_t");
  }
}

static void report_overload(const walk *w, int64_t line, int32_t resource, int32_t day) {
  char date[11], most[KR_DECIMAL_ROOM], quoted[KR_QUOTE_ROOM];
  kr_place place = {"commitment.csv", line, 1};
  kr_date_write(w->c->start + day, date);
  kr_decimal_write(w->most[(int64_t)resource * w->t->n_days + day], most);
  kr_messages_add(w->r->source.messages, ERROR, &place,
                  "more is committed than resource %s has on %s under %s, %s; remove a lot or raise per_day",
                  kr_quote_id(w->c->resource_ids, resource, quoted), date,
                  kr_n_plans(w->c) > 1 ? "any plan" : "the base", most);
}

/** Adds up a leg's use; the leg that first goes beyond a capacity is reported. */
static void add_use(const walk *w, const kr_leg *leg, int64_t quantity_kg, int64_t line, double *used) {
  kr_span span = kr_leg_resources(w->c, leg);
  int32_t day = kr_day_of(w->c, w->t, leg->depart_min);
  for (int32_t i = 0; i < span.count && day >= 0; i++) {
    int32_t resource = w->c->resource_lists[span.first + i];
    if (!kr_counts_on(w->c, w->rank, resource)) continue;
    int64_t at = (int64_t)resource * w->t->n_days + day;
    double *sum = &used[at], most = kr_decimal_value(w->most[at]) * (1 + TOLERANCE) + TOLERANCE;
    double before = *sum;
    *sum += (double)quantity_kg * 1e3 / (double)kr_t_per_unit(w->c, w->shipment->cargo, resource);
    if (*sum > most && before <= most) report_overload(w, line, resource, day);
  }
}

/** Lots may have been promised under any plan; the solve holds them to its own. */
static kr_status find_most(const walk *w, kr_micro *most) {
  kr_timetable *t = NULL;
  kr_status status = KR_OK;
  for (int32_t plan = 0; plan < kr_n_plans(w->c) && status == KR_OK; plan++) {
    status = kr_timetable_create(&t, w->c, plan, KR_VIEW_DATED, w->r->err);
    for (int64_t i = 0; status == KR_OK && i < (int64_t)kr_n_resources(w->c) * t->n_days; i++)
      if (t->capacity[i] > most[i]) most[i] = t->capacity[i];
    kr_timetable_free(t);
    t = NULL;
  }
  return status;
}

static void add_uses(walk *w, const kr_lines *lines, double *used) {
  const kr_allocation *a = &w->c->commitments;
  for (size_t l = 0; l < a->n_lots; l++) {
    w->shipment = &w->c->shipments[a->lots[l].shipment];
    w->rank = kr_rank_of(w->c, a->lots[l].shipment);
    for (int32_t i = 0; i < a->lots[l].n_legs; i++) {
      size_t at = a->lots[l].first_leg + (size_t)i;
      add_use(w, &a->legs[at], a->lots[l].quantity_kg, kr_lines_of(lines, (int32_t)at), used);
    }
  }
}

static kr_status check_capacities(walk *w, const kr_lines *lines) {
  size_t n = (size_t)kr_n_resources(w->c) * (size_t)w->t->n_days;
  double *used = kr_zeros(n, sizeof *used);
  kr_micro *most = kr_zeros(n, sizeof *most);
  kr_status status = used && most ? find_most(w, most) : kr_fail_memory(w->r->err);
  w->most = most;
  if (status == KR_OK) add_uses(w, lines, used);
  free(used);
  free(most);
  return status;
}

kr_status kr_check_commitments(const kr_reading *r, const kr_lines *lines) {
  const kr_corridor *c = r->corridor;
  kr_timetable *t = NULL;
  kr_status status = kr_timetable_create(&t, c, KR_PLAN_BASE, KR_VIEW_DATED, r->err);
  if (status != KR_OK) return status;
  walk w = {.r = r, .c = c, .t = t};
  for (size_t i = 0; i < c->commitments.n_lots; i++) check_route(&w, lines, &c->commitments.lots[i]);
  check_sums(r, lines);
  if (kr_messages_errors(r->source.messages) == 0) status = check_capacities(&w, lines);
  kr_timetable_free(t);
  return status;
}
